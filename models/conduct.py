"""Conducting: making a workshop from a format, opening and closing its rounds, live or over weeks.

Invariants: opening a vote freezes who may vote, what is voted on and how many dots each has; closing counts in the same
transaction; a vote never opens twice; a passed end closes at the next command or tick, and closed stays closed.
"""

from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from analysis.dots import budget_for
from models import activity
from models.access import May, Viewer
from models.attendance import workshop_seen
from models.ballots import forget_order
from models.eligibility import freeze_eligible
from models.errors import Refusal
from models.options import freeze_options
from models.results import store_result
from models.rounds import (
    Round,
    RoundKind,
    RoundState,
    add_round,
    must_be_open,
    round_for,
    round_seen,
    rounds_in,
    set_closed,
    set_open,
)  # fmt: skip
from models.workshops import Format, new_workshop

_MORE_TIME = "ask_more_time"
# What each format is made of.
FORMATS = {Format.COLLECT_AND_CHOOSE: (RoundKind.COLLECT, RoundKind.DOTS)}


def create_workshop(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, title: str, planned_on: date,
    questions: list[str], format: str = Format.COLLECT_AND_CHOOSE, secret: bool = True,
) -> str:  # fmt: skip
    """A workshop from a format, with its rounds ready to open. `questions`: one a round. Returns the workshop's id."""
    row = new_workshop(session, viewer, now=now, group_id=group_id, title=title, format=format, planned_on=planned_on)
    kinds = FORMATS[Format(row.format)]
    if len(questions) != len(kinds):
        raise Refusal("not_valid", field="questions")
    for kind, question in zip(kinds, questions, strict=True):
        add_round(session, viewer, now=now, workshop_id=row.id, kind=kind, question=question, secret=secret)
    return row.id


def open_round(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, ends_at: datetime | None = None
) -> None:
    """Open a round. A vote takes its voters, options and dots as they are now; open collecting in the workshop ends.

    Raises:
        Refusal: `round_frozen` (open already, or closed for good), `too_few_options`, `end_in_the_past`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.state != RoundState.BEFORE:
        raise Refusal("round_frozen")
    if ends_at is not None and ends_at <= now:
        raise Refusal("end_in_the_past", field="ends_at")
    if row.kind == RoundKind.DOTS:
        for other in rounds_in(session, row.workshop_id):
            if other.kind == RoundKind.COLLECT and other.state == RoundState.OPEN:
                _close(session, viewer, other, now)
        options = freeze_options(session, row)
        row.budget = row.budget or budget_for(options)
        row.cap = min(row.cap, row.budget)
        freeze_eligible(session, row)
    set_open(session, row, now=now, ends_at=ends_at)
    activity.record(
        session, viewer, "open", "round", row.id, now=now, group_id=row.group_id,
        after={"secret": row.secret, "budget": row.budget, "cap": row.cap, "ends_at": str(ends_at)},
    )  # fmt: skip


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
    """Go on collecting after a close. A vote never reopens (law 3).

    Raises:
        Refusal: `vote_stays_closed`, `round_not_closed`, `end_in_the_past`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.kind != RoundKind.COLLECT:
        raise Refusal("vote_stays_closed")
    if row.state != RoundState.CLOSED:
        raise Refusal("round_not_closed")
    if ends_at is not None and ends_at <= now:
        raise Refusal("end_in_the_past", field="ends_at")
    set_open(session, row, now=now, ends_at=ends_at)
    activity.record(session, viewer, "reopen", "round", row.id, now=now, group_id=row.group_id)


def ask_more_time(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Tell who conducts that one needs more time in this round; once a person counts."""
    row = round_seen(session, viewer, round_id, May.IDEA_WRITE)
    must_be_open(row, now)
    activity.record(session, viewer, _MORE_TIME, "round", row.id, now=now, group_id=row.group_id)


def asked_more_time(session: Session, viewer: Viewer, *, round_id: str) -> int:
    """How many people asked for more time since the round opened, for who conducts."""
    row = round_for(session, viewer, round_id, May.ROUND_RUN, to_change=False)
    asked = select(func.count(func.distinct(activity.Activity.person_id))).where(
        activity.Activity.noun == "round", activity.Activity.object_id == row.id,
        activity.Activity.verb == _MORE_TIME,
    )  # fmt: skip
    return session.exec(asked).one()


def close_if_over(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> int:
    """Close the rounds of a workshop whose end has passed: whoever looks at it next makes it so. Returns how many."""
    workshop_seen(session, viewer, workshop_id)
    return _close_over(session, now, Round.workshop_id == workshop_id)


def close_due_rounds(session: Session, *, now: datetime) -> int:
    """Close every round whose end has passed (scheduled work). Returns how many."""
    return _close_over(session, now, col(Round.ends_at).is_not(None))


def _close_over(session: Session, now: datetime, where: object) -> int:
    asked = (
        select(Round)
        .where(Round.state == RoundState.OPEN, col(Round.ends_at) <= now, where)  # type: ignore[arg-type]
        .order_by(col(Round.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    due = session.exec(asked).all()
    for row in due:
        _close(session, None, row, now)
    return len(due)


def _close(session: Session, viewer: Viewer | None, row: Round, now: datetime) -> None:
    set_closed(session, row, now=now)
    if row.kind == RoundKind.DOTS:
        forget_order(session, row)
        store_result(session, row, now=now)
    activity.record(session, viewer, "close", "round", row.id, now=now, group_id=row.group_id)
