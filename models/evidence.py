"""Evidence: the dated cases of a process, as they came in, load by load.

Invariants: a case is (process, its id); a load writes a version only of what it changed and never touches an older
one, so a set is a snapshot date and a load number and can be read again for ever; a load is all or nothing, and the
last one can be undone (its rows stay, and no longer count); the same file twice is refused; data never go back in time;
dirty rows are kept, flagged and counted. Times are seconds since 1970, UTC: `analysis` takes them as they are.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Select, Text, UniqueConstraint, func, insert, text
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from analysis.cases import Cases, cases, clean
from models import activity
from models.access import May, Viewer
from models.base import Row, aware, new_id
from models.case_texts import FILE_NAME_LIMIT, ID_LIMIT, LABEL_LIMIT, one_line, short_enough
from models.days import day_here, day_in
from models.errors import Refusal
from models.processes import Process, process_for
from models.telling import Stage, in_pieces, tell

FLAGS_LIMIT = 120
MANY_ROWS = 500
# Data may be said to be complete up to the end of this very day, anywhere on earth.
AHEAD = timedelta(hours=36)
# Whatever has not come in whole by then was cut off on its way.
ARRIVES_WITHIN = timedelta(minutes=30)

Wanted = Select[*tuple[Any, ...]]
# One case as it is compared with its former version: start, end, outcome, value, segment, touchpoint.
Version = tuple[float | None, float | None, str | None, float | None, str | None, str | None]


class Source(StrEnum):
    """Where a load came from: a file somebody chose, a program, a database, or people who stood there and looked."""

    FILE = "file"
    PROGRAM = "program"
    DATABASE = "database"
    OBSERVED = "observed"


class Load(Row, table=True):
    """One file that came in. `as_of`: the data are complete up to this instant. `notes`: what was dirty, as JSON.

    arriving_since: it comes in piece by piece (`models.arrivals`) and, until it is whole, stands there as undone.
    """

    __tablename__ = "loads"
    __table_args__ = (UniqueConstraint("process_id", "number"), CheckConstraint("number >= 1", name="number"))

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    process_id: str = Field(max_length=32, foreign_key="processes.id")
    number: int
    as_of: datetime
    file_name: str = Field(max_length=FILE_NAME_LIMIT)
    file_hash: str = Field(max_length=64)
    row_count: int
    new_count: int
    changed_count: int
    notes: str = Field(sa_column=Column(Text, nullable=False))
    loaded_at: datetime
    loaded_by: str = Field(max_length=32, foreign_key="people.id")
    undone_at: datetime | None = None
    source: str = Field(default=Source.FILE, max_length=10, sa_column_kwargs={"server_default": Source.FILE.value})
    arriving_since: datetime | None = None


class CaseVersion(Row, table=True):
    """One row of a file, where it said something new. `line` is its row there; `flags` what was dirty about it."""

    __tablename__ = "case_versions"
    __table_args__ = (
        Index("ix_case_versions_case", "process_id", "case_id", "load_number"),
        # Few rows of many are open: those about to miss are asked for at every opening of Home (`models.care_cases`).
        Index("ix_case_versions_open", "process_id", "start", sqlite_where=text('"end" IS NULL'),
              postgresql_where=text('"end" IS NULL')),
    )  # fmt: skip

    process_id: str = Field(primary_key=True, max_length=32, foreign_key="processes.id")
    load_number: int = Field(primary_key=True)
    line: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    case_id: str = Field(max_length=ID_LIMIT)
    start: float | None = None
    end: float | None = None
    outcome: str | None = Field(default=None, max_length=LABEL_LIMIT)
    value: float | None = None
    segment: str | None = Field(default=None, max_length=LABEL_LIMIT)
    touchpoint: str | None = Field(default=None, max_length=LABEL_LIMIT)
    flags: str = Field(default="", max_length=FLAGS_LIMIT)


@dataclass(frozen=True)
class LoadView:
    """A load as the process page lists it. `notes`: (code, count) of what was dirty."""

    id: str
    number: int
    as_of: datetime
    file_name: str
    rows: int
    new: int
    changed: int
    notes: tuple[tuple[str, int], ...]
    loaded_at: datetime
    undone: bool
    source: Source = Source.FILE


def cases_of_columns(columns: Mapping[str, Any]) -> Cases:
    """Arrays from the columns of a read file (case_id, start, end and what else of ours there is)."""
    named = {name: list(columns[name]) for name in ("outcome", "value", "segment", "touchpoint") if name in columns}
    return cases(list(columns["case_id"]), list(columns["start"]), list(columns["end"]), **named)


def load_cases(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, as_of: datetime, file_name: str,
    file_hash: str, cases: Cases, lines: list[int] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Take a read file in, whole. Returns the load's id and number, and how many rows are new, changed, the same.

    Raises:
        Refusal: `no_cases`, `already_imported` (facts `on`, `number`), `as_of_future`, `as_of_older` (fact `on`),
            `case_text_long` (facts `line`, `limit`).
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    return store_load(
        session, viewer, now=now, process=process, as_of=as_of, file_name=file_name, file_hash=file_hash, found=cases,
        lines=lines,
    )  # fmt: skip


def store_load(
    session: Session, viewer: Viewer, *, now: datetime, process: Process, as_of: datetime, file_name: str,
    file_hash: str, found: Cases, lines: list[int] | None = None, source: Source = Source.FILE,
) -> dict[str, Any]:  # fmt: skip
    """Write one load, for the commands that let data in (they ask for permission)."""
    if not len(found):
        raise Refusal("no_cases")
    known, active = loads_before(session, process.id, now=now, as_of=as_of, file_hash=file_hash)
    places = lines or list(range(2, len(found) + 2))
    short_enough(found, places)
    number = known[-1].number + 1 if known else 1
    tell(Stage.CHECKING, 0, len(found))
    rows, new, changed = _news(session, process.id, [load.number for load in active], found)
    cleaned = clean(found, as_of.timestamp())
    tell(Stage.CHECKING, len(found), len(found))
    flags: dict[int, list[str]] = defaultdict(list)
    for code, dirty in cleaned.flags.items():
        for at in dirty.tolist():
            flags[at].append(code)
    notes = [[caveat.code, caveat.count] for caveat in cleaned.warnings]
    load = Load(
        process_id=process.id, number=number, as_of=as_of, file_name=one_line(file_name), file_hash=file_hash,
        row_count=len(found), new_count=new, changed_count=changed, notes=json.dumps(notes), loaded_at=now,
        loaded_by=viewer.person_id or "", source=source,
    )  # fmt: skip
    session.add(load)
    session.flush()
    written = [
        {
            "process_id": process.id, "load_number": number, "line": places[at], "case_id": case_id, "start": v[0],
            "end": v[1], "outcome": v[2], "value": v[3], "segment": v[4], "touchpoint": v[5],
            "flags": " ".join(flags.get(at, ())),
        }
        for at, case_id, v in rows
    ]  # fmt: skip
    for some in in_pieces(Stage.STORING, written):
        session.connection().execute(insert(CaseVersion), some)
    # Until PostgreSQL looks again it takes a fresh load for a handful of rows, and joins them one by one (18 s for
    # 8,000 cases); SQLite plans by its indexes.
    if len(written) >= MANY_ROWS and session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql("ANALYZE case_versions")
    same = len(found) - len(rows)
    told = {"number": number, "rows": len(found), "new": new, "changed": changed, "same": same}
    activity.record(session, viewer, "load", "process", process.id, now=now, after={"load": load.id, **told})
    return {"load_id": load.id, **told}


def loads_before(
    session: Session, process_id: str, *, now: datetime, as_of: datetime, file_hash: str
) -> tuple[list[Load], list[Load]]:
    """Every load of a process, and those that count, when one more may come in now; the process is held until then.

    Raises:
        Refusal: `as_of_future`, `already_imported`, `as_of_older`, `load_running` (another one is coming in).
    """
    if aware(as_of) > now + AHEAD:
        raise Refusal("as_of_future", field="as_of")
    # One load of a process at a time: the second waits for the first, then sees its rows.
    zone = session.exec(select(Process.zone).where(Process.id == process_id).with_for_update(key_share=True)).one()
    known = session.exec(select(Load).where(Load.process_id == process_id).order_by(col(Load.number))).all()
    if any(load.arriving_since is not None and now - load.arriving_since < ARRIVES_WITHIN for load in known):
        raise Refusal("load_running")
    active = [load for load in known if load.undone_at is None]
    for load in active:
        if load.file_hash == file_hash:
            raise Refusal("already_imported", on=day_here(load.loaded_at), number=load.number)
    if active and as_of < (newest := max(load.as_of for load in active)):
        # The last day that is whole in them: what ends at midnight is the day before.
        raise Refusal("as_of_older", field="as_of", on=day_in(zone, newest - timedelta(seconds=1)))
    return list(known), active


def file_brought(session: Session, viewer: Viewer, *, process_id: str, file_hash: str) -> datetime | None:
    """When this very file came into the process, where its rows still count."""
    viewer.must(May.EVIDENCE_SEE)
    same = (Load.process_id == process_id, Load.file_hash == file_hash, col(Load.undone_at).is_(None))
    return session.exec(select(Load.loaded_at).where(*same, col(Load.arriving_since).is_(None))).first()


def undo_load(session: Session, viewer: Viewer, *, now: datetime, process_id: str, number: int) -> None:
    """Take the last load back: its rows no longer count, the ones before it do again.

    Raises:
        Refusal: `not_last_load` when another one came in since, or it was undone already.
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    asked = select(Load).where(Load.process_id == process_id, col(Load.undone_at).is_(None))
    last = session.exec(asked.order_by(col(Load.number).desc()).limit(1).with_for_update()).first()
    if last is None or last.number != number:
        raise Refusal("not_last_load")
    last.undone_at = now
    session.add(last)
    activity.record(session, viewer, "undo_load", "process", process_id, now=now, before={"load": last.id})


