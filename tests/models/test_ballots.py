"""Votes: what is taken, what is refused, and what counts (V01 to V11 of the client's list)."""

import pytest
from sqlmodel import Session, col, select

from models import activity, ballots, conduct, groups, options, recounts
from models.access import NOBODY, Viewer
from models.ballot_rows import Ballot, BallotLine
from models.errors import NotFound, NotSignedIn, Refusal
from models.receipts import once
from tests.models.room import Room, a_room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite sul sito")


@pytest.fixture(params=[True, False], ids=["secret", "open"])
def room(session: Session, request: pytest.FixtureRequest) -> Room:
    made = a_room(session, secret=request.param)
    made.collect(*IDEAS)
    return made


def opened(room: Room, **numbers: int) -> list[Viewer]:
    people = room.guests(**numbers)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    return people


def vote(room: Room, viewer: Viewer, *dots: int, minute: float = 31) -> None:
    points = dict(zip(room.option_ids(), dots, strict=False))
    ballots.cast_ballot(room.session, viewer, now=at(minute), round_id=room.vote_id, points=points)


def counted(room: Room) -> int:
    return sum(sum(sides.values()) for sides in recounts.recount(room.session, room.vote_id).values())


def refused(code: str, room: Room, viewer: Viewer, *dots: int, minute: float = 31) -> Refusal:
    before = counted(room)
    with pytest.raises(Refusal) as caught:
        vote(room, viewer, *dots, minute=minute)
    assert caught.value.code == code
    assert counted(room) == before
    return caught.value


def test_four_ideas_give_three_dots_each(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    place = ballots.ballot_place(room.session, anna, round_id=room.vote_id)
    assert (place.may_vote, place.budget, place.cap, place.mine) == (True, 3, 3, None)


def test_the_last_vote_counts(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    vote(room, anna, 3)
    vote(room, anna, 0, 2, 1, minute=32)
    first, second, third, _ = room.option_ids()
    mine = ballots.ballot_place(room.session, anna, round_id=room.vote_id).mine
    assert mine is not None
    assert mine.points == {second: 2, third: 1}
    assert recounts.recount(room.session, room.vote_id) == {second: {"receives": 2}, third: {"receives": 1}}
    assert first not in mine.points


def test_a_double_click_is_one_ballot_and_one_receipt(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    points = {room.option_ids()[0]: 2}
    saved = [
        once(room.session, anna, ballots.cast_ballot, form_key="a-form", now=at(31), round_id=room.vote_id,
             points=points)
        for _ in range(2)
    ]  # fmt: skip
    assert saved[0].code == saved[1].code
    assert [one.again for one in saved] == [False, True]
    assert counted(room) == 2


def test_one_dot_too_many_is_refused_with_the_number_to_take_away(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    assert refused("over_budget", room, anna, 3, 1).facts == {"given": 4, "budget": 3}


@pytest.mark.parametrize(
    ("dots", "code"), [((-1, 2), "too_small"), ((4,), "over_cap"), ((0, 0), "no_dots"), ((True,), "not_a_number")]
)
def test_strange_numbers_are_refused(room: Room, dots: tuple[int, ...], code: str) -> None:
    (anna,) = opened(room, receives=1)
    refused(code, room, anna, *dots)


def test_an_idea_of_another_vote_is_refused(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    with pytest.raises(Refusal, match="not_an_option"):
        ballots.cast_ballot(room.session, anna, now=at(31), round_id=room.vote_id, points={"elsewhere": 1})


def test_nobody_votes_before_the_opening_or_after_the_close(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    refused("round_not_open", room, anna, 1)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    vote(room, anna, 1)
    conduct.close_round(room.session, room.elena, now=at(40), round_id=room.vote_id)
    refused("round_closed", room, anna, 2, minute=41)


def test_one_second_before_the_end_a_vote_is_taken_and_at_the_end_it_is_not(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id, ends_at=at(40))
    vote(room, anna, 1, minute=40 - 1 / 60)
    refused("round_closed", room, anna, 2, minute=40)


def test_strangers_guests_of_another_workshop_and_removed_people_do_not_vote(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    with pytest.raises(NotSignedIn):
        vote(room, NOBODY, 1)
    omar = room.staff("Omar", "keeps")
    refused("not_eligible", room, omar, 1)
    groups.remove_member(
        room.session, room.elena, now=at(32), group_id=room.group_id, person_id=anna.person_id or ""
    )  # fmt: skip
    with pytest.raises(NotFound):
        vote(room, room.again(anna), 1)
    assert counted(room) == 0


def test_who_decides_and_speaks_for_no_side_does_not_vote(room: Room) -> None:
    opened(room, receives=1)
    refused("not_eligible", room, room.elena, 1)


def test_a_latecomer_votes_where_the_round_admits_latecomers(room: Room) -> None:
    opened(room, receives=1)
    late = room.guest("Walter", "receives", at(35))
    vote(room, late, 2, minute=36)
    assert counted(room) == 2


def test_a_vote_taken_back_and_given_again_and_taken_back_counts_nothing(room: Room) -> None:
    (anna,) = opened(room, receives=1)
    vote(room, anna, 3)
    ballots.withdraw_ballot(room.session, anna, now=at(32), round_id=room.vote_id)
    vote(room, anna, 1, 1, minute=33)
    ballots.withdraw_ballot(room.session, anna, now=at(34), round_id=room.vote_id)
    assert counted(room) == 0
    assert ballots.ballot_place(room.session, anna, round_id=room.vote_id).mine is None
    verbs = [change.verb for change in activity.history_of(room.session, "round", room.vote_id)]
    assert verbs[:4] == ["withdraw", "cast", "withdraw", "cast"]
    with pytest.raises(Refusal, match="no_ballot"):
        ballots.withdraw_ballot(room.session, anna, now=at(35), round_id=room.vote_id)


def test_each_sees_the_ideas_in_an_order_of_their_own_that_stays_on_reload(room: Room) -> None:
    people = opened(room, receives=6)
    orders = [
        tuple(option.id for option in options.options_of(room.session, person, round_id=room.vote_id))
        for person in people
    ]
    again = [
        tuple(option.id for option in options.options_of(room.session, person, round_id=room.vote_id))
        for person in people
    ]
    assert orders == again
    assert {frozenset(order) for order in orders} == {frozenset(room.option_ids())}
    assert len(set(orders)) > 1


def test_an_open_vote_keeps_what_was_replaced(session: Session) -> None:
    room = a_room(session, secret=False)
    room.collect(*IDEAS)
    (anna,) = opened(room, receives=1)
    vote(room, anna, 3)
    vote(room, anna, 1, minute=32)
    kept = session.exec(select(Ballot).order_by(col(Ballot.cast_at))).all()
    assert [(ballot.state, ballot.person_id) for ballot in kept] == [
        ("replaced", anna.person_id),
        ("counted", anna.person_id),
    ]
    assert len(session.exec(select(BallotLine)).all()) == 2
