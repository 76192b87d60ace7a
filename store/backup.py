"""A copy of everything but the secrets, in one SQLite file, whichever database it came from; and the way back.

The keys of secret rounds (`round_keys`) never leave the database: a backup cannot open a secret ballot. Nor do the keys
that sign webhooks: after a restore an administrator makes new ones. The file is a whole database of its schema version,
so a later program migrates the copy before it takes the rows back. Afterwards the list of erased persons, kept outside
the database, is applied again: a restore brings nobody back who asked to be gone.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Integer, MetaData, Table, delete, func, insert, inspect, select, text, update
from sqlmodel import Session

from store.engine import WRITING, StartRefused, make_engine
from store.migrate import schema_version, upgrade

SECRET_TABLES = ("round_keys", "webhook_secrets", "source_secrets")
_ABOUT = "backup_about"
_CHUNK = 1000

Erase = Callable[[Session, Sequence[str], datetime], object]


class RestoreRefused(StartRefused):
    """The restore was not begun. The message is one sentence for the operator."""


@dataclass(frozen=True)
class Restored:
    """What a restore did: rows taken back, ids erased again, receipts of the database before that the backup lacks."""

    rows: int
    erased: int
    lost_receipts: tuple[str, ...]


def backup(engine: Engine, path: Path, metadata: MetaData, *, now: datetime) -> int:
    """Write a consistent copy to `path`, complete or not at all, for its owner's eyes only. Returns its size in bytes.

    Raises:
        FileExistsError: something stands at `path` already; backups are never overwritten.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists already; a backup never overwrites another.")
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        if engine.dialect.name == "sqlite":
            _vacuum_into(engine, part)
        else:
            _copy_out(engine, part, metadata)
        _drop_secrets(part, now)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def restore(
    engine: Engine,
    path: Path,
    metadata: MetaData,
    *,
    now: datetime,
    erase: Erase,
    erased: Iterable[str] = (),
    replace: bool = False,
    versions: Path | None = None,
) -> Restored:
    """Take a backup back, all or nothing, and erase again the persons in `erased`.

    `erase(session, ids, now)` is the rule that erases. `replace` empties the database first; the receipts it held and
    the backup lacks are returned, because those people were told that their work was saved.

    Raises:
        RestoreRefused: no backup, a damaged one, or a database that is not empty and `replace` was not said.
    """
    _refuse_damaged(path)
    with tempfile.TemporaryDirectory(prefix="dueremi-restore-") as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(path, copy)
        _bring_back_secret_tables(copy)
        source = make_engine(f"sqlite:///{copy}")
        try:
            upgrade(source, versions=versions)
            upgrade(engine, versions=versions)
            with engine.execution_options(**{WRITING: True}).begin() as target, source.connect() as there:
                if not replace and _filled(target, metadata):
                    raise RestoreRefused("The database is not empty: say --replace to lose what it holds.")
                lost = _receipts(target, metadata) - _receipts(there, metadata)
                _empty(target, metadata)
                rows = _copy_rows(there, target, metadata)
                ids = list(dict.fromkeys(erased))
                with Session(bind=target, join_transaction_mode="rollback_only") as session:
                    if ids:
                        erase(session, ids, now)
                        session.flush()
        finally:
            source.dispose()
    return Restored(rows, len(ids), tuple(sorted(lost)))


def read_erased(file: Path) -> list[str]:
    """The ids in the list of erased persons, one a line; an absent file is an empty list."""
    return [line.strip() for line in file.read_text().splitlines() if line.strip()] if file.exists() else []