def loads_of(session: Session, viewer: Viewer, *, process_id: str, limit: int = 50) -> list[LoadView]:
    """The loads of a process, newest first."""
    viewer.must(May.EVIDENCE_SEE)
    asked = select(Load).where(Load.process_id == process_id, col(Load.arriving_since).is_(None))
    asked = asked.order_by(col(Load.number).desc()).limit(limit)
    return [
        LoadView(
            row.id, row.number, row.as_of, row.file_name, row.row_count, row.new_count, row.changed_count,
            tuple((code, count) for code, count in json.loads(row.notes)), row.loaded_at, row.undone_at is not None,
            Source(row.source),
        )
        for row in session.exec(asked).all()
    ]  # fmt: skip


def newest_versions(wanted: Wanted, process_id: str, numbers: tuple[int, ...]) -> Wanted:
    """Restrict a statement to the rows of each case's newest load among `numbers`."""
    v = CaseVersion
    wanted = wanted.where(col(v.process_id) == process_id, col(v.load_number).in_(numbers))
    if len(numbers) == 1:
        return wanted
    newest = (
        select(col(v.case_id).label("case_id"), func.max(v.load_number).label("number"))
        .where(col(v.process_id) == process_id, col(v.load_number).in_(numbers))
        .group_by(col(v.case_id))
        .subquery()
    )
    return wanted.join(newest, (newest.c.case_id == col(v.case_id)) & (newest.c.number == col(v.load_number)))


