"""What whoever stands at a touchpoint may say today: *you may say · do not say · if they ask you*.

Computed from the promises that are told there, their verdicts today and what other touchpoints tell. Invariants:
nothing is stored; what is on the edge or lacks data is not said; data older than a promise looks back let nothing be
said; competitors stand on no sheet, because sheets hang on walls. The fingerprint changes when what may be said
changes, not with every figure.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.all_verdicts import studies_on
from models.base import fold
from models.days import day_in
from models.grounds import Basis, Reading
from models.promises import State
from models.saying import is_too_old, judged
from models.studies import Study, Told
from models.subjects import Place, Subject, subjects_of
from models.touchpoints import touchpoint_row
from models.verdicts import promise_bases

# What is told by nobody yet, or no longer, is nobody's to say.
_TOLD = (State.IN_USE, State.AGREED, State.CONTESTED, State.ASKED)
MOST_OTHERS = 6


@dataclass(frozen=True)
class Line:
    """One line. words: as they are told (at `touchpoint`, where that is another one); told: how their figure was kept;
    say: the figure that may be said, None where the words themselves may be, or none is honest.
    """

    promise_id: str
    promise: str
    words: str
    touchpoint: str
    told: Told | None
    say: Told | None
    kept: int
    of: int
    value_unit: str

    @property
    def holds(self) -> bool:
        """Whether the words may be said as they are."""
        return self.told is not None and self.told.verdict is Verdict.SUPPORTED


@dataclass(frozen=True)
class Sheet:
    """What may be said at one touchpoint. as_of: the oldest data behind it; until: the last day it is good."""

    touchpoint_id: str
    touchpoint: str
    may: tuple[Line, ...]
    never: tuple[Line, ...]
    asked: tuple[Line, ...]
    as_of: datetime | None
    zone: str
    until: date | None
    fingerprint: str

    @property
    def is_empty(self) -> bool:
        """Nothing is told here, and nothing else is in use."""
        return not (self.may or self.never or self.asked)


@dataclass(frozen=True)
class _Known:
    """A subject with its study; nothing is judged without data or by data that are too old."""

    subject: Subject
    basis: Basis
    study: Study | None

    def told(self, amount: float, unit: str) -> Told:
        nothing = Told(amount, unit, None, None, Verdict.NOT_ENOUGH_EVIDENCE)
        if self.study is None:
            return nothing
        terms = self.basis.terms
        return judged(self.study, terms, amount, unit, p0=terms.kept / terms.of) or nothing

    @property
    def own(self) -> Told:
        terms, facts = self.basis.terms, self.study.facts if self.study is not None else None
        if facts is None:
            return Told(terms.amount, terms.unit, None, None, Verdict.NOT_ENOUGH_EVIDENCE)
        return Told(terms.amount, terms.unit, facts.share, facts.lower, facts.verdict)

    @property
    def say(self) -> Told | None:
        return self.study.facts.say if self.study is not None else None

    def line(self, words: str, told: Told, touchpoint: str = "") -> Line:
        terms = self.basis.terms
        holds = told.verdict is Verdict.SUPPORTED
        return Line(self.subject.key, terms.sentence, words, touchpoint, told, None if holds else self.say, terms.kept,
                    terms.of, terms.value_unit)  # fmt: skip

    def place_line(self, place: Place, touchpoint: str = "") -> Line:
        named = place.amount is not None and place.unit is not None
        told = self.told(place.amount, place.unit) if named else self.own  # type: ignore[arg-type]
        return self.line(place.words, told, touchpoint)


def front_line(reading: Reading, viewer: Viewer, *, now: datetime, touchpoint_id: str) -> Sheet:
    """The sheet of a touchpoint. Nine statements, and one for the cases that are not on the shelf.

    Raises:
        NotFound: no such touchpoint.
    """
    with reading() as session:
        name, subjects, bases = _read(session, viewer, now, touchpoint_id)
    found = _judged(reading, viewer, now, subjects, bases)
    here = [one for one in found if one.subject.is_told_at(touchpoint_id)]
    others = [one for one in found if one not in here and one.subject.row.state is State.IN_USE]
    # What the people of this place keep themselves comes first.
    others = sorted(others, key=lambda one: fold(one.subject.row.process) != fold(name))[:MOST_OTHERS]
    may, never, asked = _lines(here, others, touchpoint_id)
    used = [one for one in (*here, *others) if one.basis.which is not None]
    days = [_until(one) for one in used]
    dates = [one.basis.which.as_of for one in used if one.basis.which is not None]
    return Sheet(
        touchpoint_id, name, may, never, asked, min(dates, default=None), used[0].basis.zone if used else "",
        min(days, default=None), _fingerprint(may, never, asked),
    )  # fmt: skip


def _read(
    session: Session, viewer: Viewer, now: datetime, touchpoint_id: str
) -> tuple[str, list[Subject], dict[str, Basis]]:
    viewer.must(May.FRONT_LINE_SEE)
    point = touchpoint_row(session, touchpoint_id)
    subjects = [one for one in subjects_of(session, viewer, now=now) if one.row.state in _TOLD]
    ids = [one.key for one in subjects]
    return point.name, subjects, promise_bases(session, viewer, promise_ids=ids, now=now)


def _judged(
    reading: Reading, viewer: Viewer, now: datetime, subjects: list[Subject], bases: dict[str, Basis]
) -> list[_Known]:
    fresh = {
        one.key: bases[one.key] for one in subjects
        if (which := bases[one.key].which) is not None and not is_too_old(which.as_of, bases[one.key].terms, now)
    }  # fmt: skip
    studies = studies_on(reading, viewer, fresh.values(), figures={one.key: one.figures for one in subjects})
    return [_Known(one, bases[one.key], studies[bases[one.key].key] if one.key in fresh else None) for one in subjects]


def _lines(
    here: list[_Known], others: list[_Known], touchpoint_id: str
) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    may: list[Line] = []
    never: list[Line] = []
    asked: list[Line] = []
    for one in here:
        told_here = [place for place in one.subject.places if place.touchpoint_id == touchpoint_id]
        lines = [one.place_line(place) for place in told_here]
        may += [line for line in lines if line.holds]
        bad = [line for line in lines if not line.holds]
        never += bad
        if bad and one.say is not None:
            # The same words with the figure that holds; once for each promise.
            may.append(bad[0])
        sizes = {place.size for place in told_here}
        away = [place for place in one.subject.places if place.size is not None and place.size not in sizes]
        # One place for each other figure; what does not hold is what somebody will complain of.
        lines = [one.place_line(place, place.touchpoint) for place in {p.size: p for p in reversed(away)}.values()]
        asked += sorted(lines, key=lambda line: line.holds)
    asked += [one.line(one.basis.terms.sentence, one.own) for one in others]
    return tuple(may), tuple(never), tuple(asked)


def _until(one: _Known) -> date:
    terms, which = one.basis.terms, one.basis.which
    assert which is not None
    # The last day that is good to its end.
    ends = which.as_of + timedelta(days=terms.period_days, seconds=-1)
    return min(day_in(one.basis.zone, ends), terms.valid_until)


def _fingerprint(*lists: tuple[Line, ...]) -> str:
    def plain(line: Line) -> list[object]:
        figure = [line.say.amount, line.say.unit] if line.say else []
        return [line.promise_id, line.words, line.touchpoint, line.holds, *figure]

    parts = [[plain(line) for line in lines] for lines in lists]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
