"""Chains of processes as the customer walks through them: one picture, the weakest step in the title."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.blueprints import (
    BlueprintView,
    blueprints_all,
    change_blueprint,
    draw_blueprint,
    remove_blueprint,
)
from models.processes import ProcessView, processes_all
from ui.blueprint_parts import blueprint_fields, choose_steps, show_chain
from ui.cards import empty_state, link_to, plain
from ui.entry import ask, attempt, enter, form_key
from ui.folds import fold
from ui.launch import read_chain
from ui.places import place_file
from ui.verdicts import refresh_all
from words.speech import speech


def chains(session: Session, viewer: Viewer) -> tuple[list[BlueprintView], list[ProcessView]]:
    """The chains, and the processes a new one may be made of."""
    return blueprints_all(session, viewer), processes_all(session, viewer)


viewer = enter("blueprint")
say = speech(viewer.language)
asked = st.query_params.get("blueprint", "")
rows, processes = ask(chains, viewer)
if asked:
    refresh_all(say, viewer)
    study = read_chain(say, viewer, asked)
    if study is None:
        st.error(say("This is not here, or not yours to see."))
        st.stop()
    chain = study.blueprint
    st.markdown(f"### {plain(chain.name)}")
    show_chain(say, viewer, study)
    link_to(viewer, "blueprint", say("All chains"))
    if chain.may_edit:
        key = form_key(f"chain-{chain.id}")
        with fold(say("Change the chain"), key):
            steps = choose_steps(say, processes, chain, key)
            with st.form(key, border=False):
                fields = blueprint_fields(say, steps, chain, key)
                if st.form_submit_button(say("Save")) and attempt(
                    change_blueprint, viewer, form_key=key, blueprint_id=chain.id, **fields
                ):
                    st.rerun()
        gone = form_key(f"chain-gone-{chain.id}")
        with st.popover(say("Take it away"), key=f"pop-{gone}"):
            if st.button(say("Take it away"), key=gone) and attempt(
                remove_blueprint, viewer, form_key=gone, blueprint_id=chain.id
            ):
                st.switch_page(place_file("blueprint"))
else:
    st.title(
        say.many("%(n)s chain of processes.", "%(n)s chains of processes.", len(rows))
        if rows
        else say("No chain of processes yet.")
    )
    if not processes:
        empty_state(viewer, say("A chain is made of processes: bring the data of one first."), "check",
                    say("Check a promise"))  # fmt: skip
    for row in rows:
        with st.container(border=True):
            link_to(viewer, "blueprint", plain(row.name), blueprint=row.id)
            st.markdown(" → ".join(plain(step.title) for step in row.steps))
    if processes and viewer.may(May.BLUEPRINT_WRITE):
        key = form_key("chain")
        with fold(say("Draw a chain"), key, expanded=not rows):
            steps = choose_steps(say, processes, None, key)
            with st.form(key, border=False):
                fields = blueprint_fields(say, steps, None, key)
                if st.form_submit_button(say("Draw"), type="primary"):
                    saved = attempt(draw_blueprint, viewer, form_key=key, **fields)
                    if saved:
                        st.switch_page(place_file("blueprint"), query_params={"blueprint": saved.answer})
