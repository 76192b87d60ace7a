"""What follows from the figures of a claim: another version with the figure chosen, or an idea by one of the levers."""

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.asking import Asking, asking_of
from models.choices import choices_of, has_figure
from models.competitors import ClaimView, claims_of
from models.days import day_in
from models.expectations import Expected, expectation_of
from models.gaps import idea_of_gap
from models.groups import GroupView, my_groups
from models.ideas import TEXT_LIMIT
from models.portfolio import PromiseCard
from models.studies import Study
from models.variants import terms_of_headline
from ui.cards import plain
from ui.entry import ask, attempt, form_key, now
from ui.gap_levers import show_gap
from ui.promise_cards import show_what_to_say
from ui.promise_choices import CHANGE, IMPROVE, close, opened, own_choice, show_buttons, show_choices
from ui.promise_editing import change_form
from ui.promise_market import show_asking, show_competitors
from ui.promise_marks import show_marks
from words.claim import idea_words, lever_words
from words.kinds import figure_words
from words.speech import Speech

LEVERS = ("process", "promise", "waiting")


@dataclass(frozen=True)
class Market:
    """What stands around a promise: what people expect, what competitors say, whether anybody is asked."""

    expected: Expected | None
    claims: list[ClaimView]
    asking: Asking | None


def market_of(session: Session, viewer: Viewer, *, promise_id: str, today: date) -> Market:
    """The questions about what stands around a promise, in one visit to the database."""
    return Market(
        expectation_of(session, viewer, promise_id=promise_id),
        claims_of(session, viewer, promise_ids=[promise_id], today=today),
        asking_of(session, viewer, promise_id=promise_id),
    )


def show_claim(say: Speech, viewer: Viewer, card: PromiseCard, study: Study) -> None:
    """Three marks and their sentence, what may be said today, and what can be done about it."""
    row, facts = card.row, study.facts
    terms = terms_of_headline(row.terms, facts.variants, facts.headline_of)
    market = ask(market_of, viewer, promise_id=row.id, today=day_in(row.zone, now()))
    show_marks(say, study, terms, market.expected, market.claims)
    if terms.aim_amount is not None and terms.aim_unit is not None:
        own = figure_words(say, terms, terms.amount, terms.unit)
        aim = figure_words(say, terms, terms.aim_amount, terms.aim_unit)
        st.caption(plain(say("We say %(said)s, we aim at %(aim)s.", said=own, aim=aim)))
    st.subheader(say("What you may say today"))
    show_what_to_say(say, study.facts, terms)
    groups = groups_to_write(viewer)
    hoped = market.expected.size if market.expected else None
    choices = choices_of(study, terms, [hoped] if hoped else [])
    if choices is not None:
        show_choices(say, row.id, study, terms, choices, market.expected, market.claims, card.may_edit, bool(groups))
    else:
        show_buttons(say, row.id, terms, own_choice(study, terms), may_edit=card.may_edit, may_write=bool(groups))
    # A place of its own even while it is empty: what stands below keeps its state.
    with st.container():
        show_opened(say, viewer, card, groups)
        show_sent(say, row.id)
    show_gap(say, viewer, card, study, groups)
    show_competitors(say, viewer, card, market.claims)
    if has_figure(terms):
        show_asking(say, viewer, card, market.asking)


def groups_to_write(viewer: Viewer) -> list[GroupView]:
    """The focus groups in which this person may put an idea."""
    groups = ask(my_groups, viewer)
    return [group for group in groups if viewer.may(May.IDEA_ADD, group_id=group.id) and not group.archived]


def show_opened(say: Speech, viewer: Viewer, card: PromiseCard, groups: list[GroupView]) -> None:
    """The form somebody asked for with a button of the choices, with the figure they stood at."""
    found = opened(card.row.id)
    if found is None:
        return
    what, amount, unit = found
    with st.container(border=True):
        if what == CHANGE and card.may_edit:
            st.markdown(f"**{say('Change the promise')}**")
            own = any(one.amount is not None for one in card.row.terms.variants)
            terms = card.row.terms if own else replace(card.row.terms, amount=amount, unit=unit)
            change_form(say, viewer, replace(card, row=replace(card.row, terms=terms)))
        elif what == IMPROVE and groups:
            _idea_form(say, viewer, card, groups)
        if st.button(say("Close"), key=f"close-{card.row.id}"):
            close(card.row.id)
            st.rerun()


def _idea_form(say: Speech, viewer: Viewer, card: PromiseCard, groups: list[GroupView]) -> None:
    """An idea for the process, prefilled; the three levers are always named (A4)."""
    st.markdown(f"**{say('Improve the process → idea')}**")
    lever = st.radio(
        say("What would you change?"), LEVERS, format_func=lambda one: lever_words(say, one), horizontal=True,
        key=f"lever-{card.row.id}",
    )  # fmt: skip
    draft = idea_words(say, lever, card.row.terms.sentence)
    key = form_key(f"idea-of-{card.row.id}")
    with st.form(key, border=False):
        text = st.text_area(say("One idea at a time"), value=draft[:TEXT_LIMIT], max_chars=TEXT_LIMIT,
                            key=f"{key}-{lever}")  # fmt: skip
        group = st.selectbox(say("Focus group"), groups, format_func=lambda one: one.name)
        st.caption("👁 " + say("The focus group reads it, without your name."))
        sent = st.form_submit_button(say("Send the idea"), type="primary")
    said = {"promise_id": card.row.id, "group_id": group.id, "lever": lever, "text": text}
    if sent and attempt(idea_of_gap, viewer, form_key=key, **said):
        close(card.row.id)
        st.session_state[f"idea-sent-{card.row.id}"] = True
        st.rerun()


def show_sent(say: Speech, promise_id: str) -> None:
    """That the idea is there."""
    if st.session_state.pop(f"idea-sent-{promise_id}", False):
        st.success(say("The idea is sent: you find it under Ideas."))
