"""The margin of surprise as two fields: beside what we say, what we aim at. Nothing aimed at is nothing said of it."""

from typing import Any

import streamlit as st

from analysis.expectation import asked_unit
from models.choices import has_figure
from models.promise_terms import Terms, Unit
from words.promises import unit_words
from words.speech import Speech


def aim_fields(say: Speech, name: str, terms: Terms, filled: dict[str, Any]) -> dict[str, Any]:
    """What we aim at, for the command that saves the other `filled` terms; empty where there is nothing to aim at."""
    timed = filled.get("unit") != Unit.VALUE
    if not has_figure(terms) or timed != (terms.unit != "value") or filled.get("yes_when") or filled.get("ceiling"):
        return {}
    left, right = st.columns(2)
    amount = left.number_input(
        say("What we aim at (0: nothing)"), value=float(terms.aim_amount or 0.0), min_value=0.0, step=1.0,
        key=f"{name}-aim", help=say("Better than what we say: who gets it earlier than promised is surprised."),
    )  # fmt: skip
    units = [unit.value for unit in Unit if unit is not Unit.VALUE] if timed else [Unit.VALUE.value]
    own = terms.aim_unit or asked_unit(terms.amount, terms.unit)
    unit = right.selectbox(
        say("unit"), units, index=units.index(own) if own in units else 0, key=f"{name}-aim-unit",
        format_func=lambda one: unit_words(say, one) if one != "value" else (terms.value_unit or say("figure")),
    )  # fmt: skip
    return {"aim_amount": float(amount), "aim_unit": unit} if amount else {}
