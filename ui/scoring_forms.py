"""How a group scores its ideas, in the group's settings: method, several evaluators, own criteria with weights."""

import streamlit as st

from models.access import Viewer
from models.groups import GroupView
from models.scoring import NAME_LIMIT, WEIGHT_MOST, Criterion, Method, Scoring, scoring_of
from models.scoring_settings import add_criterion, end_criterion, set_scoring, weigh_criterion
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
        key = form_key(f"scoring-{group.id}")
        with st.form(key, border=False):
            method = st.radio(
                say("Method"), list(Method), index=list(Method).index(scoring.method),
                format_func=lambda one: method_words(say, one),
            ) or scoring.method  # fmt: skip
            several = st.toggle(
                say("Several evaluators: each gives their own scores, the middle one counts"), value=scoring.several
            )
            st.caption(say("Each method keeps its own scores: go back to another and they are as they were."))
            sent = st.form_submit_button(say("Save"), type="primary")
        if sent and attempt(
            set_scoring, viewer, form_key=key, group_id=group.id, method=method.value, several=several
        ):
            st.toast(say("Saved. The figures of all ideas follow at once."))
            st.rerun()
        _criteria(say, viewer, group, scoring)


def _criteria(say: Speech, viewer: Viewer, group: GroupView, scoring: Scoring) -> None:
    st.markdown(f"**{say('Own criteria')}**")
    if scoring.own and scoring.method is not Method.WEIGHTED:
        st.caption(say("They count once the method above is own criteria."))
    for one in scoring.own:
        _criterion(say, viewer, one)
    key = form_key(f"criterion-{group.id}")
    with st.form(key, border=False):
        left, right, add = st.columns([5, 3, 3], vertical_alignment="bottom")
        called = left.text_input(say("A new criterion"), max_chars=NAME_LIMIT)
        given = right.number_input(say("Weight"), 1, WEIGHT_MOST, 1)
        sent = add.form_submit_button(say("Add"))
    if sent and attempt(add_criterion, viewer, form_key=key, group_id=group.id, name=called, weight=int(given)):
        st.rerun()


def _criterion(say: Speech, viewer: Viewer, one: Criterion) -> None:
    """Its name and its weight to mend, and the way out."""
    name, weight, ways = st.columns([5, 3, 3], vertical_alignment="bottom")
    called = name.text_input(say("Criterion"), one.name, max_chars=NAME_LIMIT, key=f"name-{one.key}")
    given = weight.number_input(say("Weight"), 1, WEIGHT_MOST, one.weight, key=f"weight-{one.key}")
    key, gone = form_key(f"weigh-{one.key}"), form_key(f"criterion-out-{one.key}")
    with ways.container(horizontal=True):
        save = st.button(say("Save"), key=key, disabled=(called.strip(), int(given)) == (one.name, one.weight))
        kept = say("What was scored on it is kept: add it again and it is back.")
        out = st.button(say("Take out"), key=gone, help=kept)
    if save and attempt(
        weigh_criterion, viewer, form_key=key, criterion_id=one.key, weight=int(given), name=called
    ):
        st.toast(say("Saved. The figures of all ideas follow at once."))
        st.rerun()
    if out and attempt(end_criterion, viewer, form_key=gone, criterion_id=one.key):
        st.rerun()
