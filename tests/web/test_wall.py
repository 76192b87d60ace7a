"""The page of the wall: the way in, then ideas, turnout, and no more of a result than its beat."""

from datetime import timedelta
from pathlib import Path

import pytest
import streamlit

from models import ballots, conduct, ideas, rounds, walls
from models.options import options_in
from store import clock, doors
from tests.models.room import Room
from tests.web.conftest import ROOT
from tests.web.in_the_room import a_vote, conducts
from tests.web.phones import Phone, signed_in


def wall_of(room: Room, language: str = "it") -> tuple[Phone, str]:
    """A browser nobody has signed in with, and the address of the wall."""
    conducts(room, walls.open_wall, workshop_id=room.workshop_id)
    with doors.reading() as session:
        token = walls.wall_view(session, room.elena, workshop_id=room.workshop_id).token
    return Phone(language), f"/wall/{token}"


def test_before_it_starts_the_wall_shows_the_way_in_and_how_many_are_in(
    room: Room, afternoon: clock.MovingClock
) -> None:
    wall, address = wall_of(room)
    said = wall.open(address)
    assert wall.title == "Natale senza sorprese"
    assert "Inquadra con il telefono, oppure apri localhost:8501/join" in said
    assert "Non c'è ancora nessuno." in said
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in wall.page
    room.guests(keeps=2)
    room.session.commit()
    assert "2 persone sono dentro" in wall.open(address)
    assert "2 people are in" in wall.open(address + "?lang=en")
    assert 'data-theme="dark"' not in wall.page
    wall.open(address + "?theme=dark")
    assert 'data-theme="dark"' in wall.page
    conducts(room, conduct.open_round, round_id=room.collect_id)
    conducts(room, ideas.write_idea, round_id=room.collect_id, text="Tre <b>giorni</b> certi")
    said = wall.open(address + "?lang=it")
    assert wall.title == "Che cosa ti ha fatto aspettare troppo?"
    assert "1 idea" in said
    assert "Tre <b>giorni</b> certi" in said
    assert "<b>" not in wall.page


def test_the_wall_shows_turnout_then_sentence_bars_sides_each_in_its_beat(
    room: Room, afternoon: clock.MovingClock
) -> None:
    wall, address = wall_of(room)
    people = room.guests(promises=5, keeps=5, receives=5)
    room.session.commit()
    a_vote(room)
    with doors.reading() as session:
        first, second, *_ = [option.id for option in options_in(session, room.vote_id)]
    for n, one in enumerate(people):
        points = {first: 3} if n < 5 else {first: 1, second: 2}
        doors.writing(
            lambda session, one=one, points=points: ballots.cast_ballot(  # type: ignore[misc]
                session, one, now=clock.now(), round_id=room.vote_id, points=points
            )
        )
    said = wall.open(address)
    assert "15 voti su 15" in said
    assert "Voto segreto" in said
    for word in ("mantiene", "punti", "Tre giorni certi"):
        assert word not in said
    afternoon.forward(timedelta(minutes=5))
    conducts(room, conduct.close_round, round_id=room.vote_id)
    said = wall.open(address)
    assert "Il voto è chiuso. Il risultato si apre qui tra un momento." in said
    assert "Tre giorni certi" not in said
    seen = {}
    for beat in (1, 2, 3):
        conducts(room, walls.show_beat, round_id=room.vote_id, beat=beat)
        seen[beat] = wall.open(address)
    assert wall.title == "Tutti e tre i lati vogliono «Tre giorni certi»."
    assert "25 punti" not in seen[1]
    assert "25 punti" in seen[2]
    assert "mantiene" not in seen[2]
    assert "promette 15" in seen[3]
    assert "mantiene 5" in seen[3]
    assert "I due remi spingono insieme su una: la 1." in seen[3]
    assert 'class="boat"' in wall.page
    assert "style=" not in wall.page
    # What is decided next is talked over under the result, on the wall and on every phone.
    talk = doors.writing(
        lambda session: rounds.add_round(session, room.elena, now=clock.now(), workshop_id=room.workshop_id,
                                         kind="talk", question="Che cosa decidiamo?")
    )  # fmt: skip
    conducts(room, conduct.open_round, round_id=talk)
    said = wall.open(address)
    assert wall.title == "Che cosa decidiamo?"
    assert "Tutti e tre i lati vogliono «Tre giorni certi»." in said
    assert 'class="boat"' in wall.page
    phone = signed_in(room, people[0].person_id or "")
    said = phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "Che cosa decidiamo?"
    assert "Tutti e tre i lati vogliono «Tre giorni certi»." in said
    assert "promette 15" in said
    conducts(room, walls.close_wall, workshop_id=room.workshop_id)
    assert "Qui non si proietta niente, o non più." in wall.open(address)
    assert wall.status == 404


@pytest.mark.parametrize("family", ["SourceSerifVariable-Roman", "SourceSansVF-Upright"])
def test_the_letters_of_the_wall_are_those_of_the_desk(family: str) -> None:
    """Streamlit's files bear a hash in their names: whoever pins another Streamlit reads here what to write."""
    found = next((Path(streamlit.__file__).parent / "static/static/media").glob(f"{family}*.woff2")).name
    assert f"/static/media/{found}" in (ROOT / "static/wall.css").read_text()
