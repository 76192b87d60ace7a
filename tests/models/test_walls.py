"""The wall shows what the room may see, when who conducts shows it."""

import pytest
from sqlmodel import Session

from models import ballots, clusters, conduct, curation, ideas, options, rounds, walls, workshop_now
from models.access import Viewer
from models.errors import NotFound, Refusal
from models.pulse import pulse, still_there
from models.sign_ins import start_sign_in
from models.wall_now import WallNow, wall_now
from models.workshop_now import Step
from store import doors
from tests.conftest import Database
from tests.models.room import Room, a_room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")


def projected(room: Room, minute: float = 0) -> str:
    walls.open_wall(room.session, room.elena, now=at(minute), workshop_id=room.workshop_id)
    return link(room)


def link(room: Room) -> str:
    return walls.wall_view(room.session, room.elena, workshop_id=room.workshop_id).token or ""


def on_wall(room: Room, token: str, minute: float = 70) -> WallNow:
    return wall_now(room.session, token=token, now=at(minute), language="it")


def on_phone(room: Room, anna: Viewer) -> workshop_now.Now:
    return workshop_now.now_in(room.session, anna, workshop_id=room.workshop_id, now=at(70))


def show(room: Room, beat: int, round_id: str = "") -> None:
    walls.show_beat(room.session, room.elena, now=at(65), round_id=round_id or room.vote_id, beat=beat)


def voted(session: Session, *, secret: bool = True, **numbers: int) -> tuple[Room, str, list[Viewer]]:
    """A room with a wall whose vote is open and in which everybody has voted for the first idea."""
    room = a_room(session, secret=secret)
    token = projected(room)
    room.collect(*IDEAS)
    people = room.guests(**numbers)
    conduct.open_round(session, room.elena, now=at(30), round_id=room.vote_id)
    first = room.option_ids()[0]
    for one in people:
        ballots.cast_ballot(session, one, now=at(31), round_id=room.vote_id, points={first: 2})
    return room, token, people


def test_a_result_comes_in_three_beats_and_phones_follow_from_the_first_one(session: Session) -> None:
    room, token, (anna, *_) = voted(session, promises=5, keeps=5, receives=5)
    with pytest.raises(Refusal, match="result_hidden"):
        show(room, 1)
    assert on_wall(room, token).result is None
    conduct.close_round(session, room.elena, now=at(60), round_id=room.vote_id)
    seen = on_wall(room, token)
    assert (seen.step, seen.beat, seen.result) == (Step.TIME, 0, None)
    before = on_phone(room, anna)
    assert before.result is None
    for beat in (1, 2, 3, 2):
        show(room, beat)
        seen = on_wall(room, token)
        assert (seen.beat, seen.result is not None) == (beat, True)
        assert on_phone(room, anna).result is not None
    assert on_phone(room, anna).state != before.state
    with pytest.raises(Refusal, match="not_an_option"):
        show(room, 0)
    option, before = room.option_ids()[1], on_phone(room, anna)
    walls.focus_on(session, room.elena, now=at(66), round_id=room.vote_id, option_id=option)
    assert on_wall(room, token).focus_option_id == option
    # The same page with another line: before the dot the word of the phones stays.
    after = on_phone(room, anna)
    assert (after.state.split(".")[0], after.state == before.state) == (before.state.split(".")[0], False)
    told = pulse(session, workshop_id=room.workshop_id, now=at(70))
    assert told is not None
    assert told.phone == after.state
    with pytest.raises(Refusal, match="not_an_option"):
        walls.focus_on(session, room.elena, now=at(66), round_id=room.vote_id, option_id="0" * 32)


