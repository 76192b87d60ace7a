"""What customers say: how much of it is argued, who waits to be read or answered; one click makes an idea of it."""

from datetime import timedelta

import streamlit as st

from exchange.listening_sheet import preview_voices, read_voices, voice_headers
from exchange.unreadable import UnreadableFile
from models.access import May
from models.feedback_care import care_time, listening_people
from models.groups import my_groups
from models.touchpoints import touchpoints_all
from models.voices import Which, feedback_counts, feedback_listed
from ui.cards import empty_state, link_to
from ui.doors import change_touchpoint_form, door_links, touchpoint_form
from ui.entry import ask, enter, now
from ui.listening import Around, show_voice
from ui.matters_form import matters_form
from ui.pages_turned import page_asked, show_pages
from ui.table_down import table_down
from ui.voice_care import today_here
from ui.voice_filters import choose_voices, confirm_proposed
from ui.voices_file import Reader, bring_voices
from words.speech import speech
from words.voices_said import care_time_line, listening_title, voices_argued

# Each of them can be read, answered and turned: more on one page make every click wait.
SHOWN = 15

viewer = enter("listening")
say = speech(viewer.language)
today = today_here()
counts = ask(feedback_counts, viewer, today=today)
points = ask(touchpoints_all, viewer)
st.title(listening_title(say, counts.all, counts.argued, counts.new, counts.late))
bring = False
with st.container(horizontal=True, vertical_alignment="center"):
    if points:
        st.link_button(say("Note a voice: ten seconds"), "/heard", type="primary")
        bring = st.toggle(say("Bring a list in"), key="listening-bring")
    link_to(viewer, "voices", say("Listening in figures"))
if points:
    door_links(viewer, say, points)
if bring:
    with st.container(border=True):
        bring_voices(viewer, say, points, Reader(preview_voices, read_voices, UnreadableFile, voice_headers))


def set_up() -> None:
    """Touchpoints and what counts: on top while there is nothing, else below what people said."""
    if viewer.may(May.TOUCHPOINT_EDIT):
        touchpoint_form(viewer, say, has_some=bool(points))
        if points:
            change_touchpoint_form(viewer, say, points)
            matters_form(viewer, say)


if not counts.all:
    set_up()
    empty_state(viewer, say("What customers say lands here. Print a card and put it where they have a minute."))
    st.stop()

staff, functions = ask(listening_people, viewer)
around = Around(ask(my_groups, viewer), staff, functions, today)
wanted = st.query_params.get("voice")
# A link of a thread leads to one voice: it stands first.
for voice in ask(feedback_listed, viewer, feedback_id=wanted).rows if wanted else []:
    show_voice(viewer, say, voice, around)
asked = choose_voices(say, counts, points, functions)
shown = page_asked("listening-page", asked)
found = ask(feedback_listed, viewer, today=today, page=shown, size=SHOWN, **asked)
st.caption(voices_argued(say, found.total, found.argued))
if not found.rows:
    st.caption(say("Nothing here by this choice."))
if asked["which"] == Which.FACELESS:
    confirm_proposed(viewer, say, found.rows)
for voice in found.rows:
    if voice.id != wanted:
        show_voice(viewer, say, voice, around)
show_pages(say, found.pages, found.page, key="listening-page")
spent = ask(care_time, viewer, since=now() - timedelta(days=90))
if spent.minutes:
    st.caption(care_time_line(say, spent.minutes, spent.closed_minutes, spent.closed))
table_down(say, "listening", asked)
set_up()
