"""What needs a person today: a few lines from what every noun knows, worst first, and the state of both oars.

Invariants: only what this person may see anywhere else is counted; numbers of statements are bounded, whatever
there is; lines (`models.today_lines`) hold facts, no sentences.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from models.access import Kind, May, Viewer
from models.actions import OPEN, Action
from models.care import CareLine, care_counts
from models.decisions import Decision
from models.feedback import Feedback
from models.groups import Group, Membership
from models.ideas import Idea, IdeaState
from models.people import Person
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
class Meeting:
    """The next workshop of one's groups. `people`: how many are in the group, guests of one evening left out."""

    workshop_id: str
    title: str
    on: date
    people: int
    may_prepare: bool


@dataclass(frozen=True)
class Today:
    """Home in facts. `promises` counts verdicts of promises in use; `ideas` counts by side in this person's groups.

    face: "promises", "keeps" or "": what this person does decides what stands on top. unbacked: promises in use
    without data, or with data too old. argued: of the week's voices, those with at least one of the three ticks.
    first_answer_days: from the idea to its first decision, the median of the last three months. care: open cases about
    to miss, for who keeps.
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
    meeting: Meeting | None = None

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
    today = now.astimezone(ZoneInfo(zone)).date()
    rows = promise_rows(session, viewer, now=now) if sees else []
    used = [row for row in rows if row.state is State.IN_USE]
    promises = {verdict: sum(row.stands is verdict for row in used) for verdict in Verdict}
    ideas = _ideas_by_side(session, viewer)
    face = viewer.side if viewer.is_staff and viewer.side in (KEEPS, PROMISES) else ""
    meeting = _meeting(session, viewer, today)
    week = _week(session, viewer, now)
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
        meeting=meeting,
    )


def _usable(used: list[PortfolioRow]) -> list[Usable]:
    """What holds, the best kept first."""
    found = [
        Usable(row.id, row.terms.sentence, row.verdict.facts.share, row.terms.kept / row.terms.of)
        for row in used
        if row.stands is Verdict.SUPPORTED and row.verdict is not None and row.verdict.facts.share is not None
    ]
    return sorted(found, key=lambda one: (-one.share, one.sentence))[:MOST_USABLE]


def _ideas_by_side(session: Session, viewer: Viewer) -> dict[str, int]:
    groups = groups_in(viewer)
    if not groups:
        return {}
    asked = (
        select(Idea.side, func.count())
        .where(
            col(Idea.group_id).in_(groups),
            Idea.state == IdeaState.SHOWN,
            col(Idea.side).is_not(None),
            col(Idea.merged_into_id).is_(None),
        )
        .group_by(col(Idea.side))
    )
    return {str(side): number for side, number in session.exec(asked).all()}


@dataclass(frozen=True)
class _Week:
    voices: int | None
    argued: int
    decided: int
    open_actions: int


def _week(session: Session, viewer: Viewer, now: datetime) -> _Week:
    """What the week brought, counted in one question; what this person may not see is not in it."""
    since = now - WEEK
    heard = select(func.count()).select_from(Feedback).where(Feedback.created_at > since)
    decided = select(func.count()).select_from(Decision).where(
        col(Decision.group_id).in_(groups_in(viewer)), Decision.decided_at > since, col(Decision.standing)
    )  # fmt: skip
    doing = select(func.count()).select_from(Action).where(col(Action.state).in_(OPEN))
    argued = heard.where(col(Feedback.argued) > 0)
    columns: list[Any] = [one.scalar_subquery() for one in (heard, argued, decided, doing)]
    asked = select(*columns)
    voices, with_ticks, decisions, actions = session.execute(asked).one()
    hears, does = viewer.may(May.FEEDBACK_SEE), viewer.may(May.ACTION_SEE)
    return _Week(voices if hears else None, with_ticks if hears else 0, decisions, actions if does else 0)


def _first_answer(session: Session, viewer: Viewer, now: datetime) -> int | None:
    asked = (
        select(Idea.created_at, func.min(Decision.decided_at)).join(Decision, col(Decision.idea_id) == col(Idea.id))
        .where(col(Idea.group_id).in_(groups_in(viewer)), Decision.decided_at > now - QUARTER)
        .group_by(col(Idea.id), col(Idea.created_at)).limit(MOST_READ)
    )  # fmt: skip
    days = [(first - since).days for since, first in session.exec(asked).all()]
    return int(median(days)) if days else None


def _meeting(session: Session, viewer: Viewer, today: date) -> Meeting | None:
    mine = [group for group in viewer.seats if viewer.may(May.WORKSHOP_SEE_ALL, group_id=group)]
    if not mine:
        return None
    people = (
        select(func.count()).select_from(Membership)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.group_id) == col(Workshop.group_id), col(Membership.left_at).is_(None))
        .where(Person.kind != Kind.GUEST)
        .correlate(Workshop).scalar_subquery()
    )  # fmt: skip
    asked = (
        select(Workshop, people)
        .join(Group, col(Group.id) == col(Workshop.group_id))
        .where(col(Workshop.group_id).in_(mine), col(Workshop.planned_on) >= today, col(Workshop.archived_at).is_(None))
        .order_by(col(Workshop.planned_on), col(Workshop.created_at))
        .limit(1)
    )
    found = session.exec(asked).first()
    if found is None:
        return None
    row, number = found
    may = viewer.may(May.WORKSHOP_PREPARE, group_id=row.group_id)
    return Meeting(row.id, row.title, row.planned_on, int(number or 0), may)


def _any_workshop(session: Session, viewer: Viewer) -> bool:
    asked = select(Workshop.id).where(col(Workshop.group_id).in_(list(viewer.seats))).limit(1)
    return session.exec(asked).first() is not None
