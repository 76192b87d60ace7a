"""What customers say: how much of it is argued, who waits to be read or answered; one click makes an idea of it."""

from datetime import timedelta

import streamlit as st

from models.access import May
from models.feedback_care import care_time, listening_people
from models.groups import my_groups
from models.touchpoints import touchpoints_all
from models.voices import Which, feedback_counts, feedback_listed
from ui.cards import empty_state
from ui.doors import change_touchpoint_form, door_links, touchpoint_form
from ui.entry import ask, enter, now
from ui.listening import Around, show_voice
from ui.voice_care import today_here
from ui.voice_filters import choose_voices, confirm_proposed
from words.speech import speech
from words.voices_said import care_time_line, listening_title, voices_argued

viewer = enter("listening")
say = speech(viewer.language)
today = today_here()
counts = ask(feedback_counts, viewer, today=today)
points = ask(touchpoints_all, viewer)
st.title(listening_title(say, counts.all, counts.argued, counts.new, counts.late))
left, right = st.columns(2)
with left:
    if points:
        st.link_button(say("Note a voice: ten seconds"), "/heard", type="primary")
with right:
    door_links(viewer, say, points)
if viewer.may(May.TOUCHPOINT_EDIT):
    touchpoint_form(viewer, say, has_some=bool(points))
    if points:
        change_touchpoint_form(viewer, say, points)

if not counts.all:
    empty_state(viewer, say("What customers say lands here. Print a card and put it where they have a minute."))
    st.stop()

staff, functions = ask(listening_people, viewer)
asked = choose_voices(say, counts, points, functions)
found = ask(feedback_listed, viewer, today=today, page=int(st.session_state.get("listening-page", 1)), **asked)
st.caption(voices_argued(say, found.total, found.argued))
if not found.rows:
    st.caption(say("Nothing here by this choice."))
if asked["which"] == Which.FACELESS:
    confirm_proposed(viewer, say, found.rows)
around = Around(ask(my_groups, viewer), staff, functions, today)
for voice in found.rows:
    show_voice(viewer, say, voice, around)
if found.pages > 1:
    st.pagination(found.pages, key="listening-page")
spent = ask(care_time, viewer, since=now() - timedelta(days=90))
if spent.minutes:
    st.caption(care_time_line(say, spent.minutes, spent.closed_minutes, spent.closed))
