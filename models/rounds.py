"""Rounds: the activities of a workshop. Each is before, open, closed or skipped, and that is stored (law 3).

Invariants:
- Closed stays closed whatever any clock says. What is no vote may reopen, a vote never; while open only its end moves.
  A round may be skipped instead of opened; a skipped one opens like one that has not started.
- Secret or open is chosen before opening, and a consent is always open: an objection has a name. Settings freeze when
  the round opens (a vote: its count of dots too).
- Paused means open with the clock stopped: nothing is taken, and what was left is left.
- Results are hidden until the close. The key of a secret round lies in a table of its own, which no backup holds, and
  is destroyed 30 days after the close: from then on nobody can tell whose a ballot was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.attendance import workshop_seen
from models.base import Draft, Row, draft, name_of, new_id
from models.errors import NotFound, Refusal
from models.round_settings import RoundSettings, settings_from, settings_to_keep, settings_with
from models.workshops import workshop_for

QUESTION_LIMIT = 140
BUDGET_LEAST, BUDGET_MOST = 1, 20
CAP_DEFAULT = 3


class RoundKind(StrEnum):
    """What a round is for."""

    COLLECT = "collect"
    GROUP = "group"
    TALK = "talk"
    DOTS = "dots"
    APPROVAL = "approval"
    SCORE = "score"
    RANKED = "ranked"
    DUELS = "duels"
    AGREEMENT = "agreement"
    BUDGET = "budget"
    CONSENT = "consent"
    EXPECT = "expect"


# The kinds with a ballot. The others may reopen after a close.
VOTES = frozenset(RoundKind) - {RoundKind.COLLECT, RoundKind.GROUP, RoundKind.TALK}
# An objection is answered, so it has a name.
ALWAYS_OPEN = frozenset({RoundKind.CONSENT})


class RoundState(StrEnum):
    """Where a round stands. Stored, never worked out from a clock."""

    BEFORE = "before"
    OPEN = "open"
    CLOSED = "closed"
    SKIPPED = "skipped"


# What can still be set up and opened.
TO_OPEN = frozenset({RoundState.BEFORE, RoundState.SKIPPED})


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
        CheckConstraint("kind IN ({})".format(", ".join(f"'{kind.value}'" for kind in RoundKind)), name="kind"),
        CheckConstraint("state IN ('before', 'open', 'closed', 'skipped')", name="state"),
        CheckConstraint(f"length(question) <= {QUESTION_LIMIT}", name="question"),
        CheckConstraint(f"budget BETWEEN {BUDGET_LEAST} AND {BUDGET_MOST}", name="budget"),
        CheckConstraint(f"cap BETWEEN 1 AND {BUDGET_MOST}", name="cap"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", index=True)
    group_id: str = Field(max_length=32, foreign_key="groups.id")
    kind: str = Field(max_length=12)
    position: int
    question: str = Field(max_length=QUESTION_LIMIT)
    state: str = Field(default=RoundState.BEFORE, max_length=8, index=True)
    secret: bool = True
    others_see: bool = True
    latecomers: bool = True
    # None until somebody chooses: then the square root of the number of ideas counts.
    budget: int | None = None
    cap: int = CAP_DEFAULT
    settings: str = Field(default="{}", sa_column=Column(Text, nullable=False, server_default="{}"))
    # When it opens by itself, for rounds that run from date to date.
    opens_at: datetime | None = None
    opened_at: datetime | None = None
    ends_at: datetime | None = None
    # Until when it waits for those who asked for more time; for everybody else the end is the end.
    waits_until: datetime | None = None
    # Seconds left when it was paused; 0 where no end was set.
    paused_left: int | None = None
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
    settings: RoundSettings = field(default_factory=RoundSettings)
    paused_left: int | None = None
    opens_at: datetime | None = None
    waits_until: datetime | None = None

    @property
    def votes(self) -> bool:
        """Whether people vote in it."""
        return self.kind in VOTES

    @property
    def paused(self) -> bool:
        """Whether its clock stands still and nothing is taken."""
        return self.paused_left is not None


def add_round(
    session: Session, viewer: Viewer, *, now: datetime, workshop_id: str, kind: str, question: str, secret: bool = True,
    settings: Mapping[str, Any] | RoundSettings | None = None, others_see: bool = True,
) -> str:  # fmt: skip
    """Append a round of any kind to a workshop. Returns its id. `settings`: fields of `RoundSettings`."""
    workshop = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    if kind not in tuple(RoundKind):
        raise Refusal("not_an_option", field="kind")
    said = draft(RoundDraft, question=question, secret=secret and kind not in ALWAYS_OPEN, others_see=others_see)
    chosen = settings_to_keep(settings_with(RoundSettings(), settings))
    position = len(rounds_in(session, workshop.id)) + 1
    row = Round(workshop_id=workshop.id, group_id=workshop.group_id, kind=kind, position=position,
                question=said.question, secret=said.secret, settings=chosen, others_see=said.others_see)  # fmt: skip
    session.add(row)
    session.flush()
    after = said.model_dump() | {"kind": kind, "settings": chosen}
    activity.record(session, viewer, "add", "round", row.id, now=now, group_id=row.group_id, after=after,
                    texts={"question": row.question})  # fmt: skip
    return row.id


def change_round(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, question: str, secret: bool, others_see: bool,
    latecomers: bool, budget: int | None, cap: int, settings: Mapping[str, Any] | RoundSettings | None = None,
) -> None:  # fmt: skip
    """Set a round up. Only before it opens: whoever votes must know the rule they vote by. Settings not named stay.

    Raises:
        Refusal: `round_frozen` once open or closed, `cap_over_budget`, `criteria_twice`, or a field's own.
    """
    row = round_for(session, viewer, round_id, May.WORKSHOP_PREPARE)
    said = draft(RoundDraft, question=question, secret=secret and row.kind not in ALWAYS_OPEN, others_see=others_see,
                 latecomers=latecomers, budget=budget, cap=cap)  # fmt: skip
    if row.state not in TO_OPEN:
        raise Refusal("round_frozen")
    if said.budget is not None and said.cap > said.budget:
        raise Refusal("cap_over_budget", field="cap", limit=said.budget)
    chosen = settings_to_keep(settings_with(settings_from(row.settings), settings))
    before = {name: getattr(row, name) for name in (*RoundDraft.model_fields, "settings")}
    for name, value in (said.model_dump() | {"settings": chosen}).items():
        setattr(row, name, value)
    session.add(row)
    after = said.model_dump() | {"settings": chosen}
    activity.record(session, viewer, "change", "round", row.id, now=now, group_id=row.group_id, before=before,
                    after=after, texts={"question": row.question})  # fmt: skip


def is_over(row: Round | RoundView, now: datetime) -> bool:
    """Whether the end of an open round has passed."""
    return row.ends_at is not None and row.ends_at <= now


def is_due(row: Round | RoundView, now: datetime) -> bool:
    """Whether an open round should be closed: its end has passed, and it waits for nobody who asked for more time."""
    waits = row.waits_until is not None and row.waits_until > now
    return row.state == RoundState.OPEN and is_over(row, now) and not waits


def must_be_open(row: Round, now: datetime) -> None:
    """Refuse with `round_not_open`, `round_paused` or `round_closed` unless the round takes something now."""
    must_have_started(row)
    if row.state == RoundState.CLOSED or is_over(row, now):
        raise Refusal("round_closed")


def must_have_started(row: Round | RoundView) -> None:
    """Refuse with `round_not_open` what has not started, with `round_paused` what stands still."""
    if row.state in TO_OPEN:
        raise Refusal("round_not_open")
    if row.state == RoundState.OPEN and row.paused_left is not None:
        raise Refusal("round_paused")


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
    workshop = workshop_seen(session, viewer, row.workshop_id, what)
    if workshop.archived_at is not None and what not in (May.RESULT_SEE, May.IDEA_SEE):
        raise Refusal("workshop_archived")
    return row


def round_as_seen(row: Any) -> RoundView:
    """The view of a row, or of its columns, whose permission was asked."""
    return RoundView(
        row.id, row.workshop_id, row.group_id, RoundKind(row.kind), row.position, row.question, RoundState(row.state),
        row.secret, row.others_see, row.latecomers, row.budget, row.cap, row.opened_at, row.ends_at, row.closed_at,
        settings_from(row.settings), row.paused_left, row.opens_at, row.waits_until,
    )  # fmt: skip
