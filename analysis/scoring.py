"""Scores of an idea: from what several people gave, criterion by criterion, to one value, one effort and one score.

Empty is not zero: what nobody scored is not there, and a criterion without a score takes its weight with it. Pure
arithmetic; scales: 1 to 5 for value, effort and own criteria; RICE has units of its own (Intercom, 2016).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

# From how many points between the lowest and the highest one speaks of seeing it differently.
APART_FROM = 2.0


@dataclass(frozen=True)
class Figures:
    """What an idea comes to. `apart`: the largest distance between two people on one criterion."""

    value: float | None
    effort: float | None
    score: float | None
    apart: float | None


def taken_together(given: Iterable[float]) -> float | None:
    """What several people gave as one number: the middle one, so that a single extreme does not move it."""
    values = list(given)
    return float(median(values)) if values else None


def distance(given: Iterable[float]) -> float | None:
    """How far apart the lowest and the highest are; nothing to compare with fewer than two."""
    values = list(given)
    return max(values) - min(values) if len(values) > 1 else None


def distance_in_times(given: Iterable[float]) -> float | None:
    """How many times the lowest goes into the highest, where units are people or months; None with fewer than two."""
    values = list(given)
    return max(values) / min(values) if len(values) > 1 and min(values) > 0 else None


def weighted(values: Mapping[str, float], weights: Mapping[str, int]) -> float | None:
    """The weighted mean of the criteria that have a value, the others left out with their weight; None without any."""
    scored = [(values[key], weight) for key, weight in weights.items() if key in values and weight > 0]
    total = sum(weight for _, weight in scored)
    return sum(value * weight for value, weight in scored) / total if total else None


def rice(reach: float | None, impact: float | None, confidence: float | None, months: float | None) -> float | None:
    """Reach x impact x confidence / months. Confidence in hundredths. None when one is missing or months are zero."""
    if reach is None or impact is None or confidence is None or not months:
        return None
    return reach * impact * (confidence / 100) / months


def worth(value: float | None, effort: float | None) -> float | None:
    """How much value for one unit of effort; None when one of them is missing."""
    return value / effort if value is not None and effort else None


def figures_of(given: Mapping[str, list[float]], method: str, weights: Mapping[str, int]) -> Figures:
    """From the scores by criterion (several people each) to the figures, by the method of the group.

    method: `value_effort` (criteria value, effort), `weighted` (own criteria make the value; effort), `rice` (reach,
        impact, confidence, months of one person; the value is reach x impact x confidence, the effort those months).
    """
    middle = {key: one for key, values in given.items() if (one := taken_together(values)) is not None}
    far = [one for values in given.values() if (one := distance(values)) is not None]
    if method == "rice":
        parts, months = (middle.get("reach"), middle.get("impact"), middle.get("confidence")), middle.get("months")
        return Figures(rice(*parts, 1.0), months, rice(*parts, months), _apart_on_impact(given))
    effort = middle.get("effort")
    value = weighted(middle, weights) if method == "weighted" else middle.get("value")
    return Figures(value, effort, worth(value, effort), max(far, default=None))


def _apart_on_impact(given: Mapping[str, list[float]]) -> float | None:
    """Units of their own: only the factor counts, how many times the smallest estimate goes into the largest."""
    return max((one for values in given.values() if (one := distance_in_times(values)) is not None), default=None)
