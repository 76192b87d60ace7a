"""Named rows of an archive, found here or made: touchpoints, functions, promises and the like.

Not a noun with a table. A row is found by its folded name (a promise by its sentence), a stage that everybody starts
with also by its name in another language; what is not found is made, a stage behind those that are here where its place
is taken, and a promise then is a draft of who restores: nothing that is told to customers comes in with an archive.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session, col

from models.archive_shape import NAMED, broken, stored_value, table_of
from models.base import fold, new_code, new_id
from models.promise_terms import PromiseVersion
from models.promises import Keeper, Promise, State
from models.touchpoints import STARTING


@dataclass(frozen=True)
class NamedRow:
    """A named row of an archive: what it is called, and the row here that is meant (None: it will be made)."""

    table: str
    key: str
    name: str
    here: str | None


def found_here(session: Session, tables: Mapping[str, list[dict[str, Any]]]) -> list[NamedRow]:
    """What of the archive's named rows is here already. One statement a kind."""
    found = []
    for name in NAMED:
        rows = tables.get(name, [])
        known = _promises_here(session) if name == "promises" and rows else _known(session, name) if rows else {}
        for row in rows:
            called = row.get("sentence" if name == "promises" else "name")
            if not isinstance(called, str) or not called.strip() or not isinstance(row.get("id"), str):
                raise broken()
            found.append(NamedRow(name, row["id"], called, known.get(fold(called))))
    if len({row.key for row in found}) < len(found):
        raise broken()
    return found


def make_missing(
    session: Session, tables: Mapping[str, list[dict[str, Any]]], found: list[NamedRow], *, person_id: str,
    now: datetime,
) -> dict[str, str]:  # fmt: skip
    """Make what is not here. Returns the id here of every key of the archive."""
    ids = {one.key: one.here for one in found if one.here is not None}
    missing = {one.key for one in found if one.here is None}
    for name in NAMED:
        for row in tables.get(name, []):
            if row["id"] in missing:
                ids[row["id"]] = _made(session, name, row, ids, person_id, now)
    return ids


def _known(session: Session, name: str) -> dict[str, str]:
    table = table_of(name)
    known = {folded: key for key, folded in session.execute(select(table.c.id, table.c.folded)).all()}
    if name == "stages":
        for called in zip(*STARTING.values(), strict=True):
            here = next((known[fold(one)] for one in called if fold(one) in known), None)
            known = {fold(one): here for one in called if here is not None} | known
    return known


def _promises_here(session: Session) -> dict[str, str]:
    asked = (
        select(Promise.id, PromiseVersion.sentence)  # type: ignore[call-overload]
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(col(Promise.state) != State.WITHDRAWN)
        .order_by(col(Promise.created_at).desc())
    )
    # The eldest counts where two say the same: it is the last one written.
    return {fold(sentence): key for key, sentence in session.execute(asked).all()}


def _made(
    session: Session, name: str, row: dict[str, Any], ids: Mapping[str, str], person_id: str, now: datetime
) -> str:
    key, table = new_id(), table_of(name)
    more: dict[str, Any] = {"folded": fold(str(row.get("name", "")))} if "folded" in table.c else {}
    if name == "touchpoints":
        more |= {"stage_id": _id(ids, row.get("stage_id")), "door_token": new_code(_DOOR), "created_at": now}
    elif name == "stages":
        taken = session.execute(select(table.c.position)).scalars().all()
        if row.get("position") in taken:
            more |= {"position": max(taken) + 1}
    elif name == "processes":
        more |= {"owner_id": person_id, "created_at": now}
    elif name == "profiles":
        more |= {"created_at": now}
    elif name == "promises":
        return _draft_promise(session, key, row, ids, person_id, now)
    values = {column.name: stored_value(column, row[column.name]) for column in table.columns
              if column.name in row and column.name not in ("id", *more)}  # fmt: skip
    session.execute(insert(table), [{"id": key, **values, **more}])
    return key


def _draft_promise(
    session: Session, key: str, row: dict[str, Any], ids: Mapping[str, str], person_id: str, now: datetime
) -> str:
    table = table_of(PromiseVersion.__tablename__)
    values = {
        "id": key, "process_id": _id(ids, row.get("process_id")), "owner_id": person_id, "state": State.DRAFT,
        "keeper": Keeper.NOT_ASKED, "version": 1, "created_at": now, "published": False,
    }  # fmt: skip
    session.execute(insert(table_of(Promise.__tablename__)), [values])
    own = {"id": new_id(), "promise_id": key, "number": 1, "created_at": now, "created_by": person_id, "reason": ""}
    terms = {column.name: stored_value(column, row[column.name]) for column in table.columns
             if column.name in row and column.name not in ("process_id", *own)}  # fmt: skip
    session.execute(insert(table), [{**terms, **own}])
    return key


def _id(ids: Mapping[str, str], key: object) -> str:
    if not isinstance(key, str) or key not in ids:
        raise broken()
    return ids[key]


_DOOR = 12
