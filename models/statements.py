"""Statements that are written once and compiled once, for what hundreds do in the same minute: no mapper, no rows.

Not a noun. A question answered so costs a third of the same one through the mapper; what comes back are columns.
Whoever asks has asked for permission, as with rows.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Insert, insert
from sqlmodel import Session

from models.base import Row


def table_of(kind: Any) -> Any:
    """The table of a noun, for statements about its columns."""
    return kind.__table__


def run(session: Session, statement: Any, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement written once, with the values of its places; what the session still held back goes first."""
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values)


def put(session: Session, *rows: Row) -> None:
    """Write new rows of one kind at once. They are plain data afterwards: the session does not know them."""
    if session.autoflush:
        session.flush()
    session.connection().execute(_into(type(rows[0])), [row.model_dump() for row in rows])


def put_values(session: Session, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows of one kind from the values of all their columns."""
    if session.autoflush:
        session.flush()
    session.connection().execute(_into(kind), rows)


@cache
def _into(kind: type[Row]) -> Insert:
    return insert(table_of(kind))
