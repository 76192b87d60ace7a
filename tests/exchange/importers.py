"""Every importer of files, each with a good table of its own, so that one hostile file can be made for all of them.

What a page does with an upload up to the rules: read, with what it proposes confirmed, one answer for all.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from exchange.batches import CaseFile
from exchange.ideas_sheet import scan_ideas
from exchange.listening_sheet import preview_voices, read_voices
from exchange.tables import UnreadableFile, preview_cases, read_cases
from exchange.traffic_sheet import scan_traffic
from exchange.unreadable import CASES, OTHERS, CellError, Limit
from tests.exchange.files import raw_xlsx, sheet_xml

Cells = Sequence[object]


@dataclass(frozen=True)
class Found:
    """What came of a file: its rows (the values only), what was said about it, or why it was refused."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    notes: list[CellError] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    total: int = 0

    @property
    def said(self) -> list[str]:
        """The codes of its refusal."""
        return [error.code for error in self.errors]

    @property
    def noted(self) -> list[str]:
        """The codes of its notes."""
        return [note.code for note in self.notes]


@dataclass(frozen=True)
class Importer:
    """A table that comes in: its header, a good row, which columns hold what, and how it is read."""

    name: str
    header: tuple[str, ...]
    good: tuple[object, ...]
    read: Callable[..., Found]
    text: int = 0
    needed: int = 0
    number: int | None = None
    date: int | None = None
    limit: Limit = OTHERS

    def rows(self, count: int = 1, **changed: object) -> list[list[object]]:
        """So many good rows, each unlike the others; changed: "c0"= ... what stands in a column instead."""
        found = []
        for at in range(count):
            row = list(self.good)
            row[self.text] = f"{row[self.text]} {at}" if at else row[self.text]
            for name, value in changed.items():
                row[int(name[1:])] = value
            found.append(row)
        return found

    def book(self, rows: Sequence[Cells], header: Cells | None = None, **what: Any) -> bytes:
        """The workbook of these rows."""
        return raw_xlsx(sheet_xml(table_xml([self.header if header is None else header, *rows]), **what))

    def csv(self, rows: Sequence[Cells], header: Cells | None = None) -> bytes:
        """The same as CSV."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([self.header if header is None else header, *rows])
        return out.getvalue().encode()


def table_xml(rows: Sequence[Cells], first: int = 1) -> str:
    """Rows of cells as a sheet holds them: text, number, or a cell of its own kind as (t, inside)."""
    return "".join(
        f'<row r="{number}">{"".join(_cell(at, number, value) for at, value in enumerate(cells))}</row>'
        for number, cells in enumerate(rows, first)
    )


def _cell(at: int, row: int, value: object) -> str:
    place = f'r="{chr(65 + at)}{row}"'
    if value is None or value == "":
        return ""
    if isinstance(value, tuple):
        return f'<c {place} t="{value[0]}">{value[1]}</c>'
    if isinstance(value, str):
        safe = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
    return f"<c {place}><v>{value}</v></c>"


def _ideas(
    data: bytes, filename: str, sheet: str | None = None, limit: Limit = OTHERS, way: str | None = None
) -> Found:
    scan = scan_ideas(data, filename=filename, sheet=sheet, limit=limit)
    return _of(scan, [(row.text, row.touchpoint, row.side, row.key) for row in scan.rows])


def _voices(
    data: bytes, filename: str, sheet: str | None = None, limit: Limit = OTHERS, way: str | None = None
) -> Found:
    seen = preview_voices(data, filename, sheet=sheet, limit=limit)
    ways = seen.formats.get(seen.proposal.get("date", ""), [])
    if len(ways) > 1 and way is None:
        return Found(notes=[CellError(None, None, "asked", {"formats": ways})])
    scan = read_voices(
        data,
        filename,
        columns=seen.proposal,
        zone="UTC",
        date_format=way if len(ways) > 1 else None,
        sheet=sheet,
        limit=limit,
    )
    return _of(scan, [(row.words, row.at, row.touchpoint, row.face, row.reference) for row in scan.rows])


def _weeks(
    data: bytes, filename: str, sheet: str | None = None, limit: Limit = OTHERS, way: str | None = None
) -> Found:
    scan = scan_traffic(data, filename, sheet=sheet)
    if len(scan.formats) > 1:
        if way is None:
            return Found(notes=[CellError(None, None, "asked", {"formats": scan.formats})])
        scan = scan_traffic(data, filename, sheet=sheet, date_format=way)
    return _of(scan, [(row.stage, row.week.isoformat(), row.arrived, row.left) for row in scan.rows])


def _of(scan: Any, rows: list[tuple[object, ...]]) -> Found:
    refusal = scan.refusal()
    if refusal is not None:
        return Found([], getattr(scan, "notes", []), refusal.errors, refusal.total)
    return Found(rows, getattr(scan, "notes", []))


def _cases(data: bytes, filename: str, sheet: str | None = None, limit: Limit = CASES, way: str | None = None) -> Found:
    seen = preview_cases(data, filename, sheet=sheet, limit=limit)
    if not seen.columns:
        raise UnreadableFile(seen.notes)
    ways = [one for one in seen.date_formats.values() if len(one) > 1]
    if ways and way is None:
        return Found(notes=[CellError(None, None, "asked", {"formats": ways[0]})])
    table = read_cases(
        data,
        filename=filename,
        zone="UTC",
        limit=limit,
        columns=seen.proposal,
        sheet=sheet,
        date_formats={label: str(way) for label, one in seen.date_formats.items() if len(one) > 1},
    )
    ignored = (
        [CellError(None, None, "columns_ignored", {"columns": seen.ignored_columns})] if seen.ignored_columns else []
    )
    return Found([tuple(row) for row in table.frame.itertuples(index=False)], [*seen.notes, *ignored])


def _large(data: bytes, filename: str, sheet: str | None = None, limit: Limit = CASES, way: str | None = None) -> Found:
    file = CaseFile(data, filename, sheet=sheet, limit=limit)
    seen = file.preview()
    ways = [one for one in seen.date_formats.values() if len(one) > 1]
    if ways and way is None:
        return Found(notes=[CellError(None, None, "asked", {"formats": ways[0]})])
    pieces = list(
        file.pieces(
            zone="UTC",
            columns=seen.proposal,
            date_formats={label: str(way) for label, one in seen.date_formats.items() if len(one) > 1},
        )
    )
    ignored = (
        [CellError(None, None, "columns_ignored", {"columns": seen.ignored_columns})] if seen.ignored_columns else []
    )
    return Found(
        [tuple(row) for piece in pieces for row in piece.frame.itertuples(index=False)], [*seen.notes, *ignored]
    )


IDEAS = Importer("ideas", ("Idea", "Touchpoint", "Author's side", "Key"), ("Più orari", "", "", ""), _ideas)
VOICES = Importer(
    "voices",
    ("Text", "Date", "Touchpoint", "Face", "Order"),
    ("Ha chiamato due volte", "2026-11-02", "", 2, ""),
    _voices,
    number=3,
    date=1,
)
WEEKS = Importer(
    "weeks", ("Stage", "Week", "Arrived", "Left"), ("Ordino", "2026-11-09", 612, 289), _weeks, number=2, date=1
)
CASES_WHOLE = Importer(
    "cases",
    ("case_id", "start", "end", "value"),
    ("A1", "2026-01-01 10:00", "2026-01-02 10:00", 5),
    _cases,
    number=3,
    date=1,
    limit=CASES,
)
CASES_LARGE = Importer("large", CASES_WHOLE.header, CASES_WHOLE.good, _large, number=3, date=1, limit=CASES)
TABLES = (IDEAS, VOICES, WEEKS, CASES_WHOLE, CASES_LARGE)


def outcome(importer: Importer, data: bytes, filename: str = "a.xlsx", **what: Any) -> Found:
    """What came of a file; any other exception than a refusal is the test's failure."""
    try:
        return importer.read(data, filename, **what)
    except UnreadableFile as refusal:
        return Found(errors=refusal.errors, total=refusal.total)
