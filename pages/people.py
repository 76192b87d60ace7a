"""Who works here and who else has an account: invite, disable, and who administers."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.functions import FunctionView, functions_all
from models.people import PersonView, disable_person, people_all, set_administrator
from ui.cards import side_words
from ui.entry import ask, attempt, enter, form_key
from ui.erasing import erase_part
from ui.folds import fold
from ui.forms import invite_form
from ui.handing_over import hand_over_form
from ui.table_down import table_down
from words.speech import speech


def people_and_functions(session: Session, viewer: Viewer) -> tuple[list[PersonView], list[FunctionView]]:
    """Both in one reading."""
    return people_all(session, viewer), functions_all(session)


viewer = enter("people")
say = speech(viewer.language)
people, functions = ask(people_and_functions, viewer)
here = [person for person in people if not person.disabled]

st.title(say.many("%(n)s person takes part.", "%(n)s people take part.", len(here)))
st.dataframe(
    {
        say("Name"): [person.name for person in people],
        say("Function"): [person.function or "" for person in people],
        say("Side"): [side_words(say, person.side) if person.function else "" for person in people],
        say("Administers"): ["✓" if person.is_administrator else "" for person in people],
        say("Closed"): ["✓" if person.disabled else "" for person in people],
    },
    hide_index=True,
)
table_down(say, "people")

if viewer.may(May.PEOPLE_INVITE):
    invite_form(say, viewer, functions)

if viewer.may(May.PEOPLE_DISABLE) and viewer.may(May.PEOPLE_GRANT):
    with fold(say("Change somebody's account"), "account"):
        person = st.selectbox(say("Who?"), here, format_func=lambda one: one.name, key="whose")
        if person is not None:
            steward = say("Take administration away") if person.is_administrator else say("Make administrator")
            left, right = st.columns(2)
            if left.button(steward, key=form_key(f"steward-{person.id}"), disabled=person.id == viewer.person_id):
                key, turned = form_key(f"steward-{person.id}"), not person.is_administrator
                if attempt(set_administrator, viewer, form_key=key, person_id=person.id, on=turned):
                    st.rerun()
            close = form_key(f"close-{person.id}")
            pressed = right.button(say("Close the account"), key=close)
            if pressed and attempt(disable_person, viewer, form_key=close, person_id=person.id):
                st.rerun()
            st.caption(say("A closed account ends every open tab at the next click. What was said and voted stays."))
    if person is not None:
        hand_over_form(say, viewer, person.id)
    erase_part(say, viewer, people)
