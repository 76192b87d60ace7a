"""The rows of a table as a stream that can be begun anew, whatever kind of file they stand in."""

import codecs
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from exchange.csvs import OTHER_FILES, csv_rows
from exchange.grid import kind_of
from exchange.unreadable import Limit, one_door, refused
from exchange.workbook import open_workbook
from exchange.zipdoor import ACCEPTED

_RATIO = 200
_ALWAYS = 2_000_000
_BLOCK = 1 << 20

Row = tuple[int, list[str]]
Rows = Callable[[], Iterable[Row]]
"""Each time from the beginning; of a sheet its `SheetStream`, which tells more once it was read."""


def opened(
    source: bytes | Path, filename: str, sheet: str | None, limit: Limit
) -> tuple[Rows, int, list[str], bool, str]:
    """How to read the rows anew, how many there may be, the sheets, whether the encoding was guessed, the SHA-256.

    Raises UnreadableFile.
    """
    kind = kind_of(filename)
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if not size:
        raise refused("empty_file")
    if size > limit.file_bytes:
        raise refused("too_big", limit=limit.file_bytes // 1_000_000)
    digest = _digest(source)
    if kind == "xlsx":
        book = open_workbook(source.read_bytes() if isinstance(source, Path) else source, limit)
        filled = [sheet] if sheet is not None else (book.filled() if len(book.sheets) > 1 else book.sheets)
        if len(filled) > 1:
            raise refused("which_sheet", sheets=filled)
        name = filled[0] if filled else book.sheets[0]
        return lambda: book.stream(name), limit.sheet_rows, book.sheets, False, digest
    with one_door():
        encoding, guessed = _encoding(source, kind, limit)

    def rows() -> Iterator[Row]:
        raw = Plain(_binary(source, kind), limit, drop_nul=encoding != "utf-16")
        with io.TextIOWrapper(io.BufferedReader(raw, _BLOCK), encoding=encoding, errors="replace", newline="") as text:
            yield from csv_rows(text)

    return rows, limit.csv_rows, [], guessed, digest


def _encoding(source: bytes | Path, kind: str, limit: Limit) -> tuple[str, bool]:
    """As `exchange.csvs.decoded` tells it, without holding the text."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    broken = odd = 0
    first = b""
    with Plain(_binary(source, kind), limit) as raw:
        while block := raw.read(_BLOCK):
            if not first:
                first = block[:64]
                if first.startswith(OTHER_FILES) or (first[:2] == b"\x1f\x8b"):
                    raise refused("not_a_csv", accepted=ACCEPTED)
                if first.startswith((b"\xff\xfe", b"\xfe\xff")):
                    return "utf-16", False
            text = decoder.decode(block.replace(b"\x00", b""))
            if not text.isascii():
                broken += text.count("\ufffd")
                odd += sum(sign > "\x7f" for sign in text)
    if not broken:
        return "utf-8-sig", False
    return ("cp1252" if odd < 2 * broken else "utf-8-sig"), True


class Plain(io.RawIOBase):
    """The bytes of a table, unpacked, without NUL where asked, stopped at the limit and at a ratio no table reaches."""

    def __init__(self, inner: IO[bytes], limit: Limit, *, drop_nul: bool = True) -> None:
        self._inner, self._limit, self._got, self._drop = inner, limit, 0, drop_nul

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Back to the beginning."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """To a place counted from the beginning, as long as nothing is dropped before it."""
        self._got = 0
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        """Where it stands."""
        return self._inner.tell()

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        while True:
            data = self._inner.read(len(buffer))
            self._got += len(data)
            if self._got > self._limit.unpacked_bytes or (self._got > _ALWAYS and self._got > _RATIO * self._used()):
                raise refused("unsafe_file", reason="unpacked")
            kept = data.replace(b"\x00", b"") if self._drop and b"\x00" in data else data
            if kept or not data:
                break
        buffer[: len(kept)] = kept
        return len(kept)

    def _used(self) -> int:
        """How much of the file itself has been read."""
        plain: Any = self._inner.fileobj if isinstance(self._inner, gzip.GzipFile) else self._inner
        return int(plain.tell())

    def close(self) -> None:
        """Close what is behind."""
        self._inner.close()
        super().close()


def _binary(source: bytes | Path, kind: str) -> IO[bytes]:
    plain: IO[bytes] = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    packed = plain.read(2) == b"\x1f\x8b"
    plain.seek(0)
    if packed != (kind == "gz"):
        plain.close()
        raise refused("not_a_csv", accepted=ACCEPTED)
    return gzip.GzipFile(fileobj=plain) if packed else plain  # type: ignore[return-value]


def _digest(source: bytes | Path) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    digest = hashlib.sha256()
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
