"""What is true and nobody tells: promises kept beyond their target, improvements, values with proof, answers given.

Not a noun with a table: it reads verdicts and places. A promise is worth telling when its verdict holds today and it is
told nowhere, or when it misses at most two thirds of what it may miss and some touchpoint of ours is silent about it.
An improvement is worth telling when the tests of drift say it is one; a value when every promise that proves it holds
and some place tells none of them; answers are what was decided in the last quarter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.decisions import Decision, Outcome
from models.portfolio import PortfolioRow
from models.promises import State
from models.today_lines import groups_in
from models.touchpoints import Control, TouchpointView
from models.values import ValueView
from models.wordings import ToldAt

BEYOND = 2 / 3
QUARTER = timedelta(days=90)


@dataclass(frozen=True)
class ToTell:
    """One truth to tell: the promise, in how many places it is told, and where nobody says it."""

    row: PortfolioRow
    places: int
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Better:
    """An improvement that the data prove: since when (seconds since 1970), the share kept before and since then."""

    row: PortfolioRow
    since: float
    before: float
    after: float


@dataclass(frozen=True)
class Proven:
    """A value that is true: its promises, all of which hold, and the touchpoints that tell none of them."""

    value: ValueView
    rows: tuple[PortfolioRow, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Truths:
    """Everything worth telling."""

    kept: list[ToTell]
    better: list[Better]
    proven: list[Proven]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.kept) + len(self.better) + len(self.proven)


def truths_of(
    rows: Iterable[PortfolioRow], told: Iterable[ToldAt], touchpoints: Sequence[TouchpointView],
    values: Iterable[ValueView],
) -> Truths:  # fmt: skip
    """What is true of these promises and values, and not told everywhere."""
    there, said = list(rows), list(told)
    kept = to_tell(there, said, touchpoints)
    return Truths(kept, improvements(there), proven_values(values, there, said, touchpoints))


def improvements(rows: Iterable[PortfolioRow]) -> list[Better]:
    """Promises in use that get better, the largest step first: the share of the weeks before, and since then."""
    found = []
    for row in rows:
        drift = row.verdict.facts.drift if row.verdict and not row.verdict.too_old else None
        if row.state is not State.IN_USE or drift is None or not drift.improving or drift.since is None:
            continue
        before = [(point.n, point.share) for point in drift.points if point.start < drift.since]
        after = [(point.n, point.share) for point in drift.points if point.start >= drift.since]
        if not before or not after:
            continue
        was, now = (sum(n * share for n, share in part) / sum(n for n, _ in part) for part in (before, after))
        if now > was:
            found.append(Better(row, drift.since, was, now))
    return sorted(found, key=lambda one: one.before - one.after)


def proven_values(
    values: Iterable[ValueView], rows: Iterable[PortfolioRow], told: Iterable[ToldAt],
    touchpoints: Sequence[TouchpointView],
) -> list[Proven]:  # fmt: skip
    """Values of which every proof is in use and holds, while some touchpoint of ours tells none of it."""
    there = {row.id: row for row in rows}
    spoken: dict[str, set[str]] = {}
    for one in told:
        spoken.setdefault(one.touchpoint_id, set()).add(one.promise_id)
    found = []
    for value in values:
        proofs = tuple(there[one] for one in value.promise_ids if one in there)
        if not proofs or any(row.stands is not Verdict.SUPPORTED or row.state is not State.IN_USE for row in proofs):
            continue
        names = {row.id for row in proofs}
        silent = tuple(one.name for one in touchpoints
                       if one.control is not Control.NO and not names & spoken.get(one.id, set()))  # fmt: skip
        if silent:
            found.append(Proven(value, proofs, silent))
    return found


def answers_given(session: Session, viewer: Viewer, *, now: datetime) -> dict[str, int]:
    """What was answered to ideas in the last quarter in one's own groups, by outcome. One statement."""
    viewer.must(May.PROMISE_SEE)
    asked = (
        select(Decision.outcome, func.count())
        .where(col(Decision.standing), col(Decision.idea_id).is_not(None), Decision.decided_at > now - QUARTER)
        .where(col(Decision.group_id).in_(groups_in(viewer)), Decision.outcome != Outcome.ASK)
    )
    return dict(session.exec(asked.group_by(col(Decision.outcome))).all())


def to_tell(
    rows: Iterable[PortfolioRow], told: Iterable[ToldAt], touchpoints: Sequence[TouchpointView]
) -> list[ToTell]:  # fmt: skip
    """The truths nobody tells, told nowhere first. Touchpoints that are not the company's cannot be made to speak."""
    spoken: dict[str, set[str]] = {}
    for one in told:
        spoken.setdefault(one.promise_id, set()).add(one.touchpoint_id)
    ours = [one for one in touchpoints if one.control is not Control.NO]
    found = []
    for row in rows:
        here = spoken.get(row.id, set())
        silent = tuple(one.name for one in ours if one.id not in here)
        if is_worth_telling(row) and silent:
            found.append(ToTell(row, row.places, silent))
    return sorted(found, key=lambda one: (one.places > 0, one.row.terms.sentence))


def is_worth_telling(row: PortfolioRow) -> bool:
    """Whether a promise is kept so well that it should be told more."""
    facts = row.verdict.facts if row.verdict else None
    if row.stands is not Verdict.SUPPORTED or row.state is State.EXPIRED or facts is None or facts.share is None:
        return False
    allowed = 1 - row.terms.kept / row.terms.of
    return row.places == 0 or 1 - facts.share <= BEYOND * allowed
