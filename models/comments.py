"""Comments: a few words under an idea, shown with the writer's side, never with the name.

Invariants: a comment is written by somebody who sees the idea; its writer or who conducts takes it out of sight.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, text_of
from models.errors import NotFound, Refusal
from models.ideas import PER_MINUTE, IdeaState, idea_for, mark_acted_on
from models.more_time import must_be_open_for
from models.round_settings import settings_from
from models.rounds import round_seen

TEXT_LIMIT = 300


class CommentDraft(Draft):
    """A comment as it may come in."""

    text: text_of(TEXT_LIMIT)  # type: ignore[valid-type]


class Comment(Row, table=True):
    """One comment."""

    __tablename__ = "comments"
    __table_args__ = (CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    idea_id: str = Field(max_length=32, foreign_key="ideas.id", index=True)
    author_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    side: str | None = Field(default=None, max_length=10)
    text: str = Field(max_length=TEXT_LIMIT)
    created_at: datetime
    hidden_at: datetime | None = None


@dataclass(frozen=True)
class CommentView:
    """A comment as people see it."""

    id: str
    text: str
    side: str | None
    created_at: datetime
    mine: bool


def add_comment(session: Session, viewer: Viewer, *, now: datetime, idea_id: str, text: str) -> str:
    """Say something about an idea. Returns the comment's id.

    Raises:
        Refusal: `round_closed` or `comments_off` in a round, `too_fast`, or the text's own.
    """
    idea = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_COMMENT, group_id=idea.group_id)
    if idea.round_id is not None:
        round_ = round_seen(session, viewer, idea.round_id, May.IDEA_COMMENT)
        must_be_open_for(session, viewer, round_, now)
        if not settings_from(round_.settings).may_comment:
            raise Refusal("comments_off")
    if idea.state != IdeaState.SHOWN:
        raise Refusal("idea_fixed")
    said = draft(CommentDraft, text=text)
    recent = session.exec(
        select(func.count())
        .select_from(Comment)
        .where(Comment.author_id == viewer.person_id, col(Comment.created_at) > now - timedelta(minutes=1))
    ).one()
    if recent >= PER_MINUTE:
        raise Refusal("too_fast")
    row = Comment(
        idea_id=idea.id, author_id=viewer.person_id or "", side=viewer.seat_in(idea.group_id).side, text=said.text,
        created_at=now,
    )  # fmt: skip
    session.add(row)
    mark_acted_on(session, viewer, idea)
    session.flush()
    activity.record(
        session, viewer, "comment", "idea", idea.id, now=now, group_id=idea.group_id, after=row.id,
        texts={"text": row.text},
    )  # fmt: skip
    return row.id


def take_comment_away(session: Session, viewer: Viewer, *, now: datetime, comment_id: str) -> None:
    """Out of sight: one's own, or anybody's for who conducts."""
    row = session.get(Comment, comment_id)
    idea = idea_for(session, viewer, row.idea_id if row else "")
    if row is None:
        raise NotFound()
    if row.author_id != viewer.person_id:
        viewer.must(May.IDEA_HIDE, group_id=idea.group_id)
    row.hidden_at = now
    session.add(row)
    activity.record(session, viewer, "hide_comment", "idea", idea.id, now=now, group_id=idea.group_id, after=row.id)


def comments_of(session: Session, viewer: Viewer, *, idea_id: str) -> list[CommentView]:
    """The comments under an idea, oldest first, at most a hundred."""
    idea = idea_for(session, viewer, idea_id)
    rows = session.exec(
        select(Comment)
        .where(Comment.idea_id == idea.id, col(Comment.hidden_at).is_(None))
        .order_by(col(Comment.created_at))
        .limit(100)
    ).all()
    return [CommentView(r.id, r.text, r.side, r.created_at, r.author_id == viewer.person_id) for r in rows]
