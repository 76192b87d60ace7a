"""Since when customers find a promise on the public page, and why it was taken off: one row a time it was there.

Invariants: one open row a promise at most, or one for each of its variants that is public by itself; an ended row has
its reason and is never changed again. The reason is read by whoever works here, never by customers.
(`models.publishing` holds the commands; promises stand on these rows.)
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models.access import Viewer
from models.base import Draft, Row, draft, name_of, new_id
from models.promise_terms import SEGMENT_LIMIT

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
    # The one choice of the customer that is public; None: the promise as a whole.
    variant: str | None = Field(default=None, max_length=SEGMENT_LIMIT)


def end_publication(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, since: datetime, reason: str, variant: str = ""
) -> str:
    """Take a promise off the public page, or one variant of it. `since`: when it came there, for one that was shown
    before rows were kept. Returns the reason as it is kept.

    Raises:
        Refusal: the reason's own (`empty`, `too_long`).
    """
    said = draft(EndDraft, reason=reason)
    asked = select(Publication).where(Publication.promise_id == promise_id, col(Publication.ended_at).is_(None))
    rows = list(session.exec(asked.where(Publication.variant == variant) if variant else asked).all())
    who = viewer.person_id or ""
    for row in rows or [Publication(promise_id=promise_id, published_at=since, published_by=who)]:
        row.ended_at, row.ended_by, row.reason = now, who, said.reason
        session.add(row)
    return str(said.reason)


def public_variants(session: Session, promise_ids: Iterable[str]) -> dict[str, list[str]]:
    """The variants that are public by themselves, by promise, in order; a promise public as a whole has none.

    One statement.
    """
    asked = select(Publication.promise_id, Publication.variant).where(
        col(Publication.promise_id).in_(list(promise_ids)), col(Publication.ended_at).is_(None),
        col(Publication.variant).is_not(None),
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for promise_id, variant in session.exec(asked.order_by(col(Publication.variant))).all():
        found.setdefault(promise_id, []).append(variant or "")
    return found