def test_without_a_wall_a_closed_vote_is_shown_at_once_and_closing_the_wall_ends_its_link(session: Session) -> None:
    room, token, (anna, *_) = voted(session, receives=5)
    conduct.close_round(session, room.elena, now=at(60), round_id=room.vote_id)
    assert on_phone(room, anna).result is None
    walls.close_wall(session, room.elena, now=at(61), workshop_id=room.workshop_id)
    assert on_phone(room, anna).result is not None
    for gone in (token, "", "x" * 40):
        with pytest.raises(NotFound):
            on_wall(room, gone)
    with pytest.raises(Refusal, match="no_wall"):
        show(room, 1)
    again = projected(room, 62)
    assert again != token
    # What everybody had seen before the wall opened is not hidden again.
    assert on_phone(room, anna).result is not None
    assert on_wall(room, again).result is not None


def test_an_earlier_vote_stays_shown_and_a_later_one_stays_hidden_whichever_the_wall_turns_to(session: Session) -> None:
    room, _, _ = voted(session, receives=5)
    conduct.close_round(session, room.elena, now=at(60), round_id=room.vote_id)
    later = rounds.add_round(
        session, room.elena, now=at(61), workshop_id=room.workshop_id, kind="dots", question="E adesso?"
    )
    options.choose_options(session, room.elena, now=at(61), round_id=later, idea_ids=room.idea_ids)
    show(room, 3)
    conduct.open_round(session, room.elena, now=at(62), round_id=later)
    conduct.close_round(session, room.elena, now=at(64), round_id=later)

    def beats() -> tuple[int, int]:
        found = walls.wall_view(session, room.elena, workshop_id=room.workshop_id).beats
        return found[room.vote_id], found[later]

    assert beats() == (3, 0)
    show(room, 2)
    assert beats() == (2, 0)
    show(room, 1, later)
    assert beats() == (3, 1)
    show(room, 3)
    assert beats() == (3, 3)
    # Back and forth: what stands on the wall is what who conducts puts there, also on the phones and in a talk.
    token, anna = link(room), room.guest("Anna", "receives")
    assert on_wall(room, token).result.round.id == room.vote_id  # type: ignore[union-attr]
    walls.put_on_wall(session, room.elena, now=at(66), round_id=later)
    talk = rounds.add_round(session, room.elena, now=at(67), workshop_id=room.workshop_id, kind="talk", question="E?")
    for again in (later, room.vote_id):
        walls.put_on_wall(session, room.elena, now=at(67), round_id=again)
        assert on_wall(room, token).result.round.id == again  # type: ignore[union-attr]
        assert on_phone(room, anna).result.round.id == again  # type: ignore[union-attr]
    conduct.open_round(session, room.elena, now=at(68), round_id=talk)
    assert on_wall(room, token).result.round.id == room.vote_id  # type: ignore[union-attr]
    walls.put_on_wall(session, room.elena, now=at(68), round_id=later)
    assert on_phone(room, anna).result.round.id == later  # type: ignore[union-attr]
    # Something else opens and closes: the wall has turned away, and nothing of what was seen is hidden again.
    more = rounds.add_round(session, room.elena, now=at(69), workshop_id=room.workshop_id, kind="collect", question="?")
    rounds.add_round(session, room.elena, now=at(69), workshop_id=room.workshop_id, kind="talk", question="Poi?")
    for one in (talk, more):
        if one == more:
            conduct.open_round(session, room.elena, now=at(69), round_id=one)
        conduct.close_round(session, room.elena, now=at(69), round_id=one)
    assert (on_wall(room, token).step, on_wall(room, token).result, beats()) == (Step.TIME, None, (3, 3))


