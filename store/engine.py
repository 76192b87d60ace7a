"""One engine for SQLite and PostgreSQL, with the settings that make *saved* mean saved on both.

SQLite: WAL, every commit synced, foreign keys on, a bounded wait for a lock, on every connection. Writers begin with
BEGIN IMMEDIATE (a deferred writer loses updates or fails at the first contention); readers begin deferred.
PostgreSQL: psycopg 3, a connection that rested is asked whether it lives before it is used, no lock waited for longer
than on SQLite.
"""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 5.0
# A connection used so lately is not asked whether it lives: in a full room that was one question in ten.
RESTED_SECONDS = 1.0
# Execution option of the writing door: True, or what tells the instant (of `time.monotonic`) until which it waits.
WRITING = "dueremi_writing"
# Execution option of every engine made here: how many seconds to wait for a lock.
PATIENCE = "dueremi_patience"
_RESTS_SINCE = "dueremi_rests_since"


class StartRefused(Exception):
    """The application must not start like this. The message is one sentence for the operator."""


def normal_url(url: str) -> URL:
    """The database address with the driver we use, from what operators paste (`postgres://...`, `sqlite:///...`).

    Raises:
        StartRefused: the address cannot be read or names another kind of database.
    """
    try:
        parsed = make_url(url)
    except Exception as error:
        raise StartRefused("DATABASE_URL cannot be read: write sqlite:///FILE or postgresql://...") from error
    kind = parsed.drivername.split("+")[0]
    if kind in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite":
        return parsed.set(drivername="sqlite+pysqlite")
    raise StartRefused(f"DATABASE_URL names {kind}; only SQLite and PostgreSQL are supported.")


def make_engine(
    url: str, *, busy_seconds: float = BUSY_SECONDS, pool_size: int = 10, rested_seconds: float = RESTED_SECONDS
) -> Engine:
    """An engine for the address. `busy_seconds` bounds every wait for a lock or for a free connection; a PostgreSQL
    connection that rested for longer than `rested_seconds` is asked whether it lives before it is used.
    """
    parsed = normal_url(url)
    pool: dict[str, Any] = {
        "pool_size": pool_size, "max_overflow": pool_size, "pool_timeout": busy_seconds,
        # There are more statements than SQLAlchemy keeps by itself: compiling one again costs as much as running it.
        "query_cache_size": 1_000,
        "execution_options": {PATIENCE: busy_seconds},
    }  # fmt: skip
    if parsed.get_backend_name() == "postgresql":
        milliseconds = round(busy_seconds * 1000)
        arguments = {
            # A row that an index names is in memory, or on a disk without an arm. At the price of 4 that PostgreSQL
            # takes by itself, it read a million ballot lines to find those of one room.
            # Compiling a question to machine code takes longer than any of ours runs.
            # Options in the address come last, so they win.
            "options": f"-c lock_timeout={milliseconds} -c timezone=UTC -c random_page_cost=1.1 -c jit=off "
                       f"{parsed.query.get('options', '')}".strip(),
            "connect_timeout": max(2, round(busy_seconds)),
        }
        # Last in, first out: the few that are busy stay warm, with their statements prepared.
        engine = create_engine(parsed, pool_use_lifo=True, connect_args=arguments, **pool)
        event.listen(engine, "checkin", _rests)
        event.listen(engine, "checkout", _still_alive(engine, rested_seconds))
        return engine
    if parsed.database in (None, "", ":memory:"):
        raise StartRefused("SQLite needs a file: write sqlite:///FILE in DATABASE_URL.")
    if "uri" not in parsed.query:  # `file:/where/it/is?uri=true` is no path
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": busy_seconds, "check_same_thread": False}, **pool)
    event.listen(engine, "connect", _prepare_sqlite(round(busy_seconds * 1000)))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def check_engine(engine: Engine) -> None:
    """Verify on a live connection that the settings above are really in force; part of every start.

    Raises:
        StartRefused: with the setting that is not as it must be, or that the database cannot be written.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            synced = connection.exec_driver_sql("SHOW fsync").scalar_one()
            committed = connection.exec_driver_sql("SHOW synchronous_commit").scalar_one()
            if connection.exec_driver_sql("SHOW server_encoding").scalar_one() != "UTF8":
                raise StartRefused("The PostgreSQL database must be created with encoding UTF8.")
            if synced != "on" or committed == "off":
                raise StartRefused("PostgreSQL must run with fsync = on and synchronous_commit = on.")
            return
        found = sqlite_pragmas(connection)
        expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for name, value in expected.items():
            if found[name] != value:
                raise StartRefused(f"SQLite must run with {name} = {value}, but it is {found[name]}.")
        if found["busy_timeout"] == 0:
            raise StartRefused("SQLite must wait for locks: busy_timeout is 0.")
    _check_writable(engine)


def sqlite_pragmas(connection: Connection) -> dict[str, object]:
    """The settings of this SQLite connection that durability and correctness rest on."""
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}


def _check_writable(engine: Engine) -> None:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        # Only a real write shows whether the file may be written; the same value, taken back.
        version = cursor.execute("PRAGMA user_version").fetchone()[0]
        cursor.execute(f"PRAGMA user_version = {version}")
        raw.rollback()
    except sqlite3.OperationalError as error:
        # Somebody else writing at this moment is no reason not to start.
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            file = engine.url.database
            raise StartRefused(f"The database file {file} cannot be written: check its owner and rights.") from error
    finally:
        raw.close()


def _rests(_: Any, record: ConnectionPoolEntry) -> None:
    record.info[_RESTS_SINCE] = time.monotonic()


def _still_alive(engine: Engine, rested_seconds: float) -> Any:
    def ask(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        since = record.info.get(_RESTS_SINCE)
        if since is None or time.monotonic() - since < rested_seconds:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # The pool opens a new one, and trusts none that is as old.
            raise InvalidatePoolError("the connection died while it rested") from error

    return ask


def _prepare_sqlite(milliseconds: int) -> Any:
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself: `_begin_sqlite` does.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # A file that may only be read keeps its mode; the start-up check says so in one sentence.
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) != sqlite3.SQLITE_READONLY:
                raise
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # What a vote said before it was changed does not stay in the free space of its page.
        cursor.execute("PRAGMA secure_delete = FAST")
        cursor.close()

    return prepare


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    waits = options.get(WRITING)
    if waits is None:
        connection.exec_driver_sql("BEGIN DEFERRED")
    elif waits is True:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        until = waits()
        # The time spent waiting for a turn in this process counts: nobody waits twice the patience.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA busy_timeout = {max(1, round((until - time.monotonic()) * 1000))}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            driver.execute(f"PRAGMA busy_timeout = {round(options[PATIENCE] * 1000)}")
