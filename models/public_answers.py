"""You said, we did: the public page, entry by entry, each published or not yet.

Invariants:
- An entry has the customers' words and what was done, written by somebody here in both languages or one; a figure in it
  is never typed: it is computed from the cases when the page is read, with the day of the data.
- It names no process, no cost and no person, and stands on the page only while it is published; who wrote, published
  and took it off is in the log.
- Nothing public tells who said it: the words are the company's short form of them.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from models.base import Row, new_id

SAID_LIMIT = 180
DONE_LIMIT = 300


class Figure(StrEnum):
    """Which figure stands under an entry: none, how often it is kept, before and since, how often within some hours."""

    NONE = "none"
    KEPT = "kept"
    SINCE = "since"
    WITHIN = "within"


class PublicAnswer(Row, table=True):
    """One entry."""

    __tablename__ = "public_answers"
    __table_args__ = (
        CheckConstraint("figure IN ('none', 'kept', 'since', 'within')", name="figure"),
        CheckConstraint("figure = 'none' OR promise_id IS NOT NULL", name="measured"),
        CheckConstraint("(figure = 'within') = (within_hours IS NOT NULL)", name="within"),
        CheckConstraint("length(said) + length(said_en) > 0", name="said"),
        CheckConstraint("length(done) + length(done_en) > 0", name="done"),
        CheckConstraint(f"length(said) <= {SAID_LIMIT} AND length(said_en) <= {SAID_LIMIT}", name="said_length"),
        CheckConstraint(f"length(done) <= {DONE_LIMIT} AND length(done_en) <= {DONE_LIMIT}", name="done_length"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    said: str = Field(default="", max_length=SAID_LIMIT)
    done: str = Field(default="", max_length=DONE_LIMIT)
    said_en: str = Field(default="", max_length=SAID_LIMIT)
    done_en: str = Field(default="", max_length=DONE_LIMIT)
    figure: str = Field(default=Figure.NONE, max_length=6)
    within_hours: int | None = None
    position: int = 0
    published_at: datetime | None = Field(default=None, index=True)
    written_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    created_at: datetime
    changed_at: datetime
