"""Time inside opening hours: seconds between two instants, counted only while somebody is there.

Opening hours are wall clock in one zone; what is counted are real seconds, so the night when clocks go back may have an
hour more. An opening time that does not exist that night begins when the clock jumps; of one that exists twice the
first counts. Pure and vectorised: two look-ups a case.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from math import ceil, inf
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Spans = tuple[tuple[int, int], ...]

DAY_MINUTES = 24 * 60
WEEKDAYS = 7
# As the times of cases: "exactly at T" must not hang on the last bit of a float.
DECIMALS = 6
_FIRST, _LAST = date(1, 1, 3), date(9999, 12, 28)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a process works. `week`: Monday first, each day's spans as (from, to) in minutes since midnight, in order.

    holidays: days on which nobody is there, whatever their weekday. Raises ValueError for spans that are empty, overlap
    or leave the day, and for a week that never opens.

    >>> office = OpeningHours("Europe/Rome", (((540, 1080),),) * 5 + ((),) * 2)
    >>> office.day / 3600, office.week_seconds / 3600
    (9.0, 45.0)
    """

    zone: str
    week: tuple[Spans, ...]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != WEEKDAYS or not any(self.week):
            raise ValueError("a week has seven days, and opens on one of them at least")
        for spans in self.week:
            ends = [minute for span in spans for minute in span]
            if any(first >= last for first, last in spans) or ends != sorted(ends):
                raise ValueError("the spans of a day follow each other and do not overlap")
            if ends and not 0 <= ends[0] <= ends[-1] <= DAY_MINUTES:
                raise ValueError("a span lies inside its day")

    @property
    def week_seconds(self) -> float:
        """Seconds of an ordinary week."""
        return 60.0 * sum(last - first for spans in self.week for first, last in spans)

    @property
    def day(self) -> float:
        """Seconds of a working day: the mean over the weekdays that open at all."""
        return self.week_seconds / sum(1 for spans in self.week if spans)

    @property
    def key(self) -> str:
        """The same text for the same hours: part of what a verdict rests on."""
        return f"{self.zone}|{self.week}|{','.join(sorted(day.isoformat() for day in self.holidays))}"


def inside(hours: OpeningHours, start: Floats, end: Floats) -> Floats:
    """Seconds inside opening hours from each start to its end (seconds since 1970 UTC); negative the other way round.

    Arrays of one length, or single numbers. NaN stays NaN. 166,000 cases over a year take about 20 ms.
    """
    known = np.concatenate([np.ravel(start), np.ravel(end)])
    known = known[np.isfinite(known)]
    if not len(known):
        return np.asarray(end - start, dtype=np.float64)
    at, counted = _clock(hours, float(known.min()), float(known.max()))
    spent = np.interp(end, at, counted) - np.interp(start, at, counted)
    return np.asarray(np.round(np.where(np.isnan(start) | np.isnan(end), np.nan, spent), DECIMALS), dtype=np.float64)


def back(hours: OpeningHours, at: float, seconds: float) -> float:
    """The latest instant from which `seconds` of opening hours have passed until `at`: D - T in business time.

    Minus infinity where the calendar does not reach back so far. Raises ValueError for negative seconds.
    """
    if seconds < 0:
        raise ValueError("seconds are not negative")
    # Every holiday may cost a day, and the week it began in may be cut.
    days = (ceil(seconds / hours.week_seconds) + 2) * WEEKDAYS + 2 * len(hours.holidays)
    try:
        first = (datetime.fromtimestamp(at, UTC) - timedelta(days=days)).timestamp()
    except (OverflowError, ValueError, OSError):
        return -inf
    points, counted = _clock(hours, first, at)
    wanted = float(np.interp(at, points, counted)) - seconds
    if wanted < 0:
        return -inf
    # Where nothing was counted for a while, the latest instant is the end of that while.
    place = int(np.searchsorted(counted, wanted, side="right"))
    if place >= len(points):
        return at
    return float(min(at, points[place] - (counted[place] - wanted)))


def _clock(hours: OpeningHours, first: float, last: float) -> tuple[Floats, Floats]:
    """Instants where a span begins or ends, ascending, and the seconds counted until each."""
    zone = ZoneInfo(hours.zone)
    days = (_day(first, zone) - timedelta(days=1), _day(last, zone) + timedelta(days=1))
    return _counted(hours, max(days[0], _FIRST).toordinal(), min(days[1], _LAST).toordinal())


@lru_cache(maxsize=16)
def _counted(hours: OpeningHours, first: int, last: int) -> tuple[Floats, Floats]:
    zone = ZoneInfo(hours.zone)
    points: list[float] = [_instant(date.fromordinal(first), 0, zone)]
    counted: list[float] = [0.0]
    for ordinal in range(first, last + 1):
        day = date.fromordinal(ordinal)
        if day in hours.holidays:
            continue
        for opens, closes in hours.week[day.weekday()]:
            began, ended = _instant(day, opens, zone), _instant(day, closes, zone)
            if ended <= began:  # the whole span fell into the hour that the clock skipped
                continue
            if began > points[-1]:
                points.append(began)
                counted.append(counted[-1])
            points.append(ended)
            counted.append(counted[-1] + ended - began)
    points.append(max(points[-1], _instant(date.fromordinal(last), DAY_MINUTES, zone)) + 1.0)
    counted.append(counted[-1])
    found = np.array(points), np.array(counted)
    for array in found:
        array.flags.writeable = False
    return found


def _instant(day: date, minute: int, zone: ZoneInfo) -> float:
    """A wall clock minute as seconds since 1970 UTC; in the gap of a clock change, the moment of the jump."""
    if minute == DAY_MINUTES:
        day, minute = day + timedelta(days=1), 0
    wall = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    late = wall.timestamp()
    early = wall.replace(fold=1).timestamp()
    if early >= late:  # an ordinary minute, or one that exists twice: the first
        return late
    while late - early > 1.0:
        middle = early + (late - early) // 2
        before = datetime.fromtimestamp(middle, zone).utcoffset() == datetime.fromtimestamp(early, zone).utcoffset()
        early, late = (middle, late) if before else (early, middle)
    return late


def _day(at: float, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at, zone).date()
