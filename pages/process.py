"""One process: its cases, where they came from, and the promises that stand on it."""

from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from exchange.batches import CaseFile
from exchange.loading import load_upload
from exchange.sql_source import SourceTrouble, look_at, place_of
from exchange.tables import UnreadableFile, preview_cases, read_cases
from exchange.xes import preview_log
from models.access import May, Viewer
from models.case_sets import EvidenceSet, EvidenceSummary, evidence_sets, evidence_summary
from models.evidence import LoadView, loads_of
from models.own_answers import OwnAnswersView, own_answers_of
from models.people import PersonView
from models.portfolio import PortfolioRow, promise_rows
from models.processes import ProcessView, process_view
from ui.capacity_parts import capacity_of_process
from ui.cards import plain
from ui.case_file import Reader
from ui.check_saving import staff_of
from ui.entry import ask, enter, now
from ui.evidence_in import bring_data
from ui.hours_fields import hours_of_process
from ui.not_ours import ties_of_process
from ui.own_answers import own_answers_part
from ui.process_forms import change_process_form, evidence_sentence, show_loads
from ui.promise_rows import show_row, thread_slot
from ui.source_parts import Asker, source_parts
from words.speech import speech

READER = Reader(preview_cases, read_cases, UnreadableFile, CaseFile, load_upload, preview_log)
ASKER = Asker(place_of, look_at, SourceTrouble)


@dataclass(frozen=True)
class Seen:
    """What the page shows."""

    process: ProcessView
    which: EvidenceSet | None
    summary: EvidenceSummary | None
    loads: list[LoadView]
    promises: list[PortfolioRow]
    people: list[PersonView]
    own: OwnAnswersView | None


def seen_of(session: Session, viewer: Viewer, *, process_id: str) -> Seen:
    """Everything in one reading."""
    process = process_view(session, viewer, process_id=process_id)
    which = evidence_sets(session, viewer, process_ids={process_id}).get(process_id)
    summary = evidence_summary(session, viewer, which=which) if which else None
    loads = loads_of(session, viewer, process_id=process_id)
    rows = promise_rows(session, viewer, now=now(), process_id=process_id)
    own = own_answers_of(session, viewer, process_id=process_id)
    return Seen(process, which, summary, loads, rows, staff_of(session, viewer), own)


viewer = enter("process")
say = speech(viewer.language)
seen = ask(seen_of, viewer, process_id=st.query_params.get("process") or st.query_params.get("id", ""))
process = seen.process
st.markdown(f"### {plain(process.name)}")
if seen.which and seen.summary:
    st.title(evidence_sentence(say, process, seen.which, seen.summary))
    st.html(f'<p><a href="/download/cases/{process.id}.csv" target="_self">{say("Download the cases")}</a></p>')
else:
    st.title(say("No cases yet."))
st.caption(say("Answers for it: %(name)s", name=plain(process.owner)))
for row in seen.promises:
    show_row(say, viewer, row)
may_load = viewer.may(May.EVIDENCE_LOAD, owner_id=process.owner_id)
if may_load:
    bring_data(say, viewer, process, len(seen.loads), READER)
if seen.loads:
    show_loads(say, viewer, process, seen.loads, may_load=may_load)
source_parts(say, viewer, process, seen.promises, ASKER)
if may_load:
    own_answers_part(say, viewer, process.id, seen.own)
may_edit = viewer.may(May.PROCESS_EDIT, owner_id=process.owner_id)
hours_of_process(say, viewer, process, may_edit=may_edit)
capacity_of_process(say, viewer, process, may_edit=may_edit)
ties_of_process(say, viewer, process.id, may_edit=may_edit)
if may_edit:
    change_process_form(say, viewer, process, seen.people)
thread_slot(viewer, "process", process.id)
