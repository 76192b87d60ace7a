"""Control charts: what a process does by itself, and what is more than that.

Shewhart, Economic Control of Quality (1931); Laney, Quality Engineering 14 (2002) 531-537; Wheeler and Chambers,
Understanding Statistical Process Control, for XmR. Two rules only: one point beyond the limits, eight in a row on one
side of the centre. Each further rule would bring false alarms of its own.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc

from analysis.cases import Floats, Rows

RUN = 8
D2 = 1.128  # the mean range of two, as rounded in every table of constants; 3/1.128 is the "2.66" of XmR
SIGMAS = 3.0
TAIL = 0.00135  # of a bell curve beyond three sigmas, on one side
LEAST_EXPECTED = 3.0  # -ln .05


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """values with centre and limits, all of one length (centre is one figure). scatter: Laney's sigma_z, 1 elsewhere.

    sides: +1 above the centre, -1 below it, 0 on it. beyond: +1 or -1 outside the limits, else 0.
    """

    values: Floats
    centre: float
    lower: Floats
    upper: Floats
    scatter: float

    @property
    def sides(self) -> Rows:
        """On which side of the centre each value lies."""
        # A share that equals the centre but for its last bit lies on it.
        return np.asarray(np.sign(np.round(self.values - self.centre, 12)), dtype=np.int64)

    @property
    def beyond(self) -> Rows:
        """Which values lie outside the limits, and where."""
        above, below = self.values > self.upper + 1e-12, self.values < self.lower - 1e-12
        return np.asarray(above.astype(np.int64) - below.astype(np.int64))

    def runs(self) -> tuple[tuple[int, int, int], ...]:
        """Runs of eight or more on one side: (first, last, side), oldest first."""
        return tuple(run for run in streaks(self.sides) if run[2] != 0 and run[1] - run[0] + 1 >= RUN)


def p_chart(kept: Rows, n: Rows) -> Chart:
    """Shares with their binomial limits, p +- 3 sqrt(p (1 - p)/n), cut at 0 and 1 (Shewhart's p chart). n above 0."""
    return _shares(kept, n, 1.0)


def p_prime_chart(kept: Rows, n: Rows) -> Chart:
    """Laney's p' chart: the binomial limits times sigma_z, how much more (or less) the shares move than chance.

    z = (p_i - p)/sqrt(p (1 - p)/n_i); sigma_z = mean |z_i - z_(i-1)|/1.128. n above 0, at least two shares; with all or
    none kept there is nothing to scatter and the limits are the centre.
    """
    plain = _shares(kept, n, 1.0)
    sigma = _binomial_sigma(plain.centre, n)
    if len(n) < 2 or not np.all(sigma > 0):
        return plain
    z = (plain.values - plain.centre) / sigma
    return _shares(kept, n, float(np.mean(np.abs(np.diff(z)))) / D2)


def exact_where_thin(chart: Chart, n: Rows) -> Chart:
    """The same chart of shares, with exact limits, where these are wider, for points of which fewer than three misses
    (or, where nothing is kept, three kept) are to be expected.

    There the limits of a bell curve are crossed by a miss or two: Montgomery, Introduction to Statistical Quality
    Control, wants n p of 3 at least (at least one is then found 95 times of 100), and probability limits below: the
    tail of the binomial at .00135, as beyond three sigmas. Laney's limits, which know the scatter, count beside them.
    """
    rare = min(chart.centre, 1.0 - chart.centre)
    thin = np.flatnonzero(n * rare < LEAST_EXPECTED)
    if rare <= 0.0 or not len(thin):
        return chart
    # The side on which the rare ones count: misses pull the share down, kept ones up.
    down = chart.centre >= 0.5
    most = {int(size): _most(int(size), rare) / int(size) for size in n[thin]}
    lower, upper = chart.lower.copy(), chart.upper.copy()
    for place in thin.tolist():
        reach = most[int(n[place])]
        if down:
            lower[place] = min(lower[place], 1.0 - reach)
        else:
            upper[place] = max(upper[place], reach)
    return replace(chart, lower=lower, upper=upper)


def _most(n: int, rare: float) -> int:
    """The most rare ones of n that chance alone brings at least .00135 of the time."""
    counts = np.arange(1.0, n + 1.0)
    return int(np.count_nonzero(betainc(counts, n - counts + 1.0, rare) >= TAIL))


def xmr_chart(values: Floats) -> Chart:
    """One value a period: mean +- 2.66 (exactly 3/1.128) times the mean moving range. At least two values."""
    centre = float(np.mean(values))
    reach = SIGMAS / D2 * float(np.mean(np.abs(np.diff(values))))
    lower, upper = np.full(len(values), centre - reach), np.full(len(values), centre + reach)
    return Chart(np.asarray(values, dtype=np.float64), centre, lower, upper, 1.0)


def streaks(sides: Rows) -> tuple[tuple[int, int, int], ...]:
    """The series cut where the side changes: (first, last, side), oldest first."""
    if not len(sides):
        return ()
    cuts = np.flatnonzero(np.diff(sides)) + 1
    firsts, lasts = np.append(0, cuts).tolist(), np.append(cuts - 1, len(sides) - 1).tolist()
    return tuple((first, last, int(sides[first])) for first, last in zip(firsts, lasts, strict=True))


def _shares(kept: Rows, n: Rows, scatter: float) -> Chart:
    centre = float(np.sum(kept)) / float(np.sum(n))
    reach = SIGMAS * scatter * _binomial_sigma(centre, n)
    lower, upper = np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)
    return Chart(kept / n, centre, lower, upper, scatter)


def _binomial_sigma(centre: float, n: Rows) -> Floats:
    return np.asarray(np.sqrt(centre * (1.0 - centre) / n), dtype=np.float64)
