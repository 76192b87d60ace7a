"""What customers say: who waits to be read, each voice with its face, and one click to make an idea of it."""

import streamlit as st

from models.access import May
from models.groups import my_groups
from models.touchpoints import touchpoints_all
from models.voices import Which, feedback_counts, feedback_listed
from ui.cards import empty_state
from ui.doors import change_touchpoint_form, door_links, touchpoint_form
from ui.entry import ask, enter
from ui.listening import record_form, show_voice
from words.listening import listening_title
from words.speech import speech

viewer = enter("listening")
say = speech(viewer.language)
counts = ask(feedback_counts, viewer)
points = ask(touchpoints_all, viewer)
groups = ask(my_groups, viewer)
st.title(listening_title(say, counts.all, counts.new, counts.unhappy))
left, right = st.columns(2)
with left:
    if points:
        record_form(viewer, say, points)
with right:
    door_links(viewer, say, points)
if viewer.may(May.TOUCHPOINT_EDIT):
    touchpoint_form(viewer, say, has_some=bool(points))
    if points:
        change_touchpoint_form(viewer, say, points)

if not counts.all:
    empty_state(viewer, say("What customers say lands here. Print a card and put it where they have a minute."))
    st.stop()

names = {
    Which.ALL: f"{say('All')} {say.number(counts.all)}",
    Which.NEW: f"{say('To read')} {say.number(counts.new)}",
    Which.LOOSE: f"{say('Without an idea')} {say.number(counts.loose)}",
    Which.TURNED: f"{say('Part of an idea')} {say.number(counts.turned)}",
}
which = st.segmented_control(
    say("Which"), list(Which), default=Which.NEW if counts.new else Which.ALL, format_func=names.__getitem__,
    required=True, label_visibility="collapsed", key=f"listening-which-{bool(counts.new)}",
)  # fmt: skip
place, search = st.columns(2)
point = place.selectbox(
    say("Touchpoint"), [None, *points], format_func=lambda one: one.name if one else say("All touchpoints"),
    key="listening-touchpoint",
)  # fmt: skip
words = search.text_input(say("Search"), key="listening-search", max_chars=80)
found = ask(
    feedback_listed, viewer, which=which, touchpoint_id=point.id if point else None, search=words,
    page=int(st.session_state.get("listening-page", 1)),
)  # fmt: skip
if not found.rows:
    st.caption(say("Nothing here by this choice."))
for voice in found.rows:
    show_voice(viewer, say, voice, groups)
if found.pages > 1:
    st.pagination(found.pages, key="listening-page")
