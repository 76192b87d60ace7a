"""Results: hidden until the close, equal to a recount, and never more than law 6 allows."""

import json
from contextlib import nullcontext
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from models import ballots, conduct, recounts, results, round_clock, rounds
from models.access import Viewer
from models.ballot_rows import Ballot, BallotLine, BallotState
from models.chains import chains_of
from models.desk_rows import desk_rows
from models.eligibility import Eligible
from models.errors import Refusal
from models.results import Result
from store import doors
from tests.conftest import Database
from tests.models.room import Room, a_room, at
from words.backlog import how_voted
from words.speech import speech

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")


def vote(room: Room, viewer: Viewer, *dots: int, minute: float = 31) -> None:
    points = dict(zip(room.option_ids(), dots, strict=False))
    ballots.cast_ballot(room.session, viewer, now=at(minute), round_id=room.vote_id, points=points)


def opened(session: Session, *, secret: bool = True, **numbers: int) -> tuple[Room, list[Viewer]]:
    room = a_room(session, secret=secret)
    room.collect(*IDEAS)
    people = room.guests(**numbers)
    conduct.open_round(session, room.elena, now=at(30), round_id=room.vote_id)
    return room, people


def closed(room: Room) -> results.ResultView:
    conduct.close_round(room.session, room.elena, now=at(60), round_id=room.vote_id)
    return results.result_view(room.session, room.elena, round_id=room.vote_id)


def test_nobody_sees_a_result_before_the_close_who_conducts_neither(session: Session) -> None:
    room, (anna, *_) = opened(session, receives=6)
    vote(room, anna, 3)
    for viewer in (anna, room.elena):
        with pytest.raises(Refusal, match="result_hidden"):
            results.result_view(session, viewer, round_id=room.vote_id)
    assert session.exec(select(Result)).all() == []


def test_while_open_a_participant_sees_turnout_and_who_conducts_sees_it_by_side(session: Session) -> None:
    room, people = opened(session, receives=6, keeps=5)
    vote(room, people[0], 3)
    seen = results.turnout(session, people[0], round_id=room.vote_id)
    assert (seen.voted, seen.eligible, seen.sides) == (1, 11, [])
    seen = results.turnout(session, room.elena, round_id=room.vote_id)
    assert [(one.side, one.voted, one.eligible) for one in seen.sides] == [("keeps", 0, 5), ("receives", 1, 6)]


def test_turnout_of_a_side_of_four_is_not_shown_even_to_who_conducts(session: Session) -> None:
    room, _ = opened(session, receives=4, keeps=6)
    assert results.turnout(session, room.elena, round_id=room.vote_id).sides == []


@pytest.mark.parametrize(("people", "withheld"), [(4, True), (5, False), (6, False)])
def test_a_secret_result_needs_five_votes(session: Session, people: int, withheld: bool) -> None:
    room, voters = opened(session, receives=people + 3)
    for voter in voters[:people]:
        vote(room, voter, 2, 1)
    seen = closed(room)
    assert seen.facts.withheld is withheld
    kept = session.exec(select(Result)).one()
    assert ("total" in kept.output) is not withheld
    assert json.loads(kept.output)["voters"] == people


def test_an_idea_in_a_vote_too_small_to_show_is_not_called_one_nobody_voted_on(session: Session) -> None:
    room, voters = opened(session, receives=9)
    for voter in voters[:4]:
        vote(room, voter, 2, 1)
    chains = chains_of(session, room.idea_ids, now=at(40))
    assert {(chain.vote, chain.too_few) for chain in chains.values()} == {(None, False)}
    closed(room)
    chains = chains_of(session, room.idea_ids, now=at(61))
    assert {(chain.vote, chain.too_few) for chain in chains.values()} == {(None, True)}
    seen = desk_rows(session, room.elena, room.idea_ids, at(61))
    assert {how_voted(speech("it"), one.vote, one.too_few, "Europe/Rome") for one in seen.values()} == {
        "votata da troppo pochi per mostrare come"
    }


