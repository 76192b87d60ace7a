"""Promises in a list: one card each with its next move; and the thread, where that panel is built."""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import streamlit as st

from analysis.verdict import Verdict
from models.access import Viewer
from models.portfolio import PortfolioRow
from models.promises import State
from ui.cards import link_to, plain, show_verdict
from words.promises import oars, of_hundred, out_of, state_words, target_words, told_words
from words.speech import Speech
from words.verdicts import next_move

BARS = "▁▂▃▄▅▆▇█"


def show_row(say: Speech, viewer: Viewer, row: PortfolioRow) -> None:
    """One promise of a list, as a card: verdict, sentence, how often kept, signatures, places, next move."""
    facts = row.verdict.facts if row.verdict else None
    too_old = bool(row.verdict and row.verdict.too_old)
    with st.container(border=True):
        left, middle, right = st.columns([3, 2, 2])
        with left:
            show_verdict(say, row.stands)
            target = target_words(say, row.terms.kept, row.terms.of)
            link_to(viewer, "promise", f"{plain(row.terms.sentence)} ({target})", promise=row.id)
        with middle:
            if facts is not None and facts.share is not None:
                small = facts.verdict is Verdict.NOT_ENOUGH_EVIDENCE and not facts.unknown
                kept = out_of(say, facts.kept, facts.cases) if small else of_hundred(
                    say, facts.share, row.terms.kept / row.terms.of)  # fmt: skip
                st.markdown(f"**{kept}** {sparkline(facts.weeks)}")
            else:
                st.markdown("–")
            signs = " · ".join(oars(say, row.state is not State.DRAFT, row.keeper))
            st.caption(f"{signs} · {state_words(say, row.state)}"
                       + (f" · {say('one oar only')}" if row.one_oar else ""))  # fmt: skip
        with right:
            st.markdown(f"→ {plain(next_move(say, facts, places=row.places, bar=row.terms, too_old=too_old))}")
            st.caption(told_words(say, row.places, row.differs))


def sparkline(weeks: Sequence[float]) -> str:
    """The last weeks as bars of text, from the lowest to the highest share; nothing where there is little to see."""
    if len(weeks) < 3:
        return ""
    low = min(weeks)
    span = max(max(weeks) - low, 0.05)
    return "".join(BARS[min(len(BARS) - 1, int((week - low) / span * len(BARS)))] for week in weeks)


def thread_slot(viewer: Viewer, noun: str, object_id: str) -> None:
    """The thread of this object, where that panel is built."""
    if find_spec("ui.thread_panel") is not None:
        panel: Any = import_module("ui.thread_panel")
        panel.thread_panel(viewer, noun, object_id)
