"""How alike people see it: a split room, sides that differ, the same order or not, agreement between all.

Sources: Leik, A measure of ordinal consensus, Pacific Sociological Review 9 (1966); Kendall, Rank Correlation Methods
(1948): tau-b and the coefficient of concordance W, both corrected for ties; Pearson's correlation ratio (eta
squared); Krippendorff, Computing Krippendorff's alpha-reliability (2011). Words like "strong agreement" are
conventions; no figure here carries one.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import sqrt


def leik(counts: Sequence[int]) -> float | None:
    """Leik's D for how many chose each step of a scale, lowest first: 0 all on one step, 1 half on each end."""
    everybody = sum(counts)
    if not everybody or len(counts) < 2:
        return None
    below, total = 0, 0.0
    for own in counts:
        below += own
        total += min(below, everybody - below) / everybody
    return 2 * total / (len(counts) - 1)


def split(yes: int, no: int) -> float | None:
    """4p(1-p) for the share p that says yes: 0 when all say the same, 1 when half do; None without an answer."""
    return 4 * yes * no / (yes + no) ** 2 if yes + no else None


def eta_squared(groups: Sequence[Sequence[float]]) -> float | None:
    """The share of the variance of the values that lies between the groups; None where nothing varies."""
    known = [group for group in groups if group]
    values = [value for group in known for value in group]
    if len(known) < 2:
        return None
    mean = sum(values) / len(values)
    whole = sum((value - mean) ** 2 for value in values)
    between = sum(len(group) * (sum(group) / len(group) - mean) ** 2 for group in known)
    return min(1.0, between / whole) if whole > 0 else None


def tau_b(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Kendall's tau-b between two lists of figures for the same things; None where one of them tells nothing apart."""
    agree = ties_one = ties_other = 0
    pairs = list(combinations(range(len(one)), 2))
    for a, b in pairs:
        first, second = _sign(one[a] - one[b]), _sign(other[a] - other[b])
        agree += first * second
        ties_one += first == 0
        ties_other += second == 0
    below = (len(pairs) - ties_one) * (len(pairs) - ties_other)
    return agree / sqrt(below) if below else None


def concordance(lists: Sequence[Sequence[float]]) -> float | None:
    """Kendall's W between several lists of figures for the same things: 1 the same order, 0 none."""
    judges, things = len(lists), len(lists[0]) if lists else 0
    if judges < 2 or things < 2:
        return None
    ranks = [_ranks(figures) for figures in lists]
    sums = [sum(own[thing] for own in ranks) for thing in range(things)]
    tied = sum(sum(n**3 - n for n in _sizes(figures)) for figures in lists)
    below = judges**2 * (things**3 - things) - judges * tied
    above = 12 * sum(total**2 for total in sums) - 3 * judges**2 * things * (things + 1) ** 2
    return above / below if below else None


def krippendorff(units: Sequence[Mapping[float, int]], distance: Callable[[float, float], float]) -> float | None:
    """Krippendorff's alpha; a unit maps a value to how many observers gave it. distance: squared, between two values.

    None where fewer than two values can be paired; 1 where no value differs from another.
    """
    paired = [unit for unit in units if sum(unit.values()) > 1]
    whole: dict[float, int] = {}
    observed = 0.0
    for unit in paired:
        many = sum(unit.values())
        for value, own in unit.items():
            whole[value] = whole.get(value, 0) + own
        differs = sum(a * b * distance(v, w) for (v, a), (w, b) in combinations(unit.items(), 2))
        observed += 2 * differs / (many - 1)
    many = sum(whole.values())
    if many < 2:
        return None
    expected = 2 * sum(a * b * distance(v, w) for (v, a), (w, b) in combinations(whole.items(), 2)) / (many - 1)
    return 1 - observed / expected if expected else 1.0


def nominal(one: float, other: float) -> float:
    """Any two different values are equally far."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """The squared difference."""
    return (one - other) ** 2


def ordinal(units: Sequence[Mapping[float, int]]) -> Callable[[float, float], float]:
    """As far as there are values between the two: the distance needs all the values that can be paired."""
    whole: dict[float, int] = {}
    for unit in units:
        if sum(unit.values()) > 1:
            for value, own in unit.items():
                whole[value] = whole.get(value, 0) + own

    def distance(one: float, other: float) -> float:
        low, high = min(one, other), max(one, other)
        between = sum(own for value, own in whole.items() if low <= value <= high)
        return float((between - (whole[low] + whole[high]) / 2) ** 2)

    return distance


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _sizes(figures: Sequence[float]) -> list[int]:
    return [list(figures).count(value) for value in set(figures)]


def _ranks(figures: Sequence[float]) -> list[float]:
    return [
        sum(other < own for other in figures) + (sum(other == own for other in figures) + 1) / 2 for own in figures
    ]  # fmt: skip
