"""One holder at a time for scheduled work, however many servers run: a row a job that says who and until when.

A holder that dies loses the lease when its time is over; one that lives takes it again before that.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update
from sqlmodel import Session

from models.base import Row
from store.doors import writing


def take_lease(name: str, holder: str, *, now: datetime, lasts: timedelta) -> bool:
    """Whether `holder` has the job `name` from `now` on; taking it again prolongs it."""
    table = Row.metadata.tables["leases"]

    def take(session: Session) -> bool:
        row = session.execute(select(table.c.holder).where(table.c.name == name)).first()
        if row is None:
            # Two at once: on PostgreSQL the later insert fails, the door runs it again and it finds the row.
            session.execute(insert(table).values(name=name, holder=holder, until=now + lasts))
            return True
        free = or_(table.c.holder == holder, table.c.until <= now)
        claim = update(table).where(table.c.name == name, free).values(holder=holder, until=now + lasts)
        return session.execute(claim.returning(table.c.name)).first() is not None

    return writing(take)


def give_back_lease(name: str, holder: str) -> None:
    """Let the others have the job at once; nothing happens when `holder` has it no more."""
    table = Row.metadata.tables["leases"]

    def give(session: Session) -> None:
        session.execute(delete(table).where(table.c.name == name, table.c.holder == holder))

    writing(give)
