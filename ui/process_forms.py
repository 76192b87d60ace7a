"""The fields of a process, and its cases on the desk: what came in when, and how it is taken back."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from models.access import Viewer
from models.case_sets import EvidenceSet, EvidenceSummary
from models.evidence import LoadView, Source, undo_load
from models.people import PersonView
from models.processes import NAME_LIMIT, NOUN_LIMIT, ZONE_LIMIT, ProcessView, change_process
from ui.cards import plain
from ui.entry import attempt, form_key
from ui.folds import fold
from ui.source_parts import source_words
from words.promises import cases_words
from words.speech import Speech
from words.verdicts import as_of_words
from words.warnings import warning_sentence


def process_fields(
    say: Speech, people: Sequence[PersonView], process: ProcessView | None, *, own: str | None
) -> dict[str, Any]:
    """Name, owner, the trade's noun, zone: the fields of a command that creates or changes a process."""
    name = st.text_input(say("Name"), value=process.name if process else "", max_chars=NAME_LIMIT)
    wanted = process.owner_id if process else own
    first = next((at for at, one in enumerate(people) if one.id == wanted), 0)
    owner = st.selectbox(say("Who answers for it?"), people, index=first, format_func=lambda one: one.name)
    left, right = st.columns(2)
    one = left.text_input(say("One case is called"), value=process.noun.one if process else "",
                          placeholder=say("order"), max_chars=NOUN_LIMIT)  # fmt: skip
    many = right.text_input(say("Several are called"), value=process.noun.many if process else "",
                            placeholder=say("orders"), max_chars=NOUN_LIMIT)  # fmt: skip
    zone = st.text_input(say("Time zone"), value=process.zone if process else "Europe/Rome", max_chars=ZONE_LIMIT)
    return {"name": name, "owner_id": owner.id if owner else "", "noun_one": one, "noun_many": many, "zone": zone}


def change_process_form(say: Speech, viewer: Viewer, process: ProcessView, people: Sequence[PersonView]) -> None:
    """The process told anew, by whoever answers for it."""
    edit = form_key(f"process-{process.id}")
    with fold(say("Change the process"), edit), st.form(edit, border=False):
        fields = process_fields(say, people, process, own=viewer.person_id)
        if st.form_submit_button(say("Save")) and attempt(
            change_process, viewer, form_key=edit, process_id=process.id, **fields
        ):
            st.rerun()


def evidence_sentence(say: Speech, process: ProcessView, which: EvidenceSet, summary: EvidenceSummary) -> str:
    """4.154 orders, 75 still open, data as of 22 Nov."""
    cases = plain(cases_words(say, summary.cases, process.noun.one, process.noun.many))
    return say(
        "%(cases)s, %(open)s still open, data as of %(day)s.", cases=cases, open=say.number(summary.open),
        day=as_of_words(say, which.as_of, process.zone),
    )  # fmt: skip


def show_loads(say: Speech, viewer: Viewer, process: ProcessView, loads: Sequence[LoadView], *, may_load: bool) -> None:
    """Folded: what came in when, what was dirty, and the way back for the last one."""
    within = fold(say("What came in when"), "loads", expanded=len(loads) < 3)
    last = next((load for load in loads if not load.undone), None)
    for load in loads:
        with within, st.container(border=True):
            told = say.many(
                "%(n)s row, %(new)s new, %(changed)s changed", "%(n)s rows, %(new)s new, %(changed)s changed",
                load.rows, new=say.number(load.new), changed=say.number(load.changed),
            )  # fmt: skip
            came = plain(load.file_name) if load.source is Source.FILE else source_words(say, load.source)
            st.markdown(f"**{load.number}.** {say.moment(load.loaded_at, process.zone)} · {came} · "
                        f"{told} · {say('data as of %(day)s', day=as_of_words(say, load.as_of, process.zone))}"
                        + (f" · **{say('undone')}**" if load.undone else ""))  # fmt: skip
            for code, count in load.notes:
                st.caption(warning_sentence(say, code, count))
            key = form_key(f"undo-{load.id}")
            if may_load and load is last and st.button(say("Undo this load"), key=key):
                what = {"process_id": process.id, "number": load.number}
                if attempt(undo_load, viewer, form_key=key, **what):
                    st.rerun()
