"""Who is in a workshop: the people in the room or at a distance, once each, with the side they speak for there.

Invariants: one row a person and workshop; a guest is in a group only through the workshops attended, and sees nothing
of the others; the number of people in is what everybody may see, the names only who conducts.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, bindparam, case, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from models.access import May, Viewer
from models.base import Row
from models.errors import NotFound
from models.groups import Group, Membership
from models.people import Person
from models.statements import run, table_of
from models.workshops import Workshop, WorkshopView, workshop_as_seen, workshop_for

PAGE_SIZE = 12


class Attendance(Row, table=True):
    """One person in one workshop."""

    __tablename__ = "attendances"
    __table_args__ = (CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),)

    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", primary_key=True)
    person_id: str = Field(max_length=32, foreign_key="people.id", primary_key=True, index=True)
    side: str | None = Field(default=None, max_length=10)
    joined_at: datetime


@dataclass(frozen=True)
class Present:
    """Somebody in a workshop, for who conducts."""

    person_id: str
    name: str
    side: str | None
    is_guest: bool


@dataclass(frozen=True)
class WorkshopPage:
    """Some workshops, on how many pages; how many there are in all, and how many are today or later."""

    rows: tuple[WorkshopView, ...]
    pages: int
    total: int
    coming: int


def attend(session: Session, workshop_id: str, person_id: str, side: str | None, *, now: datetime) -> Attendance:
    """The row of a person in a workshop, made on first coming (the command asks for permission)."""
    row = session.get(Attendance, (workshop_id, person_id))
    if row is None:
        row = Attendance(workshop_id=workshop_id, person_id=person_id, side=side, joined_at=now)
        session.add(row)
        session.flush()
    return row


def attends(session: Session, viewer: Viewer, workshop_id: str) -> bool:
    """Whether this person is in the workshop."""
    return viewer.person_id is not None and session.get(Attendance, (workshop_id, viewer.person_id)) is not None


def workshop_seen(session: Session, viewer: Viewer, workshop_id: str, what: May = May.WORKSHOP_SEE) -> Workshop:
    """The row of a workshop in this viewer's sight, or `NotFound`: a guest sees only the workshops attended."""
    row = workshop_for(session, viewer, workshop_id, what, to_change=False)
    if not viewer.may(May.WORKSHOP_SEE_ALL, group_id=row.group_id) and not attends(session, viewer, workshop_id):
        raise NotFound()
    return row


def workshop_view(session: Session, viewer: Viewer, *, workshop_id: str) -> WorkshopView:
    """One workshop."""
    row = workshop_seen(session, viewer, workshop_id)
    group = session.get(Group, row.group_id)
    assert group is not None  # foreign key
    return workshop_as_seen(row, group)


def workshops_listed(
    session: Session, viewer: Viewer, *, today: date, page: int = 1, size: int = PAGE_SIZE
) -> WorkshopPage:
    """The workshops of my groups and those I am or was in, the newest date first, a page at a time."""
    viewer.must(May.ACCOUNT_OWN)
    whole = [group_id for group_id in viewer.seats if viewer.may(May.WORKSHOP_SEE_ALL, group_id=group_id)]
    attended = select(Attendance.workshop_id).where(Attendance.person_id == viewer.person_id)
    mine = or_(
        col(Workshop.group_id).in_(whole),
        col(Workshop.group_id).in_(list(viewer.seats)) & col(Workshop.id).in_(attended),
    )
    later = case((col(Workshop.planned_on) >= today, 1), else_=0)
    total, coming = session.exec(select(func.count(), func.coalesce(func.sum(later), 0)).where(mine)).one()
    pages = max(1, -(-total // size))
    asked = (
        select(Workshop, Group)
        .join(Group, col(Group.id) == col(Workshop.group_id))
        .where(mine)
        .order_by(col(Workshop.planned_on).desc(), col(Workshop.created_at).desc(), col(Workshop.id))
        .limit(size)
        .offset((min(max(page, 1), pages) - 1) * size)
    )
    rows = tuple(workshop_as_seen(row, group) for row, group in session.exec(asked).all())
    return WorkshopPage(rows, pages, total, coming)


def people_in(session: Session, workshop_id: str) -> int:
    """How many people are in a workshop now (the question asks for permission)."""
    return int(run(session, _PEOPLE, workshop_id=workshop_id).scalar_one())


def present_in(session: Session, viewer: Viewer, *, workshop_id: str) -> list[Present]:
    """The people in a workshop by name, for who conducts."""
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    asked = (
        select(Attendance, Person)
        .join(Person, col(Person.id) == col(Attendance.person_id))
        .where(Attendance.workshop_id == workshop_id, col(Person.erased_at).is_(None))
        .order_by(col(Person.name))
        .limit(500)
    )
    return [Present(p.id, p.name, a.side, p.kind == "guest") for a, p in session.exec(asked).all()]


_there, _shops, _seats = map(table_of, (Attendance, Workshop, Membership))
_PEOPLE = (
    select_columns(func.count())
    .join_from(_there, _shops, _shops.c.id == _there.c.workshop_id)
    .join(
        _seats,
        (_seats.c.group_id == _shops.c.group_id) & (_seats.c.person_id == _there.c.person_id)
        & _seats.c.left_at.is_(None),
    )
    .where(_there.c.workshop_id == bindparam("workshop_id"))
)  # fmt: skip
