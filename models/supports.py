"""Supports: "it is the same, I support it". One a person and idea, never for one's own.

Invariants: a support counts once whatever is clicked twice; in a round it comes and goes while the round is open.
"""

from datetime import datetime

from sqlmodel import Field, Index, Session

from models import activity
from models.access import May, Viewer
from models.base import Row
from models.errors import Refusal
from models.ideas import Idea, IdeaState, idea_for, mark_acted_on
from models.more_time import must_be_open_for
from models.rounds import round_seen


class Support(Row, table=True):
    """One person behind one idea."""

    __tablename__ = "supports"
    __table_args__ = (Index("ix_supports_of_person", "person_id", "created_at", "idea_id"),)

    idea_id: str = Field(max_length=32, foreign_key="ideas.id", primary_key=True)
    person_id: str = Field(max_length=32, foreign_key="people.id", primary_key=True)
    created_at: datetime


def support_idea(session: Session, viewer: Viewer, *, now: datetime, idea_id: str) -> str:
    """Stand behind somebody else's idea. Again changes nothing. Returns the idea's id.

    Raises:
        Refusal: `own_idea`, `round_not_open`, `round_closed`.
    """
    row = _open_idea(session, viewer, idea_id, now)
    if row.author_id == viewer.person_id:
        raise Refusal("own_idea")
    if session.get(Support, (row.id, viewer.person_id)) is None:
        session.add(Support(idea_id=row.id, person_id=viewer.person_id or "", created_at=now))
        mark_acted_on(session, viewer, row)
        session.flush()
        activity.record(session, viewer, "support", "idea", row.id, now=now, group_id=row.group_id)
    return row.id


def take_support_back(session: Session, viewer: Viewer, *, now: datetime, idea_id: str) -> None:
    """No longer stand behind an idea."""
    row = _open_idea(session, viewer, idea_id, now)
    found = session.get(Support, (row.id, viewer.person_id))
    if found is not None:
        session.delete(found)
        activity.record(session, viewer, "take_support_back", "idea", row.id, now=now, group_id=row.group_id)


def _open_idea(session: Session, viewer: Viewer, idea_id: str, now: datetime) -> Idea:
    row = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_SUPPORT, group_id=row.group_id)
    if row.round_id is not None:
        must_be_open_for(session, viewer, round_seen(session, viewer, row.round_id, May.IDEA_SUPPORT), now)
    if row.state != IdeaState.SHOWN or row.merged_into_id is not None:
        raise Refusal("idea_fixed")
    return row
