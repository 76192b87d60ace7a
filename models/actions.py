"""Actions: what is done so that a promise is kept, by whom, until when, with which lever, at what cost.

Invariants:
- An action serves an idea, a promise, or both; its lever says what it moves: the process, the promise, or the waiting.
- It runs from the day it started; that day parts its cases into before and after, so it is set once.
- Done and dropped are ends: what was done stays, a new try is a new action. Every change says who, what, when.
- Whoever answers for it can be erased only after handing it over (`models.handing_over`).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, ColumnElement, or_
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import Kind, May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, optional_text_of
from models.days import day_here
from models.errors import NotFound, Refusal
from models.ideas import Idea, idea_for
from models.promises import promise_for

TITLE_LIMIT = 120
NOTE_LIMIT = 600
MOST_COST = 100_000_000
MOST_SHOWN = 200
# Running, and nobody has touched it for two weeks: it stands still.
STALLS_AFTER = timedelta(days=14)


class Lever(StrEnum):
    """What is moved: the process, so that it keeps; the promise, so that it can be kept; the waiting."""

    PROCESS = "process"
    PROMISE = "promise"
    WAITING = "waiting"


class ActionState(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


OPEN = (ActionState.PLANNED, ActionState.RUNNING)
_NEXT = {
    ActionState.PLANNED: {ActionState.RUNNING, ActionState.DROPPED},
    ActionState.RUNNING: {ActionState.DONE, ActionState.DROPPED},
}


class ActionDraft(Draft):
    """An action as it may come in."""

    title: name_of(TITLE_LIMIT)  # type: ignore[valid-type]
    lever: Lever
    due_on: date | None = None
    cost: int | None = Within(default=None, ge=0, le=MOST_COST)
    note: optional_text_of(NOTE_LIMIT) = ""  # type: ignore[valid-type]


class Action(Row, table=True):
    """One action."""

    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint("lever IN ('process', 'promise', 'waiting')", name="lever"),
        CheckConstraint("state IN ('planned', 'running', 'done', 'dropped')", name="state"),
        CheckConstraint("idea_id IS NOT NULL OR promise_id IS NOT NULL", name="about"),
        CheckConstraint(f"cost BETWEEN 0 AND {MOST_COST}", name="cost"),
        CheckConstraint(f"length(title) <= {TITLE_LIMIT}", name="title"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    title: str = Field(max_length=TITLE_LIMIT)
    lever: str = Field(max_length=8)
    state: str = Field(default=ActionState.PLANNED, max_length=8, index=True)
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    owner_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    due_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    cost: int | None = None
    note: str = Field(default="", max_length=NOTE_LIMIT)
    created_at: datetime
    touched_at: datetime


@dataclass(frozen=True)
class ActionView:
    """An action as staff see it. late: its day has passed; stalled: running, and untouched for two weeks.

    idea: its words, for whoever is in its group.
    """

    id: str
    title: str
    lever: Lever
    state: ActionState
    idea_id: str | None
    idea: str
    promise_id: str | None
    owner_id: str
    owner: str
    due_on: date | None
    started_on: date | None
    ended_on: date | None
    cost: int | None
    note: str
    late: bool
    still_days: int
    stalled: bool
    may_edit: bool


def start_action(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str | None = None, promise_id: str | None = None,
    owner_id: str | None = None, **what: Any,
) -> str:  # fmt: skip
    """Plan an action for an idea, a promise, or both; `what` are the fields of `ActionDraft`. Returns its id.

    Raises:
        Refusal: `about_nothing`, `not_staff` (who answers for it must work here), or a field's own.
    """
    viewer.must(May.ACTION_WRITE)
    said = draft(ActionDraft, **what)
    if idea_id is None and promise_id is None:
        raise Refusal("about_nothing", field="promise_id")
    if idea_id is not None:
        idea_for(session, viewer, idea_id)
    if promise_id is not None:
        promise_for(session, viewer, promise_id)
    owner = _staff(session, owner_id or viewer.person_id or "")
    row = Action(
        **said.model_dump(), idea_id=idea_id, promise_id=promise_id, owner_id=owner, created_at=now, touched_at=now
    )
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "plan", "action", row.id, now=now,
        after={"idea": idea_id, "promise": promise_id, "owner": owner, **_plain(said)},
        texts={"title": said.title, "note": said.note},
    )  # fmt: skip
    return row.id


def change_action(
    session: Session, viewer: Viewer, *, now: datetime, action_id: str, owner_id: str | None = None, **what: Any
) -> None:
    """Change what an open action says, or who answers for it."""
    row = action_for(session, viewer, action_id)
    said = draft(ActionDraft, **what)
    before = {name: str(getattr(row, name)) for name in (*ActionDraft.model_fields, "owner_id")}
    for name, value in said.model_dump().items():
        setattr(row, name, value)
    if owner_id is not None:
        row.owner_id = _staff(session, owner_id)
    row.touched_at = now
    session.add(row)
    activity.record(
        session, viewer, "change", "action", row.id, now=now, before=before,
        after={"owner": row.owner_id, **_plain(said)},
        texts={"title": said.title, "note": said.note},
    )  # fmt: skip


def move_action(session: Session, viewer: Viewer, *, now: datetime, action_id: str, state: str, on: date) -> None:
    """Start it, end it, or drop it, on a day.

    Raises:
        Refusal: `not_an_option` (from where it stands it does not go there), `too_large` (a day to come), `too_small`
            (it cannot end before it started).
    """
    row = action_for(session, viewer, action_id)
    if state not in tuple(ActionState) or ActionState(state) not in _NEXT[ActionState(row.state)]:
        raise Refusal("not_an_option", field="state")
    if on > day_here(now):
        raise Refusal("too_large", field="on", limit=day_here(now))
    if row.started_on is not None and on < row.started_on:
        raise Refusal("too_small", field="on", limit=row.started_on)
    before, row.state, row.touched_at = row.state, state, now
    if state == ActionState.RUNNING:
        row.started_on = on
    else:
        row.ended_on = on
    session.add(row)
    activity.record(session, viewer, "move", "action", row.id, now=now, before=before, after=f"{state} {on}")


def actions_of(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str | None = None, idea_ids: list[str] | None = None
) -> list[ActionView]:
    """The actions staff see, those that are late or stand still first, then by day (at most 200). Two statements.

    promise_id, idea_ids: only those about this promise, or about one of these ideas.
    """
    viewer.must(May.ACTION_SEE)
    asked = select(Action, Idea.text, Idea.group_id).join(Idea, col(Idea.id) == col(Action.idea_id), isouter=True)
    if promise_id is not None:
        asked = asked.where(Action.promise_id == promise_id)
    if idea_ids is not None:
        asked = asked.where(col(Action.idea_id).in_(idea_ids))
    rows = session.exec(asked.order_by(col(Action.created_at).desc(), col(Action.id)).limit(MOST_SHOWN)).all()
    names = people.names_of(session, {row.owner_id for row, _, _ in rows})
    found = [_view(viewer, row, words if group in viewer.seats else None, names, now) for row, words, group in rows]
    return sorted(found, key=lambda one: (one.state not in OPEN, not one.late, not one.stalled, one.due_on or date.max))


def _view(viewer: Viewer, row: Action, idea: str | None, names: dict[str, str], now: datetime) -> ActionView:
    state, still = ActionState(row.state), (now - row.touched_at).days
    return ActionView(
        row.id, row.title, Lever(row.lever), state, row.idea_id if idea else None, idea or "", row.promise_id,
        row.owner_id, names.get(row.owner_id, ""), row.due_on, row.started_on, row.ended_on, row.cost, row.note,
        late=state in OPEN and row.due_on is not None and row.due_on < day_here(now), still_days=still,
        stalled=state is ActionState.RUNNING and now - row.touched_at > STALLS_AFTER,
        may_edit=state in OPEN and viewer.may(May.ACTION_EDIT, owner_id=row.owner_id),
    )  # fmt: skip


def is_stuck(now: datetime) -> ColumnElement[bool]:
    """Of the open actions: those whose day has passed, and those that run and nobody has touched for two weeks."""
    still = (col(Action.state) == ActionState.RUNNING) & (col(Action.touched_at) < now - STALLS_AFTER)
    return or_(col(Action.due_on) < day_here(now), still)


def action_for(session: Session, viewer: Viewer, action_id: str) -> Action:
    """The row of an open action that this viewer may change, or a refusal (`action_over` once done or dropped)."""
    row = session.get(Action, action_id)
    viewer.must(May.ACTION_SEE)
    if row is None:
        raise NotFound()
    viewer.must(May.ACTION_EDIT, owner_id=row.owner_id)
    if row.state not in OPEN:
        raise Refusal("action_over")
    return row


def _staff(session: Session, person_id: str) -> str:
    person = people.person_for(session, person_id)
    if person.kind != Kind.STAFF or person.disabled_at is not None or person.erased_at is not None:
        raise Refusal("not_staff", field="owner_id")
    return person.id


def _plain(said: ActionDraft) -> dict[str, Any]:
    return said.model_dump(mode="json", exclude={"note"})
