"""Handing over on the desk: everything one answers for, to somebody else who works here."""

import streamlit as st

from models.access import Viewer
from models.handing_over import hand_over, owned_by
from ui.cards import plain
from ui.check_saving import staff_of
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from words.speech import Speech


def hand_over_form(say: Speech, viewer: Viewer, person_id: str | None = None) -> None:
    """What this person answers for, and to whom it goes; nothing where there is nothing. None: one's own."""
    about = {} if person_id is None else {"person_id": person_id}
    owned = ask(owned_by, viewer, **about)
    if not owned:
        return
    what = say.listed([*map(plain, owned.processes), *(say.quoted(plain(one)) for one in owned.promises),
                       *map(plain, owned.actions)])  # fmt: skip
    mine = person_id in (None, viewer.person_id)
    label = say("Hand over what you answer for") if mine else say("Hand over what they answer for")
    with fold(label, f"hand-over-{person_id or 'own'}"):
        st.markdown(say("You answer for: %(what)s.", what=what) if mine else say("Answers for: %(what)s.", what=what))
        key = form_key(f"hand-over-{person_id or 'own'}")
        with st.form(key, border=False):
            others = [one for one in ask(staff_of, viewer) if one.id != (person_id or viewer.person_id)]
            heir = st.selectbox(say("To whom?"), others, index=None, format_func=lambda one: one.name)
            if st.form_submit_button(say("Hand it over")) and heir is not None and attempt(
                hand_over, viewer, form_key=key, to_person_id=heir.id, **about
            ):  # fmt: skip
                st.rerun()
