"""How a verdict was computed, one fold below: curve and band, what must be known, what was said when."""

from collections.abc import Sequence

import streamlit as st

from analysis.units import UNITS
from charts.claim import claim_curve
from models.portfolio import VersionView
from models.promise_terms import Terms, TermsDraft
from models.studies import Study, VerdictFacts
from ui.cards import plain, verdict_chip
from words.promises import out_of, period_words, time_words
from words.speech import Speech
from words.verdicts import closed_only_sentence, method_sentences
from words.warnings import warning_sentence


def show_fold(say: Speech, study: Study, terms: Terms | TermsDraft) -> None:
    """How it was computed: curve and band, exact figures, the closed-only figure, what must be known."""
    clock = terms.metric == "clock"
    band = study.assessment.band
    if band is not None:
        unit = str(terms.unit)
        threshold = terms.amount * UNITS[unit] if clock else terms.amount
        st.markdown(f"**{say('How many are kept within each time')}**" if clock else "")
        st.vega_lite_chart(
            claim_curve(say, band, threshold=threshold, target=terms.kept / terms.of, unit=unit,
                        value_unit=terms.value_unit, verdict=study.facts.verdict, within=study.facts.promise_within),
            alt=say("The curve of time promised against share kept, with the range it lies in"),
        )  # fmt: skip
    for sentence in method_sentences(say, study.facts, clock=clock):
        st.markdown("- " + sentence)
    show_warnings(say, study.facts)


def show_warnings(say: Speech, facts: VerdictFacts) -> None:
    """What must be known beside the figures."""
    for code, count, more in facts.warnings:
        st.markdown("- " + warning_sentence(say, code, count, more))


def show_closed_only(say: Speech, facts: VerdictFacts) -> None:
    """Why does my report say something else?"""
    sentence = closed_only_sentence(say, facts)
    if sentence:
        with st.expander(say("Why does my report say something else?")):
            st.markdown(sentence)


def show_versions(say: Speech, versions: Sequence[VersionView], zone: str) -> None:
    """What was said when; where the bar moved, the verdict before and after."""
    for view in reversed(versions):
        terms = view.terms
        share = out_of(say, terms.kept, terms.of)
        time = time_words(say, terms.amount, terms.unit, plain(terms.value_unit))
        period = period_words(say, terms.period_days, terms.counts_from)
        st.markdown(
            f"**{terms.number}.** {say.date(terms.created_at, zone)} · {plain(view.by)} · «{plain(terms.sentence)}» · "
            f"{time} · {share} · {period}"
        )
        if view.moved:
            before = verdict_chip(say, view.before.facts.verdict) if view.before else "–"
            after = verdict_chip(say, view.after.facts.verdict) if view.after else "–"
            st.markdown(f"↳ {say('Bar moved')}: {before} → {after}")
        if terms.reason:
            st.caption(plain(terms.reason))
