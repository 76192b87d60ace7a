"""Voices: the lists of feedback that staff read. `models.feedback` says what a feedback is and how it comes in.

Invariants: only staff; an idea is named only to somebody in its group, though everybody sees that there is one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from models import ideas, touchpoints
from models.access import May, Viewer
from models.base import fold
from models.feedback import Feedback, Source
from models.promise_terms import PromiseVersion
from models.promises import Promise

PAGE_SIZE = 20


class Which(StrEnum):
    """Which feedback a list shows."""

    ALL = "all"
    NEW = "new"
    LOOSE = "loose"
    TURNED = "turned"


@dataclass(frozen=True)
class FeedbackView:
    """A feedback as staff see it. `idea_id` only when the reader is in the idea's group.

    promise_id, promise: the published promise that was not kept for whoever left it.
    """

    id: str
    at: datetime
    touchpoint_id: str
    touchpoint: str
    source: Source
    face: int
    words: str
    reference: str
    hidden: int
    read: bool
    turned: bool
    idea_id: str | None
    idea: str | None
    promise_id: str | None = None
    promise: str = ""


@dataclass(frozen=True)
class FeedbackCounts:
    """How much there is; `loose`: part of no idea yet; `unhappy`: the two lowest faces."""

    all: int
    new: int
    loose: int
    turned: int
    unhappy: int
    oldest_unread: datetime | None


@dataclass(frozen=True)
class FeedbackPage:
    """One page of a list; `total` counts what the choice and the search found."""

    rows: list[FeedbackView]
    total: int
    page: int
    pages: int


def feedback_counts(session: Session, viewer: Viewer) -> FeedbackCounts:
    """The numbers above the list, in one question to the database."""
    viewer.must(May.FEEDBACK_SEE)
    unread, loose = col(Feedback.read_at).is_(None), col(Feedback.idea_id).is_(None)

    def number(what: Any) -> Any:
        return func.coalesce(func.sum(case((what, 1), else_=0)), 0)

    asked = select(  # type: ignore[call-overload]
        func.count(), number(unread), number(loose), number(col(Feedback.face) <= 2),
        func.min(case((unread, col(Feedback.created_at)))),
    ).select_from(Feedback)  # fmt: skip
    everything, new, alone, unhappy, oldest = session.exec(asked).one()
    return FeedbackCounts(everything, int(new), int(alone), everything - int(alone), int(unhappy), oldest)


def feedback_listed(
    session: Session, viewer: Viewer, *, which: str = Which.ALL, touchpoint_id: str | None = None, search: str = "",
    page: int = 1,
) -> FeedbackPage:  # fmt: skip
    """Feedback, newest first, a page at a time."""
    viewer.must(May.FEEDBACK_SEE)
    asked = select(Feedback)
    if which == Which.NEW:
        asked = asked.where(col(Feedback.read_at).is_(None))
    elif which == Which.LOOSE:
        asked = asked.where(col(Feedback.idea_id).is_(None))
    elif which == Which.TURNED:
        asked = asked.where(col(Feedback.idea_id).is_not(None))
    if touchpoint_id:
        asked = asked.where(Feedback.touchpoint_id == touchpoint_id)
    if search.strip():
        asked = asked.where(col(Feedback.folded).contains(fold(search), autoescape=True))
    total = session.exec(select(func.count()).select_from(asked.subquery())).one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    rows = session.exec(
        asked.order_by(col(Feedback.created_at).desc(), col(Feedback.id))
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return FeedbackPage(_views(session, viewer, list(rows)), total, page, pages)


def feedback_of_idea(session: Session, viewer: Viewer, *, idea_id: str) -> list[FeedbackView]:
    """The voices behind an idea, newest first, for staff of its group."""
    viewer.must(May.FEEDBACK_SEE)
    ideas.idea_for(session, viewer, idea_id)
    asked = select(Feedback).where(Feedback.idea_id == idea_id).order_by(col(Feedback.created_at).desc()).limit(50)
    return _views(session, viewer, list(session.exec(asked).all()))


def _views(session: Session, viewer: Viewer, rows: list[Feedback]) -> list[FeedbackView]:
    names = touchpoints.touchpoint_names(session, {row.touchpoint_id for row in rows})
    linked = {row.idea_id for row in rows if row.idea_id}
    asked = select(ideas.Idea.id, ideas.Idea.text).where(
        col(ideas.Idea.id).in_(linked), col(ideas.Idea.group_id).in_(list(viewer.seats))
    )
    texts: dict[str, str] = dict(session.exec(asked).all()) if linked else {}
    broken = _sentences(session, {row.promise_id for row in rows if row.promise_id})
    return [
        FeedbackView(
            row.id, row.created_at, row.touchpoint_id, names.get(row.touchpoint_id, ""), Source(row.source), row.face,
            row.words, row.reference, row.hidden, row.read_at is not None, row.idea_id is not None,
            row.idea_id if row.idea_id in texts else None, texts.get(row.idea_id or ""), row.promise_id,
            broken.get(row.promise_id or "", ""),
        )
        for row in rows
    ]  # fmt: skip


def _sentences(session: Session, promise_ids: set[str]) -> dict[str, str]:
    """What each of these promises says now."""
    asked = (
        select(Promise.id, PromiseVersion.sentence)
        .join(PromiseVersion, col(PromiseVersion.promise_id) == col(Promise.id))
        .where(col(Promise.id).in_(promise_ids), col(PromiseVersion.number) == col(Promise.version))
    )
    return dict(session.exec(asked).all()) if promise_ids else {}
