"""Push at the desk: a part of a page is drawn anew when something changed in its workshop, and otherwise never.

`static/desk.js` listens at the address that the mark below bears and presses the button beside it when the word there
is no longer the one of this run; without a stream it presses every few seconds. The button is for everybody who
prefers to press it; it is in sight when the keyboard reaches it.
"""

import html

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.pulse import pulse
from models.workshops import workshop_for
from ui.entry import ask, now
from words.speech import Speech


def told_of_changes(say: Speech, viewer: Viewer, *, workshop_id: str) -> None:
    """Draw this in a fragment, after what it shows was read: from then on a change draws the fragment anew."""
    word = ask(_word, viewer, workshop_id=workshop_id)
    where = html.escape(f"/w/{workshop_id}/desk-events", quote=True)
    st.html(f'<span data-live="{where}" data-word="{html.escape(word, quote=True)}"></span>')
    with st.container(key="live-mark"):
        st.button(say("Look for news"), key=f"live-mark-{workshop_id}")


def _word(session: Session, viewer: Viewer, *, workshop_id: str) -> str:
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    seen = pulse(session, workshop_id=workshop_id, now=now())
    return seen.desk if seen else ""