def test_where_nobody_voted_an_idea_is_called_not_voted_on(session: Session) -> None:
    room, _ = opened(session, receives=9)
    closed(room)
    chains = chains_of(session, room.idea_ids, now=at(61))
    assert {(chain.vote, chain.too_few) for chain in chains.values()} == {(None, False)}


def test_one_small_side_hides_the_one_that_would_give_it_away(session: Session) -> None:
    room, voters = opened(session, promises=6, keeps=7, receives=2)
    for voter in voters:
        vote(room, voter, 1, 1, 1)
    seen = closed(room)
    assert [side.side for side in seen.facts.sides] == ["keeps"]
    assert all(set(option.by_side) == {"keeps"} for option in seen.facts.options)
    assert [option.total for option in seen.facts.options] == [15, 15, 15, 0]
    assert seen.by_code == 15


def test_an_open_vote_shows_every_side_however_few(session: Session) -> None:
    room, voters = opened(session, secret=False, promises=1, keeps=1)
    vote(room, voters[0], 3)
    vote(room, voters[1], 0, 3)
    seen = closed(room)
    assert [side.side for side in seen.facts.sides] == ["promises", "keeps"]


def test_a_tie_stays_a_tie(session: Session) -> None:
    room, voters = opened(session, receives=6)
    for voter in voters:
        vote(room, voter, 1, 1)
    seen = closed(room)
    assert [seen.options[option].text for option in seen.facts.leaders] == list(IDEAS[:2])


def test_a_round_without_votes_says_so_and_divides_by_nothing(session: Session) -> None:
    room, _ = opened(session, secret=False, receives=2)
    seen = closed(room)
    assert (seen.facts.voters, seen.facts.leaders, seen.eligible) == (0, [], 2)


def test_ones_own_part_is_told_to_who_voted_while_the_key_exists(session: Session) -> None:
    room, voters = opened(session, receives=6)
    for voter in voters:
        vote(room, voter, 2, 1)
    vote(room, voters[0], 2, 0, 1)
    conduct.close_round(session, room.elena, now=at(60), round_id=room.vote_id)
    mine = results.result_view(session, voters[0], round_id=room.vote_id).mine
    assert mine is not None
    assert (mine.given, mine.on_first, mine.first) == (3, 2, 2)
    assert results.result_view(session, room.elena, round_id=room.vote_id).mine is None
    round_clock.destroy_due_keys(session, now=at(60) + timedelta(days=31))
    assert results.result_view(session, voters[0], round_id=room.vote_id).mine is None


def test_what_will_be_visible_is_said_before_opening(session: Session) -> None:
    room = a_room(session)
    room.collect(*IDEAS)
    room.guests(promises=4, keeps=4, receives=4)
    before = results.preview_of(session, room.elena, round_id=room.vote_id, secret=True)
    assert (before.people, before.total, before.sides) == (12, True, [])
    before = results.preview_of(session, room.elena, round_id=room.vote_id, secret=False)
    assert (before.people, before.total, before.all_sides) == (12, True, True)


def test_a_kept_result_that_is_not_what_the_ballots_say_is_found(session: Session) -> None:
    room, voters = opened(session, secret=False, receives=5)
    for voter in voters:
        vote(room, voter, 3)
    closed(room)
    assert recounts.first_wrong_result(session) is None
    line = session.exec(select(BallotLine)).first()
    assert line is not None
    line.value = 1
    session.add(line)
    session.flush()
    assert recounts.first_wrong_result(session) == room.vote_id


def test_a_ballot_over_the_budget_is_found_when_somebody_wrote_it_outside(session: Session) -> None:
    room, voters = opened(session, secret=False, receives=1)
    vote(room, voters[0], 3)
    assert recounts.overspent_rounds(session) == []
    line = session.exec(select(BallotLine)).first()
    assert line is not None
    line.value = 20
    session.add(line)
    session.flush()
    assert recounts.overspent_rounds(session) == [room.vote_id]


