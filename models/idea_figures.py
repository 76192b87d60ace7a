"""What stands beside an idea on the desk: its cost, the promise it touches, value and effort as they stand.

Invariants: only staff of the group see or set any of it; value, effort and score are worked out from
`models.idea_scores` and never typed here. One row an idea, so that lists are sorted and filtered by the database.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft
from models.errors import Refusal
from models.ideas import Idea, idea_for
from models.promises import promise_for

COST_MOST = 100_000_000


class CostDraft(Draft):
    """A cost in whole euros."""

    cost: int | None = Field(default=None, ge=0, le=COST_MOST)


class IdeaFigures(Row, table=True):
    """The figures of one idea. `evaluators`: how many people scored it; `apart`: how far apart they are.

    lever: what it would change (A4): the process, the promise, or how the waiting feels.
    """

    __tablename__ = "idea_figures"
    __table_args__ = (
        CheckConstraint(f"cost BETWEEN 0 AND {COST_MOST}", name="cost"),
        CheckConstraint("lever IN ('process', 'promise', 'waiting')", name="lever"),
        # The best and the cheapest first, counted and walked without reading the rows.
        Index("ix_idea_figures_score", "group_id", "score", "idea_id"),
        Index("ix_idea_figures_cost", "group_id", "cost", "idea_id"),
        Index("ix_idea_figures_promise", "promise_id"),
    )

    idea_id: str = Field(max_length=32, primary_key=True, foreign_key="ideas.id")
    group_id: str = Field(max_length=32, foreign_key="groups.id")
    cost: int | None = None
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id")
    lever: str | None = Field(default=None, max_length=8)
    value: float | None = None
    effort: float | None = None
    score: float | None = None
    evaluators: int = 0
    apart: float | None = None


def set_cost(session: Session, viewer: Viewer, *, now: datetime, idea_id: str, cost: int | None) -> None:
    """What an idea would cost, in whole euros; None: not known.

    Raises:
        Refusal: `too_small`, `too_large`, `not_allowed` (a customer of the group).
    """
    row = idea_to_weigh(session, viewer, idea_id)
    said = draft(CostDraft, cost=cost)
    kept = figures_row(session, row)
    before, kept.cost = kept.cost, said.cost
    session.add(kept)
    activity.record(
        session, viewer, "cost", "idea", row.id, now=now, group_id=row.group_id, before=before, after=said.cost
    )


def touch_promise(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str, promise_id: str | None
) -> str | None:
    """Say which promise an idea touches; None: none. Returns which one it was before."""
    row = idea_to_weigh(session, viewer, idea_id)
    if promise_id is not None:
        promise_for(session, viewer, promise_id)
    kept = figures_row(session, row)
    before, kept.promise_id = kept.promise_id, promise_id
    session.add(kept)
    activity.record(
        session, viewer, "touch", "idea", row.id, now=now, group_id=row.group_id, before=before, after=promise_id
    )
    return before


def idea_to_weigh(session: Session, viewer: Viewer, idea_id: str) -> Idea:
    """An idea that this person may score or put a cost to: staff of its group.

    Raises:
        Refusal: `not_allowed` (a customer of the group), `merged_away`.
    """
    row = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_SCORE, group_id=row.group_id)
    if not viewer.is_staff:
        raise Refusal("not_allowed")
    if row.merged_into_id is not None:
        raise Refusal("merged_away")
    return row


def figures_row(session: Session, idea: Idea) -> IdeaFigures:
    """The row of an idea, made when it is missing."""
    kept = session.get(IdeaFigures, idea.id)
    if kept is None:
        kept = IdeaFigures(idea_id=idea.id, group_id=idea.group_id)
        session.add(kept)
        session.flush()
    return kept


def figures_by_idea(session: Session, idea_ids: list[str]) -> dict[str, IdeaFigures]:
    """The rows of these ideas, for the nouns that show them. One question."""
    if not idea_ids:
        return {}
    asked = select(IdeaFigures).where(col(IdeaFigures.idea_id).in_(idea_ids))
    return {row.idea_id: row for row in session.exec(asked).all()}
