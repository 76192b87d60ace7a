"""The Method of Equal Shares, in exact whole numbers: the same money for everybody, ideas paid by those who want them.

Satisfaction is the cost of the funded ideas one approved: an idea's price per unit of cost is the most that one
supporter pays, divided by its cost; the cheapest such price buys next. Sources: Peters & Skowron, Proportionality and
the limits of welfarism (EC 2020); Peters, Pierczyński & Skowron, Proportional participatory budgeting with additive
utilities (NeurIPS 2021); completion "add1": equalshares.net.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd, inf

import numpy as np

# So many steps in a row without a change, and it is worth working out how long nothing can change.
PATIENCE = 4
_MARGIN = 1e-9


@dataclass(frozen=True)
class Purse:
    """Voters who approve the same: which ideas (places), and how many purses they hold together."""

    ideas: frozenset[int]
    purses: int


@dataclass(frozen=True)
class Bought:
    """What one amount in every purse buys: ideas in the order bought, and where several had the same price."""

    ideas: list[int]
    ties: list[list[int]]


class Shop:
    """Ideas with whole costs, and who wants them. lots: the place of each idea when a lot has to be drawn."""

    def __init__(self, costs: Sequence[int], purses: Sequence[Purse], lots: Sequence[int]) -> None:
        self.costs, self.purses, self.lots = list(costs), list(purses), list(lots)
        self.wanting: list[list[int]] = [[] for _ in costs]
        # Voters as bits: whoever holds the same is one number, and how many of them want an idea is one operation.
        of_size: dict[int, int] = {}
        for kind, purse in enumerate(purses):
            of_size[purse.purses] = of_size.get(purse.purses, 0) | 1 << kind
            for idea in purse.ideas:
                self.wanting[idea].append(kind)
        self.masks = [sum(1 << kind for kind in kinds) for kinds in self.wanting]
        self.sizes = list(of_size.items())
        # Mostly everybody holds as many purses.
        self.size = self.sizes[0][0] if len(self.sizes) == 1 else 0
        self.sold = [idea for idea, kinds in enumerate(self.wanting) if kinds]
        self.fans = [self._purses(mask) for mask in self.masks]

    def buy(self, amount: int) -> Bought:
        """What `amount` in every purse buys. Whole numbers throughout: purses are kept over a growing denominator."""
        # Who holds how much, the poorest first.
        held, over = [(amount, (1 << len(self.purses)) - 1)], 1
        free = [idea for idea in self.sold if self.costs[idea] == 0]
        # A lower bound of each price as numerator and denominator: prices only rise as purses empty.
        least = {idea: (1, self.fans[idea]) for idea in self.sold if self.costs[idea] > 0}
        bought = list(free)
        ties: list[list[int]] = []
        while True:
            best: list[int] = []
            price, bill = (1, 0), (0, 1)
            for idea in sorted(least, key=lambda one: least[one][0] / least[one][1]):
                known = least[idea]
                if best and known[0] * price[1] > price[0] * known[1]:
                    continue
                found = self._bill(idea, held, over)
                if found is None:
                    del least[idea]
                    continue
                least[idea] = own = (found[0], found[1] * self.costs[idea] * over)
                order = own[0] * price[1] - price[0] * own[1] if best else -1
                if order < 0:
                    best, price, bill = [idea], own, found
                elif order == 0:
                    best.append(idea)
            if not best:
                return Bought(bought, ties)
            chosen = min(best, key=lambda one: self.lots[one])
            if len(best) > 1:
                ties.append(sorted(best))
                bill = self._bill(chosen, held, over) or bill
            part = gcd(*bill)
            payment, more = bill[0] // part, bill[1] // part
            if more > 1:
                held, over = [(own * more, who) for own, who in held], over * more
            after: dict[int, int] = {}
            for own, who in held:
                if paying := who & self.masks[chosen]:
                    rest = max(0, own - payment)
                    after[rest] = after.get(rest, 0) | paying
                if who := who ^ paying:
                    after[own] = after.get(own, 0) | who
            held = sorted(after.items())
            bought.append(chosen)
            del least[chosen]

    def _bill(self, idea: int, held: Sequence[tuple[int, int]], over: int) -> tuple[int, int] | None:
        """What those who can pay in full pay together, and how many they are; None where the money is short."""
        left, payers, mask = self.costs[idea] * over, self.fans[idea], self.masks[idea]
        for own, who in held:
            if own * payers >= left:
                return left, payers
            if mine := who & mask:
                purses = self._purses(mine)
                left -= own * purses
                payers -= purses
                if not payers:
                    return None
        return None

    def _purses(self, mask: int) -> int:
        """How many purses these voters hold."""
        if self.size:
            return self.size * mask.bit_count()
        return sum(size * (mask & own).bit_count() for size, own in self.sizes)

    def unchanged_until(self, amount: int, bought: Sequence[int]) -> float:
        """An amount up to which every larger one buys the same in the same order; `amount` itself where unsure.

        Every purse is a line in the amount, and so is every comparison: the nearest place where one of them turns, from
        floating point with a margin on the safe side.
        """
        size = np.array([purse.purses for purse in self.purses], dtype=np.float64)
        slope, value = np.ones(len(self.purses)), np.full(len(self.purses), float(amount))
        left = [idea for idea in self.sold if self.costs[idea] > 0]
        order: list[int | None] = [idea for idea in bought if self.costs[idea] > 0]
        reach = inf
        for chosen in [*order, None]:
            bills = {idea: self._line(idea, slope, value, size) for idea in left}
            for idea, (price_slope, price, turn) in bills.items():
                reach = min(reach, turn)
                if chosen is not None and idea != chosen and price is not None:
                    own_slope, own, _ = bills[chosen]
                    if own is None:
                        return float(amount)
                    cost, other = float(self.costs[chosen]), float(self.costs[idea])
                    reach = min(reach, _turn(price / other - own / cost, price_slope / other - own_slope / cost))
            if reach <= 0:
                return float(amount)
            left = [idea for idea in left if bills[idea][1] is not None and idea != chosen]
            if chosen is None:
                break
            payment_slope, payment, _ = bills[chosen]
            if payment is None:
                return float(amount)
            mine = self.wanting[chosen]
            rich = value[mine] >= payment
            value[mine] = np.where(rich, value[mine] - payment, 0.0)
            slope[mine] = np.where(rich, slope[mine] - payment_slope, 0.0)
        return amount + reach * (1 - _MARGIN)

    def _line(
        self, idea: int, slope: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
        value: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
        size: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    ) -> tuple[float, float | None, float]:  # fmt: skip
        """The payment for an idea as a line in the amount (slope, value; None: too little money), and when it turns."""
        mine = np.array(self.wanting[idea])
        mine = mine[np.argsort(value[mine], kind="stable")]
        own, grows, many = value[mine], slope[mine], size[mine]
        cost = float(self.costs[idea])
        money, more = float((own * many).sum()), float((grows * many).sum())
        if money < cost * (1 - _MARGIN):
            return 0.0, None, _turn(money - cost, more)
        before = np.concatenate([[0.0], np.cumsum(own * many)[:-1]])
        payers = np.cumsum(many[::-1])[::-1]
        full = np.flatnonzero(own * payers >= (cost - before) * (1 - _MARGIN))
        if not len(full):
            return 0.0, None, 0.0
        first = int(full[0])
        payment = (cost - float(before[first])) / float(payers[first])
        rises = -float((grows[:first] * many[:first]).sum()) / float(payers[first])
        differences, turns = own - payment, grows - rises
        near = np.abs(differences) <= _MARGIN * max(payment, 1.0)
        if bool((near & (turns != 0)).any()):
            return rises, payment, 0.0
        meets = np.where((~near) & (differences * turns < 0), -differences / np.where(turns == 0, 1.0, turns), inf)
        return rises, payment, float(meets.min(initial=inf))


def _turn(value: float, slope: float) -> float:
    """How much further the line goes before it crosses zero: 0 where it is about there, infinity where never."""
    if abs(value) <= _MARGIN:
        return 0.0 if slope else inf
    return -value / slope if value * slope < 0 else inf
