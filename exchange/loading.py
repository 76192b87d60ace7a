"""A file of cases into the evidence of a process, of any size: read piece by piece, compared with what is known, and
written in pieces that nobody has to wait for (`models.arrivals`). All of it comes in, or nothing.

Small files come in by one command. What a large one says is kept meanwhile in a scratch file; in memory there are only
a few figures a row, with 64-bit fingerprints of id and content.
"""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from sqlmodel import Session

from analysis.cases import cases, clean
from exchange.asked import Reading
from exchange.batches import PIECE, CaseFile, Piece
from exchange.changes import Changes, fingerprint, fingerprints_of_rows
from exchange.unreadable import CASES, Limit, refused
from exchange.xes import is_log, read_log
from models.access import Viewer
from models.arrivals import (
    Content,
    abandon_arrival,
    add_piece,
    begin_arrival,
    deliver_cases,
    finish_arrival,
    known_contents,
)
from models.case_texts import ID_LIMIT, LABEL_LIMIT
from models.errors import Refusal
from models.evidence import Source, cases_of_columns, load_cases

Told = Callable[[str, int, float], None]
COLUMNS = ("case_id", "start", "end", "outcome", "value", "segment", "touchpoint")
_FLOATS = ("start", "end", "value")
_SCHEMA = pa.schema(
    [(name, pa.float64() if name in _FLOATS else pa.large_string()) for name in COLUMNS] + [("line", pa.int64())]
)


@dataclass(frozen=True)
class Doors:
    """The two doors to the database, handed over by whoever may open them (`store.doors`), and what time it is."""

    reading: Callable[[], AbstractContextManager[Session]]
    writing: Callable[[Callable[[Session], Any]], Any]
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Wanted:
    """Into which process, by whom, as of when; `only`: of a file with several processes, this one.

    salt: told apart from the same file at another time. columns, date_formats: as a person chose them on the screen.
    """

    process_id: str
    viewer: Viewer
    as_of: datetime
    name: str
    reading: Reading = field(default_factory=Reading)
    source: Source = Source.FILE
    salt: str = ""
    only: str | None = None
    columns: Mapping[str, str] | None = None
    date_formats: Mapping[str, str] | None = None
    limit: Limit = CASES


def load_file(
    data: bytes | Path, filename: str, wanted: Wanted, doors: Doors, told: Told | None = None
) -> dict[str, Any]:
    """Take a file in. Returns what `models.evidence.load_cases` returns, with `again` for a delivery known already.

    `told(stage, rows, part)` hears how far it is ("looking", "reading", "storing"; so many rows; 0 to 1), and may raise
    to cancel: nothing of the file then counts.

    Raises:
        UnreadableFile: the file; Refusal: the evidence's own.
    """
    hears = told or (lambda stage, rows, part: None)
    total, digest, pieces = _pieces(data, filename, wanted, hears)
    file_hash = fingerprint(digest, wanted.salt, wanted.only or "")
    with tempfile.TemporaryDirectory(prefix="dueremi-load-") as folder:
        spool = Path(folder) / "cases.arrow"
        read = _read(pieces, spool, wanted, total, hears)
        if read.rows <= PIECE:
            return _at_once(spool, read, wanted, file_hash, doors)
        return _in_pieces(spool, read, wanted, file_hash, doors, hears)


def load_upload(
    data: bytes, filename: str, *, viewer: Viewer, process_id: str, zone: str, as_of: datetime,
    columns: Mapping[str, str], date_formats: Mapping[str, str], doors: tuple[Any, Any, Any], sheet: str | None = None,
    only: str | None = None, told: Told | None = None, events: tuple[str | None, str | None] = (None, None),
) -> dict[str, Any]:  # fmt: skip
    """`load_file` for a file that a person dropped on the desk, with the columns they confirmed.

    events: of an event log, those that start and stop the clock.
    """
    reading = Reading(zone, sheet, start_event=events[0], end_event=events[1])
    wanted = Wanted(
        process_id, viewer, as_of, filename, reading, only=only, columns=columns,
        date_formats=date_formats,
    )  # fmt: skip
    return load_file(data, filename, wanted, Doors(*doors), told)


