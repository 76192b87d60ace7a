"""Everything the portfolio shows, gathered in one visit: promises, where they are told, values, truths, changes.

Not a noun with a table. Promises in use come first in every count: a draft is not yet something we promise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from analysis.multiple import by_luck
from analysis.verdict import Verdict
from models.access import May, Viewer
from models.days import day_here
from models.moved_bars import how_often_moved
from models.portfolio import PortfolioRow, promise_rows
from models.promises import State
from models.to_change import Changes, to_change_open
from models.to_tell import Truths, truths_of
from models.touchpoints import TouchpointView
from models.values import ValueView, values_all
from models.wordings import ToldAt, figures_told, told_everywhere


@dataclass(frozen=True)
class PortfolioView:
    """The page in facts. `moves`: how many times a bar moved."""

    rows: list[PortfolioRow]
    touchpoints: list[TouchpointView]
    told: list[ToldAt]
    values: list[ValueView]
    moves: int
    truths: Truths
    changes: list[Changes]

    def told_at(self, touchpoint_id: str) -> set[str]:
        """The promises that a touchpoint tells."""
        return {one.promise_id for one in self.told if one.touchpoint_id == touchpoint_id}

    @property
    def counted(self) -> list[PortfolioRow]:
        """Those in use, or all while none is: what the title counts."""
        return [row for row in self.rows if row.state is State.IN_USE] or self.rows

    @property
    def watch(self) -> list[PortfolioRow]:
        """Those somebody should look at."""
        return [row for row in self.rows if needs_a_look(row)]

    @property
    def without_proof(self) -> list[ValueView]:
        """Values that no promise proves."""
        return [value for value in self.values if value.without_proof]

    @property
    def lucky(self) -> list[PortfolioRow]:
        """Those that hold, but no longer when all are looked at together (step 12)."""
        return held_by_luck(self.counted)

    @property
    def told_without_data(self) -> int:
        """How many promises are told to customers without data, or with expired data."""
        return sum(is_told_without_data(row) for row in self.rows)


def portfolio_view(session: Session, viewer: Viewer, *, now: datetime) -> PortfolioView:
    """Everything the portfolio shows. Six statements, whatever there is."""
    viewer.must(May.PROMISE_SEE)
    touchpoints, told = told_everywhere(session, viewer)
    rows = promise_rows(session, viewer, now=now, told=figures_told(told))
    values = values_all(session, viewer)
    return PortfolioView(
        rows, touchpoints, told, values, how_often_moved(session, viewer),
        truths_of(rows, told, touchpoints, values), to_change_open(session, viewer, today=day_here(now)),
    )  # fmt: skip


def needs_a_look(row: PortfolioRow) -> bool:
    """Told to customers, and: it holds not or only just, one oar only, with different figures, or without data."""
    if row.state not in (State.IN_USE, State.EXPIRED):
        return False
    shaky = row.stands in (Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK)
    return shaky or row.one_oar or row.differs or is_told_without_data(row)


def is_told_without_data(row: PortfolioRow) -> bool:
    """Whether customers are told a promise that no valid data stand behind (A32)."""
    told = row.places > 0 and row.state in (State.IN_USE, State.EXPIRED)
    return told and (row.verdict is None or row.verdict.too_old or row.verdict.facts.share is None)


def held_by_luck(rows: Iterable[PortfolioRow]) -> list[PortfolioRow]:
    """Of those that hold, the ones that no longer do when all are looked at together."""
    judged = []
    for row in rows:
        facts = row.verdict.facts if row.verdict and not row.verdict.too_old else None
        if facts is not None and facts.share is not None and facts.n_eff > 0:
            judged.append((row, (facts.share, facts.n_eff, row.terms.kept / row.terms.of)))
    found = by_luck([one for _, one in judged]).borderline
    return [judged[place][0] for place in found if judged[place][0].stands is Verdict.SUPPORTED]
