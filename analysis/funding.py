"""Counting "how do we spend?": which ideas with a cost are funded, by Equal Shares, and by plain greedy beside it.

Every rule here works on exact fractions and never spends more than there is. An idea counts if somebody wants it, if
it is not dearer than all the money, and if it reaches the threshold where there is one. Lots decide where a rule
leaves several at once; that is said in `ties` and `tied`, and the lots follow from the ideas, their costs and the
money alone.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd, lcm

from analysis.counted import Count, Number, nothing, ranking_of, room_of, standing, sums, whole_or_float
from analysis.equal_shares import PATIENCE, Purse, Shop


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


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`, `by_group`: how many want each idea (or its points). `winners`: what is funded.

    funded, spent, budget: the choice. greedy, greedy_spent: what plain greedy would fund. tied: the ideas among which
    lots were drawn. served: how many voters have a funded idea; served_by_side. money_by_side: each funded cost
    divided evenly among those who want it, by shown side.
    """

    funded: list[str]
    spent: Number
    budget: Number
    costs: dict[str, Number]
    greedy: list[str]
    greedy_spent: Number
    tied: list[str]
    served: int
    served_by_side: dict[str, int]
    money_by_side: dict[str, float]


@dataclass(frozen=True)
class _Till:
    """What is chosen, and where lots made a difference."""

    funded: frozenset[str]
    ties: list[frozenset[str]]

    @property
    def tied(self) -> frozenset[str]:
        """The ideas of all those ties."""
        return frozenset().union(*self.ties)


@dataclass(frozen=True)
class _Fair:
    """The matter to be decided: ideas that count with their costs, how wanted they are, and who wants which."""

    costs: dict[str, Fraction]
    wanted: dict[str, Fraction]
    money: Fraction
    approvals: list[frozenset[str]]
    copies: list[int]

    def spent(self, ideas: frozenset[str] | Sequence[str]) -> Fraction:
        return sum((self.costs[idea] for idea in ideas), start=Fraction(0))


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int | Fraction]], sides: Sequence[str | None], *,
    costs: Mapping[str, int | Fraction], money: int | Fraction, secret: bool, rule: Rule = Rule.EQUAL_SHARES,
    completion: Completion = Completion.ADD1, fill: Fill = Fill.GREEDY, same_money: bool = False,
    threshold: int | Fraction | None = None, order: Sequence[str] = (), seed: int | None = 0,
) -> Facts:  # fmt: skip
    """Decide what is funded. A value above 0 wants the idea; greedy goes by the sum of the values.

    Args:
        options: ids, all of them in `costs`.
        ballots: idea to value: 1, or points. Equal Shares asks only whether it is above 0.
        sides: the side of each ballot, None for no side.
        costs: what each idea costs, from 0.
        money: what there is.
        secret: whether law 6 applies.
        rule: which rule decides.
        completion: of Equal Shares.
        fill: of Equal Shares.
        same_money: every side gets the same money, each voter in whole copies (lcm of the sizes / size).
        threshold: ideas with a smaller sum are out.
        order: how the sides stand beside each other.
        seed: other lots.
    """
    room = room_of(sides, secret=secret, order=order)
    variant = _variant(rule, completion, fill, same_money, threshold)
    budget = whole_or_float(Fraction(money))
    if room.withheld:
        return Facts(method=rule.value, variant=variant, **nothing(room), funded=[], spent=0, budget=budget, costs={},
                     greedy=[], greedy_spent=0, tied=[], served=0, served_by_side={}, money_by_side={})  # fmt: skip
    wanted = sums(options, ballots, range(len(ballots)))
    counts = [
        option for option in options
        if wanted[option] > 0 and 0 <= costs[option] <= money and wanted[option] >= Fraction(threshold or 0)
    ]  # fmt: skip
    approvals = [frozenset(option for option in counts if ballot.get(option, 0) > 0) for ballot in ballots]
    fair = _Fair({option: Fraction(costs[option]) for option in counts}, {option: wanted[option] for option in counts},
                 Fraction(money), approvals, _copies(sides) if same_money else [1] * len(ballots))  # fmt: skip
    lots = _lots(options, costs, money, seed or 0)
    greedy = _greedy(fair, frozenset(), lots)
    chosen = greedy if rule is Rule.GREEDY else _equal_shares(fair, completion, fill, lots)
    funded = [option for option in options if option in chosen.funded]
    served = [bool(approved & chosen.funded) for approved in approvals]
    groups = {side: room.of(side) for side in room.names}
    fans = Counter(idea for approved in approvals for idea in approved)
    shares = {idea: fair.costs[idea] / fans[idea] for idea in chosen.funded}
    return Facts(
        method=rule.value, variant=variant, **room.common(),
        totals={option: whole_or_float(total) for option, total in wanted.items()},
        by_group={
            side: {option: whole_or_float(total) for option, total in sums(options, ballots, own).items()}
            for side, own in groups.items()
        },
        **{**standing(ranking_of(wanted)), "winners": funded, "ties": bool(chosen.tied)},
        funded=funded, spent=whole_or_float(fair.spent(funded)), budget=budget,
        costs={option: whole_or_float(Fraction(costs[option])) for option in options},
        greedy=[option for option in options if option in greedy.funded],
        greedy_spent=whole_or_float(fair.spent(greedy.funded)),
        tied=[option for option in options if option in chosen.tied], served=sum(served),
        served_by_side={side: sum(served[at] for at in own) for side, own in groups.items()},
        money_by_side={side: float(sum((shares[idea] for at in own for idea in approvals[at] & chosen.funded),
                                       Fraction(0))) for side, own in groups.items()},
    )  # fmt: skip


