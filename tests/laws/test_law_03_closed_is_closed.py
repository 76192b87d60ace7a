"""Law 3. A closed round takes no ballot, whatever any clock says; hidden stays hidden; secret never becomes open."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from models import ballots, conduct, ideas, results, round_clock, rounds
from models.access import Viewer
from models.errors import Refusal
from models.rounds import Round
from tests.models.room import Room, a_room, at


@pytest.fixture(params=[True, False], ids=["secret", "open"])
def room(session: Session, request: pytest.FixtureRequest) -> Room:
    made = a_room(session, secret=request.param)
    made.collect("Una", "Due", "Tre")
    return made


def opened(room: Room) -> Viewer:
    (anna,) = room.guests(receives=1)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id, ends_at=at(40))
    return anna


def vote(room: Room, viewer: Viewer, minute: float) -> None:
    points = {room.option_ids()[0]: 1}
    ballots.cast_ballot(room.session, viewer, now=at(minute), round_id=room.vote_id, points=points)


@pytest.mark.parametrize("minute", [-600, 31, 39, 41, 5000])
def test_closed_it_takes_no_ballot_whatever_the_clock_says(room: Room, minute: float) -> None:
    anna = opened(room)
    vote(room, anna, 31)
    conduct.close_round(room.session, room.elena, now=at(35), round_id=room.vote_id)
    with pytest.raises(Refusal, match="round_closed"):
        vote(room, anna, minute)
    with pytest.raises(Refusal, match="round_closed"):
        ballots.withdraw_ballot(room.session, anna, now=at(minute), round_id=room.vote_id)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_d06_a_second_before_the_end_is_in_time_and_the_end_is_not_wherever_one_is(room: Room, zone: str) -> None:
    anna = opened(room)
    points = {room.option_ids()[0]: 1}
    end = at(40).astimezone(ZoneInfo(zone))
    in_time = end - timedelta(seconds=1)
    ballots.cast_ballot(room.session, anna, now=in_time, round_id=room.vote_id, points=points)
    with pytest.raises(Refusal, match="round_closed"):
        ballots.cast_ballot(room.session, anna, now=end, round_id=room.vote_id, points=points)


def test_the_clock_goes_back_after_the_tick_and_it_stays_closed(room: Room) -> None:
    anna = opened(room)
    conduct.close_due_rounds(room.session, now=at(41))
    with pytest.raises(Refusal, match="round_closed"):
        vote(room, anna, 31)


def test_a_vote_never_opens_again_and_its_end_no_longer_moves(room: Room) -> None:
    opened(room)
    conduct.close_round(room.session, room.elena, now=at(35), round_id=room.vote_id)
    with pytest.raises(Refusal, match="vote_stays_closed"):
        conduct.reopen_round(room.session, room.elena, now=at(36), round_id=room.vote_id)
    with pytest.raises(Refusal, match="round_frozen"):
        conduct.open_round(room.session, room.elena, now=at(36), round_id=room.vote_id)
    with pytest.raises(Refusal, match="round_closed"):
        round_clock.extend_round(room.session, room.elena, now=at(36), round_id=room.vote_id, ends_at=at(90))


def test_collecting_may_reopen(room: Room) -> None:
    opened(room)
    conduct.close_round(room.session, room.elena, now=at(35), round_id=room.vote_id)
    conduct.reopen_round(room.session, room.elena, now=at(36), round_id=room.collect_id)
    assert ideas.write_idea(room.session, room.elena, now=at(37), round_id=room.collect_id, text="Ancora una")


def test_hidden_results_cannot_be_opened_early_by_anybody(room: Room) -> None:
    anna = opened(room)
    vote(room, anna, 31)
    for viewer in (anna, room.elena):
        with pytest.raises(Refusal, match="result_hidden"):
            results.result_view(room.session, viewer, round_id=room.vote_id)


def test_secret_or_open_is_chosen_before_and_never_changes_after(room: Room) -> None:
    opened(room)
    row = room.session.get(Round, room.vote_id)
    assert row is not None
    for state in ("open", "closed"):
        with pytest.raises(Refusal, match="round_frozen"):
            rounds.change_round(
                room.session, room.elena, now=at(36), round_id=room.vote_id, question="Quali?",
                secret=not row.secret, others_see=True, latecomers=True, budget=None, cap=3,
            )  # fmt: skip
        if state == "open":
            conduct.close_round(room.session, room.elena, now=at(37), round_id=room.vote_id)
