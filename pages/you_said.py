"""You said, we did: what customers find on the public page, entry by entry, and the promises they find there."""

import streamlit as st

from models.publishing import published_count
from ui.cards import link_to
from ui.entry import ask, enter
from ui.you_said import show_shelf
from words.speech import speech

viewer = enter("you_said")
say = speech(viewer.language)
public, used = ask(published_count, viewer)
st.title(say.many("Customers find %(n)s of %(of)s promises.", "Customers find %(n)s of %(of)s promises.", public,
                  of=say.number(used)), anchor=False)  # fmt: skip
link_to(viewer, "promises", say("Publish a promise, or take it off"))
st.html(f'<p><a href="/commitments" target="_blank">{say("Our commitments")}</a></p>')
show_shelf(say, viewer)
