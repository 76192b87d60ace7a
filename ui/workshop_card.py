"""The card of the activity in view: what it is, what comes in, what can be done with it."""

import streamlit as st

from models.access import Viewer
from models.promises import State
from models.results import ResultView
from models.rounds import RoundKind, RoundState, RoundView
from ui.cards import link_to, plain, verdict_badge
from ui.folds import fold
from ui.result_parts import draw_result
from ui.round_result import show_boat, voted_on
from ui.wall_parts import back_on_wall, wall_controls
from ui.workshop_desk import Desk, look_at, step_label
from ui.workshop_groups import groups_part, show_groups
from ui.workshop_ideas import ideas_part
from ui.workshop_options import options_part
from ui.workshop_parts import chips_form, turnout_line
from ui.workshop_run import activity_head, controls
from ui.workshop_settings import dates_form, settings_form
from words.promises import oars
from words.results_shown import shown
from words.speech import Speech


def steps_row(say: Speech, desk: Desk) -> None:
    """The activities in a row; one of them is in view."""
    row = desk.row
    if row is None or len(desk.rounds) < 2:
        return
    steps = {one.id: one for one in desk.rounds}
    chosen = st.pills(
        say("The activities"), list(steps), default=row.id, required=True,
        format_func=lambda one: step_label(say, steps[one]), key=f"step-{row.id}-{row.state}",
        label_visibility="collapsed",
    )  # fmt: skip
    if chosen is not None and chosen != row.id:
        look_at(desk.workshop.id, chosen)


def open_card(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """An open activity: how it goes, and how it goes on."""
    activity_head(say, desk, row)
    controls(say, viewer, desk, row)
    if desk.turnout is not None:
        st.markdown(turnout_line(say, desk.turnout, here=len(desk.people)))
    elif row.kind is RoundKind.COLLECT:
        ideas_part(say, viewer, desk, row)
    elif row.kind is RoundKind.GROUP:
        groups_part(say, viewer, desk)
    if desk.spoken is not None:
        _talk_over(say, viewer, desk, desk.spoken)


def _talk_over(say: Speech, viewer: Viewer, desk: Desk, about: ResultView) -> None:
    """What a talk is about: the result before it, and where it is about promises, how each of them stands."""
    if desk.projecting:
        with st.container(border=True):
            wall_controls(say, viewer, workshop_id=desk.workshop.id, found=desk.wall)
    chosen = {option.promise_id for option in about.options.values()} - {None}
    for promise in (one for one in desk.promises if one.id in chosen):
        left, right = st.columns([4, 1], vertical_alignment="center")
        chip = verdict_badge(say, promise.stands)
        signed = " · ".join(oars(say, promise.state is not State.DRAFT, promise.keeper))
        left.markdown(f"**{plain(promise.terms.sentence)}** {chip}")
        left.caption(signed)
        with right:
            link_to(viewer, "promise", say("The data"), promise=promise.id)
    st.text(shown(say, about).sentences[0])
    draw_result(say, about, title=False)
    link_to(viewer, "decisions", say("Decide what to do"))


def activity_card(say: Speech, viewer: Viewer, desk: Desk, row: RoundView) -> None:
    """One that has not opened, with everything that can still be set; or one that is over, with what came of it."""
    activity_head(say, desk, row)
    if desk.result is not None:
        # Only the vote that stands on the big screen is shown from here, never another one by mistake.
        if desk.projecting and desk.wall is not None and desk.wall.vote is not None and desk.wall.vote.id == row.id:
            with st.container(border=True):
                wall_controls(say, viewer, workshop_id=desk.workshop.id, found=desk.wall)
        elif desk.can_be_put_back:
            back_on_wall(say, viewer, row)
        draw_result(say, desk.result, title=False)
        show_boat(say, desk.result)
        voted_on(say, viewer, desk.result)
        link_to(viewer, "decisions", say("Decide what to do"))
    elif row.state is RoundState.CLOSED:
        if row.kind is RoundKind.COLLECT:
            ideas_part(say, viewer, desk, row)
        else:
            show_groups(say, desk)
    elif row.votes:
        options_part(say, viewer, desk, row)
    if desk.workshop.archived:
        st.caption(say("This workshop is in the archive: it can be read, no longer changed."))
        return
    controls(say, viewer, desk, row)
    if row.state is RoundState.CLOSED:
        return
    with fold(say("Customize"), f"settings-{row.id}"):
        settings_form(say, viewer, row)
    with fold(say("From a date to a date"), f"dates-{row.id}"):
        dates_form(say, viewer, row, desk.workshop.zone)
    if row.kind is RoundKind.COLLECT:
        chips_form(say, viewer, desk)
