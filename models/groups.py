"""Focus groups that last, and who takes part.

Invariants: a person has at most one place in a group; a group always has a manager; leaving keeps the row (votes and
words stay counted) and ends every right at the next click; the zone of the group is where its days and closings are
told.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models import activity, functions
from models.access import May, Role, Viewer
from models.base import Draft, Row, draft, is_a_zone, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal
from models.people import Person

NAME_LIMIT = 60
PURPOSE_LIMIT = 300
# The roles a membership can hold (a role of the installation is not one of a group).
GROUP_ROLES = (Role.GUEST, Role.MEMBER, Role.FACILITATOR, Role.MANAGER)


class GroupDraft(Draft):
    """A group as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    purpose: optional_text_of(PURPOSE_LIMIT) = ""  # type: ignore[valid-type]
    zone: str = "Europe/Rome"


class Group(Row, table=True):
    """A focus group."""

    __tablename__ = "groups"
    __table_args__ = (CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    purpose: str = Field(default="", max_length=PURPOSE_LIMIT)
    zone: str = Field(default="Europe/Rome", max_length=60)
    created_at: datetime
    archived_at: datetime | None = None


class Membership(Row, table=True):
    """A person's place in a group."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        CheckConstraint("role IN ('guest', 'member', 'facilitator', 'manager')", name="role"),
        CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    group_id: str = Field(max_length=32, foreign_key="groups.id")
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    role: str = Field(max_length=12)
    side: str | None = Field(default=None, max_length=10)
    function_id: str | None = Field(default=None, max_length=32, foreign_key="functions.id")
    joined_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class GroupView:
    """A group as its people see it."""

    id: str
    name: str
    purpose: str
    zone: str
    archived: bool


@dataclass(frozen=True)
class MemberView:
    """Somebody in a group."""

    person_id: str
    name: str
    role: Role
    side: str | None
    function: str | None
    joined_at: datetime


def create_group(
    session: Session, viewer: Viewer, *, now: datetime, name: str, purpose: str = "", zone: str = "Europe/Rome"
) -> str:
    """A new group; whoever creates it manages it. Returns its id."""
    viewer.must(May.GROUP_CREATE)
    said = draft(GroupDraft, name=name, purpose=purpose, zone=zone)
    if not is_a_zone(said.zone):
        raise Refusal("zone_unknown", field="zone")
    group = Group(name=said.name, purpose=said.purpose, zone=said.zone, created_at=now)
    session.add(group)
    session.flush()
    seat(session, group.id, viewer.person_id or "", Role.MANAGER, viewer.function_id, viewer.side, now=now)
    activity.record(
        session, viewer, "create", "group", group.id, now=now, group_id=group.id, after=said.model_dump(),
        texts={"name": said.name},
    )  # fmt: skip
    return group.id


def change_group(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, name: str, purpose: str, zone: str
) -> None:
    """Rename a group, or tell its purpose or zone anew."""
    viewer.must(May.GROUP_EDIT, group_id=group_id)
    said = draft(GroupDraft, name=name, purpose=purpose, zone=zone)
    if not is_a_zone(said.zone):
        raise Refusal("zone_unknown", field="zone")
    group = group_for(session, viewer, group_id)
    before = {"name": group.name, "purpose": group.purpose, "zone": group.zone}
    group.name, group.purpose, group.zone = said.name, said.purpose, said.zone
    session.add(group)
    activity.record(
        session, viewer, "change", "group", group_id, now=now, group_id=group_id, before=before,
        after=said.model_dump(), texts={"name": said.name},
    )  # fmt: skip


def set_role(session: Session, viewer: Viewer, *, now: datetime, group_id: str, person_id: str, role: str) -> None:
    """Give somebody in the group another role. Managers do; nobody does it to themselves; one manager stays."""
    viewer.must(May.GROUP_EDIT, group_id=group_id)
    if person_id == viewer.person_id:
        raise Refusal("not_own_role")
    membership = _membership(session, group_id, person_id)
    person = session.get(Person, person_id)
    if role not in GROUP_ROLES:
        raise Refusal("not_an_option", field="role")
    if role in (Role.FACILITATOR, Role.MANAGER) and (person is None or person.kind != "staff"):
        raise Refusal("not_staff")
    before = membership.role
    membership.role = Role(role)
    session.add(membership)
    activity.record(
        session, viewer, "set_role", "membership", membership.id, now=now, group_id=group_id, before=before, after=role
    )


def remove_member(session: Session, viewer: Viewer, *, now: datetime, group_id: str, person_id: str) -> None:
    """Somebody leaves the group: a manager ends it, or the person does. What they said and voted stays counted."""
    viewer.must(May.GROUP_SEE if person_id == viewer.person_id else May.GROUP_EDIT, group_id=group_id)
    membership = _membership(session, group_id, person_id)
    managers = session.exec(
        select(Membership.person_id).where(
            Membership.group_id == group_id, Membership.role == Role.MANAGER, col(Membership.left_at).is_(None)
        )
    ).all()
    if list(managers) == [person_id]:
        raise Refusal("last_manager")
    membership.left_at = now
    session.add(membership)
    activity.record(session, viewer, "leave", "membership", membership.id, now=now, group_id=group_id)


def my_groups(session: Session, viewer: Viewer) -> list[GroupView]:
    """The groups this person is in, by name."""
    asked = select(Group).where(col(Group.id).in_(list(viewer.seats))).order_by(col(Group.name))
    return [_view(row) for row in session.exec(asked).all()]


def group_view(session: Session, viewer: Viewer, *, group_id: str) -> GroupView:
    """One group."""
    viewer.must(May.GROUP_SEE, group_id=group_id)
    return _view(group_for(session, viewer, group_id))


def members_of(session: Session, viewer: Viewer, *, group_id: str) -> list[MemberView]:
    """Who is in the group now (staff and conductors see names; guests do not list people)."""
    viewer.must(May.DECISION_SEE, group_id=group_id)
    asked = (
        select(Membership, Person, functions.Function)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .join(functions.Function, col(functions.Function.id) == col(Membership.function_id), isouter=True)
        .where(Membership.group_id == group_id, col(Membership.left_at).is_(None))
        .order_by(col(Person.name))
    )
    return [
        MemberView(p.id, p.name, Role(m.role), m.side, f.name if f else None, m.joined_at)
        for m, p, f in session.exec(asked).all()
    ]


def seat(
    session: Session, group_id: str, person_id: str, role: Role, function_id: str | None, side: str | None, *,
    now: datetime,
) -> Membership:  # fmt: skip
    """Put a person in a group, or back in it, for the commands that let people in (they ask for permission)."""
    asked = select(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    row = session.exec(asked).first()
    if row is None:
        row = Membership(group_id=group_id, person_id=person_id, role=role, joined_at=now)
    row.role, row.side, row.function_id, row.left_at = role, side, function_id, None
    session.add(row)
    session.flush()
    return row


def seat_guest(session: Session, group_id: str, person: Person, *, now: datetime) -> Membership:
    """The place of somebody who came in by a workshop's code: they speak for their side and gain no other right."""
    return seat(session, group_id, person.id, Role.GUEST, person.function_id, person.side, now=now)


def guest_seat(group_id: str, guest: Person, *, now: datetime) -> Membership:
    """The same for a guest who was just made and so has no place yet: not written."""
    return Membership(group_id=group_id, person_id=guest.id, role=Role.GUEST, side=guest.side, joined_at=now)


def seat_manager(session: Session, viewer: Viewer, group_id: str, *, now: datetime) -> None:
    """Let somebody manage a group that was taken in; the command before it asked."""
    seat(session, group_id, viewer.person_id or "", Role.MANAGER, viewer.function_id, viewer.side, now=now)


def manager_of(session: Session, named: str) -> tuple[str, str]:
    """A group by its name or id, and the person who has managed it longest: for the operator's command."""
    asked = (
        select(Group.id, Membership.person_id)
        .join(Membership, col(Membership.group_id) == col(Group.id))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where((col(Group.id) == named) | (col(Group.name) == named), Membership.role == Role.MANAGER)
        .where(col(Membership.left_at).is_(None), col(Person.disabled_at).is_(None))
        .order_by(col(Membership.joined_at))
    )
    found = session.exec(asked).all()
    if len({group_id for group_id, _ in found}) != 1:
        raise NotFound()
    return found[0]


def group_for(session: Session, viewer: Viewer, group_id: str) -> Group:
    """The row of a group this person is in and that still changes, or `NotFound`. For the commands of other nouns."""
    viewer.must(May.GROUP_SEE, group_id=group_id)
    row = session.get(Group, group_id)
    if row is None:
        raise NotFound()
    return row


def manages_alone(session: Session, person_id: str) -> bool:
    """Whether a group would be left without a manager if this person went."""
    managers: dict[str, set[str]] = {}
    asked = select(Membership.group_id, Membership.person_id).where(
        Membership.role == Role.MANAGER, col(Membership.left_at).is_(None)
    )
    for group_id, manager in session.exec(asked).all():
        managers.setdefault(group_id, set()).add(manager)
    return any(who == {person_id} for who in managers.values())


def _membership(session: Session, group_id: str, person_id: str) -> Membership:
    asked = select(Membership).where(
        Membership.group_id == group_id, Membership.person_id == person_id, col(Membership.left_at).is_(None)
    )
    row = session.exec(asked).first()
    if row is None:
        raise NotFound()
    return row


def _view(row: Group) -> GroupView:
    return GroupView(row.id, row.name, row.purpose, row.zone, row.archived_at is not None)
