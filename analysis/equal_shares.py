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
        every = range(len(costs))
        self.wanting = [[kind for kind, purse in enumerate(purses) if idea in purse.ideas] for idea in every]
        self.sold = [idea for idea in every if self.wanting[idea]]
        self.sizes = [purse.purses for purse in purses]
        self.fans = [sum(self.sizes[kind] for kind in kinds) for kinds in self.wanting]

    def buy(self, amount: int) -> Bought:
        """What `amount` in every purse buys. Whole numbers throughout: purses are kept over a growing denominator."""
        held, over = [amount] * len(self.purses), 1
        free = [idea for idea in self.sold if self.costs[idea] == 0]
        # A lower bound of each price as numerator and denominator: prices only rise as purses empty.
        least = {idea: (1, self.fans[idea]) for idea in self.sold if self.costs[idea] > 0}
        near = {idea: 1 / self.fans[idea] for idea in least}
        bought = list(free)
        ties: list[list[int]] = []
        while True:
            best: list[int] = []
            price, bill = (1, 0), (0, 1)
            for idea in sorted(least, key=near.__getitem__):
                known = least[idea]
                if best and known[0] * price[1] > price[0] * known[1]:
                    continue
                found = self._bill(idea, held, over)
                if found is None:
                    del least[idea]
                    continue
                least[idea] = own = (found[0], found[1] * self.costs[idea] * over)
                near[idea] = own[0] / own[1]
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
                held, over = [own * more for own in held], over * more
            for kind in self.wanting[chosen]:
                own_purse = held[kind]
                held[kind] = own_purse - payment if own_purse > payment else 0
            bought.append(chosen)
            del least[chosen]

    def _bill(self, idea: int, held: Sequence[int], over: int) -> tuple[int, int] | None:
        """What those who can pay in full pay together, and how many they are; None where the money is short."""
        wanting, sizes = self.wanting[idea], self.sizes
        left, payers = self.costs[idea] * over, self.fans[idea]
        # Mostly the poorest can pay their part, and nobody need be put in an order.
        if min(map(held.__getitem__, wanting)) * payers >= left:
            return left, payers
        # Left in this order: the next time it is nearly right. Among purses that hold alike the order says nothing.
        wanting.sort(key=held.__getitem__)
        for kind in wanting:
            own = held[kind]
            if own * payers >= left:
                return left, payers
            left -= own * sizes[kind]
            payers -= sizes[kind]
            if not payers:
                return None
        return None

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