def note_erased(file: Path, person_id: str) -> None:
    """Add a person to the list of erased ids, on disk before this returns."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as opened:
        opened.write(person_id + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def _vacuum_into(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        # Outside any transaction, and into a file that is still empty: others may go on writing.
        driver.execute("VACUUM INTO ?", (str(path),))


def _copy_out(engine: Engine, path: Path, metadata: MetaData) -> None:
    copy = make_engine(f"sqlite:///{path}")
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        metadata.create_all(copy)
        with snapshot.connect() as source, copy.execution_options(**{WRITING: True}).begin() as target:
            _copy_rows(source, target, metadata, leave_out=SECRET_TABLES)
            target.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            target.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": schema_version(engine) or ""})
    finally:
        copy.dispose()


def _drop_secrets(path: Path, now: datetime) -> None:
    """Take the secret tables out of the copy, overwrite the pages they stood on, and note their shape for later."""
    file = sqlite3.connect(path, isolation_level=None)
    try:
        file.execute("PRAGMA journal_mode = DELETE")
        file.execute("PRAGMA secure_delete = ON")
        file.execute(f"CREATE TABLE {_ABOUT} (name TEXT NOT NULL, value TEXT NOT NULL)")
        file.execute(f"INSERT INTO {_ABOUT} VALUES ('made_at', ?)", (now.isoformat(),))
        for table in SECRET_TABLES:
            shapes = file.execute("SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,))
            for (shape,) in shapes.fetchall():
                file.execute(f"INSERT INTO {_ABOUT} VALUES ('shape', ?)", (shape,))
            file.execute(f'DROP TABLE IF EXISTS "{table}"')
        file.execute("VACUUM")
    finally:
        file.close()


def _bring_back_secret_tables(path: Path) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    try:
        shapes = [row[0] for row in file.execute(f"SELECT value FROM {_ABOUT} WHERE name = 'shape'")]
        # Tables before their indexes.
        for shape in sorted(shapes, key=lambda sql: not sql.upper().startswith("CREATE TABLE")):
            file.execute(shape)
        file.execute(f"DROP TABLE {_ABOUT}")
    finally:
        file.close()


def _refuse_damaged(path: Path) -> None:
    if not path.is_file():
        raise RestoreRefused(f"There is no file {path}.")
    try:
        file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            whole = file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = file.execute("SELECT count(*) FROM sqlite_master WHERE name = ?", (_ABOUT,)).fetchone()[0] == 1
        finally:
            file.close()
    except sqlite3.DatabaseError as error:
        raise RestoreRefused(f"{path} is damaged or no backup at all.") from error
    if not whole or not ours:
        raise RestoreRefused(f"{path} is damaged or was not made by 'manage.py backup'.")


def _filled(connection: Connection, metadata: MetaData) -> bool:
    return any(connection.execute(select(table).limit(1)).first() is not None for table in metadata.sorted_tables)


def _receipts(connection: Connection, metadata: MetaData) -> set[str]:
    table = metadata.tables.get("receipts")
    return set() if table is None else {str(key) for key in connection.scalars(select(table.c.form_key))}


def _late_columns(metadata: MetaData) -> dict[str, list[str]]:
    """The nullable references of each table to itself or to a table filled after it: they are set in a second pass."""
    order = {table.name: place for place, table in enumerate(metadata.sorted_tables)}
    return {
        table.name: [
            column.name
            for column in table.columns
            if column.nullable and any(order[key.column.table.name] >= order[table.name] for key in column.foreign_keys)
        ]
        for table in metadata.sorted_tables
    }


def _empty(connection: Connection, metadata: MetaData) -> None:
    late = _late_columns(metadata)
    for table in metadata.sorted_tables:
        if late[table.name]:
            connection.execute(update(table).values(dict.fromkeys(late[table.name])))
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))


def _copy_rows(
    source: Connection, target: Connection, metadata: MetaData, *, leave_out: Sequence[str] = ()
) -> int:
    """Copy every row through the types of the code, so that each database reads what the other wrote."""
    late, copied = _late_columns(metadata), 0
    tables = [table for table in metadata.sorted_tables if table.name not in leave_out]
    present = set(inspect(source).get_table_names())
    for table in tables:
        if table.name not in present:
            continue
        for rows in _chunks(source, table):
            target.execute(insert(table), [row | dict.fromkeys(late[table.name]) for row in rows])
            copied += len(rows)
    for table in tables:
        for name in late[table.name] if table.name in present else []:
            for row in source.execute(select(table).where(table.c[name].is_not(None))).mappings():
                same = [key == row[key.name] for key in table.primary_key.columns]
                target.execute(update(table).where(*same).values({name: row[name]}))
    if target.dialect.name == "postgresql":
        _continue_numbers(target, tables)
    return copied


def _chunks(source: Connection, table: Table) -> Iterable[list[dict[str, Any]]]:
    for part in source.execution_options(yield_per=_CHUNK).execute(select(table)).mappings().partitions(_CHUNK):
        yield [dict(row) for row in part]


def _continue_numbers(target: Connection, tables: Sequence[Table]) -> None:
    for table in tables:
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, Integer):
            continue
        highest = target.execute(select(func.max(column))).scalar()
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        if highest is not None and target.execute(select(sequence)).scalar() is not None:
            target.execute(select(func.setval(sequence, highest)))
