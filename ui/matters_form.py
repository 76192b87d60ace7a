"""What counts for customers, in the company's own words: a further one, or another name for one that is there."""

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.matters import NAME_LIMIT, MatterView, add_matter, matters_all, rename_matter
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.speech import Speech


def matters_form(viewer: Viewer, say: Speech) -> None:
    """Two short forms in one fold."""
    fold = st.expander(say("What counts: your words for it"), key="change-matters", on_change="rerun")
    if not fold.open:
        return
    with fold:
        known = ask(_matters, viewer)
        st.caption(plain(" · ".join(one.name for one in known)))
        left, right = st.columns(2)
        key = form_key("matter")
        with left, st.form(key, border=False):
            name = st.text_input(say("A further one"), max_chars=NAME_LIMIT)
            if st.form_submit_button(say("Add")) and attempt(add_matter, viewer, form_key=key, name=name):
                st.rerun()
        if not known:
            return
        other = form_key("matter-name")
        with right, st.form(other, border=False):
            # By its key: without one, a name changed elsewhere meanwhile let the first of them be renamed.
            chosen = st.selectbox(say("Rename"), known, index=None, format_func=lambda one: one.name,
                                  placeholder=say("Choose"), key=f"{other}-which")  # fmt: skip
            called = st.text_input(say("Its new name"), max_chars=NAME_LIMIT)
            if st.form_submit_button(say("Save")) and attempt(
                rename_matter, viewer, form_key=other, matter_id=chosen.id if chosen else "", name=called
            ):
                st.rerun()


def _matters(session: Session, viewer: Viewer) -> list[MatterView]:
    return matters_all(session)
