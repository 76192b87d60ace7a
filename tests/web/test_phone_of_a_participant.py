"""The first five minutes of somebody in the room, on a phone without script: idea, vote, result."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import TimeoutError
from sqlmodel import select

from models import conduct, ideas
from models.ballot_rows import Ballot
from models.ideas import Idea
from models.round_clock import extend_round, plan_round
from models.rounds import Round
from store import clock, doors
from tests.conftest import Database
from tests.models.room import Room, at
from tests.web.in_the_room import a_vote, conducts, joined, option_named
from tests.web.phones import Phone

FILES = ("phone.css", "phone.js", "vote.css", "vote.js", "live.js")


def test_an_idea_is_sent_and_stands_below_until_the_close(room: Room, afternoon: clock.MovingClock) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room)
    assert phone.title == "Che cosa ti ha fatto aspettare troppo?"
    assert "La leggono tutti, senza il tuo nome." in phone.text
    phone.send("/idea", text="Se ho pagato in bottega, ridatemi i soldi in bottega.")
    assert "✓ Inviata." in phone.text
    assert "✓ «Se ho pagato in bottega, ridatemi i soldi in bottega.»" in phone.text
    assert "Inviata alle 16:00" in phone.text


def test_an_idea_like_one_that_is_there_asks_whether_it_is_the_same(room: Room, afternoon: clock.MovingClock) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    conducts(room, ideas.write_idea, round_id=room.collect_id, text="Meglio tre giorni certi che due forse")
    phone = joined(room)
    phone.send("/idea", text="Tre giorni certi, meglio che due forse!")
    assert phone.title == "È la stessa?"
    assert "«Meglio tre giorni certi che due forse»" in phone.text
    alike = phone.page
    phone.send("/support")
    assert "La sostieni." in phone.text
    phone.page = alike
    phone.send("/idea")
    assert "«Tre giorni certi, meglio che due forse!»" in phone.text
    assert "1 altra simile" in phone.text


@pytest.mark.parametrize("nothing", ["", "   ", "\u00a0\u200b", "\u2800"])
def test_an_empty_idea_is_not_sent(room: Room, afternoon: clock.MovingClock, nothing: str) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room)
    phone.send("/idea", text=nothing)
    assert phone.status == 422
    assert "Manca ancora il testo" in phone.text


def test_181_signs_come_back_with_the_limit_and_everything_typed(room: Room, afternoon: clock.MovingClock) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room)
    phone.send("/idea", text="👩" * 181)
    assert phone.status == 422
    assert "180" in phone.text
    assert "👩" * 181 in phone.page


def test_what_people_type_is_shown_as_typed(room: Room, afternoon: clock.MovingClock) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room, name="![x](http://evil/p.png)<b>")
    phone.send("/idea", text="<script>alert(1)</script> ![x](http://evil/p.png) :red[x] $x^2$")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ![x](http://evil/p.png) :red[x] $x^2$" in phone.page
    assert "<script>alert" not in phone.page


def test_closed_while_typing_the_text_is_kept_and_can_be_handed_in(room: Room, afternoon: clock.MovingClock) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room)
    conducts(room, conduct.close_round, round_id=room.collect_id)
    phone.send("/idea", text="Una cosa che stavo scrivendo")
    assert "Il tempo è finito" in phone.text
    assert "Una cosa che stavo scrivendo" in phone.page
    phone.send("/hand-in")
    assert "✓ Consegnata" in phone.text
    with doors.reading() as session:
        assert [idea.state for idea in session.exec(select(Idea)).all()] == ["late"]


def test_between_ideas_and_vote_nobody_waits_at_a_dead_page(room: Room, afternoon: clock.MovingClock) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room)
    conducts(room, conduct.close_round, round_id=room.collect_id)
    phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "Tempo. Guarda lo schermo."
    # At a distance, over days, there is no screen to look at, and what comes next has its date.
    two_weeks = clock.now() + timedelta(days=14)
    conducts(room, conduct.reopen_round, round_id=room.collect_id, ends_at=two_weeks)
    conducts(room, plan_round, round_id=room.vote_id, opens_at=two_weeks, ends_at=None)
    conducts(room, conduct.close_round, round_id=room.collect_id)
    said = phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "Questa parte è finita. Grazie."
    assert "Si va avanti qui il " in said


def test_a_vote_is_one_form_and_says_when_it_was_saved(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    a_vote(room)
    phone.open(f"/w/{room.workshop_id}")
    assert phone.title == "Quali portiamo avanti?"
    assert "Hai 3 punti. Massimo 3 a una." in phone.text
    assert "Voto segreto: si vedono i totali per lato, mai il tuo." in phone.text
    afternoon.forward(timedelta(minutes=21))
    phone.send("/vote", **{option_named("Tre giorni certi", room): "2", option_named("Terzo operatore", room): "1"})
    assert "✓ Voto salvato alle 16:21. Puoi cambiarlo fino alla chiusura." in phone.text
    assert "Codice di conferma" in phone.text


def test_an_overspent_vote_comes_back_with_everything_still_chosen(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    a_vote(room)
    phone.open(f"/w/{room.workshop_id}")
    first, second = option_named("Tre giorni certi", room), option_named("Terzo operatore", room)
    phone.send("/vote", **{first: "3", second: "1"})
    assert phone.status == 422
    assert "Hai dato 4 punti, ne hai 3. Togline 1." in phone.text
    assert phone.fields("/vote")[first] == "3"
    assert phone.fields("/vote")[second] == "1"
    phone.send("/vote", **{second: "0"})
    assert "✓ Voto salvato" in phone.text


def test_the_same_vote_form_twice_is_one_ballot(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    a_vote(room)
    phone.open(f"/w/{room.workshop_id}")
    page, dots = phone.page, {option_named("Tre giorni certi", room): "3"}
    phone.send("/vote", **dots)
    first = phone.address
    phone.page = page
    phone.send("/vote", **dots)
    assert phone.address == first
    with doors.reading() as session:
        assert len(session.exec(select(Ballot)).all()) == 1


def test_after_the_close_the_phone_shows_the_result_and_ones_own_part(room: Room, afternoon: clock.MovingClock) -> None:
    phones = [joined(room, f"cliente {n}") for n in range(6)]
    a_vote(room)
    for phone in phones:
        phone.open(f"/w/{room.workshop_id}")
        phone.send("/vote", **{option_named("Tre giorni certi", room): "2",
                               option_named("Spedizione in giornata", room): "1"})  # fmt: skip
    conducts(room, conduct.close_round, round_id=room.vote_id)
    said = phones[0].open(f"/w/{room.workshop_id}")
    assert phones[0].title == "«Tre giorni certi» è prima: 12 punti su 18."
    assert "3 dei tuoi 3 punti sono sulle prime due idee." in said
    assert "Ha votato un lato solo." in said


def test_with_fewer_than_five_secret_votes_nothing_is_shown(room: Room, afternoon: clock.MovingClock) -> None:
    phones = [joined(room, f"cliente {n}") for n in range(4)]
    a_vote(room)
    for phone in phones:
        phone.open(f"/w/{room.workshop_id}")
        phone.send("/vote", **{option_named("Tre giorni certi", room): "2"})
    conducts(room, conduct.close_round, round_id=room.vote_id)
    said = phones[0].open(f"/w/{room.workshop_id}")
    assert phones[0].title == "Non lo mostriamo: in meno di cinque si capirebbe chi ha votato."
    assert "punti su" not in said
    assert "<meter" not in phones[0].page


def test_a_passed_end_closes_when_somebody_looks_and_stays_closed_when_the_clock_goes_back(
    room: Room, afternoon: clock.MovingClock
) -> None:
    phone = joined(room)
    a_vote(room)
    conducts(room, extend_round, round_id=room.vote_id, ends_at=at(30))
    afternoon.go(at(31))
    phone.open(f"/w/{room.workshop_id}")
    afternoon.go(at(5))
    phone.open(f"/w/{room.workshop_id}")
    assert "Non lo mostriamo" in phone.text or "Nessuno ha votato" in phone.text
    with doors.reading() as session:
        assert session.get(Round, room.vote_id).state == "closed"  # type: ignore[union-attr]


def test_the_state_is_one_word_that_changes_with_what_is_on(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    waiting = phone.client.get(f"/w/{room.workshop_id}/state").text
    assert f'data-state="{waiting}"' in phone.page
    conducts(room, conduct.open_round, round_id=room.collect_id)
    assert phone.client.get(f"/w/{room.workshop_id}/state").text != waiting
    assert Phone().client.get(f"/w/{room.workshop_id}/state").text == "gone"


def test_every_phone_page_is_small(room: Room, afternoon: clock.MovingClock) -> None:
    phone = joined(room)
    a_vote(room)
    for address in (f"/w/{room.workshop_id}", f"/w/{room.workshop_id}?change=1", "/join", "/return"):
        phone.open(address)
        assert len(phone.page.encode()) < 20_000
    whole = sum(len(phone.client.get(f"/assets/{name}").content) for name in FILES)
    assert whole < 30_000


def test_when_the_database_is_busy_the_idea_is_still_there_and_goes_again(
    room: Room, afternoon: clock.MovingClock, database: Database
) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    phone = joined(room)

    def busy(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO ideas"):
            raise TimeoutError("every connection is taken")

    event.listen(database.engine, "before_cursor_execute", busy)
    phone.send("/idea", text="Tre giorni certi")
    event.remove(database.engine, "before_cursor_execute", busy)
    assert phone.status == 503
    assert "Non siamo riusciti a salvare. Non hai perso niente: riprova." in phone.text
    assert "Tre giorni certi" in phone.text
    phone.send("/idea")
    assert "✓ Inviata." in phone.text
    assert "✓ «Tre giorni certi»" in phone.text
