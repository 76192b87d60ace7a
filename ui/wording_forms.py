"""Noting where a promise is told: another place, another figure, no longer there; and one figure for every place."""

from typing import Any

import streamlit as st
from sqlmodel import Session

from models.access import Kind, Viewer
from models.functions import functions_all
from models.people import people_all
from models.portfolio import PromiseCard
from models.promise_terms import Kind as TermsKind
from models.promise_terms import Unit
from models.studies import Study
from models.touchpoints import TouchpointView, touchpoints_all
from models.wordings import (
    CHANGER_LIMIT,
    PLACE_LIMIT,
    WORDS_LIMIT,
    add_wording,
    change_wording,
    remove_wording,
    say_another_figure,
)
from ui.case_file import today_in
from ui.entry import ask, attempt, form_key, now
from words.promises import unit_words
from words.speech import Speech


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
        format_func=lambda one: f"{known[one].touchpoint} «{known[one].words}»" if one else say("A new place"),
    )  # fmt: skip
    chosen = known.get(picked or "")
    name = chosen.id if chosen else f"new-{card.row.id}"
    key = form_key(f"wording-{name}")
    with st.form(key, border=False):
        ids = [one.id for one in touchpoints]
        point = st.selectbox(
            say("Touchpoint"), touchpoints, format_func=lambda one: one.name,
            index=ids.index(chosen.touchpoint_id) if chosen and chosen.touchpoint_id in ids else 0,
        )  # fmt: skip
        words = st.text_input(say("The words used there"), value=chosen.words if chosen else "",
                              max_chars=WORDS_LIMIT)  # fmt: skip
        figure = _figure_fields(say, card, chosen)
        place = st.text_input(say("Link or place"), value=chosen.place if chosen else "", max_chars=PLACE_LIMIT,
                              placeholder=say("https://… or: back of the leaflet"))  # fmt: skip
        changer = _changer_field(say, names, chosen.changer if chosen else "")
        sent = st.form_submit_button(say("Save"), type="primary")
    if sent:
        what = {"touchpoint_id": point.id, "words": words, "place": place, "changer": changer, **figure}
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
    with st.expander(say("Have every place tell the same figure")):
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
            due = right.date_input(say("By (optional)"), value=None, min_value=today_in(row.zone, now()),
                                   format="DD/MM/YYYY")  # fmt: skip
            sent = st.form_submit_button(say("Open the list"), type="primary")
        what: dict[str, Any] = {"promise_id": row.id, "amount": float(amount), "unit": unit, "due": due}
        if sent and attempt(say_another_figure, viewer, form_key=key, **what):
            st.rerun()


def _choices(session: Session, viewer: Viewer) -> tuple[list[TouchpointView], list[str]]:
    people = [one.name for one in people_all(session, viewer) if one.kind is Kind.STAFF and not one.disabled]
    return touchpoints_all(session, viewer), [*(one.name for one in functions_all(session)), *people]


def _changer_field(say: Speech, names: list[str], now_named: str) -> str:
    """A function, somebody who works here, or whoever is typed (an agency)."""
    options = list(dict.fromkeys(name for name in [now_named, *names] if name and len(name) <= CHANGER_LIMIT))
    return st.selectbox(
        say("Who changes it"), options, index=options.index(now_named) if now_named else None,
        accept_new_options=True, placeholder=say("A function, a person, an agency"),
    ) or ""  # fmt: skip


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
