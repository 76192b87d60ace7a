"""Reply to all: after deciding, everybody who said it, stands behind it or was in the vote on it reads what became of it.

Invariants:
- Nobody is told by a decision alone: it is looked at first, exactly as each kind of reader will read it, then sent once.
- What was sent is kept with the decision: the words, who sent it, when, to how many of each kind. Never who.
- Whoever is in several ways part of it is counted once, by the strongest: said it, supports it, was spoken for, voted.
  Who was in a secret vote is known from who could vote, never from a ballot.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from models.base import Row, new_id
from models.decisions import REASON_LIMIT


class SentAnswer(Row, table=True):
    """What was sent about one decision. readers: how many of each kind, as JSON."""

    __tablename__ = "sent_answers"
    __table_args__ = (CheckConstraint(f"length(words) <= {REASON_LIMIT}", name="words"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    decision_id: str = Field(max_length=32, foreign_key="decisions.id", unique=True)
    words: str = Field(max_length=REASON_LIMIT)
    readers: str = Field(sa_column=Column(Text, nullable=False))
    people: int
    by_mail: int
    sent_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    sent_at: datetime
