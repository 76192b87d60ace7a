"""Opening hours on the desk: a line a weekday, the holidays below; on the page of a process, and in a check."""

from typing import Any

import streamlit as st

from analysis.business_time import OpeningHours
from models.access import Viewer
from models.days import day_here
from models.errors import Refusal
from models.opening_hours import (
    DAY_LIMIT,
    HOLIDAYS_LIMIT,
    HoursView,
    hours_from,
    italian_holidays,
    read_hours,
    set_opening_hours,
    view_of,
)
from models.processes import ProcessView
from ui.cards import plain
from ui.entry import attempt, form_key, now
from ui.folds import fold
from words.opening import weekdays
from words.refusals import refusal_sentence
from words.speech import Speech

OFFICE = ("9:00-18:00",) * 5 + ("", "")


def hours_fields(say: Speech, name: str, seen: HoursView | None = None) -> dict[str, Any]:
    """Seven days and the holidays, as `set_opening_hours` wants them. New ones begin with an office week."""
    week = seen.week if seen and seen.told else OFFICE
    shut = say("closed all day")
    places = [*st.columns(4), *st.columns(4)[:3]]
    days = [place.text_input(label, value=text, max_chars=DAY_LIMIT, placeholder=shut, key=f"{name}-hours-{at}")
            for at, (place, label, text) in enumerate(zip(places, weekdays(say), week, strict=True))]  # fmt: skip
    told = "\n".join(f"{day:%d/%m/%Y}" for day in (seen.holidays if seen else ()))
    holidays = st.text_area(
        say("Holidays, one a line"), value=told, max_chars=HOLIDAYS_LIMIT, placeholder="25/12/2026",
        key=f"{name}-holidays", height=140,
    )  # fmt: skip
    year = day_here(now()).year
    usual = "\n".join(f"{day:%d/%m/%Y}" for at in (year, year + 1) for day in italian_holidays(at))
    with st.popover(say("The Italian national holidays"), key=f"{name}-usual"):
        st.caption(say("Copy those you want. The patron saint's day and your own closing days are yours to add."))
        st.code(usual, language=None)
    return {"week": days, "holidays": holidays}


def typed_hours(say: Speech, typed: dict[str, Any], zone: str) -> OpeningHours | None:
    """The hours typed in a check; what cannot be read is said, and nothing is counted meanwhile."""
    try:
        return read_hours(typed["week"], typed["holidays"], zone)
    except Refusal as refusal:
        st.error(refusal_sentence(say, refusal.code, refusal.facts, refusal.field))
        return None


def hours_of_process(say: Speech, viewer: Viewer, process: ProcessView, *, may_edit: bool) -> None:
    """When the process works, for everybody; the form for whoever answers for it."""
    process_id, seen = process.id, view_of(hours_from(process.opening, process.zone))
    with fold(say("Opening hours"), f"hours-{process_id}"):
        if not seen.told:
            st.markdown(say("None yet: promises on this process count day and night."))
        else:
            lines = [f"{label}: {plain(text) if text else say('closed all day')}"
                     for label, text in zip(weekdays(say), seen.week, strict=True)]  # fmt: skip
            st.markdown("  \n".join(lines))
            if seen.holidays:
                st.caption(say.many("%(n)s holiday", "%(n)s holidays", len(seen.holidays)) + ": "
                           + ", ".join(say.date(day) for day in seen.holidays))  # fmt: skip
        if not may_edit:
            return
        key = form_key(f"hours-{process_id}")
        with st.form(key, border=False):
            st.caption(
                say(
                    "Write 9-13, 15-19:30; empty means closed. What changes here changes the verdicts of promises that"
                    " count opening hours."
                )
            )
            fields = hours_fields(say, key, seen)
            if st.form_submit_button(say("Save the hours")) and attempt(
                set_opening_hours, viewer, form_key=key, process_id=process_id, **fields
            ):
                st.rerun()

