"""Event logs in XES: one trace is one case, its clock runs from its first to its last event, or between two named ones.

Read as a stream, so that a log of any length costs one trace of memory; entities and document types are refused.
A trace whose ending event has not come is still open. Attributes of the trace become the columns they are named after.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from exchange.columns import ENOUGH, OPTIONAL
from exchange.dates import moments
from exchange.figures import figures, looks_numeric
from exchange.plaintext import folded
from exchange.unreadable import CASES, CellError, Limit, UnreadableFile, refused, shown
from exchange.xes_stream import NAMES_SHOWN, Bounded, Event, Unread, opened, traces

ENDINGS = (".xes", ".xes.gz")
_TOLD_EVERY = 250


def is_log(filename: str) -> bool:
    """Whether a file of this name is an event log."""
    return filename.casefold().strip().endswith(ENDINGS)


@dataclass(frozen=True)
class LogPreview:
    """What an event log seems to hold: how many cases, and what is said of it before anything comes in."""

    cases: int
    notes: list[CellError]


def preview_log(
    source: bytes | Path, filename: str, *, zone: str, told: Callable[[int, float], None] | None = None
) -> LogPreview:  # fmt: skip
    """A log looked at whole, before anybody has said which events are its clock. UnreadableFile as `read_log`, but
    not for a time: that of the first or last event may be none, and those of the events one names be well.
    """
    read = _read(source, filename, zone, None, None, CASES, told)
    if read.no_figures:
        raise _refused(read, read.no_figures)
    cases = len({error.row for error in read.untimed})
    untimed = [CellError(None, None, "times_unread", {"count": cases})] if cases else []
    return LogPreview(len(read.frame), [*read.notes, *untimed])


def read_log(
    source: bytes | Path, *, filename: str, zone: str, start_event: str | None = None, end_event: str | None = None,
    limit: Limit = CASES, told: Callable[[int, float], None] | None = None,
) -> tuple[pd.DataFrame, list[CellError], str]:  # fmt: skip
    """The cases of a log as the frame of a `CaseTable`, remarks, and the SHA-256 of the file. UnreadableFile only.

    told: hears how many cases have been read, and which part of the file that is.

    start_event, end_event: names of events ("Pay", or "Pay+complete"); of several of one name the clock starts with
    the first, and stops with the first end at or after it. Cases without their start have none, and are counted.
    """
    read = _read(source, filename, zone, start_event, end_event, limit, told)
    if read.untimed or read.no_figures:
        raise _refused(read, read.untimed + read.no_figures)
    return read.frame, read.notes, read.digest


@dataclass(frozen=True)
class _Read:
    """What was read, and the errors that are for whoever asked to weigh: times and figures that are none."""

    frame: pd.DataFrame
    notes: list[CellError]
    digest: str
    untimed: list[CellError]
    no_figures: list[CellError]


def _read(
    source: bytes | Path, filename: str, zone: str, start_event: str | None, end_event: str | None, limit: Limit,
    told: Callable[[int, float], None] | None,
) -> _Read:  # fmt: skip
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if not size:
        raise refused("empty_file")
    if size > limit.file_bytes:
        raise refused("too_big", limit=limit.file_bytes // 1_000_000)
    ids: list[str] = []
    columns: dict[str, list[str]] = {}
    times: list[tuple[str, str]] = []
    clock, unread = _Clock(start_event, end_event), Unread()
    stream, digest = _opened(source, filename, size, limit)
    with stream:
        for attributes in traces(stream, clock.see, unread):
            if len(ids) >= limit.csv_rows:
                raise refused("too_many_rows", limit=limit.csv_rows)
            for name in attributes:
                if name not in columns:
                    columns[name] = [""] * len(ids)
            ids.append(attributes.pop("case_id", "") or f"({len(ids) + 1})")
            for name, kept in columns.items():
                if name != "case_id":
                    kept.append(attributes.get(name, ""))
            times.append(clock.read())
            if told is not None and len(ids) % _TOLD_EVERY == 0:
                told(len(ids), stream.part())
    if not ids:
        raise refused("no_trace")
    for wanted in (start_event, end_event):
        if wanted is not None and not any(_is(event, wanted) for event in ((n, n, "") for n in clock.names)):
            _refuse_unknown(wanted, clock.names)
    frame, untimed, no_figures = _frame(ids, times, columns, zone, unread)
    return _Read(frame, unread.notes(), digest.hexdigest(), untimed, no_figures)


def _frame(
    ids: list[str], times: list[tuple[str, str]], columns: dict[str, list[str]], zone: str, unread: Unread
) -> tuple[pd.DataFrame, list[CellError], list[CellError]]:  # fmt: skip
    rows = np.arange(1, len(ids) + 1, dtype=np.int64)
    frame: dict[str, Any] = {"case_id": pd.Series(ids, dtype="str")}
    untimed: list[CellError] = []
    no_figures: list[CellError] = []
    for name, at in (("start", 0), ("end", 1)):
        texts = pd.Series([pair[at].replace(" ", "T") for pair in times], dtype="str")
        frame[name], found = moments(texts, "iso", zone, name, rows)
        untimed += [replace(error, code="event_without_time") for error in found]
    for name in OPTIONAL:
        if name in columns and name != "value":
            frame[name] = pd.Series([text or None for text in columns[name]], dtype=object)
        elif name in columns and looks_numeric(pd.Series([text for text in columns[name] if text][:ENOUGH])):
            frame[name], found = figures(pd.Series(columns[name], dtype="str"), name, rows)
            no_figures += [replace(error, code="figure_of_case") for error in found]
        elif name in columns:
            unread.no_figure("value", columns[name])
    return pd.DataFrame(frame), untimed, no_figures


def _refused(read: _Read, errors: list[CellError]) -> UnreadableFile:
    ids = read.frame["case_id"].tolist()
    # One event may start and stop the clock: named once.
    said = {(ids[(one.row or 1) - 1], one.code, str(one.facts.get("value"))): one for one in errors}
    return UnreadableFile([
        CellError(None, None, code, {**one.facts, "case": shown(case)}) for (case, code, _), one in said.items()
    ])  # fmt: skip


def _opened(source: bytes | Path, filename: str, size: int, limit: Limit) -> tuple[Bounded, Any]:
    digest = hashlib.sha256()
    if isinstance(source, Path):
        with source.open("rb") as whole:
            while part := whole.read(1 << 20):
                digest.update(part)
        plain: IO[bytes] = source.open("rb")
    else:
        digest.update(source)
        plain = io.BytesIO(source)
    packed = plain.read(2) == b"\x1f\x8b"
    plain.seek(0)
    if packed != filename.casefold().strip().endswith(".gz"):
        plain.close()
        raise refused("damaged_log")
    return opened(plain, size, limit, packed=packed), digest


class _Clock:
    """When the clock of a trace starts and stops, as written: told event by event, and none of them kept."""

    def __init__(self, start_event: str | None, end_event: str | None) -> None:
        self._from, self._to = start_event, end_event
        self._start = self._end = ""
        self.names: set[str] = set()

    def see(self, event: Event) -> None:
        """The next event."""
        if len(self.names) < 1_000:
            self.names.add(event[0])
        if not event[2]:
            return
        if not self._start and (self._from is None or _is(event, self._from)):
            self._start = event[2]
        if self._start and (self._to is None or (not self._end and _is(event, self._to))):
            self._end = event[2]

    def read(self) -> tuple[str, str]:
        """Start and end of the trace that is over, "" where there is none; the next begins."""
        found = self._start, self._end
        self._start = self._end = ""
        return found


def _is(event: Event, name: str) -> bool:
    wanted = folded(name.replace("+", " + "))
    return wanted in (folded(event[0]), folded(event[1].replace("+", " + ")))


def _refuse_unknown(name: str, seen: set[str]) -> None:
    if "+" in name and any(folded(name.partition("+")[0]) == folded(one) for one in seen):
        return
    shown = sorted(seen)
    raise refused("no_such_event", value=name,
                  names=", ".join(shown[:NAMES_SHOWN]) + (", …" if len(shown) > NAMES_SHOWN else ""))  # fmt: skip
