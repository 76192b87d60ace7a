"""Would it flip? The same voters drawn anew inside each side (stratified bootstrap), seeded by the ballots themselves.

Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 6 and 8. The seed is a hash of the sorted ballots, so
the same votes give the same figure whatever their order; `seed` asks for another draw.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.dots import REDRAWS

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Redrawn:
    """Of the redraws, the share in which each option came first; a tie counts in parts."""

    chances: dict[str, float]


def redrawn(
    options: Sequence[str],
    ballots: Sequence[Any],
    sides: Sequence[str | None],
    figures: Callable[[list[int], Matrix], Matrix],
    *,
    times: int = REDRAWS,
    seed: int | None = 0,
) -> Redrawn:
    """Draw the voters anew `times` times and see who comes first.

    Args:
        options: the columns of what `figures` answers.
        ballots: one a voter, plain values that JSON can write.
        sides: the side of each.
        figures: given the order in which the ballots stand (places) and how often each was drawn (times x ballots), the
            figure of every option in every draw (times x options; NaN: not in the running). The highest is first.
        times: how many draws.
        seed: another draw of the same ballots; None: no draw.
    """
    if seed is None or not ballots or not options:
        return Redrawn({})
    order, drawn = draws(options, ballots, sides, times=times, seed=seed)
    found = np.nan_to_num(figures(order, drawn), nan=-np.inf)
    best = found.max(axis=1, keepdims=True)
    # Sums of the same numbers in another order may differ in the last digit; that is a tie all the same.
    first = found >= best - 1e-9 * np.maximum(1.0, np.abs(best))
    parts = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return Redrawn({option: float(parts[place]) for place, option in enumerate(options)})


def draws(
    options: Sequence[str], ballots: Sequence[Any], sides: Sequence[str | None], *, times: int, seed: int
) -> tuple[list[int], Matrix]:
    """The ballots in the order of their contents (places), and how often each was drawn (times x ballots)."""
    keys = [json.dumps([side, ballot], sort_keys=True) for side, ballot in zip(sides, ballots, strict=True)]
    order = sorted(range(len(keys)), key=lambda place: keys[place])
    digest = hashlib.sha256("\n".join([json.dumps([list(options), seed]), *(keys[p] for p in order)]).encode()).digest()
    generator = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    drawn = np.zeros((times, len(order)))
    for side in sorted({str(sides[place]) for place in order}):
        own = [at for at, place in enumerate(order) if str(sides[place]) == side]
        drawn[:, own] = generator.multinomial(len(own), np.full(len(own), 1 / len(own)), size=times)
    return order, drawn
