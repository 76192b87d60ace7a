"""Rounds: the activities of a workshop. Each is before, open or closed, and that is stored (law 3).

Invariants:
- Closed stays closed whatever any clock says. A collect round may reopen, a voting round never; while open only its end
  moves.
- Secret or open is chosen before opening; settings freeze when the round opens (a vote: its count of dots too).
- Results are hidden until the close. The key of a secret round lies in a table of its own, which no backup holds, and
  is destroyed 30 days after the close: from then on nobody can tell whose a ballot was.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.attendance import workshop_seen
from models.base import Draft, Row, draft, name_of, new_id
from models.errors import NotFound, Refusal
from models.workshops import Workshop, workshop_for

QUESTION_LIMIT = 140
BUDGET_LEAST, BUDGET_MOST = 1, 20
CAP_DEFAULT = 3
KEY_LASTS = timedelta(days=30)


class RoundKind(StrEnum):
    """What a round is for."""

    COLLECT = "collect"
    DOTS = "dots"


class RoundState(StrEnum):
    """Where a round stands. Stored, never worked out from a clock."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"


class RoundDraft(Draft):
    """The settings of a round as they may come in."""

    question: name_of(QUESTION_LIMIT)  # type: ignore[valid-type]
    secret: bool = True
    others_see: bool = True
    latecomers: bool = True
    budget: int | None = Field(default=None, ge=BUDGET_LEAST, le=BUDGET_MOST)
    cap: int = Field(default=CAP_DEFAULT, ge=1, le=BUDGET_MOST)


class Round(Row, table=True):
    """One round."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("workshop_id", "position"),
        CheckConstraint("kind IN ('collect', 'dots')", name="kind"),
        CheckConstraint("state IN ('before', 'open', 'closed')", name="state"),
        CheckConstraint(f"length(question) <= {QUESTION_LIMIT}", name="question"),
        CheckConstraint(f"budget BETWEEN {BUDGET_LEAST} AND {BUDGET_MOST}", name="budget"),
        CheckConstraint(f"cap BETWEEN 1 AND {BUDGET_MOST}", name="cap"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", index=True)
    group_id: str = Field(max_length=32, foreign_key="groups.id")
    kind: str = Field(max_length=8)
    position: int
    question: str = Field(max_length=QUESTION_LIMIT)
    state: str = Field(default=RoundState.BEFORE, max_length=8, index=True)
    secret: bool = True
    others_see: bool = True
    latecomers: bool = True
    # None until somebody chooses: then the square root of the number of ideas counts.
    budget: int | None = None
    cap: int = CAP_DEFAULT
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None


class RoundKey(Row, table=True):
    """The key that ties a secret ballot to its voter while the vote can be changed. Never in a backup."""

    __tablename__ = "round_keys"

    round_id: str = Field(max_length=32, foreign_key="rounds.id", primary_key=True)
    key: str = Field(max_length=64)
    destroy_at: datetime | None = None


@dataclass(frozen=True)
class RoundView:
    """A round as its people see it."""

    id: str
    workshop_id: str
    group_id: str
    kind: RoundKind
    position: int
    question: str
    state: RoundState
    secret: bool
    others_see: bool
    latecomers: bool
    budget: int | None
    cap: int
    opened_at: datetime | None
    ends_at: datetime | None
    closed_at: datetime | None


def add_round(
    session: Session, viewer: Viewer, *, now: datetime, workshop_id: str, kind: str, question: str, secret: bool = True
) -> str:
    """Append a round to a workshop. Returns its id."""
    workshop = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    if kind not in tuple(RoundKind):
        raise Refusal("not_an_option", field="kind")
    said = draft(RoundDraft, question=question, secret=secret)
    position = len(rounds_in(session, workshop.id)) + 1
    row = Round(
        workshop_id=workshop.id, group_id=workshop.group_id, kind=kind, position=position, question=said.question,
        secret=said.secret,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "add", "round", row.id, now=now, group_id=row.group_id, after=said.model_dump(),
        texts={"question": row.question},
    )  # fmt: skip
    return row.id


def change_round(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, question: str, secret: bool, others_see: bool,
    latecomers: bool, budget: int | None, cap: int,
) -> None:  # fmt: skip
    """Set a round up. Only before it opens: whoever votes must know the rule they vote by.

    Raises:
        Refusal: `round_frozen` once open or closed, `cap_over_budget`, or a field's own.
    """
    row = round_for(session, viewer, round_id, May.WORKSHOP_PREPARE)
    said = draft(
        RoundDraft, question=question, secret=secret, others_see=others_see, latecomers=latecomers, budget=budget,
        cap=cap,
    )  # fmt: skip
    if row.state != RoundState.BEFORE:
        raise Refusal("round_frozen")
    if said.budget is not None and said.cap > said.budget:
        raise Refusal("cap_over_budget", field="cap", limit=said.budget)
    before = {name: getattr(row, name) for name in RoundDraft.model_fields}
    for name, value in said.model_dump().items():
        setattr(row, name, value)
    session.add(row)
    activity.record(
        session, viewer, "change", "round", row.id, now=now, group_id=row.group_id, before=before,
        after=said.model_dump(), texts={"question": row.question},
    )  # fmt: skip


def extend_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str, ends_at: datetime | None) -> None:
    """Move the end of an open round (None: until somebody closes it).

    Raises:
        Refusal: `round_closed`, `round_not_open`, `end_in_the_past`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    must_be_open(row, now)
    if ends_at is not None and ends_at <= now:
        raise Refusal("end_in_the_past", field="ends_at")
    before, row.ends_at = row.ends_at, ends_at
    session.add(row)
    activity.record(
        session, viewer, "extend", "round", row.id, now=now, group_id=row.group_id, before=str(before),
        after=str(ends_at),
    )  # fmt: skip


