"""How many cases come and how many get done (step 10): inflow, outflow, whether the process is at its limit.

Inflow and outflow of a steady process are equal, so their ratio alone would call everything full. A process is
saturated only if its queue grew beyond chance and by something that matters, while it did not get more done.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import inf, sqrt
from zoneinfo import ZoneInfo

import numpy as np

from analysis.cases import CleanCases, Floats
from analysis.limits import limits
from analysis.trend import mann_kendall
from analysis.weeks import DAY, WEEK, Weeks

WEEKS = 26
BLOCK = 28 * DAY
PRESENT = 90 * DAY  # "what comes in now": a quarter, as long as a promise looks back where cases are many
GROWTH_SIGMAS = 1.645
LEAST_GROWTH = 0.05
RISING_DOUBT = 0.05
HOUR = 3600.0
OPEN_PART = 0.1  # an hour (a weekday) with under a tenth of the busiest one's calls is not an opening hour
BUSY_PART = 4  # the busiest quarter of the weeks
FEWEST_BUSY_WEEKS = 2
PEAK_PART = 1.25  # a peak hour has a quarter more than the opening hours on average


@dataclass(frozen=True, slots=True)
class Little:
    """Little's law as a check of the data: cases in progress on average, and arrivals times mean time to finish."""

    in_progress: float
    expected: float


@dataclass(frozen=True, slots=True)
class Flow:
    """The same `weeks` weeks before the last start for all figures; whole: there were fewer than 26, all were taken.

    lambda0, mu: starts and completions a day; lambda_low, lambda_high: starts a day in the calmest and in the busiest
    4-week block (lambda0 itself with less than four weeks). dispersion: how much more than chance weekly starts
    differ, at least 1 (variance over mean). queue: open at the last start. growth: mean weekly starts
    minus completions, over its standard error. grown: the queue's growth as a part of the inflow. rising: p of
    completions that rise as much without any trend. present_a_week: starts a week over the 90 days before the last
    start; most_a_week: the most completions a week that it kept up for four weeks in that time (None with less).
    """

    weeks: int
    whole: bool
    lambda0: float
    mu: float
    lambda_low: float
    lambda_high: float
    dispersion: float
    saturated: bool
    queue: int
    growth: float
    grown: float
    rising: float
    present_a_week: float
    most_a_week: float | None
    little: Little


@dataclass(frozen=True, slots=True)
class Busy:
    """A promise in the busiest quarter of its weeks: cases a week there and at most, share kept and its limits."""

    a_week: float
    most_a_week: float
    share: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Peak:
    """Calls an hour in the peak hours of the days on which the phones are open, and how that rate moved in blocks.

    first_hour, last_hour: the earliest peak hour and the hour at which the last one ends, on the wall clock.
    """

    an_hour: float
    low: float
    high: float
    first_hour: int
    last_hour: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """Starts a week before and during a campaign, the second over the first less one; so many days of it are known."""

    before_a_week: float
    during_a_week: float
    uplift: float
    days: float
    whole: bool


