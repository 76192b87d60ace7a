"""The order of a workshop's activities: moved up or down, taken out while nothing has happened in them.

Invariants: positions run from 1 without gaps; what has opened once stays where it is and is never taken out; an
activity taken out leaves its line in the record, nothing else.
"""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.errors import Refusal
from models.options import RoundOption
from models.rounds import TO_OPEN, Round, round_for, rounds_in

# Above every real position: two rows never hold the same one, not even for a moment.
_ASIDE = 1000


def move_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str, up: bool) -> None:
    """Change places with the activity before (or after) it.

    Raises:
        Refusal: `round_frozen` when one of the two has opened; `not_an_option` at the end of the list.
    """
    row = round_for(session, viewer, round_id, May.WORKSHOP_PREPARE)
    rows = rounds_in(session, row.workshop_id)
    at = next(number for number, one in enumerate(rows) if one.id == row.id)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        raise Refusal("not_an_option", field="up")
    if any(one.state not in TO_OPEN for one in (row, rows[other])):
        raise Refusal("round_frozen")
    rows[at], rows[other] = rows[other], rows[at]
    before = row.position
    _number(session, rows)
    activity.record(session, viewer, "move", "round", row.id, now=now, group_id=row.group_id, before=before,
                    after=before + (-1 if up else 1))  # fmt: skip


def remove_round(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Take out an activity that has never opened, with the list of what it was to vote on.

    Raises:
        Refusal: `round_frozen`.
    """
    row = round_for(session, viewer, round_id, May.WORKSHOP_PREPARE, lock=True)
    if row.state not in TO_OPEN or row.opened_at is not None:
        raise Refusal("round_frozen")
    rows = [one for one in rounds_in(session, row.workshop_id) if one.id != row.id]
    group_id, question = row.group_id, row.question
    session.connection().execute(delete(RoundOption).where(col(RoundOption.round_id) == round_id))
    session.expire_all()
    session.delete(session.exec(select(Round).where(Round.id == round_id)).one())
    session.flush()
    _number(session, rows)
    activity.record(session, viewer, "remove", "round", round_id, now=now, group_id=group_id, before=question)


def _number(session: Session, rows: list[Round]) -> None:
    ids = [row.id for row in rows]
    session.flush()
    run = session.connection().execute
    run(update(Round).where(col(Round.id).in_(ids)).values(position=col(Round.position) + _ASIDE))
    for position, round_id in enumerate(ids, start=1):
        run(update(Round).where(col(Round.id) == round_id).values(position=position))
    session.expire_all()
