"""One workshop at the desk of who conducts: prepare, let people in, open and close, read the result."""

import streamlit as st

from models.access import May
from models.base import new_token
from models.conduct import close_if_over
from models.rounds import RoundKind, RoundState, is_over
from ui.cards import link_to, plain
from ui.entry import ask, attempt, enter, now
from ui.places import place_file
from ui.workshop_desk import (
    choose_form,
    controls,
    desk_of,
    desk_title,
    preview_words,
    round_head,
    settings_form,
    turnout_line,
)
from ui.workshop_parts import chips_form, show_ideas, show_people, show_result, show_way_in
from words.rounds import more_time
from words.speech import speech

viewer = enter("workshop")
say = speech(viewer.language)
workshop_id = st.query_params.get("workshop", "")


@st.fragment(run_every="5s")
def what_comes_in(round_id: str) -> None:
    """The figures of an open round, looked up every few seconds; the rest of the page stays still."""
    here = enter("workshop")
    fresh = just_read.pop() if just_read else ask(desk_of, here, workshop_id=workshop_id)
    row = next(one for one in fresh.rounds if one.id == round_id)
    if row.state is not RoundState.OPEN or is_over(row, now()):
        if is_over(row, now()) and row.state is RoundState.OPEN:
            attempt(close_if_over, here, form_key=new_token(), workshop_id=workshop_id)
        st.rerun(scope="app")
    if row.kind is RoundKind.DOTS:
        st.markdown(turnout_line(say, fresh.turnouts[row.id]))
    else:
        show_ideas(say, here, fresh.ideas[row.id])
    if fresh.more_time[row.id]:
        st.caption(more_time(say, fresh.more_time[row.id]))


if not workshop_id:
    st.switch_page(place_file("workshops"))
if not any(viewer.may(May.ROUND_RUN, group_id=group_id) for group_id in viewer.seats):
    st.switch_page(place_file("round"), query_params={"workshop": workshop_id})
desk = ask(desk_of, viewer, workshop_id=workshop_id)
shop, just_read = desk.workshop, [desk]
st.title(plain(desk_title(say, desk)), anchor=False)
st.caption(f"{plain(shop.title)} · {say.date(shop.planned_on)} · {plain(shop.group)}")
for result in desk.results.values():
    show_result(say, result, title=any(row.state is RoundState.OPEN for row in desk.rounds))
if desk.results:
    link_to(viewer, "decisions", say("Decide what to do"))
left, right = st.columns([2, 1], gap="large")
with right:
    show_way_in(say, viewer, desk)
    show_people(say, desk)
    st.page_link(place_file("round"), label=say("Take part yourself"), query_params={"workshop": shop.id})
with left:
    for row in desk.rounds:
        with st.container(border=True):
            round_head(say, desk, row)
            if row.state is RoundState.BEFORE:
                if row.kind is RoundKind.DOTS:
                    choose_form(say, viewer, desk, row)
                    st.info(preview_words(say, desk, row))
                else:
                    chips_form(say, viewer, desk)
                with st.expander(say("Settings")):
                    settings_form(say, viewer, row)
            elif row.state is RoundState.OPEN:
                what_comes_in(row.id)
            elif row.kind is RoundKind.COLLECT:
                ideas = desk.ideas[row.id]
                with st.expander(say.many("%(n)s idea came in", "%(n)s ideas came in", len(ideas))):
                    show_ideas(say, viewer, ideas)
            controls(say, viewer, desk, row)
