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


def told_of_changes(say: Speech, viewer: Viewer, *, workshop_id: str) -> str:
    """For who conducts: draw this in a fragment, before what it shows is read. From then on a change draws it anew.

    Returns the word of this run, which is another one after any change.
    """
    word = ask(desk_word, viewer, workshop_id=workshop_id)
    _mark(say, f"/w/{workshop_id}/desk-events", word)
    return word


def told_of_steps(say: Speech, *, workshop_id: str, word: str) -> None:
    """The same for who takes part; `word` is the state of `models.workshop_now` that this run shows."""
    _mark(say, f"/w/{workshop_id}/events", word)


def desk_word(session: Session, viewer: Viewer, *, workshop_id: str) -> str:
    """The word that changes with everything that happens, for who conducts."""
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    seen = pulse(session, workshop_id=workshop_id, now=now())
    return seen.desk if seen else ""


def _mark(say: Speech, where: str, word: str) -> None:
    st.html(f'<span data-live="{html.escape(where)}" data-word="{html.escape(word)}"></span>')
    with st.container(key="live-mark"):
        st.button(say("Look for news"), key=f"live-mark-{where}")
