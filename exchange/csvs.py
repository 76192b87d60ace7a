"""CSV, in and out. In: encoding and separator found, a cell with line breaks stays one cell. Out: nothing that runs.

The row of a CSV is its record, as Excel counts when it opens the file: a line break inside quotes starts no new row.
"""

import csv
import io
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from exchange.plaintext import clean
from exchange.sheetxml import WIDEST
from exchange.unreadable import Limit, refused
from exchange.workbook import Value
from exchange.zipdoor import ACCEPTED

SEPARATORS = ",;\t|"

_SAMPLE = 1 << 16
_RATIO = 200
_ALWAYS = 2_000_000
_CHUNK = 1 << 20
# All the text of one row: five hundred cells of a page each.
_LONGEST = 4_000_000
_DANGEROUS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
_HIDDEN = re.compile(r"'+\s*[=+\-@\t\r\n＝＋－＠]")
OTHER_FILES = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
)


def unpacked(data: bytes, limit: Limit) -> bytes:
    """The content of a .gz (also of several joined), stopped at the limit and at a ratio no table reaches."""
    out = bytearray()
    rest = data
    while rest:
        machine = zlib.decompressobj(wbits=31)
        pending = rest
        while pending and not machine.eof:
            out += machine.decompress(pending, _CHUNK)
            pending = machine.unconsumed_tail
            used = len(data) - len(pending)
            if len(out) > limit.unpacked_bytes or (len(out) > _ALWAYS and len(out) > _RATIO * used):
                raise refused("unsafe_file", reason="unpacked")
            if machine.eof:
                break
        if not machine.eof:
            raise refused("damaged_file")
        rest = machine.unused_data.lstrip(b"\x00")
    return bytes(out)


def decoded(data: bytes) -> tuple[io.TextIOWrapper, bool]:
    """The text of a CSV as a stream, and whether the encoding was guessed (no UTF-8, so Windows' Western one)."""
    if data.startswith(OTHER_FILES):
        raise refused("not_a_csv", accepted=ACCEPTED)
    encoding, guessed = "utf-8-sig", False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        if b"\x00" in data:
            data = data.replace(b"\x00", b"")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("utf-8", errors="replace")
            broken = text.count("\ufffd")
            # A few broken characters in a UTF-8 file, or a file that never was UTF-8?
            if sum(c > "\x7f" for c in text) < 2 * broken:
                encoding = "cp1252"
            guessed = True
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline=""), guessed


def separator_of(sample: str) -> str:
    """The separator under which the first records agree best on how many cells they have. "," when none does."""
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        lengths: Counter[int] = Counter()
        try:
            for count, record in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=separator)):
                if record:
                    lengths[len(record)] += 1
                if count >= 30:
                    break
        except csv.Error:
            continue
        if not lengths:
            continue
        length, often = max(lengths.items(), key=lambda pair: (pair[1], pair[0]))
        score = (often / lengths.total(), length) if length > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = separator, score
    return best


def csv_rows(stream: io.TextIOBase) -> Iterator[tuple[int, list[str]]]:
    """Row number (1 is the first) and cells of each row with content. Quotes left open are named with their row."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    first = re.match(r"\ufeff?sep=([,;\t|])\r?\n", sample)
    if first:
        separator = first[1]
        stream.readline()
    else:
        whole = len(sample) < _SAMPLE
        separator = separator_of(sample if whole else sample[: sample.rfind("\n") + 1] or sample)
    lines = _Lines(stream, separator)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for record in reader:
            lines.row += 1
            lines.got = 0
            if len(record) > WIDEST:
                # Excel writes cells that were only coloured as empty ones, to the end of the sheet.
                if "".join(record[WIDEST:]).strip():
                    raise refused("too_many_columns", row=lines.row, limit=WIDEST)
                del record[WIDEST:]
            if "".join(record).strip():
                yield lines.row, record
    except csv.Error as problem:
        code = "cell_too_long" if "field limit" in str(problem) else "open_quote"
        raise refused(code, row=lines.row + 1) from problem


class _Lines:
    """The lines of a CSV, as long as those of one row stay within what a row can be."""

    def __init__(self, stream: io.TextIOBase, separator: str) -> None:
        self._stream, self._separator = stream, separator
        self.row = self.got = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(_LONGEST)
        self.got += len(line)
        if not line:
            raise StopIteration
        if self.got >= _LONGEST:
            code = "too_many_columns" if line.count(self._separator) >= WIDEST else "cell_too_long"
            raise refused(code, row=self.row + 1, limit=WIDEST)
        return line


def without_guard(cell: str) -> str:
    """The cell as it was before `write_csv` put an apostrophe before something that would run."""
    return cell[1:] if _HIDDEN.match(cell) else cell


def _guarded(text: str) -> str:
    text = clean(text)
    return "'" + text if _DANGEROUS.match(text) else text


def write_csv(
    columns: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    separator: str = ",",
    decimal_comma: bool = False,
) -> bytes:
    """A CSV in UTF-8 with BOM (so that Excel sees the accents).

    Only texts that would run as a formula get an apostrophe; the number -5 stays -5. Moments are ISO 8601.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_guarded(name) for name in columns])
    for row in rows:
        writer.writerow([_written(value, decimal_comma) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _written(value: Value, decimal_comma: bool) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, str):
        return _guarded(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return repr(value).replace(".", ",") if decimal_comma and isinstance(value, float) else repr(value)
