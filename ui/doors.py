"""The open doors on the desk: a new touchpoint, its card to print, its address to copy."""

import streamlit as st

from models.access import Viewer
from models.touchpoints import (
    Control,
    StageView,
    TouchpointView,
    add_touchpoint,
    change_touchpoint,
    stages_all,
)
from store.settings import settings
from ui.entry import ask, attempt, form_key
from words.speech import Speech


def door_links(viewer: Viewer, say: Speech, points: list[TouchpointView]) -> None:
    """The addresses of the doors and their cards, folded."""
    if not points:
        return
    doors = st.expander(say("The doors that are always open"), key="open-doors", on_change="rerun")
    if not doors.open:
        return
    with doors:
        st.html(f'<p><a href="/print/cards" target="_blank">{say("Print all the cards (A6, four on a sheet)")}</a></p>')
        point = st.selectbox(say("Touchpoint"), points, format_func=lambda one: one.name, key="door-touchpoint")
        st.code(f"{settings().public_url}/door/{point.door_token}", language=None, wrap_lines=True)
        st.html(f'<p><a href="/print/card/{point.id}" target="_blank">{say("Print this card")}</a></p>')


def touchpoint_form(viewer: Viewer, say: Speech, *, has_some: bool) -> None:
    """A new touchpoint; it has its open door at once."""
    fold = st.expander(say("Add a touchpoint"), expanded=not has_some, key=f"add-touchpoint-{has_some}",
                       on_change="rerun")  # fmt: skip
    if not fold.open:
        return
    stages = ask(stages_all, viewer)
    key = form_key("touchpoint")
    with fold, st.form(key, border=False):
        name = st.text_input(say("Where do customers meet you?"), max_chars=40, placeholder=say("Shop in Faenza"))
        stage: StageView | None = st.selectbox(say("Stage of the journey"), stages, format_func=lambda one: one.name)
        control = st.selectbox(say("In your hands?"), list(Control), format_func=lambda one: _control(say, one))
        sent = st.form_submit_button(say("Add"), type="primary")
    if (
        sent
        and stage is not None
        and control is not None
        and attempt(add_touchpoint, viewer, form_key=key, name=name, stage_id=stage.id, control=control.value)
    ):
        st.rerun()


def change_touchpoint_form(viewer: Viewer, say: Speech, points: list[TouchpointView]) -> None:
    """Say a touchpoint anew: its name, its stage, in whose hands it is. Its door and its card stay."""
    fold = st.expander(say("Change a touchpoint"), key="change-a-touchpoint", on_change="rerun")
    if not fold.open:
        return
    stages = ask(stages_all, viewer)
    with fold:
        point = st.selectbox(say("Touchpoint"), points, format_func=lambda one: one.name, key="change-touchpoint")
        key = form_key(f"touchpoint-{point.id}")
        with st.form(key, border=False):
            name = st.text_input(say("Where do customers meet you?"), value=point.name, max_chars=40)
            first = next((at for at, one in enumerate(stages) if one.id == point.stage_id), 0)
            stage = st.selectbox(say("Stage of the journey"), stages, index=first, format_func=lambda one: one.name)
            hands = list(Control)
            control = st.selectbox(say("In your hands?"), hands, index=hands.index(point.control),
                                   format_func=lambda one: _control(say, one))  # fmt: skip
            what = {"touchpoint_id": point.id, "name": name, "stage_id": stage.id, "control": control.value}
            if st.form_submit_button(say("Save")) and attempt(change_touchpoint, viewer, form_key=key, **what):
                st.rerun()


def _control(say: Speech, control: str) -> str:
    words = {"ours": say("Yes"), "partly": say("In part"), "no": say("No")}
    return words[control]
