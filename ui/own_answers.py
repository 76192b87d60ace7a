"""Our own first answers as the cases of a process: switched on and off by whoever answers for it."""

import streamlit as st

from models.access import Viewer
from models.own_answers import OwnAnswersView, end_own_answers, use_own_answers
from store.settings import settings
from ui.entry import attempt, form_key
from ui.folds import fold
from words.speech import Speech


def own_answers_part(say: Speech, viewer: Viewer, process_id: str, known: OwnAnswersView | None) -> None:
    """One fold, for whoever may bring data into the process."""
    with fold(say("The answers of Due Remi"), f"own-answers-{process_id}", expanded=known is not None):
        st.markdown(
            say("From an idea, or a voice that somebody waits for, to its first answer here: once a day these"
                " become the cases of this process, and a promise such as “a first answer in 14 days” is judged"
                " like any other.")
        )  # fmt: skip
        key = form_key(f"own-answers-{process_id}")
        if known is None:
            if st.button(say("Take our own answers as its cases"), key=key) and attempt(
                use_own_answers, viewer, form_key=key, process_id=process_id
            ):
                st.rerun()
            return
        if known.taken_at is not None:
            st.caption(say("Last taken on %(moment)s.", moment=say.moment(known.taken_at, settings().zone)))
        if st.button(say("No longer take them"), key=key) and attempt(
            end_own_answers, viewer, form_key=key, process_id=process_id
        ):
            st.rerun()
