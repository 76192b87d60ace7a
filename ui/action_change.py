"""Changing an action on the desk: what is done, who answers, by when, its cost; its milestones moved or taken off."""

from collections.abc import Mapping, Sequence

import streamlit as st

from models.access import Viewer
from models.action_steps import STEP_LIMIT, StepView, change_step, remove_step
from models.actions import MOST_COST, NOTE_LIMIT, TITLE_LIMIT, ActionView, change_action
from ui.entry import attempt, form_key
from words.speech import Speech


def change_popover(
    say: Speech, viewer: Viewer, one: ActionView, steps: Sequence[StepView], people: Mapping[str, str]
) -> None:
    """Everything of one action that may change, built only once somebody opens it. people: id to name."""
    opened = st.popover(say("Change"), key=f"change-{one.id[:20]}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        _action(say, viewer, one, people)
        if steps:
            st.markdown(f"**{say('Milestones')}**")
        for step in steps:
            _step(say, viewer, step)


def _action(say: Speech, viewer: Viewer, one: ActionView, people: Mapping[str, str]) -> None:
    key = form_key(f"action-{one.id[:20]}")
    with st.form(key, border=False):
        title = st.text_input(say("What is done?"), value=one.title, max_chars=TITLE_LIMIT)
        names = list(people)
        owner = st.selectbox(say("Who answers for it?"), names, format_func=lambda who: people[who], key=f"{key}-who",
                             index=names.index(one.owner_id) if one.owner_id in names else None,
                             placeholder=say("Choose"))  # fmt: skip
        due = st.date_input(say("By when? (optional)"), value=one.due_on, format="DD/MM/YYYY")
        cost = st.number_input(say("Cost in euro (optional)"), 0, MOST_COST, one.cost, step=500)
        note = st.text_input(say("Note (optional)"), value=one.note, max_chars=NOTE_LIMIT)
        if st.form_submit_button(say("Save"), type="primary") and attempt(
            change_action, viewer, form_key=key, action_id=one.id, owner_id=owner, title=title, lever=one.lever,
            due_on=due, cost=None if cost is None else int(cost), note=note,
        ):  # fmt: skip
            st.rerun()


def _step(say: Speech, viewer: Viewer, step: StepView) -> None:
    key = form_key(f"milestone-{step.id[:20]}")
    with st.form(key, border=True):
        title = st.text_input(say("Milestone"), value=step.title, max_chars=STEP_LIMIT)
        due = st.date_input(say("By when? (optional)"), value=step.due_on, format="DD/MM/YYYY")
        left, right = st.columns(2)
        saved = left.form_submit_button(say("Save"), width="stretch")
        gone = right.form_submit_button(say("Remove the milestone"), width="stretch")
    if (saved and attempt(change_step, viewer, form_key=key, step_id=step.id, title=title, due_on=due)) or (
        gone and attempt(remove_step, viewer, form_key=key, step_id=step.id)
    ):
        st.rerun()
