"""What may be said at a touchpoint today: you may say, do not say, if they ask you; to print, and read by how many."""

import streamlit as st

from models.touchpoints import touchpoints_all
from ui.cards import empty_state, link_to, plain
from ui.entry import ask, enter
from ui.front_line import dates_line, sheet_at, show_readers, show_sheet
from words.front_line import sheet_title
from words.speech import speech

viewer = enter("front_line")
say = speech(viewer.language)
title = st.empty()
title.title(say("What may be said today?"))

points = ask(touchpoints_all, viewer)
if not points:
    empty_state(viewer, say("There is no touchpoint yet. Add one on the page Listening."), "listening",
                say("Listening"))  # fmt: skip
    st.stop()
names = {point.id: point.name for point in points}
asked = st.query_params.get("at", "")
if st.session_state.get("here-asked") != asked or "here" not in st.session_state:
    # An address was opened. The field keeps its key, so that the next touchpoint chosen counts.
    st.session_state["here-asked"], st.session_state["here"] = asked, asked if asked in names else None
chosen = st.selectbox(
    say("Where are you?"), list(names), index=None, key="here", format_func=lambda one: names[one],
    placeholder=say("Choose the touchpoint"),
)  # fmt: skip
if chosen is None:
    st.stop()
st.query_params["at"] = st.session_state["here-asked"] = chosen

sheet = sheet_at(say, viewer, chosen)
if sheet is None:
    st.error(say("The database cannot be asked right now. Try again in a moment."))
    st.stop()
if sheet.is_empty:
    st.markdown(say("Nothing is told here yet, and nothing else is promised."))
else:
    title.title(sheet_title(say, plain(sheet.touchpoint), len(sheet.may), len(sheet.never)))
    st.caption(dates_line(say, sheet))
    show_sheet(say, sheet)
    show_readers(say, viewer, sheet)
    st.html(
        f'<p><a href="/print/front-line/{chosen}" target="_blank">{say("Print it (A5)")}</a> · '
        f'<a href="/say/{chosen}" target="_blank">{say("On the phone")}</a></p>'
    )
link_to(viewer, "say", say("Ask about another sentence"))
