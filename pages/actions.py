"""What is done so that promises are kept: what is to be looked at first, then every action, late ones on top."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.action_steps import StepView, steps_of
from models.actions import OPEN, ActionView, actions_of
from models.outcome_checks import CheckView, checks_of
from models.portfolio import promise_rows
from ui.action_parts import new_action, show_action, show_check
from ui.cards import empty_state, link_to
from ui.check_saving import staff_of
from ui.entry import ask, enter, now
from ui.table_down import table_down
from words.actions import actions_title
from words.speech import speech

Everything = tuple[list[ActionView], dict[str, list[StepView]], list[CheckView], dict[str, str], dict[str, str]]


def everything(session: Session, viewer: Viewer) -> Everything:
    """Actions with their milestones, looks, the promises one can serve and the people who can answer."""
    actions = actions_of(session, viewer, now=now())
    steps = steps_of(session, viewer, action_ids=[one.id for one in actions])
    promises = {row.id: row.terms.sentence for row in promise_rows(session, viewer, now=now())}
    people = {one.id: one.name for one in staff_of(session, viewer)}
    return actions, steps, checks_of(session, viewer, now=now()), promises, people


viewer = enter("actions")
say = speech(viewer.language)
actions, steps, checks, promises, people = ask(everything, viewer)
going = [one for one in actions if one.state in OPEN]
due = [one for one in checks if one.due]
late, still = sum(one.late for one in going), sum(one.stalled for one in going)
st.title(actions_title(say, len(going), late, still, len(due)), anchor=False)
link_to(viewer, "money", say("Where the money comes from"))
for one in due:
    show_check(say, viewer, one)
if not actions and not checks:
    empty_state(viewer, say("An action begins with a yes to an idea, or with a promise that does not hold."),
                "decisions", say("Decisions"))  # fmt: skip
asked = st.query_params.get("action", "")
# A link of a thread leads to one action: it stands first, wherever it stands.
for action in sorted((one for one in actions if one.id == asked or one in going), key=lambda one: one.id != asked):
    show_action(say, viewer, action, steps.get(action.id, []))
if viewer.may(May.ACTION_WRITE) and promises:
    chosen = st.query_params.get("promise", "")
    with st.expander(say("A new action"), expanded=bool(chosen)):
        new_action(say, viewer, promises, people, promise_id=chosen)
ahead = [one for one in checks if not one.due and one.answer is None]
if ahead:
    st.subheader(say("We will look"), anchor=False)
    for one in ahead:
        show_check(say, viewer, one)
over = [one for one in checks if one.answer is not None]
ended = [one for one in actions if one.state not in OPEN and one.id != st.query_params.get("action")]
if over or ended:
    with st.expander(say("What was done")):
        for one in over:
            show_check(say, viewer, one)
        for action in ended:
            show_action(say, viewer, action, steps.get(action.id, []))
if actions:
    table_down(say, "actions")
