"""What became of what one said: the same as on the phone, at the desk."""

import streamlit as st

from models.answers import Answer, Part, my_answers
from models.notices import mark_read, notices_for
from models.replies import WORDS_LIMIT, reply
from ui.cards import plain
from ui.entry import ask, attempt, enter, form_key, now
from ui.zone import zone
from words import answers as worded
from words.listening import face_sign
from words.speech import Speech, speech


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
        decided.text(worded.decided_line(say, decision.outcome, reason, decision.until))
    if answer.promised is not None:
        promised.markdown(f"**{say('Promised')}** · {worded.promised_line(say, answer.promised.since, there)}")
        promised.text(f"«{answer.promised.sentence}»")
        measured.markdown(f"**{say('Measured')}**")
        found = answer.measured
        line = worded.measured_line(say, found.share, found.as_of, there) if found else say("Not measured yet.")
        measured.markdown(line)


def question(say: Speech, answer: Answer, decision_id: str) -> None:
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


def news() -> None:
    """What one was told and has not read yet."""
    unread = ask(notices_for, viewer, unread_only=True)
    told = [(one, worded.notice_sentence(say, one.kind, one.facts)) for one in unread]
    fresh = [(one, sentence) for one, sentence in told if sentence]
    if not fresh:
        return
    with st.container(border=True):
        for _, sentence in fresh:
            st.text(sentence)
        key = form_key("read")
        if st.button(say("I have read it"), key=key):
            attempt(mark_read, viewer, form_key=key, notice_ids=[one.id for one, _ in fresh])
            st.rerun()


viewer = enter("mine")
say = speech(viewer.language)
found = ask(my_answers, viewer, now=now())
st.title(worded.mine_title(say, found.became, found.total))
news()
if not found.items:
    st.markdown(
        say("Nothing of yours is here yet. Write your first idea in a workshop, or leave a word at a touchpoint.")
    )
for number, answer in enumerate(found.items):
    with st.container(border=True, key=f"answer-{number}"):
        st.text(f"«{answer.words}»" if answer.words else face_sign(say, answer.face or 3))
        if answer.hidden_reason:
            st.caption(f"{say('It is no longer shown, because:')} {plain(answer.hidden_reason)}")
        if answer.merged_into:
            st.caption(f"{say('It became part of:')} «{plain(answer.merged_into)}»")
        if answer.decided is not None and answer.decided.decision_id is not None:
            question(say, answer, answer.decided.decision_id)
        knots(say, answer)
st.html(f'<p><a href="/my-data" target="_self">{say("Take away or erase my data")}</a></p>')
