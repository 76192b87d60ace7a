"""The two doors to the database. Nothing else opens a session, and only `writing` commits.

`reading()` sees one consistent state and leaves nothing behind. `writing(work)` runs `work(session)` in one
transaction, all or nothing, and runs the whole of it again when it lost a race. Doors do not nest: what must happen
together is one command.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, event
from sqlmodel import Session

from store.engine import BUSY_SECONDS, PATIENCE, WRITING, make_engine
from store.settings import settings
from store.troubles import StoreBusy, StoreDown, StoreFull, StoreTrouble, may_run_again, trouble_of

__all__ = [
    "Counted", "StoreBusy", "StoreDown", "StoreFull", "StoreTrouble", "close_store", "counting", "engine",
    "open_store", "reading", "use_connection", "use_engine", "writing",
]  # fmt: skip

T = TypeVar("T")
RUNS_AGAIN = 3
# So many write at once on PostgreSQL, also while one of them is long. The record is a chain, so in the end they go one
# by one: ten of them only kept the one whose turn it was from its turn at the processor.
WRITERS = 4

_lock = threading.Lock()
_engine: Engine | None = None
# Set by tests only: both doors then work in savepoints of this one connection.
_connection: Connection | None = None
_gates: dict[URL, threading.BoundedSemaphore] = {}
_inside: ContextVar[str | None] = ContextVar("door", default=None)
# Until when the command of this thread waits for the file (of `time.monotonic`).
_until: ContextVar[float] = ContextVar("until", default=0.0)
# The engine last used, as each door uses it: made anew for every visit they would cost more than a statement.
_ways: tuple[Engine, Engine, Engine] | None = None


class ReadingSession(Session):
    """A session that cannot commit, so that nobody writes through the wrong door."""

    def commit(self) -> None:
        """Always an error.

        Raises:
            RuntimeError: reading does not write.
        """
        raise RuntimeError("this is the reading door: write through store.doors.writing")


@event.listens_for(ReadingSession, "loaded_as_persistent")
def _keep(session: Any, row: object) -> None:
    # Held until the session closes, so that a row asked for again by its id is not asked of the database again.
    session.info.setdefault("kept", []).append(row)


@dataclass
class Counted:
    """The SQL statements sent while counting, without those that only begin and end transactions."""

    statements: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many statements so far."""
        return len(self.statements)


def open_store(url: str | None = None) -> Engine:
    """The engine of this process, made at the first call from `url` or from DATABASE_URL. Thread-safe."""
    global _engine
    with _lock:
        if _engine is None:
            _engine = make_engine(url or settings().database_url)
        return _engine


def engine() -> Engine:
    """The engine in use; opened when nobody has yet."""
    return _engine or open_store()


def close_store() -> None:
    """Close every connection and forget the engine."""
    global _engine, _ways
    with _lock:
        if _engine is not None:
            _engine.dispose()
        _engine = _ways = None


@contextmanager
def use_engine(other: Engine) -> Iterator[Engine]:
    """Inside, both doors of every thread lead to `other` (tests, the example company, the bench)."""
    global _engine, _connection
    before = _engine, _connection
    _engine, _connection = other, None
    try:
        yield other
    finally:
        _engine, _connection = before


@contextmanager
def use_connection(connection: Connection) -> Iterator[Connection]:
    """Inside, both doors work in savepoints of this connection's transaction, which the caller rolls back (tests)."""
    global _engine, _connection
    before = _engine, _connection
    _engine, _connection = connection.engine, connection
    try:
        yield connection
    finally:
        _engine, _connection = before


@contextmanager
def reading() -> Iterator[Session]:
    """A session for questions: one consistent state of the database, never committed.

    Raises:
        StoreTrouble: the database is busy, full or away.
        RuntimeError: called inside `writing`; use the session that the command was given.
    """
    if _inside.get() == "writing":
        raise RuntimeError("a question inside a command uses the session of the command")
    token = _inside.set("reading")
    session = ReadingSession(bind=_connection or _ways_of(engine())[1], autoflush=False, **_joining())
    try:
        yield session
        _stay_prepared(session)
    except Exception as error:
        raise_trouble(error)
        raise
    finally:
        try:
            session.close()
        finally:
            _inside.reset(token)


