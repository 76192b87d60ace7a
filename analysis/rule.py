"""The rule of a promise: what is kept, how often, and how cancelled cases count. Figures only, no words."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from analysis.business_time import OpeningHours
from analysis.yes_no import folded

CANCELLED_STEMS = frozenset(("cancel", "abandon", "annull", "abband"))
_NOT = frozenset(("not", "non", "no", "never", "mai"))


class Metric(StrEnum):
    """What is compared with the threshold."""

    CLOCK = "clock"  # end minus start, in seconds; open cases have an age
    VALUE = "value"  # the value column; a case has it or it has not, nothing is open


class Direction(StrEnum):
    """On which side of the threshold a case keeps the promise. The threshold itself always keeps it."""

    AT_MOST = "at most"
    AT_LEAST = "at least"
    BETWEEN = "between"


class Cancelled(StrEnum):
    """How a cancelled or abandoned case counts (the outcome policy, stored with the promise)."""

    BROKEN = "broken"  # never kept, whatever its times
    EXCLUDED = "excluded"  # as if it had not been there
    CENSORED = "censored"  # it waited until it was cancelled; what came after is unknown


@dataclass(frozen=True, slots=True)
class Rule:
    """At least `share` of the cases stay within `threshold`.

    threshold: seconds for a clock promise, else the unit of the value. share: above 0, at most 1; exactly 1 is accepted
    and can never be supported by data. ceiling: the upper threshold of BETWEEN. complete_by_definition: the outcome
    policy says that every case of the file is complete, so that a file without open cases is no trap.
    cancelled_stems: an outcome is a cancellation when one of its words begins so, in lower case, and none says "not".
    hours: a clock promise counts inside these, also its threshold (None: calendar time). yes: a promise kept or not, at
    least 1 on a value that is 1 for these outcomes (folded) and 0 for others.

    >>> Rule(14 * 86_400, Fraction(4, 5)).needed_share
    0.8
    """

    threshold: float
    share: Fraction | float
    metric: Metric = Metric.CLOCK
    direction: Direction = Direction.AT_MOST
    ceiling: float | None = None
    cancelled: Cancelled = Cancelled.EXCLUDED
    cancelled_stems: frozenset[str] = CANCELLED_STEMS
    complete_by_definition: bool = False
    hours: OpeningHours | None = None
    yes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"share {self.share} is not above 0 and at most 1")
        if self.metric is Metric.CLOCK and (self.direction is not Direction.AT_MOST or not 0 <= self.threshold < 1e12):
            raise ValueError("a clock promise is 'at most' a time that is not negative")
        if (self.direction is Direction.BETWEEN) != (self.ceiling is not None):
            raise ValueError("'between' needs a ceiling, and only 'between' has one")
        if self.ceiling is not None and self.ceiling < self.threshold:
            raise ValueError("the ceiling lies below the floor")
        if self.hours is not None and self.metric is not Metric.CLOCK:
            raise ValueError("only a clock promise counts inside opening hours")
        if self.yes and (self.metric, self.direction, self.threshold) != (Metric.VALUE, Direction.AT_LEAST, 1):
            raise ValueError("yes or no is 'at least' 1 on a value")

    def is_cancelled(self, outcome: str) -> bool:
        """Whether this outcome says that the case was cancelled or abandoned: "Cancelled by customer", "annullato"."""
        if folded(outcome) in self.yes:
            return False
        words = re.findall(r"[^\W\d_]+", outcome.lower())
        return any(word.startswith(tuple(self.cancelled_stems)) for word in words) and _NOT.isdisjoint(words)

    @property
    def graded(self) -> bool:
        """Whether another threshold would be an easier promise: not for yes or no, and not for "between"."""
        return self.direction is not Direction.BETWEEN and not self.yes

    @property
    def needed_share(self) -> float:
        """The target share p0 as a float."""
        return float(self.share)
