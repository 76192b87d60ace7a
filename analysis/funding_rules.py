"""Dividing money by rule: Equal Shares completed by add1 and by greedy, and plain greedy; where lots made a difference.

Every rule works on exact fractions and never spends more than there is. `analysis.funding` says who voted and what may
be shown of it; this module knows ideas, costs and who wants what.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd, lcm

from analysis.counted import ranking_of
from analysis.equal_shares import PATIENCE, Purse, Shop

# Drawing the voters anew asks the rule again and again: so often, and everybody's part grows there by a 25th a step. In
# rooms of 26 to 300 that moves no chance by more than a few points of 100.
REDRAWN_BUDGETS = 100
COARSE = 25


class Rule(StrEnum):
    """How the money is divided."""

    EQUAL_SHARES = "equal-shares"
    GREEDY = "greedy"


class Completion(StrEnum):
    """What is done with money that Equal Shares leaves.

    add1: one currency unit more a voter, step by step, until nothing more fits or the next step would spend too much;
    add1-run-on: the same, but only the latter stops it.
    """

    NONE = "none"
    ADD1 = "add1"
    RUN_ON = "add1-run-on"


class Fill(StrEnum):
    """What is done with money that is left after that: most wanted first, skipping what does not fit; or nothing."""

    GREEDY = "greedy"
    NONE = "none"


@dataclass(frozen=True)
class Till:
    """What is chosen, and where lots made a difference."""

    funded: frozenset[str]
    ties: list[frozenset[str]]

    @property
    def tied(self) -> frozenset[str]:
        """The ideas of all those ties."""
        return frozenset().union(*self.ties)


@dataclass(frozen=True)
class Fair:
    """The matter to be decided: ideas that count with their costs, how wanted they are, and who wants which."""

    costs: dict[str, Fraction]
    wanted: dict[str, Fraction]
    money: Fraction
    approvals: list[frozenset[str]]
    copies: list[int]

    def spent(self, ideas: frozenset[str] | Sequence[str]) -> Fraction:
        """What these ideas cost together."""
        return sum((self.costs[idea] for idea in ideas), start=Fraction(0))


def copies_of(sides: Sequence[str | None]) -> list[int]:
    """How many purses each voter holds so that every side holds as many."""
    sizes = Counter(sides)
    whole = lcm(*sizes.values()) if sizes else 1
    copies = {side: whole // size for side, size in sizes.items()}
    common = gcd(*copies.values()) if copies else 1
    return [copies[side] // common for side in sides]


def lots_of(options: Sequence[str], costs: Mapping[str, int | Fraction], money: int | Fraction, seed: int) -> list[str]:
    """The options in the order of their lots, which follow from options, costs and money alone."""
    matter = json.dumps([sorted((option, str(costs[option])) for option in options), str(money), seed])

    def lot(option: str) -> str:
        return hashlib.sha256(json.dumps([matter, option]).encode()).hexdigest()

    return sorted(options, key=lot)


def greedy(fair: Fair, already: frozenset[str], lots: Sequence[str]) -> Till:
    """The most wanted first, skipping what does not fit."""
    left = fair.money - fair.spent(already)
    funded, ties = set(already), []
    for place in ranking_of({idea: fair.wanted[idea] for idea in fair.costs if idea not in already}):
        fits = [idea for idea in place if fair.costs[idea] <= left]
        if fair.spent(fits) > left:
            ties.append(frozenset(fits))
        for idea in sorted(place, key=lots.index):
            if fair.costs[idea] <= left:
                funded.add(idea)
                left -= fair.costs[idea]
    return Till(frozenset(funded), ties)


def equal_shares(fair: Fair, completion: Completion, fill: Fill, lots: Sequence[str]) -> Till:
    """The Method of Equal Shares, completed and filled as asked."""
    found = _completed(fair, completion, fill, lots)
    if not found.ties:
        return found
    # Several had the same price. Where all of them are funded, and by the opposite lots too, the lots decided nothing.
    other = _completed(fair, completion, fill, lots[::-1])
    unlike = found.funded ^ other.funded
    return Till(found.funded, [tie for tie in found.ties if tie - found.funded] + ([unlike] if unlike else []))


def outcomes(
    fair: Fair, rule: Rule, completion: Completion, fill: Fill, lots: Sequence[str]
) -> list[frozenset[str]]:  # fmt: skip
    """What a redraw would fund, in steps of a 25th: once, or by these lots and by the opposite ones."""

    def one(order: Sequence[str]) -> Till:
        if rule is Rule.GREEDY:
            return greedy(fair, frozenset(), order)
        return _completed(fair, completion, fill, order, coarse=COARSE)

    found = one(lots)
    return [found.funded, one(lots[::-1]).funded] if found.ties else [found.funded]


def _completed(
    fair: Fair, completion: Completion, fill: Fill, lots: Sequence[str], *, coarse: int = 0
) -> Till:  # fmt: skip
    ideas = list(fair.costs)
    at = {idea: place for place, idea in enumerate(ideas)}
    kinds: Counter[frozenset[int]] = Counter()
    for approved, copies in zip(fair.approvals, fair.copies, strict=True):
        kinds[frozenset([at[idea] for idea in approved if idea in at])] += copies
    purses, voters = sum(fair.copies), len(fair.copies)
    if not purses:
        return Till(frozenset(), [])
    # In units so small that costs, a purse, and one currency unit a voter are all whole.
    unit = purses * lcm(fair.money.denominator, *(cost.denominator for cost in fair.costs.values()))
    shop = Shop([int(cost * unit) for cost in fair.costs.values()], [Purse(*kind) for kind in kinds.items()],
                [lots.index(idea) for idea in ideas])  # fmt: skip
    amount, step = int(fair.money * unit) // purses, voters * unit // purses
    kept = bought = shop.buy(amount)
    still, patience = 0, PATIENCE
    while completion is not Completion.NONE:
        spent = fair.spent([ideas[place] for place in bought.ideas])
        if spent > fair.money:
            break
        kept = bought
        left = [place for place in shop.sold if place not in bought.ideas]
        rest = fair.money - spent
        if not left or (completion is Completion.ADD1 and all(fair.costs[ideas[place]] > rest for place in left)):
            break
        if coarse:
            step = max(step, amount // coarse)
        elif still >= patience:
            far = int((shop.unchanged_until(amount, bought.ideas) - amount) / step)
            amount, still, patience = amount + far * step, 0, PATIENCE if far >= patience else 2 * patience
        amount += step
        bought = shop.buy(amount)
        still = still + 1 if bought == kept else 0
    funded = frozenset(ideas[place] for place in kept.ideas)
    ties = [frozenset(ideas[place] for place in tie) for tie in kept.ties]
    if fill is Fill.NONE:
        return Till(funded, ties)
    filled = greedy(fair, funded, lots)
    return Till(filled.funded, ties + filled.ties)
