"""Loads of feedback: one file of voices that came in whole, and can be taken back while nobody acted on it.

Invariants: all or nothing; every contact is masked before anything is stored, and the hash of a load is of its masked
rows, so that nothing hidden can be found again; the same contents come in once; taken back, the rows are gone.
"""

from datetime import datetime

from sqlmodel import Field

from models.base import Row, new_id


class FeedbackLoad(Row, table=True):
    """One file. `duplicates`: rows left out because they were there; `hidden`: contacts hidden, in `hidden_rows` rows.

    contents: the hash of the masked rows; None once it was taken back, so that the file can come again.
    """

    __tablename__ = "feedback_loads"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    contents: str | None = Field(default=None, max_length=64, unique=True)
    rows: int
    duplicates: int
    hidden: int
    hidden_rows: int
    loaded_at: datetime
    loaded_by: str = Field(max_length=32, foreign_key="people.id")
    undone_at: datetime | None = None
    undone_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
