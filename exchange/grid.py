"""A table as it stands in the person's file: the header found, the columns as text, each row with its number.

Excel and CSV come through here alike. Cells keep the marks of `sheetxml` (a number is not the text of a number).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchange.csvs import csv_rows, decoded, unpacked
from exchange.plaintext import column_index, folded, letter, trimmed
from exchange.unreadable import CellError, Limit, one_door, refused
from exchange.workbook import open_workbook
from exchange.zipdoor import ACCEPTED

Known = Callable[[str], bool]
"""Does this folded header name one of the columns looked for?"""

_TOP = 12
_CHUNK = 5_000
_GAP = 1_000
_STRAY = 10
_VALUE_LIKE = re.compile(r"\x00[nd]|[+-]?\d+([.,]\d+)?$|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


@dataclass(frozen=True)
class Grid:
    """`columns` are unique labels; `data[label]` is text ("" is empty); `row_numbers` are those of the person's file.

    `letters[label]` is the letter of the column in the sheet.
    `twice` holds the headers that stand over more than one column, with the letters of those columns.
    """

    columns: list[str]
    data: dict[str, pd.Series]
    row_numbers: NDArray[np.int64]
    letters: dict[str, str]
    sheets: list[str] = field(default_factory=list)
    twice: dict[str, list[str]] = field(default_factory=dict)
    notes: list[CellError] = field(default_factory=list)


def read_grid(data: bytes, filename: str, *, limit: Limit, known: Known, sheet: str | None = None) -> Grid:
    """The whole table of a file. Raises UnreadableFile only.

    The file's name serves for its ending alone: it is never a path, and never shown. Codes besides those of the door:
    wrong_kind, empty_file, too_big, which_sheet (facts: sheets), no_rows, header_missing, too_many_rows,
    too_many_cells.
    """
    kind = _kind(filename)
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
            grid = _build(iter(stream), limit.sheet_rows, known, exact_width=False)
        notes = list(grid.notes)
        if stream.outside:
            notes.append(CellError(None, None, "cells_outside", {"count": stream.outside}))
        notes += _merged(stream.merged, grid)
        return Grid(grid.columns, grid.data, grid.row_numbers, grid.letters, sheets, grid.twice, notes)
    with one_door():
        if (data[:2] == b"\x1f\x8b") != (kind == "gz"):
            raise refused("not_a_csv", accepted=ACCEPTED)
        text, guessed = decoded(unpacked(data, limit) if kind == "gz" else data)
        grid = _build(csv_rows(text), limit.csv_rows, known, exact_width=True)
        if guessed:
            grid.notes.append(CellError(None, None, "encoding_guessed"))
        return grid


def _kind(filename: str) -> str:
    name = filename.casefold().strip()
    if name.endswith(".xlsx"):
        return "xlsx"
    if name.endswith(".csv.gz"):
        return "gz"
    if name.endswith(".csv"):
        return "csv"
    raise refused("wrong_kind", kind="", accepted=ACCEPTED)


def _build(rows: Iterator[tuple[int, list[str]]], most: int, known: Known, *, exact_width: bool) -> Grid:
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
    numbers: list[int] = []
    notes: list[CellError] = []
    chunks: list[list[pd.Series]] = []
    for chunk in _chunks(_checked(chain(top[at + 1 :], rows), numbers, notes, header_row, most)):
        if exact_width:
            for number, cells in chunk:
                if len(cells) > width and any(cells[width:]):
                    raise refused("too_many_cells", row=number, expected=width, found=len(cells))
        columns = zip_longest(*(cells for _, cells in chunk), fillvalue="")
        chunks.append([pd.Series(list(column), dtype="str") for column in columns])
    if not numbers:
        raise refused("no_rows")
    widest = max(width, *(len(chunk) for chunk in chunks)) if not exact_width else width
    sizes = [len(chunk[0]) for chunk in chunks]
    series = []
    for index in range(widest):
        parts = [
            chunk[index] if index < len(chunk) else pd.Series([""] * size, dtype="str")
            for chunk, size in zip(chunks, sizes, strict=True)
        ]
        series.append(parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True))
    return _named(header, series, numbers, notes)


def _named(header: list[str], series: list[pd.Series], numbers: list[int], notes: list[CellError]) -> Grid:
    names = [" ".join(trimmed(name.lstrip("\x00")).split())[:120] for name in header]
    names += [""] * (len(series) - len(names))
    count = Counter(folded(name) for name in names)
    twice: dict[str, list[str]] = {}
    data: dict[str, pd.Series] = {}
    letters: dict[str, str] = {}
    for index, (name, column) in enumerate(zip(names, series, strict=True)):
        at = letter(index)
        label = name
        if not name:
            if not (column != "").any():
                continue
            label = f"({at})"
            notes.append(CellError(None, at, "column_without_name", {}))
        elif count[folded(name)] > 1:
            twice.setdefault(folded(name), []).append(at)
            label = name if len(twice[folded(name)]) == 1 and name not in data else f"{name} ({at})"
        data[label] = column
        letters[label] = at
    return Grid(list(data), data, np.array(numbers, dtype=np.int64), letters, [], twice, notes)


def _checked(
    rows: Iterator[tuple[int, list[str]]], numbers: list[int], notes: list[CellError], last: int, most: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows of the table: counted, and a few lost cells far below it left out and said."""
    stray: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if stray or number - last > _GAP:
            stray.append((number, cells))
            if len(stray) <= _STRAY:
                continue
            # Too many to be lost cells: they belong to the table.
            numbers.extend(row for row, _ in stray)
            yield from stray
            last, stray = stray[-1][0], []
        else:
            numbers.append(number)
            yield number, cells
            last = number
        if len(numbers) > most:
            raise refused("too_many_rows", limit=most)
    if stray:
        notes.append(CellError(stray[0][0], None, "rows_ignored", {"first": last + 1, "last": stray[-1][0]}))


def _chunks(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _header_at(top: list[tuple[int, list[str]]], known: Known) -> int:
    """Which of the first rows is the header: the one with most known names, else the first about as wide as most."""
    hits = [sum(1 for name in {folded(cell) for cell in cells} if name and known(name)) for _, cells in top]
    if max(hits) >= 1:
        return hits.index(max(hits))
    filled = [sum(1 for cell in cells if cell.strip()) for _, cells in top]
    usual = sorted(filled)[len(filled) // 2]
    return next(index for index, count in enumerate(filled) if count * 2 >= usual)


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
