"""The running month one click from where a manager is: to look at, as slides to send, as Excel."""


import streamlit as st

from models.access import Viewer
from models.days import day_here
from ui.cards import link_to
from ui.entry import now
from ui.places import can_open
from words.month import month_name
from words.speech import Speech


def show_month_links(say: Speech, viewer: Viewer) -> None:
    """Three small ways, for whoever may see the month; the files ask for permission by themselves."""
    if not can_open(viewer, "month"):
        return
    first = day_here(now()).replace(day=1)
    where = f"/download/month/{first:%Y-%m}"
    with st.container(horizontal=True, vertical_alignment="center"):
        link_to(viewer, "month", say("%(month)s for management", month=month_name(say, first).capitalize()))
        st.link_button(say("Slides (PDF)"), f"{where}.pdf?in={viewer.language}", type="tertiary")
        st.link_button(say("Excel"), f"{where}.xlsx?in={viewer.language}", type="tertiary")
