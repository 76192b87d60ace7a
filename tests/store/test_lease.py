"""Scheduled work: one server at a time, and a dead one does not hold it for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlmodel import Session

from models.base import Row
from store.lease import give_back_lease, take_lease
from store.tick import BetweenDoors, Reading, Writing, tick
from tests.conftest import Database

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_job_has_one_holder_until_its_time_is_over(database: Database) -> None:
    assert take_lease("close rounds", "first", now=NOW, lasts=HOUR)
    assert not take_lease("close rounds", "second", now=NOW, lasts=HOUR)
    assert take_lease("digest", "second", now=NOW, lasts=HOUR), "another job is another lease"
    assert take_lease("close rounds", "first", now=NOW + HOUR / 2, lasts=HOUR), "the holder prolongs it"
    assert not take_lease("close rounds", "second", now=NOW + HOUR, lasts=HOUR)
    assert take_lease("close rounds", "second", now=NOW + 2 * HOUR, lasts=HOUR), "the first one died"


def test_a_lease_given_back_is_free_and_only_its_holder_gives_it_back(database: Database) -> None:
    take_lease("a", "first", now=NOW, lasts=HOUR)
    give_back_lease("a", "second")
    assert not take_lease("a", "second", now=NOW, lasts=HOUR)
    give_back_lease("a", "first")
    assert take_lease("a", "second", now=NOW, lasts=HOUR)


def test_of_many_servers_that_ask_at_once_one_gets_it(real_database: Database) -> None:
    start = threading.Barrier(8)

    def server(number: int) -> bool:
        start.wait(10)
        return take_lease("a", f"server {number}", now=NOW, lasts=HOUR)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(server, range(8))) == [False] * 7 + [True]


def test_jobs_run_in_their_order_and_not_while_another_is_at_it(database: Database) -> None:
    jobs = {"a": lambda session, now: 1, "b": lambda session, now: now}
    assert tick(jobs, now=NOW, holder="first") == {"a": 1, "b": NOW}
    take_lease("tick", "second", now=NOW, lasts=HOUR)
    assert tick(jobs, now=NOW, holder="first") == {}


def test_a_job_that_fails_leaves_the_earlier_ones_done_and_the_lease_free(real_database: Database) -> None:
    table = Row.metadata.tables["leases"]

    def write(session: Session, now: datetime) -> None:
        session.execute(insert(table).values(name="written", holder="job", until=now))

    def fail(session: Session, now: datetime) -> None:
        session.execute(insert(table).values(name="half", holder="job", until=now))
        raise ValueError("broken job")

    with pytest.raises(ValueError, match="broken job"):
        tick({"a": write, "b": fail}, now=NOW, holder="first")
    assert not take_lease("written", "x", now=NOW - HOUR, lasts=HOUR)
    assert take_lease("half", "x", now=NOW, lasts=HOUR)
    assert tick({}, now=NOW, holder="second") == {}
    assert take_lease("tick", "third", now=NOW, lasts=HOUR)


def test_a_job_may_open_both_doors_itself_as_often_as_it_needs(database: Database) -> None:
    def computes(read: Reading, write: Writing, now: datetime) -> int:
        with read() as session:
            before = len(session.execute(select(Row.metadata.tables["leases"])).all())
        write(lambda session: session.execute(
            insert(Row.metadata.tables["leases"]).values(name="x", holder="me", until=now)
        ))  # fmt: skip
        with read() as session:
            return len(session.execute(select(Row.metadata.tables["leases"])).all()) - before

    assert tick({"heavy": BetweenDoors(computes)}, now=NOW, holder="first") == {"heavy": 1}
