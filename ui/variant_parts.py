"""Variants on the screen: which choices of the customer a promise names, and how each of them is kept, in one table."""

from typing import Any

import streamlit as st

from models.promise_terms import MOST_VARIANTS, Terms, TermsDraft, Unit
from models.studies import VerdictFacts
from models.variants import VariantFacts
from ui.cards import plain, show_verdict
from words.kinds import bar_at, bar_words, variant_times
from words.promises import hundredths, unit_words
from words.speech import Speech

CLOCK_UNITS = [unit.value for unit in Unit if unit is not Unit.VALUE]


def variant_fields(
    say: Speech, name: str, segments: list[str], start: Terms | None, said: dict[str, Any]
) -> list[dict[str, Any]]:
    """Which segments the promise names, each with the promise's figure or its own: the fields of `VariantDraft`."""
    own = {one.segment: one for one in start.variants} if start else {}
    choices = list(dict.fromkeys([*own, *segments]))
    if len(choices) < 2:
        return []
    named = st.multiselect(
        say("Choices of the customer, a verdict each"), choices, default=list(own), max_selections=MOST_VARIANTS,
        key=f"{name}-variants", help=say("For example: standard and express, by card and in the shop."),
    )  # fmt: skip
    if not named or said.get("yes_no") or said.get("ceiling") is not None:
        return [{"segment": segment} for segment in named]
    return [_own_figure(say, f"{name}-variant-{segment}", segment, own.get(segment), said) for segment in named]


def _own_figure(say: Speech, key: str, segment: str, own: Any, said: dict[str, Any]) -> dict[str, Any]:
    left, middle, right = st.columns([3, 2, 2], vertical_alignment="bottom")
    has_own = own is not None and own.amount is not None
    label = say("%(variant)s: its own figure", variant=plain(segment))
    different = left.checkbox(label, value=has_own, key=f"{key}-own")
    if not different:
        return {"segment": segment}
    amount = middle.number_input(
        say("figure"), value=float(own.amount if has_own else said["amount"]), step=1.0, format="%g",
        key=f"{key}-amount",
    )  # fmt: skip
    unit = said["unit"]
    if unit != Unit.VALUE:
        first = own.unit if has_own and own.unit in CLOCK_UNITS else unit
        unit = right.selectbox(say("unit"), CLOCK_UNITS, index=CLOCK_UNITS.index(first), key=f"{key}-unit",
                               format_func=lambda one: unit_words(say, one))  # fmt: skip
    return {"segment": segment, "amount": float(amount), "unit": unit}


def show_variants(say: Speech, facts: VerdictFacts, terms: Terms | TermsDraft) -> None:
    """A verdict each, in one table, the worst first; nothing where the promise names no variants."""
    if not facts.variants:
        return
    st.subheader(say("One promise, several choices"))
    for one in sorted(facts.variants, key=_worst_first):
        with st.container(border=True):
            verdict, choice, kept = st.columns([2, 4, 5], vertical_alignment="center")
        with verdict:
            show_verdict(say, one.verdict)
        choice.markdown(f"**{plain(one.segment)}** · {plain(_bar(say, one, terms))}")
        cases = say.many("%(n)s case", "%(n)s cases", one.cases)
        if one.open:
            cases = say("%(cases)s, %(open)s open", cases=cases, open=say.number(one.open))
        kept.markdown(f"**{variant_times(say, one, terms.kept / terms.of)}**{_between(say, one)} · {cases}")


def _bar(say: Speech, one: VariantFacts, terms: Terms | TermsDraft) -> str:
    if one.amount is not None and one.unit is not None:
        return bar_at(say, terms, one.amount, one.unit)
    return bar_words(say, terms) or say("yes or no")


def _between(say: Speech, one: VariantFacts) -> str:
    if one.lower is None or one.upper is None:
        return ""
    low, high = (say.number(hundredths(limit)) for limit in (one.lower, one.upper))
    return " · " + say("between %(low)s and %(high)s", low=low, high=high)


def _worst_first(one: VariantFacts) -> tuple[int, float]:
    order = ("not supportable", "at risk", "not enough evidence", "supported")
    return order.index(one.verdict), one.share if one.share is not None else 1.0

