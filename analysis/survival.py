"""The curve of time against share kept, where some cases are still open: Kaplan-Meier with Greenwood's variance.

Kaplan and Meier, JASA 53 (1958) 457-481; Greenwood, Reports on Public Health 33 (1926). Agrees with
`scipy.stats.ecdf(CensoredData).cdf` and R's `survfit` (tests/analysis/test_survival.py).
"""

from dataclasses import dataclass

import numpy as np

from analysis.cases import Bools, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A step function that rises at each observed finish.

    times: distinct finish times, ascending. kept: share F finished by then. variance: Greenwood's V of that share.
    Before the first time the share is 0. Where nothing was censored earlier, kept is the plain k/n and V = F(1 - F)/n.
    """

    times: Floats
    kept: Floats
    variance: Floats

    def at(self, time: float) -> tuple[float, float]:
        """Share kept at `time` and its variance. Beyond the last finish the curve stays where it was."""
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        return (0.0, 0.0) if index < 0 else (float(self.kept[index]), float(self.variance[index]))

    def first_time_at(self, share: float) -> float | None:
        """The smallest observed time with F >= share (the left end of a flat piece), None when never reached."""
        # A share such as 16/20 comes out of the product as .7999999999999998: same share, hence the tolerance.
        reached = np.flatnonzero(self.kept >= share - 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(times: Floats, finished: Bools) -> Curve:
    """The curve of `times` (not NaN; inf for never), of which those not `finished` are censored at their time.

    A case censored at the very time of a finish was still at risk then.
    F = 1 - prod(1 - d_i/n_i); V = (1 - F)^2 sum d_i/(n_i (n_i - d_i)).
    """
    n = len(times)
    found, deaths = np.unique(times[finished], return_counts=True)
    at_risk = n - np.searchsorted(np.sort(times), found, side="left")
    still = np.cumprod((at_risk - deaths) / at_risk)
    left = at_risk - deaths
    terms = np.divide(deaths, at_risk * left.astype(np.float64), out=np.zeros(len(found)), where=left > 0)
    kept = np.asarray(1.0 - still, dtype=np.float64)
    variance = still**2 * np.cumsum(terms)
    # Until the first censoring the product is k/n: say it without rounding.
    first_censored = np.min(times[~finished], initial=np.inf)
    plain = int(np.searchsorted(found, first_censored, side="right"))
    kept[:plain] = np.cumsum(deaths[:plain]) / n if n else kept[:plain]
    variance[:plain] = kept[:plain] * (1.0 - kept[:plain]) / n if n else variance[:plain]
    return Curve(found, kept, np.asarray(variance, dtype=np.float64))
