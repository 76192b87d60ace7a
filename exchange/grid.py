"""A table as it stands in the person's file: the header found, the columns as text, each row with its number.

Excel and CSV come through here alike. Cells keep the marks of `sheetxml` (a number is not the text of a number).
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from exchange.csvs import csv_rows, decoded, unpacked
from exchange.plaintext import column_index, folded, letter, trimmed
from exchange.sheetxml import SheetStream
from exchange.unreadable import CellError, Limit, one_door, refused
from exchange.workbook import open_workbook
from exchange.zipdoor import ACCEPTED

Known = Callable[[str], bool]
"""Does this folded header name one of the columns looked for?"""

_TOP = 12
# So few that Python's garbage collector never wanders through them: with 5,000 it doubled the time.
CHUNK = 250
_GAP = 1_000
_STRAY = 10
_NOTHING = pa.array([], pa.large_string())
_VALUE_LIKE = re.compile(r"\x00[nd]|[+-]?\d+([.,]\d+)?$|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


class Columns(Mapping[str, pd.Series]):
    """Column label -> its cells. Kept compact; a column becomes a Series only when somebody asks for it."""

    def __init__(self, kept: Mapping[str, pa.ChunkedArray]) -> None:
        self._kept = kept
        self._asked: dict[str, pd.Series] = {}

    def __getitem__(self, label: str) -> pd.Series:
        if label not in self._asked:
            self._asked[label] = _series(self._kept[label])
        return self._asked[label]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def first(self, label: str, most: int) -> pd.Series:
        """The first so many filled cells, for guessing what a column holds, without converting all of it."""
        found: list[str] = []
        for chunk in self._kept[label].chunks:
            found += [cell for cell in chunk.to_pylist() if cell]
            if len(found) >= most:
                break
        return pd.Series(found[:most], dtype="str")


def _series(cells: pa.ChunkedArray) -> pd.Series:
    kind: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    return pd.Series(kind.__from_arrow__(cells.combine_chunks()))


@dataclass(frozen=True)
class Grid:
    """`columns` are unique labels; `data[label]` is text ("" is empty); `row_numbers` are those of the person's file.

    `letters[label]` is the letter of the column in the sheet.
    `twice` holds the headers that stand over more than one column, with the letters of those columns.
    """

    columns: list[str]
    data: Columns
    row_numbers: NDArray[np.int64]
    letters: dict[str, str]
    sheets: list[str] = field(default_factory=list)
    twice: dict[str, list[str]] = field(default_factory=dict)
    notes: list[CellError] = field(default_factory=list)


def read_grid(
    data: bytes, filename: str, *, limit: Limit, known: Known, sheet: str | None = None,
    only: Collection[str] | None = None,
) -> Grid:  # fmt: skip
    """The whole table of a file; of columns outside `only` (labels; None: all) just the name. UnreadableFile only.

    The file's name serves for its ending alone: it is never a path, and never shown. Codes besides those of the door:
    wrong_kind, empty_file, too_big, which_sheet (facts: sheets), no_rows, header_missing, too_many_rows,
    too_many_cells.
    """
    kind = kind_of(filename)
    if not data:
        raise refused("empty_file")
    if len(data) > limit.file_bytes:
        raise refused("too_big", limit=limit.file_bytes // 1_000_000)
    if kind == "xlsx":
        book = open_workbook(data, limit)
        sheets = book.sheets
        if sheet is None:
            filled = book.filled() if len(sheets) > 1 else sheets
            if len(filled) > 1:
                raise refused("which_sheet", sheets=filled)
            sheet = filled[0] if filled else sheets[0]
        with one_door():
            stream = book.stream(sheet)
            grid = _build(iter(stream), limit.sheet_rows, known, only, exact_width=False, part=stream.part)
        notes = [*grid.notes, *sheet_notes(stream, grid)]
        return Grid(grid.columns, grid.data, grid.row_numbers, grid.letters, sheets, grid.twice, notes)
    with one_door():
        if (data[:2] == b"\x1f\x8b") != (kind == "gz"):
            raise refused("not_a_csv", accepted=ACCEPTED)
        plain = unpacked(data, limit) if kind == "gz" else data
        text, guessed = decoded(plain)

        def part() -> float:
            return cast(io.BytesIO, text.buffer).tell() / len(plain)

        grid = _build(csv_rows(text), limit.csv_rows, known, only, exact_width=True, part=part)
        if guessed:
            grid.notes.append(CellError(None, None, "encoding_guessed"))
        return grid


def kind_of(filename: str) -> str:
    """What a file of this name holds: xlsx, gz or csv. UnreadableFile otherwise."""
    name = filename.casefold().strip()
    if name.endswith(".xlsx"):
        return "xlsx"
    if name.endswith(".csv.gz"):
        return "gz"
    if name.endswith(".csv"):
        return "csv"
    raise refused("wrong_kind", kind="", accepted=ACCEPTED)


def part_grid(rows: list[tuple[int, list[str]]], known: Known, most: int, *, exact_width: bool) -> tuple[Grid, int]:
    """A grid of the first rows of a table, for guessing what it holds, and the row of its header."""
    with one_door():
        grid = _build(iter(rows), max(most, len(rows)), known, None, exact_width=exact_width)
        return grid, rows[_header_at(rows[:_TOP], known)][0]


def _build(
    rows: Iterator[tuple[int, list[str]]], most: int, known: Known, only: Collection[str] | None, *, exact_width: bool,
    part: Callable[[], float] | None = None,
) -> Grid:  # fmt: skip
    top = list(islice(rows, _TOP))
    if not top:
        raise refused("no_rows")
    at = _header_at(top, known)
    header_row, header = top[at]
    if any(_VALUE_LIKE.match(cell) for cell in header if cell) and not any(known(folded(cell)) for cell in header):
        raise refused("header_missing", row=header_row)
    width = len(header)
    while width and not trimmed(header[width - 1]):
        width -= 1
    skipped = _skipped(header, only)
    numbers: list[int] = []
    notes: list[CellError] = []
    chunks: list[list[pa.Array]] = []
    sizes = []
    for chunk in _chunks(table_rows(chain(top[at + 1 :], rows), notes, header_row, most)):
        numbers += [number for number, _ in chunk]
        if exact_width:
            for number, cells in chunk:
                if len(cells) > width and any(cells[width:]):
                    raise refused("too_many_cells", row=number, expected=width, found=len(cells))
        sizes.append(len(chunk))
        if part is not None:
            _tell(len(numbers), part())
        columns = zip_longest(*(cells for _, cells in chunk), fillvalue="")
        chunks.append([_NOTHING if at in skipped else pa.array(c, pa.large_string()) for at, c in enumerate(columns)])
    if not numbers:
        raise refused("no_rows")
    widest = max(width, *(len(chunk) for chunk in chunks)) if not exact_width else width
    kept = [
        pa.chunked_array(
            [
                chunk[index] if index < len(chunk) else pa.array([""] * size, pa.large_string())
                for chunk, size in zip(chunks, sizes, strict=True)
            ]
        )
        for index in range(widest)
    ]
    return _named(header, kept, numbers, notes)


def _tell(rows: int, part: float) -> None:
    """How far it is, where somebody can hear it: `assess` reads files without the database's libraries."""
    telling = sys.modules.get("models.telling")
    if telling is not None:
        telling.tell(telling.Stage.READING, rows, part=part)


