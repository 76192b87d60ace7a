"""Counting "how many days do you expect?": the median and the quartiles of a number with a unit, for all and by side.

There is no first and no last here: options stand by their median, the shortest first. Quartiles interpolate linearly
(Hyndman & Fan 1996, type 7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np

from analysis.counted import Count, SideVoters, nothing, ranking_of, room_of, standing

METHOD = "expected"


@dataclass(frozen=True)
class Spread:
    """What people expect of an option: half expect from `lower` to `upper`. side "": all of them."""

    option: str
    side: str
    n: int
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`variant`: the unit. `totals`, `by_group`: the medians. spreads: every cell that may be shown."""

    spreads: list[Spread]

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The count from its `as_json` values."""
        plain = {name: value for name, value in kept.items() if name not in ("spreads", "sides")}
        return cls(
            **plain, sides=[SideVoters(**side) for side in kept["sides"]],
            spreads=[Spread(**spread) for spread in kept["spreads"]],
        )  # fmt: skip


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, float]], sides: Sequence[str | None], *, secret: bool,
    unit: str = "", order: Sequence[str] = (),
) -> Facts:  # fmt: skip
    """Count expectations: a ballot maps an option to a number in the unit of the round; others gave no answer."""
    room = room_of(sides, secret=secret, order=order)
    if room.withheld:
        return Facts(method=METHOD, variant=unit, **nothing(room), spreads=[])
    spreads: list[Spread] = []
    for option in options:
        marked = [place for place, ballot in enumerate(ballots) if option in ballot]
        cells = room.cells(marked) if marked else None
        for side in [] if cells is None else ["", *cells]:
            values = [ballots[place][option] for place in marked if side in ("", sides[place])]
            if values:
                lower, median, upper = (float(found) for found in np.quantile(values, [0.25, 0.5, 0.75]))
                spreads.append(Spread(option, side, len(values), median, lower, upper))
    totals = {spread.option: spread.median for spread in spreads if not spread.side}
    return Facts(
        method=METHOD, variant=unit, **room.common(), totals=dict(totals),
        by_group={
            side: {spread.option: spread.median for spread in spreads if spread.side == side} for side in room.names
        },
        **standing(ranking_of(totals, best=lambda median: -median)), spreads=spreads,
    )  # fmt: skip
