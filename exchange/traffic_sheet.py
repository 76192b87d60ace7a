"""Weekly numbers by stage as a sheet: the template handed out, and the same sheet read back as plain rows (A28).

Four columns: the stage, any day of the week, how many arrived, how many left (may be empty). Days are read one way for
the whole column; where 01/02/2026 could be two days, both readings are handed out, to be asked. What the numbers may
be is decided later in `models.traffic`; here only what a table can say.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from exchange.dates import moments, possible_formats
from exchange.grid import Grid, read_grid
from exchange.plaintext import folded
from exchange.tables import all_of, not_numbers, plain_texts
from exchange.unreadable import OTHERS, CellError, UnreadableFile
from exchange.workbook import Sheet, write_workbook
from models.traffic import TrafficRow
from words.speech import speech

FIELDS = ("stage", "week", "arrived", "left")
_NAMES = {
    "stage": {"fase", "stage"},
    "week": {"settimana", "week", "settimana del", "week of", "lunedi", "monday", "data", "date"},
    "arrived": {"arrivano", "arrivati", "arrived", "passano", "passing", "visite", "visits"},
    "left": {"se ne vanno", "andati", "left", "leave", "abbandoni", "abandoned"},
}
_GROUPED = re.compile(r"\d{1,3}(?:[.\u00a0 '’]\d{3})+")
_OFFSET = r"^(\d{4}[-/]\d{2}[-/]\d{2}[T ][\d:.,]+)\s?(?:[Zz]|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})\s*$"
_WHOLE = re.compile(r"\d{1,12}(?:[.,]0+)?")


@dataclass(frozen=True)
class TrafficScan:
    """A sheet as read, its unreadable cells beside it: the rules may find more, and all are named together.

    formats: how its days can be read; while two are possible and none was chosen, no row and no cell is judged.
    """

    rows: list[TrafficRow]
    errors: list[CellError]
    sha256: str
    formats: list[str]
    _places: dict[str, str]
    _grid: Grid = field(repr=False)

    def refusal(self, more: Iterable[tuple[int, str, str, dict[str, object]]] = ()) -> UnreadableFile | None:
        """The refusal for every cell that cannot come in, or None. `more`: (row, field, code, facts) from the rules."""
        found = [CellError(row, self._places.get(name), code, facts) for row, name, code, facts in more]
        errors = [*self.errors, *found]
        return all_of(errors, self._grid) if errors else None


def scan_traffic(
    source: bytes, filename: str, *, sheet: str | None = None, date_format: str | None = None
) -> TrafficScan:
    """The sheet with its unreadable cells beside it; UnreadableFile only when there is no such table in the file."""
    grid = read_grid(source, filename, limit=OTHERS, known=_known, sheet=sheet)
    place = _places(grid)
    # A day is the one that is written, whatever zone its time bears.
    weeks = grid.data[place["week"]].str.replace(_OFFSET, r"\1", regex=True)
    digest = hashlib.sha256(source).hexdigest()
    formats = possible_formats(weeks)
    form = date_format or next(iter(formats), "iso")
    if len(formats) > 1 and date_format is None:
        return TrafficScan([], [], digest, formats, place, grid)
    days, errors = moments(weeks, form, "UTC", place["week"], grid.row_numbers)
    texts: dict[str, list[str]] = {}
    for name, label in place.items():
        cells, found = plain_texts(grid.data[label], label, grid.row_numbers, as_typed=bool(grid.sheets))
        texts[name] = [str(cell) for cell in cells]
        errors += found if name != "week" else []
        if name in ("arrived", "left"):
            errors += not_numbers(grid.data[label], label, grid.row_numbers)
    broken = {(error.row, error.column) for error in errors}
    rows_broken = {row for row, _ in broken}
    rows: list[TrafficRow] = []
    empty = [""] * len(grid.row_numbers)
    for number, moment, stage, week, arrived, left in zip(
        grid.row_numbers, days, *(texts.get(name, empty) for name in FIELDS), strict=True
    ):
        at = int(number)
        if not (stage or week or arrived or left):
            continue
        day = None if np.isnan(moment) else datetime.fromtimestamp(moment, UTC).date()
        came, gone = _whole(arrived), _whole(left) if left else None
        wrong = [
            ("stage", "stage_missing", stage, bool(stage)),
            ("week", "not_a_date" if week else "nothing_there", week, day is not None),
            ("arrived", "not_a_number" if arrived else "nothing_there", arrived, came is not None),
            ("left", "not_a_number", left, not left or gone is not None),
        ]  # fmt: skip
        bad = [
            CellError(at, place[name], code, {"value": cell[:40]})
            for name, code, cell, fine in wrong
            if not fine and (at, place[name]) not in broken
        ]
        errors += bad
        if day is not None and came is not None and not bad and at not in rows_broken:
            rows.append(TrafficRow(stage, day, came, gone, at))
    return TrafficScan(rows, errors, digest, formats, place, grid)


def traffic_headers(language: str) -> list[str]:
    """The headers of the columns that are read, in the order of `FIELDS`."""
    say = speech(language)
    return [say("Stage"), say("Week"), say("Arrived"), say("Left")]


def write_traffic(rows: Sequence[TrafficRow], *, language: str) -> bytes:
    """The workbook with these rows, headers in `language`; what it holds is read back as the same rows."""
    say = speech(language)
    cells = [(row.stage, row.week, row.arrived, row.left) for row in rows]
    sheet = Sheet(say("Weekly numbers"), traffic_headers(language), cells, (28.0, 14.0, 12.0, 12.0))
    return write_workbook([sheet], shortened=say("… (shortened)"))


def _whole(cell: str) -> int | None:
    """9800, 9.800, 9 800, 9800.0: a whole number, as people and Excel write it; anything else is none."""
    if _GROUPED.fullmatch(cell):
        return int("".join(sign for sign in cell if sign.isdigit()))
    return int(re.split(r"[.,]", cell)[0]) if _WHOLE.fullmatch(cell) else None


def _known(name: str) -> bool:
    return any(name in names for names in _NAMES.values())


def _places(grid: Grid) -> dict[str, str]:
    """Field -> label of the column. Refused when a needed one is missing, or stands twice."""
    place: dict[str, str] = {}
    errors: list[CellError] = []
    for name, synonyms in _NAMES.items():
        labels = [label for label in grid.columns if folded(label) in synonyms]
        if len(labels) > 1 or (labels and folded(labels[0]) in grid.twice):
            letters = grid.twice.get(folded(labels[0]), [grid.letters[at] for at in labels])
            errors.append(CellError(None, labels[0], "header_twice", {"letters": letters}))
        if labels:
            place[name] = labels[0]
        elif name != "left":
            needed = {"stage": "stage", "week": "week", "arrived": "arrived"}[name]
            errors.append(CellError(None, None, "column_missing", {"field": needed, "columns": grid.columns}))
    if errors:
        raise UnreadableFile(errors)
    return place
