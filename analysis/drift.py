"""Is the process getting worse, or better, and since when (step 9 of the promise rules).

Weekly shares over full matured weeks on Laney's p' chart (with exact limits where misses are rare); where weeks hold
too few cases, the share of each four weeks on an XmR chart. The trend (Mann-Kendall) looks at four-week blocks, at most
a year of them. Pettitt's change point, the scatter (Brown-Forsythe) and the matured cases against the curve are told
beside them and decide nothing.
"""

from dataclasses import dataclass

import numpy as np

from analysis.cases import CleanCases, Floats, Rows
from analysis.control import Chart, exact_where_thin, p_prime_chart, streaks, xmr_chart
from analysis.population import Population, population
from analysis.rule import Rule
from analysis.today import BLOCK
from analysis.trend import levene, mann_kendall, pettitt
from analysis.verdict import Assessment
from analysis.weeks import DAY, FEWEST_IN_A_WEEK, FEWEST_WEEKS, WEEK, weekly

LAST_WEEKS = 4
FEWEST_BLOCKS = 8
DOUBT = 0.05
YEAR = 365 * DAY
BEYOND, RUN, TREND, CHANGE, SCATTER, MATURED = "beyond", "run", "trend", "change", "scatter", "matured"
WEEKS, BLOCKS_OF_FOUR, NONE = "weeks", "blocks", "none"


