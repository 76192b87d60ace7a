"""The cases of a process as arrays, what the story says of a promise, and what the verdict engine says of the cases."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from analysis.cases import Cases, cases, clean
from analysis.rule import Direction, Metric, Rule
from analysis.verdict import Assessment, Verdict, assess
from demo.rhythm import SNAPSHOT, Floats, instant


@dataclass(frozen=True, eq=False)
class CaseSet:
    """The cases of one process.

    start, end: seconds since 1970 UTC, end NaN while open; value NaN where there is none. outcome: how each ended,
    where that was written down.
    """

    ids: list[str]
    start: Floats
    end: Floats
    value: Floats
    segment: list[str]
    touchpoint: list[str]
    outcome: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def some(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> "CaseSet":
        """The cases that a mask or an index picks."""
        places = np.arange(len(self))[keep]
        pick = [int(place) for place in places]
        return CaseSet([self.ids[p] for p in pick], self.start[places], self.end[places], self.value[places],
                       [self.segment[p] for p in pick], [self.touchpoint[p] for p in pick],
                       [self.outcome[p] for p in pick if self.outcome])  # fmt: skip

    def arrays(self) -> Cases:
        """The same for `analysis`; what is empty is None there."""
        return cases(self.ids, self.start, self.end, value=self.value, segment=[name or None for name in self.segment],
                     touchpoint=[name or None for name in self.touchpoint],
                     outcome=[name or None for name in self.outcome] or None)  # fmt: skip

    def since(self, day: date) -> "CaseSet":
        """The cases that began on this day or later."""
        return self.some(self.start >= instant(day, 0.0))

    def before(self, day: date) -> "CaseSet":
        """The cases that began before this day."""
        return self.some(self.start < instant(day, 0.0))

    def of(self, segment: str) -> "CaseSet":
        """The cases of one segment."""
        return self.some(np.array([name == segment for name in self.segment]))


@dataclass(frozen=True)
class Figures:
    """What the story says of a promise: cases, open ones, share and limits of 100, verdict."""

    cases: int
    open: int
    share: float
    lower: float
    upper: float
    verdict: Verdict
    places: int = 0


def said_yes(found: CaseSet, yes: str, share: float, *, at: float = SNAPSHOT) -> Assessment:
    """What the verdict engine says of a promise that is kept or not, by its outcome."""
    rule = Rule(1, share, metric=Metric.VALUE, direction=Direction.AT_LEAST, yes=frozenset([yes]))
    return assess(clean(found.arrays(), at), rule)


def assessed(found: CaseSet, within: float, share: float, *, value: bool = False, at: float = SNAPSHOT) -> Assessment:
    """What the verdict engine says of these cases (`within` in seconds, or in the unit of the value)."""
    rule = Rule(within, share, metric=Metric.VALUE if value else Metric.CLOCK)
    return assess(clean(found.arrays(), at), rule)


def says(result: Assessment, told: Figures) -> bool:
    """Whether the engine's figures, rounded as people read them, are those of the story."""
    if result.share is None or result.lower is None or result.upper is None:
        return False
    seen = [round(100 * figure, told.places) for figure in (result.share, result.lower, result.upper)]
    return (result.cases, result.open, result.verdict) == (told.cases, told.open, told.verdict) and seen == [
        told.share, told.lower, told.upper,
    ]  # fmt: skip


def of100(result: Assessment) -> int:
    """The share of 100, as people read it; -1 where there is none."""
    return -1 if result.share is None else round(100 * result.share)


def known_by(found: CaseSet, at: float) -> CaseSet:
    """The cases as they were known at an instant: what began later is not there, what ended later is still open."""
    seen = found.some(found.start < at)
    seen.end[seen.end > at] = np.nan
    return seen
