"""Below the portfolio's table: moved bars, values without proof, what nobody tells, and the year again."""

import logging
from collections.abc import Sequence
from html import escape

import streamlit as st

from models.access import Viewer
from models.days import day_in
from models.moved_bars import Judged, MovedBar, moved_bars
from models.portfolio_view import PortfolioView
from models.replay import Cell, Replay, replay
from models.to_tell import answers_given
from models.values import ValueView
from store.doors import StoreTrouble, reading
from ui.cards import link_to, plain, verdict_chip, verdict_icon, verdict_words
from ui.entry import ask, now, zone
from ui.folds import fold
from ui.truths import show_truths
from words.portfolio import luck_words, moved_words
from words.promises import hundredths, of_hundred
from words.speech import Speech

log = logging.getLogger("dueremi.ui")
YEAR = """
<style>
.dr-year p { margin: 0.6rem 0 0.15rem; }
.dr-year div { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.dr-year span { display: flex; flex-direction: column; align-items: center; min-width: 2.6rem; padding: 0.1rem 0.2rem;
  border: 1px solid rgba(128,128,128,.3); border-radius: 0.3rem; }
.dr-year small { opacity: 0.8; min-height: 1.2em; }
</style>
"""


def show_folds(say: Speech, viewer: Viewer, view: PortfolioView) -> None:
    """Each fold with its number in the label, so that an empty one need not be opened."""
    label = say.many("The bar moved (%(n)s time)", "The bar moved (%(n)s times)", view.moves)
    moves = st.expander(label, key="moved-bars", on_change="rerun")
    with moves:
        if moves.open:
            show_moves(say, viewer, ask(moved_bars, viewer))
    with fold(say("Values without proof (%(n)s)", n=say.number(len(view.without_proof))), "values-without-proof"):
        show_without_proof(say, viewer, view.without_proof)
    label = say("Worth telling (%(n)s)", n=say.number(len(view.truths)))
    worth = st.expander(label, key="worth-telling", on_change="rerun")
    with worth:
        if worth.open:
            show_truths(say, viewer, view.truths, ask(answers_given, viewer, now=now()))
    year = st.expander(say("A year again"), key="year-again", on_change="rerun")
    with year:
        if year.open:
            show_year(say, viewer)
    with fold(say("How sure are we of all of them together?"), "how-sure"):
        show_luck(say, view)


def show_moves(say: Speech, viewer: Viewer, moves: Sequence[MovedBar]) -> None:
    """The log: when, by whom, how far, and what the data said before and after."""
    if not moves:
        st.markdown(say("No bar has been moved: what was promised first is what is promised now."))
    for move in moves:
        before, after = move.before, move.after
        said = moved_words(say, before, after, (before.counts_from, after.counts_from))
        st.markdown(
            f"**{say.date(after.created_at, zone())}** · {say.quoted(plain(after.sentence))}: {plain(said)}  \n"
            f"{_judged(say, move.was)} → {_judged(say, move.then)} · {plain(move.by)}"
            + (f" · {say.quoted(plain(after.reason))}" if after.reason else "")
        )
        link_to(viewer, "promise", say("See the promise"), promise=move.promise_id)


def show_without_proof(say: Speech, viewer: Viewer, values: Sequence[ValueView]) -> None:
    """What the company says it stands for, and no promise proves."""
    if not values:
        st.markdown(say("Each value has at least one promise that proves it."))
    for value in values:
        note = f": {plain(value.sentence)}" if value.sentence else ""
        st.markdown(f"○ **{plain(value.name)}**{note} · {say('no promise proves it')}")
    link_to(viewer, "scorecard", say("Values and touchpoints"))


def show_year(say: Speech, viewer: Viewer) -> None:
    """For each month's end the verdict with what was known then; computed when the fold is opened."""
    st.markdown(say("What would we have said at the end of each month, with the data we had on that day?"))
    with st.spinner(say("Computing the verdicts…")):
        try:
            year = replay(reading, viewer, today=day_in(zone(), now()))
        except StoreTrouble:
            log.warning("a year could not be read again", exc_info=True)
            st.error(say("It could not be computed now. Try again in a moment."))
            return
    show_replay(say, year)
    if year.left:
        st.button(say("Go on"), key="replay")


def show_replay(say: Speech, year: Replay) -> None:
    """A line a promise, a small box a month: its sign and, where it was judged, how many of 100."""
    first = min((place for row in year.rows for place, cell in enumerate(row.cells) if cell is not None), default=0)
    lines = []
    for row in year.rows:
        boxes = "".join(
            f"<span><small>{escape(say.month(day).split()[0])}</small>{_box(say, cell)}</span>"
            for day, cell in list(zip(year.days, row.cells, strict=True))[first:]
        )
        lines.append(f"<p><b>{escape(row.sentence)}</b></p><div>{boxes}</div>")
    st.html(f'{YEAR}<div class="dr-year">{"".join(lines)}</div>')
    st.caption(say("✔ holds · ≈ on the edge · ✕ does not hold · ? too few data, or too old · – not written yet"))
    if year.left:
        st.caption(say.many("%(n)s verdict is not computed yet: press again.",
                            "%(n)s verdicts are not computed yet: press again.", year.left))  # fmt: skip


def show_luck(say: Speech, view: PortfolioView) -> None:
    """The honest sentence about many promises at once."""
    holding = sum(row.stands == "supported" for row in view.counted)
    said = luck_words(say, holding, [plain(row.terms.sentence) for row in view.lucky])
    st.markdown(said or say("None holds now, so none holds by luck."))
    st.markdown(say("Each promise is judged on its own so that a promise lying just below its bar is approved at most"
                    " 5 times of 100. With many promises that adds up: here each one is looked at beside the others"
                    " (Benjamini-Hochberg)."))  # fmt: skip


def _judged(say: Speech, judged: Judged | None) -> str:
    if judged is None:
        return say("no data then")
    few = judged.share is None or judged.verdict == "not enough evidence"
    share = "" if few else f" {of_hundred(say, judged.share or 0.0)}"
    return f"{verdict_chip(say, judged.verdict)}{share}"


def _box(say: Speech, cell: Cell | None) -> str:
    if cell is None:
        return "<b>–</b>"
    if cell.verdict is None:
        return "<b>…</b>"
    said = verdict_words(say, cell.verdict)
    judged = cell.share is not None and cell.verdict != "not enough evidence"
    figure = say.number(hundredths(cell.share or 0.0)) if judged else ""
    return f'<b title="{escape(said, quote=True)}">{verdict_icon(cell.verdict)}</b><small>{figure}</small>'
