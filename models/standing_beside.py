"""What stands beside a result, computed with it at the close and kept: turnout, gaps, how alike, every side the same.

Not a noun with a table. Invariants: from the same ballots as the count, so it can be counted anew; what may not be
shown (law 6) is not in it; "every side counts the same" is said only where no voter stands outside the shown sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

from analysis import dots, funding
from analysis.beside import Beside, Scale, stand_beside
from analysis.counted import Count
from models.counting import Facts, Paper
from models.functions import Side
from models.options import RoundOption
from models.round_settings import settings_from
from models.rounds import Round, RoundKind

_SCALES: Mapping[RoundKind, Scale] = MappingProxyType(
    {
        RoundKind.DOTS: Scale.POINTS, RoundKind.APPROVAL: Scale.PICKS, RoundKind.SCORE: Scale.SCORES,
        RoundKind.RANKED: Scale.RANKS, RoundKind.DUELS: Scale.NUMBERS, RoundKind.AGREEMENT: Scale.ANSWERS,
        RoundKind.BUDGET: Scale.PICKS, RoundKind.CONSENT: Scale.ANSWERS, RoundKind.EXPECT: Scale.NUMBERS,
    }
)  # fmt: skip
# Where a side's figure is a sum, it is divided by its voters before the sides count the same.
_SUMS = frozenset({RoundKind.APPROVAL, RoundKind.BUDGET, RoundKind.RANKED})
_MEANS = frozenset({RoundKind.SCORE})


@dataclass(frozen=True)
class StandsBeside:
    """The figures of `analysis.beside`, and what comes out if every side counts the same.

    even: an option's figure then (dots: its share of the dots; a sum: a voter's part of it; scores: the mean).
    even_funded: what would be funded with the same money for every side. more: `figures` of the second criterion and
    those after it (the order of the sides is that of all criteria together, in each of them).
    """

    figures: Beside
    even: dict[str, float]
    even_funded: list[str]
    more: list[Beside] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return asdict(self)


def beside_from(kept: Mapping[str, Any]) -> StandsBeside:
    """The figures from their `as_json` values."""
    more = [Beside.from_json(one) for one in kept.get("more", [])]
    return StandsBeside(Beside.from_json(kept["figures"]), kept["even"], kept["even_funded"], more)


def beside_of(
    row: Round, options: Sequence[RoundOption], papers: Sequence[Paper], facts: Facts, eligible: Mapping[str, int]
) -> StandsBeside:
    """What stands beside this count of these ballots, criterion by criterion where there are several."""
    kind, ids = RoundKind(row.kind), [option.id for option in options]
    sides, by_group = [paper.side for paper in papers], _by_group(facts)
    criteria = len(settings_from(row.settings).criteria) if kind is RoundKind.SCORE else 1
    first, *more = [
        stand_beside(
            ids, [{option: value for option, own, value in paper.lines if own == criterion} for paper in papers], sides,
            scale=_SCALES[kind], secret=row.secret, eligible=eligible, by_group=by_group, order=list(Side),
        )
        for criterion in range(max(1, criteria))
    ]  # fmt: skip
    return StandsBeside(first, _even(kind, facts, by_group), _even_funded(row, options, papers, facts), more)


def _by_group(facts: Facts) -> Mapping[str, Mapping[str, float]]:
    if isinstance(facts, Count):
        return facts.by_group
    return {one.side: {option.id: option.by_side[one.side] for option in facts.options} for one in facts.sides}


def _even(kind: RoundKind, facts: Facts, by_group: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    if isinstance(facts, dots.Facts):
        return {option.id: option.even_share for option in facts.options if option.even_share is not None}
    if not facts.whole or len(facts.sides) < 2 or kind not in _SUMS | _MEANS:
        return {}
    parts = {
        one.side: {option: figure / (one.voters if kind in _SUMS else 1)
                   for option, figure in by_group.get(one.side, {}).items()}
        for one in facts.sides
    }  # fmt: skip
    shared = [option for option in facts.totals if all(option in own for own in parts.values())]
    if len(shared) < 2:
        return {}
    return {option: sum(own[option] for own in parts.values()) / len(parts) for option in shared}


def _even_funded(row: Round, options: Sequence[RoundOption], papers: Sequence[Paper], facts: Facts) -> list[str]:
    if not isinstance(facts, funding.Facts) or not facts.whole or len(facts.sides) < 2:
        return []
    settings = settings_from(row.settings)
    return funding.count(
        [option.id for option in options], [paper.values() for paper in papers], [paper.side for paper in papers],
        costs={option.id: option.cost or 0 for option in options}, money=settings.money or 0, secret=row.secret,
        completion=funding.Completion(settings.completion), fill=funding.Fill(settings.fill), same_money=True,
        order=list(Side),
    ).funded  # fmt: skip
