"""The backlog as a picture: value against effort, colour and shape by the verdict of the promise touched; beside it the
same in words, the best first."""

import streamlit as st

from analysis.verdict import Verdict
from charts.value_effort import NONE, value_effort
from models.access import Viewer
from models.backlog_views import Dot, Picture
from models.standings import Standing
from ui.backlog_filters import go_to
from ui.cards import plain, verdict_chip
from words.answers import listed_lines, outcome_chip
from words.backlog import by_rice, figures_line, found_line, picture_title
from words.speech import Speech

SAID = 5
_PICKED = "backlog-dot"


def show_picture(viewer: Viewer, say: Speech, found: Picture) -> None:
    """The picture and its words; a click on a mark, or on *Open*, leads to the idea."""
    if not found.dots and not found.unscored:
        st.caption(found_line(say, 0))
        return
    best = sum(1 for dot in found.dots if dot.value > dot.effort)
    rice = any(by_rice(dot.value) for dot in found.dots)
    first = say.quoted(plain(found.dots[0].words)) if rice else ""
    st.markdown(f"**{picture_title(say, best, min(found.scored, len(found.dots)), found.unscored, first)}**")
    if not found.dots:
        st.markdown(say("Give an idea on the desk a value and an effort: it appears here."))
        return
    left, right = st.columns([3, 2])
    with left:
        _drawn(say, found.dots)
    with right:
        # What can still be decided comes first.
        waiting = sorted(found.dots, key=lambda dot: dot.standing != Standing.WAITING)
        for dot in waiting[:SAID]:
            _said(say, dot)
    if found.scored > len(found.dots):
        st.caption(say("The best %(n)s are drawn.", n=say.number(len(found.dots))))


def _drawn(say: Speech, dots: list[Dot]) -> None:
    names = [*((str(verdict), verdict_chip(say, verdict)) for verdict in Verdict), (NONE, say("△ no promise measured"))]
    marks = [(d.id, d.words, d.value, d.effort, (d.promise.verdict if d.promise else None) or NONE) for d in dots]
    fives = all(1 <= d.value <= 5 and 1 <= d.effort <= 5 for d in dots)
    event = st.vega_lite_chart(
        value_effort(say, tuple(marks), tuple(names), by_fives=fives), on_select="rerun", selection_mode="chosen",
        key="backlog-picture", theme=None, alt=say("Value and effort of the ideas; the best stand in words beside."),
    )  # fmt: skip
    chosen = event["selection"].get("chosen") or []
    picked = chosen[0].get("id") if chosen else None
    # A mark stays chosen while one decides: it leads to the desk once, when it is clicked.
    if picked != st.session_state.get(_PICKED):
        st.session_state[_PICKED] = picked
        if picked in {d.id for d in dots}:
            go_to(idea=str(picked))


def _said(say: Speech, dot: Dot) -> None:
    with st.container(border=True, gap="xsmall"):
        st.text(say.quoted(dot.words))
        touched = dot.promise
        chip = verdict_chip(say, touched.verdict) if touched and touched.verdict else say("△ no promise measured")
        st.caption(listed_lines([
            chip, plain(touched.sentence) if touched else "", *figures_line(say, dot.value, dot.effort, None),
            outcome_chip(say, dot.standing),
        ]))  # fmt: skip
        if st.button(say("Open"), key=f"dot-{dot.id}", type="tertiary"):
            go_to(idea=dot.id)
