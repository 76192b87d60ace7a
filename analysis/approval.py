"""Counting "pick up to five": an option's total is how many picked it. Also the plain sum of points, which dots are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analysis.counted import Count, Number, nothing, ranking_of, room_of, standing, sums, whole_or_float
from analysis.redrawn import Matrix, Redrawn, redrawn

METHOD = "approval"
VARIANT = "sum of picks"


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """How many picked each option: in `totals` and `by_group`, out of `voters` and of each side's voters.

    Where nobody picked anything there is no winner.
    """


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int]], sides: Sequence[str | None], *, secret: bool,
    order: Sequence[str] = (), seed: int | None = 0,
) -> Facts:  # fmt: skip
    """Count a round of picks. A value above 0 picks the option."""
    picks = [{option: 1 for option, value in ballot.items() if value > 0} for ballot in ballots]
    return summed(options, picks, sides, secret=secret, order=order, seed=seed, method=METHOD, variant=VARIANT)


def summed(
    options: Sequence[str], ballots: Sequence[Mapping[str, int | Fraction]], sides: Sequence[str | None], *,
    secret: bool, order: Sequence[str] = (), seed: int | None = 0, method: str = "dots",
    variant: str = "sum of points",
) -> Facts:  # fmt: skip
    """Add up what each ballot gives to each option, exactly."""
    room = room_of(sides, secret=secret, order=order)
    if room.withheld:
        return Facts(method=method, variant=variant, **nothing(room))

    exact = sums(options, ballots, range(len(ballots)))

    def chances() -> Redrawn | None:
        points = [[float(ballot.get(option, 0)) for option in options] for ballot in ballots]
        matrix = np.array(points).reshape(len(ballots), len(options))

        def figures(places: list[int], drawn: Matrix) -> Matrix:
            found: Matrix = drawn @ matrix[places]
            return found

        return redrawn(options, points, sides, figures, seed=seed)

    some = any(exact.values())
    stands = standing(ranking_of(exact), chances() if some and seed is not None else None)
    totals: dict[str, Number] = {option: whole_or_float(total) for option, total in exact.items()}
    return Facts(
        method=method, variant=variant, **room.common(), totals=totals,
        by_group={
            side: {option: whole_or_float(total) for option, total in sums(options, ballots, room.of(side)).items()}
            for side in room.names
        },
        **{**stands, "winners": stands["winners"] if some else []},
    )  # fmt: skip
