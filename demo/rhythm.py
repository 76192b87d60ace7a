"""When things happen at Tostalba: days, hours, the August dip, and how long each case takes.

Everything is drawn from a seed, so that the example company is the same on every machine. Instants are seconds since
1970 UTC; hours of the day are wall clock in Faenza.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]

SEED = 1958
HOUR, DAY, WEEK = 3600.0, 86_400.0, 7 * 86_400.0
# Summer time ends on 25 October 2026 at 01:00 UTC: the only change between May and December.
WINTER = datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp()
# 22 November 2026, 24:00 in Faenza.
SNAPSHOT = datetime(2026, 11, 22, 23, tzinfo=UTC).timestamp()
FIRST_DAY = date(2026, 5, 25)
TRIES = 24


@dataclass(frozen=True)
class Rhythm:
    """When cases begin. weekdays: seven weights from Monday; hours: 24 weights; season: a factor for a day."""

    weekdays: tuple[float, ...]
    hours: tuple[float, ...]
    season: Callable[[date], float] = lambda _day: 1.0


@dataclass(frozen=True)
class Pace:
    """How long cases take: knots (time in seconds, share done by then), from share 0 to 1.

    late: from weekday and hour, how much later than others (in standard deviations). weeks: how unlike the weeks are.
    ends: on which (weekday, hour) a case can end; None: at any time.
    """

    knots: tuple[tuple[float, float], ...]
    late: Callable[[Whole, Floats], Floats] = lambda weekday, _hour: np.zeros(len(weekday))
    weeks: float = 0.0
    ends: Callable[[Whole, Floats], Bools] | None = None


def august(day: date) -> float:
    """Italy in August: half as much, and almost nothing around the 15th."""
    if date(2026, 8, 3) <= day <= date(2026, 8, 23):
        return 0.3 if date(2026, 8, 10) <= day <= date(2026, 8, 18) else 0.6
    return 1.0


def hours_of(first: int, last: int, *peaks: int) -> tuple[float, ...]:
    """Hours from `first` up to before `last`, the peaks twice as busy."""
    return tuple((2.0 if hour in peaks else 1.0) if first <= hour < last else 0.0 for hour in range(24))


def instant(day: date, seconds: float) -> float:
    """The instant of a wall-clock time in Faenza, `seconds` after midnight of `day`."""
    naive = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + seconds
    summer = naive - 2 * HOUR
    return summer if summer < WINTER else naive - HOUR


def wall_clock(at: Floats) -> tuple[Whole, Floats]:
    """Weekday (0 Monday) and hour with fraction, in Faenza."""
    local = at + np.where(at < WINTER, 2 * HOUR, HOUR)
    days = np.floor(local / DAY)
    return ((days + 3) % 7).astype(np.int64), (local - days * DAY) / HOUR


def starts(rng: np.random.Generator, rhythm: Rhythm, n: int, first: date, last: date, *, grain: float) -> Floats:
    """`n` starts from `first` to `last` (both included), sorted, on a grain of seconds, none after the snapshot."""
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    weights = np.array([rhythm.weekdays[day.weekday()] * rhythm.season(day) for day in days])
    counts = rng.multinomial(n, weights / weights.sum())
    hours = np.array(rhythm.hours) / sum(rhythm.hours)
    found = []
    for day, count in zip(days, counts.tolist(), strict=True):
        seconds = (rng.choice(24, size=count, p=hours) + rng.random(count)) * HOUR
        # The first two hours of a period are left free, so that no clock change decides who is in it.
        seconds = np.maximum(seconds, 2 * HOUR) if day == first else seconds
        found += [instant(day, float(np.floor(second / grain) * grain)) for second in seconds]
    return np.sort(np.minimum(np.array(found), SNAPSHOT - grain))


def durations(rng: np.random.Generator, start: Floats, pace: Pace, *, grain: float) -> Floats:
    """How long each case takes: the shares of the knots hold to the case, who is late depends on hour and week."""
    n = len(start)
    weekday, hour = wall_clock(start)
    week = np.floor((start - start[0]) / WEEK).astype(np.int64)
    effect = rng.normal(0.0, pace.weeks, int(week.max()) + 1) if pace.weeks else np.zeros(int(week.max()) + 1)
    score = pace.late(weekday, hour) + effect[week] + rng.normal(0.0, 1.0, n)
    rank = np.empty(n)
    rank[np.argsort(score, kind="stable")] = (np.arange(n) + 0.5) / n
    times, shares = (np.array(column) for column in zip(*pace.knots, strict=True))
    piece = np.clip(np.searchsorted(shares, rank, side="left"), 1, len(shares) - 1)
    lasts = np.empty((len(shares), n))
    fits = np.ones((len(shares), n), dtype=np.bool_)
    for place in range(1, len(shares)):
        lasts[place], fits[place] = _within(rng, start, times[place - 1], times[place], pace, grain)
    _swap_misfits(rng, piece, fits)
    return np.asarray(lasts[piece, np.arange(n)])


def with_open(rng: np.random.Generator, start: Floats, lasts: Floats, wanted: int, first: float) -> Floats:
    """Starts moved by whole weeks, as few as possible, until exactly `wanted` cases are still open at the snapshot."""
    start = start.copy()
    still = np.flatnonzero(start + lasts > SNAPSHOT)
    for case in rng.permutation(still)[: max(0, len(still) - wanted)]:
        while start[case] + lasts[case] > SNAPSHOT:
            start[case] -= WEEK
        start[case] -= WEEK * int(rng.integers(0, max(1, int((start[case] - first) / WEEK))))
    for case in rng.permutation(len(start)):
        if int(np.count_nonzero(start + lasts > SNAPSHOT)) >= wanted:
            break
        weeks = int((SNAPSHOT - 1 - start[case]) / WEEK)
        if start[case] + lasts[case] <= SNAPSHOT < start[case] + weeks * WEEK + lasts[case]:
            start[case] += weeks * WEEK
    return start


def _within(
    rng: np.random.Generator, start: Floats, low: float, high: float, pace: Pace, grain: float
) -> tuple[Floats, Bools]:
    """For each case a time above `low` and at most `high` at which it can end, and whether there is one."""
    tries = low + (high - low) * (1.0 - rng.random((TRIES, len(start))))
    tries = np.clip(np.ceil(tries / grain) * grain, np.floor(low / grain) * grain + grain, high)
    if pace.ends is None:
        return tries[0], np.ones(len(start), dtype=np.bool_)
    weekday, hour = wall_clock((start + tries).ravel())
    good = pace.ends(weekday, hour).reshape(tries.shape)
    return tries[np.argmax(good, axis=0), np.arange(len(start))], np.asarray(good.any(axis=0))


def _swap_misfits(rng: np.random.Generator, piece: Whole, fits: Bools) -> None:
    """Cases that cannot end in their piece change places with cases that can: the shares stay as they are."""
    for _round in range(6):
        misfits = np.flatnonzero(~fits[piece, np.arange(len(piece))])
        for case in misfits:
            mine = piece[case]
            partners = np.flatnonzero(fits[mine] & fits[piece, case] & (np.abs(piece - mine) <= 2) & (piece != mine))
            if len(partners):
                partner = int(rng.choice(partners))
                piece[case], piece[partner] = piece[partner], mine
        if not len(misfits):
            return