def flow(cases: CleanCases) -> Flow | None:
    """Step 10's inflow and outflow. None with less than a week between first and last start."""
    if not len(cases):
        return None
    last, end = float(np.max(cases.start)), cases.start + cases.time
    weeks = min(WEEKS, int((last - float(np.min(cases.start))) // WEEK))
    if weeks < 1:
        return None
    first = last - weeks * WEEK
    starts, ends = _counts(cases.start, last, weeks, WEEK), _counts(end, last, weeks, WEEK)
    more = starts - ends
    error = float(np.std(more, ddof=1)) / sqrt(weeks) if weeks > 1 else 0.0
    growth = float(np.mean(more)) / error if error > 0 else (inf if weeks > 1 and np.mean(more) > 0 else 0.0)
    inflow, outflow = float(np.sum(starts)), float(np.sum(ends))
    grown = float(np.sum(more)) / inflow if inflow else 0.0
    trend = mann_kendall(ends)
    rising = trend.rising if trend is not None else 1.0
    saturated = weeks >= 3 and growth > GROWTH_SIGMAS and grown >= LEAST_GROWTH and rising > RISING_DOUBT
    blocks = int(weeks * WEEK // BLOCK)
    lambda0 = inflow / (weeks * 7)
    paces = np.append(_counts(cases.start, last, blocks, BLOCK) / 28.0, lambda0)
    span = min(PRESENT, last - float(np.min(cases.start)))
    full = int(span // BLOCK)
    return Flow(
        weeks=weeks,
        whole=weeks < WEEKS,
        lambda0=lambda0,
        mu=outflow / (weeks * 7),
        lambda_low=float(np.min(paces)),
        lambda_high=float(np.max(paces)),
        dispersion=max(1.0, float(np.var(starts, ddof=1) / np.mean(starts))) if weeks > 1 and inflow else 1.0,
        saturated=bool(saturated and outflow > 0),
        queue=int(np.count_nonzero((cases.start <= last) & ~(end <= last))),
        growth=growth,
        grown=grown,
        rising=rising,
        present_a_week=float(np.count_nonzero(cases.start >= last - span)) / (span / WEEK),
        most_a_week=float(np.max(_counts(end, last, full, BLOCK))) / 4.0 if full else None,
        little=_little(cases, end, first, last),
    )


def peak(cases: CleanCases, zone: str) -> Peak | None:
    """The rate of calls that decides how many agents are needed, over the weeks of `flow`. None with under a week.

    Peak hours: the hours of the day with a quarter more calls than the opening hours have on average; where no hour
    stands out, all opening hours. Days: the weekdays with at least a tenth of the busiest one's calls.
    """
    if not len(cases):
        return None
    last = float(np.max(cases.start))
    weeks = min(WEEKS, int((last - float(np.min(cases.start))) // WEEK))
    if weeks < 1:
        return None
    start = cases.start[(cases.start >= last - weeks * WEEK) & (cases.start < last)]
    weekday, hour = _wall_clock(start, zone)
    by_hour = np.bincount(hour, minlength=24)
    by_day = np.bincount(weekday, minlength=7)
    days = np.flatnonzero(by_day >= OPEN_PART * np.max(by_day))
    opening = by_hour >= OPEN_PART * np.max(by_hour)
    busy = opening & (by_hour >= PEAK_PART * np.mean(by_hour[opening]))
    hours = np.flatnonzero(busy if busy.any() else opening)
    counted = start[np.isin(hour, hours) & np.isin(weekday, days)]
    hours_a_week = len(days) * len(hours)
    blocks = _counts(counted, last, int(weeks * WEEK // BLOCK), BLOCK) / (4.0 * hours_a_week)
    mean = len(counted) / (weeks * hours_a_week)
    low, high = (float(np.min(blocks)), float(np.max(blocks))) if len(blocks) else (mean, mean)
    return Peak(mean, min(low, mean), max(high, mean), int(hours[0]), int(hours[-1]) + 1)


def busiest(weeks: Weeks, phi: float) -> Busy | None:
    """How a promise fares when there is most to do. None with fewer than two weeks that have cases."""
    counted = np.flatnonzero(weeks.n > 0)
    number = max(FEWEST_BUSY_WEEKS, len(counted) // BUSY_PART)
    if len(counted) < number:
        return None
    most = counted[np.argsort(-weeks.n[counted], kind="stable")[:number]]
    n, kept = int(np.sum(weeks.n[most])), int(np.sum(weeks.kept[most]))
    return Busy(n / number, float(np.max(weeks.n)), kept / n, *limits(kept / n, n / phi))


def _counts(moments: Floats, last: float, bins: int, size: float) -> Floats:
    """How many fall into each of `bins` bins of `size` seconds that end before `last`, oldest first; NaN nowhere."""
    inside = moments[(moments >= last - bins * size) & (moments < last)]
    number = np.floor((inside - (last - bins * size)) / size).astype(np.int64)
    return np.bincount(np.minimum(number, bins - 1), minlength=bins).astype(np.float64) if bins else np.zeros(0)


def _little(cases: CleanCases, end: Floats, first: float, last: float) -> Little:
    """Little, Operations Research 9 (1961) 383-387: L = lambda W over the window."""
    until = np.minimum(np.where(np.isnan(end), np.inf, end), last)
    inside = np.maximum(0.0, until - np.maximum(cases.start, first))
    ended = (end >= first) & (end < last)
    mean = float(np.mean(cases.time[ended])) if ended.any() else 0.0
    return Little(float(np.sum(inside)) / (last - first), int(np.count_nonzero(ended)) / (last - first) * mean)


def _wall_clock(moments: Floats, zone: str) -> tuple["np.typing.NDArray[np.int64]", "np.typing.NDArray[np.int64]"]:
    """Weekday (0 Monday) and hour of each moment in a zone."""
    hours = np.floor(moments / HOUR).astype(np.int64)
    distinct, place = np.unique(hours, return_inverse=True)
    there = np.array([_weekday_hour(int(one), zone) for one in distinct], dtype=np.int64).reshape(-1, 2)[place]
    return there[:, 0], there[:, 1]


@lru_cache(maxsize=20_000)
def _weekday_hour(hour: int, zone: str) -> tuple[int, int]:
    # Zones with half hours: the hour's beginning decides.
    local = datetime.fromtimestamp(hour * HOUR, ZoneInfo(zone))
    return local.weekday(), local.hour


def came_in(cases: CleanCases, first: float, last: float) -> CameIn | None:
    """What came between two instants against the 90 days before. None before it began, or without anything before."""
    until = min(last, cases.at)
    began = float(np.min(cases.start)) if len(cases) else np.inf
    span = min(PRESENT, first - began)
    if until <= first or span < WEEK:
        return None
    before = float(np.count_nonzero((cases.start >= first - span) & (cases.start < first))) / (span / WEEK)
    if before <= 0:
        return None
    during = float(np.count_nonzero((cases.start >= first) & (cases.start < until))) / ((until - first) / WEEK)
    return CameIn(before, during, during / before - 1.0, (until - first) / DAY, until >= last)
