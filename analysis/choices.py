"""Cautious, balanced, bold: the figures that could be said, each judged from the curve that is already there.

Nothing here looks at cases again: moving a slider must not cost a computation. What the curve says of a figure is steps
4 and 5 of the promise rules with n_eff at the promised threshold; the named figures have been assessed in full before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from analysis.rule import Direction
from analysis.today import Band
from analysis.units import GRAIN, UNITS
from analysis.verdict import Verdict, base_verdict

MOST_STOPS = 40
# Steps a person would say: below the half day, in seconds.
_STEPS = (5.0, 10.0, 30.0, 60.0, 300.0, 1_800.0, 3_600.0)


@dataclass(frozen=True, slots=True)
class Point:
    """What the curve says of one figure: share kept with its limits, as fractions, and the verdict they give."""

    size: float
    share: float
    lower: float
    upper: float
    verdict: Verdict


def point_at(band: Band, size: float, *, p0: float, n_eff: float, direction: Direction = Direction.AT_MOST) -> Point:
    """Share kept if `size` (seconds, or the figure of a value) were promised. Nothing is known better than at the
    first or last point of the curve.
    """
    if direction is Direction.AT_LEAST:
        # Kept means at least so much: the share falls as the figure rises.
        place = min(int(np.searchsorted(band.times, size * (1 - GRAIN), side="left")), len(band.times) - 1)
        nothing = size > float(band.times[-1]) * (1 + GRAIN)
    else:
        place = int(np.searchsorted(band.times, size * (1 + GRAIN), side="right")) - 1
        nothing = place < 0
    if nothing:
        share, lower, upper = 0.0, 0.0, float(band.upper[max(place, 0)])
    else:
        share, lower, upper = (float(line[place]) for line in (band.share, band.lower, band.upper))
    return Point(size, share, lower, upper, base_verdict(lower, upper, n_eff, p0, any_matured=True))


def kept_size(band: Band, p0: float, direction: Direction = Direction.AT_MOST) -> float | None:
    """The best figure that is kept as often as promised: the third mark. None when none of the curve is."""
    reached = band.times[band.share >= p0]
    if not len(reached):
        return None
    return float(reached[-1] if direction is Direction.AT_LEAST else reached[0])


def sizes_to_try(
    own: float, named: Iterable[float], unit: str, units: Mapping[str, float] = UNITS
) -> list[float]:
    """The stops of a fine slider: round steps from well below the promise to beyond the named figures, these included.

    At most about 40 and ascending; times in seconds by steps a person would say (12 hours, not 7), none below half the
    promise's own `unit`. units: seconds of each, other ones in business time.
    """
    clock = unit in units
    marks = sorted({own, *named})
    low, high = max(0.0, min(own / 4, marks[0])), max(1.5 * own, 1.1 * marks[-1])
    # Whole figures stay whole: nobody promises half an error.
    least = units[unit] / 2 if clock else float(all(mark == round(mark) for mark in marks))
    step = _step(max((high - low) / MOST_STOPS, least), units if clock else {})
    first = max(1, ceil(low / step - GRAIN)) if clock else ceil(low / step - GRAIN)
    steps = [k * step for k in range(first, floor(high / step + GRAIN) + 1)]
    # A step that falls on a named figure is that figure.
    between = [size for size in steps if min(abs(size - mark) for mark in marks) > step / 100]
    return sorted([*marks, *between])


def sayable(
    size: float, *, own: tuple[float, str], named: Iterable[tuple[float, str]] = (), units: Mapping[str, float] = UNITS
) -> tuple[float, str]:
    """A size as a figure with its unit: as somebody said it already, else in the largest unit that leaves no odd rest.

    >>> sayable(129_600.0, own=(48, "h")), sayable(172_800.0, own=(48, "h")), sayable(270.0, own=(5, "min"))
    ((1.5, 'd'), (48, 'h'), (4.5, 'min'))
    """
    for amount, unit in (own, *named):
        if abs(amount * units.get(unit, 1.0) - size) <= GRAIN * max(size, 1.0):
            return amount, unit
    if own[1] == "value":
        return size, "value"
    for unit in ("w", "d", "h", "min") if own[1] == "w" else ("d", "h", "min"):
        halves = 2 * size / units[unit]
        # Who counts in seconds says 90 seconds, not a minute and a half.
        if halves >= 2 and abs(halves - round(halves)) < 1e-6 and not (own[1] == "s" and round(halves) % 2):
            return round(halves) / 2, unit
    return size, "s"


def one_better(amount: float, unit: str, direction: Direction = Direction.AT_MOST) -> tuple[float, str] | None:
    """The next bolder figure in the same unit (a tenth of seconds and minutes); None where none is left.

    >>> one_better(3, "d"), one_better(1, "d"), one_better(60, "s")
    ((2, 'd'), None, (54, 's'))
    """
    step = max(1, ceil(amount / 10)) if unit in ("s", "min") else 1
    if unit == "h" and amount > 24 and amount % 24 == 0:
        step = 24  # who says 48 hours thinks of two days
    better = amount + step if direction is Direction.AT_LEAST else amount - step
    return (better, unit) if better > 0 else None


def _step(least: float, units: Mapping[str, float]) -> float:
    if units:
        day, week = units["d"], units["w"]
        steps = (*_STEPS, day / 2, day, week, 4 * week)
        return next((step for step in steps if step >= least), 4 * week * ceil(least / (4 * week)))
    power = 10.0 ** floor(np.log10(max(least, 1e-9)))
    return float(next(power * k for k in (1.0, 2.0, 5.0, 10.0) if power * k >= least * (1 - GRAIN)))
