"""Where a promise is going: the chart of drift and its sentence, what lowers the verdict, how many misses are left."""

import streamlit as st

from analysis.downgrades import GETTING_WORSE
from analysis.drift import Drift
from analysis.verdict import Verdict
from charts.drift import drift_chart
from models.promise_terms import Terms
from models.studies import Study, VerdictFacts
from ui.cards import plain
from ui.folds import fold
from words.drift import (
    alert_sentence,
    behind_sentence,
    by_chance_sentence,
    downgrade_sentence,
    drift_sentence,
    how_to_read,
    left_sentence,
    missed_block_sentence,
    pace_sentence,
    signal_sentence,
    soon_sentence,
)
from words.speech import Speech


def show_drift(say: Speech, study: Study, terms: Terms, zone: str) -> None:
    """One chart, one sentence as its title, the latest block that missed the bar; the tests that fired in the fold."""
    moving, missed = study.drift, study.facts.missed_blocks
    sentence = drift_sentence(say, moving, zone)
    if len(moving.points) < 2 or moving.centre is None:
        st.caption(sentence)
        if missed:
            st.markdown(_missed(say, study, zone))
        return
    st.subheader(f"{_sign(moving)} {sentence}")
    st.vega_lite_chart(
        drift_chart(say, moving.points, centre=moving.centre, kept=terms.kept, of=terms.of, zone=zone,
                    since=moving.since, worsening=moving.worsening),
        alt=say("%(sentence)s The share kept week by week, with the band that chance explains.", sentence=sentence),
    )  # fmt: skip
    st.caption(how_to_read(say, moving.kind))
    if missed:
        st.markdown(_missed(say, study, zone))
    with fold(say("Which test says so"), "drift-test"):
        for fired in moving.signals:
            st.markdown("- " + signal_sentence(say, fired, zone, moving.kind))
        if not moving.signals:
            st.markdown(say("No test fired: no point outside the band, no eight in a row on one side, no trend."))
        for block in missed[1:]:
            st.markdown("- " + missed_block_sentence(say, block, zone))
        if study.facts.burning is not None and (pace := pace_sentence(say, study.facts.burning)):
            st.markdown("- " + pace)


def _missed(say: Speech, study: Study, zone: str) -> str:
    """The latest block below the bar; and where chance explains it and nothing falls, that too."""
    sentence = missed_block_sentence(say, study.facts.missed_blocks[0], zone)
    worse = study.drift.worsening or any(code in GETTING_WORSE for code, _ in study.facts.downgrades)
    return sentence if worse or study.facts.verdict is Verdict.NOT_SUPPORTABLE else (
        f"{sentence} {by_chance_sentence(say)}")  # fmt: skip


def show_burning(say: Speech, facts: VerdictFacts) -> None:
    """How many may still go wrong, whether they go too fast, and which are about to."""
    budget = facts.burning
    if budget is None or facts.share is None:
        return
    st.markdown(f"**{left_sentence(say, budget)}**")
    if alert_sentence(say, budget):
        st.warning(f"🔥 {alert_sentence(say, budget)}")
    if soon_sentence(say, budget):
        st.caption(soon_sentence(say, budget))


def show_reasons(say: Speech, facts: VerdictFacts, zone: str) -> None:
    """Why the verdict says less than the figures alone, one line each; names are typed by people, hence escaped."""
    for code, reason in facts.downgrades:
        st.markdown("▼ " + plain(downgrade_sentence(say, code, reason, zone)))
    named = {reason.get("name") for code, reason in facts.downgrades if code == "part_not_supportable"}
    for part in facts.behind:
        if part.name not in named:
            st.markdown("▽ " + plain(behind_sentence(say, part)))


def _sign(moving: Drift) -> str:
    return "↘" if moving.worsening else "↗" if moving.improving else "→"
