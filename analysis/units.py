"""Times as customers understand them: a rough, honest size, never below the figure it stands for."""

from math import ceil

from analysis.business_time import OpeningHours

UNITS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
GRAIN = 1e-9  # 3 days that come out as 3.0000000000000004 are still 3 days


def size_of(unit: str, hours: OpeningHours | None = None) -> float:
    """Seconds of one unit (s, min, h, d, w). In business time a day is a working day, a week an opening week.

    Raises KeyError for another unit.
    """
    if hours is not None and unit in ("d", "w"):
        return hours.day if unit == "d" else hours.week_seconds
    return UNITS[unit]


def seconds_of(amount: float, unit: str, hours: OpeningHours | None = None) -> float:
    """An amount of a unit (s, min, h, d, w) in seconds of its clock. Raises KeyError for another unit."""
    return amount * size_of(unit, hours)


def customer_time(seconds: float, hours: OpeningHours | None = None) -> tuple[float, str]:
    """A time rounded up to a figure and a unit that a customer understands.

    Up to 90 seconds by 5 s, up to 90 minutes by the minute, below 48 hours by the hour (24 hours are a day), then by
    the day; whole weeks from the second on. Never rounds down, so that what is said is still backed. 0 or more.
    In business time hours up to two working days, then working days.

    >>> customer_time(217_000.0), customer_time(5_681_762.0), customer_time(1_814_000.0), customer_time(61.0)
    ((3, 'd'), (66, 'd'), (3, 'w'), (65, 's'))
    """
    if seconds <= 90:
        return max(1, _up(seconds, 5.0) * 5), "s"
    if seconds <= 90 * UNITS["min"]:
        return _up(seconds, UNITS["min"]), "min"
    whole = _up(seconds, UNITS["h"])
    if hours is not None:
        return (whole, "h") if seconds <= 2 * hours.day else (_up(seconds, hours.day), "d")
    if whole < 48 and whole != 24:
        return whole, "h"
    days = _up(seconds, UNITS["d"])
    return (days // 7, "w") if days >= 14 and days % 7 == 0 else (days, "d")


def one_more(amount: float, unit: str) -> tuple[float, str]:
    """The next more careful figure in the same unit; of single seconds and minutes, a tenth more.

    >>> one_more(3, "d"), one_more(65, "s"), one_more(5, "min")
    ((4, 'd'), (72, 's'), (6, 'min'))
    """
    return amount + (max(1, ceil(amount / 10)) if unit in ("s", "min") else 1), unit


def _up(seconds: float, size: float) -> int:
    return ceil(seconds / size - GRAIN)