@dataclass
class _Read:
    """What stays in memory of a large file: a few figures a row."""

    rows: int
    ids: NDArray[np.uint64]
    contents: NDArray[np.uint64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]


def _pieces(data: bytes | Path, filename: str, wanted: Wanted, told: Told) -> tuple[int, str, Iterator[Piece]]:
    reading = wanted.reading
    if is_log(filename):
        frame, _, digest = read_log(
            data, filename=filename, zone=reading.zone, start_event=reading.start_event, end_event=reading.end_event,
            limit=wanted.limit, told=lambda rows, part: told("looking", rows, part),
        )  # fmt: skip
        numbers = np.arange(1, len(frame) + 1, dtype=np.int64)
        parts = (
            Piece(frame.iloc[at : at + PIECE].reset_index(drop=True), numbers[at : at + PIECE], [])
            for at in range(0, len(frame), PIECE)
        )
        return len(frame), digest, parts
    file = CaseFile(
        data, filename, sheet=reading.sheet, limit=wanted.limit,
        told=lambda rows: told("looking", rows, rows / wanted.limit.csv_rows),
    )
    found = file.pieces(
        zone=reading.zone, columns=wanted.columns, also=reading.columns, date_formats=wanted.date_formats,
        dates=reading.dates,
    )  # fmt: skip
    return file.looked.total, file.looked.digest, found


def _read(pieces: Iterator[Piece], spool: Path, wanted: Wanted, total: int, told: Told) -> _Read:
    kept: list[tuple[NDArray[Any], ...]] = []
    names: set[str] = set()
    done = 0
    with pa.OSFile(str(spool), "wb") as sink, pa.ipc.new_stream(sink, _SCHEMA) as writer:
        for piece in pieces:
            done += len(piece.frame)
            frame, lines = _only(piece, wanted.only, names)
            _short_enough(frame, lines)
            table = frame.reindex(columns=list(COLUMNS))
            for name in _FLOATS:
                table[name] = table[name].astype("float64")
            table["line"] = lines
            writer.write_table(pa.Table.from_pandas(table, schema=_SCHEMA, preserve_index=False))
            start, end = (table[name].to_numpy(dtype="float64") for name in ("start", "end"))
            kept.append((*fingerprints_of_rows(table), start, end))
            told("reading", done, done / max(total, 1))
    if len(names) > 1 and wanted.only is None:
        raise refused("which_process", names=sorted(names)[:10])
    if wanted.only is not None and not any(len(part[0]) for part in kept):
        raise refused("no_such_process", value=wanted.only, names=sorted(names)[:10])
    columns = [np.concatenate(part) for part in zip(*kept, strict=True)] if kept else [np.empty(0)] * 4
    return _Read(len(columns[0]), *columns)


def _only(piece: Piece, only: str | None, names: set[str]) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    if "process" not in piece.frame:
        return piece.frame, piece.row_numbers
    if len(names) < 100:
        names.update(str(name) for name in piece.frame["process"].dropna().unique())
    if only is None:
        return piece.frame, piece.row_numbers
    chosen = (piece.frame["process"] == only).to_numpy(bool)
    return piece.frame[chosen].reset_index(drop=True), piece.row_numbers[chosen]


def _short_enough(frame: pd.DataFrame, lines: NDArray[np.int64]) -> None:
    for name, limit in (("case_id", ID_LIMIT), *((name, LABEL_LIMIT) for name in ("outcome", "segment", "touchpoint"))):
        if name not in frame:
            continue
        long = frame[name].astype("str").str.len().to_numpy(dtype=float, na_value=0) > limit
        if long.any():
            raise Refusal("case_text_long", line=int(lines[int(np.argmax(long))]), limit=limit)


