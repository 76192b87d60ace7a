"""Since when customers find a promise on the public page, and why it was taken off: one row a time it was there.

Invariants: one open row a promise at most; an ended row has its reason and is never changed again. The reason is read
by whoever works here, never by customers. (`models.publishing` holds the commands; promises stand on these rows.)
"""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.access import Viewer
from models.base import Draft, Row, draft, name_of, new_id

REASON_LIMIT = 300


class EndDraft(Draft):
    """Why a promise is no longer shown to customers."""

    reason: name_of(REASON_LIMIT)  # type: ignore[valid-type]


class Publication(Row, table=True):
    """One time on the public page."""

    __tablename__ = "publications"
    __table_args__ = (CheckConstraint(f"length(reason) <= {REASON_LIMIT}", name="reason"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    published_at: datetime
    published_by: str = Field(max_length=32, foreign_key="people.id")
    ended_at: datetime | None = None
    ended_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    reason: str = Field(default="", max_length=REASON_LIMIT)


def end_publication(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, since: datetime, reason: str
) -> str:
    """Take a promise off the public page. `since`: when it came there, for one that was shown before rows were kept.

    Returns the reason as it is kept.

    Raises:
        Refusal: the reason's own (`empty`, `too_long`).
    """
    said = draft(EndDraft, reason=reason)
    asked = select(Publication).where(Publication.promise_id == promise_id, col(Publication.ended_at).is_(None))
    who = viewer.person_id or ""
    row = session.exec(asked).first() or Publication(promise_id=promise_id, published_at=since, published_by=who)
    row.ended_at, row.ended_by, row.reason = now, who, said.reason
    session.add(row)
    return str(said.reason)
