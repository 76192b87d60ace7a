"""The way in for staff and for customers with an account: a link that works once.

Invariants: only the hash of a link is stored; two people with the same link: one gets in; an invitation names function,
group and role, never administrator; it expires and can be revoked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from models import activity, functions
from models.access import Kind, May, Role, Viewer
from models.base import Row, new_id, token_hash
from models.errors import NotFound, Refusal
from models.groups import Group, seat
from models.installation import installation
from models.people import new_person, person_draft

LASTS = timedelta(days=14)


class Invitation(Row, table=True):
    """One single-use link."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("kind IN ('staff', 'customer')", name="kind"),
        CheckConstraint("role IN ('member', 'facilitator', 'manager')", name="role"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    token_hash: str = Field(max_length=64, unique=True)
    kind: str = Field(max_length=10)
    function_id: str = Field(max_length=32, foreign_key="functions.id")
    group_id: str | None = Field(default=None, max_length=32, foreign_key="groups.id")
    role: str = Field(default=Role.MEMBER, max_length=12)
    created_by: str = Field(max_length=32, foreign_key="people.id")
    created_at: datetime
    until: datetime
    used_at: datetime | None = None
    used_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")


@dataclass(frozen=True)
class InvitationView:
    """What the person with the link sees before accepting."""

    company: str
    group: str | None
    function: str
    side: str | None


def invite_person(
    session: Session,
    viewer: Viewer,
    *,
    now: datetime,
    token: str,
    function_id: str,
    group_id: str | None = None,
    role: str = Role.MEMBER,
) -> str:
    """A single-use link for one person, whose token the caller made and shows once. Returns the invitation's id.

    The function decides the side, and whether the person works here (the side that receives is a customer's).
    """
    viewer.must(May.PEOPLE_INVITE)
    if group_id is not None:
        viewer.must(May.GROUP_INVITE, group_id=group_id)
    function = session.get(functions.Function, function_id)
    if function is None:
        raise Refusal("not_an_option", field="function_id")
    customer = function.side == functions.Side.RECEIVES
    if role not in (Role.MEMBER, Role.FACILITATOR, Role.MANAGER) or (customer and role != Role.MEMBER):
        raise Refusal("not_an_option", field="role")
    if role != Role.MEMBER and group_id is not None:
        viewer.must(May.GROUP_EDIT, group_id=group_id)
    row = Invitation(
        token_hash=token_hash(token), kind=Kind.CUSTOMER if customer else Kind.STAFF, function_id=function.id,
        group_id=group_id, role=role, created_by=viewer.person_id or "", created_at=now, until=now + LASTS,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, viewer, "invite", "invitation", row.id, now=now, group_id=group_id, after={"role": role})
    return row.id


def accept_invitation(
    session: Session, viewer: Viewer, *, now: datetime, token: str, name: str, email: str, password_hash: str,
    language: str,
) -> str:  # fmt: skip
    """Make the account a link stands for. Returns the person's id.

    Raises:
        Refusal: `link_expired` (used, revoked, out of date, or never there), or a field's own.
    """
    row = _good(session, token, now)
    # Take the link first, conditionally: of two at once one wins.
    taken = session.connection().execute(
        Invitation.__table__.update()  # type: ignore[attr-defined]
        .where(Invitation.__table__.c.id == row.id, Invitation.__table__.c.used_at.is_(None))  # type: ignore[attr-defined]
        .values(used_at=now)
    )
    if taken.rowcount != 1:
        raise Refusal("link_expired")
    said = person_draft(name, email, language)
    person = new_person(
        session, Kind(row.kind), said, password_hash=password_hash, now=now, function_id=row.function_id
    )
    if row.group_id is not None:
        seat(session, row.group_id, person.id, Role(row.role), row.function_id, person.side, now=now)
    session.refresh(row)
    row.used_by = person.id
    session.add(row)
    activity.record(session, None, "accept", "invitation", row.id, now=now, group_id=row.group_id, after=person.id)
    return person.id


def revoke_invitation(session: Session, viewer: Viewer, *, now: datetime, invitation_id: str) -> None:
    """A link given to the wrong person stops working."""
    viewer.must(May.PEOPLE_INVITE)
    row = session.get(Invitation, invitation_id)
    if row is None or (row.created_by != viewer.person_id and not viewer.is_administrator):
        raise NotFound()
    row.until = now
    session.add(row)
    activity.record(session, viewer, "revoke", "invitation", row.id, now=now, group_id=row.group_id)


def invitation_view(session: Session, *, token: str, now: datetime) -> InvitationView:
    """What a link invites to, for the page behind it."""
    row = _good(session, token, now)
    group = session.get(Group, row.group_id) if row.group_id else None
    function = session.get(functions.Function, row.function_id)
    assert function is not None  # foreign key
    return InvitationView(installation(session).company, group.name if group else None, function.name, function.side)


def _good(session: Session, token: str, now: datetime) -> Invitation:
    row = session.exec(select(Invitation).where(Invitation.token_hash == token_hash(token))).first()
    if row is None or row.used_at is not None or row.until <= now:
        raise Refusal("link_expired")
    return row
