"""Tell me: whether, how often and where a person is told by e-mail that something of theirs was answered.

Invariants:
- Nobody is written to who did not ask for it; one choice a person, and "never" is one press from every mail.
- An account has its own address. A guest may leave one for this only; it is written to only after whoever reads it has
  said yes, so that nobody's address can be left by somebody else; "never", and erasing the person, forget it.
- The link that ends the mails is signed with a key of this one choice: it can end nobody else's, and goes on working.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_token
from models.errors import NotFound, Refusal
from models.people import EMAIL_LIMIT, Person, normal_email, person_for

SECRET_LIMIT = 64
WEEK = timedelta(days=7)
_AT_ONCE = 1000


class How(StrEnum):
    """How often."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    NEVER = "never"


class ChoiceDraft(Draft):
    """A choice as it may come in."""

    how: How


class MailChoice(Row, table=True):
    """One person's choice. address: a guest's, for this only. next_at: before it no mail goes out; None when never."""

    __tablename__ = "mail_choices"
    __table_args__ = (CheckConstraint("how IN ('at_once', 'weekly', 'never')", name="how"),)

    person_id: str = Field(primary_key=True, max_length=32, foreign_key="people.id")
    how: str = Field(max_length=8)
    address: str | None = Field(default=None, max_length=EMAIL_LIMIT)
    asked_at: datetime | None = None
    confirmed_at: datetime | None = None
    secret: str = Field(max_length=SECRET_LIMIT)
    next_at: datetime | None = Field(default=None, index=True)
    changed_at: datetime


@dataclass(frozen=True)
class ChoiceView:
    """One's own choice. address: where the mails go, "" while none is known; waits: it was not confirmed yet."""

    how: How
    address: str
    own_account: bool
    waits: bool


def choose_mail(session: Session, viewer: Viewer, *, now: datetime, how: str, email: str = "") -> dict[str, bool]:
    """Be told at once, once a week or never. Returns whether the address is still to be confirmed.

    Raises:
        Refusal: `email_missing` (a guest who wants mails leaves an address), `email_not_valid`, `not_an_option`.
    """
    viewer.must(May.ACCOUNT_OWN)
    said = draft(ChoiceDraft, how=how)
    person = person_for(session, viewer.person_id or "")
    row = session.get(MailChoice, person.id)
    before = row.how if row else None
    row = row or MailChoice(person_id=person.id, how=said.how, secret=new_token(), changed_at=now)
    if said.how is How.NEVER:
        row.address = row.asked_at = row.confirmed_at = None
    elif person.email is None:
        if not email.strip() and row.address is None:
            raise Refusal("email_missing", field="email")
        address = normal_email(email) if email.strip() else row.address
        if address != row.address:
            row.address, row.asked_at, row.confirmed_at = address, None, None
    row.how, row.changed_at = said.how, now
    row.next_at = None if said.how is How.NEVER else now + (WEEK if said.how is How.WEEKLY else timedelta(0))
    session.add(row)
    session.flush()
    activity.record(session, viewer, "choose_mail", "mail", person.id, now=now, before=before, after=said.how.value)
    return {"waits": row.address is not None and row.confirmed_at is None}


def my_mail_choice(session: Session, viewer: Viewer) -> ChoiceView:
    """How this person is told. Two statements."""
    viewer.must(May.ACCOUNT_OWN)
    person = person_for(session, viewer.person_id or "")
    row = session.get(MailChoice, person.id)
    address = person.email or (row.address if row else None) or ""
    how = How(row.how) if row else How.NEVER
    return ChoiceView(how, address, person.email is not None, bool(row and row.address and row.confirmed_at is None))


def written_to(session: Session, person_ids: Iterable[str]) -> set[str]:
    """Of these people, those who asked for mails and can be reached. One statement for every thousand."""
    ids, found = list(person_ids), set[str]()
    for start in range(0, len(ids), _AT_ONCE):
        asked = (
            select(MailChoice.person_id).join(Person, col(Person.id) == col(MailChoice.person_id))
            .where(col(MailChoice.person_id).in_(ids[start : start + _AT_ONCE]), MailChoice.how != How.NEVER)
            .where(col(Person.email).is_not(None) | col(MailChoice.confirmed_at).is_not(None))
        )  # fmt: skip
        found.update(session.exec(asked).all())
    return found


def mail_token(row: MailChoice, purpose: str) -> str:
    """The signed token of one choice for one purpose (`stop`, `confirm`)."""
    return f"{row.person_id}.{_signed(row, purpose)}"


def confirm_mail(session: Session, viewer: Viewer, *, now: datetime, token: str) -> None:
    """Whoever reads the address says yes: from now on it is written to.

    Raises:
        NotFound: not a token of an address that waits.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    row = _by_token(session, token, "confirm")
    if row.address is None:
        raise NotFound()
    row.confirmed_at = row.confirmed_at or now
    session.add(row)
    activity.record(session, None, "confirm_mail", "mail", row.person_id, now=now)


def stop_mail(session: Session, viewer: Viewer, *, now: datetime, token: str) -> None:
    """No more mails, for whoever holds the link of one. Pressed twice it is the same.

    Raises:
        NotFound: not a token of ours.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    row = _by_token(session, token, "stop")
    before, row.how, row.next_at, row.changed_at = row.how, How.NEVER, None, now
    row.address = row.asked_at = row.confirmed_at = None
    session.add(row)
    activity.record(session, None, "choose_mail", "mail", row.person_id, now=now, before=before, after="never")


def mail_link_view(session: Session, viewer: Viewer, *, token: str, purpose: str) -> str:
    """The language of whoever a link (`stop` or `confirm`) belongs to; the page before the button says nothing else.

    Raises:
        NotFound: not a token of ours, or of an address that was changed meanwhile.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    row = _by_token(session, token, purpose)
    return session.exec(select(Person.language).where(col(Person.id) == row.person_id)).one()


def _by_token(session: Session, token: str, purpose: str) -> MailChoice:
    person_id, _, signature = token.partition(".")
    row = session.get(MailChoice, person_id) if len(person_id) == 32 else None
    if row is None or not hmac.compare_digest(_signed(row, purpose).encode(), signature.encode()):
        raise NotFound()
    return row


def _signed(row: MailChoice, purpose: str) -> str:
    # A confirmation is of one address: another one needs another yes.
    what = f"{purpose}|{row.person_id}" + (f"|{row.address or ''}" if purpose == "confirm" else "")
    return hmac.new(row.secret.encode(), what.encode(), hashlib.sha256).hexdigest()[:40]
