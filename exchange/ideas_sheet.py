"""Ideas as a sheet: the template handed out, filled with ideas or empty, and the same sheet read back as plain rows.

Export, import, export again is equal in values. What an idea may be is decided later by its Draft in `models`; here
only what a table can say: which columns, which rows, which cells cannot be read, and keys given twice.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from exchange.own_table import Scan, own_grid, places_of, said_beside
from exchange.plaintext import folded
from exchange.tables import plain_texts
from exchange.unreadable import OTHERS, CellError, Limit, refused
from exchange.workbook import Sheet, write_workbook
from words.rounds import side_name
from words.speech import LANGUAGES, Speech, speech

FIELDS = ("text", "touchpoint", "side", "key")
SIDES = ("promises", "keeps", "receives")
WIDTHS = (70.0, 26.0, 22.0, 36.0)
_NAMES = {
    "text": {"idea", "ideas", "idee", "testo", "text", "proposta", "proposal"},
    "touchpoint": {"punto di contatto", "touchpoint", "touch point", "canale", "channel"},
    "side": {"lato di chi scrive", "lato", "author s side", "authors side", "side", "lato autore"},
    "key": {"chiave", "key"},
}
# How the sheet of ideas is called in our own workbooks: with others beside it, nobody need be asked which one it is.
_TITLES = {"idee", "ideas"}


@dataclass(frozen=True)
class IdeaRow:
    """One idea as it stands in the sheet; "" where the cell is empty. `row` is the row of the person's file.

    `side` read from a file is the side's own name ("promises") where its words were understood, else what stands there.
    """

    key: str
    text: str
    touchpoint: str
    side: str
    row: int


@dataclass(frozen=True)
class IdeaSheet:
    """The rows of a file, and what is worth saying about it (columns that are not read, rows left out)."""

    rows: list[IdeaRow]
    notes: list[CellError] = field(default_factory=list)


IdeaScan = Scan[IdeaRow]


def idea_headers(say: Speech) -> list[str]:
    """The headers of the columns that are read, in the order of `FIELDS`."""
    return [say("Idea"), say("Touchpoint"), say("Author's side"), say("Key")]


def side_cell(say: Speech, side: str) -> str:
    """A side as it stands in a cell; empty for those who speak for none."""
    return side_name(say, side) if side in SIDES else side


def idea_sheet(say: Speech, ideas: Iterable[IdeaRow]) -> Sheet:
    """The sheet with these ideas; none: the empty template."""
    rows = [(idea.text, idea.touchpoint, side_cell(say, idea.side), idea.key) for idea in ideas]
    return Sheet(say("Ideas"), idea_headers(say), rows, WIDTHS)


def write_ideas(ideas: Iterable[IdeaRow], *, language: str) -> bytes:
    """The workbook with these ideas, headers in `language`."""
    say = speech(language)
    return write_workbook([idea_sheet(say, ideas)], shortened=say("… (shortened)"))


def read_ideas(source: bytes | Path, *, filename: str, sheet: str | None = None, limit: Limit = OTHERS) -> IdeaSheet:
    """All the ideas of a sheet, or UnreadableFile naming every cell that could not be read. Nothing is imported half.

    Only the column of the idea must be there. Codes: those of `read_grid`, and column_missing, header_twice,
    idea_missing, key_twice, error_cell, formula_without_result. Notes: columns_ignored and those of the grid.
    """
    scan = scan_ideas(source, filename=filename, sheet=sheet, limit=limit)
    refusal = scan.refusal()
    if refusal is not None:
        raise refusal
    return IdeaSheet(scan.rows, scan.notes)


def scan_ideas(source: bytes | Path, *, filename: str, sheet: str | None = None, limit: Limit = OTHERS) -> IdeaScan:
    """The sheet with its unreadable cells beside it; UnreadableFile only when there is no table of ideas in the file.

    Of several filled sheets the one called Ideas (Idee) is read; several or none so called: which_sheet.
    """
    if isinstance(source, Path):
        if source.stat().st_size > limit.file_bytes:
            raise refused("too_big", limit=limit.file_bytes // 1_000_000)
        source = source.read_bytes()
    grid = own_grid(source, filename, names=_NAMES, titles=_TITLES, sheet=sheet, limit=limit)
    place = places_of(grid, _NAMES, {"text": "idea"})
    errors: list[CellError] = []
    texts: dict[str, pd.Series] = {}
    for name, label in place.items():
        texts[name], found = plain_texts(grid.data[label], label, grid.row_numbers, as_typed=bool(grid.sheets))
        errors += found
    broken = {(error.row, error.column) for error in errors}
    empty = pd.Series([""] * len(grid.row_numbers), dtype="str")
    columns = [texts.get(name, empty) for name in ("key", "text", "touchpoint", "side")]
    rows = [
        IdeaRow(str(key), str(text), str(touchpoint), _side(str(side)), int(row))
        for key, text, touchpoint, side, row in zip(*columns, grid.row_numbers, strict=True)
    ]
    named = {row for row, _ in broken}
    rows = [row for row in rows if row.key or row.text or row.touchpoint or row.side or row.row in named]
    errors += [
        CellError(row.row, place["text"], "idea_missing", {})
        for row in rows
        if not row.text and (row.row, place["text"]) not in broken
    ]
    errors += _keys_twice(rows, place.get("key", ""))
    return IdeaScan(rows, said_beside(grid, place), errors, hashlib.sha256(source).hexdigest(), place, grid)


@cache
def _sides() -> dict[str, str]:
    return {folded(side_name(speech(language), side)): side for language in LANGUAGES for side in SIDES}


def _side(cell: str) -> str:
    return _sides().get(folded(cell), cell)


def _keys_twice(rows: list[IdeaRow], column: str) -> list[CellError]:
    first: dict[str, int] = {}
    errors = []
    for row in rows:
        if not row.key:
            continue
        if row.key in first:
            errors.append(CellError(row.row, column, "key_twice", {"value": row.key[:40], "first": first[row.key]}))
        else:
            first[row.key] = row.row
    return errors
