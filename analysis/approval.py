"""Counting "pick up to five": an option's total is how many picked it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.counted import Count, Number, nothing, ranking_of, room_of, standing
from analysis.redrawn import Matrix, redrawn

METHOD = "approval"
VARIANT = "sum of picks"


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """How many picked each option: in `totals` and `by_group`, out of `voters` and of each side's voters."""


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int]], sides: Sequence[str | None], *, secret: bool,
    order: Sequence[str] = (), seed: int | None = 0,
) -> Facts:  # fmt: skip
    """Count a round of picks. A value above 0 picks the option."""
    room = room_of(sides, secret=secret, order=order)
    if room.withheld:
        return Facts(method=METHOD, variant=VARIANT, **nothing(room))
    picked = np.array([[ballot.get(option, 0) > 0 for option in options] for ballot in ballots], dtype=np.float64)
    picked = picked.reshape(len(ballots), len(options))

    def figures(places: list[int], drawn: Matrix) -> Matrix:
        found: Matrix = drawn @ picked[places]
        return found

    totals: dict[str, Number] = {option: int(picked[:, place].sum()) for place, option in enumerate(options)}
    chances = redrawn(options, picked.tolist(), sides, figures, seed=seed) if any(totals.values()) else None
    return Facts(
        method=METHOD, variant=VARIANT, **room.common(), totals=totals,
        by_group={
            side: {option: int(picked[room.of(side), place].sum()) for place, option in enumerate(options)}
            for side in room.names
        },
        **standing(ranking_of(totals), chances),
    )  # fmt: skip
