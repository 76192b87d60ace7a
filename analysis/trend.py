"""Is a series falling, when did it change, and is one group more scattered than another: tests without a bell curve.

`scipy.special` only: importing `scipy.stats` would cost 0.9 s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from scipy.special import fdtrc, ndtr

from analysis.cases import Floats

MOST_FOR_EXACT = 60  # beyond this the normal approximation is as good, and integers grow long


@dataclass(frozen=True, slots=True)
class Trend:
    """statistic: S, pairs that rise minus pairs that fall. tau_b: S over its range, ties taken out (Kendall 1945).

    falling, rising: one-sided p of so low (so high) an S in a series without trend. exact: counted, not approximated.
    """

    statistic: int
    tau_b: float
    falling: float
    rising: float
    exact: bool


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """after: how many values lie before the change. statistic: K. p: two-sided, of so large a K without any change."""

    after: int
    statistic: int
    p: float


@dataclass(frozen=True, slots=True)
class Scatter:
    """F with its degrees of freedom, and p of so large an F between groups that are equally scattered."""

    f: float
    between: int
    within: int
    p: float


def mann_kendall(values: Floats) -> Trend | None:
    """The test of Mann (Econometrica 13 (1945) 245-259) and Kendall for a trend. None with under 3 values.

    Exact without ties (up to 60 values): S is n (n - 1)/2 minus twice the number of inversions, whose distribution is
    Mahonian. With ties, or more values: normal, variance corrected for ties, with continuity (Gilbert 1987, 16.4).
    """
    n = len(values)
    if n < 3:
        return None
    signs = np.sign(values[None, :] - values[:, None]).astype(np.int64)
    s = int(np.sum(np.triu(signs, 1)))
    _, ties = np.unique(values, return_counts=True)
    pairs = n * (n - 1) // 2
    tied = int(np.sum(ties * (ties - 1)) // 2)
    tau = s / sqrt(pairs * (pairs - tied)) if tied < pairs else 0.0
    if tied == 0 and n <= MOST_FOR_EXACT:
        ways = _inversions(n)
        inversions = (pairs - s) // 2
        return Trend(s, tau, float(np.sum(ways[inversions:])), float(np.sum(ways[: inversions + 1])), exact=True)
    spread = float(n * (n - 1) * (2 * n + 5) - np.sum(ties * (ties - 1) * (2 * ties + 5))) / 18.0
    if spread <= 0:
        return Trend(s, tau, 1.0, 1.0, exact=True)
    falling, rising = float(ndtr((s + 1) / sqrt(spread))), float(ndtr((1 - s) / sqrt(spread)))
    return Trend(s, tau, falling, rising, exact=False)


def pettitt(values: Floats) -> ChangePoint | None:
    """Pettitt's change point (Applied Statistics 28 (1979) 126-135). None with under 3 values.

    K = max |U_t|, U_t the sum of sign(x_t - x_j) over pairs across t; p = 2 exp(-6 K^2/(n^3 + n^2)), at most 1.
    """
    n = len(values)
    if n < 3:
        return None
    signs = np.sign(values[:, None] - values[None, :])
    u = np.cumsum(np.sum(signs, axis=1))
    place = int(np.argmax(np.abs(u[:-1])))
    k = int(abs(u[place]))
    return ChangePoint(place + 1, k, min(1.0, 2.0 * exp(-6.0 * k * k / (n**3 + n**2))))


def levene(groups: Sequence[Floats], *, center: str = "median") -> Scatter | None:
    """Levene's test of equal scatter; around the median it is that of Brown and Forsythe (JASA 69 (1974) 364-367).

    The centre decides: around the mean a heavy tail looks like unequal scatter. center: "median" or "mean". None with
    under two groups, or where no value differs from its centre in any way that can be compared.
    """
    if len(groups) < 2 or any(len(group) == 0 for group in groups):
        return None
    middle = np.median if center == "median" else np.mean
    away = [np.abs(group - middle(group)) for group in groups]
    n, k = sum(len(group) for group in groups), len(groups)
    if n <= k:
        return None
    means = [float(np.mean(group)) for group in away]
    grand = float(np.sum([np.sum(group) for group in away])) / n
    between = sum(len(group) * (mean - grand) ** 2 for group, mean in zip(away, means, strict=True))
    within = float(sum(np.sum((group - mean) ** 2) for group, mean in zip(away, means, strict=True)))
    if within <= 0:
        return None
    f = (n - k) / (k - 1) * between / within
    return Scatter(f, k - 1, n - k, float(fdtrc(k - 1, n - k, f)))


def _inversions(n: int) -> Floats:
    """How likely each number of inversions is in a random order of n (a product of uniform distributions)."""
    ways = np.ones(1)
    for size in range(2, n + 1):
        ways = np.convolve(ways, np.full(size, 1.0 / size))
    return ways
