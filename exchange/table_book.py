"""Any table of the desk as a workbook: a title, columns, every row of it, as many as Excel takes.

Its rows are asked for while they are written, page by page, so a table can be a hundred thousand rows long.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from exchange.table_stream import table_pieces
from exchange.workbook import Value
from words.speech import Speech

# One row fewer than Excel has, for the header.
ROWS_MOST = 1_048_575
# Rows asked for at a time, first and then: a page of the desk's own question, only longer.
AT_ONCE, THEN = 1_000, 4_000

Rows = list[list[Value]]


@dataclass(frozen=True)
class Table:
    """A table to be taken away. Its rows may be asked for as they are read: once, and with their session open."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


def book_pieces(table: Table, say: Speech, *, zone: str, foot: str) -> Iterator[bytes]:
    """The workbook of one sheet, in pieces: what a person typed is text, whatever it begins with; ready for paper."""
    rows = _as_many(table, say("There are more rows: narrow the list and take it out again."))
    return table_pieces(
        table.title, table.columns, rows, zone=zone, foot=foot, shortened=say("… (shortened)")
    )  # fmt: skip


def every_row(question: Callable[..., Any], **what: Any) -> Iterator[Any]:
    """All rows of a question that answers in pages (`rows`, `pages`), a page at a time."""
    page, size = 1, AT_ONCE
    while True:
        answer = question(page=page, size=size, **what)
        yield from answer.rows
        if page >= answer.pages:
            return
        page += 1
        if size == AT_ONCE and (page - 1) * AT_ONCE == THEN:
            page, size = 2, THEN


def _as_many(table: Table, more: str) -> Iterator[Sequence[Value]]:
    rows = iter(table.rows)
    yield from islice(rows, ROWS_MOST - 1)
    last = list(islice(rows, 2))
    # Said in the first column of the last row, so that nobody takes the part for the whole.
    yield from last if len(last) < 2 else [[more, *[None] * (len(table.columns) - 1)]]
