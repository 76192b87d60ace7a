"""The details under the sentence form: which clock, how cancelled cases count, which period, since when, until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from analysis.business_time import OpeningHours
from models.promise_terms import Kind, Terms
from ui.hours_fields import hours_fields, typed_hours
from ui.variant_parts import variant_fields
from words.kinds import period_reason
from words.promises import period_words, policy_words
from words.speech import Speech

if TYPE_CHECKING:
    from ui.sentence_form import Known

PERIODS = (90, 180, 365)
VALID = timedelta(days=182)
WHOLE_FILE = 0


@dataclass(frozen=True)
class Behind:
    """What the details say: fields of `TermsDraft`, days to look back (0: the whole file), hours known or typed."""

    terms: dict[str, Any]
    days: int
    hours: OpeningHours | None
    typed: dict[str, Any] | None


def details_of(
    say: Speech, name: str, known: "Known", *, today: date, start: Terms | None, whole_file: bool,
    said: dict[str, Any], kind: Kind,
) -> Behind:  # fmt: skip
    """The visible defaults."""
    hours, typed = known.hours, None
    if kind is Kind.TIME:
        if said["business"] and hours is None and known.ask_hours:
            typed = hours_fields(say, name)
            hours = typed_hours(say, typed, known.zone)
        elif said["business"]:
            st.caption(say("Only opening hours count: nights, closed days and holidays do not."))
        elif hours is None and not known.ask_hours:
            st.caption(
                say(
                    "Calendar time: nights and Sundays count too. To count opening hours only, whoever answers for the"
                    " process writes them on its page."
                )
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
    variants = variant_fields(say, name, known.segments, start, said) if not said["segment"] else []
    days = _period(say, name, known, start, whole_file)
    counts_from = start.counts_from if start else None
    if start is not None:
        counts_from = st.date_input(
            say("Start counting again from (leave empty to count everything)"), value=start.counts_from,
            key=f"{name}-counts-from", format="DD/MM/YYYY",
            help=say("Write below what was done that day: it stays in view as a moved bar, with both figures."),
        )  # fmt: skip
    valid = st.date_input(
        say("Valid until"), value=max(start.valid_until if start else today + VALID, today), min_value=today,
        key=f"{name}-valid", format="DD/MM/YYYY",
    )  # fmt: skip
    terms = {"cancelled": cancelled, "complete": complete, "variants": tuple(variants), "counts_from": counts_from,
             "valid_until": valid}  # fmt: skip
    return Behind(terms, days, hours, typed)


def _period(say: Speech, name: str, known: "Known", start: Terms | None, whole_file: bool) -> int:
    period = known.period
    days = sorted({*PERIODS, period, *([start.period_days] if start else [])})
    choices = [WHOLE_FILE, *days] if whole_file else days
    chosen = st.selectbox(
        say("Period looked at"), choices, key=f"{name}-period-{period}",
        index=0 if whole_file else choices.index(start.period_days if start else period),
        format_func=lambda one: period_words(say, one) if one else say("the whole file"),
        help=say("Proposed from the volume: 90 days from 20 cases a week, 180 from 10, a year below."),
    )  # fmt: skip
    if known.a_week is not None:
        st.caption(period_reason(say, period, known.a_week))
    return chosen
