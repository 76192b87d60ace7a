"""One workshop at the desk of who conducts: prepare, let people in, open and close, read the result."""

import streamlit as st

from models.base import new_token
from models.conduct import close_if_over
from models.rounds import RoundState, is_due
from models.workshops import Format
from ui.cards import plain
from ui.entry import ask, attempt, enter, now
from ui.folds import fold
from ui.journey_keeping import diary_of_workshop
from ui.live import told_of_changes
from ui.places import conducts, place_file
from ui.result_parts import protocol_links
from ui.wall_parts import wall_controls
from ui.workshop_builder import add_form, builder_part
from ui.workshop_card import activity_card, open_card, steps_row
from ui.workshop_desk import desk_of, desk_title, looked_at
from ui.workshop_parts import show_people, show_way_in
from ui.workshop_since import since_part
from words.speech import speech

viewer = enter("workshop")
say = speech(viewer.language)
workshop_id = st.query_params.get("workshop", "")


@st.fragment
def what_comes_in(round_id: str) -> None:
    """What an open activity brings, and the title, drawn anew when something changed; the rest stays still."""
    here = viewer if just_read else enter("workshop")
    fresh = just_read.pop() if just_read else ask(desk_of, here, workshop_id=workshop_id, now=now(), round_id=round_id)
    row = fresh.row
    if row is None or row.state is not RoundState.OPEN or is_due(row, now()):
        if row is not None and row.state is RoundState.OPEN:
            attempt(close_if_over, here, form_key=new_token(), workshop_id=workshop_id)
        st.rerun(scope="app")
    heading.title(plain(desk_title(say, fresh)), anchor=False)
    open_card(say, here, fresh, row)
    told_of_changes(say, here, workshop_id=workshop_id)


@st.fragment
def what_changes() -> None:
    """While nothing is open: the page is drawn anew when somebody comes in, or somebody else opens something."""
    words.append(told_of_changes(say, enter("workshop") if words else viewer, workshop_id=workshop_id))
    if words[-1] != words[0]:
        st.rerun(scope="app")


if not workshop_id:
    st.switch_page(place_file("workshops"))
if not conducts(viewer):
    st.switch_page(place_file("round"), query_params={"workshop": workshop_id})
desk = ask(desk_of, viewer, workshop_id=workshop_id, now=now(), round_id=looked_at(workshop_id))
shop, row, just_read, words = desk.workshop, desk.row, [desk], list[str]()
heading = st.title(plain(desk_title(say, desk)), anchor=False)
st.caption(f"{plain(shop.title)} · {say.date(shop.planned_on)} · {plain(shop.group)}")
# A result needs the whole width, and nobody is coming in any more.
left, right = st.columns([2, 1], gap="large") if desk.result is None else (st.container(), None)
with right if right is not None else fold(say("The way in, the big screen, who is here"), "way-in"):
    if not shop.archived:
        show_way_in(say, viewer, desk)
    if not shop.archived and not (desk.projecting and (desk.result or desk.spoken)):
        wall_controls(say, viewer, workshop_id=shop.id, found=desk.wall)
    if shop.format is Format.TELL_US and not shop.archived:
        diary_of_workshop(viewer, say, shop.id)
    show_people(say, desk)
    st.page_link(place_file("round"), label=say("Take part yourself"), query_params={"workshop": shop.id})
with left:
    if desk.since is not None:
        since_part(say, viewer, desk.since, unfolded=False)
    steps_row(say, desk)
    if row is None:
        add_form(say, viewer, desk)
    else:
        with st.container(border=True):
            if row.state is RoundState.OPEN:
                what_comes_in(row.id)
            else:
                activity_card(say, viewer, desk, row)
    if desk.result is not None:
        protocol_links(say, viewer, workshop_id=shop.id, group_id=shop.group_id)
    if not shop.archived:
        with fold(say("Change the activities"), "activities"):
            builder_part(say, viewer, desk)
if row is None or row.state is not RoundState.OPEN:
    what_changes()
