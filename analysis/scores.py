"""Counting "rate from 1 to 5": median, mean, how many answered, how many gave 4 or 5; never a sum.

"Don't know" is no mark. The mean ranks, exactly: two options with the same mean share a place. With several criteria an
option's figure is the mean of its criteria's means, so that a criterion few could judge weighs no less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from statistics import median
from typing import Any, Self

import numpy as np

from analysis.counted import Count, SideVoters, nothing, ranking_of, room_of, standing
from analysis.redrawn import Matrix, redrawn

METHOD = "score"
VARIANT = "mean"
LOWEST, HIGHEST, HIGH = 1, 5, 4

Mark = tuple[str, int]
"""An option and a criterion (0 where there is one only)."""


@dataclass(frozen=True)
class Score:
    """How an option stands on one criterion: among all (side "") or one side. counts: how many gave 1, 2, 3, 4, 5."""

    option: str
    criterion: int
    side: str
    n: int
    median: float
    mean: float
    high: float
    counts: list[int]


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`, `by_group`: the mean over the criteria. scores: every cell that may be shown.

    An option that nobody rated, or fewer than five in a secret vote, is not in `totals` nor in the ranking.
    """

    scores: list[Score]

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The count from its `as_json` values."""
        plain = {name: value for name, value in kept.items() if name not in ("scores", "sides")}
        return cls(
            **plain, sides=[SideVoters(**side) for side in kept["sides"]],
            scores=[Score(**score) for score in kept["scores"]],
        )  # fmt: skip


def count(
    options: Sequence[str], ballots: Sequence[Mapping[Mark, int]], sides: Sequence[str | None], *, secret: bool,
    criteria: int = 1, order: Sequence[str] = (), seed: int | None = 0,
) -> Facts:  # fmt: skip
    """Count ratings. A ballot maps (option, criterion) to 1..5; what is not in it is "don't know"."""
    room = room_of(sides, secret=secret, order=order)
    if room.withheld:
        return Facts(method=METHOD, variant=VARIANT, **nothing(room), scores=[])
    scores: list[Score] = []
    means: dict[str, dict[str, list[Fraction]]] = {"": {}, **{side: {} for side in room.names}}
    given: dict[Mark, list[int]] = {}
    for place, ballot in enumerate(ballots):
        for mark in ballot:
            given.setdefault(mark, []).append(place)
    for option in options:
        for criterion in range(criteria):
            mark = (option, criterion)
            marked = given.get(mark, [])
            cells = room.cells(marked) if marked else None
            everybody = [ballots[place][mark] for place in marked]
            by_side: dict[str | None, list[int]] = {}
            for place, value in zip(marked, everybody, strict=True):
                by_side.setdefault(sides[place], []).append(value)
            for side in [] if cells is None else ["", *cells]:
                values = by_side.get(side) if side else everybody
                if values:
                    scores.append(_score(mark, side, values))
                    means[side].setdefault(option, []).append(Fraction(sum(values), len(values)))
    exact = {side: {option: sum(own) / len(own) for option, own in found.items()} for side, found in means.items()}
    totals = exact.pop("")
    # Each ballot in the order of its marks, which are sorted once for all of them.
    ordered = sorted(given)
    chances = redrawn(
        list(totals), [[[*mark, ballot[mark]] for mark in ordered if mark in ballot] for ballot in ballots], sides,
        _figures(list(totals), criteria, ballots), seed=seed,
    )  # fmt: skip
    return Facts(
        method=METHOD, variant=VARIANT, **room.common(),
        totals={option: float(mean) for option, mean in totals.items()},
        by_group={side: {option: float(mean) for option, mean in own.items()} for side, own in exact.items()},
        **standing(ranking_of(totals), chances), scores=scores,
    )  # fmt: skip


def _score(mark: Mark, side: str, values: Sequence[int]) -> Score:
    counts = [values.count(step) for step in range(LOWEST, HIGHEST + 1)]
    high = sum(counts[HIGH - LOWEST :]) / len(values)
    return Score(*mark, side, len(values), float(median(values)), sum(values) / len(values), high, counts)


def _figures(options: Sequence[str], criteria: int, ballots: Sequence[Mapping[Mark, int]]) -> Any:
    marks = [(option, criterion) for option in options for criterion in range(criteria)]
    values = np.array([[ballot.get(mark, 0) for mark in marks] for ballot in ballots], dtype=np.float64)
    given = np.array([[mark in ballot for mark in marks] for ballot in ballots], dtype=np.float64)

    def figures(places: list[int], drawn: Matrix) -> Matrix:
        n = drawn @ given[places]
        mean = np.divide(drawn @ values[places], n, out=np.full(n.shape, np.nan), where=n > 0)
        by_option = mean.reshape(len(mean), len(options), criteria)
        some = ~np.isnan(by_option)
        known = some.sum(axis=2)
        found: Matrix = np.divide(np.where(some, by_option, 0).sum(axis=2), known,
                                  out=np.full(known.shape, np.nan), where=known > 0)  # fmt: skip
        return found

    return figures
