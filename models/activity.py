"""The record: each change says who, what, when, and breaks visibly if edited outside (law 10).

Invariants:
- One row a change, numbered without gaps, each hashed over the one before: `hash = H(seq, previous, who, verb, noun,
  id, at, before, after)`.
- The row holds ids, the verb and salted hashes of before and after, never texts. Texts a person typed lie in a side row
  which erasure deletes; the chain still verifies.
- What happens in a secret round is recorded without the person (`viewer=None`).
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Column, Index, Integer, Text
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from models.base import Row, aware
from models.statements import put, put_values, run, table_of

_LOCK_KEY = 1958001
# What is hashed of a row, in this order; its instant stands between `object_id` and `salt`.
_HASHED = ("seq", "previous", "person_id", "group_id", "verb", "noun", "object_id", "salt", "before_hash", "after_hash")


class Someone(Protocol):
    """Whoever acts; `models.access.Viewer` is one."""

    @property
    def person_id(self) -> str | None:
        """The person, or None for nobody."""
        ...


class Activity(Row, table=True):
    """One change."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_object", "noun", "object_id"),)

    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    at: datetime
    person_id: str | None = Field(default=None, max_length=32, index=True)
    group_id: str | None = Field(default=None, max_length=32, index=True)
    verb: str = Field(max_length=60)
    noun: str = Field(max_length=40)
    object_id: str = Field(max_length=64)
    salt: str = Field(max_length=32)
    before_hash: str | None = Field(default=None, max_length=64)
    after_hash: str | None = Field(default=None, max_length=64)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class ActivityText(Row, table=True):
    """The words of a change, beside the chain so that they can be erased."""

    __tablename__ = "activity_texts"

    seq: int = Field(primary_key=True, foreign_key="activity.seq")
    person_id: str | None = Field(default=None, max_length=32, index=True)
    texts: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True)
class Change:
    """One line of a history, as people see it."""

    seq: int
    at: datetime
    person_id: str | None
    verb: str
    noun: str
    object_id: str
    texts: dict[str, Any]


@dataclass(frozen=True)
class Done:
    """What was done to one object, for `record_all`."""

    object_id: str
    before: object = None
    after: object = None
    texts: dict[str, Any] | None = None


def record(
    session: Session,
    viewer: Someone | None,
    verb: str,
    noun: str,
    object_id: str,
    *,
    now: datetime,
    group_id: str | None = None,
    before: object = None,
    after: object = None,
    texts: dict[str, Any] | None = None,
) -> int:
    """Append one change and return its number.

    `before` and `after` are JSON-able and only hashed; `texts` may be erased.
    """
    return record_all(session, viewer, verb, noun, [Done(object_id, before, after, texts)], now=now, group_id=group_id)


def record_all(
    session: Session, viewer: Someone | None, verb: str, noun: str, done: Sequence[Done], *, now: datetime,
    group_id: str | None = None,
) -> int:  # fmt: skip
    """Append the same change to many objects, a row each, in three statements. Returns the number of the last one."""
    seq, previous = _last_alone(session) or (0, "")
    person = viewer.person_id if viewer else None
    rows, texts = list[dict[str, Any]](), []
    for one in done:
        seq, salt = seq + 1, secrets.token_hex(16)
        # Plain values: a room of 300 votes within seconds, and a row of the mapper costs as much as a statement.
        row = {
            "seq": seq, "at": aware(now), "person_id": person, "group_id": group_id, "verb": verb, "noun": noun,
            "object_id": one.object_id, "salt": salt, "before_hash": _digest(salt, one.before),
            "after_hash": _digest(salt, one.after), "previous": previous,
        }  # fmt: skip
        previous = row["hash"] = _hash_of(row)
        rows.append(row)
        if one.texts:
            said = json.dumps(one.texts, ensure_ascii=False, sort_keys=True)
            texts.append(ActivityText(seq=seq, person_id=person, texts=said))
    if rows:
        put_values(session, Activity, rows)
    if texts:
        put(session, *texts)
    return seq


def _last_alone(session: Session) -> tuple[int, str] | None:
    """The last row of the chain, once nobody else can append until this transaction ends."""
    if session.get_bind().dialect.name != "postgresql":
        # SQLite writers are already alone (BEGIN IMMEDIATE).
        last = run(session, _LAST).first()
        return (last.seq, last.hash) if last else None
    session.flush()
    # One journey, two statements: the second sees what was committed while the first waited.
    both = session.connection().exec_driver_sql(_ALONE)
    both.cursor.nextset()
    found: tuple[int, str] | None = both.cursor.fetchone()
    both.close()
    return found


_ALONE = f"SELECT pg_advisory_xact_lock({_LOCK_KEY}); SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1"
_LAST = (
    select_columns(table_of(Activity).c.seq, table_of(Activity).c.hash)
    .order_by(table_of(Activity).c.seq.desc())
    .limit(1)
)


def first_break(session: Session) -> int | None:
    """The number of the first row that does not fit the chain, or None when the record is whole."""
    previous, expected = "", 1
    for row in session.exec(select(Activity).order_by(col(Activity.seq))).yield_per(500):
        if row.seq != expected or row.previous != previous or row.hash != _row_hash(row):
            return row.seq
        previous, expected = row.hash, expected + 1
    return None


def history_of(session: Session, noun: str, object_id: str, *, limit: int = 50) -> list[Change]:
    """The last changes of one object, newest first. Permission to see the object is the caller's question."""
    rows = session.exec(
        select(Activity, ActivityText)
        .join(ActivityText, col(ActivityText.seq) == col(Activity.seq), isouter=True)
        .where(Activity.noun == noun, Activity.object_id == object_id)
        .order_by(col(Activity.seq).desc())
        .limit(limit)
    ).all()
    return [
        Change(a.seq, a.at, a.person_id, a.verb, a.noun, a.object_id, json.loads(t.texts) if t else {}) for a, t in rows
    ]


def erase_texts(session: Session, person_id: str) -> int:
    """Delete every recorded text of a person; the chain still verifies. Returns how many."""
    rows = session.exec(select(ActivityText).where(ActivityText.person_id == person_id)).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def _digest(salt: str, value: object) -> str | None:
    if value is None:
        return None
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{salt}|{text}".encode()).hexdigest()


def _row_hash(row: Activity) -> str:
    return _hash_of({name: getattr(row, name) for name in ("at", *_HASHED)})


def _hash_of(row: Mapping[str, Any]) -> str:
    parts = [row[name] for name in _HASHED]
    # Microseconds since 1970: the same text on both databases.
    parts.insert(7, int(row["at"].timestamp() * 1_000_000))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
