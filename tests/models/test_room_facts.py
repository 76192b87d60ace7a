"""What a room full of phones reads of a workshop is made once a change, and is right after every change."""

import pytest
from sqlmodel import Session

from models import conduct, rounds, walls
from models.errors import NotFound
from models.room_facts import room_facts
from tests.models.room import a_room, at


def test_the_facts_of_a_room_are_made_once_a_change_and_who_is_inside_is_asked_each_time(session: Session) -> None:
    room = a_room(session)
    anna, bea = room.guest("Anna", "receives"), room.guest("Bea", "keeps")
    facts, inside = room_facts(session, anna, room.workshop_id)
    assert inside
    assert room_facts(session, bea, room.workshop_id)[0] is facts
    of_elena, is_inside = room_facts(session, room.elena, room.workshop_id)
    assert of_elena is facts
    assert not is_inside
    assert list(facts.rounds) == rounds.rounds_of(session, anna, workshop_id=room.workshop_id)
    conduct.open_round(session, room.elena, now=at(1), round_id=room.collect_id)
    opened, _ = room_facts(session, anna, room.workshop_id)
    assert [row.state for row in opened.rounds] != [row.state for row in facts.rounds]
    assert opened.wall is None
    walls.open_wall(session, room.elena, now=at(2), workshop_id=room.workshop_id)
    shown, _ = room_facts(session, anna, room.workshop_id)
    assert shown.wall is not None
    assert shown.rounds == opened.rounds
    stranger = room.staff("Zoe", "receives")
    with pytest.raises(NotFound):
        room_facts(session, stranger, "elsewhere")
