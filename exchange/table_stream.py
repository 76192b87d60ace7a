"""One table as an .xlsx, written while its rows are asked for: of a million rows only the last few are in memory.

Everything but the rows is made by `exchange.workbook`, so that it looks, prints and filters like all our workbooks; the
rows are written by the same rules, one string each, ten times as fast as a cell at a time.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from zoneinfo import ZoneInfo

from exchange.plaintext import clean, cut, letter
from exchange.workbook import ESCAPE, EXACT, FIRST_DAY, Sheet, Value, widths_of, write_workbook

_SHEET, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
_DAY = 86_400
_LOOKED_AT = 200
# Rows written at a time: some ten thousand cells.
_AT_ONCE = 500
# What a row can hold, once each, so that its style is among those of the workbook: several lines, a day, a moment.
_SAMPLES: tuple[Value, ...] = ("·\n·", date(2026, 1, 1), datetime(2026, 1, 1))  # noqa: DTZ001
_STYLE = re.compile(r'<c r="A(\d+)"(?: s="(\d+)")?')
_FILTER = re.compile(r'(<autoFilter ref="A1:[A-Z]+)\d+')
_FILTERED = re.compile(r"(_FilterDatabase.*?\$[A-Z]+\$1:\$[A-Z]+\$)\d+")


def table_pieces(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, zone: str, foot: str, shortened: str
) -> Iterator[bytes]:
    """The file in pieces, as `exchange.workbook.write_workbook` would write it with these rows."""
    asked = iter(rows)
    first = list(islice(asked, _LOOKED_AT))
    widths = widths_of(Sheet(title, columns, first))
    samples = [[one, *[None] * (len(columns) - 1)] for one in _SAMPLES]
    bare = zipfile.ZipFile(io.BytesIO(write_workbook([Sheet(title, columns, samples, widths, foot=foot)])))
    sheet = bare.read(_SHEET).decode()
    styles = {int(row): f' s="{style}"' if style else "" for row, style in _STYLE.findall(sheet)}
    head, _, rest = sheet.partition("</row>")
    foot_part = rest[rest.index("</sheetData>") :]
    cells = _Cells(len(columns), ZoneInfo(zone), shortened, *(styles[number] for number in (2, 3, 4)))
    out, count = _Out(), 1
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name in bare.namelist():
            if name not in (_SHEET, _BOOK):
                file.writestr(name, bare.read(name))
        with file.open(_SHEET, "w") as part:
            part.write(f"{head}</row>".encode())
            every = chain(first, asked)
            while some := list(islice(every, _AT_ONCE)):
                part.write("".join(cells.row(number, row) for number, row in enumerate(some, count + 1)).encode())
                count += len(some)
                yield out.taken()
            part.write(_FILTER.sub(rf"\g<1>{count}", foot_part).encode())
        file.writestr(_BOOK, _FILTERED.sub(rf"\g<1>{count}", bare.read(_BOOK).decode()))
    yield out.taken()


class _Out(io.RawIOBase):
    """Where the zip is written: nobody goes back in it, so what stands there can leave at once."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._kept += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since."""
        data, self._kept = bytes(self._kept), bytearray()
        return data


class _Cells:
    """Rows as the XML of a sheet. The styles are those of several lines, of days, of moments."""

    def __init__(self, columns: int, zone: ZoneInfo, shortened: str, lines: str, day: str, moment: str) -> None:
        self._letters = [letter(at) for at in range(columns)]
        self._zone, self._shortened = zone, shortened
        self._lines, self._day, self._moment = lines, day, moment

    def row(self, number: int, values: Sequence[Value]) -> str:
        cells = [
            self._cell(f"{column}{number}", value)
            for column, value in zip(self._letters, values, strict=True)
            if value is not None
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, place: str, value: Value) -> str:
        if isinstance(value, str):
            return self._text(place, value)
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int):
            return f'<c r="{place}"><v>{value}</v></c>' if abs(value) <= EXACT else self._text(place, str(value))
        if isinstance(value, float):
            return f'<c r="{place}"><v>{value!r}</v></c>' if math.isfinite(value) else ""
        if isinstance(value, date):
            return self._date(place, value)
        return ""

    def _text(self, place: str, text: str) -> str:
        safe = cut(ESCAPE.sub("_x005F_", clean(text)), self._shortened)
        if not safe:
            return ""
        style = self._lines if "\n" in safe else ""
        if "&" in safe or "<" in safe or ">" in safe:
            safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'

    def _date(self, place: str, value: date) -> str:
        moment, style = value, self._moment
        if not isinstance(moment, datetime):
            moment, style = datetime.combine(moment, time()), self._day
        if moment.tzinfo is not None:
            moment = moment.astimezone(self._zone).replace(tzinfo=None)
        if moment < FIRST_DAY:
            return self._text(place, value.isoformat())
        since = moment - _ZERO
        serial = since.days + (since.seconds + since.microseconds / 1e6) / _DAY
        return f'<c r="{place}"{style}><v>{serial!r}</v></c>'
