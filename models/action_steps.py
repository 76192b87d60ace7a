"""Milestones of an action: what must be reached on the way, ticked off day by day.

Invariants: only an open action takes, changes, loses or ticks milestones; each of these says that the action does not
stand still.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.actions import Action, action_for
from models.base import Draft, Row, draft, name_of, new_id
from models.days import day_here
from models.errors import Refusal

STEP_LIMIT = 120
STEPS_MOST = 12


class StepDraft(Draft):
    """A milestone as it may come in."""

    title: name_of(STEP_LIMIT)  # type: ignore[valid-type]
    due_on: date | None = None


class ActionStep(Row, table=True):
    """One milestone."""

    __tablename__ = "action_steps"
    __table_args__ = (CheckConstraint(f"length(title) <= {STEP_LIMIT}", name="title"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    action_id: str = Field(max_length=32, foreign_key="actions.id", index=True)
    title: str = Field(max_length=STEP_LIMIT)
    due_on: date | None = None
    done_on: date | None = None
    created_at: datetime


@dataclass(frozen=True)
class StepView:
    """A milestone as staff see it."""

    id: str
    title: str
    due_on: date | None
    done_on: date | None


def add_step(session: Session, viewer: Viewer, *, now: datetime, action_id: str, **what: Any) -> str:
    """Add a milestone to an open action; `what` are the fields of `StepDraft`. Returns its id.

    Raises:
        Refusal: `too_many_steps`, or a field's own.
    """
    row = action_for(session, viewer, action_id)
    said = draft(StepDraft, **what)
    number = session.exec(select(func.count()).select_from(ActionStep).where(ActionStep.action_id == row.id)).one()
    if number >= STEPS_MOST:
        raise Refusal("too_many_steps", limit=STEPS_MOST)
    step = ActionStep(action_id=row.id, created_at=now, **said.model_dump())
    _touched(session, viewer, row, step, now, "add_step")
    return step.id


def tick_step(session: Session, viewer: Viewer, *, now: datetime, step_id: str, done: bool = True) -> None:
    """Say that a milestone is reached, or that it is not after all."""
    step, row = _step_for(session, viewer, step_id)
    step.done_on = day_here(now) if done else None
    _touched(session, viewer, row, step, now, "tick_step" if done else "untick_step")


def change_step(
    session: Session, viewer: Viewer, *, now: datetime, step_id: str, title: str, due_on: date | None = None
) -> None:
    """Say a milestone in other words, or move its day."""
    step, row = _step_for(session, viewer, step_id)
    said = draft(StepDraft, title=title, due_on=due_on)
    step.title, step.due_on = said.title, said.due_on
    _touched(session, viewer, row, step, now, "change_step")


def remove_step(session: Session, viewer: Viewer, *, now: datetime, step_id: str) -> None:
    """Take a milestone off the way; the record keeps that it stood there."""
    step, row = _step_for(session, viewer, step_id)
    row.touched_at = now
    session.add(row)
    session.delete(step)
    session.flush()
    activity.record(session, viewer, "remove_step", "action", row.id, now=now, texts={"title": step.title})


def steps_of(session: Session, viewer: Viewer, *, action_ids: list[str]) -> dict[str, list[StepView]]:
    """The milestones of each action, in the order they were added. One statement."""
    viewer.must(May.ACTION_SEE)
    asked = select(ActionStep).where(col(ActionStep.action_id).in_(action_ids))
    found: dict[str, list[StepView]] = defaultdict(list)
    for one in session.exec(asked.order_by(col(ActionStep.created_at), col(ActionStep.id))).all() if action_ids else []:
        found[one.action_id].append(StepView(one.id, one.title, one.due_on, one.done_on))
    return found


def _step_for(session: Session, viewer: Viewer, step_id: str) -> tuple[ActionStep, Action]:
    step = session.get(ActionStep, step_id)
    row = action_for(session, viewer, step.action_id if step else "")
    assert step is not None  # its action was found
    return step, row


def _touched(session: Session, viewer: Viewer, row: Action, step: ActionStep, now: datetime, verb: str) -> None:
    row.touched_at = now
    session.add(row)
    session.add(step)
    session.flush()
    activity.record(session, viewer, verb, "action", row.id, now=now, texts={"title": step.title})
