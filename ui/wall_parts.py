"""The big screen from the desk of who conducts: open it, show the result in three beats, choose the idea in focus."""

from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from models.access import Viewer
from models.options import OptionView, options_of
from models.rounds import RoundView, rounds_of
from models.walls import (
    BARS,
    SENTENCE,
    SIDES,
    Wall,
    WallView,
    close_wall,
    focus_on,
    open_wall,
    put_on_wall,
    show_beat,
    wall_view,
)
from models.workshop_now import standing
from ui.entry import ask, attempt, form_key
from ui.folds import fold
from ui.forms import address
from words.speech import Speech


@dataclass(frozen=True)
class WallDesk:
    """The wall, and the closed vote whose result it shows or will show: its round, its options."""

    wall: WallView
    vote: RoundView | None
    beat: int
    options: list[OptionView]


def wall_desk(session: Session, viewer: Viewer, *, workshop_id: str) -> WallDesk:
    """What the controls need, in one visit."""
    wall = wall_view(session, viewer, workshop_id=workshop_id)
    rounds = rounds_of(session, viewer, workshop_id=workshop_id)
    _, row, beat = standing(rounds, session.get(Wall, workshop_id))
    if row is None or not row.votes or row.state != "closed":
        return WallDesk(wall, None, beat, [])
    return WallDesk(wall, row, beat, options_of(session, viewer, round_id=row.id))


def wall_controls(say: Speech, viewer: Viewer, *, workshop_id: str, found: WallDesk | None = None) -> None:
    """Everything about the big screen. Draw it again after something opened or closed. `found`: asked for already."""
    desk = found or ask(wall_desk, viewer, workshop_id=workshop_id)
    st.subheader(say("The big screen"))
    if desk.wall.token is None:
        key = form_key(f"wall-{workshop_id}")
        st.caption(say("For the projector: code and ideas, then the result in three steps, when you show it."))
        if st.button(say("Project it"), key=key) and attempt(open_wall, viewer, form_key=key, workshop_id=workshop_id):
            st.rerun()
        return
    st.link_button(say("Open the big screen"), address(f"/wall/{desk.wall.token}"))
    if desk.vote is not None:
        _beats(say, viewer, desk, desk.vote)
    with fold(say("Link and colours"), f"wall-{workshop_id}"):
        st.code(address(f"/wall/{desk.wall.token}"), language=None, wrap_lines=True)
        st.caption(say("Whoever has the link sees the screen, without an account. Add ?theme=dark or ?theme=light."))
        shut = form_key(f"close-wall-{workshop_id}")
        if st.button(say("Close the screen"), key=shut) and attempt(
            close_wall, viewer, form_key=shut, workshop_id=workshop_id
        ):
            st.rerun()


def back_on_wall(say: Speech, viewer: Viewer, row: RoundView) -> None:
    """The result of another vote, to be put back on the big screen."""
    key = form_key(f"on-wall-{row.id}")
    if st.button(say("Put this result on the big screen"), key=key) and attempt(
        put_on_wall, viewer, form_key=key, round_id=row.id
    ):
        st.rerun(scope="app")


def _beats(say: Speech, viewer: Viewer, desk: WallDesk, vote: RoundView) -> None:
    """Three buttons, the next one first in sight; and the idea on which the boat turns."""
    steps = ((SENTENCE, say("Show the sentence")), (BARS, say("Show the bars")), (SIDES, say("Show the sides")))
    # In a narrow column they stand below each other, and no word of them is cut.
    place = st.container(horizontal=True)
    for beat, label in steps:
        key = form_key(f"beat-{vote.id}-{beat}")
        shown = f"✓ {label}" if beat <= desk.beat else label
        pressed = place.button(shown, key=key, type="primary" if beat == desk.beat + 1 else "secondary")
        if pressed and attempt(show_beat, viewer, form_key=key, round_id=vote.id, beat=beat):
            st.rerun()
    names = {option.id: option.text for option in desk.options}
    focus = desk.wall.focus_option_id if desk.wall.round_id == vote.id else None
    key = form_key(f"focus-{vote.id}")
    chosen = st.selectbox(
        say("The boat turns on"), [None, *names], index=[None, *names].index(focus), key=f"{key}-{focus}",
        format_func=lambda one: names[one] if one else say("the one that came first"),
    )  # fmt: skip
    if chosen != focus and attempt(focus_on, viewer, form_key=key, round_id=vote.id, option_id=chosen):
        st.rerun()
