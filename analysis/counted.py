"""What every count has in common: who voted, what may be shown of it (law 6), the ranking with its ties.

Pure. A ballot is a mapping from option to value; a side stands beside each ballot, None for no side. Nothing in a
`Count` may not be shown: in a secret vote of fewer than five everything is withheld, and a side of fewer than five,
or one that the others would give by subtraction, has no column.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any, Self

from analysis.dots import CLEAR_FROM, sides_to_show, total_may_show
from analysis.redrawn import Redrawn

Number = int | float


@dataclass(frozen=True)
class SideVoters:
    """A side that may be shown, and how many of it voted."""

    side: str
    voters: int


@dataclass(frozen=True, kw_only=True)
class Count:
    """What a count says, whatever the method. Each method adds its own figures.

    variant: how exactly it was counted. withheld: fewer than five voted in secret, so there is nothing else. whole:
    no voter is outside the shown sides. ranking: the best first, tied options together. winners: the first of it
    (funding: what is funded; consent: what nobody objects to). ties: some place is shared (funding: lots had to be
    drawn). totals, by_group: the figure that is shown for each option, for all and by shown side. chances: how often
    each option came first when the same voters were redrawn inside each side ({} where that is not asked; funding: was
    funded); clear: one winner, first in 90 of 100; rival: who else comes first most often.
    """

    method: str
    variant: str
    voters: int
    withheld: bool
    whole: bool
    sides: list[SideVoters]
    ranking: list[list[str]]
    winners: list[str]
    ties: bool
    totals: dict[str, Number]
    by_group: dict[str, dict[str, Number]]
    chances: dict[str, float]
    clear: bool
    rival: str | None

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The count from its `as_json` values."""
        known = {field.name: kept[field.name] for field in fields(cls) if field.name in kept}
        return cls(**{**known, "sides": [SideVoters(**side) for side in kept["sides"]]})


@dataclass(frozen=True)
class Room:
    """Who voted and which sides may stand beside the totals: what every count begins with."""

    voters: int
    withheld: bool
    whole: bool
    shown: list[SideVoters]
    secret: bool
    sides: tuple[str | None, ...]

    @property
    def names(self) -> list[str]:
        """The shown sides, in their order."""
        return [one.side for one in self.shown]

    def common(self) -> dict[str, Any]:
        """The fields of a `Count` that say who voted."""
        return {"voters": self.voters, "withheld": self.withheld, "whole": self.whole, "sides": self.shown}

    def of(self, side: str) -> list[int]:
        """The places of the ballots of a side."""
        return [place for place, own in enumerate(self.sides) if own == side]

    def cells(self, marked: Sequence[int]) -> list[str] | None:
        """Of the shown sides, those whose own cell may be shown where only some ballots (`marked`) say something.

        None: not even the cell of all may be shown.
        """
        if not total_may_show(len(marked), secret=self.secret):
            return None
        names, counts = self.names, dict[str | None, int]()
        for side, number in Counter(self.sides[place] for place in marked).items():
            key = side if side in names else None
            counts[key] = counts.get(key, 0) + number
        seen = sides_to_show(counts, secret=self.secret)
        return [side for side in names if side in seen]


def room_of(sides: Sequence[str | None], *, secret: bool, order: Sequence[str] = ()) -> Room:
    """Law 6 for these ballots. order: how the sides stand beside each other; those not named follow by name."""
    voters: dict[str | None, int] = {side: list(sides).count(side) for side in set(sides)}
    if not total_may_show(len(sides), secret=secret):
        return Room(len(sides), True, False, [], secret, tuple(sides))
    places = {side: place for place, side in enumerate(order)}
    names = sorted(sides_to_show(voters, secret=secret), key=lambda side: (places.get(side, len(places)), side))
    shown = [SideVoters(side, voters[side]) for side in names]
    return Room(len(sides), False, sum(one.voters for one in shown) == len(sides), shown, secret, tuple(sides))


def ranking_of(figures: Mapping[str, Any], *, best: Callable[[Any], Any] = lambda figure: figure) -> list[list[str]]:
    """Options by their figure, the highest first; the same figure is the same place."""
    places: dict[Any, list[str]] = {}
    for option, figure in figures.items():
        places.setdefault(best(figure), []).append(option)
    return [places[figure] for figure in sorted(places, reverse=True)]


def standing(ranking: list[list[str]], redrawn: Redrawn | None = None) -> dict[str, Any]:
    """The fields of a `Count` that say who wins and how clearly."""
    winners = ranking[0] if ranking else []
    chances = redrawn.chances if redrawn and winners else {}
    others = sorted((option for option in chances if option not in winners[:1]), key=lambda option: -chances[option])
    return {
        "ranking": ranking,
        "winners": winners,
        "ties": any(len(place) > 1 for place in ranking),
        "chances": chances,
        "clear": len(winners) == 1 and chances.get(winners[0], 0.0) >= CLEAR_FROM,
        "rival": others[0] if others and chances[others[0]] > 0 else None,
    }


def whole_or_float(number: Fraction) -> Number:
    """A fraction as JSON writes it: whole where it is whole."""
    return number.numerator if number.denominator == 1 else float(number)


def sums(
    options: Sequence[str], ballots: Sequence[Mapping[str, int | Fraction]], places: Sequence[int] | range
) -> dict[str, Fraction]:
    """What the ballots at these places give to each option together, exactly."""
    whole: dict[str, int] = dict.fromkeys(options, 0)
    parts: dict[str, Fraction] = {}
    for place in places:
        for option, value in ballots[place].items():
            if isinstance(value, int):
                whole[option] = whole.get(option, 0) + value
            else:
                parts[option] = parts.get(option, Fraction(0)) + value
    return {option: whole[option] + parts.get(option, Fraction(0)) for option in options}


def nothing(room: Room) -> dict[str, Any]:
    """The fields of a `Count` of which nothing may be shown."""
    return {**room.common(), **standing([]), "totals": {}, "by_group": {}}
