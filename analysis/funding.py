"""Counting "how do we spend?": which ideas with a cost are funded, by Equal Shares, and by plain greedy beside it.

The rules: `analysis.funding_rules`. An idea counts if somebody wants it, if it is not dearer than all the money, and if
it reaches the threshold where there is one. Lots decide where a rule leaves several at once; that is said in `ties`
and `tied`, and the lots follow from the ideas, their costs and the money alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from analysis.counted import Count, Number, nothing, ranking_of, room_of, standing, sums, whole_or_float
from analysis.dots import CLEAR_FROM
from analysis.funding_rules import (
    REDRAWN_BUDGETS,
    Completion,
    Fair,
    Fill,
    Rule,
    copies_of,
    equal_shares,
    greedy,
    lots_of,
    outcomes,
)
from analysis.redrawn import draws

__all__ = ["REDRAWN_BUDGETS", "Completion", "Facts", "Fill", "Rule", "count"]


@dataclass(frozen=True, kw_only=True)
class Facts(Count):
    """`totals`, `by_group`: how many want each idea (or its points). `winners`: what is funded.

    funded, spent, budget: the choice. greedy, greedy_spent: what plain greedy would fund. tied, greedy_tied: the ideas
    among which lots were drawn. served: how many voters have a funded idea; served_by_side. money_by_side: each funded
    cost divided evenly among those who want it, by shown side. `chances`: how often each idea was funded in `redraws`
    draws of the same voters; `clear`: what is funded was so in 90 of 100, and nothing else in more than 10; `rival`:
    what else was funded most often.
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
    greedy_tied: list[str] = field(default_factory=list)
    redraws: int = 0


def count(
    options: Sequence[str], ballots: Sequence[Mapping[str, int | Fraction]], sides: Sequence[str | None], *,
    costs: Mapping[str, int | Fraction], money: int | Fraction, secret: bool, rule: Rule = Rule.EQUAL_SHARES,
    completion: Completion = Completion.ADD1, fill: Fill = Fill.GREEDY, same_money: bool = False,
    threshold: int | Fraction | None = None, order: Sequence[str] = (), seed: int = 0, redraws: int = 0,
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
        seed: other lots, and other redraws.
        redraws: how often the same voters are drawn anew inside each side (stratified bootstrap).
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
    fair = Fair({option: Fraction(costs[option]) for option in counts}, {option: wanted[option] for option in counts},
                 Fraction(money), approvals, copies_of(sides) if same_money else [1] * len(ballots))  # fmt: skip
    lots = lots_of(options, costs, money, seed)
    plain = greedy(fair, frozenset(), lots)
    chosen = plain if rule is Rule.GREEDY else equal_shares(fair, completion, fill, lots)
    funded = [option for option in options if option in chosen.funded]
    served = [bool(approved & chosen.funded) for approved in approvals]
    groups = {side: room.of(side) for side in room.names}
    fans = Counter(idea for approved in approvals for idea in approved)
    shares = {idea: fair.costs[idea] / fans[idea] for idea in chosen.funded}
    found = Facts(
        method=rule.value, variant=variant, **room.common(),
        totals={option: whole_or_float(total) for option, total in wanted.items()},
        by_group={
            side: {option: whole_or_float(total) for option, total in sums(options, ballots, own).items()}
            for side, own in groups.items()
        },
        **{**standing(ranking_of(wanted)), "winners": funded, "ties": bool(chosen.tied)},
        funded=funded, spent=whole_or_float(fair.spent(funded)), budget=budget,
        costs={option: whole_or_float(Fraction(costs[option])) for option in options},
        greedy=[option for option in options if option in plain.funded],
        greedy_spent=whole_or_float(fair.spent(plain.funded)),
        tied=[option for option in options if option in chosen.tied], served=sum(served),
        served_by_side={side: sum(served[at] for at in own) for side, own in groups.items()},
        money_by_side={side: float(sum((shares[idea] for at in own for idea in approvals[at] & chosen.funded),
                                       Fraction(0))) for side, own in groups.items()},
        greedy_tied=[option for option in options if option in plain.tied],
    )  # fmt: skip
    if not redraws or not counts:
        return found
    values = [[str(ballot.get(option, 0)) for option in options] for ballot in ballots]
    drawn_from, drawn = draws(options, values, sides, times=redraws, seed=seed)
    often = dict.fromkeys(options, 0.0)
    for own in drawn:
        at = [place for place, times in zip(drawn_from, own, strict=True) for _ in range(int(times))]
        ends = outcomes(_drawn(fair, ballots, at, Fraction(threshold or 0)), rule, completion, fill, lots)
        for funded_then in ends:
            for option in funded_then:
                often[option] += 1 / len(ends)
    return _sure(found, {option: times / redraws for option, times in often.items()}, redraws)


def _drawn(
    fair: Fair, ballots: Sequence[Mapping[str, int | Fraction]], at: Sequence[int], threshold: Fraction
) -> Fair:  # fmt: skip
    """The same matter with other voters: who stands at these places, some of them several times."""
    wanted = sums(list(fair.costs), ballots, at)
    still = {option for option, total in wanted.items() if total > 0 and total >= threshold}
    return Fair(
        {option: cost for option, cost in fair.costs.items() if option in still},
        {option: wanted[option] for option in fair.costs if option in still}, fair.money,
        [fair.approvals[place] & still for place in at], [fair.copies[place] for place in at],
    )  # fmt: skip


def _sure(facts: Facts, chances: dict[str, float], redraws: int) -> Facts:
    others = sorted((option for option in chances if option not in facts.funded), key=lambda one: -chances[one])
    clear = all(chances[option] >= CLEAR_FROM for option in facts.funded) and all(
        chances[option] <= 1 - CLEAR_FROM for option in others
    )
    rival = others[0] if others and chances[others[0]] > 0 else None
    return replace(facts, chances=chances, clear=clear, rival=rival, redraws=redraws)


def _variant(rule: Rule, completion: Completion, fill: Fill, same_money: bool, threshold: object) -> str:
    parts = ["sum of votes or points"]
    if rule is Rule.EQUAL_SHARES:
        parts = ["cost satisfaction", completion.value, *(["greedy fill"] if fill is Fill.GREEDY else [])]
        parts += ["the same money for every side"] if same_money else []
    return "; ".join([*parts, *([f"threshold {threshold}"] if threshold is not None else [])])


