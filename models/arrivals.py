"""Arrivals: cases that come in without somebody at a form, and large files that come in piece by piece.

Invariants: what arrives piece by piece stands there as undone until it is whole, so a set holds all of it or nothing,
and nobody else waits for it; one load of a process at a time; cut off on its way, it never counts and its rows go with
the next arrival; the same delivery twice is one load, and one that somebody took back does not come in again by itself.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from analysis.cases import Cases
from models import activity
from models.access import May, Viewer
from models.case_texts import one_line
from models.days import zone_here
from models.errors import Refusal
from models.evidence import (
    ARRIVES_WITHIN,
    CaseVersion,
    Load,
    Source,
    Wanted,
    loads_before,
    newest_versions,
    store_load,
)
from models.processes import Process, process_for

PIECE = 20_000
# (case id, start, end, outcome, value, segment, touchpoint), as they stand in a row.
Content = tuple[str, float | None, float | None, str | None, float | None, str | None, str | None]


def deliver_cases(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, as_of: datetime, file_name: str,
    file_hash: str, cases: Cases, lines: list[int] | None = None, source: Source = Source.PROGRAM,
) -> dict[str, Any]:  # fmt: skip
    """Take in what a machine brings, whole. The same again answers as before (`again`) and does nothing.

    Raises:
        Refusal: `load_undone` (facts `on`, `zone`): somebody took this very delivery back; and those of `store_load`.
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    known = _delivered(session, process_id, file_hash)
    if known is not None:
        return known
    told = store_load(
        session, viewer, now=now, process=process, as_of=as_of, file_name=file_name, file_hash=file_hash, found=cases,
        lines=lines, source=source,
    )  # fmt: skip
    return {**told, "again": False}


def begin_arrival(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, as_of: datetime, file_name: str,
    file_hash: str, rows: int, source: Source = Source.FILE,
) -> dict[str, Any]:  # fmt: skip
    """Announce a large load. Returns its id, its number, and the numbers of the loads before it that count.

    `again` in the answer: this very delivery is here already, and nothing is to be done.

    Raises:
        Refusal: `no_cases`, `load_running`, `as_of_future`, `as_of_older`, `already_imported`, `load_undone`.
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    if not rows:
        raise Refusal("no_cases")
    if source is not Source.FILE and (known := _delivered(session, process_id, file_hash)) is not None:
        return known
    loads, active = loads_before(session, process_id, now=now, as_of=as_of, file_hash=file_hash)
    _sweep(session, [load for load in loads if load.arriving_since is not None])
    load = Load(
        process_id=process_id, number=loads[-1].number + 1 if loads else 1, as_of=as_of,
        file_name=one_line(file_name), file_hash=file_hash, row_count=rows, new_count=0, changed_count=0, notes="[]",
        loaded_at=now, loaded_by=viewer.person_id or "", undone_at=now, arriving_since=now, source=source,
    )  # fmt: skip
    session.add(load)
    session.flush()
    return {"load_id": load.id, "number": load.number, "before": [one.number for one in active], "again": False}


def add_piece(
    session: Session, viewer: Viewer, *, now: datetime, load_id: str, rows: Sequence[tuple[int, str, Content]]
) -> int:
    """Write some rows of an arrival: (line, flags, content). Returns how many."""
    load = _arriving(session, viewer, load_id, now)
    written = [
        {
            "process_id": load.process_id, "load_number": load.number, "line": line, "flags": flags, "case_id": c[0],
            "start": c[1], "end": c[2], "outcome": c[3], "value": c[4], "segment": c[5], "touchpoint": c[6],
        }
        for line, flags, c in rows
    ]  # fmt: skip
    if written:
        session.connection().execute(insert(CaseVersion), written)
    return len(written)


def finish_arrival(
    session: Session, viewer: Viewer, *, now: datetime, load_id: str, new: int, changed: int, same: int,
    notes: Sequence[tuple[str, int]],
) -> dict[str, Any]:  # fmt: skip
    """The load is whole: from now on it counts. Returns what `evidence.load_cases` returns.

    Raises:
        Refusal: `load_running`: it took so long that another one came in meanwhile.
    """
    load = _arriving(session, viewer, load_id, now)
    session.exec(select(Process.id).where(Process.id == load.process_id).with_for_update(key_share=True)).one()
    later = select(Load.id).where(Load.process_id == load.process_id, col(Load.number) > load.number)
    if session.exec(later.limit(1)).first() is not None:
        raise Refusal("load_running")
    load.undone_at = load.arriving_since = None
    load.loaded_at, load.new_count, load.changed_count, load.notes = now, new, changed, json.dumps(notes)
    session.add(load)
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE case_versions")
    told = {"number": load.number, "rows": load.row_count, "new": new, "changed": changed, "same": same}
    activity.record(session, viewer, "load", "process", load.process_id, now=now, after={"load": load.id, **told})
    return {"load_id": load.id, **told, "again": False}


def abandon_arrival(session: Session, viewer: Viewer, *, now: datetime, load_id: str) -> None:
    """Take back what has come in so far of a load that does not come in whole. Nothing of it ever counted."""
    _sweep(session, [_arriving(session, viewer, load_id, now)])


def known_contents(
    session: Session, viewer: Viewer, *, process_id: str, numbers: Sequence[int], piece: int = PIECE
) -> Iterator[list[Content]]:
    """What is known of every case, in the order it came, so many rows at a time, for telling what is new."""
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    return _contents(session, process_id, tuple(numbers), piece)


def _contents(session: Session, process_id: str, numbers: tuple[int, ...], piece: int) -> Iterator[list[Content]]:
    v = CaseVersion
    wanted: Wanted = newest_versions(select_columns(
        col(v.case_id), col(v.start), col(v.end), col(v.outcome), col(v.value), col(v.segment), col(v.touchpoint)
    ), process_id, numbers)  # fmt: skip
    streamed = session.connection().execute(
        wanted.order_by(col(v.load_number), col(v.line)), execution_options={"yield_per": piece}
    )
    for part in streamed.partitions(piece) if numbers else ():
        yield [tuple(row) for row in part]


def _arriving(session: Session, viewer: Viewer, load_id: str, now: datetime) -> Load:
    viewer.must(May.EVIDENCE_SEE)
    load = session.get(Load, load_id)
    if load is None or load.arriving_since is None or load.loaded_by != viewer.person_id:
        raise Refusal("not_allowed")
    if now - load.arriving_since >= ARRIVES_WITHIN:
        raise Refusal("load_running")
    return load


def _sweep(session: Session, loads: list[Load]) -> None:
    """Rows of loads that never became whole."""
    for load in loads:
        rows = delete(CaseVersion).where(
            col(CaseVersion.process_id) == load.process_id, col(CaseVersion.load_number) == load.number
        )
        session.connection().execute(rows)
        session.delete(load)
    session.flush()


def _delivered(session: Session, process_id: str, file_hash: str) -> dict[str, Any] | None:
    """What was answered to this very delivery, where it came in before."""
    asked = select(Load).where(
        Load.process_id == process_id, Load.file_hash == file_hash, col(Load.arriving_since).is_(None)
    )
    known = session.exec(asked.order_by(col(Load.number).desc()).limit(1)).first()
    if known is None:
        return None
    if known.undone_at is not None:
        raise Refusal("load_undone", on=known.undone_at, zone=zone_here())
    told = {"number": known.number, "rows": known.row_count, "new": known.new_count, "changed": known.changed_count}
    return {"load_id": known.id, **told, "again": True}
