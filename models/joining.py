"""Coming into a workshop: by the QR's long token, by the code read aloud, or as a member of the group.

Invariants: an expired, renewed or revoked code lets nobody in; a guest is a name and a side, no account; whoever is
signed in comes as who they are and gains no role by a code; whoever was taken out of the group does not come back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from models import activity
from models.access import Kind, May, Viewer
from models.attendance import Attendance, attend
from models.base import normal_code, token_hash
from models.eligibility import admit_latecomer
from models.errors import NotFound, Refusal
from models.groups import Group, Membership, guest_seat, seat_guest
from models.people import Person, new_guest, person_for
from models.rounds import VOTES, Round, RoundState
from models.sign_ins import new_sign_in
from models.statements import put, run, table_of
from models.workshops import Workshop, workshop_for

RETURN_CODE_LENGTH = 6


@dataclass(frozen=True)
class WelcomeView:
    """What the page behind a QR or code says before one comes in."""

    workshop_id: str
    group_id: str
    title: str
    group: str
    question: str


def join_workshop(
    session: Session, viewer: Viewer, *, now: datetime, token: str, return_code: str, join_token: str = "",
    join_code: str = "", name: str = "", side: str = "", language: str = "it",
) -> dict[str, str]:  # fmt: skip
    """Come in by QR (`join_token`) or code (`join_code`). Returns `workshop_id` and `person_id`.

    Nobody signed in: a guest is made with `name` and `side`, and signed in with `token`; `return_code` opens the same
    place on another device. Somebody signed in comes with their own account; the rest is ignored.

    Raises:
        Refusal: `code_wrong` (expired, revoked, never there), `not_found` (taken out of the group), a field's own.
    """
    viewer.must(May.WORKSHOP_JOIN)
    workshop = _open_to(session, now, join_token, join_code)[0]
    if viewer.person_id is None:
        guest = new_guest(name=name, side=side, language=language, return_code=normal_code(return_code), now=now)
        return _new_in(session, workshop, guest, token, now)
    person = person_for(session, viewer.person_id)
    membership = _membership(session, workshop.group_id, person.id)
    if membership is not None and membership.left_at is not None:
        raise NotFound()
    if membership is None:
        membership = seat_guest(session, workshop.group_id, person, now=now)
    _come_in(session, viewer, workshop, membership, person.id, now)
    return {"workshop_id": workshop.id, "person_id": person.id}


def attend_workshop(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> str:
    """Come into a workshop of one's own group, without a code. Returns the workshop's id."""
    workshop = workshop_for(session, viewer, workshop_id, May.WORKSHOP_SEE)
    if not viewer.may(May.WORKSHOP_SEE_ALL, group_id=workshop.group_id):
        raise NotFound()
    membership = _membership(session, workshop.group_id, viewer.person_id or "")
    assert membership is not None  # the seat of the viewer is this row
    _come_in(session, viewer, workshop, membership, membership.person_id, now)
    return workshop.id


def renew_return_code(session: Session, viewer: Viewer, *, now: datetime, return_code: str) -> None:
    """Another code that opens a guest's place on another device; the old one stops."""
    viewer.must(May.ACCOUNT_OWN)
    person = person_for(session, viewer.person_id or "")
    if person.kind != Kind.GUEST:
        raise Refusal("not_allowed")
    person.return_code_hash = token_hash(normal_code(return_code))
    session.add(person)
    activity.record(session, viewer, "renew_return_code", "person", person.id, now=now)


def welcome_view(
    session: Session, viewer: Viewer, *, now: datetime, join_token: str = "", join_code: str = ""
) -> WelcomeView:
    """The workshop behind a QR or code, for anybody, or `code_wrong`."""
    viewer.must(May.WORKSHOP_JOIN)
    rows = _open_to(session, now, join_token, join_code)
    first = next((row for row in rows if row.state not in (None, RoundState.CLOSED)), rows[0])
    return WelcomeView(first.id, first.group_id, first.title, first.name, first.question or "")


def _open_to(session: Session, now: datetime, join_token: str, join_code: str) -> Sequence[Any]:
    """The workshop behind a token or code, a row a round. One statement."""
    if join_token:
        rows = run(session, _BY_TOKEN, key=join_token).all()
    else:
        rows = run(session, _BY_CODE, key=normal_code(join_code)).all()
    if not rows or rows[0].join_until <= now or rows[0].archived_at is not None:
        raise Refusal("code_wrong", field="code")
    return rows


def _new_in(session: Session, workshop: Any, guest: Person, token: str, now: datetime) -> dict[str, str]:
    """A guest who was never here: all that makes a place for them, written at once. A room does this in a minute."""
    put(session, guest)
    put(session, new_sign_in(guest, token, now=now))
    place = guest_seat(workshop.group_id, guest, now=now)
    put(session, place)
    put(session, Attendance(workshop_id=workshop.id, person_id=guest.id, side=guest.side, joined_at=now))
    if workshop.voting:
        admit_latecomer(session, workshop.id, place, now=now)
    activity.record(
        session, None, "join", "workshop", workshop.id, now=now, group_id=workshop.group_id, after=guest.id
    )
    return {"workshop_id": workshop.id, "person_id": guest.id}


def _membership(session: Session, group_id: str, person_id: str) -> Membership | None:
    return session.exec(
        select(Membership).where(Membership.group_id == group_id, Membership.person_id == person_id)
    ).first()


def _come_in(
    session: Session, viewer: Viewer | None, workshop: Any, membership: Membership, person_id: str, now: datetime
) -> None:
    attend(session, workshop.id, person_id, membership.side, now=now)
    admit_latecomer(session, workshop.id, membership, now=now)
    activity.record(
        session, viewer, "join", "workshop", workshop.id, now=now, group_id=workshop.group_id, after=person_id
    )


_shops, _rounds, _groups = map(table_of, (Workshop, Round, Group))
_voted = _rounds.alias()
_OPEN = (
    select_columns(
        _shops.c.id, _shops.c.group_id, _shops.c.title, _shops.c.join_until, _shops.c.archived_at, _groups.c.name,
        _rounds.c.state, _rounds.c.question,
        select_columns(_voted.c.id)
        .where(_voted.c.workshop_id == _shops.c.id, _voted.c.state == RoundState.OPEN, _voted.c.kind.in_(VOTES))
        .exists()
        .label("voting"),
    )
    .join_from(_shops, _groups, _groups.c.id == _shops.c.group_id)
    .outerjoin(_rounds, _rounds.c.workshop_id == _shops.c.id)
    .order_by(_rounds.c.position)
)  # fmt: skip
_BY_TOKEN = _OPEN.where(_shops.c.join_token == bindparam("key"))
_BY_CODE = _OPEN.where(_shops.c.join_code == bindparam("key"))
