"""Tell me, at the desk: by mail at once, once a week, or never. The page itself always has it."""

import streamlit as st

from models.access import Viewer
from models.mail_choices import How, choose_mail, my_mail_choice
from store.settings import settings
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.answers import how_words
from words.speech import Speech


def choose_how(say: Speech, viewer: Viewer) -> None:
    """How often one is told by mail, and to which address."""
    told = ask(my_mail_choice, viewer)
    key = form_key("mail-choice")
    with st.form(key):
        st.markdown(f"**{say('Write to me about answers')}**")
        if not settings().mails:
            st.caption(say("No mail goes out from here: you find the answers on this page."))
        if told.own_account:
            st.caption(plain(told.address))
            email = ""
        else:
            email = st.text_input(say("Your e-mail, for this only"), value=told.address, max_chars=254)
        if told.waits and settings().mails:
            st.caption(say("We wrote to %(address)s: press the button in that mail, and the answers come there.",
                           address=plain(told.address)))  # fmt: skip
        how = st.radio(say("How often?"), list(How), index=list(How).index(told.how), horizontal=True,
                       format_func=lambda one: how_words(say, one))  # fmt: skip
        if st.form_submit_button(say("Save")) and attempt(
            choose_mail, viewer, form_key=key, how=how.value if how else "", email=email
        ):
            st.rerun()
