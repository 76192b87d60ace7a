"""What a process can take, on its page: as its owner says it, with everything said before."""

import streamlit as st

from models.access import Viewer
from models.capacities import (
    LONGEST_CALL,
    MOST_A_WEEK,
    MOST_AGENTS,
    NOTE_LIMIT,
    CapacityView,
    capacity_history,
    declare_capacity,
)
from models.processes import ProcessView
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from words.campaigns import capacity_words
from words.speech import Speech


def capacity_of_process(say: Speech, viewer: Viewer, process: ProcessView, *, may_edit: bool) -> None:
    """The declaration that counts, those before it, and for whoever answers for the process the form of a new one."""
    history = ask(capacity_history, viewer, process_id=process.id)
    newest = history[0] if history else None
    if newest is None and not may_edit:
        return
    with fold(say("What it can take"), f"capacity-{process.id}"):
        for one in history:
            words = capacity_words(say, a_week=one.a_week, agents=one.agents, handling=one.handling,
                                   patience=one.patience, noun_many=plain(process.noun.many))  # fmt: skip
            st.markdown(("**" + words + "**") if one is newest else words)
            said = say("%(who)s, %(day)s", who=plain(one.by), day=say.date(one.at, process.zone))
            st.caption(" · ".join(part for part in (said, plain(one.note)) if part))
        if newest is None:
            st.markdown(say("Nobody has said yet what it can take. A campaign is then held against what it has done."))
        if may_edit:
            _form(say, viewer, process, newest)


def _form(say: Speech, viewer: Viewer, process: ProcessView, newest: CapacityView | None) -> None:
    key = form_key(f"capacity-{process.id}")
    with st.form(key, border=False):
        a_week = st.number_input(say("At most so many a week (empty: not known)"), 0.0, MOST_A_WEEK,
                                 newest.a_week if newest else None, step=10.0)  # fmt: skip
        st.markdown(say("On the phone, instead:"))
        left, middle, right = st.columns(3)
        agents = left.number_input(say("How many answer"), 1, MOST_AGENTS, newest.agents if newest else None, step=1)
        handling = middle.number_input(say("One call takes (seconds)"), 1.0, LONGEST_CALL,
                                       newest.handling if newest else None, step=10.0)  # fmt: skip
        patience = right.number_input(say("People hold on for (seconds, optional)"), 1.0, LONGEST_CALL,
                                      newest.patience if newest else None, step=10.0)  # fmt: skip
        note = st.text_input(say("Why, or until when (optional)"), max_chars=NOTE_LIMIT)
        if st.form_submit_button(say("Save")) and attempt(
            declare_capacity, viewer, form_key=key, process_id=process.id, a_week=a_week or None,
            agents=int(agents) if agents else None, handling=handling or None, patience=patience or None, note=note,
        ):  # fmt: skip
            st.rerun()
