"""Being here: a sign-in is a row, the cookie holds its token, and every run looks the row up again (law 5).

Invariants: only the SHA-256 of a 256-bit token is stored; idle 12 hours and absolute 14 days for staff, 30 days for
customers, half a year for guests, who have no password and come back to see what became of their ideas; revoked is
final; what an unknown address gets is what a wrong password gets.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import Kind, May, Viewer
from models.base import Row, new_id, normal_code, token_hash
from models.errors import Refusal
from models.people import Person, normal_email, person_for

IDLE = timedelta(hours=12)
ABSOLUTE = {Kind.STAFF: timedelta(days=14), Kind.CUSTOMER: timedelta(days=30), Kind.GUEST: timedelta(days=180)}
# Writing "seen" at every click would make every reader a writer.
SEEN_EVERY = timedelta(minutes=5)


class SignIn(Row, table=True):
    """One signed-in browser."""

    __tablename__ = "sign_ins"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime
    seen_at: datetime
    until: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Credentials:
    """What checking a password needs; `person_id` None when nobody has this address (the check runs all the same)."""

    person_id: str | None
    password_hash: str | None


def credentials_for(session: Session, email: str) -> Credentials:
    """The stored hash for an address, or empty credentials. Malformed addresses are simply unknown."""
    try:
        address = normal_email(email)
    except Refusal:
        return Credentials(None, None)
    person = session.exec(select(Person).where(Person.email == address)).first()
    if person is None or person.disabled_at or person.erased_at:
        return Credentials(None, None)
    return Credentials(person.id, person.password_hash)


def start_sign_in(session: Session, viewer: Viewer, *, now: datetime, person_id: str, token: str) -> str:
    """Open a sign-in for a person whose password, invitation or code was just checked. Returns the sign-in's id."""
    person = session.get(Person, person_id)
    if person is None or person.disabled_at or person.erased_at:
        raise Refusal("sign_in_wrong")
    row = new_sign_in(person, token, now=now)
    session.add(row)
    session.flush()
    return row.id


def new_sign_in(person: Person, token: str, *, now: datetime) -> SignIn:
    """The row of a sign-in, not written yet."""
    until = now + ABSOLUTE[Kind(person.kind)]
    return SignIn(person_id=person.id, token_hash=token_hash(token), created_at=now, seen_at=now, until=until)


def return_by_code(session: Session, viewer: Viewer, *, now: datetime, code: str, token: str) -> str:
    """A guest on another device: the code shown at joining opens the same place again.

    Raises:
        Refusal: `code_wrong`.
    """
    hashed = token_hash(normal_code(code))
    person = session.exec(select(Person).where(Person.return_code_hash == hashed)).first()
    if person is None or person.disabled_at or person.erased_at:
        raise Refusal("code_wrong", field="code")
    return start_sign_in(session, viewer, now=now, person_id=person.id, token=token)


def mark_seen(session: Session, *viewers: Viewer, now: datetime) -> None:
    """Note that sign-ins are in use (asked by the doors at most every five minutes)."""
    session.flush()
    used = [one.sign_in_id for one in viewers]
    session.connection().execute(
        update(SignIn)
        .where(col(SignIn.id).in_(used), col(SignIn.revoked_at).is_(None), col(SignIn.seen_at) < now)
        .values(seen_at=now).execution_options(synchronize_session=False)
    )  # fmt: skip


def sign_out(session: Session, viewer: Viewer, *, now: datetime) -> int:
    """End every sign-in of this person, on every device and tab. Returns how many ended."""
    viewer.must(May.ACCOUNT_OWN)
    return end_sign_ins(session, viewer, now=now, person_id=viewer.person_id or "")


def end_sign_ins(session: Session, viewer: Viewer, *, now: datetime, person_id: str) -> int:
    """End every sign-in of a person (signing out, disabling, erasing, a new password)."""
    open_rows = session.exec(
        select(SignIn).where(SignIn.person_id == person_id, col(SignIn.revoked_at).is_(None))
    ).all()
    for row in open_rows:
        row.revoked_at = now
        session.add(row)
    activity.record(session, viewer, "sign_out", "person", person_id, now=now)
    return len(open_rows)


def change_password(session: Session, viewer: Viewer, *, now: datetime, password_hash: str) -> None:
    """Another password for oneself; whoever else is signed in as this person, on any device, is so no longer."""
    viewer.must(May.ACCOUNT_OWN)
    person = person_for(session, viewer.person_id or "")
    if person.email is None:
        raise Refusal("not_allowed")
    person.password_hash = password_hash
    session.add(person)
    others = session.exec(
        select(SignIn).where(
            SignIn.person_id == person.id, SignIn.id != viewer.sign_in_id, col(SignIn.revoked_at).is_(None)
        )
    ).all()
    for row in others:
        row.revoked_at = now
        session.add(row)
    activity.record(session, viewer, "change_password", "person", person.id, now=now)


def own_hash(session: Session, viewer: Viewer) -> Credentials:
    """One's own stored hash, for checking the old password before a new one."""
    viewer.must(May.ACCOUNT_OWN)
    person = person_for(session, viewer.person_id or "")
    return Credentials(person.id, person.password_hash)


def is_good(row: Any, now: datetime) -> bool:
    """Whether a sign-in still counts at this instant. row: its columns and those of its person."""
    idle_over = row.kind == Kind.STAFF and now - row.seen_at > IDLE
    return not (row.revoked_at or row.disabled_at or row.erased_at or now >= row.until or idle_over)
