"""Can we say it? What the cases say of a sentence somebody is about to use, and what may be said instead.

Invariants: nothing is stored; the same cases, rule and limits as the promise's own verdict judge every figure; data
older than the promise looks back judge nothing; in doubt about what is meant nothing is judged, the likeliest are
given. For who works here: competitors' claims and what customers expect stand in the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Protocol

from sqlmodel import Session

from analysis.choices import point_at
from analysis.downgrades import of_another_figure
from analysis.figures import natural_frequency
from analysis.rule import Direction
from analysis.units import UNITS
from analysis.verdict import Verdict
from models.access import May, Viewer
from models.choices import units_of
from models.competitors import ClaimView, claims_of
from models.days import day_in
from models.errors import NotFound
from models.expectations import Expected, expectations_of
from models.grounds import Basis, Reading, study_of
from models.promise_terms import MOST_OF, Terms
from models.studies import Study, Told, VerdictFacts
from models.subjects import Place, Subject, subjects_of
from models.verdicts import promise_bases


class Asked(Protocol):
    """A sentence that was typed, as far as it was understood. `words/asking.py` has one; this room knows no words."""

    @property
    def share(self) -> tuple[int, int] | None:
        """How often, where it says so: (kept, of)."""

    @property
    def says_time(self) -> bool:
        """Whether it says a time at all."""

    def about(self, subjects: Sequence[Subject]) -> tuple[str | None, Sequence[str]]:
        """The key of the subject that is meant, or None and the likeliest."""

    def figure(self, subject: Subject) -> tuple[float, str] | None:
        """The figure it says, in a unit the subject's promise has. None where it says none, or another kind."""


@dataclass(frozen=True)
class Answer:
    """What may be said. asked: the figure that was asked about, judged; without one the promise's own. kept, of: at
    least so often. say: what holds instead, or a bolder one where the asked one holds (`bolder`). sure_of: k of n that
    may be said with the asked figure. elsewhere: where another figure is told. facts None: no data. other_kind: a time
    was said, and this promise knows none.
    """

    subject: Subject
    asked: Told
    own: bool
    other_kind: bool
    kept: int
    of: int
    facts: VerdictFacts | None
    say: Told | None
    bolder: bool
    sure_of: tuple[int, int] | None
    elsewhere: tuple[Place, ...]
    expected: Expected | None
    rivals: tuple[ClaimView, ...]
    as_of: datetime | None
    too_old: bool

    @property
    def terms(self) -> Terms:
        """The terms of the promise."""
        return self.subject.terms


@dataclass(frozen=True)
class Reply:
    """An answer, or the subjects to ask about: the likeliest first, then the others."""

    answer: Answer | None
    likely: tuple[Subject, ...] = ()
    others: tuple[Subject, ...] = ()


@dataclass(frozen=True)
class _Known:
    subjects: list[Subject]
    chosen: Subject | None
    likely: tuple[str, ...]
    basis: Basis | None
    expected: Expected | None
    rivals: tuple[ClaimView, ...]


def can_we_say(
    reading: Reading, viewer: Viewer, *, now: datetime, asked: Asked, promise_id: str = "", touchpoint_id: str = ""
) -> Reply:
    """Whether a sentence may be said. promise_id: which promise is meant, once it was asked; touchpoint_id: where.

    At most twelve statements, and one more where the cases are not on the shelf; computed between doors.

    Raises:
        NotFound: no such promise.
    """
    with reading() as session:
        known = _known(session, viewer, now, asked, promise_id)
    if known.chosen is None or known.basis is None:
        by_key = {subject.key: subject for subject in known.subjects}
        likely = tuple(by_key[key] for key in known.likely)
        return Reply(None, likely, tuple(one for one in known.subjects if one not in likely))
    return Reply(_answer(reading, viewer, now, known, known.chosen, known.basis, asked, touchpoint_id))


def judged(study: Study, terms: Terms, amount: float, unit: str, *, p0: float) -> Told | None:
    """A figure by the cases of a promise: as it was assessed where it was (the promise's own with everything that
    lowers its verdict), else by the curve that is there already. None: there is no curve. p0: the share wanted.
    """
    facts, band, units = study.facts, study.assessment.band, units_of(terms)
    size = units.get(unit, 1.0) * amount
    if size == _own_size(study, terms):
        return Told(amount, unit, facts.share, facts.lower, facts.verdict)
    for known in (*study.told.values(), facts.say, facts.careful):
        if known is not None and units.get(known.unit, 1.0) * known.amount == size:
            return replace(known, amount=amount, unit=unit)
    if band is None or not len(band.times):
        return None
    point = point_at(band, size, p0=p0, n_eff=facts.n_eff, direction=terms.direction)
    trapped = facts.verdict is Verdict.NOT_ENOUGH_EVIDENCE and facts.base_verdict is not Verdict.NOT_ENOUGH_EVIDENCE
    own = _own_size(study, terms)
    bolder = size > own if terms.direction is Direction.AT_LEAST else size < own
    verdict = of_another_figure(point.verdict, own=facts.verdict, base=facts.base_verdict, bolder=bolder)
    return Told(amount, unit, point.share, point.lower, Verdict.NOT_ENOUGH_EVIDENCE if trapped else verdict)