def set_open(session: Session, row: Round, *, now: datetime, ends_at: datetime | None) -> None:
    """Write that a round is open, with its key when it is a secret vote (`models.conduct` decides whether it may)."""
    row.state, row.ends_at, row.closed_at = RoundState.OPEN, ends_at, None
    row.opened_at = row.opened_at or now
    session.add(row)
    if row.kind == RoundKind.DOTS and row.secret:
        session.add(RoundKey(round_id=row.id, key=secrets.token_hex(32)))
    session.flush()


def set_closed(session: Session, row: Round, *, now: datetime) -> None:
    """Write that a round is closed; its key, if any, has 30 days left."""
    row.state, row.closed_at = RoundState.CLOSED, now
    session.add(row)
    key = session.get(RoundKey, row.id)
    if key is not None:
        key.destroy_at = now + KEY_LASTS
        session.add(key)
    session.flush()


def destroy_due_keys(session: Session, *, now: datetime) -> int:
    """Delete the keys of secret rounds closed 30 days ago or more (scheduled work). Returns how many."""
    due = session.exec(select(RoundKey).where(col(RoundKey.destroy_at) <= now)).all()
    for key in due:
        session.delete(key)
        activity.record(session, None, "destroy_key", "round", key.round_id, now=now)
    session.flush()
    return len(due)


def is_over(row: Round | RoundView, now: datetime) -> bool:
    """Whether the end of an open round has passed."""
    return row.ends_at is not None and row.ends_at <= now


def must_be_open(row: Round, now: datetime) -> None:
    """Refuse unless the round takes something at this instant: `round_not_open` before, `round_closed` after."""
    if row.state == RoundState.BEFORE:
        raise Refusal("round_not_open")
    if row.state == RoundState.CLOSED or is_over(row, now):
        raise Refusal("round_closed")


def round_view(session: Session, viewer: Viewer, *, round_id: str) -> RoundView:
    """One round."""
    row = session.get(Round, round_id)
    viewer.must(May.WORKSHOP_SEE, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    workshop_seen(session, viewer, row.workshop_id)
    return round_as_seen(row)


def rounds_of(session: Session, viewer: Viewer, *, workshop_id: str) -> list[RoundView]:
    """The rounds of a workshop, in order."""
    workshop_seen(session, viewer, workshop_id)
    return [round_as_seen(row) for row in rounds_in(session, workshop_id)]


def rounds_in(session: Session, workshop_id: str) -> list[Round]:
    """The rows, in order, for other nouns (they ask for permission)."""
    return list(session.exec(select(Round).where(Round.workshop_id == workshop_id).order_by(col(Round.position))).all())


def round_for(
    session: Session, viewer: Viewer, round_id: str, what: May, *, lock: bool = False, to_change: bool = True
) -> Round:
    """The row of a round on which this viewer may do `what`, or `NotFound`. In an archived workshop it is only read.

    With `lock`, nobody else changes the round until this transaction ends (on SQLite writers are alone anyway).
    """
    asked = select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    row = session.exec(asked).first() if lock else session.get(Round, round_id)
    viewer.must(what, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    workshop_for(session, viewer, row.workshop_id, what, to_change=to_change)
    return row


def round_seen(session: Session, viewer: Viewer, round_id: str, what: May, *, shared: bool = False) -> Round:
    """The row of a round in whose workshop this viewer is, for taking part, or `NotFound`.

    With `shared`, the round cannot be closed until this transaction ends (PostgreSQL).
    """
    asked = select(Round).where(Round.id == round_id).with_for_update(read=True)
    fresh = asked.execution_options(populate_existing=True)
    row = session.exec(fresh).first() if shared else session.get(Round, round_id)
    viewer.must(what, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    workshop: Workshop = workshop_seen(session, viewer, row.workshop_id, what)
    if workshop.archived_at is not None and what not in (May.RESULT_SEE, May.IDEA_SEE):
        raise Refusal("workshop_archived")
    return row


def round_as_seen(row: Round) -> RoundView:
    """The view of a row whose permission was asked."""
    return RoundView(
        row.id, row.workshop_id, row.group_id, RoundKind(row.kind), row.position, row.question, RoundState(row.state),
        row.secret, row.others_see, row.latecomers, row.budget, row.cap, row.opened_at, row.ends_at, row.closed_at,
    )  # fmt: skip
