"""Conducting: making a workshop from a format, opening and closing its rounds, live or over weeks.

Invariants: opening a vote freezes who may vote, what is voted on and by which numbers; closing counts in the same
transaction; a vote never opens twice; a passed end closes at the next command or tick, a planned start opens at the
tick (what cannot open then waits for somebody), and closed stays closed.
"""

from datetime import date, datetime

from sqlalchemy import or_
from sqlmodel import Session, col, select

from analysis.dots import budget_for
from models import activity
from models.access import May, Viewer
from models.attendance import workshop_seen
from models.ballot_order import forget_order
from models.eligibility import freeze_eligible
from models.errors import Refusal
from models.expected_in_rounds import count_expectations, unit_asked
from models.formats import FORMATS, parts_for
from models.options import freeze_options
from models.results import store_result
from models.round_clock import set_closed, set_open
from models.round_settings import settings_from, settings_to_keep
from models.rounds import (
    TO_OPEN,
    VOTES,
    Round,
    RoundKind,
    RoundState,
    add_round,
    round_for,
    rounds_in,
)  # fmt: skip
from models.workshops import Format, new_workshop


def create_workshop(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, title: str, planned_on: date,
    questions: list[str], format: str = Format.COLLECT_AND_CHOOSE, secret: bool = True,
) -> str:  # fmt: skip
    """A workshop from a format, with its rounds ready to open. Returns the workshop's id.

    questions: one for each activity of the format (`models.formats`), or only for those that need one of their own;
    then the others are left out, and ideas are read at once: nothing would uncover them together.

    Raises:
        Refusal: `not_valid` (another number of questions), or a field's own.
    """
    row = new_workshop(session, viewer, now=now, group_id=group_id, title=title, format=format, planned_on=planned_on)
    parts = parts_for(Format(row.format), questions)
    if not parts:
        raise Refusal("not_valid", field="questions")
    whole = len(parts) == len(FORMATS[Format(row.format)])
    for part, question in parts:
        settings = {"minutes": part.minutes, **part.settings}
        add_round(session, viewer, now=now, workshop_id=row.id, kind=part.kind, question=question, secret=secret,
                  settings=settings, others_see=part.others_see or not whole)  # fmt: skip
    return row.id


def open_round(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, ends_at: datetime | None = None
) -> None:
    """Open a round. A vote takes its voters, options and numbers as they are now; what is no vote ends in the workshop.

    Raises:
        Refusal: `round_frozen` (open already, or closed for good), `end_in_the_past`; a vote: `too_few_options`,
            `money_missing`, `cost_missing`, `promise_needed`, `units_differ`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.state not in TO_OPEN:
        raise Refusal("round_frozen")
    if ends_at is not None and ends_at <= now:
        raise Refusal("end_in_the_past", field="ends_at")
    # Opened by hand before its time, a planned round still ends as planned.
    planned = row.ends_at if row.ends_at is not None and row.ends_at > now else None
    _open(session, viewer, row, ends_at or planned, now)


def close_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Close an open round for everybody at once; a vote is counted in the same moment.

    Raises:
        Refusal: `round_not_open`, `round_closed`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.state != RoundState.OPEN:
        raise Refusal("round_closed" if row.state == RoundState.CLOSED else "round_not_open")
    _close(session, viewer, row, now)


def reopen_round(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, ends_at: datetime | None = None
) -> None:
    """Go on collecting, grouping or talking after a close. A vote never reopens (law 3).

    Raises:
        Refusal: `vote_stays_closed`, `round_not_closed`, `end_in_the_past`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if RoundKind(row.kind) in VOTES:
        raise Refusal("vote_stays_closed")
    if row.state != RoundState.CLOSED:
        raise Refusal("round_not_closed")
    if ends_at is not None and ends_at <= now:
        raise Refusal("end_in_the_past", field="ends_at")
    set_open(session, row, now=now, ends_at=ends_at)
    activity.record(session, viewer, "reopen", "round", row.id, now=now, group_id=row.group_id)


def close_if_over(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> int:
    """Close the rounds of a workshop whose end has passed: whoever looks at it next makes it so. Returns how many."""
    workshop_seen(session, viewer, workshop_id)
    return _close_over(session, now, Round.workshop_id == workshop_id)


def close_due_rounds(session: Session, *, now: datetime) -> int:
    """Close every round whose end has passed (scheduled work). Returns how many."""
    return _close_over(session, now, col(Round.ends_at).is_not(None))


def open_due_rounds(session: Session, *, now: datetime) -> int:
    """Open every round whose planned start has come (scheduled work). Returns how many.

    What cannot open (a vote without options, an end that has passed too) keeps its plan and waits for somebody.
    """
    asked = (
        select(Round)
        .where(Round.state == RoundState.BEFORE, col(Round.opens_at) <= now)
        .order_by(col(Round.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    opened = 0
    for row in session.exec(asked).all():
        if row.ends_at is not None and row.ends_at <= now:
            continue
        try:
            with session.begin_nested():
                _open(session, None, row, row.ends_at, now)
        except Refusal:
            continue
        opened += 1
    return opened


def _close_over(session: Session, now: datetime, where: object) -> int:
    asked = (
        select(Round)
        .where(
            Round.state == RoundState.OPEN, col(Round.ends_at) <= now,
            or_(col(Round.waits_until).is_(None), col(Round.waits_until) <= now), where,  # type: ignore[arg-type]
        )
        .order_by(col(Round.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )  # fmt: skip
    due = session.exec(asked).all()
    for row in due:
        _close(session, None, row, now)
    return len(due)


def _open(session: Session, viewer: Viewer | None, row: Round, ends_at: datetime | None, now: datetime) -> None:
    if RoundKind(row.kind) in VOTES:
        for other in rounds_in(session, row.workshop_id):
            if RoundKind(other.kind) not in VOTES and other.state == RoundState.OPEN:
                _close(session, viewer, other, now)
        _freeze(session, row)
    set_open(session, row, now=now, ends_at=ends_at)
    activity.record(
        session, viewer, "open", "round", row.id, now=now, group_id=row.group_id,
        after={"secret": row.secret, "budget": row.budget, "cap": row.cap, "ends_at": str(ends_at),
               "settings": row.settings},
    )  # fmt: skip


def _freeze(session: Session, row: Round) -> None:
    options, settings = freeze_options(session, row), settings_from(row.settings)
    if row.kind == RoundKind.DOTS:
        row.budget = row.budget or budget_for(options)
        row.cap = min(row.cap, row.budget)
    if row.kind == RoundKind.BUDGET and settings.money is None:
        raise Refusal("money_missing", field="money")
    if row.kind == RoundKind.EXPECT:
        row.settings = settings_to_keep(settings.model_copy(update={"unit": unit_asked(session, row, settings.unit)}))
    freeze_eligible(session, row)


def _close(session: Session, viewer: Viewer | None, row: Round, now: datetime) -> None:
    set_closed(session, row, now=now)
    if RoundKind(row.kind) in VOTES:
        forget_order(session, row)
        if row.kind == RoundKind.EXPECT:
            count_expectations(session, row, now=now)
        store_result(session, row, now=now)
    activity.record(session, viewer, "close", "round", row.id, now=now, group_id=row.group_id)
