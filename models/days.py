"""Which day it is where people are: on the company's wall clock, or in a zone that a group or a process has of its own.

Instants are UTC, days are not: between midnight and one or two in Rome it is still yesterday in UTC. Whoever compares
or stores a day asks here. The zone is one of the installation, told once at the start: asking costs no statement.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_company = ZoneInfo("Europe/Rome")


def count_days_in(zone: str) -> None:
    """From here on the company's days begin at midnight in this zone. For whoever starts the program."""
    global _company
    _company = ZoneInfo(zone)


def day_here(moment: datetime) -> date:
    """The day on the company's wall clock at an instant."""
    return moment.astimezone(_company).date()


def day_in(zone: str, moment: datetime) -> date:
    """The day on the wall clock of a zone at an instant."""
    return moment.astimezone(ZoneInfo(zone)).date()
