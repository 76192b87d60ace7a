"""Digests: what somebody is told by mail, queued without a word of it, handed to the sender one at a time.

Invariants:
- A row says whom and which notices, never what: the words are put together at the moment of sending, from what the
  person may read then. So erasing a person, or taking a decision back, reaches what still waits.
- A mail holds the reader's own words at most, never another person's.
- Claimed before it is sent. What was certainly not taken by the mail server is tried again ever later, then given up;
  where nobody can know whether it was taken, it is not sent again: never twice.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, func, update
from sqlmodel import Field, Session, col, select

from models.base import Row, new_id
from models.errors import NotFound
from models.mail_choices import WEEK, How, MailChoice, mail_token
from models.notices import Notice
from models.people import Person

# After which time a mail that was certainly not taken is tried again; after the last one it is given up.
AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
# Longer than any mail takes to hand over; a claim older than this is of a server that died.
CLAIM = timedelta(minutes=10)
QUEUED_AT_ONCE = 200
MOST_LINES = 20
# How often a day one person's guest page may ask an address whether it is theirs.
ASKS_A_DAY = 3
_DAY = timedelta(days=1)


class Mail(StrEnum):
    """What kind of mail."""

    NEWS = "news"
    CONFIRM = "confirm"


class Sent(StrEnum):
    """Where a mail stands. unsure: the server that sent it died in between, so it is not sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    UNSURE = "unsure"


class Digest(Row, table=True):
    """One mail to one person. problem: why the last attempt failed, one word."""

    __tablename__ = "digests"
    __table_args__ = (
        CheckConstraint("what IN ('news', 'confirm')", name="what"),
        CheckConstraint("state IN ('waiting', 'sending', 'sent', 'given_up', 'unsure')", name="state"),
        Index("ix_digests_due", "state", "next_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    what: str = Field(max_length=8)
    state: str = Field(default=Sent.WAITING, max_length=8)
    made_at: datetime
    next_at: datetime
    attempts: int = 0
    done_at: datetime | None = None
    problem: str = Field(default="", max_length=40)


@dataclass(frozen=True)
class Letter:
    """A claimed mail as facts: to whom, in which language, what is told (kind and facts of each notice), the links."""

    digest_id: str
    what: Mail
    address: str
    name: str
    language: str
    weekly: bool
    stop_token: str
    confirm_token: str
    items: tuple[tuple[str, dict[str, Any]], ...] = field(default=())
    more: int = 0


def queue_digests(session: Session, *, now: datetime) -> int:
    """Scheduled work: a mail for everybody whose turn has come and who has unread notices that no mail told yet.

    Weekly ones come a week after the last; an address that a guest left is asked first. Returns how many were queued.
    """
    number = 0
    for choice in session.exec(
        select(MailChoice).where(
            col(MailChoice.address).is_not(None), col(MailChoice.confirmed_at).is_(None),
            col(MailChoice.asked_at).is_(None), MailChoice.how != How.NEVER,
        ).limit(QUEUED_AT_ONCE)
    ).all():  # fmt: skip
        asks = select(func.count()).select_from(Digest).where(
            Digest.person_id == choice.person_id, Digest.what == Mail.CONFIRM, col(Digest.made_at) > now - _DAY
        )  # fmt: skip
        if session.exec(asks).one() >= ASKS_A_DAY:
            continue
        choice.asked_at = now
        session.add_all([choice, Digest(person_id=choice.person_id, what=Mail.CONFIRM, made_at=now, next_at=now)])
        number += 1
    told = (col(Notice.person_id) == col(MailChoice.person_id), col(Notice.read_at).is_(None),
            col(Notice.digest_id).is_(None), col(Notice.at) >= col(MailChoice.changed_at))  # fmt: skip
    due = (
        select(MailChoice).join(Person, col(Person.id) == col(MailChoice.person_id))
        .where(col(MailChoice.next_at) <= now, col(Person.disabled_at).is_(None), col(Person.erased_at).is_(None))
        .where(col(Person.email).is_not(None) | col(MailChoice.confirmed_at).is_not(None))
        .where(select(Notice.id).where(*told).exists())
        .order_by(col(MailChoice.next_at)).limit(QUEUED_AT_ONCE)
    )  # fmt: skip
    for choice in session.exec(due).all():
        row = Digest(person_id=choice.person_id, what=Mail.NEWS, made_at=now, next_at=now)
        session.add(row)
        session.flush()
        own = (col(Notice.person_id) == choice.person_id, *told[1:3], col(Notice.at) >= choice.changed_at)
        change = update(Notice).where(*own).values(digest_id=row.id).execution_options(synchronize_session=False)
        session.connection().execute(change)
        choice.next_at = now + WEEK if choice.how == How.WEEKLY else now
        session.add(choice)
        number += 1
    return number


def claim_digest(session: Session, *, now: datetime) -> Letter | None:
    """Take the mail that is due longest, so that nobody else sends it. None: nothing is due.

    What has nothing to say any more (read meanwhile, taken back, not wanted, the person gone) ends here unsent.
    """
    died = update(Digest).where(col(Digest.state) == Sent.SENDING, col(Digest.next_at) <= now)
    session.connection().execute(died.values(state=Sent.UNSURE, done_at=now, problem="died"))
    asked = (
        select(Digest).where(Digest.state == Sent.WAITING, col(Digest.next_at) <= now)
        .order_by(col(Digest.next_at), col(Digest.id)).limit(1).with_for_update(skip_locked=True)
    )  # fmt: skip
    while (row := session.exec(asked).first()) is not None:
        letter = _letter(session, row)
        if letter is None:
            row.state, row.done_at, row.problem = Sent.GIVEN_UP, now, "nothing"
        else:
            row.state, row.attempts, row.next_at = Sent.SENDING, row.attempts + 1, now + CLAIM
        session.add(row)
        session.flush()
        if letter is not None:
            return letter
    return None


def digest_done(session: Session, *, now: datetime, digest_id: str, outcome: Sent, problem: str = "") -> Sent:
    """Note how an attempt ended. `waiting`: certainly not taken, so it is tried again, until it is given up."""
    row = session.get(Digest, digest_id)
    if row is None:
        raise NotFound()
    row.problem = problem[:40]
    if outcome is Sent.WAITING and row.attempts <= len(AGAIN):
        row.state, row.next_at = Sent.WAITING, now + AGAIN[row.attempts - 1]
    else:
        row.state, row.done_at = Sent.GIVEN_UP if outcome is Sent.WAITING else outcome, now
    session.add(row)
    return Sent(row.state)


def _letter(session: Session, row: Digest) -> Letter | None:
    choice, person = session.get(MailChoice, row.person_id), session.get(Person, row.person_id)
    if choice is None or person is None or person.erased_at or person.disabled_at or choice.how == How.NEVER:
        return None
    asks = row.what == Mail.CONFIRM
    address = choice.address if asks else person.email or (choice.address if choice.confirmed_at else None)
    if address is None or (asks and choice.confirmed_at):
        return None
    unread = select(Notice).where(Notice.digest_id == row.id, col(Notice.read_at).is_(None))
    told = [] if asks else session.exec(unread.order_by(col(Notice.at), col(Notice.id))).all()
    if not asks and not told:
        return None
    return Letter(
        row.id, Mail(row.what), address, person.name, person.language, choice.how == How.WEEKLY,
        mail_token(choice, "stop"), mail_token(choice, "confirm"),
        tuple((one.kind, json.loads(one.facts)) for one in told[:MOST_LINES]), max(0, len(told) - MOST_LINES),
    )  # fmt: skip
