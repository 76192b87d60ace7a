"""Two doors: questions leave nothing behind, commands happen wholly and once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.base import Row
from store import doors
from store.doors import counting, reading, writing
from tests.conftest import Database

WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def leases() -> Table:
    return Row.metadata.tables["leases"]


def put(session: Session, name: str, holder: str = "0") -> None:
    session.execute(insert(leases()).values(name=name, holder=holder, until=WHEN))


def names() -> list[str]:
    with reading() as session:
        return [row.name for row in session.execute(select(leases()).order_by(leases().c.name))]


def test_what_a_command_writes_is_there_afterwards_in_utc(database: Database) -> None:
    writing(lambda session: put(session, "a"))
    with reading() as session:
        assert session.execute(select(leases().c.until)).scalar_one() == WHEN


def test_a_test_leaves_nothing_for_the_next(database: Database) -> None:
    assert names() == []


def test_an_exception_in_the_middle_leaves_nothing_of_the_first_write(real_database: Database) -> None:
    def half(session: Session) -> None:
        put(session, "first")
        session.flush()
        raise ValueError("the second write fails")

    with pytest.raises(ValueError, match="second"):
        writing(half)
    assert names() == []


def test_a_broken_rule_of_the_database_stays_visible_as_our_mistake(real_database: Database) -> None:
    writing(lambda session: put(session, "a"))
    with pytest.raises(IntegrityError):
        writing(lambda session: put(session, "a"))
    assert names() == ["a"]


def test_the_reading_door_cannot_commit(database: Database) -> None:
    with reading() as session, pytest.raises(RuntimeError, match="reading door"):
        session.commit()


def test_what_is_written_through_the_reading_door_is_gone(real_database: Database) -> None:
    if real_database.kind == "postgresql":
        with reading() as session, pytest.raises(Exception, match="read-only"):
            put(session, "a")
    else:
        with reading() as session:
            put(session, "a")
    assert names() == []


def test_a_question_sees_one_state_while_others_write(real_database: Database) -> None:
    with reading() as session:
        before = session.execute(select(leases())).all()
        thread = threading.Thread(target=writing, args=(lambda s: put(s, "a"),))
        thread.start()
        thread.join(10)
        assert session.execute(select(leases())).all() == before == []
    assert names() == ["a"]


def test_doors_do_not_nest(database: Database) -> None:
    def inner(_: Session) -> Any:
        return writing(lambda session: None)

    with pytest.raises(RuntimeError, match="one command"):
        writing(inner)
    with reading(), pytest.raises(RuntimeError, match="one command"):
        writing(lambda session: None)


def test_statements_are_counted_without_those_that_only_begin_and_end(database: Database) -> None:
    with counting() as counted:
        names()
        writing(lambda session: put(session, "a"))
    assert counted.number == 2
    names()
    assert counted.number == 2


def test_sixteen_threads_that_read_and_then_write_lose_nothing(real_database: Database) -> None:
    writing(lambda session: put(session, "n"))
    locked = real_database.kind == "postgresql"

    def add_one(session: Session) -> None:
        asked = select(leases().c.holder).where(leases().c.name == "n")
        value = int(session.execute(asked.with_for_update() if locked else asked).scalar_one())
        session.execute(update(leases()).values(holder=str(value + 1)))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: writing(add_one), range(160)))
    with reading() as session:
        assert session.execute(select(leases().c.holder)).scalar_one() == "160"


def test_the_same_key_taken_by_many_at_once_is_stored_once_and_all_see_it(real_database: Database) -> None:
    """What `receipts.once` relies on: the loser of the race runs again and finds the winner's row."""
    start = threading.Barrier(8)

    def once(session: Session) -> str:
        found = session.execute(select(leases().c.holder).where(leases().c.name == "key")).scalar_one_or_none()
        if found is None:
            put(session, "key", threading.current_thread().name)
            found = threading.current_thread().name
        return str(found)

    def person(_: int) -> str:
        start.wait(10)
        return writing(once)

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(person, range(8)))
    assert len(answers) == 1
    assert names() == ["key"]


def test_two_commands_in_opposite_order_both_happen(real_database: Database) -> None:
    """F08: a deadlock on PostgreSQL; on SQLite the second waits for the first."""
    for name in ("a", "b"):
        writing(partial(put, name=name))
    met = threading.Barrier(2)
    runs: list[str] = []

    def cross(first: str, second: str) -> None:
        def work(session: Session) -> None:
            runs.append(first)
            session.execute(update(leases()).where(leases().c.name == first).values(holder=first))
            try:
                met.wait(0.5)
            except threading.BrokenBarrierError:
                met.reset()
            session.execute(update(leases()).where(leases().c.name == second).values(holder=first))

        writing(work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(cross, "ab", "ba"))
    if real_database.kind == "postgresql":
        assert len(runs) == 3, "one of the two ran again as a whole"
    with reading() as session:
        holders = {row.holder for row in session.execute(select(leases()))}
    assert len(holders) == 1, "the last command stands whole"


def test_a_command_that_keeps_losing_gives_up_honestly(real_database: Database) -> None:
    runs = 0

    def conflict(session: Session) -> None:
        nonlocal runs
        runs += 1
        if real_database.kind == "postgresql":
            session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$"))
        else:
            raise busy()

    with pytest.raises(doors.StoreBusy):
        writing(conflict)
    assert runs == 4


def busy() -> Exception:
    import sqlite3

    from sqlalchemy.exc import OperationalError

    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("UPDATE", {}, error)