def _news(
    session: Session, process_id: str, numbers: list[int], found: Cases
) -> tuple[list[tuple[int, str, Version]], int, int]:
    """The rows that say something new (place in the file, case, content), how many cases are new, how many changed."""
    v = CaseVersion
    now_known: dict[str, list[Version]] = defaultdict(list)
    if numbers:
        wanted: Wanted = newest_versions(select_columns(
            col(v.case_id), col(v.start), col(v.end), col(v.outcome), col(v.value), col(v.segment), col(v.touchpoint)
        ), process_id, tuple(numbers))  # fmt: skip
        for row in session.connection().execute(wanted.order_by(col(v.load_number), col(v.line))):
            now_known[row[0]].append(tuple(row[1:]))
    columns = [
        _nullable(found.start), _nullable(found.end), found.outcome.tolist(), _nullable(found.value),
        found.segment.tolist(), found.touchpoint.tolist(),
    ]  # fmt: skip
    incoming: dict[str, list[tuple[int, Version]]] = defaultdict(list)
    for at, (case_id, *content) in enumerate(zip(found.ids.tolist(), *columns, strict=True)):
        incoming[case_id].append((at, tuple(content)))
    rows: list[tuple[int, str, Version]] = []
    new = changed = 0
    for case_id, versions in incoming.items():
        before = now_known.get(case_id)
        if before == [version for _, version in versions]:
            continue
        new, changed = (new + 1, changed) if before is None else (new, changed + 1)
        rows += [(at, case_id, version) for at, version in versions]
    return rows, new, changed


def _nullable(numbers: Any) -> list[float | None]:
    return [None if number != number else number for number in numbers.tolist()]
