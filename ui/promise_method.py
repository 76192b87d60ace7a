"""How a verdict was computed, one fold below: curve and band, what must be known, what was said when."""

from collections.abc import Sequence

import streamlit as st

from analysis.business_time import OpeningHours
from analysis.units import size_of
from charts.claim import claim_curve
from models.portfolio import VersionView
from models.promise_terms import Terms, TermsDraft
from models.studies import Study, VerdictFacts
from models.verdicts import VerdictView
from ui.cards import plain, verdict_chip
from ui.folds import fold
from ui.promise_cards import escaped
from words.kinds import bar_cell
from words.promises import of_hundred, out_of, period_words
from words.speech import Speech
from words.verdicts import closed_only_sentence, method_sentences
from words.warnings import warning_sentence


def show_fold(
    say: Speech, study: Study, terms: Terms | TermsDraft, hours: OpeningHours | None = None
) -> None:
    """How it was computed: curve and band, exact figures, what must be known. `hours`: those of a check."""
    clock = terms.metric == "clock"
    band = study.assessment.band
    if band is not None:
        unit = str(terms.unit)
        own = terms.hours if isinstance(terms, Terms) else hours
        size = size_of(unit, own if terms.business else None) if clock else 1.0
        st.markdown(f"**{say('How many are kept within each time')}**" if clock else "")
        st.vega_lite_chart(
            claim_curve(say, band, threshold=terms.amount * size, target=terms.kept / terms.of, unit=unit, size=size,
                        value_unit=terms.value_unit, verdict=study.facts.verdict, within=study.facts.promise_within),
            alt=say("The curve of time promised against share kept, with the range it lies in"),
        )  # fmt: skip
    for sentence in method_sentences(say, study.facts, bar=terms):
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
        with fold(say("Why does my report say something else?"), "closed-only"):
            st.markdown(sentence)


def show_versions(say: Speech, versions: Sequence[VersionView], zone: str) -> None:
    """What was said when; where the bar moved, the verdict before and after."""
    for view in reversed(versions):
        terms = view.terms
        share = out_of(say, terms.kept, terms.of)
        period = period_words(say, terms.period_days, terms.counts_from)
        st.markdown(
            f"**{terms.number}.** {say.date(terms.created_at, zone)} · {plain(view.by)} · "
            f"{say.quoted(plain(terms.sentence))} · {bar_cell(say, escaped(terms))} · {share} · {period}"
        )
        if view.moved:
            before, after = (_verdict_then(say, then) for then in (view.before, view.after))
            st.markdown(f"↳ {say('Bar moved')}: {before} → {after}")
        if terms.reason:
            st.caption(plain(terms.reason))


def _verdict_then(say: Speech, then: VerdictView | None) -> str:
    """Verdict and figure at one time, so that both figures of a moved bar stay in view."""
    if then is None:
        return "–"
    chip = verdict_chip(say, then.facts.verdict)
    return f"{chip} ({of_hundred(say, then.facts.share)})" if then.facts.share is not None else chip
