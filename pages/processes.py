"""The processes of the company: who answers for each, how many cases, how its promises stand."""

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.people import PersonView
from models.portfolio import PortfolioRow, promise_rows
from models.processes import ProcessView, create_process, processes_all
from ui.cards import empty_state, link_to, plain, verdict_chip
from ui.check_saving import staff_of
from ui.entry import ask, attempt, enter, form_key, now
from ui.folds import fold
from ui.places import place_file
from ui.process_forms import process_fields
from ui.table_down import table_down
from words.speech import speech


def overview(session: Session, viewer: Viewer) -> tuple[list[ProcessView], list[PortfolioRow], list[PersonView]]:
    """The processes, the promises that stand on them, and who may answer for one."""
    return processes_all(session, viewer), promise_rows(session, viewer, now=now()), staff_of(session, viewer)


viewer = enter("processes")
say = speech(viewer.language)
processes, promises, people = ask(overview, viewer)
st.title(
    say.many("%(n)s process keeps what we promise.", "%(n)s processes keep what we promise.", len(processes))
    if processes
    else say("No process yet.")
)
if not processes:
    empty_state(
        viewer,
        say("A process is what the company does again and again: delivering, repairing, answering. Its cases come from"
            " Excel."),
        "check",
        say("Check a promise"),
    )  # fmt: skip
else:
    link_to(viewer, "blueprint", say("Chains of processes"))
for process in processes:
    with st.container(border=True):
        left, right = st.columns([2, 3])
        with left:
            link_to(viewer, "process", plain(process.name), process=process.id)
        left.caption(say("Answers for it: %(name)s", name=plain(process.owner)))
        for row in [row for row in promises if row.process_id == process.id]:
            right.markdown(f"{verdict_chip(say, row.stands)} · {say.quoted(plain(row.terms.sentence))}")
if viewer.may(May.PROCESS_CREATE):
    key = form_key("process")
    with fold(say("New process"), key), st.form(key, border=False):
        fields = process_fields(say, people, None, own=viewer.person_id)
        if st.form_submit_button(say("Create"), type="primary"):
            saved = attempt(create_process, viewer, form_key=key, **fields)
            if saved:
                st.switch_page(place_file("process"), query_params={"process": saved.answer})
if processes:
    table_down(say, "processes")
