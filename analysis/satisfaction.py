"""CSAT and CES by their usual definitions: who is satisfied (4 or 5 of 5), and how easy it was (1 to 7).

CSAT is the share of 4 and 5 on a scale of five, with Wilson's interval. CES (Dixon, Freeman and Toman, Harvard Business
Review 88 (7/8), 2010; as a statement to agree with, on seven steps: "it was easy") is the mean of 1 to 7 with the
interval of a mean (Student's, for twenty answers are few) after adding one answer spread evenly over the seven steps:
without it there is hardly a range where nearly all say the same (drawn many times from such, it held the mean 6 times
of 10; with it 19 times of 20 and more). Beside it the share of 5 to 7 with Wilson's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtrit

from analysis.limits import wilson

FEWEST_ANSWERS = 20


@dataclass(frozen=True, slots=True)
class Share:
    """part of n, between low and high 19 times of 20 (0 to 1)."""

    n: int
    part: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.part / self.n


@dataclass(frozen=True, slots=True)
class Ease:
    """CES: the mean of 1 to 7 with the range it lies in, and who said 5, 6 or 7."""

    n: int
    mean: float
    low: float
    high: float
    easy: Share


def csat(counts: Sequence[int]) -> Share | None:
    """From how many chose 1, 2, ... 5. None with fewer than 20 answers."""
    if len(counts) != 5:
        raise ValueError("five counts, from 1 to 5")
    return _share(sum(counts[3:]), sum(counts))


def ces(counts: Sequence[int]) -> Ease | None:
    """From how many chose 1, 2, ... 7. None with fewer than 20 answers."""
    if len(counts) != 7:
        raise ValueError("seven counts, from 1 to 7")
    n = sum(counts)
    easy = _share(sum(counts[4:]), n)
    if easy is None:
        return None
    mean = sum(step * count for step, count in enumerate(counts, start=1)) / n
    wide = [count + 1 / 7 for count in counts]
    middle = sum(step * count for step, count in enumerate(wide, start=1)) / (n + 1)
    spread = sum(count * (step - middle) ** 2 for step, count in enumerate(wide, start=1)) / n
    half = float(stdtrit(n - 1, 0.975)) * sqrt(spread / (n + 1))
    return Ease(n, mean, max(1.0, middle - half), min(7.0, middle + half), easy)


def mean_and_spread(counts: Sequence[int]) -> tuple[float, float] | None:
    """The mean of 1, 2, ... and how far apart people are (their standard deviation). None of nobody."""
    n = sum(counts)
    if not n:
        return None
    mean = sum(step * count for step, count in enumerate(counts, start=1)) / n
    return mean, sqrt(sum(count * (step - mean) ** 2 for step, count in enumerate(counts, start=1)) / n)


def _share(part: int, n: int) -> Share | None:
    return None if n < FEWEST_ANSWERS else Share(n, part, *wilson(part, n))
