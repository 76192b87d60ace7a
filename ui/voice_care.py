"""What care does about one voice: who answers and by when, the answer, how well argued, closing it with respect."""

from datetime import date

import streamlit as st

from models.access import Viewer
from models.days import day_here
from models.feedback import ANSWER_LIMIT
from models.feedback_care import (
    ANSWER_WITHIN,
    answer_feedback,
    assign_feedback,
    close_feedback,
    take_feedback,
    tick_argued,
)
from models.functions import FunctionView
from models.voice_views import FeedbackView
from store.settings import settings
from ui.cards import plain
from ui.entry import attempt, form_key, now
from words.listening import tick_words
from words.speech import Speech
from words.voices_said import charge_line, closing_words

MINUTES = (None, 5, 15, 30, 60, 120)


def charge_shown(say: Speech, voice: FeedbackView, today: date) -> None:
    """Who answers, what was said, how it was closed."""
    charge = voice.charge
    if charge.answered_at is not None:
        st.caption(say("Answered on %(day)s:", day=say.date(charge.answered_at, settings().zone)))
        st.text(charge.answer)
    elif charge.by_id is not None and charge.closed_at is None:
        st.caption(plain(charge_line(say, charge.by, charge.answer_by, today)))
    if charge.closed_at is not None:
        st.caption(say("Closed with respect on %(day)s:", day=say.date(charge.closed_at, settings().zone)))
        st.text(charge.closing)


def care_of(
    viewer: Viewer, say: Speech, voice: FeedbackView, staff: list[tuple[str, str]], functions: list[FunctionView],
    today: date,
) -> None:  # fmt: skip
    """One thing at a time: its form."""
    closed = voice.charge.closed_at is not None
    things = {"take": say("Who answers"), "answer": say("The answer"), "argued": say("Argued"),
              "whose": say("Whose it is"), "close": say("Close with respect")}  # fmt: skip
    offered = ["argued", "whose"] if closed else list(things)
    if voice.charge.answered_at is not None and "take" in offered:
        offered.remove("take")
    chosen = st.segmented_control(
        say("What to do"), offered, default=offered[0], required=True, format_func=things.__getitem__,
        label_visibility="collapsed", key=f"care-{voice.id}-{len(offered)}",
    )  # fmt: skip
    key = form_key(f"care-{chosen}-{voice.id}")
    done = None
    if chosen == "take":
        done = _take(viewer, say, voice, staff, today, key)
    elif chosen == "answer":
        done = _answer(viewer, say, voice, key)
    elif chosen == "argued":
        done = _argued(viewer, say, voice, key)
    elif chosen == "whose":
        done = _whose(viewer, say, voice, functions, key)
    elif chosen == "close":
        done = _close(viewer, say, voice, key)
    if done:
        st.rerun()


def _take(
    viewer: Viewer, say: Speech, voice: FeedbackView, staff: list[tuple[str, str]], today: date, key: str
) -> object:
    ids = [one for one, _ in staff]
    names = dict(staff)
    first = voice.charge.by_id or viewer.person_id
    with st.form(key, border=False):
        person = st.selectbox(say("Who answers"), ids, index=ids.index(first) if first in ids else 0,
                              format_func=lambda one: names[one], key=f"{key}-who")  # fmt: skip
        day = st.date_input(say("By when"), value=voice.charge.answer_by or today + ANSWER_WITHIN, min_value=today
                            if voice.charge.answer_by is None else min(today, voice.charge.answer_by),
                            format="DD/MM/YYYY")  # fmt: skip
        if st.form_submit_button(say("Take in charge"), type="primary"):
            what = {"feedback_id": voice.id, "answer_by": day, "person_id": person}
            return attempt(take_feedback, viewer, form_key=key, **what)
    return None


def _answer(viewer: Viewer, say: Speech, voice: FeedbackView, key: str) -> object:
    with st.form(key, border=False):
        words = st.text_area(say("What was said to them"), value=voice.charge.answer, max_chars=ANSWER_LIMIT)
        minutes = _minutes(say, voice)
        st.caption(
            say("Whoever left it reads this by their link, without your name.")
            if voice.followed
            else say("Whoever left it did not ask to follow it: the answer is kept here.")
        )
        if st.form_submit_button(say("Save the answer"), type="primary"):
            what = {"feedback_id": voice.id, "words": words, "minutes": minutes}
            return attempt(answer_feedback, viewer, form_key=key, **what)
    return None


def _argued(viewer: Viewer, say: Speech, voice: FeedbackView, key: str) -> object:
    ticks = {"said_what": voice.ticks.what, "said_when": voice.ticks.when, "said_proof": voice.ticks.proof}
    proposed = bool(voice.reference) and not voice.ticks.proof
    with st.form(key, border=False):
        said = {
            name: st.checkbox(words, value=ticks[name] or (proposed and name == "said_proof"), key=f"{key}-{name}")
            for name, words in tick_words(say)
        }
        if proposed:
            st.caption(say("There is an order number or a date: the third tick is proposed."))
        if st.form_submit_button(say("Save"), type="primary"):
            return attempt(tick_argued, viewer, form_key=key, feedback_id=voice.id, **said)
    return None


def _whose(viewer: Viewer, say: Speech, voice: FeedbackView, functions: list[FunctionView], key: str) -> object:
    names: dict[str | None, str] = {None: say("nobody's"), **{one.id: one.name for one in functions}}
    with st.form(key, border=False):
        chosen = st.selectbox(say("Whose it is"), list(names), index=list(names).index(voice.function_id),
                              format_func=names.__getitem__, key=f"{key}-whose")  # fmt: skip
        if st.form_submit_button(say("Save"), type="primary"):
            return attempt(assign_feedback, viewer, form_key=key, feedback_id=voice.id, function_id=chosen)
    return None


def _close(viewer: Viewer, say: Speech, voice: FeedbackView, key: str) -> object:
    reasons = closing_words(say, argued=voice.ticks.argued > 0, answered=voice.charge.answered_at is not None)
    why = st.selectbox(say("Why"), list(reasons), format_func=lambda one: reasons[one][0], key=f"why-{voice.id}")
    with st.form(key, border=False):
        words = st.text_area(say("The last words, as they will read them"), value=reasons[why][1],
                             max_chars=ANSWER_LIMIT, height=160, key=f"{key}-{why}")  # fmt: skip
        minutes = _minutes(say, voice)
        st.caption(say("It stays counted. The mark is on this message, never on the person."))
        if st.form_submit_button(say("Close with respect"), type="primary"):
            what = {"feedback_id": voice.id, "words": words, "minutes": minutes}
            return attempt(close_feedback, viewer, form_key=key, **what)
    return None


def _minutes(say: Speech, voice: FeedbackView) -> int | None:
    known = voice.charge.minutes
    offered = MINUTES if known in MINUTES else (*MINUTES, known)
    return st.selectbox(
        say("Minutes it took (optional)"), offered, index=offered.index(known),
        format_func=lambda one: "–" if one is None else say.number(one),
    )  # fmt: skip


def today_here() -> date:
    """The day on the wall clock of the company."""
    return day_here(now())
