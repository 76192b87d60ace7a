"""What needs a person today: a few lines from what every noun knows, worst first, and the state of both oars.

Invariants: only what this person may see anywhere else is counted; numbers of statements are bounded, whatever
there is; lines (`models.today_lines`) hold facts, no sentences.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.actions import OPEN, Action, is_stuck
from models.care import CareLine, care_counts
from models.days import day_in
from models.decisions import Decision
from models.feedback import Feedback
from models.functions import Side
from models.ideas import Idea, IdeaState
from models.next_up import Meeting, Projected, next_up, projected_now
from models.portfolio import PortfolioRow, promise_rows
from models.promises import State
from models.today_lines import Line, groups_in, lines_of
from models.workshops import Workshop

MOST_USABLE = 5
WEEK = timedelta(days=7)
QUARTER = timedelta(days=91)
MOST_READ = 2000
# Who keeps looks at the cases first; who promises at what may be said (SCREENS C1).
KEEPS, PROMISES = "keeps", "promises"


@dataclass(frozen=True)
class Usable:
    """A sentence that holds today, for whoever writes what customers read."""

    promise_id: str
    sentence: str
    share: float
    target: float


@dataclass(frozen=True)
class Today:
    """Home in facts. `promises` counts verdicts of promises in use; `ideas` counts by side in this person's groups.

    face: "promises", "keeps" or "": what this person does decides what stands on top. unbacked: promises in use
    without data, or with data too old. argued: of the week's voices, those with at least one of the three ticks.
    first_answer_days: from the idea to its first decision, the median of the last three months. care: open cases about
    to miss, for who keeps.
    stuck_actions: of the open ones, those that are late or stand still. projected: what fits a projector now.
    is_empty: nobody has prepared, written or promised anything yet that this person could see.
    """

    lines: list[Line]
    promises: dict[Verdict, int]
    data_as_of: datetime | None
    ideas: dict[str, int]
    voices: int | None
    is_empty: bool
    face: str = ""
    unbacked: int = 0
    usable: list[Usable] = field(default_factory=list)
    care: list[CareLine] = field(default_factory=list)
    decided: int = 0
    argued: int = 0
    first_answer_days: int | None = None
    open_actions: int = 0
    stuck_actions: int = 0
    meeting: Meeting | None = None
    projected: Projected | None = None

    @property
    def promised(self) -> int:
        """How many promises are in use."""
        return sum(self.promises.values())

    @property
    def holding(self) -> int:
        """How many of them hold."""
        return self.promises[Verdict.SUPPORTED]


def today_view(session: Session, viewer: Viewer, *, now: datetime, zone: str = "Europe/Rome") -> Today:
    """Everything Home shows. At most twenty statements. `zone`: in which days are counted."""
    viewer.must(May.ACCOUNT_OWN)
    sees = viewer.may(May.PROMISE_SEE)
    today = day_in(zone, now)
    rows = promise_rows(session, viewer, now=now) if sees else []
    used = [row for row in rows if row.state is State.IN_USE]
    promises = {verdict: sum(row.stands is verdict for row in used) for verdict in Verdict}
    face = viewer.side if viewer.is_staff and viewer.side in (KEEPS, PROMISES) else ""
    meeting = next_up(session, viewer, now=now, today=today)
    week = _week(session, viewer, now)
    ideas = week.ideas
    return Today(
        lines=lines_of(session, viewer, rows, now=now, today=today),
        promises=promises,
        data_as_of=max((row.verdict.at for row in used if row.verdict), default=None),
        ideas=ideas,
        voices=week.voices,
        is_empty=not rows and not ideas and meeting is None and not _any_workshop(session, viewer),
        face=face or "",
        unbacked=sum(row.verdict is None or row.verdict.too_old for row in used),
        usable=_usable(used),
        care=care_counts(session, viewer, now=now) if face == KEEPS and used else [],
        decided=week.decided,
        argued=week.argued,
        first_answer_days=_first_answer(session, viewer, now) if groups_in(viewer) else None,
        open_actions=week.open_actions,
        stuck_actions=week.stuck_actions,
        meeting=meeting,
        projected=projected_now(session, viewer, meeting, today=today),
    )


def _usable(used: list[PortfolioRow]) -> list[Usable]:
    """What holds, the best kept first."""
    found = [
        Usable(row.id, row.terms.sentence, row.verdict.facts.share, row.terms.kept / row.terms.of)
        for row in used
        if row.stands is Verdict.SUPPORTED and row.verdict is not None and row.verdict.facts.share is not None
    ]
    return sorted(found, key=lambda one: (-one.share, one.sentence))[:MOST_USABLE]


def _by_side(groups: list[str]) -> Any:
    """A row of how many ideas each side has: one walk along an index, without sorting what is only counted."""
    return select(*(func.count().filter(col(Idea.side) == side).label(f"of_{side}") for side in Side)).where(
        col(Idea.group_id).in_(groups), Idea.state == IdeaState.SHOWN, col(Idea.merged_into_id).is_(None)
    ).subquery()  # fmt: skip


@dataclass(frozen=True)
class _Week:
    voices: int | None
    argued: int
    decided: int
    open_actions: int
    stuck_actions: int
    ideas: dict[str, int]


def _week(session: Session, viewer: Viewer, now: datetime) -> _Week:
    """What the week brought and whose ideas there are, counted in one question; what this person may not see is not in
    it.
    """
    since = now - WEEK
    heard = select(func.count()).select_from(Feedback).where(Feedback.created_at > since)
    decided = select(func.count()).select_from(Decision).where(
        col(Decision.group_id).in_(groups_in(viewer)), Decision.decided_at > since, col(Decision.standing)
    )  # fmt: skip
    doing = select(func.count()).select_from(Action).where(col(Action.state).in_(OPEN))
    argued, stuck = heard.where(col(Feedback.argued) > 0), doing.where(is_stuck(now))
    columns: list[Any] = [one.scalar_subquery() for one in (heard, argued, decided, doing, stuck)]
    sides = _by_side(groups_in(viewer))
    voices, with_ticks, decisions, actions, late, *counted = session.execute(
        select(*columns, *sides.c).select_from(sides)
    ).one()
    ideas = {side.value: number for side, number in zip(Side, counted, strict=True) if number}
    hears, does = viewer.may(May.FEEDBACK_SEE), viewer.may(May.ACTION_SEE)
    return _Week(voices if hears else None, with_ticks if hears else 0, decisions, actions if does else 0,
                 late if does else 0, ideas)  # fmt: skip


def _first_answer(session: Session, viewer: Viewer, now: datetime) -> int | None:
    # The first decision about each idea, the latest of them first: read where they stand in that order.
    asked = (
        select(Idea.created_at, Decision.decided_at).join(Decision, col(Decision.idea_id) == col(Idea.id))
        .where(col(Decision.group_id).in_(groups_in(viewer)), Decision.decided_at > now - QUARTER,
               col(Decision.replaces_id).is_(None), col(Decision.undone_at).is_(None))
        .order_by(col(Decision.decided_at).desc()).limit(MOST_READ)
    )  # fmt: skip
    days = [(first - since).days for since, first in session.exec(asked).all()]
    return int(median(days)) if days else None


def _any_workshop(session: Session, viewer: Viewer) -> bool:
    asked = select(Workshop.id).where(col(Workshop.group_id).in_(list(viewer.seats))).limit(1)
    return session.exec(asked).first() is not None
