"""The activities of a workshop: add one by its purpose, move it, take it out. Nobody needs the name of a method."""

import streamlit as st

from models.access import Viewer
from models.round_order import move_round, remove_round
from models.rounds import QUESTION_LIMIT, TO_OPEN, add_round
from ui.cards import plain
from ui.entry import attempt, form_key
from ui.workshop_desk import Desk
from words.activities import OTHER_WAYS, PURPOSES, activity_name, activity_sentence, purpose_question, way_words
from words.speech import Speech


def builder_part(say: Speech, viewer: Viewer, desk: Desk) -> None:
    """Every activity in a line with its sentence; what has opened once stays where it is."""
    may_move = {one.id for one in desk.rounds if one.state in TO_OPEN}
    for at, row in enumerate(desk.rounds):
        words, buttons = st.columns([5, 2], vertical_alignment="center")
        words.markdown(f"**{row.position}. {plain(activity_name(say, row.kind))}** · {plain(row.question)}")
        words.caption(plain(activity_sentence(say, row, desk.workshop.zone)))
        if row.id not in may_move:
            continue
        with buttons.container(horizontal=True, horizontal_alignment="right", gap="small"):
            for up, sign, label in ((True, "↑", say("Earlier")), (False, "↓", say("Later on"))):
                other = at - 1 if up else at + 1
                if 0 <= other < len(desk.rounds) and desk.rounds[other].id in may_move:
                    key = form_key(f"move-{row.id}-{up}")
                    if st.button(sign, key=key, help=label) and attempt(
                        move_round, viewer, form_key=key, round_id=row.id, up=up
                    ):
                        st.rerun()
            key = form_key(f"take-out-{row.id}")
            if (
                row.opened_at is None
                and st.button("✕", key=key, help=say("Take it out"))
                and attempt(remove_round, viewer, form_key=key, round_id=row.id)
            ):
                st.rerun()
    add_form(say, viewer, desk)


def add_form(say: Speech, viewer: Viewer, desk: Desk) -> None:
    """A purpose is asked, not a mode; its question can be said anew."""
    st.markdown(f"**{say('Add an activity')}**")
    place = f"add-{desk.workshop.id}"
    other = "other"
    chosen = st.radio(
        say("What do you want to know?"), [*PURPOSES, other],
        format_func=lambda one: say("Other ways") if one == other else purpose_question(say, one),
        captions=[*(way_words(say, one) for one in PURPOSES), ""], key=f"{place}-purpose", index=None,
    )  # fmt: skip
    if chosen == other:
        chosen = st.selectbox(
            say("Other ways"), OTHER_WAYS, index=None, key=f"{place}-other",
            format_func=lambda one: f"{purpose_question(say, one)} ({way_words(say, one)})",
        )  # fmt: skip
    if chosen is None:
        return
    key = form_key(place)
    with st.form(key, border=False):
        question = st.text_input(say("Question"), value=purpose_question(say, chosen), max_chars=QUESTION_LIMIT,
                                 key=f"{key}-{chosen}")  # fmt: skip
        if st.form_submit_button(say("Add it")) and attempt(
            add_round, viewer, form_key=key, workshop_id=desk.workshop.id, kind=chosen, question=question
        ):
            for name in (f"{place}-purpose", f"{place}-other"):
                st.session_state.pop(name, None)
            st.rerun()
