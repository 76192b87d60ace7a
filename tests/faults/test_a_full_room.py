"""A small L1: a room fills and votes on one real server, everybody listening. The large one: `benchmarks.load`."""

import pytest

from benchmarks.load import database, measure

PHONES = 40


@pytest.mark.slow
def test_a_room_fills_and_votes_and_nothing_is_lost(kind: str) -> None:
    with database(kind) as (url, folder):
        told = measure(url, folder, phones=PHONES, ceiling=False, join_within=4.0, vote_within=2.0)
    assert told.times.errors == []
    assert len(told.times.joined) == len(told.times.voted) == PHONES
    assert len(told.times.pushed) >= PHONES, "every phone heard that the vote is open"
    assert told.wrong == ""
    assert told.desk
    assert told.wall
