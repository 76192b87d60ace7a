"""A table of cases read piece by piece, so that a million rows cost the memory of a few thousand.

Read twice: once to look (how many rows, how dates and numbers are written, the header), once for the cases. What is
refused, and in which words, is the same as for a table read whole (`exchange.tables`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from exchange.columns import ENOUGH, FIELDS, REQUIRED, known_header, propose
from exchange.contents import people_columns, propose_more
from exchange.dates import looks_dated, moments, possible_formats
from exchange.figures import Signs, figures, looks_numeric
from exchange.grid import CHUNK, Grid, kind_of, part_grid, sheet_notes, table_rows
from exchange.plaintext import column_index, folded
from exchange.sheetxml import FORMULA, SheetStream
from exchange.streams import opened
from exchange.tables import Preview, plain_texts, shown_cell
from exchange.unreadable import CASES, FIRST_NAMED, CellError, Limit, UnreadableFile, one_door, refused
from exchange.yes_no import answers

PIECE = 20_000
_SHOWN_ROWS = 8

Part = tuple[NDArray[np.int64], dict[str, pd.Series]]


@dataclass(frozen=True)
class Piece:
    """Some cases, as in `exchange.tables.CaseTable`, and those cells of theirs that could not be read."""

    frame: pd.DataFrame
    row_numbers: NDArray[np.int64]
    errors: list[CellError]


@dataclass
class Looked:
    """What the first reading found out. `ways`: per dated column how often each format fits; `signs`: of numbers."""

    head: Grid
    header_row: int
    total: int
    digest: str
    sheets: list[str]
    ways: dict[str, Counter[str]] = field(default_factory=dict)
    signs: dict[str, Signs] = field(default_factory=dict)

    def formats(self, label: str) -> list[str]:
        """The formats that could be meant by a column; more than one must be asked."""
        ways = self.ways.get(label)
        if not ways:
            return ["iso"]
        sure = {way for way in ways if "|" not in way}
        both = {way for way in ways if "|" in way}
        slashed = {way for way in sure if "/" in way}
        if len(slashed) > 1 or (both and not slashed and not sure):
            return ["dd/mm/yyyy", "mm/dd/yyyy"]
        return [max(sure, key=lambda way: ways[way])] if sure else []


class CaseFile:
    """A file of cases, looked at once. Raises UnreadableFile alone, also while its pieces are read."""

    def __init__(
        self, source: bytes | Path, filename: str, *, sheet: str | None = None, limit: Limit = CASES,
        told: Callable[[int], None] | None = None,
    ) -> None:  # fmt: skip
        """`told` hears how many rows have been looked at."""
        self._rows, self._most, sheets, guessed, digest = opened(source, filename, sheet, limit)
        self._exact = kind_of(filename) != "xlsx"
        self._told = told or (lambda rows: None)
        with one_door():
            self.looked = self._look(sheets, digest)
        if guessed:
            self.looked.head.notes.append(CellError(None, None, "encoding_guessed"))

    def preview(self) -> Preview:
        """The same as `exchange.tables.preview_cases` says."""
        grid = self.looked.head
        proposal = propose_more(grid, propose(grid))
        head = [[shown_cell(cell) for cell in grid.data[label].head(_SHOWN_ROWS)] for label in grid.columns]
        return Preview(
            columns=grid.columns, rows=[list(row) for row in zip(*head, strict=True)], total_rows=self.looked.total,
            proposal=proposal, date_formats={label: self.looked.formats(label) for label in self.looked.ways},
            sheets=self.looked.sheets, notes=grid.notes,
            ignored_columns=[label for label in grid.columns if label not in proposal.values()],
            people=[label for label in people_columns(grid) if label not in proposal.values()],
        )  # fmt: skip

    def chosen(self, columns: Mapping[str, str] | None, also: Mapping[str, str]) -> dict[str, str]:
        """Field -> column: as said, else as proposed with `also` over it. UnreadableFile where one is missing."""
        grid = self.looked.head
        if columns is not None:
            found = dict(columns)
        else:
            said = {name: self.label(label) for name, label in also.items()}
            proposed = {name: label for name, label in propose(grid).items() if label not in said.values()}
            found = proposed | said
        missing = [
            CellError(None, None, "column_missing", {"field": name, "columns": grid.columns})
            for name in REQUIRED
            if name not in found
        ]
        if missing:
            raise UnreadableFile([*missing, *(note for note in grid.notes if note.code == "header_merged")])
        for label in found.values():
            self.label(label)
        return {name: found[name] for name in FIELDS if name in found}

    def label(self, name: str) -> str:
        """The column of this name as people write it. UnreadableFile when there is none, or it stands twice."""
        grid = self.looked.head
        for label in grid.columns:
            if folded(label) == folded(name):
                if folded(label) in grid.twice:
                    raise refused("header_twice", column=label, letters=grid.twice[folded(label)])
                return label
        raise refused("column_unknown", column=name, field=name, columns=grid.columns)

    def pieces(
        self, *, zone: str, columns: Mapping[str, str] | None = None, also: Mapping[str, str] | None = None,
        date_formats: Mapping[str, str] | None = None, dates: str | None = None, yes: str | None = None,
    ) -> Iterator[Piece]:  # fmt: skip
        """The cases, so many at a time. `UnreadableFile` with every unreadable cell once all have been read."""
        chosen = self.chosen(columns, also or {})
        formats = {
            chosen[name]: self._format(chosen[name], date_formats or {}, dates) for name in ("start", "end")
        }  # fmt: skip
        answer = None if yes is None else self.label(yes)
        found: list[CellError] = []
        total = 0
        with one_door():
            wanted = {*chosen.values(), *([] if answer is None else [answer])}
            for numbers, part in self._parts(wanted):
                piece = self._read(part, numbers, chosen, formats, zone, answer)
                total += len(piece.errors)
                found += piece.errors[: FIRST_NAMED - len(found)] if len(found) < FIRST_NAMED else []
                if not total:
                    yield piece
        if total:
            raise UnreadableFile([self._named(error) for error in found], total)

    def _look(self, sheets: list[str], digest: str) -> Looked:
        first = list(islice(self._rows(), PIECE))
        head, header_row = part_grid(first, known_header, self._most, exact_width=self._exact)
        looked = Looked(head, header_row, 0, digest, sheets)
        dated = [label for label in head.columns if looks_dated(head.data.first(label, ENOUGH))]
        proposal = propose(head)
        dated += [proposal[name] for name in ("start", "end") if name in proposal and proposal[name] not in dated]
        numeric = [
            label for label in head.columns if label not in dated and looks_numeric(head.data.first(label, ENOUGH))
        ]
        looked.ways = {label: Counter() for label in dated}
        looked.signs = {label: Signs() for label in numeric}
        for numbers, part in self._parts([*dated, *numeric], looked):
            looked.total += len(numbers)
            for label in dated:
                cells = part[label]
                if (cells != "").any():
                    looked.ways[label]["|".join(possible_formats(cells)) or "none"] += 1
            for label in numeric:
                looked.signs[label].see(part[label])
            self._told(looked.total)
        for ways in looked.ways.values():
            del ways["none"]
        if not looked.total:
            raise refused("no_rows")
        return looked

    def _parts(self, wanted: Collection[str], looked: Looked | None = None) -> Iterator[Part]:
        """Row numbers of each piece, and the cells of the wanted columns."""
        known = looked or self.looked
        place = {label: column_index(letters) for label, letters in known.head.letters.items()}
        width = max(place.values(), default=0) + 1
        stream, notes = self._rows(), list[CellError]()
        below = (row for row in stream if row[0] > known.header_row)
        rows = table_rows(below, notes, known.header_row, self._most)
        numbers: list[int] = []
        cells: dict[str, list[pa.Array]] = {label: [] for label in wanted}
        while chunk := list(islice(rows, CHUNK)):
            if self._exact:
                for number, row in chunk:
                    if len(row) > width and any(row[width:]):
                        raise refused("too_many_cells", row=number, expected=width, found=len(row))
            numbers += [number for number, _ in chunk]
            for label, kept in cells.items():
                at = place[label]
                filled = [row[at] if at < len(row) else "" for _, row in chunk]
                kept.append(pa.array(filled, pa.large_string()))
            if len(numbers) >= PIECE:
                yield _part(numbers, cells)
                numbers, cells = [], {label: [] for label in wanted}
        if numbers:
            yield _part(numbers, cells)
        if looked is not None:
            # The first rows were a sample: what lies far below them is known only now.
            said = looked.head.notes
            said[:] = [note for note in said if note.code != "rows_ignored"] + notes
            said += sheet_notes(stream, looked.head) if isinstance(stream, SheetStream) else []

    def _read(
        self, part: Mapping[str, pd.Series], numbers: NDArray[np.int64], chosen: Mapping[str, str],
        formats: Mapping[str, str], zone: str, answer: str | None,
    ) -> Piece:  # fmt: skip
        frame: dict[str, Any] = {}
        errors: list[CellError] = []
        for name, label in chosen.items():
            values = part[label]
            found: list[CellError] = []
            if name in ("start", "end"):
                frame[name], found = moments(values, formats[label], zone, label, numbers)
            elif name == "value":
                frame[name], found = figures(values, label, numbers, self.looked.signs.get(label))
            else:
                texts, found = plain_texts(values, label, numbers)
                if name == "case_id":
                    empty = (texts == "").to_numpy(bool) & (values != FORMULA).to_numpy(bool)
                    found += [CellError(int(numbers[at]), label, "case_id_missing", {}) for at in np.flatnonzero(empty)]
                    frame[name] = texts
                else:
                    frame[name] = texts.astype(object).where(texts != "", None)
            errors += found
        if answer is not None:
            frame["answer"], found = answers(part[answer], answer, numbers)
            errors += found
        return Piece(pd.DataFrame(frame), numbers, errors)

    def _format(self, label: str, given: Mapping[str, str], dates: str | None) -> str:
        possible = self.looked.formats(label)
        if label in given:
            return given[label]
        if len(possible) > 1 and dates in possible:
            return str(dates)
        if len(possible) > 1:
            example = next(iter(self.looked.head.data.first(label, 1)), "")
            raise refused("ambiguous_dates", column=label, formats=possible, example=shown_cell(str(example)))
        return possible[0] if possible else "iso"

    def _named(self, error: CellError) -> CellError:
        letters = self.looked.head.letters.get(error.column or "")
        if letters is None or error.row is None:
            return error
        return replace(error, facts={**error.facts, "cell": f"{letters}{error.row}"})


def _part(numbers: list[int], cells: Mapping[str, list[pa.Array]]) -> Part:
    kind: Any = pd.StringDtype("pyarrow", na_value=np.nan)
    columns = {label: pd.Series(kind.__from_arrow__(pa.concat_arrays(kept))) for label, kept in cells.items()}
    return np.array(numbers, dtype=np.int64), columns
