"""Counting agree, disagree, pass: for each side (A+1)/(S+2), and common ground as the product over the sides.

A of the S people of a side who answered agree; passes count in S. Source: Small, Bjorkegren, Erkkilä, Shaw & Megill,
Polis: Scaling Deliberation by Mapping High Dimensional Opinion Spaces (2021), "group-informed consensus".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analysis.counted import Count, nothing, ranking_of, room_of, standing
from analysis.redrawn import Matrix, redrawn

METHOD = "agreement"
VARIANT = "product over the sides of (agree+1)/(answered+2)"


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`: common ground, between 0 and 1. `by_group`: (A+1)/(S+2) of each shown side.

    answers: for each option how many agree, disagree, pass, among all. by_side: the same for each shown side. basis:
    the sides whose product the totals are; empty when it is one figure for everybody. In a secret vote a statement
    that one of them hardly answered has no common ground.
    """

    answers: dict[str, dict[str, int]]
    by_side: dict[str, dict[str, dict[str, int]]]
    basis: list[str]


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int]], sides: Sequence[str | None], *, secret: bool,
    order: Sequence[str] = (), seed: int | None = 0, together: bool = False,
) -> Facts:  # fmt: skip
    """Count answers: 1 agree, -1 disagree, 0 pass; an option that is not in a ballot was not answered.

    Common ground is over the sides that may be shown, or over everybody as one where fewer than two may: in a secret
    vote the product must not give a hidden side away. Whoever speaks for no side counts in `answers` alone. together:
    over everybody as one in any case.
    """
    room = room_of(sides, secret=secret, order=order)
    if room.withheld:
        return Facts(method=METHOD, variant=VARIANT, **nothing(room), answers={}, by_side={}, basis=[])
    agreed = np.array([[ballot.get(option) == 1 for option in options] for ballot in ballots], dtype=np.float64)
    seen = np.array([[option in ballot for option in options] for ballot in ballots], dtype=np.float64)
    agreed, seen = (array.reshape(len(ballots), len(options)) for array in (agreed, seen))
    basis = room.names if len(room.names) > 1 and not together else []
    groups = [np.array([own == side for own in sides]) for side in basis] or [np.ones(len(ballots), dtype=bool)]

    def figures(places: list[int], drawn: Matrix) -> Matrix:
        parts = [(drawn[:, group[places]] @ agreed[places][group[places]] + 1)
                 / (drawn[:, group[places]] @ seen[places][group[places]] + 2) for group in groups]  # fmt: skip
        found: Matrix = np.prod(parts, axis=0)
        return found

    totals: dict[str, Fraction] = {}
    answers: dict[str, dict[str, int]] = {}
    by_side: dict[str, dict[str, dict[str, int]]] = {side: {} for side in room.names}
    own_places = {side: room.of(side) for side in room.names}
    for place, option in enumerate(options):
        cells = room.cells([at for at, ballot in enumerate(ballots) if option in ballot])
        if cells is None:
            continue
        answers[option] = _answers(ballots, range(len(ballots)), option)
        for side in cells:
            by_side[side][option] = _answers(ballots, own_places[side], option)
        if secret and not set(basis) <= set(cells):
            # The product and the sides that are shown would give the hidden one.
            continue
        totals[option] = math.prod(
            (Fraction(int(agreed[group, place].sum()) + 1, int(seen[group, place].sum()) + 2) for group in groups),
            start=Fraction(1),
        )
    known = list(totals)
    kept = [option in totals for option in options]
    chances = redrawn(
        known, [[ballot.get(option) for option in known] for ballot in ballots], sides,
        lambda places, drawn: figures(places, drawn)[:, kept], seed=seed,
    )  # fmt: skip
    return Facts(
        method=METHOD, variant=VARIANT, **room.common(),
        totals={option: float(figure) for option, figure in totals.items()},
        by_group={side: {option: _share(said) for option, said in own.items()} for side, own in by_side.items()},
        **standing(ranking_of(totals), chances), answers=answers, by_side=by_side, basis=list(basis),
    )  # fmt: skip


def _answers(ballots: Sequence[Mapping[str, int]], places: Sequence[int] | range, option: str) -> dict[str, int]:
    said = [ballots[place][option] for place in places if option in ballots[place]]
    return {"agree": said.count(1), "disagree": said.count(-1), "pass": said.count(0)}


def _share(said: Mapping[str, int]) -> float:
    return (said["agree"] + 1) / (sum(said.values()) + 2)
