"""Beside the knots of a thread: both versions of a promise, who signed, the places still to change, actions, how it
was for customers, and where the thread ends: *You said, we did*.
"""

import streamlit as st

from models.access import Viewer
from models.trace import MeasuredKnot
from models.trace_more import Beside
from store.settings import settings
from ui.cards import link_to, plain, verdict_words
from words.actions import state_chip
from words.answers import listed_lines
from words.claim import lever_words
from words.promises import of_hundred, time_words
from words.speech import Speech
from words.trace import felt_line, places_line, signed_line, version_line
from words.you_said import entry_words, published_words


def show_promise_beside(say: Speech, promise_id: str, beside: Beside) -> None:
    """What a promise said before, who signed which version, which places tell it, and was it so."""
    zone = settings().zone
    versions = [one for one in beside.versions if one.promise_id == promise_id]
    if len(versions) > 1:
        for one in versions:
            st.caption(version_line(say, one.number, plain(one.sentence), say.date(one.since, zone)))
    for signed in beside.signed:
        if signed.promise_id == promise_id:
            st.caption(signed_line(say, signed.answer, plain(signed.who), plain(signed.words), signed.version))
    for places in beside.places:
        if places.promise_id == promise_id:
            st.caption(places_line(say, places.places, places.done))
    for felt in beside.felt:
        if felt.promise_id == promise_id and felt.yes + felt.no:
            st.caption(felt_line(say, felt.yes, felt.no))


def show_what_holds(say: Speech, knot: MeasuredKnot) -> None:
    """What the same cases would keep, where that is another figure than the one promised."""
    if knot.say is not None and knot.say.share not in (None, knot.share):
        figure = time_words(say, knot.say.amount, knot.say.unit)
        facts = {"figure": figure, "verdict": verdict_words(say, str(knot.say.verdict)).lower(),
                 "times": of_hundred(say, knot.say.share)}  # fmt: skip
        st.caption(say("With %(figure)s: %(verdict)s, %(times)s.", **facts))


def show_actions(viewer: Viewer, say: Speech, beside: Beside) -> None:
    """What is done about it, each with the way there."""
    for one in beside.actions:
        with st.popover(plain(one.title), width="stretch"):
            state = state_chip(say, one.state, late=False, still_days=0, stalled=False)
            st.caption(listed_lines([state, lever_words(say, one.lever)]))
            link_to(viewer, "actions", say("See the action"), action=one.action_id)


def show_told(viewer: Viewer, say: Speech, beside: Beside) -> None:
    """What customers read of it, each entry with the way to it."""
    for one in beside.told:
        said, done = entry_words(say, one.said, one.done, one.said_en, one.done_en)
        with st.popover(say("You said, we did: “%(said)s”", said=plain(said)), width="stretch"):
            st.text(say.quoted(said))
            st.text(f"→ {done}")
            st.caption(published_words(say, one.published))
            link_to(viewer, "you_said", say("See what customers read"), entry=one.entry_id)
