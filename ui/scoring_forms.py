"""How a group scores its ideas, in the group's settings: method, several evaluators, own criteria with weights."""

import streamlit as st

from models.access import Viewer
from models.groups import GroupView
from models.scoring import NAME_LIMIT, WEIGHT_MOST, Method, Scoring, scoring_of
from models.scoring_settings import add_criterion, end_criterion, set_scoring, weigh_criterion
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.backlog import method_words
from words.speech import Speech


def scoring_part(say: Speech, viewer: Viewer, group: GroupView) -> None:
    """Folded until somebody wants more than value and effort."""
    fold = st.expander(say("How ideas are scored"), key=f"scoring-{group.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        scoring = ask(scoring_of, viewer, group_id=group.id)
        _criteria(say, viewer, group, scoring)
        key = form_key(f"scoring-{group.id}")
        with st.form(key, border=False):
            method = st.radio(
                say("Method"), list(Method), index=list(Method).index(scoring.method),
                format_func=lambda one: method_words(say, one),
            ) or scoring.method  # fmt: skip
            several = st.toggle(
                say("Several evaluators: each gives their own scores, the middle one counts"), value=scoring.several
            )
            sent = st.form_submit_button(say("Save"), type="primary")
        if sent and attempt(
            set_scoring, viewer, form_key=key, group_id=group.id, method=method.value, several=several
        ):
            st.rerun()


def _criteria(say: Speech, viewer: Viewer, group: GroupView, scoring: Scoring) -> None:
    st.markdown(f"**{say('Own criteria')}**")
    for one in scoring.own:
        name, weight, save, out = st.columns([4, 2, 2, 2], vertical_alignment="bottom")
        name.markdown(plain(one.name))
        given = weight.number_input(say("Weight"), 1, WEIGHT_MOST, one.weight, key=f"weight-{one.key}")
        key, gone = form_key(f"weigh-{one.key}"), form_key(f"criterion-out-{one.key}")
        if save.button(say("Save"), key=key) and attempt(
            weigh_criterion, viewer, form_key=key, criterion_id=one.key, weight=int(given)
        ):
            st.rerun()
        if out.button(say("Take out"), key=gone) and attempt(
            end_criterion, viewer, form_key=gone, criterion_id=one.key
        ):
            st.rerun()
    key = form_key(f"criterion-{group.id}")
    with st.form(key, border=False):
        left, right = st.columns([4, 2])
        called = left.text_input(say("A new criterion"), max_chars=NAME_LIMIT)
        given = right.number_input(say("Weight"), 1, WEIGHT_MOST, 1)
        sent = st.form_submit_button(say("Add"))
    if sent and attempt(add_criterion, viewer, form_key=key, group_id=group.id, name=called, weight=int(given)):
        st.rerun()
