"""What stands beside every result, one fold below: turnout, largest gap between two sides, split room, how alike.

Two-sided 95 % intervals: Wilson, JASA 22 (1927), for a share; Newcombe, Statistics in Medicine 17 (1998) 873-890,
method 10, for the difference of two. The other measures: `analysis.alike`; the chance to be first:
`analysis.redrawn`. Law 6 holds here too: only shown sides are compared, and of them only cells of five people or more
where the vote is secret.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import combinations
from math import sqrt
from typing import Any, Self

from analysis.alike import concordance, eta_squared, interval, krippendorff, leik, nominal, ordinal, split, tau_b
from analysis.counted import Room, room_of
from analysis.dots import sides_to_show

Z = 1.959963984540054
_STEPS = (1, 2, 3, 4, 5)


class Scale(StrEnum):
    """What a value means. picks: above 0 is yes. answers: 1, 0, -1. scores: 1 to 5. ranks: 1 the best."""

    PICKS = "picks"
    POINTS = "points"
    ANSWERS = "answers"
    SCORES = "scores"
    RANKS = "ranks"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Turnout:
    """How many of a side voted, with Wilson's interval for the share."""

    side: str
    voted: int
    eligible: int
    low: float
    high: float


@dataclass(frozen=True)
class WidestGap:
    """The option on which two sides differ most: how many of each are for it, and Newcombe's interval."""

    option: str
    more: str
    more_for: int
    more_of: int
    less: str
    less_for: int
    less_of: int
    low: float
    high: float


@dataclass(frozen=True)
class Alike:
    """Kendall's tau-b between the orders of two sides: 1 the same, -1 the opposite."""

    one: str
    other: str
    tau: float