def writing(work: Callable[[Session], T]) -> T:
    """Run `work(session)` in one transaction and commit it; its answer is returned when everything is on disk.

    After a serialization failure, a deadlock, a key that another took first (PostgreSQL) or a locked file the whole of
    `work` runs again with a new session, at most three times and only within the engine's patience. So `work` must have
    no effect but the one on the database, and return plain data: its session is closed after the commit.

    Raises:
        StoreTrouble: the database is busy, full or away; nothing was saved.
        RuntimeError: called inside another door.
        Exception: whatever `work` raises; nothing was saved.
    """
    if _inside.get() is not None:
        raise RuntimeError(f"writing inside {_inside.get()}: what must happen together is one command")
    until = time.monotonic() + patience()
    with _turn(until):
        for attempt in range(RUNS_AGAIN + 1):
            try:
                return _write(work, until)
            except Exception as error:
                late = time.monotonic() >= until
                # In a test's savepoint the outer transaction is lost with the conflict: running again cannot help.
                if attempt == RUNS_AGAIN or late or _connection is not None or not may_run_again(error):
                    raise_trouble(error)
                    raise
            time.sleep(random.uniform(0.005, 0.03) * (attempt + 1))
    raise AssertionError("the last attempt returns or raises")


def patience() -> float:
    """How many seconds a command waits for others, before it says that nothing was saved."""
    return float(engine().get_execution_options().get(PATIENCE, BUSY_SECONDS))


def _write(work: Callable[[Session], T], until: float) -> T:
    token, waits = _inside.set("writing"), _until.set(until)
    try:
        with Session(bind=_connection or _ways_of(engine())[2], **_joining()) as session:
            answer = work(session)
            session.commit()
            return answer
    finally:
        _inside.reset(token)
        _until.reset(waits)


@contextmanager
def _turn(until: float) -> Iterator[None]:
    """Wait for a turn among this process's writers without holding a connection, so that readers always find one.

    On SQLite one at a time: more could only wait for the file, each on a connection, and not in the order they came.
    """
    if _connection is not None:
        yield
        return
    address = engine().url
    with _lock:
        room = 1 if engine().dialect.name == "sqlite" else WRITERS
        gate = _gates.setdefault(address, threading.BoundedSemaphore(room))
    if not gate.acquire(timeout=max(0.0, until - time.monotonic())):
        raise StoreBusy("many others are saving")
    try:
        yield
    finally:
        gate.release()


def raise_trouble(error: Exception) -> None:
    """Raise the `StoreTrouble` behind a database error; return when the error is of another kind."""
    trouble = trouble_of(error)
    if trouble is not None:
        raise trouble from error


@contextmanager
def counting() -> Iterator[Counted]:
    """Count the SQL statements of all threads on the engine in use; for query limits in tests and for the bench."""
    counted = Counted()

    def count(_conn: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")):
            counted.statements.append(statement)

    target = engine()
    event.listen(target, "before_cursor_execute", count)
    try:
        yield counted
    finally:
        event.remove(target, "before_cursor_execute", count)


def _stay_prepared(session: Session) -> None:
    """End what was only read by COMMIT on PostgreSQL: after each ROLLBACK psycopg forgets every statement that it has
    prepared, and parsing and planning them anew took as long as running them.
    """
    if _connection is not None or not session.in_transaction() or session.get_bind().dialect.name != "postgresql":
        return
    driver: Any = session.connection().connection.driver_connection
    # A connection that went away is left to the session.
    with suppress(session.get_bind().dialect.loaded_dbapi.Error):
        driver.commit()


def _ways_of(used: Engine) -> tuple[Engine, Engine, Engine]:
    """An engine, how it reads, and how it writes."""
    global _ways
    known = _ways
    if known is None or known[0] is not used:
        # One snapshot for all statements, as SQLite's deferred transaction gives by itself.
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        reads = used.execution_options(**snapshot) if used.dialect.name == "postgresql" else used
        known = _ways = (used, reads, used.execution_options(**{WRITING: _until.get}))
    return known


def _joining() -> dict[str, Any]:
    return {"join_transaction_mode": "create_savepoint"} if _connection is not None else {}
