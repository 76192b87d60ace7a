"""A voice becomes an idea, or joins one: once, and the voice points at the idea, never back.

Invariants: the idea speaks for the side that receives and is of whoever left the voice, not of who pressed the button.
"""

from datetime import datetime

from sqlmodel import Session

from models import activity, functions, ideas
from models.access import May, Viewer
from models.errors import Refusal
from models.feedback import Feedback, feedback_row


def turn_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, group_id: str, words: str | None = None
) -> str:
    """Make an idea of it in a group (`words`: the idea as edited; else the feedback's own). Returns the idea's id.

    The idea is the customer's, not of whoever pressed the button: it speaks for the side that receives.

    Raises:
        Refusal: `already_an_idea`; `too_long` when the words do not fit an idea; the idea's own.
    """
    viewer.must(May.FEEDBACK_SEE)
    viewer.must(May.FEEDBACK_TURN, group_id=group_id)
    row = _loose_for(session, feedback_id)
    idea_id = ideas.add_idea(
        session, viewer, now=now, group_id=group_id, text=row.words if words is None else words,
        touchpoint_id=row.touchpoint_id,
    )  # fmt: skip
    idea = ideas.idea_for(session, viewer, idea_id)
    idea.author_id, idea.side, idea.acted_on = row.person_id, functions.Side.RECEIVES, True
    session.add(idea)
    _link(session, viewer, row, idea_id, group_id, now)
    return idea_id


def link_feedback(session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, idea_id: str) -> None:
    """It says the same as an idea that is there already.

    Raises:
        Refusal: `already_an_idea`, `not_found`.
    """
    viewer.must(May.FEEDBACK_SEE)
    idea = ideas.idea_for(session, viewer, idea_id)
    viewer.must(May.FEEDBACK_TURN, group_id=idea.group_id)
    _link(session, viewer, _loose_for(session, feedback_id), idea.id, idea.group_id, now)


def _link(session: Session, viewer: Viewer, row: Feedback, idea_id: str, group_id: str, now: datetime) -> None:
    row.idea_id, row.linked_at, row.linked_by = idea_id, now, viewer.person_id
    if row.read_at is None:
        row.read_at, row.read_by = now, viewer.person_id
    session.add(row)
    activity.record(session, viewer, "link", "feedback", row.id, now=now, group_id=group_id, after=idea_id)


def _loose_for(session: Session, feedback_id: str) -> Feedback:
    row = feedback_row(session, feedback_id, lock=True)
    if row.idea_id is not None:
        raise Refusal("already_an_idea")
    return row