def test_the_wall_shows_no_idea_that_the_round_keeps_to_who_conducts_and_nobody_s_name(session: Session) -> None:
    room = a_room(session)
    token = projected(room)
    rounds.change_round(
        session, room.elena, now=at(0), round_id=room.collect_id, question="Che cosa?", secret=True, others_see=False,
        latecomers=True, budget=None, cap=3,
    )  # fmt: skip
    conduct.open_round(session, room.elena, now=at(0), round_id=room.collect_id)
    anna = room.guest("Annalisa", "receives")
    told = [ideas.write_idea(session, anna, now=at(n), round_id=room.collect_id, text=text)
            for n, text in enumerate(IDEAS, start=1)]  # fmt: skip
    seen = on_wall(room, token, 5)
    assert (seen.number_of_ideas, seen.ideas, seen.people) == (4, [], 1)
    curation.hide_idea(session, room.elena, now=at(6), idea_id=told[0], reason="Doppia")
    conduct.close_round(session, room.elena, now=at(7), round_id=room.collect_id)
    seen = on_wall(room, token)
    assert [idea.text for idea in seen.ideas] == list(reversed(IDEAS[1:]))
    assert "Annalisa" not in repr(seen)
    assert str(anna.person_id) not in repr(seen)
    together = rounds.add_round(
        session, room.elena, now=at(8), workshop_id=room.workshop_id, kind="group", question="Insieme"
    )  # fmt: skip
    conduct.open_round(session, room.elena, now=at(8), round_id=together)
    clusters.group_ideas(
        session, room.elena, now=at(9), workshop_id=room.workshop_id, idea_ids=told[1:3], title="Tempi certi"
    )  # fmt: skip
    seen, phone = on_wall(room, token), on_phone(room, anna)
    assert [(one.title, sorted(one.ideas)) for one in seen.groups] == [("Tempi certi", sorted(IDEAS[1:3]))]
    assert [idea.text for idea in seen.ideas] == [IDEAS[3]]
    assert [(one.title, len(one.ideas)) for one in phone.clusters] == [("Tempi certi", 2)]


def test_in_a_secret_vote_of_few_the_wall_tells_no_side_neither_of_turnout_nor_of_the_result(session: Session) -> None:
    room, token, _ = voted(session, promises=4, receives=6)
    seen = on_wall(room, token, 40)
    assert seen.turnout is not None
    assert (seen.turnout.voted, seen.turnout.eligible, seen.turnout.sides) == (10, 10, [])
    conduct.close_round(session, room.elena, now=at(60), round_id=room.vote_id)
    show(room, 3)
    result = on_wall(room, token).result
    assert result is not None
    assert result.facts.sides == []
    assert result.mine is None


def test_the_pulse_is_one_question_and_the_rights_of_many_are_three(database: Database, session: Session) -> None:
    room = a_room(session)
    token = projected(room)
    people = room.guests(promises=3, keeps=3)
    signed = [start_sign_in(session, room.elena, now=at(0), person_id=one.person_id or "", token=f"t{n}")
              for n, one in enumerate([*people, room.elena])]  # fmt: skip
    stranger = a_stranger(room)
    signed.append(start_sign_in(session, room.elena, now=at(0), person_id=stranger.person_id or "", token="s"))
    session.flush()
    with doors.counting() as counted:
        seen = pulse(session, workshop_id=room.workshop_id, now=at(1))
        assert counted.number == 1
    assert seen is not None
    assert seen.wall == token
    assert seen.phone == on_phone(room, people[0]).state
    session.expire_all()
    with doors.counting() as counted:
        sees, conducts = still_there(session, sign_in_ids=signed, workshop_id=room.workshop_id, now=at(1))
        assert counted.number <= 3
    assert sees == set(signed[:-1])
    assert conducts == {signed[-2]}
    room.collect("Un'idea")
    after = pulse(session, workshop_id=room.workshop_id, now=at(2))
    assert after is not None
    assert after.phone != seen.phone
    assert after.desk != seen.desk
    assert pulse(session, workshop_id="0" * 32, now=at(2)) is None


def a_stranger(room: Room) -> Viewer:
    """A guest of the same group, in another workshop."""
    ours = room.workshop_id
    room.workshop_id = conduct.create_workshop(
        room.session, room.elena, now=at(0), group_id=room.group_id, title="Un altro", planned_on=at(0).date(),
        questions=["Che cosa?", "Quali?"],
    )  # fmt: skip
    found = room.guest("Bruno", "keeps")
    room.workshop_id = ours
    return found
