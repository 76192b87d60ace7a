"""What could be promised today (step 6), and the curve of time promised against share kept with its band."""

from dataclasses import dataclass

import numpy as np

from analysis.cases import Floats, Rows
from analysis.limits import lower_limits, upper_limits
from analysis.population import Population
from analysis.survival import Curve, kaplan_meier
from analysis.weeks import DAY

BLOCK = 28 * DAY
BLOCKS = 6
FEWEST_IN_A_BLOCK = 20
FIRST_CHUNK = 256
TINY = 1e-300  # stands in for no cases at all, where the limit is set by hand


@dataclass(frozen=True, slots=True)
class Block:
    """28 days of starts, after `start` up to and including `end` (seconds since 1970), and how they went.

    n: its cases. share: F at the promised threshold. reached: the smallest threshold with F >= p0; None with fewer
    than 20 cases or when p0 is never reached.
    """

    start: float
    end: float
    n: int
    share: float | None
    reached: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """For a picture: thresholds ascending, share kept within each, its limits. All of one length, about 400."""

    times: Floats
    share: Floats
    lower: Floats
    upper: Floats


class Evidence:
    """A curve with the effective number of cases at each point (step 4), phi taken at the promised threshold."""

    def __init__(self, cases: Population, curve: Curve, phi: float) -> None:
        self._cases, self._curve, self._phi = cases, curve, phi
        self._sure = int(np.count_nonzero(cases.done | cases.never))
        self._waiting = np.sort(cases.reach[~cases.done & ~cases.never])

    def n_eff(self, points: Rows) -> Floats:
        """min(F (1 - F)/V, n_known)/phi at these indices of the curve; where F = 1, matured cases/phi."""
        share, variance = self._curve.kept[points], self._curve.variance[points]
        known = self._sure + len(self._waiting) - np.searchsorted(self._waiting, self._curve.times[points], side="left")
        independent = np.divide(share * (1.0 - share), variance, out=np.full(len(points), np.inf), where=variance > 0)
        n = np.minimum(independent, known) / self._phi
        for place in np.flatnonzero(share >= 1.0):  # the last point at most
            n[place] = self._cases.matured_by(float(self._curve.times[points[place]])) / self._phi
        return np.asarray(n, dtype=np.float64)

    def lower(self, points: Rows) -> Floats:
        """L at these indices, 0 where there are no cases to speak of."""
        n = self.n_eff(points)
        limits = lower_limits(self._curve.kept[points], np.maximum(n, TINY))
        return np.asarray(np.where(n > 0, limits, 0.0), dtype=np.float64)

    def upper(self, points: Rows) -> Floats:
        """U at these indices, 1 where there are no cases to speak of."""
        n = self.n_eff(points)
        limits = upper_limits(self._curve.kept[points], np.maximum(n, TINY))
        return np.asarray(np.where(n > 0, limits, 1.0), dtype=np.float64)

    def soonest(self, share: float) -> float | None:
        """(b): the smallest observed t with L(t) >= p0, in the form of `reach`. None: no honest figure yet.

        L is no monotone function of t where cases are open, hence every t is asked; only those with F(t) >= p0 can
        answer.
        """
        candidates = np.flatnonzero(self._curve.kept >= share)
        chunk, done = FIRST_CHUNK, 0
        while done < len(candidates):
            points = candidates[done : done + chunk]
            enough = np.flatnonzero(self.lower(points) >= share)
            if len(enough):
                return float(self._curve.times[points[enough[0]]])
            done, chunk = done + chunk, chunk * 4
        return None

    def band(self, points: int = 400) -> Band:
        """The curve in the reader's figures, thinned to about `points`; the one at the threshold is always there."""
        length = len(self._curve.times)
        chosen = np.linspace(0, length - 1, min(points, length)).round().astype(np.int64)
        here = int(np.searchsorted(self._curve.times, self._cases.at_most, side="right")) - 1
        chosen = np.unique(np.append(chosen, here) if here >= 0 else chosen)
        turned = slice(None, None, -1 if self._cases.sign < 0 else 1)
        return Band(
            times=(self._cases.sign * self._curve.times[chosen])[turned],
            share=self._curve.kept[chosen][turned],
            lower=self.lower(chosen)[turned],
            upper=self.upper(chosen)[turned],
        )


def blocks(cases: Population, share: float) -> tuple[Block, ...]:
    """(c): the six 28-day blocks of starts counted back from D - T (from D for a value), latest first."""
    found = []
    for number in range(BLOCKS):
        end = cases.at - cases.waits - number * BLOCK
        inside = (cases.start > end - BLOCK) & (cases.start <= end)
        n = int(np.count_nonzero(inside))
        curve = kaplan_meier(cases.reach[inside], cases.done[inside])
        reached = curve.first_time_at(share) if n >= FEWEST_IN_A_BLOCK else None
        found.append(
            Block(
                start=end - BLOCK,
                end=end,
                n=n,
                share=curve.at(cases.at_most)[0] if n else None,
                reached=None if reached is None else cases.sign * reached,
            )
        )
    return tuple(found)


def track_record(found: tuple[Block, ...], sign: float = 1.0) -> float | None:
    """The worst of the six blocks; None as soon as one of them has none."""
    reached = [block.reached for block in found if block.reached is not None]
    return sign * max(sign * time for time in reached) if len(reached) == BLOCKS else None
