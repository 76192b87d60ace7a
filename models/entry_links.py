"""Links to become somebody: signed in by one press, once. The example company prints five of them.

Invariants: only the hash of a link is stored; it is good once and until its end; two at once: one gets in; looking at
it uses nothing up (chats and mail look at links before people do); only an invented company has them, so that no real
person can ever be entered by a link that somebody else made.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import Kind, May, Viewer
from models.base import Row, new_id, token_hash
from models.errors import Refusal
from models.installation import company_view
from models.people import Person, person_for
from models.sign_ins import start_sign_in

LASTS = timedelta(days=14)


class EntryLink(Row, table=True):
    """One single-use link to sign in as somebody."""

    __tablename__ = "entry_links"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    token_hash: str = Field(max_length=64, unique=True)
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    until: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class EntryLinkView:
    """Whom a link lets one become."""

    name: str
    kind: Kind
    language: str


def make_entry_link(session: Session, viewer: Viewer, *, now: datetime, person_id: str, token: str) -> str:
    """A link to become somebody of the invented company; the caller made the token and shows it once. Returns its id.

    Raises:
        Refusal: `not_invented`: a real company has no such links.
    """
    viewer.must(May.PEOPLE_GRANT)
    if not company_view(session).is_invented:
        raise Refusal("not_invented")
    person = person_for(session, person_id)
    row = EntryLink(token_hash=token_hash(token), person_id=person.id, until=now + LASTS)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "make", "entry_link", row.id, now=now, after=person.id)
    return row.id


def open_entry_link(session: Session, viewer: Viewer, *, now: datetime, link: str, token: str) -> str:
    """Use a link up and open a sign-in whose cookie will hold `token`. Returns the sign-in's id.

    Raises:
        Refusal: `link_expired` (used, out of date, or never there).
    """
    row, person = _good(session, link, now)
    # Taken conditionally: of two at once one wins.
    taken = session.connection().execute(
        update(EntryLink).where(col(EntryLink.id) == row.id, col(EntryLink.used_at).is_(None)).values(used_at=now)
    )
    if taken.rowcount != 1:
        raise Refusal("link_expired")
    activity.record(session, None, "use", "entry_link", row.id, now=now, after=person.id)
    return start_sign_in(session, viewer, now=now, person_id=person.id, token=token)


def entry_link_view(session: Session, *, link: str, now: datetime) -> EntryLinkView:
    """Whom a link lets one become, for the page behind it. Uses nothing up."""
    person = _good(session, link, now)[1]
    return EntryLinkView(person.name, Kind(person.kind), person.language)


def _good(session: Session, link: str, now: datetime) -> tuple[EntryLink, Person]:
    asked = (
        select(EntryLink, Person)
        .join(Person, col(Person.id) == col(EntryLink.person_id))
        .where(EntryLink.token_hash == token_hash(link), col(EntryLink.used_at).is_(None))
        .where(col(EntryLink.until) > now, col(Person.disabled_at).is_(None), col(Person.erased_at).is_(None))
    )
    found = session.exec(asked).first()
    if found is None or not company_view(session).is_invented:
        raise Refusal("link_expired")
    return found
