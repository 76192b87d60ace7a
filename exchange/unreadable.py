"""How a table says no: every refusal is a code with plain facts, and where in the person's file it happened.

Nothing here holds a sentence for people: `words.cells.cell_sentence` speaks for each code.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

FIRST_NAMED = 50
"""How many unreadable cells are named one by one; the rest are counted."""

_SHOWN = 40
_MB = 1_000_000


@dataclass(frozen=True)
class CellError:
    """One thing wrong (or worth saying): row and column as the person sees them in their file, a code, plain facts.

    `row` 1 is the first row of the sheet; None when it is about the whole file or a whole column.
    """

    row: int | None
    column: str | None
    code: str
    facts: dict[str, object] = field(default_factory=dict)


class UnreadableFile(Exception):
    """The whole file is refused; nothing of it is used. `errors` are the first fifty, `total` counts all."""

    def __init__(self, errors: Sequence[CellError], total: int | None = None) -> None:
        self.errors: list[CellError] = list(errors[:FIRST_NAMED])
        self.total: int = len(errors) if total is None else total
        super().__init__(f"{self.total} unreadable: {[error.code for error in self.errors[:5]]}")


@dataclass(frozen=True)
class Limit:
    """What is accepted: file size, size once unpacked (both in bytes), and data rows by kind of file."""

    file_bytes: int
    unpacked_bytes: int
    csv_rows: int
    sheet_rows: int


CASES = Limit(file_bytes=200 * _MB, unpacked_bytes=500 * _MB, csv_rows=1_000_000, sheet_rows=200_000)
OTHERS = Limit(file_bytes=5 * _MB, unpacked_bytes=60 * _MB, csv_rows=10_000, sheet_rows=10_000)
"""Ideas, people, listening."""


def refused(code: str, *, row: int | None = None, column: str | None = None, **facts: object) -> UnreadableFile:
    """A refusal for one reason, to be raised."""
    return UnreadableFile([CellError(row, column, code, facts)])


def shown(value: str) -> str:
    """A cell's value short enough to be quoted in a sentence, on one line, without control characters."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"


@contextmanager
def one_door() -> Iterator[None]:
    """Whatever a damaged file raises inside becomes one UnreadableFile "damaged_file"; the full trace goes to the log.

    Damaged workbooks raise at least BadZipFile, KeyError, IndexError, ValueError, AttributeError, zlib, expat errors.
    """
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as problem:
        log.exception("a file could not be read")
        raise refused("damaged_file") from problem
