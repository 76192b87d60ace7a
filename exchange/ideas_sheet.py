"""Ideas as a sheet: the template handed out, filled with ideas or empty, and the same sheet read back as plain rows.

Export, import, export again is equal in values. What an idea may be is decided later by its Draft in `models`; here
only what a table can say: which columns, which rows, which cells cannot be read, and keys given twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from exchange.grid import Grid, read_grid
from exchange.plaintext import folded
from exchange.tables import all_of, plain_texts
from exchange.unreadable import OTHERS, CellError, Limit, UnreadableFile, refused
from exchange.workbook import Sheet, write_workbook

HEADERS = {
    "it": {"text": "Idea", "touchpoint": "Punto di contatto", "side": "Lato di chi scrive", "key": "Chiave"},
    "en": {"text": "Idea", "touchpoint": "Touchpoint", "side": "Author's side", "key": "Key"},
}
TITLES = {"it": "Idee", "en": "Ideas"}
_NAMES = {
    "text": {"idea", "ideas", "idee", "testo", "text", "proposta", "proposal"},
    "touchpoint": {"punto di contatto", "touchpoint", "touch point", "canale", "channel"},
    "side": {"lato di chi scrive", "lato", "author s side", "authors side", "side", "lato autore"},
    "key": {"chiave", "key"},
}
_WIDTHS = (70.0, 26.0, 22.0, 36.0)


@dataclass(frozen=True)
class IdeaRow:
    """One idea as it stands in the sheet; "" where the cell is empty. `row` is the row of the person's file."""

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


def write_ideas(ideas: Iterable[IdeaRow], *, language: str, shortened: str = "… (shortened)") -> bytes:
    """The workbook with these ideas (none: the empty template), headers in `language` ("it", else English)."""
    spoken = "it" if language == "it" else "en"
    rows = [(idea.text, idea.touchpoint, idea.side, idea.key) for idea in ideas]
    sheet = Sheet(TITLES[spoken], list(HEADERS[spoken].values()), rows, _WIDTHS)
    return write_workbook([sheet], shortened=shortened)


def read_ideas(source: bytes | Path, *, filename: str, sheet: str | None = None, limit: Limit = OTHERS) -> IdeaSheet:
    """All the ideas of a sheet, or UnreadableFile naming every cell that could not be read. Nothing is imported half.

    Only the column of the idea must be there. Codes: those of `read_grid`, and column_missing, header_twice,
    idea_missing, key_twice, error_cell, formula_without_result. Notes: columns_ignored and those of the grid.
    """
    if isinstance(source, Path):
        if source.stat().st_size > limit.file_bytes:
            raise refused("too_big", limit=limit.file_bytes // 1_000_000)
        source = source.read_bytes()
    grid = read_grid(source, filename, limit=limit, known=_known, sheet=sheet)
    place = _places(grid)
    errors: list[CellError] = []
    texts: dict[str, pd.Series] = {}
    for name, label in place.items():
        texts[name], found = plain_texts(grid.data[label], label, grid.row_numbers)
        errors += found
    broken = {(error.row, error.column) for error in errors}
    empty = pd.Series([""] * len(grid.row_numbers), dtype="str")
    columns = [texts.get(name, empty) for name in ("key", "text", "touchpoint", "side")]
    rows = [
        IdeaRow(str(key), str(text), str(touchpoint), str(side), int(row))
        for key, text, touchpoint, side, row in zip(*columns, grid.row_numbers, strict=True)
    ]
    rows = [row for row in rows if row.key or row.text or row.touchpoint or row.side or _named(broken, row.row)]
    errors += [
        CellError(row.row, place["text"], "idea_missing", {})
        for row in rows
        if not row.text and (row.row, place["text"]) not in broken
    ]
    errors += _keys_twice(rows, place.get("key", ""))
    if errors:
        raise all_of(errors, grid)
    return IdeaSheet(rows, [*grid.notes, *_ignored(grid, place)])


def _known(name: str) -> bool:
    return any(name in names for names in _NAMES.values())


def _named(broken: set[tuple[int | None, str | None]], row: int) -> bool:
    return any(row == at for at, _ in broken)


def _places(grid: Grid) -> dict[str, str]:
    """Field -> label of the column. Refused when the idea's column is missing, or a header we need stands twice."""
    place: dict[str, str] = {}
    errors: list[CellError] = []
    for name, synonyms in _NAMES.items():
        labels = [label for label in grid.columns if folded(label) in synonyms]
        if labels and folded(labels[0]) in grid.twice:
            errors.append(CellError(None, labels[0], "header_twice", {"letters": grid.twice[folded(labels[0])]}))
        elif len(labels) > 1:
            errors.append(CellError(None, labels[0], "header_twice", {"letters": [grid.letters[at] for at in labels]}))
        if labels:
            place[name] = labels[0]
    if "text" not in place:
        errors.append(CellError(None, None, "column_missing", {"field": "Idea", "columns": grid.columns}))
    if errors:
        raise UnreadableFile(errors)
    return place


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


def _ignored(grid: Grid, place: dict[str, str]) -> list[CellError]:
    ignored = [label for label in grid.columns if label not in place.values()]
    return [CellError(None, None, "columns_ignored", {"columns": ignored})] if ignored else []
