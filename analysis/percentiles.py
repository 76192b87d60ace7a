"""What a percentile of n cases is worth, whatever their distribution: order statistics and tolerance limits.

Second opinion beside the verdict. Wilks, Ann. Math. Stat. 12 (1941) 91-96; Hahn and Meeker, Statistical Intervals,
ch. 5.
"""

from math import ceil, log

import numpy as np
from scipy.special import bdtr

from analysis.cases import Floats
from analysis.limits import DOUBT


def percentile(values: Floats, share: float) -> float:
    """The value at rank (n + 1) share, as textbooks and NIST print it (numpy's own default is another definition)."""
    return float(np.quantile(values, share, method="weibull"))


def rank_confidence(n: int, share: float, lower: int, upper: int) -> float:
    """How often the true percentile lies between the `lower`-th and the `upper`-th smallest of n independent cases."""
    return float(bdtr(upper - 1, n, share) - bdtr(lower - 1, n, share))


def cases_for_coverage(share: float, *, two_sided: bool, doubt: float = DOUBT) -> int:
    """The fewest cases whose largest value (two-sided: smallest and largest) bounds `share` of all; share below 1."""
    n = ceil(log(doubt) / log(share))
    if not two_sided:
        return n
    while n * share ** (n - 1) - (n - 1) * share**n > doubt:
        n += 1
    return n
