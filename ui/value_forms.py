"""The values of the company: each with the promises that prove it and whether they hold; and a form for whoever may."""

from collections.abc import Mapping, Sequence

import streamlit as st

from models.access import May, Viewer
from models.portfolio import PortfolioRow
from models.values import NAME_LIMIT, SENTENCE_LIMIT, ValueView, add_value, change_value, remove_value
from ui.cards import link_to, plain, verdict_chip
from ui.entry import attempt, form_key
from words.speech import Speech


def show_values(say: Speech, viewer: Viewer, values: Sequence[ValueView], rows: Mapping[str, PortfolioRow]) -> None:
    """A value a line: its sentence, its proofs with their verdicts; a value without proof says so."""
    if not values:
        st.markdown(say("No value is written yet. A value is worth what proves it: write one, and by which promises."))
    places = st.columns(2) if values else []
    for number, value in enumerate(values):
        proofs = [rows[one] for one in value.promise_ids if one in rows]
        holding = sum(row.stands == "supported" for row in proofs)
        with places[number % 2].container(border=True):
            note = f": {plain(value.sentence)}" if value.sentence else ""
            st.markdown(f"**{plain(value.name)}**{note}")
            if not proofs:
                st.markdown(f"○ **{say('Value without proof')}** · {say('no promise proves it')}")
            else:
                st.caption(say.many("%(k)s of %(n)s promise that proves it holds today",
                                    "%(k)s of %(n)s promises that prove it hold today",
                                    len(proofs), k=say.number(holding)))  # fmt: skip
            for row in proofs:
                link_to(viewer, "promise", f"{verdict_chip(say, row.stands)} · {plain(row.terms.sentence)}",
                        promise=row.id)  # fmt: skip
    if viewer.may(May.VALUE_EDIT):
        value_form(say, viewer, values, rows)


def value_form(say: Speech, viewer: Viewer, values: Sequence[ValueView], rows: Mapping[str, PortfolioRow]) -> None:
    """Another value, another proof, or one that goes."""
    fold = st.expander(say("Add or change a value"), key="change-values", on_change="rerun")
    if not fold.open:
        return
    with fold:
        known = {one.id: one for one in values}
        picked = st.selectbox(say("Value"), ["", *known], key="value-picked",
                              format_func=lambda one: known[one].name if one else say("A new value"))  # fmt: skip
        chosen = known.get(picked or "")
        key = form_key(f"value-{chosen.id if chosen else 'new'}")
        with st.form(key, border=False):
            name = st.text_input(say("Value, in a word or two"), value=chosen.name if chosen else "",
                                 max_chars=NAME_LIMIT)  # fmt: skip
            sentence = st.text_input(say("In a sentence (optional)"), value=chosen.sentence if chosen else "",
                                     max_chars=SENTENCE_LIMIT)  # fmt: skip
            proofs = st.multiselect(
                say("Promises that prove it"), list(rows), default=[one for one in chosen.promise_ids if one in rows]
                if chosen else [], format_func=lambda one: rows[one].terms.sentence,
                placeholder=say("Choose the promises"), key=f"{key}-proofs",
            )  # fmt: skip
            sent = st.form_submit_button(say("Save"), type="primary")
        if sent:
            what = {"name": name, "sentence": sentence, "promise_ids": proofs}
            done = attempt(change_value, viewer, form_key=key, value_id=chosen.id, **what) if chosen else attempt(
                add_value, viewer, form_key=key, **what)  # fmt: skip
            if done:
                st.rerun()
        if chosen:
            out = form_key(f"value-out-{chosen.id}")
            if st.button(say("Take it away"), key=out) and attempt(
                remove_value, viewer, form_key=out, value_id=chosen.id
            ):
                st.rerun()
