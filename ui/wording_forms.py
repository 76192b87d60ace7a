"""Noting where a promise is told: another place, another figure, no longer there; and one figure for every place."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.days import day_here
from models.functions import functions_all
from models.portfolio import PromiseCard
from models.promise_terms import Kind as TermsKind
from models.promise_terms import Unit
from models.studies import Study
from models.touchpoints import TouchpointView, touchpoints_all
from models.wordings import (
    CHANGER_LIMIT,
    PLACE_LIMIT,
    WORDS_LIMIT,
    WordingView,
    add_wording,
    change_wording,
    remove_wording,
    say_another_figure,
)
from ui.check_saving import staff_of
from ui.entry import ask, attempt, form_key, now
from ui.folds import fold
from words.promises import unit_words
from words.speech import Speech


@dataclass(frozen=True)
class Changer:
    """Who changes a place: a function or a name as typed; person_id where it is somebody who works here."""

    name: str
    person_id: str | None


def wording_forms(say: Speech, viewer: Viewer, card: PromiseCard) -> None:
    """Another place, another figure, or no longer told there; nothing is asked before it is opened."""
    fold = st.expander(say("Add or change a place"), key=f"places-{card.row.id}", on_change="rerun")
    with fold:
        if fold.open:
            _place_form(say, viewer, card)


def _place_form(say: Speech, viewer: Viewer, card: PromiseCard) -> None:
    touchpoints, names = ask(_choices, viewer)
    if not touchpoints:
        st.caption(say("There is no touchpoint yet: whoever conducts a group, or an administrator, adds them."))
        return
    known = {one.id: one for one in card.wordings}
    picked = st.selectbox(
        say("Place"), ["", *known], key=f"place-{card.row.id}",
        format_func=lambda one: (
            f"{known[one].touchpoint} {say.quoted(known[one].words)}" if one else say("A new place")
        ),
    )  # fmt: skip
    chosen = known.get(picked or "")
    name = chosen.id if chosen else f"new-{card.row.id}"
    key = form_key(f"wording-{name}")
    with st.form(key, border=False):
        ids = [one.id for one in touchpoints]
        point = st.selectbox(
            say("Touchpoint"), touchpoints, format_func=lambda one: one.name,
            index=ids.index(chosen.touchpoint_id) if chosen and chosen.touchpoint_id in ids else 0, key=f"{key}-point",
        )  # fmt: skip
        words = st.text_input(say("The words used there"), value=chosen.words if chosen else "",
                              max_chars=WORDS_LIMIT)  # fmt: skip
        figure = _figure_fields(say, card, chosen)
        place = st.text_input(say("Link or place"), value=chosen.place if chosen else "", max_chars=PLACE_LIMIT,
                              placeholder=say("https://… or: back of the leaflet"))  # fmt: skip
        changer = _changer_field(say, names, chosen)
        sent = st.form_submit_button(say("Save"), type="primary")
    if sent:
        what = {"touchpoint_id": point.id, "words": words, "place": place, **changer, **figure}
        done = attempt(change_wording, viewer, form_key=key, wording_id=chosen.id, **what) if chosen else attempt(
            add_wording, viewer, form_key=key, promise_id=card.row.id, **what)  # fmt: skip
        if done:
            st.rerun()
    if chosen:
        out = form_key(f"untell-{chosen.id}")
        if st.button(say("No longer told there"), key=out) and attempt(
            remove_wording, viewer, form_key=out, wording_id=chosen.id
        ):
            st.rerun()


def another_figure_form(say: Speech, viewer: Viewer, card: PromiseCard, study: Study | None) -> None:
    """Have every place tell another figure, and by when: opens the list of what is to be changed."""
    row, best = card.row, study.facts.say if study else None
    if row.terms.metric != "clock":
        return
    with fold(say("Have every place tell the same figure"), f"figure-{row.id}"):
        st.caption(say("A list opens, place by place, and ages until each one is done. The promise itself stays."))
        key = form_key(f"figure-{row.id}")
        with st.form(key, border=False):
            left, middle, right = st.columns(3)
            start = best if best is not None else row.terms
            amount = left.number_input(say("The figure to tell"), min_value=0.0, value=float(start.amount), step=1.0,
                                       format="%g")  # fmt: skip
            units = [unit.value for unit in Unit if unit is not Unit.VALUE]
            unit = middle.selectbox(say("unit"), units, index=units.index(start.unit) if start.unit in units else 0,
                                    format_func=lambda one: unit_words(say, one))  # fmt: skip
            due = right.date_input(say("By (optional)"), value=None, min_value=day_here(now()),
                                   format="DD/MM/YYYY")  # fmt: skip
            sent = st.form_submit_button(say("Open the list"), type="primary")
        what: dict[str, Any] = {"promise_id": row.id, "amount": float(amount), "unit": unit, "due": due}
        if sent and attempt(say_another_figure, viewer, form_key=key, **what):
            st.rerun()


def _choices(session: Session, viewer: Viewer) -> tuple[list[TouchpointView], dict[str, Changer]]:
    """Touchpoints; and who may change a place, by label: functions, and whoever works here, told apart by function."""
    staff = staff_of(session, viewer)
    twice = Counter(one.name for one in staff)
    names = {one.name: Changer(one.name, None) for one in functions_all(session)}
    for one in staff:
        label = one.name if twice[one.name] == 1 and one.name not in names else f"{one.name} ({one.function or '–'})"
        while label in names:  # two of one name in one function: still two people
            label += "·"
        names[label] = Changer(one.name, one.id)
    return touchpoints_all(session, viewer), names


def _changer_field(say: Speech, names: dict[str, Changer], chosen: WordingView | None) -> dict[str, Any]:
    """A function, somebody who works here, or whoever is typed (an agency)."""
    known = {label: one for label, one in names.items() if len(one.name) <= CHANGER_LIMIT}
    label = None
    if chosen and chosen.changer:
        there = Changer(chosen.changer, chosen.changer_id)
        label = next((label for label, one in known.items() if one == there), chosen.changer)
        known.setdefault(label, there)
    picked = st.selectbox(
        say("Who changes it"), list(known), index=list(known).index(label) if label else None,
        accept_new_options=True, placeholder=say("A function, a person, an agency"),
    )  # fmt: skip
    who = known.get(picked or "") or Changer(picked or "", None)
    return {"changer": who.name, "changer_id": who.person_id}


def _figure_fields(say: Speech, card: PromiseCard, chosen: Any) -> dict[str, Any]:
    """The figure told there, if any: 0 means the words name none."""
    terms = card.row.terms
    if terms.kind is TermsKind.YES_NO:
        return {"amount": None, "unit": None}
    left, right = st.columns(2)
    value = chosen.amount if chosen and chosen.amount is not None else (0.0 if chosen else terms.amount)
    amount = left.number_input(say("The figure told there (0: none)"), min_value=0.0, value=float(value), step=1.0,
                               format="%g")  # fmt: skip
    units = ["value"] if terms.unit == "value" else [unit.value for unit in Unit if unit is not Unit.VALUE]
    own = chosen.unit if chosen and chosen.unit in units else terms.unit
    unit = right.selectbox(say("unit"), units, index=units.index(own),
                           format_func=lambda one: unit_words(say, one) if one != "value" else
                           (terms.value_unit or say("figure")))  # fmt: skip
    return {"amount": float(amount), "unit": unit} if amount else {"amount": None, "unit": None}
