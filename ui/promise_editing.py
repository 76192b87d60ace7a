"""What its people do to a promise: write it, change it, ask, sign, use, withdraw."""

from typing import Any, Literal

import streamlit as st
from sqlmodel import Session

from analysis.weeks import WEEK
from models.access import Viewer
from models.case_sets import evidence_outcomes, evidence_sets, evidence_summary
from models.days import day_in
from models.in_hands import NotOurs, not_ours_of_process
from models.opening_hours import hours_of
from models.portfolio import PortfolioRow, PromiseCard
from models.processes import ProcessView, process_for
from models.promise_terms import REASON_LIMIT, Kind, Terms, Unit
from models.promises import Keeper, State, ask_keeper, change_promise, create_promise, start_using, withdraw_promise
from models.signatures import WORDS_LIMIT, sign_promise
from models.studies import proposed_period
from ui.aim_fields import aim_fields
from ui.cards import plain
from ui.entry import ask, attempt, form_key, now
from ui.folds import fold
from ui.not_ours import show_not_ours
from ui.places import place_file
from ui.sentence_form import Known, sentence_form
from words.promises import unit_words
from words.speech import Speech

DEFAULT_PERIOD = 90


def new_promise(
    say: Speech, viewer: Viewer, processes: list[ProcessView], *, idea_id: str | None = None, sentence: str = ""
) -> None:
    """A promise by the sentence form, on a process that exists; from an idea, where one is given."""
    process = st.selectbox(
        say("Which process keeps it?"), processes, format_func=lambda one: one.name, key="new-promise-process"
    )
    if process is None:
        return
    known, others = ask(known_and_others, viewer, process_id=process.id)
    filled = sentence_form(
        say, f"new-{process.id}", known, today=day_in(process.zone, now()), sentence=sentence
    )
    show_not_ours(say, others)
    key = form_key(f"new-promise-{process.id}")
    if st.button(say("Save as a draft"), type="primary", key=key, disabled=not filled.terms["sentence"]):
        saved = attempt(create_promise, viewer, form_key=key, process_id=process.id, idea_id=idea_id, **filled.terms)
        if saved:
            st.switch_page(place_file("promise"), query_params={"promise": saved.answer})


def change_form(say: Speech, viewer: Viewer, card: PromiseCard) -> None:
    """Say it anew: a new version, and who keeps it is asked again."""
    row = card.row
    known = ask(known_of, viewer, process_id=row.process_id)
    # What is typed stays while the form is away, so another figure to begin with is another form.
    name = f"change-{row.id}-{row.terms.number}-{row.terms.amount:g}{row.terms.unit}"
    filled = sentence_form(say, name, known, today=day_in(row.zone, now()), start=row.terms)
    aim = aim_fields(say, name, row.terms, filled.terms)
    again = filled.terms["counts_from"] not in (None, row.terms.counts_from)
    why = say("Why do you start counting again?") if again else say("Why? (optional)")
    reason = st.text_input(why, max_chars=REASON_LIMIT, key=f"why-{row.id}-{row.terms.number}")
    st.caption(say("The old version stays in view, with its verdict before and after. Who keeps it is asked again."))
    key = form_key(f"change-{row.id}")
    if st.button(say("Save the new version"), type="primary", key=key):
        what = filled.terms | aim | {"promise_id": row.id, "version": row.terms.number, "reason": reason}
        if attempt(change_promise, viewer, form_key=key, **what):
            st.rerun()


def sign_form(say: Speech, viewer: Viewer, row: PortfolioRow) -> None:
    """Three buttons for who must keep it: yes, yes but, no because."""
    with st.container(border=True):
        st.markdown(f"**{say('Can you keep it?')}**")
        key = form_key(f"sign-{row.id}-{row.terms.number}")
        what: dict[str, Any] = {"promise_id": row.id, "version": row.terms.number}
        words = st.text_input(
            say("Your condition, or why not"), max_chars=WORDS_LIMIT, key=f"words-{key}",
            placeholder=say("It depends on the courier…"),
        )  # fmt: skip
        amount, unit = _could_keep(say, row.terms, key)
        answers = {"yes": say("Yes, I can keep it"), "but": say("Yes, but…"), "no": say("No, because…")}
        for place, (answer, label) in zip(st.columns(3), answers.items(), strict=True):
            primary: Literal["primary", "secondary"] = "primary" if answer == "yes" else "secondary"
            if place.button(label, key=f"{key}-{answer}", type=primary, width="stretch"):
                said = what | {"answer": answer, "words": "" if answer == "yes" else words}
                if answer == "but" and amount:
                    said |= {"amount": float(amount), "unit": unit}
                if attempt(sign_promise, viewer, form_key=key, **said):
                    st.rerun()


