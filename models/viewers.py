"""Who is here: from a token or a sign-in to a Viewer, read anew for every run (law 5). One question to the database.

Every page and every form asks this first, so it is one statement, compiled once, without the mapper's rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, null, true
from sqlalchemy import select as select_columns
from sqlmodel import Session

from models.access import NOBODY, Kind, Role, Seat, Viewer
from models.base import token_hash
from models.groups import Membership
from models.installation import CompanyView, Installation, company_view
from models.people import Person
from models.sign_ins import SEEN_EVERY, SignIn, is_good
from models.statements import run, table_of


@dataclass(frozen=True)
class Arrival:
    """Who came with a cookie, the company as every page shows it, and whether "seen" should be written again."""

    viewer: Viewer
    company: CompanyView
    seen_long_ago: bool


def arrival_of(session: Session, token: str, *, now: datetime) -> Arrival:
    """The person behind a cookie, or NOBODY, and where they have arrived. One statement, two for strangers."""
    rows = _rows(session, _BY_TOKEN, token_hash(token)) if token else []
    if not rows or not is_good(rows[0], now):
        return Arrival(NOBODY, company_view(session), False)
    first = rows[0]
    # Whoever is signed in was let in by somebody who administers.
    company = CompanyView(first.company or "", bool(first.is_invented), True)
    return Arrival(_of(rows), company, now - first.seen_at >= SEEN_EVERY)


def viewer_of_token(session: Session, token: str, *, now: datetime) -> Viewer:
    """The person behind a cookie, or NOBODY."""
    return _viewer(_rows(session, _BY_TOKEN, token_hash(token)), now)


def viewer_of_sign_in(session: Session, sign_in_id: str, *, now: datetime) -> Viewer:
    """The person behind a sign-in that the gate resolved when the page connected, or NOBODY when that no longer is."""
    return _viewer(_rows(session, _BY_ID, sign_in_id), now)


def viewers_of_sign_ins(session: Session, sign_in_ids: Iterable[str], *, now: datetime) -> dict[str, Viewer]:
    """The people behind many sign-ins by sign-in; those that no longer count are absent. One question."""
    found: dict[str, list[Any]] = {}
    for row in _rows(session, _BY_IDS, sorted(set(sign_in_ids))):
        found.setdefault(row.sign_in_id, []).append(row)
    return {sign_in_id: _of(rows) for sign_in_id, rows in found.items() if is_good(rows[0], now)}


def viewer_of_person(session: Session, person_id: str) -> Viewer:
    """A person as a viewer without a browser: the demo, scheduled work, and tests act through this."""
    rows = _rows(session, _BY_PERSON, person_id)
    return _of(rows) if rows else NOBODY


def seen_long_ago(session: Session, viewer: Viewer, *, now: datetime) -> bool:
    """Whether "seen" should be written again for this sign-in."""
    row = session.get(SignIn, viewer.sign_in_id) if viewer.sign_in_id else None
    return row is not None and now - row.seen_at >= SEEN_EVERY


def _viewer(rows: Sequence[Any], now: datetime) -> Viewer:
    return _of(rows) if rows and is_good(rows[0], now) else NOBODY


def _of(rows: Sequence[Any]) -> Viewer:
    """The viewer of one sign-in's rows: one a membership, or one without."""
    first = rows[0]
    return Viewer(
        person_id=first.person_id,
        sign_in_id=first.sign_in_id,
        name=first.name,
        language=first.language,
        kind=Kind(first.kind),
        is_administrator=first.is_administrator,
        function_id=first.function_id,
        side=first.side,
        seats={m.group_id: Seat(Role(m.role), m.seat_side, m.seat_function_id) for m in rows if m.group_id},
    )


def _rows(session: Session, asked: Any, key: str | list[str]) -> Sequence[Any]:
    return run(session, asked, key=key).all()


_sign_ins, _people, _seats, _here = map(table_of, (SignIn, Person, Membership, Installation))
_PERSON = (
    _people.c.id.label("person_id"), _people.c.name, _people.c.language, _people.c.kind, _people.c.is_administrator,
    _people.c.function_id, _people.c.side, _people.c.disabled_at, _people.c.erased_at,
    _seats.c.group_id, _seats.c.role, _seats.c.side.label("seat_side"),
    _seats.c.function_id.label("seat_function_id"),
)  # fmt: skip
_HELD = (_seats.c.person_id == _people.c.id) & _seats.c.left_at.is_(None)
_ASKED = (
    select_columns(
        _sign_ins.c.id.label("sign_in_id"), _sign_ins.c.seen_at, _sign_ins.c.until, _sign_ins.c.revoked_at, *_PERSON,
        _here.c.company, _here.c.is_invented,
    )
    .join_from(_sign_ins, _people, _people.c.id == _sign_ins.c.person_id)
    .outerjoin(_seats, _HELD)
    .outerjoin(_here, true())
)  # fmt: skip
_BY_TOKEN = _ASKED.where(_sign_ins.c.token_hash == bindparam("key"))
_BY_ID = _ASKED.where(_sign_ins.c.id == bindparam("key"))
_BY_IDS = _ASKED.where(_sign_ins.c.id.in_(bindparam("key", expanding=True)))
_BY_PERSON = (
    select_columns(null().label("sign_in_id"), *_PERSON)
    .outerjoin_from(_people, _seats, _HELD)
    .where(_people.c.id == bindparam("key"), _people.c.disabled_at.is_(None), _people.c.erased_at.is_(None))
)
