"""What needs a person today: a few lines from what every noun knows, worst first, and the state of both oars.

Invariants: only what this person may see anywhere else is counted; numbers of statements are bounded, whatever
there is; lines hold facts, no sentences.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.desk import desk_counts
from models.feedback import Feedback
from models.ideas import Idea, IdeaState
from models.portfolio import PortfolioRow, promise_rows
from models.promises import Keeper, State
from models.workshops import Workshop

MOST_LINES = 5
WEEK = timedelta(days=7)


class Need(StrEnum):
    """Why a line stands there, worst first."""

    FAILS = "fails"
    SIGN = "sign"
    WAITING = "waiting"
    EDGE = "edge"
    ONE_OAR = "one_oar"
    ASKED = "asked"
    STALE = "stale"


@dataclass(frozen=True)
class Line:
    """One thing to look at. `facts` are plain values; `promise_id` when it is about one promise."""

    need: Need
    facts: dict[str, Any] = field(default_factory=dict)
    promise_id: str | None = None


@dataclass(frozen=True)
class Today:
    """Home in facts. `promises` counts verdicts of promises in use; `ideas` counts by side in this person's groups.

    `is_empty`: nobody has prepared, written or promised anything yet that this person could see.
    """

    lines: list[Line]
    promises: dict[Verdict, int]
    data_as_of: datetime | None
    ideas: dict[str, int]
    voices: int | None
    is_empty: bool

    @property
    def promised(self) -> int:
        """How many promises are in use."""
        return sum(self.promises.values())

    @property
    def holding(self) -> int:
        """How many of them hold."""
        return self.promises[Verdict.SUPPORTED]


def today_view(session: Session, viewer: Viewer, *, now: datetime) -> Today:
    """Everything Home shows. At most nine statements."""
    viewer.must(May.ACCOUNT_OWN)
    rows = promise_rows(session, viewer, now=now) if viewer.may(May.PROMISE_SEE) else []
    used = [row for row in rows if row.state is State.IN_USE]
    lines = [*_promise_lines(viewer, rows), *_waiting(session, viewer, now)]
    lines.sort(key=lambda line: list(Need).index(line.need))
    promises = {verdict: sum(row.stands is verdict for row in used) for verdict in Verdict}
    ideas = _ideas_by_side(session, viewer)
    return Today(
        lines=lines[:MOST_LINES],
        promises=promises,
        data_as_of=max((row.verdict.at for row in used if row.verdict), default=None),
        ideas=ideas,
        voices=_voices(session, viewer, now),
        is_empty=not rows and not ideas and not _any_workshop(session, viewer),
    )


def _promise_lines(viewer: Viewer, rows: list[PortfolioRow]) -> list[Line]:
    found = []
    for row in rows:
        facts: dict[str, Any] = {"sentence": row.terms.sentence, "kept": row.terms.kept, "of": row.terms.of}
        if row.verdict is not None:
            figures = row.verdict.facts
            facts |= {"share": figures.share, "lower": figures.lower, "upper": figures.upper, "at": row.verdict.at}
        need = _need(viewer, row)
        if need is not None:
            found.append(Line(need, facts, row.id))
    return found


def _need(viewer: Viewer, row: PortfolioRow) -> Need | None:
    if row.state in (State.WITHDRAWN, State.EXPIRED):
        return None
    if row.keeper is Keeper.ASKED and row.process_owner_id == viewer.person_id:
        return Need.SIGN
    if row.state is State.IN_USE and row.stands is Verdict.NOT_SUPPORTABLE:
        return Need.FAILS
    if row.state is State.IN_USE and row.verdict is not None and row.verdict.too_old:
        return Need.STALE
    if row.state is State.IN_USE and row.stands is Verdict.AT_RISK:
        return Need.EDGE
    if row.one_oar:
        return Need.ONE_OAR
    return Need.ASKED if row.keeper is Keeper.ASKED and row.owner_id == viewer.person_id else None


def _waiting(session: Session, viewer: Viewer, now: datetime) -> list[Line]:
    """Ideas that wait on the desk for more than two weeks: the desk's own count, so that both pages say the same."""
    if not any(viewer.may(May.DECISION_SEE, group_id=group) for group in viewer.seats):
        return []
    counted = desk_counts(session, viewer, now=now)
    return [Line(Need.WAITING, {"number": counted.late, "oldest_days": counted.oldest_days})] if counted.late else []


def _ideas_by_side(session: Session, viewer: Viewer) -> dict[str, int]:
    groups = [group for group in viewer.seats if viewer.may(May.DECISION_SEE, group_id=group)]
    if not groups:
        return {}
    asked = (
        select(Idea.side, func.count())
        .where(col(Idea.group_id).in_(groups), Idea.state == IdeaState.SHOWN, col(Idea.side).is_not(None))
        .group_by(col(Idea.side))
    )
    return {str(side): number for side, number in session.exec(asked).all()}


def _voices(session: Session, viewer: Viewer, now: datetime) -> int | None:
    if not viewer.may(May.FEEDBACK_SEE):
        return None
    return session.exec(select(func.count()).select_from(Feedback).where(Feedback.created_at > now - WEEK)).one()


def _any_workshop(session: Session, viewer: Viewer) -> bool:
    asked = select(Workshop.id).where(col(Workshop.group_id).in_(list(viewer.seats))).limit(1)
    return session.exec(asked).first() is not None
