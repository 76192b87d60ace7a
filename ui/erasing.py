"""Erasing somebody else, for administrators: what it reaches is said first, and nothing happens without a yes."""

from collections.abc import Sequence

import streamlit as st

from models.access import May, Viewer
from models.people import PersonView
from models.privacy import erase_person
from store.backup import note_erased
from store.settings import settings
from ui.cards import plain
from ui.entry import attempt, form_key
from ui.folds import fold
from words.speech import Speech


def erase_part(say: Speech, viewer: Viewer, people: Sequence[PersonView]) -> None:
    """Folded: whom, what goes and what stays, a tick with the name, one button. Oneself is erased under one's account.

    Nobody is chosen until somebody chooses.
    """
    others = [one for one in people if one.id != viewer.person_id]
    if not others or not viewer.may(May.PEOPLE_DISABLE):
        return
    gone = st.session_state.pop("erased-now", None)
    if gone is not None:
        st.success(gone)
    with fold(say("Erase somebody's data"), "erase"):
        st.markdown(say("For whoever asks for it and cannot do it alone: everybody finds *Erase my data* under their"
                        " account."))  # fmt: skip
        person = st.selectbox(say("Whom?"), others, index=None, format_func=lambda one: one.name, key="erase-whom")
        if person is None:
            return
        named = {"name": plain(person.name)}
        st.markdown(say("**Goes at once, wherever it stands:** the name, the e-mail and every way in of %(name)s;"
                        " notices, mails not sent yet, diaries, drafts; the votes still open.", **named))  # fmt: skip
        st.markdown(say("**Stays, without the name:** what was counted, and what was written for the company: decisions"
                        " and answers, promises, actions."))  # fmt: skip
        st.markdown(say("**Out of reach:** files that somebody has downloaded. A backup that is taken back erases"
                        " %(name)s again.", **named))  # fmt: skip
        words = st.checkbox(
            say("Also ideas, comments, feedback and replies, word by word"), key=f"erase-words-{person.id}"
        )
        sure = st.checkbox(say("Yes, erase %(name)s: nobody can undo it", **named), key=f"erase-sure-{person.id}")
        key = form_key(f"erase-{person.id}")
        pressed = st.button(say("Erase for good"), key=key, disabled=not sure)
        if not pressed or not sure:
            return
        saved = attempt(erase_person, viewer, form_key=key, person_id=person.id, words=words)
        if saved is not None:
            # After it is saved: an id on the list of somebody who is still here would erase them at the next restore.
            note_erased(settings().var / "erased.txt", str(saved.answer))
            st.session_state["erased-now"] = say("Erased. The log says who did it and when.")
            st.rerun()
