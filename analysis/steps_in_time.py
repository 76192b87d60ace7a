"""Times of steps on a fine grid: one step after another (convolved), several side by side (the slowest counts).

A row of masses says how much of a step is done at 0, at one bin, at two bins ...; what is missing to 1 comes later
than the grid, or never.
"""

from collections.abc import Callable, Sequence

import numpy as np

from analysis.cases import Floats
from analysis.survival import Curve


def masses(share_within: Callable[[Floats], Floats], size: float, bins: int) -> Floats:
    """A smooth curve (share done within a time) on a grid of `bins` times 0, size, 2 size ...: each time gets what lies
    within half a bin of it, so that sums of many steps keep their middle.
    """
    edges: Floats = np.asarray((np.arange(bins) + 0.5) * size, dtype=np.float64)
    done = np.asarray(share_within(edges), dtype=np.float64)
    return np.diff(done, prepend=0.0)


def masses_of(curve: Curve, size: float, bins: int) -> Floats:
    """A step curve on the grid, each finish moved to the next grid time: a chain never looks faster than it is."""
    place = np.ceil(curve.times / size - 1e-9)
    inside = place < bins
    steps = np.diff(curve.kept, prepend=0.0)
    found = np.bincount(place[inside].astype(np.int64), weights=steps[inside], minlength=bins)
    return np.asarray(found, dtype=np.float64)


def one_after_another(rows: Sequence[Floats]) -> Floats:
    """The masses of the sum of independent times, cut where the grid ends. Rows may be tables: one draw a row."""
    bins = rows[0].shape[-1]
    length = 1 << (2 * bins - 1).bit_length()
    total = rows[0]
    for row in rows[1:]:
        together = np.fft.irfft(np.fft.rfft(total, length) * np.fft.rfft(row, length), length)
        total = np.maximum(together[..., :bins], 0.0)
    return np.asarray(total, dtype=np.float64)


def side_by_side(rows: Sequence[Floats]) -> Floats:
    """The masses of the slowest of independent times: their curves multiplied."""
    if len(rows) == 1:
        return rows[0]
    done = np.prod([np.cumsum(row, axis=-1) for row in rows], axis=0)
    return np.asarray(np.diff(done, axis=-1, prepend=0.0), dtype=np.float64)


def time_at(row: Floats, size: float, share: float) -> float | None:
    """The first grid time within which `share` is done; None where the grid ends before."""
    reached = np.flatnonzero(np.cumsum(row) >= share - 1e-12)
    return float(reached[0]) * size if len(reached) else None
