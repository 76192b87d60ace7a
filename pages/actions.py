"""What is done so that promises are kept: what is to be looked at first, then every action, late ones on top."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.action_steps import StepView, steps_of
from models.actions import OPEN, ActionView, actions_of
from models.outcome_checks import CheckView, checks_of
from models.portfolio import promise_rows
from ui.action_parts import show_action, show_answered, show_check
from ui.action_start import Begun, begun_with, new_action
from ui.cards import empty_state, link_to
from ui.check_saving import staff_of
from ui.entry import ask, enter, now
from ui.table_down import table_down
from words.actions import actions_title
from words.speech import speech

Everything = tuple[list[ActionView], dict[str, list[StepView]], list[CheckView], dict[str, str], dict[str, str], Begun]

# So many answered looks are drawn again with today's cases; each asks for all cases of its promise.
DRAWN = 4


def everything(session: Session, viewer: Viewer, begun: dict[str, str]) -> Everything:
    """Actions with their milestones, looks, the promises one can serve, the people who can answer, what is begun."""
    actions = actions_of(session, viewer, now=now())
    steps = steps_of(session, viewer, action_ids=[one.id for one in actions])
    promises = {row.id: row.terms.sentence for row in promise_rows(session, viewer, now=now())}
    people = {one.id: one.name for one in staff_of(session, viewer)}
    start = begun_with(session, viewer, promises=promises, **begun)
    return actions, steps, checks_of(session, viewer, now=now()), promises, people, start


viewer = enter("actions")
say = speech(viewer.language)
# The levers of a gap and a yes to an idea lead here: what the action is about stands in the address.
begun = {name: st.query_params.get(name, "") for name in ("promise", "idea", "lever")}
actions, steps, checks, promises, people, start = ask(everything, viewer, begun=begun)
going = [one for one in actions if one.state in OPEN]
due = [one for one in checks if one.due]
late, still = sum(one.late for one in going), sum(one.stalled for one in going)
st.title(actions_title(say, len(going), late, still, len(due)), anchor=False)
show_answered(say, viewer)
link_to(viewer, "money", say("Where the money comes from"))
# What somebody came here to plan stands before the list, otherwise after it.
before = st.container()
# A link of a thread leads to one action, one of a promise to its own: they stand first, wherever they stand.
asked = st.query_params.get("action", "")
for action in actions:
    if action.id == asked:
        show_action(say, viewer, action, steps.get(action.id, []), people)
for one in due:
    show_check(say, viewer, one)
if not actions and not checks:
    empty_state(viewer, say("An action begins with a yes to an idea, or with a promise that does not hold."),
                "decisions", say("Decisions"))  # fmt: skip
for action in sorted(going, key=lambda one: one.promise_id != (start.promise_id or None)):
    if action.id != asked:
        show_action(say, viewer, action, steps.get(action.id, []), people)
new_place = before if start.begun else st.container()
if viewer.may(May.ACTION_WRITE) and (promises or start.idea_id):
    opened = start.begun or bool(start.promise_id)
    # By its key, as the folds of the money: it must not close itself when another tab makes the page above longer.
    with new_place, st.expander(say("A new action"), expanded=opened, key=f"new-action-{opened}", on_change="rerun"):
        new_action(say, viewer, promises, people, start)
ahead = [one for one in checks if not one.due and one.answer is None]
if ahead:
    st.subheader(say("We will look"), anchor=False)
    for one in ahead:
        show_check(say, viewer, one)
over = [one for one in checks if one.answer is not None]
ended = [one for one in actions if one.state not in OPEN and one.id != asked]
if over or ended:
    fold = st.expander(say("What was done"), key="what-was-done", on_change="rerun")
    if fold.open:
        with fold:
            for place, one in enumerate(over):
                show_check(say, viewer, one, drawn=place < DRAWN)
            for action in ended:
                show_action(say, viewer, action, steps.get(action.id, []), people)
if actions:
    table_down(say, "actions")