def _could_keep(say: Speech, terms: Terms, key: str) -> tuple[float, str]:
    """The figure a keeper would sign, in the promise's own kind; 0: none is named. Yes or no has no other figure."""
    if terms.kind is Kind.YES_NO:
        return 0.0, Unit.VALUE
    left, right = st.columns(2)
    if terms.kind is Kind.MEASURE:
        amount = left.number_input(say("I could keep"), min_value=0.0, value=0.0, format="%g", key=f"amount-{key}")
        right.caption(plain(terms.value_unit))
        return amount, Unit.VALUE
    whole = left.number_input(say("I could keep"), min_value=0, value=0, key=f"amount-{key}")
    units = [unit.value for unit in Unit if unit is not Unit.VALUE]
    first = units.index(terms.unit) if terms.unit in units else 0
    unit = right.selectbox(say("unit"), units, index=first, format_func=lambda one: unit_words(say, one),
                           key=f"unit-{key}")  # fmt: skip
    return float(whole), unit


def life_buttons(say: Speech, viewer: Viewer, row: PortfolioRow) -> None:
    """Ask who keeps it, use it, withdraw it."""
    steps: list[tuple[str, str, Any, bool]] = []
    alive = row.state not in (State.WITHDRAWN, State.EXPIRED)
    if alive and row.keeper is not Keeper.YES:
        label = say("Ask who keeps it") if row.keeper is Keeper.NOT_ASKED else say("Ask again")
        steps.append(("ask", label, ask_keeper, row.keeper is Keeper.NOT_ASKED))
    if alive and row.state is not State.IN_USE:
        steps.append(("use", say("Put it in use"), start_using, row.keeper is Keeper.YES))
    for place, (name, label, command, first) in zip(st.columns(max(3, len(steps))), steps, strict=False):
        key = form_key(f"{name}-{row.id}")
        if place.button(label, key=key, type="primary" if first else "secondary", width="stretch") and attempt(
            command, viewer, form_key=key, promise_id=row.id
        ):
            st.rerun()
    if row.state is not State.WITHDRAWN:
        key = form_key(f"withdraw-{row.id}")
        with fold(say("Withdraw it"), key), st.form(key, border=False):
            reason = st.text_input(say("Why is it withdrawn?"), max_chars=REASON_LIMIT,
                                   help=say("Whoever works here reads it; customers do not."))  # fmt: skip
            if st.form_submit_button(say("Withdraw the promise")) and attempt(
                withdraw_promise, viewer, form_key=key, promise_id=row.id, reason=reason
            ):
                st.rerun()


def known_of(session: Session, viewer: Viewer, *, process_id: str) -> Known:
    """What the sentence form wants to know of a process and its cases."""
    process = process_for(session, viewer, process_id)
    hours = hours_of(process)
    which = evidence_sets(session, viewer, process_ids={process_id}).get(process_id)
    if which is None:
        return Known(process.zone, DEFAULT_PERIOD, hours=hours)
    summary = evidence_summary(session, viewer, which=which)
    a_week = None
    if summary.first is not None and summary.last is not None:
        a_week = summary.cases / max(1.0, (summary.last - summary.first) / WEEK)
    return Known(
        process.zone, proposed_period(a_week) if a_week is not None else DEFAULT_PERIOD, a_week,
        [name for name, _ in summary.segments], evidence_outcomes(session, viewer, which=which), hours=hours,
    )  # fmt: skip


def known_and_others(session: Session, viewer: Viewer, *, process_id: str) -> tuple[Known, list[NotOurs]]:
    """The same, and what the process passes through that is not ours."""
    known = known_of(session, viewer, process_id=process_id)
    return known, not_ours_of_process(session, viewer, process_id=process_id)
