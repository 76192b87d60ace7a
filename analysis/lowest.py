"""Which of several stages people felt worst at, and whether more than luck says so.

A stage is the lowest only where its mean face is below that of each other stage beyond luck: Welch's comparison of two
means (Biometrika 34 (1947) 28-35), each at 1 in 40 on its side. Whatever is named wrongly must have beaten what is
truly lowest, so about one look of twenty names a wrong one at worst, however many stages there are (drawn many times:
4 to 7 of 100 where two are as low, under 1 where six are). As with ease (CES) one
answer spread evenly over the five faces is added to each stage: without it, five who say the same would leave no doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import stdtr

FEWEST_FACES = 5
DOUBT = 0.025


@dataclass(frozen=True, slots=True)
class Lowest:
    """place: of the lowest mean. rival: of the next one that lies too close to it to be told apart; None: there is
    none, and what is at `place` is the lowest beyond luck.
    """

    place: int
    rival: int | None


def lowest(faces: Sequence[Sequence[int]]) -> Lowest | None:
    """From how many chose 1, 2, ... 5 at each stage. None with five faces at fewer than two of them."""
    felt = {place: _felt(counts) for place, counts in enumerate(faces) if sum(counts) >= FEWEST_FACES}
    if len(felt) < 2:
        return None
    # Of two as low the one more people speak of.
    order = sorted(felt, key=lambda place: (_mean(faces[place]), -sum(faces[place]), place))
    place, others = order[0], order[1:]
    return Lowest(place, next((one for one in others if _alike(felt[place], felt[one])), None))


def _mean(counts: Sequence[int]) -> float:
    return sum(step * count for step, count in enumerate(counts, start=1)) / sum(counts)


def _felt(counts: Sequence[int]) -> tuple[float, float, float]:
    """Mean, the variance of the mean, and how many less one, after one answer spread evenly."""
    wide = [count + 1 / len(counts) for count in counts]
    n = sum(wide)
    mean = sum(step * count for step, count in enumerate(wide, start=1)) / n
    spread = sum(count * (step - mean) ** 2 for step, count in enumerate(wide, start=1)) / (n - 1)
    return mean, spread / n, n - 1


def _alike(low: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether luck alone parts the two as far."""
    (mean, doubt, free), (above, of_above, free_above) = low, other
    whole = doubt + of_above
    freedom = whole**2 / (doubt**2 / free + of_above**2 / free_above)
    return float(stdtr(freedom, (mean - above) / sqrt(whole))) > DOUBT
