"""Verdicts on the desk: computed between the doors when nobody has yet, with words while one waits."""

import logging
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from analysis.verdict import Verdict
from models.access import Viewer
from models.all_verdicts import judge_all, refresh_verdicts
from models.studies import Study
from models.verdicts import refresh_verdict
from store.doors import StoreTrouble, reading, writing
from ui.entry import now
from words.speech import Speech

log = logging.getLogger("dueremi.ui")


def promise_study(
    say: Speech, viewer: Viewer, promise_id: str, figures: Iterable[tuple[float, str]] = ()
) -> Study | None:
    """The study of a promise, its verdict on record. None without data, or while the database cannot be asked."""
    with st.spinner(say("Computing the verdict…")):
        try:
            return refresh_verdict(reading, writing, viewer, promise_id=promise_id, now=now(), figures=figures)
        except StoreTrouble:
            log.warning("a verdict could not be computed", exc_info=True)
            return None


def refresh_all(say: Speech, viewer: Viewer) -> None:
    """Every verdict that is not current, before a list of them is shown."""
    with st.spinner(say("Computing the verdicts…")):
        try:
            refresh_verdicts(reading, writing, viewer, now=now())
        except StoreTrouble:
            log.warning("verdicts could not be computed", exc_info=True)


def told_verdicts(
    say: Speech, viewer: Viewer, figures: Mapping[str, Sequence[tuple[float, str]]]
) -> dict[tuple[str, float, str], Verdict]:
    """Every verdict that is not current, and the verdict of each figure told of a promise; empty in a trouble."""
    with st.spinner(say("Computing the verdicts…")):
        try:
            _, studies = judge_all(reading, writing, viewer, now=now(), figures=figures)
        except StoreTrouble:
            log.warning("verdicts of told figures could not be computed", exc_info=True)
            return {}
    return {
        (promise_id, amount, unit): told.verdict
        for promise_id, study in studies.items()
        for (amount, unit), told in study.told.items()
    }
