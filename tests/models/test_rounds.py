"""Rounds: before, open, closed, and what each allows."""

import pytest
from sqlmodel import Session

from models import conduct, more_time, options, round_clock, rounds, workshops
from models.base import Draft
from models.errors import Refusal
from models.rounds import RoundState, RoundView
from tests.models.room import Room, a_room, at


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def vote_of(room: Room) -> RoundView:
    return rounds.round_view(room.session, room.elena, round_id=room.vote_id)


def change(room: Room, round_id: str, **what: object) -> None:
    asked = {"question": "Quali?", "secret": True, "others_see": True, "latecomers": True, "budget": None, "cap": 3}
    rounds.change_round(room.session, room.elena, now=at(1), round_id=round_id, **(asked | what))  # type: ignore[arg-type]


def test_a_workshop_from_the_format_is_two_rounds_not_yet_open(room: Room) -> None:
    found = rounds.rounds_of(room.session, room.elena, workshop_id=room.workshop_id)
    assert [(row.kind, row.state, row.position, row.secret) for row in found] == [
        ("collect", "before", 1, True), ("dots", "before", 2, True),
    ]  # fmt: skip


def test_opening_a_vote_fixes_dots_by_the_number_of_ideas_and_ends_collecting(room: Room) -> None:
    room.collect(*[f"Idea numero {n}" for n in range(9)])
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    assert (vote_of(room).budget, vote_of(room).cap) == (3, 3)
    assert rounds.round_view(room.session, room.elena, round_id=room.collect_id).state is RoundState.CLOSED


def test_a_chosen_number_of_dots_stays(room: Room) -> None:
    room.collect("Una", "Due", "Tre")
    change(room, room.vote_id, budget=5, cap=2)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    assert (vote_of(room).budget, vote_of(room).cap) == (5, 2)


def test_more_on_one_idea_than_dots_there_are_is_refused(room: Room) -> None:
    with pytest.raises(Refusal, match="cap_over_budget"):
        change(room, room.vote_id, budget=2, cap=3)


@pytest.mark.parametrize("what", [{"secret": False}, {"budget": 9}, {"question": "Altro?"}, {"latecomers": False}])
def test_settings_freeze_when_a_round_opens(room: Room, what: dict[str, object]) -> None:
    room.collect("Una", "Due")
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    with pytest.raises(Refusal, match="round_frozen"):
        change(room, room.vote_id, **what)
    with pytest.raises(Refusal, match="round_frozen"):
        options.choose_options(
            room.session, room.elena, now=at(31), round_id=room.vote_id, idea_ids=room.idea_ids[:1]
        )  # fmt: skip


def test_two_ideas_are_the_least_to_vote_on(room: Room) -> None:
    room.collect("Una")
    with pytest.raises(Refusal, match="too_few_options"):
        conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)


def test_the_end_moves_while_open_and_never_into_the_past(room: Room) -> None:
    room.collect("Una", "Due")
    with pytest.raises(Refusal, match="round_not_open"):
        round_clock.extend_round(room.session, room.elena, now=at(29), round_id=room.vote_id, ends_at=at(60))
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id, ends_at=at(40))
    round_clock.extend_round(room.session, room.elena, now=at(35), round_id=room.vote_id, ends_at=at(50))
    with pytest.raises(Refusal, match="end_in_the_past"):
        round_clock.extend_round(room.session, room.elena, now=at(36), round_id=room.vote_id, ends_at=at(36))
    assert vote_of(room).ends_at == at(50)
    with pytest.raises(Refusal, match="round_closed"):
        round_clock.extend_round(room.session, room.elena, now=at(50), round_id=room.vote_id, ends_at=at(70))


def test_the_tick_closes_what_is_over_and_nothing_else(room: Room) -> None:
    room.collect("Una", "Due")
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id, ends_at=at(40))
    assert conduct.close_due_rounds(room.session, now=at(39.9)) == 0
    assert conduct.close_due_rounds(room.session, now=at(40)) == 1
    assert conduct.close_due_rounds(room.session, now=at(41)) == 0
    assert vote_of(room).state is RoundState.CLOSED


def test_guests_and_members_do_not_run_rounds(room: Room) -> None:
    anna, omar = room.guest("Anna", "receives"), room.staff("Omar", "keeps")
    for viewer in (anna, omar):
        with pytest.raises(Refusal, match="not_allowed"):
            conduct.open_round(room.session, viewer, now=at(1), round_id=room.collect_id)
        with pytest.raises(Refusal, match="not_allowed"):
            workshops.join_view(room.session, viewer, workshop_id=room.workshop_id)


def test_who_needs_more_time_is_counted_once(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    conduct.open_round(room.session, room.elena, now=at(1), round_id=room.collect_id)
    for viewer in (anna, anna, walter):
        more_time.ask_more_time(room.session, viewer, now=at(2), round_id=room.collect_id)
    assert more_time.asked_more_time(room.session, room.elena, round_id=room.collect_id) == 2


def test_a_field_nobody_knows_is_refused(room: Room) -> None:
    from models.base import draft
    from models.workshops import WorkshopDraft

    assert issubclass(WorkshopDraft, Draft)
    with pytest.raises(Refusal, match="unknown_field"):
        draft(WorkshopDraft, title="Uno", format="collect_and_choose", planned_on="2026-11-17", group_id="another")
