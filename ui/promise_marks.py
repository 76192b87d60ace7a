"""Expected, promised, kept on the desk: the emblem, and what it says in one sentence."""

import streamlit as st

from analysis.units import UNITS
from charts.claim import Mark, three_marks
from models.promise_terms import Terms
from models.studies import Study
from words.promises import exact_time, out_of, time_words
from words.speech import Speech


def show_marks(say: Speech, study: Study, terms: Terms) -> None:
    """Promised and kept on one line (expected joins them when customers were asked)."""
    band = study.assessment.band
    if band is None or terms.metric != "clock":
        return
    marks = [Mark(say("Promised"), terms.amount * UNITS[terms.unit], time_words(say, terms.amount, terms.unit))]
    reached = band.times[band.share >= terms.kept / terms.of]
    if len(reached):
        words = say("%(time)s, %(share)s", time=_rough(say, float(reached[0]), terms.unit),
                    share=out_of(say, terms.kept, terms.of))  # fmt: skip
        marks.append(Mark(say("Kept"), float(reached[0]), words))
    st.vega_lite_chart(three_marks(say, marks), alt="; ".join(f"{mark.label}: {mark.words}" for mark in marks))


def _rough(say: Speech, seconds: float, unit: str) -> str:
    """A kept time beside a promised one: in halves of the promise's own unit, of days where hours grow long."""
    if unit == "h" and seconds > 2 * UNITS["d"]:
        unit = "d"
    halves = round(seconds / UNITS[unit] * 2) / 2
    return time_words(say, halves, unit) if halves >= 1 else exact_time(say, seconds)
