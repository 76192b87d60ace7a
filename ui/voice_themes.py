"""Several voices that say the same, on the screen: by a word they share or by their likeness, ticked, made one idea."""

from collections.abc import Sequence

import streamlit as st

from analysis.terms import Term
from models.access import May, Viewer
from models.groups import GroupView, my_groups
from models.ideas import TEXT_LIMIT
from models.themes import MOST_SHOWN, SHOWN, Theme, alike_voices, turn_several
from store.settings import settings
from ui.cards import plain
from ui.entry import ask, attempt, form_key, now
from words.listening import FACES
from words.speech import Speech

_MORE = "theme-more-"


def choose_word(say: Speech, label: str, terms: Sequence[Term], key: str) -> str | None:
    """The words that mark a group, each with its voices; one opens them."""
    counts = {term.word: term.here for term in terms}
    if not counts:
        return None
    return st.pills(label, list(counts), key=key, format_func=lambda word: f"{plain(word)} {say.number(counts[word])}")


def same_voices(viewer: Viewer, say: Speech, feedback_id: str) -> None:
    """What others say like this voice, looked for when somebody asks; with it, one idea of them all."""
    if not st.toggle(say("Voices that say the same"), key=f"alike-{feedback_id}"):
        return
    key = f"like-{feedback_id}"
    theme = ask(alike_voices, viewer, now=now(), feedback_id=feedback_id, most=most_shown(key))
    if theme.total:
        show_theme(viewer, say, theme, key, beside=feedback_id)
    else:
        st.caption(say("No other voice of the last 90 days says the same."))


def most_shown(key: str) -> int:
    """How many voices of this theme are asked for: some, or as many as can become one idea once one asked for more."""
    return MOST_SHOWN if st.session_state.get(_MORE + key) else SHOWN


def show_theme(viewer: Viewer, say: Speech, theme: Theme, key: str, *, beside: str = "") -> None:
    """Voices that say alike, ticked; one press makes one idea of those left ticked. beside: a voice in it anyway."""
    groups: list[GroupView] = [
        group for group in ask(my_groups, viewer) if viewer.may(May.FEEDBACK_TURN, group_id=group.id)
    ]
    if not theme.voices:
        st.caption(say("All of them are part of an idea already."))
        return
    if theme.total > len(theme.voices):
        of = {"n": say.number(len(theme.voices)), "of": say.number(theme.total)}
        st.caption(say("The %(n)s most alike of %(of)s.", **of) if beside else say("The newest %(n)s of %(of)s.", **of))
        if len(theme.voices) < MOST_SHOWN and st.button(say("Show more of them"), key=f"more-{key}", type="tertiary"):
            st.session_state[_MORE + key] = True
            st.rerun()
    form = form_key(f"theme-{key}")
    with st.form(form):
        chosen = [beside] if beside else []
        # What was asked for afterwards is for whoever reads it to tick.
        for place, voice in enumerate(theme.voices):
            at = f"{FACES.get(voice.face or 0, '')} {plain(voice.touchpoint)}, {say.day(voice.at, settings().zone)}"
            if st.checkbox(f"{say.quoted(plain(voice.words))} · {at}", value=place < SHOWN, key=f"{form}-{voice.id}"):
                chosen.append(voice.id)
        words = st.text_area(say("The idea, in one thought"), max_chars=TEXT_LIMIT, key=f"{form}-words")
        group = st.selectbox(say("Focus group"), groups, format_func=lambda one: one.name) if len(groups) > 1 else None
        sent = st.form_submit_button(say("Make one idea of them"), type="primary", disabled=not groups)
    mine = group or next(iter(groups), None)
    if sent and mine is not None:
        saved = attempt(turn_several, viewer, form_key=form, feedback_ids=chosen, group_id=mine.id, words=words)
        if saved:
            people = int(saved.answer["people"])
            st.toast(say.many("One idea now, %(n)s person behind it.", "One idea now, %(n)s people behind it.", people))
            st.rerun()
