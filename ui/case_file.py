"""A file of cases on the desk: what is in it, which column is which, how its dates are read, what cannot be read.

The page reads the file (`exchange`); here its preview and its errors are shown and the person's choices taken.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import streamlit as st

from analysis.cases import Cases
from models.days import day_in
from models.evidence import cases_of_columns
from ui.cards import plain
from ui.folds import fold
from ui.how_far import how_far
from ui.kept import kept
from words.cells import cell_sentence
from words.speech import Speech

SHOWN_ERRORS = 50
# A file that is read whole takes some twenty times its size while it is read; larger ones come in piece by piece.
MOST_WHOLE = 20_000_000
NEEDED = ("case_id", "start", "end")
OTHERS = ("process", "segment", "touchpoint", "outcome", "value")


@dataclass(frozen=True)
class Reader:
    """How files are read, handed over by the page (`exchange.tables`): the two readers and what they raise.

    open_large: a file read piece by piece (`exchange.batches.CaseFile`), load: it comes in (`exchange.loading`),
    look_log: an event log before it comes in (`exchange.xes`).
    """

    preview: Callable[..., Any]
    read: Callable[..., Any]
    unreadable: type[Exception]
    open_large: Callable[..., Any] | None = None
    load: Callable[..., Any] | None = None
    look_log: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Taken:
    """A file that was read whole. `key` stands for its content and for how it was read."""

    key: str
    name: str
    columns: dict[str, Any]
    lines: list[int]
    sha: str

    @cached_property
    def cases(self) -> Cases:
        """The rows as arrays, made once."""
        return cases_of_columns(self.columns)

    @cached_property
    def last(self) -> float:
        """The latest time in the file, in seconds since 1970."""
        times = np.concatenate([self.cases.start, self.cases.end])
        return float(np.nanmax(times)) if np.isfinite(times).any() else 0.0

    def named(self, field: str) -> list[str]:
        """The different names in a column, such as its processes or segments; none without that column."""
        return sorted({name for name in self.columns.get(field, []) if name})

    def only(self, process: str) -> "Taken":
        """The rows of one process."""
        return kept(f"{self.key}|{process}", lambda: self._only(process))

    def _only(self, process: str) -> "Taken":
        keep = [at for at, name in enumerate(self.columns["process"]) if name == process]
        columns = {field: [values[at] for at in keep] for field, values in self.columns.items()}
        return replace(
            self, key=f"{self.key}|{process}", columns=columns, lines=[self.lines[at] for at in keep],
            sha=hashlib.sha256(f"{self.sha}|{process}".encode()).hexdigest(),
        )  # fmt: skip


class PreviewLike(Protocol):
    """What a preview of `exchange.tables` shows."""

    columns: list[str]
    rows: list[list[str]]
    total_rows: int
    proposal: dict[str, str]
    date_formats: dict[str, list[str]]
    sheets: list[str]
    ignored_columns: list[str]
    notes: list[Any]
    people: list[str]


@dataclass(frozen=True)
class Choices:
    """Field -> column, and column -> date format where it had to be asked. `ready`: nothing is left to ask."""

    columns: dict[str, str]
    formats: dict[str, str]
    ready: bool


def drop_field(say: Speech, name: str, reader: Reader) -> Any:
    """The field a file of cases is dropped on. It names event logs where this reader reads them."""
    logs, tables = say("Drop the list of cases here (Excel, CSV, XES)"), say("Drop the list of cases here (Excel, CSV)")
    dropped = st.file_uploader(logs if reader.look_log else tables, key=f"{name}-file")
    if dropped is None:
        st.caption(
            say("One row a case, three columns: its number, when it started, when it ended (empty while it is open).")
        )
    return dropped


def take_file(say: Speech, name: str, dropped: Any, reader: Reader, *, zone: str) -> Taken | None:
    """A dropped file: confirm its columns, have it read. None while something is still to be done; it is said what."""
    packed = dropped.name.casefold().endswith((".gz", ".xlsx"))
    if dropped.size > (MOST_WHOLE // 5 if packed else MOST_WHOLE):
        st.error(
            say(
                "This file is too large to be looked at here. Bring it in on the page of its process: there it is"
                " read piece by piece, up to a million rows. Or try the promise on a part of it first."
            )
        )
        return None
    name = f"{name}-{dropped.file_id}"
    data = dropped.getvalue()
    try:
        with how_far(say, "open"):
            seen = kept(f"{name}|preview", lambda: reader.preview(data, dropped.name))
        sheet = None
        if len(seen.sheets) > 1 and not seen.columns:
            sheet = choose_sheet(say, name, seen)
            if sheet is None:
                return None
            with how_far(say, "sheet"):
                seen = kept(f"{name}|{sheet}", lambda: reader.preview(data, dropped.name, sheet=sheet))
        chosen = choose_columns(say, name, seen)
        if not chosen.ready:
            return None
        key = f"{name}|{sheet}|{sorted(chosen.columns.items())}|{sorted(chosen.formats.items())}|{zone}"
        with how_far(say, "read", known=seen.total_rows):
            table = kept(key, lambda: reader.read(
                data, filename=dropped.name, zone=zone, columns=chosen.columns, date_formats=chosen.formats, sheet=sheet
            ))  # fmt: skip
            return kept(f"{key}|columns", lambda: Taken(
                key, dropped.name, {field: list(table.frame[field]) for field in table.frame.columns},
                [int(row) for row in table.row_numbers], table.source_sha256,
            ))  # fmt: skip
    except reader.unreadable as refused:
        show_unreadable(say, refused.errors, refused.total)  # type: ignore[attr-defined]
        return None


def field_words(say: Speech, field: str) -> str:
    """What a column is for."""
    words = {
        "case_id": say("Number of the case"),
        "start": say("Start of the case"),
        "end": say("End of the case (empty while open)"),
        "process": say("Process"),
        "segment": say("Kind of customer"),
        "touchpoint": say("Touchpoint"),
        "outcome": say("How it ended (cancelled…)"),
        "value": say("Figure"),
    }
    return words[field]


def choose_columns(say: Speech, name: str, seen: PreviewLike) -> Choices:
    """The three columns as proposed, to be confirmed; the others one fold below; an ambiguous date is asked."""
    with fold(say.many("%(n)s row in the file", "%(n)s rows in the file", seen.total_rows), f"{name}-rows"):
        st.dataframe(
            [dict(zip(seen.columns, row, strict=True)) for row in seen.rows], hide_index=True,
            alt=say("The first rows of the file"),
        )  # fmt: skip
        show_notes(say, seen.notes)
    columns: dict[str, str] = {}
    for place, field in zip(st.columns(3), NEEDED, strict=True):
        with place:
            _choose(say, name, seen, field, columns)
    with fold(say("Other columns"), f"{name}-others"):
        for field in OTHERS:
            _choose(say, name, seen, field, columns)
        left = [label for label in seen.columns if label not in columns.values() and label not in seen.people]
        if left:
            st.caption(say("Not used: %(columns)s", columns=plain(", ".join(left))))
    _about_people(say, seen, columns)
    formats, ready = _choose_formats(say, name, seen, columns)
    return Choices(columns, formats, ready and all(field in columns for field in NEEDED))


def _about_people(say: Speech, seen: PreviewLike, columns: Mapping[str, str]) -> None:
    """Names of people are left out; whoever takes such a column all the same is told what that means."""
    out = [label for label in seen.people if label not in columns.values()]
    if out:
        st.caption(say("Left out, because they look like names of people: %(columns)s.", columns=plain(", ".join(out))))
    taken = [label for label in seen.people if label in columns.values()]
    if taken:
        st.warning(say(
            "“%(columns)s” looks like names of people. A promise does not need them: choose another column, or none.",
            columns=plain(", ".join(taken)),
        ))  # fmt: skip


def choose_sheet(say: Speech, name: str, seen: PreviewLike) -> str | None:
    """Which sheet, when the file holds several; None while nobody has said."""
    return st.radio(
        say("Which sheet holds the cases?"), seen.sheets, index=None, format_func=plain, key=f"{name}-sheet"
    )


def show_unreadable(say: Speech, errors: Sequence[Any], total: int) -> None:
    """Every cell that could not be read, named; nothing of the file was used."""
    with st.container(border=True):
        st.error(
            say.many(
                "%(n)s cell cannot be read. Nothing was taken in: mend the file and drop it again.",
                "%(n)s cells cannot be read. Nothing was taken in: mend the file and drop it again.",
                total,
            )
            if errors and errors[0].row is not None
            else say("This file cannot be used as it is. Nothing was taken in.")
        )
        for error in errors[:SHOWN_ERRORS]:
            st.markdown("- " + plain(cell_sentence(say, error.code, error.facts, error.row, error.column)))
        if total > len(errors[:SHOWN_ERRORS]):
            st.caption(say("…and %(n)s more.", n=say.number(total - SHOWN_ERRORS)))


def show_notes(say: Speech, notes: Sequence[Any]) -> None:
    """What is said of a file that refuses nothing: columns nobody reads, rows and cells left out."""
    for note in notes:
        st.caption(plain(cell_sentence(say, note.code, note.facts, note.row, note.column)))


def proposed_as_of(last: float, zone: str) -> datetime:
    """Up to when the data are complete, proposed: the end of the day of the latest time in the file, wall clock."""
    day = day_in(zone, datetime.fromtimestamp(last, UTC))
    return datetime.combine(day + timedelta(days=1), time())


def choose_as_of(say: Speech, name: str, proposed: datetime, zone: str) -> datetime:
    """The snapshot date D, visible and editable; what is typed is wall clock in the zone."""
    typed = st.datetime_input(say("Data as of"), value=proposed, key=f"{name}-as-of-{proposed}", format="DD/MM/YYYY")
    moment = (typed or proposed).replace(tzinfo=ZoneInfo(zone))
    last = say.moment(moment - timedelta(seconds=1), zone)
    st.caption(say("Everything up to %(moment)s counts (%(zone)s).", moment=last, zone=zone))
    return moment


def _choose(say: Speech, name: str, seen: PreviewLike, field: str, columns: dict[str, str]) -> None:
    choices = ["", *seen.columns]
    proposed = seen.proposal.get(field, "")
    chosen = st.selectbox(
        field_words(say, field), choices, index=choices.index(proposed) if proposed in choices else 0,
        format_func=lambda one: one or "–", key=f"{name}-{field}",
    )  # fmt: skip
    if chosen:
        columns[field] = chosen


def _choose_formats(
    say: Speech, name: str, seen: PreviewLike, columns: Mapping[str, str]
) -> tuple[dict[str, str], bool]:
    formats: dict[str, str] = {}
    ready = True
    for field in ("start", "end"):
        label = columns.get(field, "")
        possible = seen.date_formats.get(label, [])
        if len(possible) < 2 or label in formats:
            continue
        example = next((row[seen.columns.index(label)] for row in seen.rows if row[seen.columns.index(label)]), "")
        chosen = st.radio(
            say("Column “%(column)s”: what does %(example)s mean?", column=plain(label), example=plain(example)),
            possible, index=None, format_func=_reading(say), key=f"{name}-format-{label}", horizontal=True,
        )  # fmt: skip
        if chosen:
            formats[label] = chosen
        ready = ready and chosen is not None
    return formats, ready


def _reading(say: Speech) -> Callable[[str], str]:
    words = {"dd/mm/yyyy": say("day/month/year"), "mm/dd/yyyy": say("month/day/year")}
    return lambda one: words.get(one, one)
