"""One thing somebody said and what became of it, at the desk: four knots, a question, was it so, and the news."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from models.access import Viewer
from models.answers import Answer, Part
from models.felt import Felt, say_how_it_was
from models.notices import mark_read, notices_for, unread_count
from models.replies import WORDS_LIMIT, reply
from ui.cards import link_to, plain
from ui.entry import ask, attempt, form_key
from ui.zone import zone
from words import answers as worded
from words.felt import felt_words
from words.listening import face_sign
from words.speech import Speech


def said_back(say: Speech, answer: Answer) -> None:
    """Of a feedback: where it was and how it went, what was answered to it, and the last words to it."""
    if answer.part is Part.LEFT:
        face = face_sign(say, answer.face) if answer.face is not None else ""
        st.caption(" · ".join(one for one in (plain(answer.touchpoint or ""), face) if one))
    for label, words in ((say("Our answer:"), answer.said_back),
                         (say("Our last word on this message:"), answer.closing)):  # fmt: skip
        if words:
            st.markdown(f"**{label}**")
            st.text(words)


def knots(say: Speech, answer: Answer) -> None:
    """Said, decided, promised, measured."""
    there = zone()
    said, decided, promised, measured = st.columns(4)
    said.markdown(f"**{say('Said')}** · {say.date(answer.said_at, there)}")
    said.caption(worded.said_by(say, answer.part, answer.others))
    decided.markdown(f"**{say('Decided')}**")
    left = answer.part is Part.LEFT
    if answer.decided is None:
        decided.caption(worded.waiting_line(say, left=left, read=answer.read, turned=answer.turned))
    else:
        decision = answer.decided
        reason = "" if answer.asks else decision.reason
        decided.text(worded.decided_line(say, decision.outcome, reason, decision.until, told=True))
        if decision.signed:
            decided.caption(plain(decision.signed))
    if answer.promised is not None:
        promised.markdown(f"**{say('Promised')}** · {worded.promised_line(say, answer.promised.since, there)}")
        promised.text(say.quoted(answer.promised.sentence))
        measured.markdown(f"**{say('Measured')}**")
        found = answer.measured
        line = worded.measured_line(say, found.share, found.as_of, there) if found else say("Not measured yet.")
        measured.markdown(line)


def felt(say: Speech, viewer: Viewer, answer: Answer, place: int) -> None:
    """Was it so for you too? Under one's own promise; whoever says no is shown where to tell what happened.

    place: of the answer on its page, since two of one's words may have become the same promise.
    """
    promised = answer.promised
    if promised is None or not promised.asks:
        return
    words, *columns = st.columns([2, 1, 1, 1, 2], vertical_alignment="center")
    words.markdown(f"**{say('Was it so for you too?')}**")
    for one, column in zip(Felt, columns, strict=False):
        key = form_key(f"felt-{one}-{promised.id[:20]}-{place}")
        chosen = "✓ " if promised.felt is one else ""
        if column.button(chosen + felt_words(say, one), key=key, width="stretch"):
            saved = attempt(say_how_it_was, viewer, form_key=key, promise_id=promised.id, answer=one.value)
            if saved and one is Felt.NO and saved.answer:
                st.session_state["felt-door"] = place, f"/door/{saved.answer}?promise={promised.id}"
            if saved:
                st.rerun()
    # Where the button was pressed: at the top of a long page nobody would see it.
    if st.session_state.get("felt-door", (None, ""))[0] == place:
        door = st.session_state.pop("felt-door")[1]
        st.link_button(say("Tell us what happened: twenty seconds."), door, type="primary")


def question(say: Speech, viewer: Viewer, answer: Answer, decision_id: str) -> None:
    """What a decision asks, and a field to answer."""
    key = form_key(f"reply-{decision_id}")
    with st.form(key):
        st.markdown(f"**{say('We ask you something:')}**")
        st.text(answer.decided.reason if answer.decided else "")
        words = st.text_area(say("Your answer"), value=answer.reply or "", max_chars=WORDS_LIMIT)
        sent = st.form_submit_button(say("Answer again") if answer.reply else say("Answer"), type="primary")
    if sent and attempt(reply, viewer, form_key=key, decision_id=decision_id, words=words):
        st.toast(say("Your answer is saved. Who decides reads it."))
        st.rerun()


def news(say: Speech, viewer: Viewer) -> None:
    """What one was told and has not read yet; the bell falls silent when it was read."""
    unread = ask(notices_for, viewer, unread_only=True)
    told = [(one, sentence) for one in unread if (sentence := worded.notice_sentence(say, one.kind, one.facts))]
    if not told:
        return
    more = ask(unread_count, viewer) - len(unread)
    with st.container(border=True, key="news"):
        st.markdown(f"**{say.many('%(n)s update for you', '%(n)s updates for you', len(told) + more)}**")
        for one, sentence in told:
            st.text(sentence)
            st.caption(say.moment(one.at, zone()))
            _where_it_happened(say, viewer, one.facts)
        if more:
            st.caption(say.many("And %(n)s more.", "And %(n)s more.", more))
        key = form_key("read")
        if st.button(say.many("I have read it", "I have read them", len(told)), key=key) and attempt(
            mark_read, viewer, form_key=key, notice_ids=[one.id for one in unread]
        ):
            st.rerun()


def _where_it_happened(say: Speech, viewer: Viewer, facts: Mapping[str, Any]) -> None:
    """The way to what a notice is about."""
    if "promise_id" in facts:
        link_to(viewer, "promise", say("See the promise"), id=str(facts["promise_id"]))
    elif "feedback_id" in facts:
        link_to(viewer, "listening", say("See what was said"), voice=str(facts["feedback_id"]))
    elif facts.get("idea_id"):
        link_to(viewer, "decisions", say("See the idea"), idea=str(facts["idea_id"]))
