"""NPS: of those who say from 0 to 10 whether they would recommend, promoters (9, 10) less detractors (0 to 6).

Reichheld, "The one number you need to grow", Harvard Business Review 81 (12), 2003: from -100 to 100, a difference of
two shares of the same people, so its variance is that of a multinomial: (p + d - (p - d)^2) / n. The range comes from
it after adding three answers (3/4 for, 3/2 between, 3/4 against), so that it holds for few answers and when all say the
same (Rocks, The American Statistician 70 (2016) 365-372, "adjusted Wald").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST_ANSWERS = 20
STEPS = 11
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Nps:
    """score: -100 to 100, with the range it lies in 19 times of 20. promoters + passives + detractors = n."""

    n: int
    promoters: int
    passives: int
    detractors: int
    score: float
    low: float
    high: float


def nps(counts: Sequence[int]) -> Nps | None:
    """From how many said 0, 1, ... 10. None with fewer than 20 answers: then nothing is shown."""
    if len(counts) != STEPS:
        raise ValueError("eleven counts, from 0 to 10")
    detractors, passives, promoters = sum(counts[:7]), sum(counts[7:9]), sum(counts[9:])
    n = detractors + passives + promoters
    if n < FEWEST_ANSWERS:
        return None
    wide = n + 3.0
    up, down = (promoters + 0.75) / wide, (detractors + 0.75) / wide
    middle, half = up - down, _Z * sqrt((up + down - (up - down) ** 2) / wide)
    score = 100.0 * (promoters - detractors) / n
    return Nps(n, promoters, passives, detractors, score, 100 * max(-1.0, middle - half), 100 * min(1.0, middle + half))
