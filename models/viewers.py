"""Who is here: from a token or a sign-in to a Viewer, read anew for every run (law 5). One question to the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.access import NOBODY, Kind, Role, Seat, Viewer
from models.base import token_hash
from models.groups import Membership
from models.people import Person
from models.sign_ins import SEEN_EVERY, SignIn, is_good


def viewer_of_token(session: Session, token: str, *, now: datetime) -> Viewer:
    """The person behind a cookie, or NOBODY."""
    return _viewer(session, SignIn.token_hash == token_hash(token), now)


def viewer_of_sign_in(session: Session, sign_in_id: str, *, now: datetime) -> Viewer:
    """The person behind a sign-in that the gate resolved when the page connected, or NOBODY when that no longer is."""
    return _viewer(session, SignIn.id == sign_in_id, now)


def viewers_of_sign_ins(session: Session, sign_in_ids: Iterable[str], *, now: datetime) -> dict[str, Viewer]:
    """The people behind many sign-ins by sign-in; those that no longer count are absent. One question."""
    asked = _people().where(col(SignIn.id).in_(set(sign_in_ids)))
    found: dict[str, tuple[Person, list[Membership]]] = {}
    for row, person, membership in session.exec(asked).all():
        if is_good(row, person, now):
            found.setdefault(row.id, (person, []))[1].extend([membership] if membership else [])
    return {sign_in_id: _of(person, sign_in_id, held) for sign_in_id, (person, held) in found.items()}


def viewer_of_person(session: Session, person_id: str) -> Viewer:
    """A person as a viewer without a browser: the demo, scheduled work, and tests act through this."""
    asked = (
        select(Person, Membership)
        .join(
            Membership, (col(Membership.person_id) == col(Person.id)) & col(Membership.left_at).is_(None), isouter=True
        )
        .where(Person.id == person_id, col(Person.disabled_at).is_(None), col(Person.erased_at).is_(None))
    )
    rows = session.exec(asked).all()
    return _of(rows[0][0], None, [m for _, m in rows if m]) if rows else NOBODY


def seen_long_ago(session: Session, viewer: Viewer, *, now: datetime) -> bool:
    """Whether "seen" should be written again for this sign-in."""
    row = session.get(SignIn, viewer.sign_in_id) if viewer.sign_in_id else None
    return row is not None and now - row.seen_at >= SEEN_EVERY


def _viewer(session: Session, where: object, now: datetime) -> Viewer:
    rows = session.exec(_people().where(where)).all()
    if not rows or not is_good(rows[0][0], rows[0][1], now):
        return NOBODY
    return _of(rows[0][1], rows[0][0].id, [m for _, _, m in rows if m])


def _people() -> Any:
    return (
        select(SignIn, Person, Membership)
        .join(Person, col(Person.id) == col(SignIn.person_id))
        .join(
            Membership, (col(Membership.person_id) == col(Person.id)) & col(Membership.left_at).is_(None), isouter=True
        )
    )  # fmt: skip


def _of(person: Person, sign_in_id: str | None, memberships: list[Membership]) -> Viewer:
    return Viewer(
        person_id=person.id,
        sign_in_id=sign_in_id,
        name=person.name,
        language=person.language,
        kind=Kind(person.kind),
        is_administrator=person.is_administrator,
        function_id=person.function_id,
        side=person.side,
        seats={m.group_id: Seat(Role(m.role), m.side, m.function_id) for m in memberships},
    )