def _variant(rule: Rule, completion: Completion, fill: Fill, same_money: bool, threshold: object) -> str:
    parts = ["sum of votes or points"]
    if rule is Rule.EQUAL_SHARES:
        parts = ["cost satisfaction", completion.value, *(["greedy fill"] if fill is Fill.GREEDY else [])]
        parts += ["the same money for every side"] if same_money else []
    return "; ".join([*parts, *([f"threshold {threshold}"] if threshold is not None else [])])


def _copies(sides: Sequence[str | None]) -> list[int]:
    sizes = Counter(sides)
    whole = lcm(*sizes.values()) if sizes else 1
    copies = {side: whole // size for side, size in sizes.items()}
    common = gcd(*copies.values()) if copies else 1
    return [copies[side] // common for side in sides]


def _lots(options: Sequence[str], costs: Mapping[str, int | Fraction], money: int | Fraction, seed: int) -> list[str]:
    matter = json.dumps([sorted((option, str(costs[option])) for option in options), str(money), seed])

    def lot(option: str) -> str:
        return hashlib.sha256(json.dumps([matter, option]).encode()).hexdigest()

    return sorted(options, key=lot)


def _greedy(fair: _Fair, already: frozenset[str], lots: Sequence[str]) -> _Till:
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
    return _Till(frozenset(funded), ties)


def _equal_shares(fair: _Fair, completion: Completion, fill: Fill, lots: Sequence[str]) -> _Till:
    found = _completed(fair, completion, fill, lots)
    if not found.ties:
        return found
    # Several had the same price. Where all of them are funded, and by the opposite lots too, the lots decided nothing.
    other = _completed(fair, completion, fill, lots[::-1])
    unlike = found.funded ^ other.funded
    return _Till(found.funded, [tie for tie in found.ties if tie - found.funded] + ([unlike] if unlike else []))


def _completed(fair: _Fair, completion: Completion, fill: Fill, lots: Sequence[str]) -> _Till:
    ideas = list(fair.costs)
    kinds: Counter[frozenset[int]] = Counter()
    for approved, copies in zip(fair.approvals, fair.copies, strict=True):
        kinds[frozenset(place for place, idea in enumerate(ideas) if idea in approved)] += copies
    purses, voters = sum(fair.copies), len(fair.copies)
    if not purses:
        return _Till(frozenset(), [])
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
        if not left or (completion is Completion.ADD1 and all(fair.costs[ideas[p]] > fair.money - spent for p in left)):
            break
        if still >= patience:
            far = int((shop.unchanged_until(amount, bought.ideas) - amount) / step)
            amount, still, patience = amount + far * step, 0, PATIENCE if far >= patience else 2 * patience
        amount += step
        bought = shop.buy(amount)
        still = still + 1 if bought == kept else 0
    funded = frozenset(ideas[place] for place in kept.ideas)
    ties = [frozenset(ideas[place] for place in tie) for tie in kept.ties]
    if fill is Fill.NONE:
        return _Till(funded, ties)
    filled = _greedy(fair, funded, lots)
    return _Till(filled.funded, ties + filled.ties)

