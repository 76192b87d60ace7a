"""Taking part in a workshop from the desk: whatever is on, as on a phone."""

import streamlit as st

from models.base import new_token
from models.conduct import close_if_over
from models.workshop_now import Step, now_in, state_in
from ui.cards import plain
from ui.entry import ask, attempt, enter, now
from ui.live import told_of_steps
from ui.places import place_file
from ui.result_parts import protocol_links
from ui.round_parts import collect, come_in, more_time, quiet, time_up, waiting
from ui.round_result import result_so_far, voted_on
from ui.round_votes import vote
from words.rounds import time_left
from words.speech import speech

viewer = enter("round")
say = speech(viewer.language)
workshop_id = st.query_params.get("workshop", "")
if not workshop_id:
    st.switch_page(place_file("workshops"))
found = ask(now_in, viewer, workshop_id=workshop_id, now=now())
if found.over and attempt(close_if_over, viewer, form_key=new_token(), workshop_id=workshop_id):
    found = ask(now_in, viewer, workshop_id=workshop_id, now=now())
here = [found.workshop.title]
if found.until is not None:
    here.append(time_left(say, found.until, now(), found.workshop.zone))
st.caption(" · ".join(plain(part) for part in here))
if found.step is Step.WAITING:
    waiting(say, found)
elif found.step is Step.COLLECT and found.round:
    collect(say, viewer, found, found.round)
elif found.step is Step.QUIET and found.round:
    quiet(say, viewer, found, found.round)
    if found.result:
        result_so_far(say, found.result, beat=found.beat, focus=found.focus, title=False)
elif found.step is Step.TIME:
    time_up(say, viewer, found)
elif found.step is Step.VOTE and found.round:
    vote(say, viewer, found, found.round)
elif found.result:
    result_so_far(say, found.result, beat=found.beat, focus=found.focus)
    voted_on(say, viewer, found.result)
    protocol_links(say, viewer, workshop_id=found.workshop.id, group_id=found.workshop.group_id)
if found.step in (Step.WAITING, Step.COLLECT) or (found.place is not None and not found.place.may_vote):
    come_in(say, viewer, found)
if found.step is Step.COLLECT or (found.place is not None and found.place.may_vote and found.step is Step.VOTE):
    more_time(say, viewer, found)


# The fragment runs with the page at once, and then when something changed: only then is there anything new to ask.
just_read = [found.state]


@st.fragment
def notice() -> None:
    """Say that something else is on; what is being written stays where it is."""
    if just_read:
        told_of_steps(say, workshop_id=workshop_id, word=just_read.pop())
        return
    seen = ask(state_in, enter("round"), workshop_id=workshop_id, now=now())
    told_of_steps(say, workshop_id=workshop_id, word=seen.state)
    anew = seen.state != found.state or seen.over
    if anew and st.button(say("Something new is on.") + " " + say("Look")):
        st.rerun(scope="app")


notice()
