"""Home: how the promises stand, one box to ask whether a thing may be said, and what needs one today."""

import streamlit as st

from models.today import KEEPS, PROMISES, today_view
from ui.cards import link_to, plain
from ui.entry import ask, enter, now, zone
from ui.home_parts import show_boat, show_box, show_care, show_doors, show_needs, show_projector, show_usable
from ui.month_links import show_month_links
from ui.places import can_open
from words.speech import speech
from words.today import home_title
from words.verdicts import as_of_words

viewer = enter("home")
say = speech(viewer.language)
today = ask(today_view, viewer, now=now(), zone=zone())
if today.is_empty and viewer.is_staff:
    st.title(say("Where do we start?"), anchor=False)
    show_doors(say, viewer)
    st.stop()

day = say.weekday(now(), zone())
fresh = today.data_as_of
st.caption(f"{day} · {say('Data as of %(day)s', day=as_of_words(say, fresh, zone()))}" if fresh is not None else day)
if viewer.is_staff:
    answer, beside = st.columns([5, 1], vertical_alignment="center") if today.projected else (st.container(), None)
    answer.title(home_title(say, today.promised, today.holding), anchor=False)
    if beside is not None:
        with beside:
            show_projector(say, viewer, today)
else:
    # What is promised inside is not a customer's to read: theirs is the public page and what became of their words.
    st.title(say("Hello, %(name)s", name=plain(viewer.name)), anchor=False)
    link_to(viewer, "mine", say("What became of it"))
    st.html(f'<p><a href="/commitments" target="_self">{say("Our commitments")}</a></p>')
# What this person does decides what stands on top; nobody misses anything.
if today.face == KEEPS and today.care:
    show_care(say, viewer, today)
if today.face == PROMISES:
    if can_open(viewer, "say"):
        show_box(say)
    show_usable(say, viewer, today)
    show_needs(say, viewer, today)
else:
    if today.face == KEEPS:
        show_needs(say, viewer, today)
    if can_open(viewer, "say"):
        show_box(say)
    if today.face != KEEPS and viewer.is_staff:
        show_needs(say, viewer, today)
if today.ideas:
    show_boat(say, viewer, today)
if viewer.is_staff:
    show_month_links(say, viewer)
