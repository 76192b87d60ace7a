"""The engine keeps its promises on every connection: synced, checked, bounded waits."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from store.doors import reading, use_engine, writing
from store.engine import StartRefused, check_engine, make_engine, normal_url, sqlite_pragmas
from store.planning import learn_at_times
from tests.conftest import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def file_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.db'}")
    yield engine
    engine.dispose()


def test_every_sqlite_connection_syncs_each_commit_and_checks_references(file_engine: Engine) -> None:
    with ExitStack() as stack:
        opened = [stack.enter_context(file_engine.connect()) for _ in range(12)]
        for connection in opened:
            assert sqlite_pragmas(connection) == {
                "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000,
            }  # fmt: skip


def test_the_start_check_passes_on_both_databases(real_database: Database) -> None:
    # The PostgreSQL of the tests runs without fsync on purpose, and with it while a test runs a server of ours on it.
    careless = real_database.kind == "postgresql"
    if careless:
        with real_database.engine.connect() as connection:
            careless = connection.execute(text("SHOW fsync")).scalar_one() == "off"
    if careless:
        with pytest.raises(StartRefused, match="fsync"):
            check_engine(real_database.engine)
    else:
        check_engine(real_database.engine)


def test_a_connection_that_died_while_it_rested_is_noticed_before_it_is_used(real_database: Database) -> None:
    if real_database.kind != "postgresql":
        return
    engine = make_engine(real_database.url, rested_seconds=0)
    with use_engine(engine):
        with reading() as session:
            served_by = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with real_database.engine.connect() as other:
            assert other.execute(text(f"SELECT pg_terminate_backend({served_by}, 5000)")).scalar_one()
        with reading() as session:
            assert session.execute(text("SELECT pg_backend_pid()")).scalar_one() != served_by
    engine.dispose()


def test_a_file_that_cannot_be_written_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "read.db"
    made = make_engine(f"sqlite:///{file}")
    with made.connect() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    made.dispose()
    read_only = make_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    with pytest.raises(StartRefused, match="cannot be written"):
        check_engine(read_only)


def test_a_connection_without_foreign_keys_stops_the_start(file_engine: Engine) -> None:
    with file_engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
    with pytest.raises(StartRefused, match="foreign_keys"):
        check_engine(file_engine)


@pytest.mark.parametrize(
    ("pasted", "used"),
    [
        ("postgres://u:p@host/db", "postgresql+psycopg://u:p@host/db"),
        ("postgresql://u:p@host/db", "postgresql+psycopg://u:p@host/db"),
        ("postgresql+psycopg2://host/db", "postgresql+psycopg://host/db"),
        ("sqlite:///var/a.db", "sqlite+pysqlite:///var/a.db"),
    ],
)
def test_the_address_operators_paste_gets_our_driver(pasted: str, used: str) -> None:
    assert normal_url(pasted).render_as_string(hide_password=False) == used


@pytest.mark.parametrize("wrong", ["mysql://host/db", "nothing", "sqlite://"])
def test_an_address_we_cannot_use_is_refused_with_one_sentence(wrong: str) -> None:
    with pytest.raises(StartRefused, match=r"SQLite|DATABASE_URL"):
        make_engine(wrong)


def test_sqlite_looks_at_its_tables_once_an_hour_and_postgresql_needs_no_telling(real_database: Database) -> None:
    with use_engine(real_database.engine):
        writing(lambda session: session.connection().execute(text("CREATE TABLE seen (one INTEGER)")) and None)
        writing(lambda session: session.connection().execute(text("CREATE INDEX of_seen ON seen (one)")) and None)
        writing(lambda session: session.connection().execute(text("INSERT INTO seen VALUES (1), (2)")) and None)
        told = [learn_at_times(reading, writing, NOON + timedelta(minutes=later)) for later in (0, 59, 60)]
        sqlite = real_database.kind == "sqlite"
        assert told == [sqlite, False, sqlite]
        if sqlite:
            with real_database.engine.connect() as connection:
                known = connection.execute(text("SELECT stat FROM sqlite_stat1 WHERE idx = 'of_seen'")).scalar_one()
            assert known.startswith("2 ")