def _at_once(spool: Path, read: _Read, wanted: Wanted, file_hash: str, doors: Doors) -> dict[str, Any]:
    tables = list(_spooled(spool))
    columns = {name: [value for table in tables for value in table[name]] for name in (*COLUMNS, "line")}
    for name in _FLOATS:
        columns[name] = [np.nan if value is None else value for value in columns[name]]
    lines = columns.pop("line")
    what: dict[str, Any] = {
        "process_id": wanted.process_id, "as_of": wanted.as_of, "file_name": wanted.name, "file_hash": file_hash,
        "cases": cases_of_columns(columns), "lines": lines,
    }  # fmt: skip

    def work(session: Session) -> dict[str, Any]:
        if wanted.source is Source.FILE:
            return {**load_cases(session, wanted.viewer, now=doors.now(), **what), "again": False}
        return deliver_cases(session, wanted.viewer, now=doors.now(), source=wanted.source, **what)

    answer: dict[str, Any] = doors.writing(work)
    return answer


def _in_pieces(
    spool: Path, read: _Read, wanted: Wanted, file_hash: str, doors: Doors, told: Told
) -> dict[str, Any]:  # fmt: skip
    begun: dict[str, Any] = doors.writing(
        lambda session: begin_arrival(
            session, wanted.viewer, now=doors.now(), process_id=wanted.process_id, as_of=wanted.as_of,
            file_name=wanted.name, file_hash=file_hash, rows=read.rows, source=wanted.source,
        )
    )  # fmt: skip
    if begun["again"]:
        return begun
    load_id = begun["load_id"]
    try:
        changes = Changes(read.ids, read.contents)
        with doors.reading() as session:
            what = {"process_id": wanted.process_id, "numbers": begun["before"]}
            for part in known_contents(session, wanted.viewer, **what):
                changes.know(*fingerprints_of_rows(pd.DataFrame(part, columns=list(COLUMNS))))
        say_something, new, changed = changes.news()
        flags, notes = _flags(read, changes, wanted.as_of)
        at = 0
        for table in _spooled(spool):
            rows = _rows(table, say_something[at : at + len(table["line"])], flags, at)
            at += len(table["line"])
            what = {"load_id": load_id, "rows": rows}
            doors.writing(partial(_piece, viewer=wanted.viewer, now=doors.now(), what=what))
            told("storing", at, at / read.rows)
        same = read.rows - int(np.count_nonzero(say_something))
        answer: dict[str, Any] = doors.writing(
            lambda session: finish_arrival(
                session, wanted.viewer, now=doors.now(), load_id=load_id, new=new, changed=changed, same=same,
                notes=notes,
            )
        )  # fmt: skip
        return answer
    except BaseException:
        # Also when a person cancels: what has come in so far never counted, and goes.
        doors.writing(lambda session: abandon_arrival(session, wanted.viewer, now=doors.now(), load_id=load_id))
        raise


def _piece(session: Session, *, viewer: Viewer, now: datetime, what: dict[str, Any]) -> int:
    return add_piece(session, viewer, now=now, **what)


def _flags(
    read: _Read, changes: Changes, as_of: datetime
) -> tuple[Mapping[int, str], list[tuple[str, int]]]:  # fmt: skip
    """What is dirty about each row (by its place in the file), and the counts."""
    names = np.full(read.rows, "", dtype=object)
    twins = changes.twins()
    names[twins] = [str(number) for number in read.ids[twins].tolist()]
    found = clean(cases(names, read.start, read.end), as_of.timestamp())
    flags: dict[int, list[str]] = defaultdict(list)
    for code, dirty in found.flags.items():
        for at in dirty.tolist():
            flags[at].append(code)
    notes = [(caveat.code, caveat.count) for caveat in found.warnings]
    return {at: " ".join(codes) for at, codes in flags.items()}, notes


def _spooled(spool: Path) -> Iterator[dict[str, list[Any]]]:
    with pa.memory_map(str(spool)) as source, pa.ipc.open_stream(source) as reader:
        for batch in reader:
            yield batch.to_pydict()


def _rows(
    table: dict[str, list[Any]], chosen: NDArray[np.bool_], flags: Mapping[int, str], first: int
) -> list[tuple[int, str, Content]]:
    contents = zip(*(table[name] for name in COLUMNS), strict=True)
    found = []
    for at, (line, take, content) in enumerate(zip(table["line"], chosen.tolist(), contents, strict=True)):
        if take:
            plain = tuple(None if value != value else value for value in content)
            found.append((line, flags.get(first + at, ""), plain))
    return found  # type: ignore[return-value]
