"""The month for management: what was promised, heard, decided and done; to look at, as Excel and as a deck."""

from datetime import date

import streamlit as st
from sqlmodel import Session

from exchange.month_slides import month_slides
from models.access import Viewer
from models.month import month_of
from models.month_figures import Month, months_to_choose
from ui.cards import empty_state, plain
from ui.entry import ask, enter, now, zone
from ui.folds import fold
from ui.pictures import show_picture
from words.month import month_name, month_title
from words.speech import LANGUAGES, speech


def a_month(session: Session, viewer: Viewer, first: date, language: str) -> Month:
    """The month asked for."""
    return month_of(session, viewer, now=now(), first=first, zone=zone(), language=language)


viewer = enter("month")
say = speech(viewer.language)
months = months_to_choose(now(), zone())
asked = {f"{one:%Y-%m}": one for one in months}
first = asked.get(st.query_params.get("month", ""), months[0])
title = st.container()
left, middle, right, last = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
chosen = left.selectbox(say("Month"), months, index=months.index(first), format_func=lambda one: month_name(say, one))
if chosen != first:
    st.query_params["month"] = f"{chosen:%Y-%m}"
    st.rerun()
names = {"it": "Italiano", "en": "English"}
own = [viewer.language, *(one for one in LANGUAGES if one != viewer.language)]
language = middle.selectbox(say("Language"), own, format_func=lambda one: names.get(one, "–"))
spoken = speech(language)
month = ask(a_month, viewer, first=first, language=language)
name = month_name(spoken, first)
holds = sum(n for verdict, n in month.counted.items() if verdict == "supported")
heading = month_title(spoken, name[:1].upper() + name[1:], holds, len(month.promises), month.voices.total)
title.title(plain(heading), anchor=False)
where = f"/download/month/{first:%Y-%m}"
right.link_button(say("Download the deck (PDF)"), f"{where}.pdf?in={language}", type="primary", width="stretch")
last.link_button(say("Download as Excel"), f"{where}.xlsx?in={language}", width="stretch")
slides = month_slides(spoken, month, zone())
if not slides:
    empty_state(viewer, say("Nothing was measured, said or decided in this month."), "listening", say("Listening"))
for slide in slides:
    st.subheader(plain(slide.sentence), anchor=False)
    show_picture(slide.picture)
    st.caption(plain(slide.how))
if slides:
    with fold(say("How it was counted"), "counted"):
        for slide in slides:
            st.markdown(f"**{plain(slide.sentence)}** {plain(slide.method)}")
