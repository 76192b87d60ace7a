"""Event logs in XES: one trace is one case, its clock runs from its first to its last event, or between two named ones.

Read as a stream, so that a log of any length costs one trace of memory; entities and document types are refused.
A trace whose ending event has not come is still open. Attributes of the trace become the columns they are named after.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from exchange.columns import ENOUGH, OPTIONAL, SYNONYMS
from exchange.dates import moments
from exchange.figures import figures, looks_numeric
from exchange.plaintext import folded, trimmed
from exchange.unreadable import CASES, CellError, Limit, UnreadableFile, refused, shown

ENDINGS = (".xes", ".xes.gz")
_RATIO = 200
_ALWAYS = 10_000_000
_NAMES_SHOWN = 20
_TOLD_EVERY = 250
_TEXTS = ("string", "int", "float", "boolean", "id", "date")

Event = tuple[str, str, str]  # its name, the name with its transition, its time as written


def is_log(filename: str) -> bool:
    """Whether a file of this name is an event log."""
    return filename.casefold().strip().endswith(ENDINGS)


def read_log(
    source: bytes | Path, *, filename: str, zone: str, start_event: str | None = None, end_event: str | None = None,
    limit: Limit = CASES, told: Callable[[int, float], None] | None = None,
) -> tuple[pd.DataFrame, list[CellError], str]:  # fmt: skip
    """The cases of a log as the frame of a `CaseTable`, remarks, and the SHA-256 of the file. UnreadableFile only.

    told: hears how many cases have been read, and which part of the file that is.

    start_event, end_event: names of events ("Pay", or "Pay+complete"); of several of one name the clock starts with
    the first, and stops with the first end at or after it. Cases without their start have none, and are counted.
    """
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if not size:
        raise refused("empty_file")
    if size > limit.file_bytes:
        raise refused("too_big", limit=limit.file_bytes // 1_000_000)
    ids: list[str] = []
    columns: dict[str, list[str]] = {}
    times: list[tuple[str, str]] = []
    seen: set[str] = set()
    stream, digest = _opened(source, filename, size, limit)
    try:
        for attributes, events in _traces(stream):
            if len(ids) >= limit.csv_rows:
                raise refused("too_many_rows", limit=limit.csv_rows)
            if len(seen) < 1_000:
                seen.update(name for name, _, _ in events)
            for name in attributes:
                if name not in columns:
                    columns[name] = [""] * len(ids)
            ids.append(attributes.pop("case_id", "") or f"({len(ids) + 1})")
            for name, kept in columns.items():
                if name != "case_id":
                    kept.append(attributes.get(name, ""))
            times.append(_clock(events, start_event, end_event))
            if told is not None and len(ids) % _TOLD_EVERY == 0:
                told(len(ids), stream.part())
    except UnreadableFile:
        raise
    except DefusedXmlException:
        raise refused("unsafe_log") from None
    except (ParseError, OSError, EOFError, zlib.error, ValueError, UnicodeError):
        raise refused("damaged_log") from None
    finally:
        stream.close()
    if not ids:
        raise refused("no_trace")
    for wanted in (start_event, end_event):
        if wanted is not None and not any(_is(event, wanted) for event in ((n, n, "") for n in seen)):
            _refuse_unknown(wanted, seen)
    return _frame(ids, times, columns, zone), [], digest.hexdigest()


def _frame(ids: list[str], times: list[tuple[str, str]], columns: dict[str, list[str]], zone: str) -> pd.DataFrame:
    rows = np.arange(1, len(ids) + 1, dtype=np.int64)
    frame: dict[str, Any] = {"case_id": pd.Series(ids, dtype="str")}
    errors: list[CellError] = []
    for name, at in (("start", 0), ("end", 1)):
        texts = pd.Series([pair[at].replace(" ", "T") for pair in times], dtype="str")
        frame[name], found = moments(texts, "iso", zone, name, rows)
        errors += [replace(error, code="event_without_time") for error in found]
    for name in OPTIONAL:
        if name in columns and name != "value":
            frame[name] = pd.Series([text or None for text in columns[name]], dtype=object)
        elif name in columns and looks_numeric(pd.Series([text for text in columns[name] if text][:ENOUGH])):
            frame[name], found = figures(pd.Series(columns[name], dtype="str"), name, rows)
            errors += [replace(error, code="figure_of_case") for error in found]
    if errors:
        # One event may start and stop the clock: named once.
        said = {(ids[(one.row or 1) - 1], one.code, str(one.facts.get("value"))): one for one in errors}
        raise UnreadableFile([
            CellError(None, None, code, {**one.facts, "case": shown(case)}) for (case, code, _), one in said.items()
        ])  # fmt: skip
    return pd.DataFrame(frame)


def _opened(source: bytes | Path, filename: str, size: int, limit: Limit) -> "tuple[_Bounded, Any]":
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
    return _Bounded(gzip.GzipFile(fileobj=plain) if packed else plain, plain, size, limit), digest


class _Bounded(io.RawIOBase):
    """What unpacks to more than any log of ours, or at a ratio no log reaches, stops here."""

    def __init__(self, inner: Any, plain: IO[bytes], size: int, limit: Limit) -> None:
        self._inner, self._plain, self._size, self._limit, self._got = inner, plain, size, limit, 0

    def part(self) -> float:
        """Which part of the file has been read, from 0 to 1."""
        return self._plain.tell() / self._size

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most a chunk of them."""
        data: bytes = self._inner.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        self._got += len(data)
        if self._got > self._limit.unpacked_bytes or (self._got > _ALWAYS and self._got > _RATIO * self._plain.tell()):
            raise refused("unsafe_log")
        return data

    def close(self) -> None:
        """Close what is behind."""
        self._inner.close()
        super().close()


