"""Bringing data into a process on the desk: a file dropped here, looked at, then taken in; large ones piece by piece,
with how far it is and a way to stop.
"""

import hashlib
from functools import partial
from typing import Any

import streamlit as st

from models.access import Viewer
from models.errors import Refusal
from models.evidence import file_brought, load_cases
from models.processes import ProcessView
from models.telling import Stage, tell
from store.doors import StoreTrouble, reading, writing
from ui.cards import plain
from ui.case_file import (
    Reader,
    choose_as_of,
    choose_columns,
    choose_sheet,
    drop_field,
    proposed_as_of,
    show_notes,
    show_unreadable,
    take_file,
)
from ui.entry import ask, attempt, enter, form_key, now
from ui.how_far import how_far
from ui.kept import kept
from words.refusals import refusal_sentence
from words.speech import Speech

LARGE = 4_000_000
MOST_ROWS = 1_000_000
LOGS = (".xes", ".xes.gz")


def bring_data(say: Speech, viewer: Viewer, process: ProcessView, count: int, reader: Reader) -> None:
    """The field for a file and everything until its cases are in. `count`: how many loads there were before."""
    st.subheader(say("Bring the data"))
    # A new field after each load: what came in does not stand there to be sent again.
    field = f"load-{process.id}-{count}"
    dropped = drop_field(say, field, reader)
    if dropped is None or _here_already(say, viewer, process, sha := _sha(f"{field}-{dropped.file_id}", dropped)):
        return
    if dropped.name.casefold().endswith(LOGS):
        _bring_log(say, process, field, dropped, reader)
        return
    if dropped.size > LARGE and reader.open_large is not None:
        _bring_large(say, viewer, process, field, dropped, sha, reader)
        return
    taken = take_file(say, field, dropped, reader, zone=process.zone)
    if taken is None:
        return
    names = taken.named("process")
    one = st.selectbox(say("Which process?"), names, index=None) if len(names) > 1 else None
    taken = taken.only(one) if one else taken
    # Of a file of several processes each comes in for itself, and is asked after for itself.
    if _here_already(say, viewer, process, taken.sha):
        return
    as_of = choose_as_of(say, taken.key, proposed_as_of(taken.last, process.zone), process.zone)
    key = form_key(f"load-{process.id}")
    if (one or len(names) < 2) and st.button(
        say.many("Take in %(n)s row", "Take in %(n)s rows", len(taken.lines)), type="primary", key=key
    ):
        what = {"as_of": as_of, "file_name": taken.name, "file_hash": taken.sha, "lines": taken.lines}
        with how_far(say, "store"):
            done = attempt(load_cases, viewer, form_key=key, process_id=process.id, cases=taken.cases, **what)
        if done:
            st.rerun()


def _bring_large(
    say: Speech, viewer: Viewer, process: ProcessView, field: str, dropped: Any, sha: str, reader: Reader
) -> None:
    name = f"{field}-{dropped.file_id}"
    try:
        seen = _looked(say, name, dropped, reader, None)
        sheet = None
        if len(seen.sheets) > 1 and not seen.columns:
            sheet = choose_sheet(say, name, seen)
            if sheet is None:
                return
            seen = _looked(say, name, dropped, reader, sheet)
        chosen = choose_columns(say, name, seen)
        only = st.text_input(say("Which process?")) if "process" in chosen.columns else ""
        if only and _here_already(say, viewer, process, hashlib.sha256(f"{sha}|{only}".encode()).hexdigest()):
            return
        as_of = choose_as_of(say, name, proposed_as_of(now().timestamp() - 86_400, process.zone), process.zone)
        pressed = st.button(
            say.many("Take in %(n)s row", "Take in %(n)s rows", seen.total_rows), type="primary",
            key=form_key(f"load-{process.id}"), disabled=not chosen.ready,
        )  # fmt: skip
        if pressed and chosen.ready:
            what = {"columns": chosen.columns, "date_formats": chosen.formats, "sheet": sheet, "only": only or None}
            _take_in(say, process, dropped, reader, seen.total_rows, {"as_of": as_of, **what})
    except reader.unreadable as refused:
        show_unreadable(say, refused.errors, refused.total)  # type: ignore[attr-defined]


