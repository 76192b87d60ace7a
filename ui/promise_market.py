"""What stands around a promise: what competitors say, with source and date; and asking customers what they expect.

Both one fold below, staff only. A claim seen more than 90 days ago is grey and says so.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

import streamlit as st

from analysis.expectation import asked_unit
from models.access import May, Viewer
from models.asking import QUESTION_LIMIT, Asking, start_asking, stop_asking
from models.competitors import (
    CLAIM_LIMIT,
    HOW_LIMIT,
    NAME_LIMIT,
    SOURCE_LIMIT,
    ClaimView,
    add_competitor,
    change_competitor,
    remove_competitor,
)
from models.days import day_in
from models.portfolio import PromiseCard
from models.promise_terms import Unit
from store.settings import settings
from ui.cards import plain
from ui.entry import attempt, form_key, now
from ui.folds import fold
from words.claim import how_many_words, range_words, seen_words
from words.promises import unit_words
from words.speech import Speech

_IN_A_LINK = ":/?#@!$&'*+,;=%-._~"


def show_competitors(say: Speech, viewer: Viewer, card: PromiseCard, claims: Sequence[ClaimView]) -> None:
    """Who promises what where we promise this, and how they do it."""
    stale = sum(claim.stale for claim in claims)
    label = say.many("What competitors say (%(n)s)", "What competitors say (%(n)s)", len(claims))
    if stale:
        label += " · " + say.many("%(n)s to be checked again", "%(n)s to be checked again", stale)
    with fold(label, f"competitors-{card.row.id}"):
        for claim in claims:
            _show_claim(say, claim, card.row.terms.value_unit)
        st.caption(say("Only for who works here: comparing oneself in public is regulated. Check again every 90 days."))
        if viewer.may(May.COMPETITOR_EDIT):
            _claim_form(say, viewer, card, claims)


def show_asking(say: Speech, viewer: Viewer, card: PromiseCard, asking: Asking | None) -> None:
    """What customers are asked, where, and how to begin or stop."""
    terms = card.row.terms
    with fold(say("Ask customers what they expect"), f"asking-{card.row.id}"):
        if asking is not None and asking.is_open:
            address = f"{settings().public_url}/expect/{asking.token}"
            st.markdown(say.quoted(plain(asking.question)))
            st.markdown(say("Asked at the open doors where it is told, one answer each, and at this address:"))
            st.code(address, language=None, wrap_lines=True)
            st.link_button(say("Show it in the room (QR)"), f"/print/expect/{card.row.id}")
        else:
            st.markdown(say("Nobody is asked at the moment."))
        if not card.may_edit:
            return
        key = form_key(f"asking-{card.row.id}")
        with st.form(key, border=False):
            own = how_many_words(say, asked_unit(terms.amount, terms.unit), terms.value_unit)
            question = st.text_input(
                say("What we ask, without our figure"), value=asking.question if asking else own,
                max_chars=QUESTION_LIMIT, help=say("Who reads our figure gives it back: ask about the thing itself."),
            )  # fmt: skip
            label = say("Change the words") if asking and asking.is_open else say("Begin to ask")
            sent = st.form_submit_button(label, type="primary")
        if sent and attempt(start_asking, viewer, form_key=key, promise_id=card.row.id, question=question):
            st.rerun()
        if asking is not None and asking.is_open:
            out = form_key(f"stop-asking-{card.row.id}")
            if st.button(say("Stop asking"), key=out) and attempt(
                stop_asking, viewer, form_key=out, promise_id=card.row.id
            ):
                st.rerun()


def _show_claim(say: Speech, claim: ClaimView, value_unit: str) -> None:
    figure = ""
    if claim.low is not None and claim.high is not None and claim.unit is not None:
        figure = range_words(say, claim.low, claim.high, claim.unit, value_unit)
    source = plain(claim.source)
    if claim.is_link:
        # Only an http address that the draft has checked; its brackets cannot close the link.
        source = f"[{say('page')}]({quote(claim.source, safe=_IN_A_LINK)})"
    seen = seen_words(say, claim.seen_on, claim.check_on, stale=claim.stale)
    facts = " · ".join(part for part in (plain(figure), plain(claim.how), source, seen) if part)
    if claim.stale:
        st.markdown(f":gray[◷ {plain(claim.name)} {say.quoted(plain(claim.claim))} · {facts}]")
    else:
        st.markdown(f"**{plain(claim.name)}** {say.quoted(plain(claim.claim))} · {facts}")


def _claim_form(say: Speech, viewer: Viewer, card: PromiseCard, claims: Sequence[ClaimView]) -> None:
    """Note a claim, look at one again, or take it away."""
    known = {one.id: one for one in claims}
    picked = st.selectbox(
        say("Claim"), ["", *known], key=f"claim-{card.row.id}",
        format_func=lambda one: f"{known[one].name} {say.quoted(known[one].claim)}" if one else say("Another claim"),
    )  # fmt: skip
    chosen = known.get(picked or "")
    key = form_key(f"claim-{chosen.id if chosen else card.row.id}")
    with st.form(key, border=False):
        what = _claim_fields(say, card, chosen, day_in(card.row.zone, now()))
        sent = st.form_submit_button(say("Save"), type="primary")
    if sent:
        done = attempt(change_competitor, viewer, form_key=key, competitor_id=chosen.id, **what) if chosen else attempt(
            add_competitor, viewer, form_key=key, promise_id=card.row.id, **what)  # fmt: skip
        if done:
            st.rerun()
    if chosen:
        out = form_key(f"unclaim-{chosen.id}")
        if st.button(say("Remove this claim"), key=out) and attempt(
            remove_competitor, viewer, form_key=out, competitor_id=chosen.id
        ):
            st.rerun()


def _claim_fields(say: Speech, card: PromiseCard, chosen: ClaimView | None, today: date) -> dict[str, Any]:
    terms = card.row.terms
    name = st.text_input(say("Who"), value=chosen.name if chosen else "", max_chars=NAME_LIMIT)
    claim = st.text_input(say("What they promise, in their words"), value=chosen.claim if chosen else "",
                          max_chars=CLAIM_LIMIT)  # fmt: skip
    left, middle, right = st.columns(3)
    low = left.number_input(say("From (0: no figure)"), min_value=0.0, step=1.0,
                            value=float(chosen.low if chosen and chosen.low else 0.0))  # fmt: skip
    high = middle.number_input(say("to (0: the same)"), min_value=0.0, step=1.0,
                               value=float(chosen.high if chosen and chosen.high else 0.0))  # fmt: skip
    units = ["value"] if terms.unit == "value" else [unit.value for unit in Unit if unit is not Unit.VALUE]
    own = chosen.unit if chosen and chosen.unit in units else asked_unit(terms.amount, terms.unit)
    unit = right.selectbox(say("unit"), units, index=units.index(own) if own in units else 0,
                           format_func=lambda one: unit_words(say, one) if one != "value" else
                           (terms.value_unit or say("figure")))  # fmt: skip
    how = st.text_input(say("How they do it"), value=chosen.how if chosen else "", max_chars=HOW_LIMIT,
                        placeholder=say("own courier, warehouse nearby…"))  # fmt: skip
    source = st.text_input(say("Link or place where it was seen"), value=chosen.source if chosen else "",
                           max_chars=SOURCE_LIMIT)  # fmt: skip
    # Looking again means seeing it today.
    seen_on = st.date_input(say("Seen on"), value=today, max_value=today, format="DD/MM/YYYY")
    figure = {"low": low or high, "high": high or low, "unit": unit} if low or high else {
        "low": None, "high": None, "unit": None}  # fmt: skip
    return {"name": name, "claim": claim, "how": how, "source": source, "seen_on": seen_on, **figure}
