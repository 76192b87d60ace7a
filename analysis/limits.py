"""How sure: one-sided 95 % limits of a share on an effective number of cases.

Clopper and Pearson, Biometrika 26 (1934) 404-413, as quantiles of the beta distribution, with n_eff in place of n.
`scipy.special` only: importing `scipy.stats` would cost 0.9 s.
"""

from math import ceil, log, sqrt

import numpy as np
from scipy.special import betaincinv, ndtri

from analysis.cases import Floats

DOUBT = 0.05  # each limit errs at most this often
MOST_CASES = 1 << 40  # beyond this a difference is as good as none


def lower_limits(share: Floats, n_eff: Floats) -> Floats:
    """L = BetaInv(.05; F n, n - F n + 1) elementwise; 0 where F = 0. n_eff above 0."""
    kept = np.asarray(share * n_eff, dtype=np.float64)
    some = kept > 0
    limits = betaincinv(np.where(some, kept, 1.0), n_eff - kept + 1.0, DOUBT)
    return np.asarray(np.where(some, limits, 0.0), dtype=np.float64)


def upper_limits(share: Floats, n_eff: Floats) -> Floats:
    """U = BetaInv(.95; F n + 1, n - F n) elementwise; 1 where F = 1. n_eff above 0."""
    missed = np.asarray(n_eff - share * n_eff, dtype=np.float64)
    some = missed > 0
    limits = betaincinv(share * n_eff + 1.0, np.where(some, missed, 1.0), 1.0 - DOUBT)
    return np.asarray(np.where(some, limits, 1.0), dtype=np.float64)


def limits(share: float, n_eff: float) -> tuple[float, float]:
    """(L, U) of one share. Raises ValueError when n_eff is not above 0: there is no figure then."""
    if not n_eff > 0:
        raise ValueError("no limits without cases")
    one, n = np.array([share]), np.array([n_eff])
    return float(lower_limits(one, n)[0]), float(upper_limits(one, n)[0])


def fewest_cases(share: float) -> int | None:
    """n_min = ceil(ln .05 / ln p0): with fewer, not even all kept supports p0. None for p0 = 1: no number does.

    Wilks' one-sided tolerance limit, Ann. Math. Stat. 12 (1941) 91-96.
    """
    return None if share >= 1 else ceil(log(DOUBT) / log(share))


def deciding_cases(kept: float, target: float) -> int | None:
    """The smallest whole n_eff at which a share `kept` decides against `target`: L >= target or U < target.

    None when no number of cases would: the share is the target itself, or the target is 1 and all were kept.
    """

    def decides(n: int) -> bool:
        lower, upper = limits(kept, float(n))
        return lower >= target or upper < target

    if kept == target:
        return None
    high = 1
    while not decides(high):
        high *= 2
        if high > MOST_CASES:
            return None
    low = high // 2  # does not decide (or is 0); the limits close in steadily as n grows
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if decides(middle) else (middle, high)
    return high


def wilson(kept: int, n: int, doubt: float = DOUBT) -> tuple[float, float]:
    """Wilson's two-sided interval for kept of n (JASA 22 (1927) 209-212), for pictures of plain counts; n above 0."""
    z = float(ndtri(1.0 - doubt / 2.0))
    share = kept / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half
