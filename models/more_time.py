"""More time for whoever asks for it: ten minutes more, again and again, until who conducts closes.

Invariants: for everybody else the end is the end; a round waits at its end for who asked and has time left; who
conducts may close at any moment, and sees how many asked.
"""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, func, select

from models import activity
from models.access import May, Viewer
from models.base import Row
from models.errors import Refusal
from models.rounds import Round, RoundState, RoundView, is_over, must_have_started, round_for, round_seen

MORE = timedelta(minutes=10)
_VERB = "ask_more_time"


class MoreTime(Row, table=True):
    """One person who asked for more time in one round, and until when they have it."""

    __tablename__ = "more_time"

    round_id: str = Field(max_length=32, foreign_key="rounds.id", primary_key=True)
    person_id: str = Field(max_length=32, foreign_key="people.id", primary_key=True, index=True)
    until: datetime | None = None


def ask_more_time(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Ten minutes more for oneself after the round's end; where there is no end there is no limit anyway.

    Raises:
        Refusal: `round_not_open`, `round_paused`, `round_closed`.
    """
    row = _round_locked(session, viewer, round_id)
    must_be_open_for(session, viewer, row, now)
    mine = session.get(MoreTime, (row.id, viewer.person_id or "")) or MoreTime(
        round_id=row.id, person_id=viewer.person_id or ""
    )
    if row.ends_at is not None:
        mine.until = max(row.ends_at, mine.until or row.ends_at) + MORE
        row.waits_until = max(mine.until, row.waits_until or mine.until)
        session.add(row)
    session.add(mine)
    session.flush()
    activity.record(session, viewer, _VERB, "round", row.id, now=now, group_id=row.group_id)


def asked_more_time(session: Session, viewer: Viewer, *, round_id: str) -> int:
    """How many people asked for more time since the round opened, for who conducts."""
    row = round_for(session, viewer, round_id, May.ROUND_RUN, to_change=False)
    return session.exec(select(func.count()).select_from(MoreTime).where(MoreTime.round_id == row.id)).one()


def my_more_time(session: Session, viewer: Viewer, row: Round | RoundView) -> datetime | None:
    """Until when this person has more time in a round than the others, or None."""
    mine = session.get(MoreTime, (row.id, viewer.person_id)) if viewer.person_id else None
    return mine.until if mine else None


def must_be_open_for(session: Session, viewer: Viewer, row: Round | RoundView, now: datetime) -> None:
    """Refuse unless the round takes something of this person at this instant.

    Raises:
        Refusal: `round_not_open`, `round_paused`, `round_closed`.
    """
    must_have_started(row)
    if not is_open_for(session, viewer, row, now):
        raise Refusal("round_closed")


def is_open_for(session: Session, viewer: Viewer, row: Round | RoundView, now: datetime) -> bool:
    """Whether the round is open for this person at this instant, paused or not."""
    if row.state != RoundState.OPEN:
        return False
    if not is_over(row, now):
        return True
    if row.waits_until is None or row.waits_until <= now:
        return False
    mine = my_more_time(session, viewer, row)
    return mine is not None and mine > now


def _round_locked(session: Session, viewer: Viewer, round_id: str) -> Round:
    """The row, locked: two people who ask at once both get their time."""
    round_seen(session, viewer, round_id, May.IDEA_WRITE)
    asked = select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    return session.exec(asked).one()
