"""What people said, on the screen: one voice with what can be done about it; a form for what was heard elsewhere."""

import streamlit as st

from models.access import May, Viewer
from models.feedback import (
    REFERENCE_LIMIT,
    WORDS_LIMIT,
    Source,
    read_feedback,
)
from models.feedback_heard import record_feedback
from models.feedback_ideas import link_feedback, turn_feedback
from models.groups import GroupView
from models.idea_views import ideas_of_groups, similar_in_group
from models.ideas import TEXT_LIMIT
from models.touchpoints import TouchpointView
from models.voices import FeedbackView
from store.settings import settings
from ui.cards import link_to, plain
from ui.entry import ask, attempt, form_key
from ui.thread_panel import thread_panel
from words.answers import listed_lines
from words.listening import face_sign, face_words, source_words
from words.speech import Speech


def show_voice(viewer: Viewer, say: Speech, voice: FeedbackView, groups: list[GroupView]) -> None:
    """One feedback with its buttons."""
    with st.container(border=True, key=f"voice-{voice.id}"):
        st.text(f"«{voice.words}»" if voice.words else face_words(say, voice.face))
        hidden = say.many("%(n)s detail hidden", "%(n)s details hidden", voice.hidden) if voice.hidden else ""
        facts = [face_sign(say, voice.face), plain(voice.touchpoint), source_words(say, voice.source)]
        st.caption(
            listed_lines([*facts, say.moment(voice.at, settings().zone), plain(voice.reference), hidden,
                          "" if voice.read else say("nobody has read it yet")])
        )  # fmt: skip
        if voice.promise_id is not None:
            st.caption(f"{say('Not kept for them:')} «{plain(voice.promise)}»")
            link_to(viewer, "promise", say("See the promise"), promise=voice.promise_id)
        if voice.idea:
            st.caption(f"{say('It is part of the idea')} «{plain(voice.idea)}»")
        elif voice.turned:
            st.caption(say("It is part of an idea of another group."))
        else:
            _make_something_of_it(viewer, say, voice, groups)
        thread_panel(viewer, "feedback", voice.id)


def record_form(viewer: Viewer, say: Speech, points: list[TouchpointView]) -> None:
    """Note what was heard elsewhere: a call, a review, a visit."""
    key = form_key("record")
    with st.expander(say("Note something heard elsewhere")), st.form(key, border=False):
        heard = [source for source in Source if source is not Source.DOOR]
        point = st.selectbox(say("Touchpoint"), points, format_func=lambda one: one.name)
        source = st.selectbox(say("Heard"), heard, format_func=lambda one: source_words(say, one))
        face = st.radio(say("How did it go?"), [1, 2, 3, 4, 5], index=None, horizontal=True,
                        format_func=lambda one: face_sign(say, one))  # fmt: skip
        words = st.text_area(say("Their words"), max_chars=WORDS_LIMIT)
        reference = st.text_input(say("Order number or date"), max_chars=REFERENCE_LIMIT)
        sent = st.form_submit_button(say("Save"), type="primary")
    if not sent:
        return
    if face is None or point is None:
        st.error(say("Tap one of the five faces, please. The rest you can skip."))
        return
    what = {"touchpoint_id": point.id, "source": source.value, "face": face, "words": words, "reference": reference}
    if attempt(record_feedback, viewer, form_key=key, **what):
        st.toast(say("Saved. It stands on top of the list."))
        st.rerun()


def _make_something_of_it(viewer: Viewer, say: Speech, voice: FeedbackView, groups: list[GroupView]) -> None:
    mine = [group for group in groups if viewer.may(May.FEEDBACK_TURN, group_id=group.id)]
    make, join, read = st.columns(3)
    if mine:
        with make:
            _make(viewer, say, voice, mine)
        # Asked only once it is open: twenty voices on a page would otherwise look for likenesses twenty times.
        same = join.popover(say("It is the same as…"), width="stretch", key=f"same-{voice.id}", on_change="rerun")
        if same.open:
            with same:
                _join(viewer, say, voice, mine)
    if not voice.read:
        key = form_key(f"read-{voice.id}")
        done = read.button(say("I have read it"), key=key, width="stretch")
        if done and attempt(read_feedback, viewer, form_key=key, feedback_id=voice.id):
            st.rerun()


def _make(viewer: Viewer, say: Speech, voice: FeedbackView, groups: list[GroupView]) -> None:
    key = form_key(f"turn-{voice.id}")
    fits = bool(voice.words) and len(voice.words) <= TEXT_LIMIT
    if fits and len(groups) == 1:
        if st.button(say("Make it an idea"), key=key, type="primary", width="stretch") and attempt(
            turn_feedback, viewer, form_key=key, feedback_id=voice.id, group_id=groups[0].id
        ):
            st.rerun()
        return
    with st.popover(say("Make it an idea"), width="stretch"), st.form(key, border=False):
        words = st.text_area(say("The idea, in one thought"), value=voice.words[:TEXT_LIMIT], max_chars=TEXT_LIMIT)
        group = st.selectbox(say("Focus group"), groups, format_func=lambda one: one.name)
        if st.form_submit_button(say("Make it an idea"), type="primary") and attempt(
            turn_feedback, viewer, form_key=key, feedback_id=voice.id, group_id=group.id, words=words
        ):
            st.rerun()


def _join(viewer: Viewer, say: Speech, voice: FeedbackView, groups: list[GroupView]) -> None:
    group = groups[0]
    if len(groups) > 1:
        group = st.selectbox(
            say("Focus group"), groups, format_func=lambda one: one.name, key=f"join-group-{voice.id}"
        )
    search = st.text_input(say("Search"), key=f"join-search-{voice.id}", max_chars=80)
    if search.strip():
        found = ask(ideas_of_groups, viewer, group_ids=[group.id], search=search).ideas[:6]
    else:
        found = ask(similar_in_group, viewer, group_id=group.id, text=voice.words)
    if not found:
        st.caption(say("Nothing like it. Search by a word."))
    for idea in found:
        key = form_key(f"join-{voice.id}-{idea.id}")
        if st.button(plain(idea.text), key=key, width="stretch") and attempt(
            link_feedback, viewer, form_key=key, feedback_id=voice.id, idea_id=idea.id
        ):
            st.rerun()