def _bring_log(say: Speech, process: ProcessView, field: str, dropped: Any, reader: Reader) -> None:
    """An event log: which events are the clock, as of when, then its cases come in."""
    name = f"{field}-{dropped.file_id}"
    if not _log_looked_at(say, name, dropped, reader, process.zone):
        return
    left, right = st.columns(2)
    start = left.text_input(say("Event that starts the clock (empty: the first)"), key=f"{name}-from")
    end = right.text_input(say("Event that stops it (empty: the last)"), key=f"{name}-to")
    as_of = choose_as_of(say, name, proposed_as_of(now().timestamp() - 86_400, process.zone), process.zone)
    if st.button(say("Take in the cases"), type="primary", key=form_key(f"load-{process.id}")):
        what = {"as_of": as_of, "columns": {}, "date_formats": {}, "events": (start or None, end or None)}
        try:
            _take_in(say, process, dropped, reader, None, what)
        except reader.unreadable as refused:
            show_unreadable(say, refused.errors, refused.total)  # type: ignore[attr-defined]


def _here_already(say: Speech, viewer: Viewer, process: ProcessView, sha: str) -> bool:
    """Whether this very file is among the data; said as soon as it is dropped, before anybody chooses anything."""
    earlier = ask(file_brought, viewer, process_id=process.id, file_hash=sha)
    if earlier is not None:
        moment = say.moment(earlier, process.zone)
        st.warning(say("This very file was already imported on %(moment)s. Nothing was added.", moment=moment))
    return earlier is not None


def _sha(name: str, dropped: Any) -> str:
    return kept(f"{name}|sha", lambda: hashlib.sha256(dropped.getvalue()).hexdigest())


def _log_looked_at(say: Speech, name: str, dropped: Any, reader: Reader, zone: str) -> bool:
    """How many cases an event log holds, and which of its attributes nobody reads; False where it cannot be read."""
    if reader.look_log is None:
        return True
    look = partial(
        reader.look_log, dropped.getvalue(), dropped.name, zone=zone,
        told=lambda rows, part: tell(Stage.READING, rows, part=part),
    )  # fmt: skip
    try:
        with how_far(say, "look"):
            seen = kept(f"{name}|log", look)
    except reader.unreadable as refused:
        show_unreadable(say, refused.errors, refused.total)  # type: ignore[attr-defined]
        return False
    st.caption(say.many("%(n)s case in the log", "%(n)s cases in the log", seen.cases))
    show_notes(say, seen.notes)
    return True


def _take_in(
    say: Speech, process: ProcessView, dropped: Any, reader: Reader, rows: int | None, what: dict[str, Any]
) -> None:
    """Piece by piece. Pressing *Stop* ends this run at the next piece, and nothing of the file then counts."""
    if reader.load is None:
        return
    try:
        with how_far(say, "pieces"):
            st.button(say("Stop: take nothing in"), key=f"stop-{dropped.file_id}")
            reader.load(
                dropped.getvalue(), dropped.name, viewer=enter("process"), process_id=process.id, zone=process.zone,
                doors=(reading, writing, now), told=lambda stage, done, part: _tell(stage, done, part, rows), **what,
            )  # fmt: skip
    except Refusal as refusal:
        st.error(plain(refusal_sentence(say, refusal.code, {**refusal.facts, "zone": process.zone})))
    except StoreTrouble:
        st.error(refusal_sentence(say, "", {}))
    else:
        st.rerun()


def _tell(stage: str, done: int, part: float, rows: int | None) -> None:
    """What the reader of large files says, as everything else that is brought in says it."""
    # It looks a file over once more, then reads it and compares. rows: how many it holds, where that is known by now.
    if stage == "looking":
        tell(Stage.READING, done, part=done / rows if rows else part)
    else:
        tell(Stage.STORING if stage == "storing" else Stage.CHECKING, done, round(done / part) if part else done)


def _looked(say: Speech, name: str, dropped: Any, reader: Reader, sheet: str | None) -> Any:
    """What the file seems to hold; looked at once an upload."""
    key = f"{name}|large|{sheet}"
    if key not in st.session_state:
        data = dropped.getvalue()
        # A line of a CSV is a row, but for lines within quotes; of what is packed nobody knows before it is read.
        held = max(1, data.count(b"\n")) if dropped.name.lower().endswith(".csv") else MOST_ROWS
        with how_far(say, "look"):
            try:
                opened = reader.open_large(  # type: ignore[misc]
                    data, dropped.name, sheet=sheet,
                    told=lambda rows: tell(Stage.READING, rows, part=min(1.0, rows / held)),
                )  # fmt: skip
                st.session_state[key] = opened.preview()
            except reader.unreadable as refused:
                if refused.errors[0].code != "which_sheet":  # type: ignore[attr-defined]
                    raise
                st.session_state[key] = reader.preview(data, dropped.name)
    return st.session_state[key]