def _traces(stream: "_Bounded") -> Iterator[tuple[dict[str, str], list[Event]]]:
    """Attributes (by our field) and events of each trace, as they come."""
    depth: list[Element] = []
    events: list[Event] = []
    root_checked = False
    for happening, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        kind = _plain(element.tag)
        if happening == "start":
            if not root_checked and kind != "log":
                raise refused("damaged_log")
            root_checked = True
            depth.append(element)
            continue
        depth.pop()
        inside = _plain(depth[-1].tag) if depth else ""
        if kind == "event" and inside == "trace":
            events.append(_event(element))
        elif kind == "trace":
            yield _attributes(element), events
            events = []
        elif kind in _TEXTS and inside in ("event", "trace"):
            continue  # read with its parent
        element.clear()
        if depth and kind in ("event", "trace"):
            depth[-1].remove(element)


def _event(element: Element) -> Event:
    found = {str(one.get("key")): str(one.get("value", "")) for one in element if _plain(one.tag) in _TEXTS}
    name = trimmed(found.get("concept:name", ""))
    return name, f"{name}+{found.get('lifecycle:transition', '')}", found.get("time:timestamp", "")


def _attributes(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in element:
        key, value = str(one.get("key", "")), trimmed(str(one.get("value", "")))
        if _plain(one.tag) not in _TEXTS or not value:
            continue
        if key == "concept:name":
            found["case_id"] = value
            continue
        name = folded(key.rpartition(":")[2])
        for field in OPTIONAL:
            if name in SYNONYMS[field] and field not in found:
                found[field] = value
    return found


def _clock(events: list[Event], start_event: str | None, end_event: str | None) -> tuple[str, str]:
    """When the clock of a trace starts and stops, as written; "" where it does not."""
    timed = [event for event in events if event[2]]
    if not timed:
        return "", ""
    first = next((n for n, event in enumerate(timed) if start_event is None or _is(event, start_event)), None)
    if first is None:
        return "", ""
    if end_event is None:
        return timed[first][2], timed[-1][2]
    last = next((event[2] for event in timed[first:] if _is(event, end_event)), "")
    return timed[first][2], last


def _is(event: Event, name: str) -> bool:
    wanted = folded(name.replace("+", " + "))
    return wanted in (folded(event[0]), folded(event[1].replace("+", " + ")))


def _refuse_unknown(name: str, seen: set[str]) -> None:
    if "+" in name and any(folded(name.partition("+")[0]) == folded(one) for one in seen):
        return
    shown = sorted(seen)
    raise refused("no_such_event", value=name,
                  names=", ".join(shown[:_NAMES_SHOWN]) + (", …" if len(shown) > _NAMES_SHOWN else ""))  # fmt: skip


def _plain(tag: Any) -> str:
    return str(tag).rpartition("}")[2]
