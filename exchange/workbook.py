"""Excel, in and out. Besides it only `exchange.workbook_print` imports openpyxl.

In: a safe door, then our own stream of rows (`sheetxml`); of openpyxl only the knowledge which formats are dates.
Out: every text is a text, whatever it begins with; there is never a formula.
"""

import io
import math
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import openpyxl
from defusedxml.ElementTree import fromstring
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from exchange.plaintext import clean, cut, letter
from exchange.sheetxml import SheetStream, shared_strings
from exchange.unreadable import Limit, one_door, refused
from exchange.workbook_print import NativeChart, add_chart, add_gallery, print_set_up, wrap_cells
from exchange.zipdoor import open_zip

if not openpyxl.DEFUSEDXML:  # not an assert: it must also hold under python -O
    raise ImportError("defusedxml is missing: workbooks cannot be opened safely")

Value = str | int | float | bool | date | datetime | None

_SMALL_PART = 8_000_000
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TITLE = re.compile(r"[\[\]:*?/\\]")
FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - Excel knows no zones
EXACT = 2**53
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_OTHER_DATES = {*range(27, 37), *range(50, 59)}


@dataclass(frozen=True)
class Workbook:
    """An opened workbook: `sheets` are the names of the visible worksheets (of all, when all are hidden)."""

    sheets: list[str]
    _archive: zipfile.ZipFile = field(repr=False)
    _parts: dict[str, str] = field(repr=False)
    _strings: list[str] = field(repr=False)
    _dates: frozenset[int] = field(repr=False)
    _from_1904: bool = field(repr=False)

    def stream(self, sheet: str) -> SheetStream:
        """The rows of `sheet`, cells marked as `sheetxml` says. UnreadableFile when there is no such sheet."""
        if sheet not in self._parts:
            raise refused("sheet_unknown", sheet=sheet, sheets=self.sheets)
        part = self._archive.open(self._parts[sheet])
        size = self._archive.getinfo(self._parts[sheet]).file_size
        return SheetStream(part, self._strings, self._dates.__contains__, self._from_1904, size)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[str]]]:
        """Row number and cells of every row with content. A damaged part is one UnreadableFile."""
        with one_door():
            yield from self.stream(sheet)

    def filled(self) -> list[str]:
        """The sheets that hold anything at all."""
        return [sheet for sheet in self.sheets if next(self.rows(sheet), None) is not None]


