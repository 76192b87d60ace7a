"""What its people do to a promise: write it, change it, ask, sign, use, withdraw."""

from datetime import date
from typing import Any, Literal

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.case_sets import EvidenceSummary, evidence_sets, evidence_summary
from models.portfolio import PortfolioRow, PromiseCard
from models.processes import ProcessView
from models.promise_terms import REASON_LIMIT, Unit
from models.promises import Keeper, State, ask_keeper, change_promise, create_promise, start_using, withdraw_promise
from models.signatures import WORDS_LIMIT, sign_promise
from models.studies import proposed_period
from ui.case_file import today_in
from ui.entry import ask, attempt, form_key, now
from ui.places import place_file
from ui.sentence_form import sentence_form
from words.promises import unit_words
from words.speech import Speech


def new_promise(
    say: Speech, viewer: Viewer, processes: list[ProcessView], *, idea_id: str | None = None, sentence: str = ""
) -> None:
    """A promise by the sentence form, on a process that exists; from an idea, where one is given."""
    process = st.selectbox(
        say("Which process keeps it?"), processes, format_func=lambda one: one.name, key="new-promise-process"
    )
    if process is None:
        return
    known = ask(_summary, viewer, process_id=process.id)
    filled = sentence_form(
        say, f"new-{process.id}", today=today_in(process.zone, now()), segments=_segments(known),
        period=_period(known), sentence=sentence,
    )  # fmt: skip
    key = form_key(f"new-promise-{process.id}")
    if st.button(say("Save as a draft"), type="primary", key=key, disabled=not filled.terms["sentence"]):
        saved = attempt(create_promise, viewer, form_key=key, process_id=process.id, idea_id=idea_id, **filled.terms)
        if saved:
            st.switch_page(place_file("promise"), query_params={"promise": saved.answer})


def change_form(say: Speech, viewer: Viewer, card: PromiseCard) -> None:
    """Say it anew: a new version, and who keeps it is asked again."""
    row = card.row
    known = ask(_summary, viewer, process_id=row.process_id)
    filled = sentence_form(
        say, f"change-{row.id}-{row.terms.number}", today=today_in(row.zone, now()), segments=_segments(known),
        period=row.terms.period_days, start=row.terms,
    )  # fmt: skip
    reason = st.text_input(say("Why? (optional)"), max_chars=REASON_LIMIT, key=f"why-{row.id}-{row.terms.number}")
    st.caption(say("The old version stays in view, with its verdict before and after. Who keeps it is asked again."))
    key = form_key(f"change-{row.id}")
    if st.button(say("Save the new version"), type="primary", key=key):
        what = filled.terms | {"promise_id": row.id, "version": row.terms.number, "reason": reason}
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
        left, right = st.columns(2)
        amount = left.number_input(say("I could keep"), min_value=0, value=0, key=f"amount-{key}")
        units = [unit.value for unit in Unit if unit is not Unit.VALUE]
        first = units.index(row.terms.unit) if row.terms.unit in units else 0
        unit = right.selectbox(say("unit"), units, index=first, format_func=lambda one: unit_words(say, one),
                               key=f"unit-{key}")  # fmt: skip
        answers = {"yes": say("Yes, I can keep it"), "but": say("Yes, but…"), "no": say("No, because…")}
        for place, (answer, label) in zip(st.columns(3), answers.items(), strict=True):
            primary: Literal["primary", "secondary"] = "primary" if answer == "yes" else "secondary"
            if place.button(label, key=f"{key}-{answer}", type=primary, width="stretch"):
                said = what | {"answer": answer, "words": "" if answer == "yes" else words}
                if answer == "but" and amount:
                    said |= {"amount": float(amount), "unit": unit}
                if attempt(sign_promise, viewer, form_key=key, **said):
                    st.rerun()


def life_buttons(say: Speech, viewer: Viewer, row: PortfolioRow) -> None:
    """Ask who keeps it, use it, withdraw it."""
    steps: list[tuple[str, str, Any, bool]] = []
    alive = row.state not in (State.WITHDRAWN, State.EXPIRED)
    if alive and row.keeper is not Keeper.YES:
        label = say("Ask who keeps it") if row.keeper is Keeper.NOT_ASKED else say("Ask again")
        steps.append(("ask", label, ask_keeper, row.keeper is Keeper.NOT_ASKED))
    if alive and row.state is not State.IN_USE:
        steps.append(("use", say("Put it in use"), start_using, row.keeper is Keeper.YES))
    if row.state is not State.WITHDRAWN:
        steps.append(("withdraw", say("Withdraw it"), withdraw_promise, False))
    for place, (name, label, command, first) in zip(st.columns(max(3, len(steps))), steps, strict=False):
        key = form_key(f"{name}-{row.id}")
        if place.button(label, key=key, type="primary" if first else "secondary", width="stretch") and attempt(
            command, viewer, form_key=key, promise_id=row.id
        ):
            st.rerun()


def _summary(session: Session, viewer: Viewer, *, process_id: str) -> tuple[EvidenceSummary | None, date | None]:
    which = evidence_sets(session, viewer, process_ids={process_id}).get(process_id)
    return (evidence_summary(session, viewer, which=which), which.as_of.date()) if which else (None, None)


def _segments(known: tuple[EvidenceSummary | None, date | None]) -> list[str]:
    return [name for name, _ in known[0].segments] if known[0] else []


def _period(known: tuple[EvidenceSummary | None, date | None]) -> int:
    summary = known[0]
    if summary is None or summary.first is None or summary.last is None:
        return 90
    weeks = max(1.0, (summary.last - summary.first) / 604_800)
    return proposed_period(summary.cases / weeks)
