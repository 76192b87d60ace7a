"""One's own account: language, password, signing out everywhere, and one's data."""

import streamlit as st

from models.people import set_language
from ui.cards import plain
from ui.entry import attempt, enter, form_key
from ui.handing_over import hand_over_form
from words.speech import speech

viewer = enter("account")
say = speech(viewer.language)
st.title(plain(viewer.name))

names = {"it": "Italiano", "en": "English"}
key = form_key("language")
with st.form(key):
    language = st.radio(
        say("Language"), list(names), index=list(names).index(viewer.language) if viewer.language in names else 0,
        format_func=names.__getitem__, horizontal=True,
    )  # fmt: skip
    if st.form_submit_button(say("Save")) and attempt(set_language, viewer, form_key=key, language=language):
        st.rerun()

st.subheader(say("Sign-in"))
st.html(
    f'<p><a href="/password" target="_self">{say("Change the password")}</a> · '
    f'<a href="/signout" target="_self">{say("Sign out everywhere")}</a></p>'
)

if viewer.is_staff:
    hand_over_form(say, viewer)

st.subheader(say("Your data"))
st.markdown(say("Everything here that is yours can be taken away in one file, and erased. Published totals stay."))
st.html(
    f'<p><a href="/my-data" target="_self">{say("Take my data away")}</a> · '
    f'<a href="/erase-me" target="_self">{say("Erase my data")}</a></p>'
)
