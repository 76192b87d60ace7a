"""What comes next: when one's groups meet, at what hour, with what prepared; and what may be projected meanwhile.

Not a noun with a table. A workshop prepared for a day takes its hour from the group's rhythm where that falls on the
same day; a rhythm whose next day nobody has prepared yet is a meeting all the same. At most two statements.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.access import Kind, May, Viewer
from models.boards import boards_all
from models.groups import Group, Membership
from models.meetings import MeetingPlan, next_moments
from models.people import Person
from models.walls import Wall
from models.workshops import Workshop


@dataclass(frozen=True)
class Meeting:
    """The next meeting of one's groups. `people`: how many are in the group, guests of one evening left out.

    at: its hour, where the group's rhythm says one; zone: where that hour is on the wall. workshop_id: what is
    prepared for it, if anything; title: the workshop's, or the group's name. wall: the link of its big screen, for
    who conducts, while one is open.
    """

    group_id: str
    workshop_id: str | None
    title: str
    on: date
    at: datetime | None
    zone: str
    people: int
    may_prepare: bool
    wall: str | None = None


@dataclass(frozen=True)
class Projected:
    """What fits a projector now: today's workshop, for who conducts it, else a notice board that hangs.

    wall, board: the token of the link; workshop_id without a wall: its screen can be opened.
    """

    workshop_id: str | None = None
    wall: str | None = None
    board: str | None = None


def next_up(session: Session, viewer: Viewer, *, now: datetime, today: date) -> Meeting | None:
    """The next meeting of the groups this person is a member of, the soonest. One statement."""
    mine = [group for group in viewer.seats if viewer.may(May.WORKSHOP_SEE_ALL, group_id=group)]
    if not mine:
        return None
    people = (
        select(func.count()).select_from(Membership)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(col(Membership.group_id) == col(Group.id), col(Membership.left_at).is_(None), Person.kind != Kind.GUEST)
        .correlate(Group).scalar_subquery()
    )
    first = (
        select(Workshop.id)
        .where(col(Workshop.group_id) == col(Group.id), col(Workshop.planned_on) >= today,
               col(Workshop.archived_at).is_(None))
        .order_by(col(Workshop.planned_on), col(Workshop.created_at), col(Workshop.id)).limit(1)
        .correlate(Group).scalar_subquery()
    )  # fmt: skip
    asked = (
        select(Group, MeetingPlan, Workshop, Wall, people)  # type: ignore[call-overload]
        .join(MeetingPlan, col(MeetingPlan.group_id) == col(Group.id), isouter=True)
        .join(Workshop, col(Workshop.id) == first, isouter=True)
        .join(Wall, col(Wall.workshop_id) == col(Workshop.id), isouter=True)
        .where(col(Group.id).in_(mine), col(Group.archived_at).is_(None))
    )
    found = [
        _meeting(viewer, group, plan, workshop, wall, int(number or 0), now)
        for group, plan, workshop, wall, number in session.exec(asked).all()
    ]
    ahead = [one for one in found if one is not None]
    return min(ahead, key=lambda one: (one.on, one.title), default=None)


def projected_now(session: Session, viewer: Viewer, meeting: Meeting | None, *, today: date) -> Projected | None:
    """What fits a projector now; None where this person has nothing to project. At most one statement."""
    on_today = meeting is not None and meeting.workshop_id is not None and meeting.on == today
    if meeting and on_today and viewer.may(May.ROUND_RUN, group_id=meeting.group_id):
        return Projected(workshop_id=meeting.workshop_id, wall=meeting.wall)
    if not viewer.may(May.BOARD_EDIT):
        return None
    hanging = [board for board in boards_all(session, viewer) if board.token]
    own = next((board for board in hanging if board.language == viewer.language), None)
    board = own or (hanging[0] if hanging else None)
    return Projected(board=board.token if board else None)


def _meeting(
    viewer: Viewer, group: Group, plan: MeetingPlan | None, workshop: Workshop | None, wall: Wall | None, people: int,
    now: datetime,
) -> Meeting | None:  # fmt: skip
    may = viewer.may(May.WORKSHOP_PREPARE, group_id=group.id)
    moments = next_moments(plan, group.zone, now) if plan else []
    if workshop is not None and (not moments or workshop.planned_on <= moments[0][0]):
        at = next((moment for day, moment in moments if day == workshop.planned_on), None)
        runs = viewer.may(May.ROUND_RUN, group_id=group.id)
        token = wall.token if wall and runs else None
        return Meeting(group.id, workshop.id, workshop.title, workshop.planned_on, at, group.zone, people, may, token)
    if moments:
        return Meeting(group.id, None, group.name, moments[0][0], moments[0][1], group.zone, people, may)
    return None
