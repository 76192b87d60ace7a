"""The thread as a panel: four knots that open, on every idea, feedback, decision, promise and process, both ways.

It asks the database only once somebody opens it, so that a page without it pays nothing.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from models.access import May, Viewer
from models.reply_all import SentView
from models.trace import DecidedKnot, MeasuredKnot, PromisedKnot, SaidKnot, Thread, VoiceKnot, trace_of
from models.trace_more import Beside
from store.settings import settings
from ui.cards import link_to, plain, verdict_chip
from ui.entry import ask, now
from ui.reply_parts import sent_words
from ui.thread_more import show_actions, show_promise_beside, show_told, show_what_holds
from words.answers import as_voted_words, decided_line, listed_lines, outcome_chip, vote_line, who_asks
from words.listening import face_sign, source_words
from words.promises import of_hundred, out_of, state_words
from words.speech import Speech, speech
from words.trace import KNOTS, empty_knot, knot_title, knots_tied
from words.verdicts import as_of_words

_OPENED = "threads-opened"


def thread_panel(viewer: Viewer, noun: str, object_id: str) -> None:
    """The thread through one of `models.trace.NOUNS`, folded until somebody opens it."""
    if not viewer.may(May.THREAD_SEE):
        return
    say = speech(viewer.language)
    label = say("The thread: who asked, what was decided, promised, measured")
    # The key of a fold is forgotten with its page: whoever comes back to it finds the thread as they left it.
    opened: set[tuple[str, str]] = st.session_state.setdefault(_OPENED, set())
    about = (noun, object_id)
    fold = st.expander(label, key=f"thread-{noun}-{object_id}", expanded=about in opened, on_change="rerun")
    if not fold.open:
        opened.discard(about)
        return
    opened.add(about)
    with fold:
        thread = ask(trace_of, viewer, now=now(), noun=noun, object_id=object_id)
        tied = sum(map(bool, (thread.said or thread.voices, thread.decided, thread.promised, thread.measured)))
        st.caption(knots_tied(say, tied))
        shown: dict[str, Callable[[Viewer, Speech, Thread], int]] = {
            "said": _said, "decided": _decided, "promised": _promised, "measured": _measured,
        }  # fmt: skip
        for knot, column in zip(KNOTS, st.columns(4, border=True), strict=True):
            with column:
                st.markdown(f"**{knot_title(say, knot)}**")
                if not shown[knot](viewer, say, thread):
                    st.caption(empty_knot(say, knot))


def _said(viewer: Viewer, say: Speech, thread: Thread) -> int:
    for knot in thread.said:
        _idea(viewer, say, knot, thread.beside)
    if thread.voices:
        heard = say.many("%(n)s voice behind it", "%(n)s voices behind it", thread.voice_count)
        with st.popover(heard, width="stretch"):
            for voice in thread.voices:
                _voice(viewer, say, voice)
    return len(thread.said) + len(thread.voices)


def _idea(viewer: Viewer, say: Speech, knot: SaidKnot, beside: Beside) -> None:
    with st.popover(plain(_short(knot.words)), width="stretch"):
        st.text(say.quoted(knot.words))
        facts = [say.date(knot.at, settings().zone), who_asks(say, knot.people, knot.sides)]
        st.caption(listed_lines([*facts, plain(knot.touchpoint or "")]))
        for other in knot.similar:
            st.caption(say("Part of it now:"))
            st.text(say.quoted(other))
        for theme in beside.themes:
            if theme.idea_id == knot.idea_id:
                st.caption(say("Theme: %(title)s", title=plain(theme.title)))
                link_to(viewer, "workshop", say("See the workshop"), workshop=theme.workshop_id)
        link_to(viewer, "decisions", say("See the idea"), idea=knot.idea_id)


def _voice(viewer: Viewer, say: Speech, voice: VoiceKnot) -> None:
    if voice.words:
        st.text(say.quoted(voice.words))
    facts = [face_sign(say, voice.face), plain(voice.touchpoint), source_words(say, voice.source), plain(voice.matter)]
    st.caption(listed_lines([*facts, say.date(voice.at, settings().zone)]))
    link_to(viewer, "listening", say("See what was said"), voice=voice.feedback_id)


def _decided(viewer: Viewer, say: Speech, thread: Thread) -> int:
    words = {knot.idea_id: knot.words for knot in thread.said} if len(thread.decided) > 1 else {}
    for knot in thread.decided:
        _decision(viewer, say, knot, thread.sent, words.get(knot.idea_id or "", ""))
    return len(thread.decided)


def _decision(viewer: Viewer, say: Speech, knot: DecidedKnot, told: Mapping[str, SentView], idea: str) -> None:
    """idea: the words it is about, where the thread holds several."""
    zone, decision = settings().zone, knot.decision
    label = outcome_chip(say, decision.outcome if decision else "waiting")
    if idea:
        label = f"{label}: {say.quoted(plain(_short(idea)))}"
    with st.popover(label, width="stretch"):
        if knot.vote is not None:
            st.caption(vote_line(say, knot.vote, say.date(knot.vote.at, zone)))
            link_to(viewer, "workshop", say("See the workshop"), workshop=knot.vote.workshop_id)
        if decision is not None:
            st.text(decided_line(say, decision.outcome, decision.reason, decision.until))
            facts = [say.date(decision.at, zone), plain(decision.by), as_voted_words(say, decision.as_voted)]
            st.caption(listed_lines(facts))
            sent = told.get(decision.id)
            if sent is not None:
                st.caption(f"✉ {plain(sent_words(say, sent))}")
                if sent.words != decision.reason:
                    st.text(say.quoted(sent.words))
            elif knot.idea_id:
                st.caption(say("Nobody has been told of it yet."))
        if knot.idea_id:
            link_to(viewer, "decisions", say("See the decision"), idea=knot.idea_id)


def _promised(viewer: Viewer, say: Speech, thread: Thread) -> int:
    for knot in thread.promised:
        _promise(viewer, say, knot, thread.beside)
    return len(thread.promised)


def _promise(viewer: Viewer, say: Speech, knot: PromisedKnot, beside: Beside) -> None:
    with st.popover(say.quoted(plain(knot.sentence)), width="stretch"):
        share = say("at least %(share)s", share=out_of(say, knot.kept, knot.of))
        st.caption(listed_lines([state_words(say, knot.state), share, plain(knot.process)]))
        if knot.state == "in_use" and knot.keeper != "yes":
            st.markdown(say("One oar only: who must keep it has not signed."))
        show_promise_beside(say, knot.promise_id, beside)
        link_to(viewer, "promise", say("See the promise"), id=knot.promise_id)
        link_to(viewer, "process", say("See the process"), id=knot.process_id)


def _measured(viewer: Viewer, say: Speech, thread: Thread) -> int:
    promised = {knot.promise_id: knot.sentence for knot in thread.promised}
    for knot in thread.measured:
        _verdict(viewer, say, knot, promised.get(knot.promise_id, ""))
    show_actions(viewer, say, thread.beside)
    show_told(viewer, say, thread.beside)
    return len(thread.measured) + len(thread.beside.actions) + len(thread.beside.told)


def _verdict(viewer: Viewer, say: Speech, knot: MeasuredKnot, promise: str) -> None:
    label = verdict_chip(say, knot.verdict)
    if knot.share is not None:
        label = f"{label}: {of_hundred(say, knot.share)}"
    with st.popover(label, width="stretch"):
        if promise:
            st.markdown(say.quoted(plain(promise)))
        # The process may hold more: these are the ones that count for this promise.
        counted = say.many("%(n)s case of the process counts for this promise",
                           "%(n)s cases of the process count for this promise", knot.cases)  # fmt: skip
        still = say("%(n)s still open", n=say.number(knot.open)) if knot.open else ""
        day = say("data as of %(day)s", day=as_of_words(say, knot.as_of, settings().zone))
        st.caption(listed_lines([counted, still, day]))
        show_what_holds(say, knot)
        link_to(viewer, "process", say("See all the cases of the process"), id=knot.process_id)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:58]}…"
