"""The wall clock of the desk: the installation's zone, in which pages that belong to no group tell days and hours."""

from datetime import datetime

from store.settings import settings
from words.speech import Speech


def day(say: Speech, moment: datetime) -> str:
    """22 Nov 2026, on the installation's wall clock."""
    return say.date(moment, settings().zone)


def moment(say: Speech, instant: datetime) -> str:
    """22 Nov 2026, 16:21, on the installation's wall clock."""
    return say.moment(instant, settings().zone)


def zone() -> str:
    """The zone's name."""
    return settings().zone
