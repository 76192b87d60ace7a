"""What a version says, checked as a whole before it is kept: the share, the time, the kind, the variants, the aim.

Invariants: nobody promises 100 of 100; a promise is of one kind; what is aimed at is better than what is said.
"""

from datetime import datetime
from typing import Any

from analysis.rule import Direction, Metric
from analysis.units import UNITS, seconds_of
from models.base import draft
from models.days import day_here
from models.errors import Refusal
from models.promise_terms import LONGEST, Kind, TermsDraft, Unit


def terms_draft(now: datetime, **terms: Any) -> TermsDraft:
    """What a version says, checked as a whole."""
    said = draft(TermsDraft, **terms)
    if said.kept >= said.of:
        raise Refusal("never_certain" if said.kept == said.of else "not_valid", field="kept")
    if said.valid_until < day_here(now):
        raise Refusal("valid_until_past", field="valid_until")
    if said.counts_from is not None and said.counts_from > said.valid_until:
        raise Refusal("days_turned", field="counts_from")
    if said.metric is Metric.CLOCK:
        if said.unit is Unit.VALUE:
            raise Refusal("not_an_option", field="unit")
        if said.direction is not Direction.AT_MOST:
            raise Refusal("clock_at_most", field="direction")
        if not 0 < seconds_of(said.amount, said.unit) <= LONGEST:
            raise Refusal("too_small" if said.amount <= 0 else "too_large", field="amount",
                          limit=round(LONGEST / UNITS[said.unit]))  # fmt: skip
    elif said.unit is not Unit.VALUE:
        raise Refusal("not_an_option", field="unit")
    _one_kind(said)
    _variants_fit(said)
    _aim_is_better(said)
    return said


def _one_kind(said: TermsDraft) -> None:
    if said.yes_no and not said.yes_when:
        raise Refusal("yes_needed", field="yes_when")
    if said.yes_when and (said.metric, said.direction, said.amount) != (Metric.VALUE, Direction.AT_LEAST, 1.0):
        raise Refusal("not_an_option", field="yes_when")
    if said.business and said.metric is not Metric.CLOCK:
        raise Refusal("not_an_option", field="business")
    if (said.direction is Direction.BETWEEN) != (said.ceiling is not None):
        raise Refusal("ceiling_needed" if said.ceiling is None else "not_an_option", field="ceiling")
    if said.ceiling is not None and said.ceiling <= said.amount:
        raise Refusal("ceiling_low", field="ceiling")


def _variants_fit(said: TermsDraft) -> None:
    if len({one.segment for one in said.variants}) < len(said.variants):
        raise Refusal("variant_twice", field="variants")
    if said.variants and said.segment:
        raise Refusal("variant_of_segment", field="variants")
    for one in said.variants:
        if one.amount is None:
            continue
        if said.kind is Kind.YES_NO or said.direction is Direction.BETWEEN or one.unit is None:
            raise Refusal("not_an_option", field="variants")
        if (one.unit is Unit.VALUE) != (said.unit is Unit.VALUE):
            raise Refusal("not_an_option", field="variants")
        if said.metric is Metric.CLOCK and not 0 < seconds_of(one.amount, one.unit) <= LONGEST:
            raise Refusal("too_small" if one.amount <= 0 else "too_large", field="variants",
                          limit=round(LONGEST / UNITS[one.unit]))  # fmt: skip


def _aim_is_better(said: TermsDraft) -> None:
    if said.aim_amount is None and said.aim_unit is None:
        return
    if said.aim_amount is None or said.aim_unit is None:
        raise Refusal("empty", field="aim_amount")
    if said.kind is Kind.YES_NO or said.direction is Direction.BETWEEN:
        raise Refusal("not_an_option", field="aim_amount")
    if (said.aim_unit is Unit.VALUE) != (said.unit is Unit.VALUE):
        raise Refusal("not_an_option", field="aim_unit")
    size = {unit: UNITS.get(unit, 1.0) for unit in (said.unit, said.aim_unit)}
    gain = said.amount * size[said.unit] - said.aim_amount * size[said.aim_unit]
    if (gain if said.direction is Direction.AT_MOST else -gain) <= 0:
        raise Refusal("aim_softer", field="aim_amount")
