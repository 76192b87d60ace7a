"""Where a promise is told: each place with its figure, judged by the same cases, when somebody last saw it, and whether
they agree; above them what is to be changed, while there is something.
"""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

import streamlit as st

from models.access import Viewer
from models.days import day_in
from models.portfolio import PromiseCard, different_figures
from models.promise_terms import Terms
from models.studies import Study
from models.wordings import WordingView, see_wording
from ui.cards import plain, verdict_chip
from ui.changes import show_to_change
from ui.entry import attempt, form_key, now
from ui.wording_forms import another_figure_form, wording_forms
from words.kinds import figure_words
from words.promises import of_hundred
from words.speech import Speech
from words.telling import figures_differ, seen_words

_IN_A_LINK = ":/?#@!$&'*+,;=%-._~"
_WIDTHS = (4.2, 1.2, 1.7, 1.4, 2.6)
NARROW = """
<style>
@media (max-width: 640px) {
  [class*="st-key-told-row-"] [data-testid="stColumn"]:nth-child(2) p::before { content: "%s: "; }
  [class*="st-key-told-row-"] [data-testid="stColumn"]:nth-child(3) p::before { content: "%s: "; }
  [class*="st-key-told-row-"] [data-testid="stColumn"]:nth-child(4) p::before { content: "%s: "; }
}
</style>
"""


def show_where_told(
    say: Speech, viewer: Viewer, card: PromiseCard, study: Study | None, *, changing: bool | None = None
) -> None:
    """The whole part of the claim card: what is to be changed, the places, whether they agree, and the forms.

    changing: whether something is to be changed, where the list stands further up already.
    """
    today = day_in(card.row.zone, now())
    if changing is None:
        changing = show_to_change(say, viewer, card.row.id, today)
    if not card.wordings:
        st.markdown(say("Nowhere yet. Note where customers read or hear it: then you see what must change, and where."))
    show_told(say, viewer, card.wordings, study, card.row.terms, today)
    if card.may_edit:
        if card.wordings and not changing:
            another_figure_form(say, viewer, card, study)
        wording_forms(say, viewer, card)


def show_told(
    say: Speech, viewer: Viewer, wordings: Sequence[WordingView], study: Study | None, terms: Terms, today: date
) -> None:
    """A line a place: touchpoint and words, figure, verdict of that figure, who changes it, last seen."""
    rows = told_rows(say, wordings, study, terms)
    if rows:
        # The catalogue's words only: nothing typed gets into a style.
        st.html(NARROW % (say("figure"), say("verdict"), say("who changes it")))
        with st.container(key="told-heads"):
            heads = (say("Where, in which words"), say("figure"), say("verdict"), say("who changes it"),
                     say("last seen"))  # fmt: skip
            for place, head in zip(st.columns(_WIDTHS), heads, strict=True):
                place.caption(head)
    for number, (wording, figure, verdict) in enumerate(rows):
        with st.container(key=f"told-row-{number}"):
            where, what, holds, who, seen = st.columns(_WIDTHS, vertical_alignment="center")
        where.markdown(f"**{plain(wording.touchpoint)}** {say.quoted(plain(wording.words))}{place_words(say, wording)}")
        what.markdown(plain(figure))
        holds.markdown(verdict or "–")
        who.markdown(plain(wording.changer) if wording.changer else say("nobody is named"))
        with seen.container(horizontal=True, vertical_alignment="center"):
            _seen(say, viewer, wording, today)
    figures = different_figures((w.amount, w.unit) for w in wordings)
    if len(figures) > 1:
        st.markdown(f"⚠ **{figures_differ(say, len(wordings), len(figures))}**")


def told_rows(
    say: Speech, wordings: Sequence[WordingView], study: Study | None, terms: Terms
) -> list[tuple[WordingView, str, str]]:
    """Each place with its figure in words and its verdict, by the same cases."""
    rows = []
    for wording in wordings:
        figure, verdict = "–", ""
        if wording.amount is not None and wording.unit is not None:
            figure = figure_words(say, terms, wording.amount, wording.unit)
            told = study.told.get((wording.amount, wording.unit)) if study else None
            if told is not None and told.share is not None:
                share = of_hundred(say, told.share, terms.kept / terms.of)
                verdict = f"{verdict_chip(say, told.verdict)[0]} {share}"
        rows.append((wording, figure, verdict))
    return rows


def place_words(say: Speech, wording: WordingView) -> str:
    """Where exactly, after the words: a link that was checked, or what somebody typed, escaped."""
    if wording.is_link:
        # Only an http address that the draft has checked; its brackets cannot close the link.
        return f" · [{say('page')}]({quote(wording.place, safe=_IN_A_LINK)})"
    return f" · {plain(wording.place)}" if wording.place else ""


def _seen(say: Speech, viewer: Viewer, wording: WordingView, today: date) -> None:
    st.caption(seen_words(say, wording.seen_on, today), width="content")
    if wording.seen_on == today:
        return
    key = form_key(f"see-{wording.id}")
    if st.button(say("Seen today"), key=key) and attempt(
        see_wording, viewer, form_key=key, wording_id=wording.id
    ):
        st.rerun()
