"""Showing that nothing is lost: what the database holds against what people were told, and the database against itself.

A *ledger* is written outside the application by whoever drove it, one line an event:

    SENT key            before the form left
    ACK key code        the receipt was seen
    REFUSED key         the answer was that nothing was saved
    RUN prefix          optional: every receipt whose key begins so must have been sent by a ledger given here;
                        without it, the beginning that all keys of a ledger share

It only reads. Rules about nouns (the chain of the record, ballots, budgets, tallies) come in as `checks`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    func,
    select,
)
from sqlmodel import Session

from store.doors import reading

_SHORTEST_PREFIX = 4

Check = Callable[[Session], Iterable[str]]


class LedgerUnreadable(Exception):
    """A ledger has a line that is none of the four; the message names file and line."""


@dataclass
class Ledger:
    """What some clients sent and heard: keys sent, key to code, keys refused, prefixes of the run."""

    sent: set[str] = field(default_factory=set)
    acknowledged: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    prefixes: set[str] = field(default_factory=set)


def read_ledgers(paths: Sequence[Path], prefixes: Iterable[str] = ()) -> Ledger:
    """All ledgers as one. A last line without its end, cut by a kill, is not counted as said.

    Raises:
        LedgerUnreadable: a complete line that makes no sense.
    """
    given = set(prefixes)
    ledger = Ledger(prefixes=set(given))
    for path in paths:
        keys: list[str] = []
        own: set[str] = set()
        whole, _, _ = path.read_text(encoding="utf-8").rpartition("\n")
        for number, line in enumerate(whole.splitlines(), start=1):
            match line.split():
                case ["SENT", key]:
                    keys.append(key)
                case ["ACK", key, code]:
                    ledger.acknowledged[key] = code
                case ["REFUSED", key]:
                    ledger.refused.add(key)
                case ["RUN", prefix]:
                    own.add(prefix)
                case []:
                    pass
                case _:
                    raise LedgerUnreadable(f"{path}, line {number}: neither SENT, ACK, REFUSED nor RUN")
        shared = _shared_beginning(keys)
        # Random keys share a letter or two by chance; that is no run.
        if not given and not own and len(keys) > 1 and len(shared) >= _SHORTEST_PREFIX:
            own.add(shared)
        ledger.sent.update(keys)
        ledger.prefixes |= own
    return ledger


def verify(metadata: MetaData, ledger: Ledger | None = None, checks: Sequence[Check] = ()) -> list[str]:
    """Everything that is wrong, one sentence each; an empty list means that nothing was found.

    One consistent state is looked at: the engine of the doors, read through `reading()`.
    """
    with reading() as session:
        problems = [
            *_broken_storage(session), *_broken_references(session, metadata), *_doubles(session, metadata),
        ]  # fmt: skip
        for check in checks:
            problems += check(session)
        if ledger is not None:
            problems += _against_ledger(session, metadata, ledger)
    return problems


def engine_name(engine: Engine) -> str:
    """The database as an operator may see it, without its password."""
    return engine.url.render_as_string(hide_password=True)


def _shared_beginning(keys: Sequence[str]) -> str:
    # What the first and the last in order share, all share.
    first, last = min(keys, default=""), max(keys, default="")
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]


def _broken_storage(session: Session) -> Iterable[str]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                yield f"integrity check: {line}"
    else:
        # PostgreSQL verifies the checksum of each page it reads; reading all of them is the check.
        yield from _unreadable_pages(session)


def _unreadable_pages(session: Session) -> Iterable[str]:
    connection = session.connection()
    failures = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    for (name,) in connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").all():
        quoted = connection.dialect.identifier_preparer.quote(name)
        connection.exec_driver_sql(f"SELECT count(t::text) FROM {quoted} AS t").scalar_one()
    if failed := connection.exec_driver_sql(failures).scalar():
        yield f"integrity check: {failed} pages with a wrong checksum"


def _broken_references(session: Session, metadata: MetaData) -> Iterable[str]:
    for table in metadata.sorted_tables:
        for reference in table.foreign_key_constraints:
            there = reference.referred_table.alias()
            pairs = [(element.parent, there.c[element.column.name]) for element in reference.elements]
            orphans = (
                select(func.count())
                .select_from(table)
                .where(*(mine.is_not(None) for mine, _ in pairs))
                .where(~select(there).where(*(mine == theirs for mine, theirs in pairs)).correlate(table).exists())
            )
            if number := session.execute(orphans).scalar_one():
                columns = ", ".join(mine.name for mine, _ in pairs)
                missing = reference.referred_table.name
                yield f"{number} rows of {table.name} refer by {columns} to a missing row of {missing}"


def _doubles(session: Session, metadata: MetaData) -> Iterable[str]:
    """What must be there once and is there twice, such as a ballot: by the keys in code, not by the database's word."""
    dialect = session.connection().dialect.name
    for table in metadata.sorted_tables:
        keys: list[tuple[list[ColumnElement[Any]], ColumnElement[bool] | None]] = [
            (list(rule.columns), None)
            for rule in table.constraints
            if isinstance(rule, UniqueConstraint | PrimaryKeyConstraint)
        ]
        for index in table.indexes:
            if index.unique:
                keys.append((list(index.columns), index.dialect_options[dialect].get("where")))
        for columns, where in keys:
            asked = select(func.count()).select_from(table).where(*(column.is_not(None) for column in columns))
            if where is not None:
                asked = asked.where(where)
            twice = asked.group_by(*columns).having(func.count() > 1).subquery()
            if number := session.execute(select(func.count()).select_from(twice)).scalar_one():
                names = ", ".join(str(column) for column in columns)
                yield f"{number} times a second row where only one may be: {names}"


def _against_ledger(session: Session, metadata: MetaData, ledger: Ledger) -> Iterable[str]:
    receipts: Table = metadata.tables["receipts"]
    stored = {str(row.form_key): str(row.code) for row in session.execute(select(receipts.c.form_key, receipts.c.code))}
    for key, code in sorted(ledger.acknowledged.items()):
        if key not in stored:
            yield f"acknowledged but missing: {key}"
        elif stored[key] != code:
            yield f"acknowledged with code {code} but stored with {stored[key]}: {key}"
        if key not in ledger.sent:
            yield f"acknowledged but never sent: {key}"
    for key in sorted(ledger.refused & stored.keys() - ledger.acknowledged.keys()):
        yield f"refused but stored: {key}"
    for key in sorted(stored.keys() - ledger.sent):
        if key.startswith(tuple(ledger.prefixes)):
            yield f"stored but never sent: {key}"
