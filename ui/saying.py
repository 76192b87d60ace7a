"""Can we say it? on the desk: one answer, the sentence to copy, and buttons where something is asked back."""

import logging

import streamlit as st

from models.access import Viewer
from models.base import new_code
from models.errors import Refusal
from models.saying import Answer, Reply, can_we_say
from models.subjects import Subject
from store.doors import StoreTrouble, reading
from ui.cards import link_to, plain, verdict_icon
from ui.entry import now
from words.asking import Question, key_of
from words.promises import cases_words
from words.refusals import refusal_sentence
from words.saying import (
    always_sentence,
    based_on,
    choice_words,
    doubt_sentence,
    sayable,
    sentences,
    understood,
    unheard_sentence,
    which_sentence,
)
from words.speech import Speech
from words.troubles import not_shown

log = logging.getLogger("dueremi.ui")


def reply_to(say: Speech, viewer: Viewer, question: Question, promise_id: str) -> Reply | None:
    """The reply, computed between the doors. None, with its sentence on the page, when there is none."""
    try:
        return can_we_say(
            reading, viewer, now=now(), asked=question, promise_id=promise_id, touchpoint_id=question.touchpoint_id
        )
    except Refusal as refusal:
        st.error(refusal_sentence(say, refusal.code, refusal.facts, refusal.field))
    except StoreTrouble:
        reference = new_code(4)
        log.warning("a question could not be answered, reference %s", reference, exc_info=True)
        st.error(not_shown(say, reference))
    return None


def title_and_rest(say: Speech, question: Question, answer: Answer) -> tuple[str, list[str]]:
    """The answer's first sentence with its sign, for the title, and the other sentences. Typed words are escaped."""
    first, *rest = [plain(one) for one in sentences(say, question, answer)]
    return f"{verdict_icon(answer.asked.verdict)} {first}", rest


def show_reply(say: Speech, viewer: Viewer, question: Question, answer: Answer, rest: list[str]) -> None:
    """What stands under the title: what may be said, what to copy, and what it rests on."""
    st.markdown(" ".join(f"**{one}**" if place == 0 else one for place, one in enumerate(rest)))
    if question.said.always:
        st.markdown(always_sentence(say))
    if unheard_sentence(say, question):
        st.markdown(unheard_sentence(say, question))
    words = sayable(say, question, answer)
    if words:
        st.caption(say("Copy the sentence"))
        st.code(words, language=None, wrap_lines=True)
    noun, row = answer.subject.row.noun, answer.subject.row
    cases = cases_words(say, answer.facts.cases, noun.one, noun.many) if answer.facts else ""
    st.caption(plain(understood(say, question, answer)) + "  \n" + plain(based_on(say, answer, cases, row.zone)))
    if row.one_oar:
        words = say("One oar only: it is told to customers, and who must keep it has not agreed.")
        st.warning(f"🛶 **{say.quoted(plain(row.terms.sentence))}**  \n{words}")
    link_to(viewer, "promise", say("See the promise"), promise=answer.subject.key)


def ask_time(say: Speech, question: Question) -> str | None:
    """Which time is meant? The one pressed."""
    st.markdown(f"**{doubt_sentence(say, question)}**")
    for place, time in zip(st.columns(max(3, len(question.said.choices))), question.said.choices, strict=False):
        if place.button(choice_words(say, time), key=f"say-time-{key_of(time)}", width="stretch"):
            return key_of(time)
    return None


def ask_promise(say: Speech, reply: Reply) -> str | None:
    """Which promise is meant? The likeliest as buttons, the others in a list. The one chosen."""
    st.markdown(f"**{which_sentence(say)}**")
    for subject in reply.likely:
        if st.button(say.quoted(plain(subject.terms.sentence)), key=f"say-about-{subject.key}", width="stretch"):
            return subject.key
    if not reply.others:
        return None
    chosen: Subject | None = st.selectbox(
        say("Another promise"), reply.others, index=None, format_func=lambda one: one.terms.sentence,
        key="say-about-other", placeholder=say("Choose the promise"),
    )  # fmt: skip
    return chosen.key if chosen else None
