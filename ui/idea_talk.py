"""Talking about an idea at the desk: its comments below it, and a field for one's own while the round lets people."""

import streamlit as st

from models.access import Viewer
from models.clusters import ClusterView
from models.comments import TEXT_LIMIT, add_comment, comments_of, take_comment_away
from models.ideas import IdeaView
from ui.cards import plain, side_words
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from words.speech import Speech

_OPEN = "idea-talked-about"


def talk(say: Speech, viewer: Viewer, idea: IdeaView, *, may_write: bool) -> None:
    """A button that says how many comments there are; pressed, it opens them, and closes them again."""
    if not idea.comments and not may_write:
        return
    label = say.many("%(n)s comment", "%(n)s comments", idea.comments) if idea.comments else say("Comment")
    # Only the comments of the idea that is talked about are asked for.
    if st.button(label, key=f"talk-{idea.id}", type="tertiary"):
        st.session_state[_OPEN] = None if st.session_state.get(_OPEN) == idea.id else idea.id
    if st.session_state.get(_OPEN) == idea.id:
        _panel(say, viewer, idea, may_write)


def _panel(say: Speech, viewer: Viewer, idea: IdeaView, may_write: bool) -> None:
    for comment in ask(comments_of, viewer, idea_id=idea.id):
        with st.container(border=True):
            st.text(comment.text)
            st.caption(side_words(say, comment.side))
            away = form_key(f"comment-away-{comment.id}")
            if comment.mine and st.button(say("Take it back"), key=away, type="tertiary") and attempt(
                take_comment_away, viewer, form_key=away, comment_id=comment.id
            ):
                st.rerun()
    if not may_write:
        return
    key = form_key(f"comment-{idea.id}")
    with st.form(key, border=False):
        text = st.text_area(say("Your comment"), max_chars=TEXT_LIMIT, key=f"{key}-text")
        st.caption(f"👁 {say('Everyone reads it, with your side and without your name.')}")
        sent = st.form_submit_button(say("Send the comment"))
    if sent and attempt(add_comment, viewer, form_key=key, idea_id=idea.id, text=text):
        st.rerun()


def groups(say: Speech, clusters: list[ClusterView]) -> None:
    """Ideas that were put together, by their title."""
    if clusters:
        st.subheader(say("In groups"), anchor=False)
    for cluster in clusters:
        many = say.many("%(n)s idea", "%(n)s ideas", len(cluster.ideas))
        with fold(f"**{plain(cluster.title)}** · {many}", cluster.id, expanded=True):
            for idea in cluster.ideas:
                st.text(idea.text)
