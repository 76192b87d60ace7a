"""Everything the portfolio shows, gathered in one visit: promises, where they are told, values, moved bars, truths.

Not a noun with a table. Promises in use come first in every count: a draft is not yet something we promise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from analysis.multiple import by_luck
from analysis.verdict import Verdict
from models.access import May, Viewer
from models.moved_bars import MovedBar, moved_bars
from models.portfolio import PortfolioRow, promise_rows
from models.processes import ProcessView, processes_all
from models.promises import State
from models.to_change import Changes, to_change_open
from models.to_tell import ToTell, to_tell
from models.touchpoints import TouchpointView, touchpoints_all
from models.values import ValueView, values_all
from models.wordings import told_everywhere


@dataclass(frozen=True)
class PortfolioView:
    """The page in facts. `told_at`: the touchpoints that tell a promise, by its id."""

    rows: list[PortfolioRow]
    processes: list[ProcessView]
    touchpoints: list[TouchpointView]
    told_at: dict[str, frozenset[str]]
    values: list[ValueView]
    moves: list[MovedBar]
    truths: list[ToTell]
    changes: list[Changes]

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
    """Everything the portfolio shows. At most sixteen statements, whatever there is."""
    viewer.must(May.PROMISE_SEE)
    rows = promise_rows(session, viewer, now=now)
    told = told_everywhere(session, viewer)
    touchpoints = touchpoints_all(session, viewer)
    at: dict[str, set[str]] = {}
    for one in told:
        at.setdefault(one.promise_id, set()).add(one.touchpoint_id)
    return PortfolioView(
        rows, processes_all(session, viewer), touchpoints, {key: frozenset(one) for key, one in at.items()},
        values_all(session, viewer), moved_bars(session, viewer), to_tell(rows, told, touchpoints),
        to_change_open(session, viewer, today=now.date()),
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
