"""Instant run-off: whoever is first on the fewest ballots leaves, and those ballots count for the next on them.

A rank that a ballot gives to several who are left is skipped: the ballot counts for its next rank with one idea alone
(docs/decisions/0010). Among equals at the end of the list, those lead whom such shared ranks name more often; who is
still level leaves together: no lot is drawn. Ballots that single out nobody who is left count for nobody.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from analysis.pairwise import BELOW, Ranks

Weights = NDArray[np.int64]


def runoff_places(ranks: Ranks, weights: Weights | None = None) -> tuple[list[list[int]], list[dict[int, int]]]:
    """Options by place, the last that stayed first; and how many ballots each had, round by round.

    weights: how often each ballot counts; 1 where it is left out.
    """
    kinds, which = np.unique(ranks, axis=0, return_inverse=True)
    times = np.zeros(len(kinds), dtype=np.int64)
    np.add.at(times, which.reshape(-1), 1 if weights is None else weights)
    left = list(range(ranks.shape[1]))
    places: list[list[int]] = []
    rounds = []
    while left:
        held, shared = _held(kinds[:, left], times)
        rounds.append({option: held[at] for at, option in enumerate(left)})
        fewest = min(zip(held, shared, strict=True))
        last = [option for at, option in enumerate(left) if (held[at], shared[at]) == fewest]
        places.insert(0, last)
        left = [option for option in left if option not in last]
    return places, rounds


def _held(kinds: Ranks, times: Weights) -> tuple[list[int], list[Fraction]]:
    """How many ballots each column holds alone, and its part of those that put it among their first."""
    size = kinds.shape[1]
    ordered = np.sort(kinds, axis=1)
    edge = np.full((len(kinds), 1), -1, dtype=np.int64)
    alone = (ordered != np.hstack([edge, ordered[:, :-1]])) & (ordered != np.hstack([ordered[:, 1:], edge]))
    alone &= ordered != BELOW
    some = alone.any(axis=1)
    rank = ordered[np.arange(len(kinds)), alone.argmax(axis=1)]
    first = (kinds == rank[:, None]).argmax(axis=1)
    held = np.zeros(size, dtype=np.int64)
    np.add.at(held, first[some], times[some])
    tops = (kinds == kinds.min(axis=1, keepdims=True)) & (kinds != BELOW)
    among = tops.sum(axis=1)
    shared = [Fraction(0)] * size
    for many in np.unique(among[among > 0]).tolist():
        given = (tops[among == many] * times[among == many, None]).sum(axis=0).tolist()
        shared = [part + Fraction(own, many) for part, own in zip(shared, given, strict=True)]
    return held.tolist(), shared
