"""The sentence form: «[At home] within [48] [hours], at least [19] times of [20], for [everybody]».

What stands behind it is under *Details*: all of it visible, none of it asked.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.promise_terms import MOST_OF, SENTENCE_LIMIT, Terms, Unit
from words.promises import period_words, policy_words, time_words, unit_words
from words.speech import Speech

CLOCK_UNITS = [unit.value for unit in Unit if unit is not Unit.VALUE]
PERIODS = (90, 180, 365)
VALID = timedelta(days=182)
WHOLE_FILE = 0


@dataclass(frozen=True)
class Filled:
    """What the form says now: the fields of `TermsDraft`, and whether to look at the whole file, not the period.

    between: the place between the sentence and its details, for the verdict. details: for more visible defaults.
    """

    terms: dict[str, Any]
    whole_file: bool
    between: DeltaGenerator
    details: DeltaGenerator


def sentence_form(
    say: Speech, name: str, *, today: date, segments: list[str], period: int, start: Terms | None = None,
    whole_file: bool = False, has_values: bool = True, sentence: str = "",
) -> Filled:  # fmt: skip
    """The widgets, live (no form around them), and what they say. `name` keeps apart the forms of a session."""
    row, between, details = st.container(key=f"sentence-{name}"), st.container(), st.expander(say("Details"))
    with details:
        behind = _details(say, name, today, period, start, whole_file, has_values)
    whole_sentence = start.sentence if start else sentence
    with row:
        said = _sentence(say, name, segments, start, whole_sentence, clock=behind["metric"] == "clock")
    typed = what = said.pop("what")
    if not whole_sentence:
        time = time_words(say, said["amount"], said["unit"], behind["value_unit"])
        timed = bool(what) and behind["metric"] == "clock"
        composed = say("%(what)s within %(time)s", what=what, time=time) if timed else what
        # The key follows the composition: as long as nobody writes here, the sentence follows the form.
        typed = details.text_input(
            say("As the customer reads it"), value=composed[:SENTENCE_LIMIT], max_chars=SENTENCE_LIMIT,
            key=f"{name}-text-{composed}",
        )  # fmt: skip
    chosen_days = behind.pop("days")
    whole = chosen_days == WHOLE_FILE
    terms = {**said, **behind, "sentence": typed, "period_days": period if whole else chosen_days}
    return Filled(terms, whole, between, details)


def _sentence(
    say: Speech, name: str, segments: list[str], start: Terms | None, sentence: str, *, clock: bool
) -> dict[str, Any]:
    """The one line everybody fills in. With a whole `sentence` its first field is that, as the customer reads it."""
    widths = ([3, 1.4, 1.5] if clock else [3, 2.9]) + [1.2, 1.2, 2]
    columns = iter(st.columns(widths, vertical_alignment="bottom"))
    what = next(columns).text_input(
        say("As the customer reads it") if sentence else say("What we promise"), value=sentence,
        placeholder=say("At home"), max_chars=SENTENCE_LIMIT if sentence else 80, key=f"{name}-what",
    )  # fmt: skip
    amount = next(columns).number_input(
        say("within") if clock else say("figure"), value=_shown(start.amount if start else 48.0), min_value=0,
        key=f"{name}-amount",
    ) if start is None or float(start.amount).is_integer() else next(columns).number_input(
        say("within") if clock else say("figure"), value=start.amount, min_value=0.0, key=f"{name}-amount"
    )  # fmt: skip
    unit = "value"
    if clock:
        first = CLOCK_UNITS.index(start.unit) if start and start.unit in CLOCK_UNITS else CLOCK_UNITS.index("h")
        unit = next(columns).selectbox(
            say("unit"), CLOCK_UNITS, index=first, format_func=lambda one: unit_words(say, one), key=f"{name}-unit"
        )
    kept = next(columns).number_input(
        say("at least"), min_value=1, max_value=MOST_OF, value=start.kept if start else 19, key=f"{name}-kept"
    )
    of = next(columns).number_input(
        say("times of"), min_value=2, max_value=MOST_OF, value=start.of if start else 20, key=f"{name}-of"
    )
    choices = ["", *dict.fromkeys([*segments, *([start.segment] if start and start.segment else [])])]
    segment = next(columns).selectbox(
        say("for"), choices, index=choices.index(start.segment) if start else 0,
        format_func=lambda one: one or say("everybody"), key=f"{name}-segment",
    )  # fmt: skip
    return {"what": what.strip(), "amount": float(amount), "unit": unit, "kept": int(kept), "of": int(of),
            "segment": segment}  # fmt: skip


def _details(
    say: Speech, name: str, today: date, period: int, start: Terms | None, whole_file: bool, has_values: bool
) -> dict[str, Any]:
    """The visible defaults."""
    metric, direction, value_unit = "clock", "at most", ""
    if has_values:
        kinds = {"clock": say("a time, from start to end"), "value": say("a figure of each case (column “value”)")}
        metric = st.radio(
            say("What is measured"), list(kinds), format_func=lambda one: kinds[one], key=f"{name}-metric",
            index=1 if start and start.metric == "value" else 0, horizontal=True,
        )  # fmt: skip
    if metric == "value":
        ways = {"at most": say("at most"), "at least": say("at least")}
        direction = st.radio(
            say("The promise is kept by"), list(ways), format_func=lambda one: ways[one], key=f"{name}-direction",
            index=1 if start and start.direction == "at least" else 0, horizontal=True,
        )  # fmt: skip
        value_unit = st.text_input(
            say("Unit of the figure"), value=start.value_unit if start else "", max_chars=20, key=f"{name}-value-unit"
        )
    else:
        st.caption(say("Calendar time: nights and Sundays count too."))
    policies = ["excluded", "broken", "censored"]
    cancelled = st.selectbox(
        say("Cancelled cases"), policies, index=policies.index(start.cancelled) if start else 0,
        format_func=lambda one: policy_words(say, one), key=f"{name}-cancelled",
    )  # fmt: skip
    complete = st.checkbox(
        say("The list is complete by definition: there are no open cases"), value=bool(start and start.complete),
        key=f"{name}-complete",
    )  # fmt: skip
    days = sorted({*PERIODS, period, *([start.period_days] if start else [])})
    choices = [WHOLE_FILE, *days] if whole_file else days
    chosen = st.selectbox(
        say("Period looked at"), choices, key=f"{name}-period-{period}",
        index=0 if whole_file else choices.index(start.period_days if start else period),
        format_func=lambda one: period_words(say, one) if one else say("the whole file"),
        help=say("Proposed from the volume: 90 days from 20 cases a week, 180 from 10, a year below."),
    )  # fmt: skip
    counts_from = start.counts_from if start else None
    if start is not None:
        counts_from = st.date_input(
            say("Start counting again from (leave empty to count everything)"), value=start.counts_from,
            key=f"{name}-counts-from", format="DD/MM/YYYY",
        )  # fmt: skip
    valid = st.date_input(
        say("Valid until"), value=max(start.valid_until if start else today + VALID, today), min_value=today,
        key=f"{name}-valid", format="DD/MM/YYYY",
    )  # fmt: skip
    return {"metric": metric, "direction": direction, "value_unit": value_unit, "cancelled": cancelled,
            "complete": complete, "days": chosen, "counts_from": counts_from, "valid_until": valid}  # fmt: skip


def _shown(amount: float) -> int | float:
    return int(amount) if float(amount).is_integer() else amount
