"""Variants: one promise, several choices of the customer (standard or express, by card or in the shop), a verdict each.

A variant is a segment of the cases, with a figure of its own or the promise's. Invariants: pure, from arrays; where all
share the promise's figure the promise is judged on all its cases and the worst variant is named beside it (and lowers
it, step 8); where one has its own, no common figure can be said, and the promise is as good as its worst variant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.cases import CleanCases, only
from analysis.rule import Metric, Rule
from analysis.units import seconds_of
from analysis.verdict import Verdict, assess
from models.promise_terms import Terms, Variant

WORST_FIRST = (Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.SUPPORTED)


@dataclass(frozen=True)
class VariantFacts:
    """How one variant is kept. `amount` and `unit` are None where the promise's figure counts; shares are fractions."""

    segment: str
    amount: float | None
    unit: str | None
    verdict: Verdict
    cases: int
    open: int
    kept: int
    unknown: int
    share: float | None
    lower: float | None
    upper: float | None


def named_parts(variants: Sequence[Variant]) -> list[tuple[str, str]]:
    """The segments a promise names, as step 8 wants them (`analysis.downgrades`): (column, name)."""
    return [("segment", variant.segment) for variant in variants]


def judge_variants(cases: CleanCases, rule: Rule, variants: Sequence[Variant]) -> tuple[VariantFacts, ...]:
    """A verdict for each variant by its own cases, in the order in which the promise names them."""
    found = []
    for variant in variants:
        own = assess(cases_of(cases, variant.segment), rule_of_variant(rule, variant))
        found.append(
            VariantFacts(variant.segment, variant.amount, variant.unit, own.verdict, own.cases, own.open, own.kept,
                         own.unknown, own.share, own.lower, own.upper)
        )  # fmt: skip
    return tuple(found)


def worst_of(variants: Sequence[VariantFacts]) -> VariantFacts | None:
    """The worst one that has cases: by its verdict, then by its share; None without any."""
    seen = [one for one in variants if one.share is not None]
    return min(seen, key=lambda one: (WORST_FIRST.index(one.verdict), one.share), default=None)


def stands_for_all(variants: Sequence[VariantFacts]) -> VariantFacts | None:
    """The variant whose figures are the promise's: the worst, where one of them has a figure of its own; else None."""
    return worst_of(variants) if any(one.amount is not None for one in variants) else None


def cases_of(cases: CleanCases, segment: str) -> CleanCases:
    """The cases of one variant."""
    return only(cases, np.asarray([name == segment for name in cases.segment.tolist()], dtype=np.bool_))


def rule_of_variant(rule: Rule, variant: Variant | VariantFacts) -> Rule:
    """The promise's rule with the variant's own figure, where it has one."""
    if variant.amount is None or variant.unit is None:
        return rule
    clock = rule.metric is Metric.CLOCK
    return replace(rule, threshold=seconds_of(variant.amount, variant.unit, rule.hours) if clock else variant.amount)


def terms_of_headline(terms: Terms, variants: Sequence[VariantFacts], headline_of: str) -> Terms:
    """What the figures on the card are about: the promise, or the worst variant that stands for it with its figure."""
    worst = next((one for one in variants if one.segment == headline_of), None)
    if worst is None or worst.amount is None or worst.unit is None:
        return terms
    return replace(terms, amount=worst.amount, unit=worst.unit)


def variants_from(plain: Sequence[dict[str, Any]]) -> tuple[VariantFacts, ...]:
    """As they were before they became plain."""
    return tuple(VariantFacts(**{**one, "verdict": Verdict(one["verdict"])}) for one in plain)