def _skipped(header: list[str], only: Collection[str] | None) -> set[int]:
    """The places of the named columns that nobody asked for."""
    if only is None:
        return set()
    wanted = {folded(label) for label in only}
    # A header that stands twice is labelled "name (B)".
    wanted |= {label.rpartition(" ")[0] for label in wanted}
    return {at for at, name in enumerate(header) if trimmed(name) and folded(name) not in wanted}


def _named(header: list[str], kept: list[pa.ChunkedArray], numbers: list[int], notes: list[CellError]) -> Grid:
    # Behind the last name a header may have empty cells, such as Excel writes them into a CSV.
    names = [" ".join(trimmed(name.lstrip("\x00")).split())[:120] for name in header[: len(kept)]]
    names += [""] * (len(kept) - len(names))
    count = Counter(folded(name) for name in names)
    twice: dict[str, list[str]] = {}
    data: dict[str, pa.ChunkedArray] = {}
    letters: dict[str, str] = {}
    for index, (name, column) in enumerate(zip(names, kept, strict=True)):
        at = letter(index)
        label = name
        if not name:
            if not any(cell for chunk in column.chunks for cell in chunk.to_pylist()):
                continue
            label = f"({at})"
            notes.append(CellError(None, at, "column_without_name", {}))
        elif count[folded(name)] > 1:
            twice.setdefault(folded(name), []).append(at)
            label = name if len(twice[folded(name)]) == 1 and name not in data else f"{name} ({at})"
        data[label] = column
        letters[label] = at
    return Grid(list(data), Columns(data), np.array(numbers, dtype=np.int64), letters, [], twice, notes)


def table_rows(
    rows: Iterator[tuple[int, list[str]]], notes: list[CellError], last: int, most: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows of the table below row `last`: counted, and a few lost cells far below it left out and said."""
    stray: list[tuple[int, list[str]]] = []
    count = 0
    for number, cells in rows:
        if stray or number - last > _GAP:
            stray.append((number, cells))
            if len(stray) <= _STRAY:
                continue
            # Too many to be lost cells: they belong to the table.
            yield from stray
            count += len(stray)
            last, stray = stray[-1][0], []
        else:
            yield number, cells
            count += 1
            last = number
        if count > most:
            raise refused("too_many_rows", limit=most)
    if stray:
        notes.append(CellError(stray[0][0], None, "rows_ignored", {"first": last + 1, "last": stray[-1][0]}))


def _chunks(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _header_at(top: list[tuple[int, list[str]]], known: Known) -> int:
    """Which of the first rows is the header: the one with most known names, else the first about as wide as most."""
    hits = [sum(1 for name in {folded(cell) for cell in cells} if name and known(name)) for _, cells in top]
    if max(hits) >= 1:
        return hits.index(max(hits))
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in top]
    usual = sorted(filled)[len(filled) // 2]
    return next(index for index, count in enumerate(filled) if count * 2 >= usual)


def sheet_notes(stream: SheetStream, grid: Grid) -> list[CellError]:
    """What is known of a sheet once all of it was read: cells far to the right of the table, and a merged header."""
    outside = [CellError(None, None, "cells_outside", {"count": stream.outside})] if stream.outside else []
    return [*outside, *_merged(stream.merged, grid)]


def _merged(ranges: list[str], grid: Grid) -> list[CellError]:
    """A merged header fills its first cell only: said, so that a column without a name is understood."""
    notes = []
    first = int(grid.row_numbers[0])
    unnamed = {note.column for note in grid.notes if note.code == "column_without_name"}
    for reference in ranges:
        found = re.fullmatch(r"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)", reference)
        if not found or int(found[2]) >= first:
            continue
        covered = {letter(index) for index in range(column_index(found[1]) + 1, column_index(found[3]) + 1)}
        if covered & unnamed:
            notes.append(CellError(int(found[2]), found[1], "header_merged", {"range": reference}))
    return notes