@dataclass(frozen=True)
class Beside:
    """The figures, as far as there are any. split: Leik's D of scores, 4p(1-p) of answers. eta: eta squared by option.

    alike: each two shown sides; concordance: Kendall's W between all of them; alpha: Krippendorff's, between all
    voters.
    """

    turnout: list[Turnout]
    gap: WidestGap | None
    split: dict[str, float]
    eta: dict[str, float]
    alike: list[Alike]
    concordance: float | None
    alpha: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The figures from their `as_json` values."""
        plain = {name: kept[name] for name in ("split", "eta", "concordance", "alpha")}
        return cls(
            turnout=[Turnout(**one) for one in kept["turnout"]], gap=WidestGap(**kept["gap"]) if kept["gap"] else None,
            alike=[Alike(**one) for one in kept["alike"]], **plain,
        )  # fmt: skip


def stand_beside(
    options: Sequence[str], ballots: Sequence[Mapping[str, float]], sides: Sequence[str | None], *, scale: Scale,
    secret: bool, eligible: Mapping[str, int], by_group: Mapping[str, Mapping[str, float]], order: Sequence[str] = (),
) -> Beside:  # fmt: skip
    """The figures beside a count.

    Args:
        options: the ids.
        ballots: option to value; with several criteria, one of them.
        sides: the side of each ballot, None for no side.
        scale: what a value means.
        secret: whether law 6 applies.
        eligible: how many of each side might vote.
        by_group: `by_group` of the count: the figure by which each shown side orders the options.
        order: how the sides stand beside each other.
    """
    room = room_of(sides, secret=secret, order=order)
    came = turnout({str(side): list(sides).count(side) for side in set(sides)}, eligible, secret=secret, order=order)
    if room.withheld:
        return Beside(came, None, {}, {}, [], None, None)
    filled = [_filled(ballot, options, scale) for ballot in ballots]
    units = {option: [ballot[option] for ballot in filled if option in ballot] for option in options}
    told = {option: values for option, values in units.items() if values and room.cells(range(len(values))) is not None}
    groups = {side: own for side, own in by_group.items() if side in room.names}
    known = [option for option in options if all(option in own for own in groups.values())]
    lists = {side: [own[option] for option in known] for side, own in groups.items()}
    pairs = [(one, other, tau_b(lists[one], lists[other])) for one, other in combinations(lists, 2)]
    return Beside(
        turnout=came, gap=_widest(options, filled, room, scale),
        split={option: found for option, values in told.items() if (found := _split(values, scale)) is not None},
        eta={option: found for option in told if (found := _eta(option, filled, room)) is not None},
        alike=[Alike(one, other, tau) for one, other, tau in pairs if tau is not None],
        concordance=concordance(list(lists.values())), alpha=_alpha(list(told.values()), scale),
    )  # fmt: skip


def turnout(
    voted: Mapping[str, int], eligible: Mapping[str, int], *, secret: bool, order: Sequence[str] = ()
) -> list[Turnout]:
    """How many of each side voted, of the sides that may be shown."""
    places = {side: place for place, side in enumerate(order)}
    shown = sorted(sides_to_show(eligible, secret=secret), key=lambda side: (places.get(side, len(places)), side))
    return [
        Turnout(side, voted.get(side, 0), eligible[side], *wilson(voted.get(side, 0), eligible[side]))
        for side in shown if eligible[side]
    ]  # fmt: skip


def wilson(yes: int, n: int) -> tuple[float, float]:
    """The two-sided 95 % interval for a share: `yes` of `n` (above 0)."""
    share, wide = yes / n, Z * Z / n
    middle = share + wide / 2
    half = Z * sqrt(share * (1 - share) / n + wide / (4 * n))
    return max(0.0, (middle - half) / (1 + wide)), min(1.0, (middle + half) / (1 + wide))


def newcombe(yes: int, n: int, other: int, m: int) -> tuple[float, float]:
    """The two-sided 95 % interval for yes/n - other/m."""
    one, two = yes / n, other / m
    (low_one, high_one), (low_two, high_two) = wilson(yes, n), wilson(other, m)
    difference = one - two
    return (
        max(-1.0, difference - sqrt((one - low_one) ** 2 + (high_two - two) ** 2)),
        min(1.0, difference + sqrt((high_one - one) ** 2 + (two - low_two) ** 2)),
    )


def _filled(ballot: Mapping[str, float], options: Sequence[str], scale: Scale) -> Mapping[str, float]:
    # What is not picked, and what got no point, is a no; what is not ranked stands behind everything that is.
    if scale is Scale.PICKS:
        return {option: float(ballot.get(option, 0) > 0) for option in options}
    if scale is Scale.POINTS:
        return {option: ballot.get(option, 0) for option in options}
    if scale is Scale.RANKS:
        steps = sorted(set(ballot.values()))
        return {option: steps.index(ballot[option]) + 1 if option in ballot else len(steps) + 1 for option in options}
    return ballot


def _favours(value: float, scale: Scale) -> bool:
    return value >= 4 if scale is Scale.SCORES else value == 1 if scale is Scale.RANKS else value > 0


def _widest(
    options: Sequence[str], ballots: Sequence[Mapping[str, float]], room: Room, scale: Scale
) -> WidestGap | None:
    found: list[tuple[float, WidestGap]] = []
    for option in options if scale is not Scale.NUMBERS else ():
        marked = [place for place, ballot in enumerate(ballots) if option in ballot]
        told = {}
        for side in room.cells(marked) or ():
            own = [ballots[place][option] for place in marked if room.sides[place] == side]
            if own:
                told[side] = (sum(_favours(value, scale) for value in own), len(own))
        ranked = sorted(told, key=lambda side: (-told[side][0] / told[side][1], room.names.index(side)))
        if len(ranked) > 1:
            more, less = ranked[0], ranked[-1]
            size = told[more][0] / told[more][1] - told[less][0] / told[less][1]
            found.append((size, WidestGap(option, more, *told[more], less, *told[less], *newcombe(*told[more],
            *told[less]))))
    best = max(found, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] > 0 else None


def _split(values: Sequence[float], scale: Scale) -> float | None:
    if scale is Scale.SCORES:
        return leik([list(values).count(step) for step in _STEPS])
    if scale is Scale.ANSWERS:
        return split(list(values).count(1), list(values).count(-1))
    return None


def _eta(option: str, ballots: Sequence[Mapping[str, float]], room: Room) -> float | None:
    cells = room.cells([place for place, ballot in enumerate(ballots) if option in ballot]) or []
    return eta_squared([[ballots[at][option] for at in room.of(side) if option in ballots[at]] for side in cells])


def _alpha(units: Sequence[Sequence[float]], scale: Scale) -> float | None:
    counts = [{value: list(values).count(value) for value in set(values)} for values in units]
    if scale is Scale.NUMBERS or len(counts) < 2:
        return None
    if scale is Scale.PICKS:
        return krippendorff(counts, nominal)
    return krippendorff(counts, interval if scale is Scale.POINTS else ordinal(counts))
