"""Kept in the customers' eyes, beside kept in the data: on the claim card of a published promise (A30)."""

import streamlit as st

from models.access import Viewer
from models.felt import felt_of
from models.portfolio import PortfolioRow
from models.promises import State
from ui.cards import link_to
from ui.entry import ask
from words.felt import distance_sentence, felt_sentence
from words.speech import Speech


def show_felt(say: Speech, viewer: Viewer, row: PortfolioRow) -> None:
    """What customers say of it; nothing where nobody has said anything."""
    if row.state is not State.IN_USE or not row.published:
        return
    found = ask(felt_of, viewer, promise_ids=[row.id]).get(row.id)
    if found is None:
        return
    kept = row.verdict.facts.share if row.verdict is not None and not row.verdict.too_old else None
    st.markdown(f"👁 {felt_sentence(say, found.knowing, found.share, kept)}")
    if found.range is not None and kept is not None:
        st.caption(distance_sentence(say, *found.range, kept))
    if found.no:
        link_to(viewer, "listening", say("What they say"))