def test_the_result_page_asks_the_same_number_of_questions_whatever_the_number_of_votes(
    database: Database, session: Session
) -> None:
    numbers: list[int] = []
    for people in (5, 30):
        room, voters = opened(session, receives=people) if not numbers else _another(session, people)
        for voter in voters:
            vote(room, voter, 1, 1)
        conduct.close_round(session, room.elena, now=at(60), round_id=room.vote_id)
        session.expire_all()
        with doors.counting() as counted:
            results.result_view(session, voters[0], round_id=room.vote_id)
        numbers.append(counted.number)
    assert numbers[0] <= 14
    assert numbers[1] <= numbers[0]


def _another(session: Session, people: int) -> tuple[Room, list[Viewer]]:
    from models.people import Person
    from models.viewers import viewer_of_person

    elena = session.exec(select(Person).where(Person.name == "Elena")).one()
    viewer = viewer_of_person(session, elena.id)
    room = Room(session, viewer, next(iter(viewer.seats)))
    room.workshop_id = conduct.create_workshop(
        session, viewer, now=at(0), group_id=room.group_id, title="Di nuovo", planned_on=at(0).date(),
        questions=["Che cosa?", "Quali?"],
    )  # fmt: skip
    room.collect_id, room.vote_id = (row.id for row in rounds.rounds_in(session, room.workshop_id))
    room.collect(*[f"{idea} ancora" for idea in IDEAS])
    guests = room.guests(receives=people)
    conduct.open_round(session, viewer, now=at(30), round_id=room.vote_id)
    return room, guests


a_step = st.tuples(
    st.integers(0, 5), st.sampled_from(["vote", "vote", "vote", "back"]),
    st.lists(st.integers(-1, 4), min_size=4, max_size=4),
)  # fmt: skip


@given(st.lists(a_step, max_size=40), st.booleans())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_do_the_tally_is_a_recount_of_what_was_accepted(
    database: Database, steps: list[tuple[int, str, list[int]]], secret: bool
) -> None:
    assert database.connection is not None
    inner = database.connection.begin_nested()
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        room, voters = opened(session, secret=secret, promises=2, keeps=2, receives=2)
        options = room.option_ids()
        standing: dict[int, list[int]] = {}
        for minute, (who, act, dots) in enumerate(steps):
            right = min(dots) >= 0 and max(dots) <= 3 and 0 < sum(dots) <= 3
            if act == "back":
                right = who in standing
            with nullcontext() if right else pytest.raises(Refusal):
                if act == "vote":
                    vote(room, voters[who], *dots, minute=31 + minute / 100)
                else:
                    ballots.withdraw_ballot(session, voters[who], now=at(32), round_id=room.vote_id)
            if right and act == "vote":
                standing[who] = dots
            elif right:
                del standing[who]
        expected = {
            option: {"promises": 0, "keeps": 0, "receives": 0} for option in options
        }  # fmt: skip
        for who, dots in standing.items():
            for option, points in zip(options, dots, strict=True):
                expected[option][("promises", "promises", "keeps", "keeps", "receives", "receives")[who]] += points
        found = recounts.recount(session, room.vote_id)
        assert found == {
            option: {side: points for side, points in sides.items() if points}
            for option, sides in expected.items()
            if any(sides.values())
        }
        counted = session.exec(select(Ballot).where(col(Ballot.state) == BallotState.COUNTED)).all()
        assert len(counted) == len(standing)
        assert len(session.exec(select(Eligible)).all()) == 6
        seen = closed(room)
        assert recounts.first_wrong_result(session) is None
        if not seen.facts.withheld:
            totals = {option.id: option.total for option in seen.facts.options}
            assert totals == {option: sum(expected[option].values()) for option in options}
    inner.rollback()