def open_workbook(data: bytes, limit: Limit) -> Workbook:
    """The safe door: `data` judged as a zip, then as a workbook. Raises UnreadableFile with one code, never else."""
    with one_door():
        archive = open_zip(data, limit)
        book = _xml(archive, "xl/workbook.xml")
        targets = _targets(archive)
        names: list[str] = []
        hidden: list[str] = []
        parts: dict[str, str] = {}
        for sheet in (element for element in book.iter() if _local(element) == "sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            kind, part = targets.get(link, ("", ""))
            if not kind.endswith("/worksheet"):
                continue
            name = clean(sheet.attrib["name"])
            parts[name] = part
            (names if sheet.attrib.get("state", "visible") == "visible" else hidden).append(name)
        present = set(archive.namelist())
        if not parts:
            raise refused("no_sheet")
        if missing := [part for part in parts.values() if part not in present]:
            raise KeyError(f"missing parts {missing[:3]}")
        strings_part = next((part for kind, part in targets.values() if kind.endswith("/sharedStrings")), "")
        strings: list[str] = []
        if strings_part in present:
            with archive.open(strings_part) as stream:
                strings = shared_strings(stream)
        styles_part = next((part for kind, part in targets.values() if kind.endswith("/styles")), "")
        dates = _date_styles(_xml(archive, styles_part)) if styles_part in present else frozenset()
        from_1904 = any(
            _local(element) == "workbookPr" and element.attrib.get("date1904") in ("1", "true")
            for element in book.iter()
        )
        return Workbook(names or hidden, archive, parts, strings, dates, from_1904)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _xml(archive: zipfile.ZipFile, part: str) -> Element:
    if archive.getinfo(part).file_size > _SMALL_PART:
        raise refused("unsafe_file", reason="unpacked")
    try:
        return fromstring(archive.read(part), forbid_dtd=True)
    except ValueError as problem:
        if type(problem).__module__.startswith("defusedxml"):
            raise refused("unsafe_file", reason="entities") from problem
        raise


def _targets(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Relation id of the workbook -> (type, path of the part)."""
    found = {}
    for link in _xml(archive, "xl/_rels/workbook.xml.rels"):
        if link.attrib.get("TargetMode") == "External":
            continue
        target = link.attrib["Target"]
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[link.attrib["Id"]] = (link.attrib["Type"], path)
    return found


def _date_styles(styles: Element) -> frozenset[int]:
    """The cell styles that show a number as a date (durations such as [h]:mm stay numbers)."""
    codes = dict(BUILTIN_FORMATS)
    for element in styles.iter():
        if _local(element) == "numFmt" and "numFmtId" in element.attrib:
            codes[int(element.attrib["numFmtId"])] = element.attrib.get("formatCode", "General")
    crossed = next((element for element in styles.iter() if _local(element) == "cellXfs"), None)
    dated = set()
    for index, style in enumerate(crossed if crossed is not None else []):
        number = int(style.attrib.get("numFmtId", "0"))
        code = codes.get(number, "General")
        if number in _OTHER_DATES or (is_date_format(code) and not is_timedelta_format(code)):
            dated.add(index)
    return frozenset(dated)


@dataclass(frozen=True)
class Sheet:
    """One sheet to be written: a title, the headers, rows as long as the headers, and a width a column (characters).

    charts: native ones, drawn by Excel from the cells. foot: what is printed under each page; None: as Excel likes.
    wrapped: long texts go on in the next line of their cell.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    widths: Sequence[float] | None = None
    charts: Sequence[NativeChart] = ()
    foot: str | None = None
    wrapped: bool = False


def write_workbook(
    sheets: Sequence[Sheet], *, zone: str = "UTC", shortened: str = "… (shortened)", gallery: str = ""
) -> bytes:
    """An .xlsx: text as text, numbers as numbers, dates as dates, never a formula; header bold, frozen, with filter.

    Aware moments become wall clock of `zone` (Excel knows no zones). Text over 32,767 is cut and ends in `shortened`.
    NaN and infinities become empty cells; whole numbers beyond 2**53, which Excel would round, become text.
    gallery: what the second sheet is called, where all charts then stand; without it they stand beside their tables.
    """
    book = openpyxl.Workbook(write_only=True)
    taken: set[str] = set()
    here = ZoneInfo(zone)
    shown: Any = None
    charts: list[tuple[Any, NativeChart, int]] = []
    for sheet in sheets:
        page: Any = book.create_sheet(_title(sheet.title, taken))
        if gallery and shown is None:
            shown = book.create_sheet(_title(gallery, taken))
            print_set_up(shown, gallery, sheet.foot or "")
        if sheet.foot is not None:
            print_set_up(page, sheet.title, sheet.foot)
        page.freeze_panes = "A2"
        if sheet.columns:
            page.auto_filter.ref = f"A1:{letter(len(sheet.columns) - 1)}{len(sheet.rows) + 1}"
        for index, width in enumerate(sheet.widths or widths_of(sheet)):
            page.column_dimensions[letter(index)].width = width
        heads = [_header(page, name, shortened) for name in sheet.columns]
        if sheet.wrapped:
            wrap_cells(page, 1, heads, sheet.columns, sheet.widths or ())
        page.append(heads)
        for number, row in enumerate(sheet.rows, 2):
            cells = [_cell(page, value, here, shortened) for value in row]
            if sheet.wrapped:
                wrap_cells(page, number, cells, row, sheet.widths or ())
            page.append(cells)
        for chart in sheet.charts:
            if gallery:
                charts.append((page, chart, len(sheet.rows)))
            else:
                add_chart(page, chart, columns=len(sheet.columns), rows=len(sheet.rows))
    if shown is not None:
        add_gallery(shown, charts)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(wanted: str, taken: set[str]) -> str:
    base = _TITLE.sub(" ", " ".join(clean(wanted).split())).strip("' ")[:31] or "Sheet"
    title, count = base, 1
    while title.casefold() in taken:
        count += 1
        title = f"{base[:27]} {count}"
    taken.add(title.casefold())
    return title


def widths_of(sheet: Sheet) -> list[float]:
    """How wide its columns are best, told by their headers and the first rows."""
    longest = [len(name) + 4 for name in sheet.columns]
    for row in sheet.rows[:200]:
        for index, value in enumerate(row[: len(longest)]):
            longest[index] = max(longest[index], 17 if isinstance(value, date) else len(str(value or "")[:60]))
    return [float(min(60, max(10, length + 2))) for length in longest]


def _text(page: Any, text: str, shortened: str) -> Any:
    # Excel reads _x000A_ as a control character: what a person typed so is escaped, as Excel itself does.
    safe = cut(ESCAPE.sub("_x005F_", clean(text)), shortened)
    if not safe:
        return None
    cell: Any = WriteOnlyCell(page)
    cell._value = safe  # past openpyxl's guesses: "=1+1" must not become a formula, "#N/A" no error
    cell.data_type = "s"
    if "\n" in safe:
        cell.alignment = _WRAPPED
    return cell


def _header(page: Any, name: str, shortened: str) -> Any:
    cell = _text(page, name, shortened)
    if cell is not None:
        cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Value, zone: ZoneInfo, shortened: str) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, str):
        return _text(page, value, shortened)
    if isinstance(value, bool):
        return WriteOnlyCell(page, value=value)
    if isinstance(value, int) and abs(value) > EXACT:
        return _text(page, str(value), shortened)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        if moment.tzinfo is not None:
            moment = moment.astimezone(zone).replace(tzinfo=None)
        if moment < FIRST_DAY:
            return _text(page, value.isoformat(), shortened)
        cell = WriteOnlyCell(page, value=moment)
        cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, datetime) else "yyyy-mm-dd"
        return cell
    number: Any = WriteOnlyCell(page, value=value)
    if isinstance(value, float):
        number._value = repr(value)  # openpyxl keeps 16 digits, a float has up to 17
    return number
