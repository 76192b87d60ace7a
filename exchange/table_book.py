"""Any table of the desk as a workbook: a title, columns, every row of it, at most twenty thousand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from exchange.workbook import Sheet, Value, write_workbook
from words.speech import Speech

# About twenty seconds of waiting; who has more narrows the list, or takes the whole group out as an archive.
ROWS_MOST = 20_000
# Rows asked for at a time: a page of the desk's own question, only longer.
AT_ONCE = 1_000

Found = TypeVar("Found")
Rows = list[list[Value]]


@dataclass(frozen=True)
class Table:
    """A table to be taken away. cut: there were more than twenty thousand rows."""

    title: str
    columns: Sequence[str]
    rows: Rows
    cut: bool = False


def table_book(table: Table, say: Speech, *, zone: str, foot: str) -> bytes:
    """The workbook of one sheet: what a person typed is text, whatever it begins with; ready to be printed."""
    rows = table.rows
    if table.cut:
        # Said in the first column, so that nobody takes the part for the whole.
        rows = [*rows, [say("There are more rows: narrow the list and take it out again."),
                        *[None] * (len(table.columns) - 1)]]  # fmt: skip
    sheet = Sheet(table.title, table.columns, rows, foot=foot)
    return write_workbook([sheet], zone=zone, shortened=say("… (shortened)"))


def every_page(question: Callable[..., Any], **what: Any) -> tuple[list[Any], bool]:
    """All rows of a question that answers in pages (`rows`, `pages`), and whether there were too many."""
    found: list[Any] = []
    page = 1
    while len(found) < ROWS_MOST:
        answer = question(page=page, size=AT_ONCE, **what)
        found += answer.rows
        if page >= answer.pages:
            return found, False
        page += 1
    return found[:ROWS_MOST], True
