"""A promise that was checked and is worth keeping: process, data and promise, stored together or not at all.

Invariants: checking stores nothing; saving is one command. Whoever checks may bring a new process with its first data,
for the person who answers for it; into a process that exists data come only by who may load them there.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from analysis.cases import Cases
from models import evidence, opening_hours, processes, promises
from models.access import May, Viewer
from models.errors import Refusal


def save_check(
    session: Session, viewer: Viewer, *, now: datetime, cases: Cases, lines: list[int], as_of: datetime,
    file_name: str, file_hash: str, process_id: str | None = None, process: dict[str, Any] | None = None,
    idea_id: str | None = None, hours: dict[str, Any] | None = None, **terms: Any,
) -> dict[str, str]:  # fmt: skip
    """Save a checked promise as a draft. `process` are the fields of a new one, or `process_id` names one that exists.

    hours: the opening hours that were typed for the check (`set_opening_hours`); a process that has its own keeps them.
    Data that the process already has are not loaded twice. Returns the ids of process and promise.
    """
    viewer.must(May.PROMISE_CHECK)
    viewer.must(May.PROMISE_WRITE)
    if process_id is None:
        process_id = processes.create_process(session, viewer, now=now, **(process or {}))
        row = processes.process_for(session, viewer, process_id)
    else:
        row = processes.process_for(session, viewer, process_id)
        viewer.must(May.EVIDENCE_LOAD, owner_id=row.owner_id)
    if hours is not None and opening_hours.hours_of(row) is None:
        opening_hours.write_hours(session, viewer, now=now, process=row, **hours)
    try:
        evidence.store_load(
            session, viewer, now=now, process=row, as_of=as_of, file_name=file_name, file_hash=file_hash, found=cases,
            lines=lines,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code != "already_imported":
            raise
    promise_id = promises.create_promise(session, viewer, now=now, process_id=process_id, idea_id=idea_id, **terms)
    return {"process_id": process_id, "promise_id": promise_id}