def is_too_old(as_of: datetime, terms: Terms, now: datetime) -> bool:
    """Whether the data are older than the promise looks back: then nothing is judged by them."""
    return now > as_of + timedelta(days=terms.period_days)


def _known(session: Session, viewer: Viewer, now: datetime, asked: Asked, promise_id: str) -> _Known:
    viewer.must(May.PROMISE_CHECK)
    subjects = subjects_of(session, viewer, now=now)
    if promise_id:
        chosen = next((one for one in subjects if promise_id in one.promise_ids), None)
        if chosen is None:
            raise NotFound()
        likely: Sequence[str] = ()
    else:
        key, likely = asked.about(subjects)
        chosen = next((one for one in subjects if one.key == key), None)
    if chosen is None:
        return _Known(subjects, None, tuple(likely), None, None, ())
    basis = promise_bases(session, viewer, promise_ids=[chosen.key], now=now)[chosen.key]
    ids = chosen.promise_ids
    expected = expectations_of(session, viewer, promise_ids=ids) if viewer.may(May.PROMISE_SEE) else {}
    today = day_in(chosen.row.zone, now)
    rivals = claims_of(session, viewer, promise_ids=ids, today=today) if viewer.may(May.COMPETITOR_SEE) else []
    most = max(expected.values(), key=lambda one: one.count, default=None)
    return _Known(subjects, chosen, (), basis, most, tuple(rivals))


def _answer(
    reading: Reading, viewer: Viewer, now: datetime, known: _Known, subject: Subject, basis: Basis, asked: Asked,
    touchpoint_id: str,
) -> Answer:  # fmt: skip
    terms = basis.terms
    # Yes or no, and "between", know one figure only: their own.
    figure = asked.figure(subject) if terms.rule().graded else None
    amount, unit = figure or (terms.amount, terms.unit)
    kept, of = _target(asked.share, terms)
    share = Fraction(kept, of)
    own_share = share == Fraction(terms.kept, terms.of)
    # The study that the claim card has on the shelf: another figure costs no computation, only another share does.
    study = study_of(reading, viewer, basis, figures=subject.figures, share=None if own_share else share)
    nothing = Told(amount, unit, None, None, Verdict.NOT_ENOUGH_EVIDENCE)
    too_old = basis.which is not None and is_too_old(basis.which.as_of, terms, now)
    if study is not None and figure is None:
        told = Told(amount, unit, study.facts.share, study.facts.lower, study.facts.verdict)
    elif study is not None:
        told = judged(study, terms, amount, unit, p0=float(share)) or nothing
    else:
        told = nothing
    if too_old:
        told = replace(told, verdict=Verdict.NOT_ENOUGH_EVIDENCE)
    say, bolder = _instead(study, told, too_old=too_old)
    size = UNITS.get(unit, 1.0) * amount
    other = [place for place in subject.places if place.size is not None and place.size != size]
    # What is told where one stands comes first.
    other.sort(key=lambda place: place.touchpoint_id != touchpoint_id)
    return Answer(
        subject=replace(subject, rows=(replace(subject.row, terms=terms), *subject.rows[1:])), asked=told,
        own=figure is None, other_kind=figure is None and asked.says_time, kept=kept, of=of,
        facts=study.facts if study else None, say=say, bolder=bolder,
        sure_of=natural_frequency(told.lower) if told.lower and not too_old else None, elsewhere=tuple(other),
        expected=known.expected, rivals=known.rivals, as_of=basis.which.as_of if basis.which else None,
        too_old=too_old,
    )  # fmt: skip


def _own_size(study: Study, terms: Terms) -> float:
    """The figure that the verdict is about: the promise's, or that of the variant which stands for all."""
    units = units_of(terms)
    for variant in terms.variants:
        if variant.segment == study.facts.headline_of and variant.amount is not None and variant.unit is not None:
            return units.get(variant.unit, 1.0) * variant.amount
    return units.get(terms.unit, 1.0) * terms.amount


def _target(share: tuple[int, int] | None, terms: Terms) -> tuple[int, int]:
    if share is None or not 1 <= share[0] < share[1] <= MOST_OF:
        return terms.kept, terms.of
    return share


def _instead(study: Study | None, told: Told, *, too_old: bool) -> tuple[Told | None, bool]:
    """What holds instead of the asked figure; where that one holds, the boldest that does."""
    say = study.facts.say if study is not None and not too_old else None
    if say is None or (say.amount, say.unit) == (told.amount, told.unit):
        return None, False
    sizes = UNITS.get(say.unit, 1.0) * say.amount, UNITS.get(told.unit, 1.0) * told.amount
    if told.verdict is Verdict.SUPPORTED:
        at_most = study is not None and study.assessment.promise_within is not None and say.unit != "value"
        return (say, True) if at_most and sizes[0] < sizes[1] else (None, False)
    return (None, False) if sizes[0] == sizes[1] else (say, False)
