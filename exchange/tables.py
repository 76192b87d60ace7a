"""Tables of cases as they come in: looked at (`preview_cases`), then read whole or refused whole (`read_cases`).

Nothing here stores anything or knows a language. A file is all or nothing: one unreadable cell refuses it, and every
such cell is named (the first fifty, and how many there are). Readable but dirty rows (end before start, an id twice)
are kept: judging them is `analysis`'s work. Moments follow `exchange.dates`, numbers `exchange.figures`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from exchange.columns import ENOUGH, FIELDS, OPTIONAL, REQUIRED, known_header, propose, refuse_doubles
from exchange.contents import people_columns, propose_more
from exchange.csvs import without_guard
from exchange.dates import looks_dated, moments, possible_formats
from exchange.figures import figures
from exchange.grid import Grid, read_grid
from exchange.plaintext import ERROR_TEXTS, fits, folded, trimmed
from exchange.sheetxml import DATE, ERROR, FORMULA, YES_NO
from exchange.unreadable import CASES, FIRST_NAMED, OTHERS, CellError, Limit, UnreadableFile, refused, shown
from exchange.yes_no import answers

__all__ = [
    "CASES", "FIELDS", "OPTIONAL", "OTHERS", "REQUIRED", "CaseTable", "CellError", "Limit", "Preview", "UnreadableFile",
    "all_of", "plain_texts", "preview_cases", "read_cases",
]  # fmt: skip

_SHOWN_ROWS = 8
_PLAIN = "^[ -~]*$"


@dataclass(frozen=True)
class Preview:
    """What a file seems to hold, to be confirmed by the person.

    `sheets` has several names when the file holds several filled sheets; if none was chosen, everything else is empty
    and the note "which_sheet" says so. `proposal` is field -> column. `date_formats` is, for every column of dates,
    the formats that fit; more than one must be asked. `notes` are `CellError`s that refuse nothing. `people`: columns
    that seem to hold names of people, proposed for leaving out.
    """

    columns: list[str]
    rows: list[list[str]]
    total_rows: int
    proposal: dict[str, str]
    date_formats: dict[str, list[str]]
    sheets: list[str]
    ignored_columns: list[str]
    notes: list[CellError] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CaseTable:
    """The cases of one file. `frame`: case_id (str), start and end (float64 epoch seconds UTC, NaN where empty), and
    where present process, segment, touchpoint, outcome (str or None) and value (float64).

    `row_numbers[i]` is the row of `frame.iloc[i]` in the person's file (1 is its first row); `source_sha256` is of the
    file as it came: the same file twice has the same.
    """

    frame: pd.DataFrame
    row_numbers: NDArray[np.int64]
    source_sha256: str
    notes: list[CellError] = field(default_factory=list)


def preview_cases(data: bytes, filename: str, *, sheet: str | None = None, limit: Limit = CASES) -> Preview:
    """What stands in the file, and which column seems to be which. Raises UnreadableFile when it cannot be opened."""
    try:
        grid = read_grid(data, filename, limit=limit, known=known_header, sheet=sheet)
    except UnreadableFile as refusal:
        asked = refusal.errors[0]
        if asked.code != "which_sheet":
            raise
        sheets = asked.facts["sheets"]
        return Preview([], [], 0, {}, {}, list(sheets) if isinstance(sheets, list) else [], [], [asked])
    proposal = propose_more(grid, propose(grid))
    refuse_doubles(grid, proposal)
    dated = [label for label in grid.columns if looks_dated(grid.data.first(label, ENOUGH))]
    dated += [proposal[name] for name in ("start", "end") if name in proposal and proposal[name] not in dated]
    head = [[shown_cell(cell) for cell in grid.data[label].head(_SHOWN_ROWS)] for label in grid.columns]
    return Preview(
        columns=grid.columns,
        rows=[list(row) for row in zip(*head, strict=True)],
        total_rows=len(grid.row_numbers),
        proposal=proposal,
        date_formats={label: possible_formats(grid.data[label]) for label in dated},
        sheets=grid.sheets,
        ignored_columns=[label for label in grid.columns if label not in proposal.values()],
        notes=grid.notes,
        people=[label for label in people_columns(grid) if label not in proposal.values()],
    )


def read_cases(
    source: bytes | Path,
    *,
    filename: str,
    zone: str,
    columns: Mapping[str, str] | None = None,
    date_formats: Mapping[str, str] | None = None,
    sheet: str | None = None,
    limit: Limit = CASES,
    also: Mapping[str, str] | None = None,
    dates: str | None = None,
    yes: str | None = None,
    besides: Callable[[str], bool] | None = None,
    end_needed: bool = True,
) -> CaseTable:
    """All the cases of a file, or UnreadableFile naming every cell that could not be read.

    `columns` is field -> column label as in `Preview` (default: its proposal); `date_formats` is column -> format,
    asked where `Preview.date_formats` has more than one. `zone` is the IANA zone of moments without offset.
    `also`: fields added to the proposal or changed in it, `dates`: the format of columns whose dates could be read in
    two ways, `yes`: a column of yes and no (then `answer` in the frame: 1, 0 or NaN; `besides` says which
    other words may stand there), `end_needed`: whether a file without an end is refused.
    ValueError: an unknown zone, field or format (the caller's mistake, not the file's).
    """
    _known_zone(zone)
    if isinstance(source, Path):
        if source.stat().st_size > limit.file_bytes:
            raise refused("too_big", limit=limit.file_bytes // 1_000_000)
        source = source.read_bytes()
    only = None if columns is None else list(columns.values())
    grid = read_grid(source, filename, limit=limit, known=known_header, sheet=sheet, only=only)
    chosen = dict(columns) if columns is not None else _completed(grid, also or {})
    if strange := set(chosen) - set(FIELDS):
        raise ValueError(f"unknown fields {sorted(strange)}")
    _refuse_missing(grid, chosen, REQUIRED if end_needed else REQUIRED[:2])
    refuse_doubles(grid, chosen)
    clock = [name for name in ("start", "end") if name in chosen]
    formats = {chosen[name]: _format_of(grid, chosen[name], date_formats or {}, dates) for name in clock}

    errors: list[CellError] = []
    frame: dict[str, object] = {}
    for name in FIELDS:
        if name not in chosen:
            continue
        label = chosen[name]
        values = grid.data[label]
        found: list[CellError] = []
        if name in ("start", "end"):
            frame[name], found = moments(values, formats[label], zone, label, grid.row_numbers)
        elif name == "value":
            frame[name], found = figures(values, label, grid.row_numbers)
        else:
            texts, found = plain_texts(values, label, grid.row_numbers)
            if name == "case_id":
                found += [
                    CellError(int(grid.row_numbers[at]), label, "case_id_missing", {})
                    for at in np.flatnonzero((texts == "").to_numpy(bool) & (values != FORMULA).to_numpy(bool))
                ]
                frame[name] = texts
            else:
                frame[name] = texts.astype(object).where(texts != "", None)
        errors += found
    if yes is not None:
        label = _label(grid, yes)
        frame["answer"], found = answers(grid.data[label], label, grid.row_numbers, besides)
        errors += found
    if errors:
        raise all_of(errors, grid)
    frame.setdefault("end", np.full(len(grid.row_numbers), np.nan))
    return CaseTable(pd.DataFrame(frame), grid.row_numbers, hashlib.sha256(source).hexdigest(), grid.notes)


def plain_texts(
    values: pd.Series, column: str, row_numbers: NDArray[np.int64], *, as_typed: bool = False
) -> tuple[pd.Series, list[CellError]]:
    """The cells as text, cleaned and trimmed (numbers as written, dates as ISO), and the error and formula cells.

    `as_typed`: a text cell is just text, also "#N/A" and "'=1" (in a CSV the one is an error, the other has a guard).
    """
    marked = values.str.startswith("\x00")
    errors = []
    hits = (values.isin(ERROR_TEXTS) & (not as_typed)) | values.str.startswith(ERROR) | (values == FORMULA)
    for at in np.flatnonzero(hits.to_numpy(bool)):
        cell = values.iloc[at]
        code = "formula_without_result" if cell == FORMULA else "error_cell"
        errors.append(CellError(int(row_numbers[at]), column, code, {"value": shown_cell(cell)}))
    texts = values.where(~marked, values.str.slice(2)) if marked.any() else values
    odd = ~fits(texts, _PLAIN) | texts.str.startswith("'") | (texts != texts.str.strip())
    if odd.any():
        texts = texts.copy()
        texts[odd] = [trimmed(cell if as_typed else without_guard(cell)) for cell in texts[odd]]
    return texts, errors


def not_numbers(values: pd.Series, column: str, row_numbers: NDArray[np.int64]) -> list[CellError]:
    """The cells of a workbook that hold yes or no, or a date, where a number belongs: TRUE is no 1."""
    errors = []
    for mark, code in ((YES_NO, "yes_no_not_number"), (DATE, "date_not_number")):
        for at in np.flatnonzero(values.str.startswith(mark).to_numpy(bool)):
            errors.append(CellError(int(row_numbers[at]), column, code, {"value": shown_cell(values.iloc[at])}))
    return errors


def all_of(errors: list[CellError], grid: Grid) -> UnreadableFile:
    """The refusal for all unreadable cells in reading order, each with its name in the sheet ("B7") among the facts."""
    place = {label: at for at, label in enumerate(grid.columns)}
    ordered = sorted(errors, key=lambda error: (error.row or 0, place.get(error.column or "", 0)))
    named = [
        replace(error, facts={**error.facts, "cell": f"{grid.letters[error.column or '']}{error.row}"})
        if error.row is not None and error.column in grid.letters
        else error
        for error in ordered[:FIRST_NAMED]
    ]
    return UnreadableFile(named, len(ordered))


def shown_cell(cell: str) -> str:
    """A cell as shown in the preview: no marks, one line, shortened; a day without a time is no midnight."""
    return shown(cell[2:].removesuffix(" 00:00:00") if cell.startswith("\x00") else cell)


def _known_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as problem:
        raise ValueError(f"unknown zone {zone!r}") from problem


def _completed(grid: Grid, also: Mapping[str, str]) -> dict[str, str]:
    """The proposal with what was said over it: a column that was said serves nothing else."""
    said = {name: _label(grid, label) for name, label in also.items()}
    proposed = {name: label for name, label in propose(grid).items() if label not in said.values()}
    return {name: (proposed | said)[name] for name in (*FIELDS, *said) if name in proposed | said}


def _label(grid: Grid, name: str) -> str:
    """The column of this name as people write it. UnreadableFile when there is none."""
    for label in grid.columns:
        if folded(label) == folded(name):
            if folded(label) in grid.twice:
                raise refused("header_twice", column=label, letters=grid.twice[folded(label)])
            return label
    raise refused("column_unknown", column=name, field=name, columns=grid.columns)


def _refuse_missing(grid: Grid, chosen: Mapping[str, str], needed: Sequence[str]) -> None:
    merged = [note for note in grid.notes if note.code == "header_merged"]
    missing = [
        CellError(None, None, "column_missing", {"field": name, "columns": grid.columns})
        for name in needed
        if name not in chosen
    ]
    unknown = [
        CellError(None, label, "column_unknown", {"field": name, "columns": grid.columns})
        for name, label in chosen.items()
        if label not in grid.data
    ]
    if missing or unknown:
        raise UnreadableFile([*missing, *unknown, *merged])


def _format_of(grid: Grid, label: str, given: Mapping[str, str], dates: str | None = None) -> str:
    if label in given:
        return given[label]
    possible = possible_formats(grid.data[label])
    if len(possible) > 1 and dates in possible:
        return str(dates)
    if len(possible) > 1:
        raise refused("ambiguous_dates", column=label, formats=possible, example=_example(grid.data[label]))
    return possible[0] if possible else "iso"


def _example(values: pd.Series) -> str:
    return next((shown_cell(cell) for cell in values if cell), "")
