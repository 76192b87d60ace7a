"""Personalise: what can be set in an activity before it opens, and its dates. All of it freezes at the opening."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from models.access import Viewer
from models.round_clock import plan_round
from models.round_settings import CRITERIA_MOST, CRITERION_LIMIT
from models.rounds import ALWAYS_OPEN, QUESTION_LIMIT, RoundKind, RoundView, change_round
from ui.entry import attempt, form_key, now
from words.rounds import vote_kind, who_reads
from words.speech import Speech

UNITS = (None, "min", "h", "d", "w")


def settings_form(say: Speech, viewer: Viewer, row: RoundView) -> None:
    """One form: the question, what people may do, what is seen, the numbers of this kind."""
    key = form_key(f"round-{row.id}")
    with st.form(key, border=False):
        what: dict[str, Any] = {
            "question": st.text_input(say("Question"), value=row.question, max_chars=QUESTION_LIMIT),
            "secret": row.secret, "others_see": row.others_see, "latecomers": row.latecomers, "budget": row.budget,
            "cap": row.cap,
        }  # fmt: skip
        more: dict[str, Any] = {}
        if row.kind is RoundKind.COLLECT:
            _collecting(say, row, what, more)
        elif row.votes:
            _voting(say, row, what, more)
        more["minutes"] = st.number_input(
            say("Minutes"), 1, 60 * 24 * 60, value=row.settings.minutes, placeholder=say("until you close it"),
        )  # fmt: skip
        if st.form_submit_button(say("Save")) and attempt(
            change_round, viewer, form_key=key, round_id=row.id, **what, settings=more
        ):
            st.rerun()


def dates_form(say: Speech, viewer: Viewer, row: RoundView, zone: str) -> None:
    """Open from a date to a date, by itself, for workshops at a distance."""
    key = form_key(f"plan-{row.id}")
    there = ZoneInfo(zone)
    opens = row.opens_at.astimezone(there) if row.opens_at else None
    ends = row.ends_at.astimezone(there) if row.ends_at else None
    with st.form(key, border=False):
        st.caption(say("It opens and closes by itself. Left empty: by hand."))
        left, right = st.columns(2)
        first = left.date_input(say("Opens on"), value=opens.date() if opens else None, format="DD/MM/YYYY")
        last = right.date_input(say("Closes on"), value=ends.date() if ends else None, format="DD/MM/YYYY")
        at = left.time_input(say("Opens at"), value=opens.time() if opens else time(9), key=f"{key}-at")
        until = right.time_input(say("Closes at"), value=ends.time() if ends else time(18), key=f"{key}-until")
        if st.form_submit_button(say("Save the dates")) and attempt(
            plan_round, viewer, form_key=key, round_id=row.id, opens_at=_instant(first, at, there),
            ends_at=_instant(last, until, there),
        ):  # fmt: skip
            st.rerun()
    if row.opens_at is not None and row.opens_at <= now():
        st.warning(say("It could not open by itself: choose what is voted on, then open it."))


def _collecting(say: Speech, row: RoundView, what: dict[str, Any], more: dict[str, Any]) -> None:
    kept = row.settings
    what["others_see"] = st.radio(
        say("Who reads the ideas?"), [True, False], index=0 if row.others_see else 1,
        format_func=lambda one: who_reads(say, one),
    )  # fmt: skip
    left, right = st.columns(2)
    more["ideas_each"] = left.number_input(
        say("Ideas each"), 1, 100, value=kept.ideas_each, placeholder=say("as many as they like")
    )
    more["guests_write"] = left.checkbox(say("Guests write too"), value=kept.guests_write)
    more["may_comment"] = right.checkbox(say("They may comment"), value=kept.may_comment)
    more["counts_shown"] = right.checkbox(say("How many support an idea is seen at once"), value=kept.counts_shown)
    more["names_shown"] = right.checkbox(say("Names stand beside the ideas"), value=kept.names_shown)
    guards = ["none", "before", "after"]
    words = {
        "none": say("Shown at once"), "before": say("I let each one in"), "after": say("Shown at once, I look after"),
    }  # fmt: skip
    left, right = st.columns(2)
    more["moderation"] = left.selectbox(
        say("Moderation"), guards, index=guards.index(kept.moderation), format_func=lambda one: words[one]
    )
    whose = ["everyone", "guests"]
    more["moderation_of"] = right.selectbox(
        say("Of whom"), whose, index=whose.index(kept.moderation_of),
        format_func=lambda one: say("everybody's ideas") if one == "everyone" else say("guests' ideas"),
    )  # fmt: skip


def _voting(say: Speech, row: RoundView, what: dict[str, Any], more: dict[str, Any]) -> None:
    if row.kind not in ALWAYS_OPEN:
        what["secret"] = st.radio(
            say("How do they vote?"), [True, False], index=0 if row.secret else 1, horizontal=True,
            format_func=lambda one: vote_kind(say, one),
        )  # fmt: skip
    _numbers(say, row, what, more)
    what["latecomers"] = st.checkbox(say("Whoever comes later votes too"), value=row.latecomers)
    more["guests_vote"] = st.checkbox(say("Guests vote too"), value=row.settings.guests_vote)


def _numbers(say: Speech, row: RoundView, what: dict[str, Any], more: dict[str, Any]) -> None:
    kept = row.settings
    if row.kind is RoundKind.DOTS:
        left, right = st.columns(2)
        what["budget"] = left.number_input(
            say("Dots each"), 1, 20, value=row.budget, placeholder=say("by the number of ideas, 3 to 7"),
            help=say("Left empty: the square root of the number of ideas, from 3 to 7."),
        )  # fmt: skip
        what["cap"] = right.number_input(say("At most on one idea"), 1, 20, value=row.cap)
    elif row.kind is RoundKind.APPROVAL:
        more["picks"] = st.number_input(say("How many each may pick"), 1, 20, value=kept.picks)
    elif row.kind is RoundKind.SCORE:
        st.caption(say("Rated on one thing, the question itself, or on up to three."))
        places = st.columns(CRITERIA_MOST)
        typed = [
            place.text_input(say("Criterion %(n)s", n=say.number(at + 1)), max_chars=CRITERION_LIMIT,
                             value=kept.criteria[at] if at < len(kept.criteria) else "")
            for at, place in enumerate(places)
        ]  # fmt: skip
        more["criteria"] = tuple(one for one in typed if one.strip())
    elif row.kind is RoundKind.RANKED:
        more["none_option"] = st.checkbox(say("“None of these” stands on the list"), value=kept.none_option)
    elif row.kind is RoundKind.DUELS:
        more["pairs_each"] = st.number_input(say("Pairs each"), 1, 50, value=kept.pairs_each)
    elif row.kind is RoundKind.BUDGET:
        # The sum itself stands on the card, beside the costs.
        more |= _left_over(say, kept.completion, kept.fill)
    elif row.kind is RoundKind.EXPECT:
        more["unit"] = st.selectbox(
            say("In which unit"), UNITS, index=UNITS.index(kept.unit) if kept.unit in UNITS else 0,
            format_func=lambda one: _unit_words(say, one),
        )  # fmt: skip


def _left_over(say: Speech, completion: str, fill: str) -> dict[str, Any]:
    """How the count goes on when equal shares leave money over: the variant stands in the result."""
    ways = ["add1", "add1-run-on", "none"]
    words = {
        "add1": say("one euro more each, until nothing else fits"),
        "add1-run-on": say("one euro more each, to the last list within the sum"), "none": say("not at all"),
    }  # fmt: skip
    chosen = st.selectbox(
        say("What equal shares leave over is shared out"), ways, index=ways.index(completion),
        format_func=lambda one: words[one],
    )  # fmt: skip
    rest = st.checkbox(say("Then fill up with what still fits, the most wanted first"), value=fill == "greedy")
    return {"completion": chosen, "fill": "greedy" if rest else "none"}


def _unit_words(say: Speech, unit: str | None) -> str:
    words = {None: say("the promise's own"), "min": say("minutes"), "h": say("hours"), "d": say("days"),
             "w": say("weeks")}  # fmt: skip
    return words[unit]


def _instant(day: object, at: time, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, at, zone) if isinstance(day, date) else None
