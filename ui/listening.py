"""What people said, on the screen: one voice with what can be done about it, an idea made of it or joined."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from models.access import May, Viewer
from models.feedback import read_feedback
from models.feedback_ideas import link_feedback, turn_feedback
from models.functions import FunctionView
from models.groups import GroupView
from models.idea_views import ideas_of_groups, similar_in_group
from models.ideas import TEXT_LIMIT
from models.voice_views import FeedbackView
from store.settings import settings
from ui.cards import link_to, plain
from ui.entry import ask, attempt, form_key
from ui.thread_panel import thread_panel
from ui.voice_care import care_of, charge_shown
from ui.voice_themes import same_voices
from words.answers import listed_lines
from words.listening import came_by_words, face_sign, source_words
from words.speech import Speech
from words.voices_said import argued_badge, when_said

_WAY = "voice-way-"


@dataclass(frozen=True)
class Around:
    """What every voice of a page needs: the reader's groups, who works here, the functions, today."""

    groups: list[GroupView]
    staff: list[tuple[str, str]]
    functions: list[FunctionView]
    today: date


def show_voice(viewer: Viewer, say: Speech, voice: FeedbackView, around: Around) -> None:
    """One feedback: what, where, how well argued, who answers, the idea it is part of; and what can be done."""
    with st.container(border=True, key=f"voice-{voice.id}", gap="xsmall"):
        if voice.words:
            st.text(say.quoted(voice.words))
        else:
            st.markdown(f":gray[{say('No words')}]")
        if voice.rest:
            with st.expander(say("All of it"), key=f"whole-{voice.id}"):
                st.text(voice.whole)
        _what_to_do(viewer, say, voice, around)
        if voice.promise_id is not None:
            st.caption(f"{say('Not kept for them:')} {say.quoted(plain(voice.promise))}")
            link_to(viewer, "promise", say("See the promise"), promise=voice.promise_id)
        charge_shown(say, voice, around.today)
        if voice.idea:
            st.caption(f"{say('It is part of the idea')} {say.quoted(plain(voice.idea))}")
        elif voice.turned:
            st.caption(say("It is part of an idea of another group."))
        # A voice that nothing followed yet has no thread to follow.
        if voice.turned or voice.promise_id is not None:
            thread_panel(viewer, "feedback", voice.id)


def _where(say: Speech, voice: FeedbackView) -> str:
    hidden = say.many("%(n)s detail hidden", "%(n)s details hidden", voice.hidden) if voice.hidden else ""
    place = f"{voice.touchpoint} → {voice.to_touchpoint}" if voice.to_touchpoint else voice.touchpoint
    facts = [face_sign(say, voice.face), plain(place), source_words(say, voice.source)]
    return listed_lines([*facts, when_said(say, voice.at, settings().zone), plain(voice.reference), hidden,
                         "" if voice.read else say("nobody has read it yet")])  # fmt: skip


def _beside(say: Speech, voice: FeedbackView) -> str:
    badge = argued_badge(say, voice.ticks.argued)
    whose = say("whose it is: %(name)s", name=plain(voice.function)) if voice.function else ""
    came = say("how they came: %(way)s", way=came_by_words(say, voice.came_by)) if voice.came_by else ""
    return listed_lines([f"**{badge}**" if badge else "", plain(voice.matter), came, plain(voice.organisation), whose])


def _what_to_do(viewer: Viewer, say: Speech, voice: FeedbackView, around: Around) -> None:
    mine = [group for group in around.groups if viewer.may(May.FEEDBACK_TURN, group_id=group.id)]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(" · ".join(line for line in (_where(say, voice), _beside(say, voice)) if line), width="stretch")
        if not voice.read:
            key = form_key(f"read-{voice.id}")
            done = st.button(say("I have read it"), key=key, icon=":material/check:")
            if done and attempt(read_feedback, viewer, form_key=key, feedback_id=voice.id):
                st.rerun()
        ways = {}
        if mine and not voice.turned and not _made_at_once(viewer, say, voice, mine):
            ways["make"] = say("Make it an idea")
        ways["answer"] = say("Answer it…")
        if mine and not voice.turned:
            ways["same"] = say("It is the same as…")
        way = st.pills(
            say("What to do with it"), list(ways), format_func=lambda one: ways[one], label_visibility="collapsed",
            key=f"{_WAY}{voice.id}-{len(ways)}", on_change=_close_others, args=(voice.id,), wrap=True,
        )  # fmt: skip
    # Asked only once it is open: every voice of a page would otherwise look for likenesses.
    if way == "answer":
        care_of(viewer, say, voice, around.staff, around.functions, around.today)
    elif way == "make":
        _make(viewer, say, voice, mine)
    elif way == "same":
        _join(viewer, say, voice, mine)
        same_voices(viewer, say, voice.id)


def _close_others(voice_id: str) -> None:
    """One voice of the page is worked on at a time."""
    for key in st.session_state:
        if str(key).startswith(_WAY) and voice_id not in str(key):
            st.session_state[key] = None


def _made_at_once(viewer: Viewer, say: Speech, voice: FeedbackView, groups: list[GroupView]) -> bool:
    """Short words and one group leave nothing to choose: a button makes the idea. Whether it is there."""
    if len(groups) > 1 or not voice.words or len(voice.words) > TEXT_LIMIT:
        return False
    key = form_key(f"turn-{voice.id}")
    if st.button(say("Make it an idea"), key=key) and attempt(
        turn_feedback, viewer, form_key=key, feedback_id=voice.id, group_id=groups[0].id
    ):
        st.rerun()
    return True


def _make(viewer: Viewer, say: Speech, voice: FeedbackView, groups: list[GroupView]) -> None:
    key = form_key(f"turn-{voice.id}")
    with st.form(key, border=False):
        words = st.text_area(say("The idea, in one thought"), value=voice.words[:TEXT_LIMIT], max_chars=TEXT_LIMIT)
        group = st.selectbox(say("Focus group"), groups, format_func=lambda one: one.name, key=f"{key}-group")
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
