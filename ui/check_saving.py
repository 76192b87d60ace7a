"""Saving a checked promise: which process keeps it, and who answers for it."""

from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from models.access import Kind, May, Viewer
from models.people import PersonView, people_all
from models.processes import NAME_LIMIT, NOUN_LIMIT, ProcessView, processes_all
from ui.entry import ask, form_key
from words.speech import Speech


@dataclass(frozen=True)
class Saving:
    """The fields of `models.checks.save_check` that say where it goes."""

    fields: dict[str, Any]


def staff_of(session: Session, viewer: Viewer) -> list[PersonView]:
    """Who works here and may be asked."""
    return [one for one in people_all(session, viewer) if one.kind is Kind.STAFF and not one.disabled]


def saving_form(say: Speech, viewer: Viewer, *, process: str, sentence: str, period: str) -> Saving | None:
    """The form under the verdict; None until *Save* is pressed."""
    st.subheader(say("Keep it?"))
    st.markdown(
        say(
            "Nothing is stored yet. Saved, it becomes a draft with its process and these cases, and looks at the cases"
            " %(period)s.",
            period=period,
        )
    )
    people, processes = ask(_choices, viewer)
    known = {one.id: one for one in processes if viewer.may(May.EVIDENCE_LOAD, owner_id=one.owner_id)}
    place = st.selectbox(
        say("Process"), ["", *known], key="check-process",
        format_func=lambda one: known[one].name if one else say("A new process"),
    )  # fmt: skip
    with st.form(form_key("check"), border=False):
        new: dict[str, Any] = {}
        if not place:
            new["name"] = st.text_input(say("What is the process called?"), value=process, max_chars=NAME_LIMIT)
            own = [one for one in people if one.id == viewer.person_id]
            owner = st.selectbox(
                say("Who answers for it?"), [*own, *(one for one in people if one not in own)],
                format_func=lambda one: one.name, key="check-owner",
            )  # fmt: skip
            new["owner_id"] = owner.id if owner else ""
            left, right = st.columns(2)
            new["noun_one"] = left.text_input(say("One case is called"), placeholder=say("order"), max_chars=NOUN_LIMIT)
            new["noun_many"] = right.text_input(
                say("Several are called"), placeholder=say("orders"), max_chars=NOUN_LIMIT
            )
        if not sentence:
            st.caption(say("Write what you promise in the sentence above, as the customer reads it."))
        sent = st.form_submit_button(say("Save"), type="primary", disabled=not sentence)
    if not sent:
        return None
    return Saving({"process_id": place} if place else {"process": new})


def _choices(session: Session, viewer: Viewer) -> tuple[list[PersonView], list[ProcessView]]:
    return staff_of(session, viewer), processes_all(session, viewer)
