"""A result to whoever took part, as far as it has been shown in the room: sentence, bars, sides with the boat."""

from dataclasses import replace

import streamlit as st

from charts.boat import boat_picture
from charts.looks import QUIET
from models.access import Viewer
from models.results import ResultView
from models.walls import BARS, SIDES
from ui.cards import link_to, plain
from ui.places import can_open
from ui.result_parts import draw_result, draw_rows
from words.boat import boat
from words.results_shown import shown
from words.speech import Speech


def result_so_far(say: Speech, view: ResultView, *, beat: int, focus: str | None, title: bool = True) -> None:
    """The result up to this beat of the big screen; whole when no screen was ever opened.

    `title`: whether its first sentence is the title of the page; where it is talked over, the question is.
    """
    found = shown(say, view)
    if not title:
        st.subheader(plain(found.sentences[0]), anchor=False)
    if beat >= SIDES:
        draw_result(say, view, title=title)
        show_boat(say, view, focus=focus)
        return
    if title:
        st.title(plain(found.sentences[0]), anchor=False)
    if found.part:
        st.success(plain(found.part))
    if beat >= BARS:
        for sentence in found.sentences[1:2]:
            st.text(sentence)
        draw_rows(say, replace(found, columns=[]))
    st.caption(plain(" · ".join(found.head)))


def voted_on(say: Speech, viewer: Viewer, about: ResultView) -> None:
    """From the vote on to what became of each idea, and what was said before it."""
    ideas = {option.idea_id: option.text for option in about.options.values() if option.idea_id is not None}
    if ideas and can_open(viewer, "decisions"):
        with st.popover(say("The ideas voted on"), key=f"voted-on-{about.round.id}"):
            for idea_id, words in ideas.items():
                link_to(viewer, "decisions", plain(words), idea=idea_id)


def show_boat(say: Speech, view: ResultView, *, focus: str | None = None) -> None:
    """The two oars on the option in focus, as a picture and in words."""
    turns = boat(say, shown(say, view), focus=focus, kind=str(view.round.kind), secret=view.round.secret)
    if not turns.sentences:
        return
    if turns.promises is None or turns.keeps is None:
        st.caption(plain(turns.sentences[0]))
        return
    picture, words = st.columns([1, 2], vertical_alignment="center")
    # As an image: the desk's HTML takes no inline SVG. A grey that is seen on both grounds, for nothing is inherited.
    drawn = str(boat_picture(turns.promises, turns.keeps, turns.sentences[0])).replace("currentColor", QUIET)
    picture.image(drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), width=200,
                  alt=turns.sentences[0])  # fmt: skip
    for sentence in turns.sentences:
        words.text(sentence)
