"""Folds that stay as whoever reads left them: known by a name, never by where on the page they stand."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


def fold(label: str, name: str, *, expanded: bool = False) -> DeltaGenerator:
    """A fold of the page, found again by `name`, which no other fold of the page has.

    By its place, as Streamlit knows a fold without a key, it closes itself when the page above it grows by a line: over
    the sentence that says why what was filled in inside was refused. Where all there is to do inside is one form, its
    `form_key` is the best name: refused, the fold stays open with what was typed; saved, it closes.
    A page that begins to want it the other way round (`expanded`) gets it so.
    """
    return st.expander(label, expanded=expanded, key=f"fold-{name}-{expanded:d}")


def counting_fold(label: str, key: str, icon: str) -> ExpanderContainer:
    """A fold whose label counts what was chosen inside; `open` says whether it is.

    With another label it is another fold to Streamlit, a closed one: it would shut at every choice that is made in it.
    """
    st.session_state[key] = bool(st.session_state.get(key))
    return st.expander(label, icon=icon, key=key, on_change="rerun")
