"""What commands left in an empty database, laid down again for the next test: a statement a table, not all of them."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import Table, insert, literal, select, union_all
from sqlmodel import Session

from models.activity import Activity
from models.base import Row
from models.installation import Installation
from models.people import Person

A = TypeVar("A")
_Left = list[tuple[Table, list[dict[str, Any]]]]
_kept: dict[Hashable, tuple[Any, _Left]] = {}


def laid(session: Session, name: Hashable, build: Callable[[], A]) -> A:
    """What `build` gives and leaves. The commands run once a process, kind of database and name; in a database that
    holds something they run always.
    """
    touched = union_all(*[select(literal(1)).select_from(one) for one in (Installation, Person, Activity)])
    if session.execute(touched).first() is not None:
        return build()
    key = (session.get_bind().dialect.name, name)
    if key in _kept:
        again, left = _kept[key]
        for table, rows in left:
            session.execute(insert(table), rows)
        return cast(A, again)
    made = build()
    session.flush()
    everything = [(table, session.execute(select(table)).mappings().all()) for table in Row.metadata.sorted_tables]
    _kept[key] = made, [(table, [dict(row) for row in rows]) for table, rows in everything if rows]
    return made
