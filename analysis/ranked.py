"""Counting "put in order": Schulze decides, Borda and the instant run-off stand beside it, or one of those by itself.

Whether the winner beats every other one by itself (Condorcet) is said. `analysis.pairwise` and `analysis.runoff` hold
the rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.counted import Count, Number, nothing, room_of, standing
from analysis.pairwise import (
    Ranks,
    above,
    borda_twice,
    condorcet_winner,
    pairwise,
    ranks_of,
    schulze_first,
    schulze_places,
)
from analysis.redrawn import Matrix, Redrawn, redrawn
from analysis.runoff import runoff_places


class Rule(StrEnum):
    """Which rule decides."""

    SCHULZE = "schulze"
    BORDA = "borda"
    RUNOFF = "irv"


VARIANTS = {
    Rule.SCHULZE: "winning votes",
    Rule.BORDA: "half a point for a tie",
    Rule.RUNOFF: "shared ranks are skipped; the last together leave together",
}
# Beyond so many voters a redraw of the whole matrix for each ballot would not fit; the kinds of ballots do.
REDRAWN_RUNOFFS = 200


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`, `by_group`: Borda points, whatever the rule. pairwise[a][b]: how many put a above b.

    condorcet: who beats every other one, or None. by_rule: the ranking under each rule. rounds: ballots held in each
    round of the run-off.
    """

    pairwise: dict[str, dict[str, int]]
    condorcet: str | None
    by_rule: dict[str, list[list[str]]]
    rounds: list[dict[str, int]]


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int]], sides: Sequence[str | None], *, secret: bool,
    rule: Rule = Rule.SCHULZE, order: Sequence[str] = (), seed: int | None = 0,
) -> Facts:  # fmt: skip
    """Count rankings: a ballot maps an option to its rank, 1 the best; ties allowed, unranked below all ranked."""
    room = room_of(sides, secret=secret, order=order)
    variant = VARIANTS[rule]
    if room.withheld:
        return Facts(method=rule.value, variant=variant, **nothing(room), pairwise={}, condorcet=None, by_rule={},
                     rounds=[])  # fmt: skip
    ranks = ranks_of(options, ballots)
    matrix = pairwise(ranks)
    by_runoff, rounds = runoff_places(ranks)
    twice = borda_twice(matrix, len(ballots))
    found = {
        Rule.SCHULZE.value: _named(options, schulze_places(matrix)),
        Rule.BORDA.value: _named(options, _by_points(twice)),
        Rule.RUNOFF.value: _named(options, by_runoff),
    }
    first = condorcet_winner(matrix)
    some = bool(ballots) and len(options) > 1 and bool(matrix.any())
    return Facts(
        method=rule.value, variant=variant, **room.common(), totals=_points(options, twice),
        by_group={
            side: _points(options, borda_twice(pairwise(ranks[room.of(side)]), len(room.of(side))))
            for side in room.names
        },
        **standing(found[rule.value], _chances(options, ranks, sides, rule, seed) if some else None),
        pairwise={
            one: {other: int(matrix[row, column]) for column, other in enumerate(options) if column != row}
            for row, one in enumerate(options)
        },
        condorcet=None if first is None else options[first], by_rule=found,
        rounds=[{options[option]: held for option, held in one.items()} for one in rounds],
    )  # fmt: skip


def _named(options: Sequence[str], places: list[list[int]]) -> list[list[str]]:
    return [[options[option] for option in place] for place in places]


def _points(options: Sequence[str], twice: Sequence[int]) -> dict[str, Number]:
    return {option: points // 2 if points % 2 == 0 else points / 2
            for option, points in zip(options, twice, strict=True)}  # fmt: skip


def _by_points(points: Sequence[int]) -> list[list[int]]:
    return [[option for option, own in enumerate(points) if own == step] for step in sorted(set(points), reverse=True)]


def _chances(
    options: Sequence[str], ranks: Ranks, sides: Sequence[str | None], rule: Rule, seed: int | None
) -> Redrawn:
    def figures(places: list[int], drawn: Matrix) -> Matrix:
        kinds, which = np.unique(ranks[places], axis=0, return_inverse=True)
        weights = np.zeros((len(drawn), len(kinds)))
        np.add.at(weights.T, which.reshape(-1), drawn.T)
        if rule is Rule.RUNOFF:
            return np.array([_runoff_first(kinds, own, len(options)) for own in weights.astype(np.int64)])
        size = len(options)
        matrices = (weights @ above(kinds).reshape(len(kinds), size * size)).reshape(-1, size, size)
        if rule is Rule.BORDA:
            points: Matrix = (matrices - np.swapaxes(matrices, 1, 2)).sum(axis=2)
            return points
        return schulze_first(matrices)

    plain = ranks.tolist()
    times = {"times": REDRAWN_RUNOFFS} if rule is Rule.RUNOFF else {}
    return redrawn(options, plain, sides, figures, seed=seed, **times)


def _runoff_first(kinds: Ranks, weights: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]", size: int) -> list[float]:
    places, _ = runoff_places(kinds, weights)
    return [float(option in places[0]) for option in range(size)]
