"""Digests: what somebody is told by mail, queued without a word of it, handed to the sender one at a time.

Invariants:
- A row says whom and which notices, never what: the words are put together at the moment of sending, from what the
  person may read then. So erasing a person, or taking a decision back, reaches what still waits.
- A mail holds the reader's own words at most, never another person's.
- Claimed before it is sent. What was certainly not taken by the mail server is tried again ever later, then given up;
  where nobody can know whether it was taken, it is not sent again: never twice.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.base import Row, new_id


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