@dataclass(frozen=True, slots=True)
class Signal:
    """A test that fired. code: `beyond`, `run`, `trend` (these decide), `change`, `scatter`, `matured` (told beside).

    side: -1 for the worse, +1 for the better, 0 neither. since: seconds since 1970. count: periods, blocks or cases it
    rests on. p: of the tests that have one.
    """

    code: str
    side: int
    since: float
    count: int
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One week (or four): its start in seconds since 1970, cases, share kept, the limits of chance for that many."""

    start: float
    n: int
    share: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Drift:
    """worsening, improving: never both; since: when that began, None where neither. kind: what a point is.

    signals: every test that fired. points: oldest first; empty, and kind `none`, where there is too little to say.
    centre: the share over all points. blocks: shares of the four-week blocks of the trend, oldest first.
    """

    worsening: bool
    improving: bool
    since: float | None
    signals: tuple[Signal, ...]
    kind: str
    centre: float | None
    points: tuple[Point, ...]
    blocks: tuple[float, ...]

    @property
    def recent_low(self) -> Point | None:
        """The last week below its lower limit among the last four (step 8, the first of its three tests)."""
        low = [point for point in self.points[-LAST_WEEKS:] if point.share < point.lower - 1e-12]
        return low[-1] if low and self.kind == WEEKS else None

    @property
    def falling(self) -> Signal | None:
        """The falling trend, where it fired (step 8, the second test)."""
        return next((signal for signal in self.signals if signal.code == TREND and signal.side < 0), None)


NO_DRIFT = Drift(False, False, None, (), NONE, None, (), ())


def drift(found: Assessment, cases: CleanCases, rule: Rule) -> Drift:
    """Drift of `rule` over these cases, which may reach further back than those of `found`.

    Laney, Quality Engineering 14 (2002) 531-537, one point beyond in the last four full matured weeks, or eight in a
    row on one side up to the last; Mann-Kendall one-sided p < .05 on at least 8 four-week blocks counted back from
    D - T. A full matured week ends by D - T, so that each of its cases has had its time.
    """
    counted = population(cases, rule)
    if not len(counted):
        return NO_DRIFT
    due = counted.at - counted.waits
    starts, n, kept = _full_weeks(counted, due)
    block_starts, block_n, block_kept = _blocks(counted, due)
    kind, chart = NONE, None
    if int(np.count_nonzero(n >= FEWEST_IN_A_WEEK)) >= FEWEST_WEEKS:
        kind, chart, shown = WEEKS, exact_where_thin(p_prime_chart(kept, n), n), (starts, n)
    elif int(np.count_nonzero(block_n >= FEWEST_IN_A_WEEK)) >= FEWEST_BLOCKS:
        enough = block_n >= FEWEST_IN_A_WEEK
        kind, chart = BLOCKS_OF_FOUR, xmr_chart(block_kept[enough] / block_n[enough])
        shown = (block_starts[enough], block_n[enough])
    shares = np.asarray(block_kept / block_n, dtype=np.float64)
    signals: list[Signal] = []
    if chart is not None:
        signals += _charted(chart, shown[0], LAST_WEEKS if kind == WEEKS else 1)
        signals += _told_beside(chart, shown[0])
    signals += _trend(shares, block_starts)
    signals += _matured(found, counted)
    deciding = [signal for signal in signals if signal.code in (BEYOND, RUN, TREND)]
    worse = [signal for signal in deciding if signal.side < 0]
    better = [signal for signal in deciding if signal.side > 0]
    current = worse or better
    return Drift(
        worsening=bool(worse),
        improving=bool(better) and not worse,
        since=current[0].since if current else None,
        signals=tuple(signals),
        kind=kind,
        centre=None if chart is None else chart.centre,
        points=() if chart is None else _points(chart, *shown),
        blocks=tuple(shares.tolist()),
    )


def _full_weeks(counted: Population, due: float) -> tuple[Floats, Rows, Rows]:
    """The 7-day bins from the first start that end by D - T and hold a case of known fate."""
    weeks = weekly(counted.start, counted.matured & counted.known, counted.kept)
    full = (weeks.start + WEEK <= due + 1e-6) & (weeks.n > 0)
    return weeks.start[full], weeks.n[full], weeks.kept[full]


def _blocks(counted: Population, due: float) -> tuple[Floats, Rows, Rows]:
    """The whole four-week blocks of starts counted back from D - T, at most a year of them, oldest first."""
    first = float(np.min(counted.start))
    most = min(int((due - first + 1e-6) // BLOCK), int(YEAR // BLOCK))
    if most < 1:
        return np.empty(0), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    # A block holds its end, not its start, as those of step 6 do.
    number = np.floor((due - counted.start) / BLOCK).astype(np.int64)
    inside = (number >= 0) & (number < most) & counted.known
    n = np.bincount(number[inside], minlength=most).astype(np.int64)
    kept = np.bincount(number[inside & counted.kept], minlength=most).astype(np.int64)
    starts: Floats = due - BLOCK * np.arange(1.0, most + 1.0)
    some = n > 0
    return starts[some][::-1], n[some][::-1], kept[some][::-1]


def _charted(chart: Chart, starts: Floats, recent: int) -> list[Signal]:
    """One point beyond the limits among the last `recent`, and a run of eight that reaches the last point."""
    found = []
    cut = streaks(chart.sides)
    last = len(starts) - 1
    for side in (-1, 1):
        out = np.flatnonzero(chart.beyond == side)
        out = out[out > last - recent]
        if len(out):
            # It began with the first of the weeks on that side, of which this one is part.
            first = next(first for first, end, _ in cut if first <= out[-1] <= end)
            found.append(Signal(BEYOND, side, float(starts[first]), len(out)))
    found += [
        Signal(RUN, side, float(starts[first]), end - first + 1) for first, end, side in chart.runs() if end == last
    ]
    # The run first: it says best when it began.
    return sorted(found, key=lambda signal: (signal.code != RUN, signal.side))


def _told_beside(chart: Chart, starts: Floats) -> list[Signal]:
    """The level changed once (Pettitt), or the weeks scatter otherwise since the middle (Brown-Forsythe)."""
    found = []
    split = pettitt(chart.values)
    if split is not None and split.p < DOUBT:
        before, after = chart.values[: split.after], chart.values[split.after :]
        side = int(np.sign(np.median(after) - np.median(before)) or np.sign(np.mean(after) - np.mean(before)))
        found.append(Signal(CHANGE, side, float(starts[split.after]), len(after), split.p))
    half = len(chart.values) // 2
    scatter = levene([chart.values[:half], chart.values[half:]])
    if scatter is not None and scatter.p < DOUBT:
        found.append(Signal(SCATTER, 0, float(starts[half]), len(chart.values), scatter.p))
    return found


def _trend(shares: Floats, starts: Floats) -> list[Signal]:
    tested = mann_kendall(shares) if len(shares) >= FEWEST_BLOCKS else None
    split = pettitt(shares)
    if tested is None or split is None:
        return []
    since = float(starts[split.after])
    if tested.falling < DOUBT:
        return [Signal(TREND, -1, since, len(shares), tested.falling)]
    return [Signal(TREND, 1, since, len(shares), tested.rising)] if tested.rising < DOUBT else []


def _matured(found: Assessment, counted: Population) -> list[Signal]:
    """Matured cases against the curve over all: more than two standard errors apart, those still young go otherwise."""
    for caveat in found.warnings:
        if caveat.code == "process_changing":
            side = 1 if caveat.facts["all"] > caveat.facts["matured"] else -1
            return [Signal(MATURED, side, counted.at - counted.waits, caveat.count)]
    return []


def _points(chart: Chart, starts: Floats, n: Rows) -> tuple[Point, ...]:
    columns = (starts.tolist(), n.tolist(), chart.values.tolist(), chart.lower.tolist(), chart.upper.tolist())
    return tuple(Point(*row) for row in zip(*columns, strict=True))
