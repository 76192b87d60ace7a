"""Forgetting in which order secret ballots came, at the close, where the database would remember it."""

from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models.ballot_rows import Ballot, BallotLine, BallotReason, DuelMark
from models.rounds import Round


def forget_order(session: Session, row: Round) -> None:
    """Write the ballots of a secret round anew in the order of their ids, at the close.

    PostgreSQL keeps rows as they came, with the number of the transaction, and so does the lock on the voter's row:
    after this all ballots bear one number. SQLite keeps these tables by id and has nothing of the kind.
    """
    session.flush()
    connection = session.connection()
    ballots: Any = Ballot.__table__  # type: ignore[attr-defined]
    # No pair of a duel waits any more.
    waits = (ballots.c.round_id == row.id) & ballots.c.next_left.is_not(None)
    connection.execute(ballots.update().where(waits).values(next_left=None, next_right=None))
    if not row.secret or session.get_bind().dialect.name != "postgresql":
        return
    said: list[Any] = [getattr(table, "__table__") for table in (BallotLine, BallotReason, DuelMark)]  # noqa: B009
    own = ballots.c.round_id == row.id
    kept = [dict(found) for found in connection.execute(ballots.select().where(own).order_by(ballots.c.id)).mappings()]
    ids = [ballot["id"] for ballot in kept]
    held = []
    for table in said:
        asked = table.select().where(table.c.ballot_id.in_(ids)).order_by(*table.primary_key.columns)
        held.append([dict(found) for found in connection.execute(asked).mappings()])
    session.expire_all()
    for table in said:
        connection.execute(table.delete().where(table.c.ballot_id.in_(ids)))
    connection.execute(ballots.delete().where(own))
    for table, rows in zip([ballots, *said], [kept, *held], strict=True):
        if rows:
            connection.execute(insert(table), rows)
