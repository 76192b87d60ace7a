"""Where a promise is told: each place with its figure, judged by the same cases, and whether they agree."""

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from models.portfolio import different_figures
from models.promise_terms import Terms
from models.studies import Study
from models.wordings import WordingView
from ui.cards import plain, verdict_chip
from words.promises import figures_differ, of_hundred, time_words
from words.speech import Speech

_IN_A_LINK = ":/?#@!$&'*+,;=%-._~"


def told_rows(
    say: Speech, wordings: Sequence[WordingView], study: Study | None, terms: Terms
) -> list[tuple[WordingView, str, str]]:
    """Each place with its figure in words and its verdict, by the same cases."""
    rows = []
    for wording in wordings:
        figure, verdict = "–", ""
        if wording.amount is not None and wording.unit is not None:
            figure = time_words(say, wording.amount, wording.unit, terms.value_unit)
            told = study.told.get((wording.amount, wording.unit)) if study else None
            if told is not None and told.share is not None:
                share = of_hundred(say, told.share, terms.kept / terms.of)
                verdict = f"{verdict_chip(say, told.verdict)[0]} {share}"
        rows.append((wording, figure, verdict))
    return rows


def show_told(say: Speech, wordings: Sequence[WordingView], study: Study | None, terms: Terms) -> None:
    """Where we say it: touchpoint and words, figure, verdict, who changes it; and whether the figures differ."""
    for wording, figure, verdict in told_rows(say, wordings, study, terms):
        place = plain(wording.place)
        if wording.is_link:
            # Only an http address that the draft has checked; its brackets cannot close the link.
            place = f"[{say('page')}]({quote(wording.place, safe=_IN_A_LINK)})"
        with st.container(border=True):
            left, middle, right = st.columns([5, 3, 2])
        left.markdown(f"**{plain(wording.touchpoint)}** «{plain(wording.words)}»" + (f" · {place}" if place else ""))
        middle.markdown(" · ".join(part for part in (plain(figure), verdict) if part))
        if wording.changer:
            right.caption(say("Changed by %(who)s", who=plain(wording.changer)))
    figures = different_figures((w.amount, w.unit) for w in wordings)
    if len(figures) > 1:
        st.markdown(f"⚠ **{figures_differ(say, len(wordings), len(figures))}**")
