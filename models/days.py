"""Which day it is where people are: on the company's wall clock, or in a zone that a group or a process has of its own.

Instants are UTC, days are not: between midnight and one or two in Rome it is still yesterday in UTC. Whoever compares
or stores a day asks here. The zone is one of the installation, told once at the start: asking costs no statement.
What counts rows day by day asks here too (`day_column`): the database does not know where people are.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, literal_column
from sqlmodel import Session

_company = ZoneInfo("Europe/Rome")


def count_days_in(zone: str) -> None:
    """From here on the company's days begin at midnight in this zone. For whoever starts the program."""
    global _company
    _company = ZoneInfo(zone)


def zone_here() -> str:
    """The company's zone, for sentences that say when."""
    return _company.key


def day_here(moment: datetime) -> date:
    """The day on the company's wall clock at an instant."""
    return moment.astimezone(_company).date()


def day_in(zone: str, moment: datetime) -> date:
    """The day on the wall clock of a zone at an instant."""
    return moment.astimezone(ZoneInfo(zone)).date()


def midnight_in(zone: str, day: date) -> datetime:
    """The instant at which a day begins on the wall clock of a zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_column(session: Session, at: Any, zone: str, since: datetime, until: datetime) -> Any:
    """In SQL, the day on the wall clock of a zone at the instants of a column, all of them between the two given.

    Text as YYYY-MM-DD in SQLite, a date in PostgreSQL.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Written out, not bound: as a group it must be the same expression as in the list. A known zone has no quotes.
        return func.date(func.timezone(literal_column(f"'{ZoneInfo(zone).key}'"), at))
    *before, (_, last) = _offsets(zone, since, until)
    there = [(at < end, func.date(at, _moved(offset))) for end, offset in before]
    return case(*there, else_=func.date(at, _moved(last))) if there else func.date(at, _moved(last))


def _moved(offset: timedelta) -> Any:
    return literal_column(f"'{int(offset.total_seconds()):+d} seconds'")


def _offsets(zone: str, since: datetime, until: datetime) -> list[tuple[datetime, timedelta]]:
    """How far a zone's clock is from UTC, and until when: an item a stretch; the last one has no end that counts."""

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)

    found: list[tuple[datetime, timedelta]] = []
    at = since.astimezone(UTC)
    while at < until:
        later = min(at + timedelta(days=7), until.astimezone(UTC))
        if offset(later) != offset(at):
            # The minute from which the clock stands otherwise.
            first, last = at, later
            while last - first > timedelta(seconds=1):
                middle = first + (last - first) / 2
                first, last = (middle, last) if offset(middle) == offset(at) else (first, middle)
            change = last.replace(microsecond=0)
            found.append((change, offset(at)))
        at = later
    return [*found, (until, offset(until))]
