"""Ideas like the one on the desk: those that are part of it, and those that could be; merged and split again here."""

import streamlit as st

from models.access import Viewer
from models.curation import merge_ideas, split_idea
from models.desk_rows import DeskIdea
from models.similar import alike_ideas
from ui.cards import plain
from ui.entry import ask, attempt, form_key
from words.speech import Speech

# The idea whose fold stays open after a merge or a split: its label counts, and with another label it would close.
_STAYS = "similar-stays-open"


def say_part_of(say: Speech, idea: DeskIdea) -> None:
    """Whoever came for an idea that was merged is told why another one lies here."""
    came = dict(idea.similar).get(st.query_params.get("idea", ""))
    if came is not None:
        st.caption(say("%(words)s is part of this idea now.", words=say.quoted(plain(came))))


def show_similar(viewer: Viewer, say: Speech, idea: DeskIdea) -> None:
    """Folded: what is part of it, with the way to split it; what says much the same, with the way to merge it."""
    label = say("Similar ideas")
    if idea.similar:
        label += " · " + say.many("%(n)s is part of it", "%(n)s are part of it", len(idea.similar))
    if st.session_state.pop(_STAYS, None) == idea.id:
        st.session_state[f"similar-{idea.id}"] = True
    fold = st.expander(label, key=f"similar-{idea.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for other_id, words in idea.similar:
            left, right = st.columns([5, 1], vertical_alignment="center")
            left.markdown(f"{say('Part of it now:')} {say.quoted(plain(words))}")
            key = form_key(f"split-{other_id}")
            if idea.may_merge and right.button(say("Split"), key=key) and attempt(
                split_idea, viewer, form_key=key, idea_id=other_id
            ):  # fmt: skip
                _done(idea, say("Split: it is an idea of its own again."))
        alike = ask(alike_ideas, viewer, idea_id=idea.id)
        for other_id, words in alike:
            left, right = st.columns([5, 1], vertical_alignment="center")
            left.markdown(f"{say('Much the same?')} {say.quoted(plain(words))}")
            key = form_key(f"merge-{idea.id}-{other_id}")
            if idea.may_merge and right.button(say("Merge"), key=key) and attempt(
                merge_ideas, viewer, form_key=key, idea_id=other_id, into_id=idea.id
            ):  # fmt: skip
                _done(idea, say("Merged. Its people and voices count here now; split takes it back."))
        if not alike and not idea.similar:
            st.caption(say("No idea like it is here."))


def _done(idea: DeskIdea, words: str) -> None:
    st.session_state[_STAYS] = idea.id
    st.toast(words)
    st.rerun()
