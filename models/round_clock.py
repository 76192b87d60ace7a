"""The clock of a round: planned, extended, paused, resumed; what is written at an opening and a close.

Invariants: an end lies ahead when it is set; while a round is paused its clock stands still and what was left is left;
a close, once written, is not taken back for a vote; the key of a secret vote has 30 days left from its close.
"""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.errors import Refusal
from models.rounds import (
    TO_OPEN,
    VOTES,
    Round,
    RoundKey,
    RoundKind,
    RoundState,
    is_due,
    must_be_open,
    must_have_started,
    round_for,
)
from models.walls import turn_away

KEY_LASTS = timedelta(days=30)


def extend_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str, ends_at: datetime | None) -> None:
    """Move the end of an open round (None: until somebody closes it).

    Raises:
        Refusal: `round_closed`, `round_not_open`, `round_paused`, `end_in_the_past`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.waits_until is None:
        must_be_open(row, now)
    else:
        # It still waits for somebody: the others may come in again.
        must_have_started(row)
        if row.state == RoundState.CLOSED or is_due(row, now):
            raise Refusal("round_closed")
    _end_ahead(ends_at, now)
    before, row.ends_at = row.ends_at, ends_at
    session.add(row)
    activity.record(
        session, viewer, "extend", "round", row.id, now=now, group_id=row.group_id, before=str(before),
        after=str(ends_at),
    )  # fmt: skip


def plan_round(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, opens_at: datetime | None,
    ends_at: datetime | None,
) -> None:  # fmt: skip
    """From when to when a round runs by itself (None, None: by hand). Only before it opens.

    Raises:
        Refusal: `round_frozen`, `end_in_the_past`, `ends_before_it_opens`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.state not in TO_OPEN:
        raise Refusal("round_frozen")
    _end_ahead(ends_at, now)
    if opens_at is not None and ends_at is not None and ends_at <= opens_at:
        raise Refusal("ends_before_it_opens", field="ends_at")
    before = [str(row.opens_at), str(row.ends_at)]
    row.opens_at, row.ends_at = opens_at, ends_at
    session.add(row)
    activity.record(
        session, viewer, "plan", "round", row.id, now=now, group_id=row.group_id, before=before,
        after=[str(opens_at), str(ends_at)],
    )  # fmt: skip


def pause_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Stop the clock of an open round: nothing is taken until it goes on.

    Raises:
        Refusal: `round_closed`, `round_not_open`, `round_paused` (already).
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    must_be_open(row, now)
    row.paused_left = 0 if row.ends_at is None else max(1, round((row.ends_at - now).total_seconds()))
    row.ends_at, row.waits_until = None, None
    session.add(row)
    activity.record(session, viewer, "pause", "round", row.id, now=now, group_id=row.group_id, after=row.paused_left)


def resume_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Go on with what was left.

    Raises:
        Refusal: `round_not_paused`.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.state != RoundState.OPEN or row.paused_left is None:
        raise Refusal("round_not_paused")
    row.ends_at = now + timedelta(seconds=row.paused_left) if row.paused_left else None
    row.paused_left = None
    session.add(row)
    activity.record(session, viewer, "resume", "round", row.id, now=now, group_id=row.group_id, after=str(row.ends_at))


def skip_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Leave a round out that has not been opened; it may still be opened later.

    Raises:
        Refusal: `round_frozen` once it has opened.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN, lock=True)
    if row.state != RoundState.BEFORE:
        raise Refusal("round_frozen")
    row.state, row.opens_at, row.ends_at = RoundState.SKIPPED, None, None
    session.add(row)
    activity.record(session, viewer, "skip", "round", row.id, now=now, group_id=row.group_id)


def set_open(session: Session, row: Round, *, now: datetime, ends_at: datetime | None) -> None:
    """Write that a round is open, with its key when it is a secret vote (`models.conduct` decides whether it may)."""
    row.state, row.ends_at, row.closed_at = RoundState.OPEN, ends_at, None
    row.opened_at, row.opens_at, row.waits_until = row.opened_at or now, None, None
    session.add(row)
    if row.kind != RoundKind.TALK:
        # A talk is about the result in sight.
        turn_away(session, row.workshop_id)
    if RoundKind(row.kind) in VOTES and row.secret:
        session.add(RoundKey(round_id=row.id, key=secrets.token_hex(32)))
    session.flush()


def set_closed(session: Session, row: Round, *, now: datetime) -> None:
    """Write that a round is closed; its key, if any, has 30 days left."""
    row.state, row.closed_at, row.paused_left = RoundState.CLOSED, now, None
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


def _end_ahead(ends_at: datetime | None, now: datetime) -> None:
    if ends_at is not None and ends_at <= now:
        raise Refusal("end_in_the_past", field="ends_at")
