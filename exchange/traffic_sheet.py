"""Weekly numbers by stage as a sheet: the template handed out, and the same sheet read back as plain rows (A28).

Four columns: the stage, any day of the week, how many arrived, how many left (may be empty). Days are read one way for
the whole column; where 01/02/2026 could be two days, both readings are handed out, to be asked. What the numbers may
be is decided later in `models.traffic`; here only what a table can say.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from exchange.dates import moments, possible_formats
from exchange.own_table import Scan, own_grid, places_of, said_beside
from exchange.plaintext import folded
from exchange.sheetxml import NUMBER
from exchange.tables import not_numbers, plain_texts
from exchange.unreadable import OTHERS, CellError, Limit
from exchange.workbook import Sheet, write_workbook
from models.traffic import TrafficRow
from words.speech import LANGUAGES, speech

FIELDS = ("stage", "week", "arrived", "left")
_NAMES = {
    "stage": {"fase", "stage"},
    "week": {"settimana", "week", "settimana del", "week of", "lunedi", "monday", "data", "date"},
    "arrived": {"arrivano", "arrivati", "arrived", "passano", "passing", "visite", "visits"},
    "left": {"se ne vanno", "andati", "left", "leave", "abbandoni", "abandoned"},
}
_GROUPED = re.compile(r"\d{1,3}(?:[.\u00a0 '’]\d{3})+")
_OFFSET = r"^(\d{4}[-/]\d{2}[-/]\d{2}[T ][\d:.,]+)\s?(?:[Zz]|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})\s*$"
_WHOLE = re.compile(r"\d{1,400}(?:[.,]0+)?")
_NUMBER = re.compile(r"[-+]?[\d.,]*\d[\d.,]*")


TrafficScan = Scan[TrafficRow]


def scan_traffic(
    source: bytes, filename: str, *, sheet: str | None = None, date_format: str | None = None, limit: Limit = OTHERS
) -> TrafficScan:
    """The sheet with its unreadable cells beside it; UnreadableFile only when there is no such table in the file.

    Of several filled sheets the one called Weekly numbers (Numeri settimanali) is read; several or none: which_sheet.
    """
    titles = {folded(speech(one)("Weekly numbers")) for one in LANGUAGES}
    grid = own_grid(source, filename, names=_NAMES, titles=titles, sheet=sheet, limit=limit)
    place = places_of(grid, _NAMES, {name: name for name in ("stage", "week", "arrived")})
    # A day is the one that is written, whatever zone its time bears.
    weeks = grid.data[place["week"]].str.replace(_OFFSET, r"\1", regex=True)
    digest, notes = hashlib.sha256(source).hexdigest(), said_beside(grid, place)
    formats = possible_formats(weeks)
    form = date_format or next(iter(formats), "iso")
    if len(formats) > 1 and date_format is None:
        return TrafficScan([], notes, [], digest, place, grid, formats)
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
    # A true number bears no signs for thousands: 1.234 is one and a bit.
    true = {name: grid.data[place[name]].str.startswith(NUMBER) for name in ("arrived", "left") if name in place}
    for at, moment, stage, week, arrived, left, *plain in zip(
        grid.row_numbers.tolist(), days, *(texts.get(name, empty) for name in FIELDS),
        *(true.get(name, empty) for name in ("arrived", "left")), strict=True,
    ):  # fmt: skip
        if not (stage or week or arrived or left):
            continue
        day = None if np.isnan(moment) else datetime.fromtimestamp(moment, UTC).date()
        came, gone = _whole(arrived, plain[0]), _whole(left, plain[1])
        wrong = [
            ("stage", "stage_missing", stage, bool(stage)),
            ("week", "not_a_date" if week else "nothing_there", week, day is not None),
            ("arrived", _why(arrived), arrived, came is not None),
            ("left", _why(left), left, not left or gone is not None),
        ]  # fmt: skip
        bad = [
            CellError(at, place[name], code, {"value": cell[:40]})
            for name, code, cell, fine in wrong
            if not fine and (at, place[name]) not in broken
        ]
        errors += bad
        if day is not None and came is not None and not bad and at not in rows_broken:
            rows.append(TrafficRow(stage, day, came, gone, at))
    return TrafficScan(rows, notes, errors, digest, place, grid, formats)


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


def _whole(cell: str, plain: bool) -> int | None:
    """9800, 9.800, 9 800, 9800.0: a whole number, as people and Excel write it; anything else is none."""
    if _GROUPED.fullmatch(cell) and not plain:
        return int("".join(sign for sign in cell if sign.isdigit()))
    return int(re.split(r"[.,]", cell)[0]) if _WHOLE.fullmatch(cell) else None


def _why(cell: str) -> str:
    """Why a cell is no whole number: the code of the sentence."""
    if not cell:
        return "nothing_there"
    return "not_whole" if _NUMBER.fullmatch(cell) else "not_a_number"
