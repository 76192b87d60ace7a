"""Preparing and conducting a workshop at the desk, and taking part there instead of on a phone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import conduct, ideas, options
from models.access import Viewer
from models.ballot_rows import Ballot, BallotLine
from models.ideas import Idea
from models.rounds import Round, rounds_in
from models.workshops import Workshop
from store import clock, doors
from tests.conftest import Database
from tests.models.room import START, Room, a_room
from tests.pages.desk import Shown, as_json, open_page, sign_in_of

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")


@pytest.fixture
def afternoon() -> Iterator[clock.MovingClock]:
    with clock.moving(START) as moving:
        yield moving


@pytest.fixture
def room(database: Database, afternoon: clock.MovingClock) -> Iterator[Room]:
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        made = a_room(session)
        session.commit()
        yield made


def press(shown: Shown, label: str) -> Shown:
    next(button for button in shown.app.button if button.label == label).click()
    shown.app.run()
    assert shown.failures == []
    return shown


def desk(room: Room, viewer: Viewer | None = None, page: str = "workshop") -> Shown:
    shown = open_page(page, sign_in_of(viewer or room.elena), workshop=room.workshop_id)
    assert shown.failures == []
    return shown


def to_the_vote(room: Room, people: int = 0) -> list[Viewer]:
    def work(session: Session) -> list[Viewer]:
        room.session = session
        found = room.guests(receives=people)
        conduct.open_round(session, room.elena, now=clock.now(), round_id=room.collect_id)
        chosen = [
            ideas.write_idea(session, room.elena, now=clock.now(), round_id=room.collect_id, text=text)
            for text in IDEAS
        ]
        options.choose_options(session, room.elena, now=clock.now(), round_id=room.vote_id, idea_ids=chosen)
        conduct.open_round(session, room.elena, now=clock.now(), round_id=room.vote_id)
        return found

    return doors.writing(work)


def test_title_format_date_and_it_stands_with_its_code_and_qr(room: Room) -> None:
    shown = open_page("workshops", sign_in_of(room.elena))
    shown.app.text_input[0].set_value("Promessa saltata")
    press(shown, "Crea")
    with doors.reading() as session:
        made = session.exec(select(Workshop).where(Workshop.title == "Promessa saltata")).one()
        rounds = rounds_in(session, made.id)
    assert [(row.kind, row.question, row.secret) for row in rounds] == [
        ("collect", "Che cosa ti ha fatto aspettare troppo?", True),
        ("dots", "Quali portiamo avanti?", True),
    ]
    room.workshop_id = made.id
    said = as_json(desk(room))
    assert f"{made.join_code[:4]}-{made.join_code[4:]}" in said
    assert f"/print/workshop/{made.id}" in said
    assert "Provalo con un telefono finto" in said


def test_the_builder_says_what_will_be_visible(room: Room) -> None:
    def twelve(session: Session) -> None:
        room.session = session
        room.guests(promises=4, keeps=4, receives=4)

    doors.writing(twelve)
    assert "Con 12 persone e voto segreto vedrai solo il totale." in as_json(desk(room))


def test_opened_closed_and_the_result_is_the_title(room: Room) -> None:
    people = to_the_vote(room, 6)
    shown = desk(room)
    assert shown.title.replace("\\", "") == "Si vota: 0 voti su 6."
    for person in people:
        with_sign_in = open_page("round", sign_in_of(person), workshop=room.workshop_id)
        assert with_sign_in.title == "Quali portiamo avanti?"
        _give(with_sign_in, room, 2, 1)
        assert with_sign_in.failures == []
    press(desk(room), "Chiudi adesso")
    assert desk(room).title.replace("\\", "") == "«Tre giorni certi» è prima: 12 punti su 18."


def test_a_vote_at_the_desk_is_the_same_ballot_as_on_a_phone(room: Room) -> None:
    (anna,) = to_the_vote(room, 1)
    shown = desk(room, anna, "round")
    assert "Voto segreto: si vedono i totali per lato, mai il tuo." in as_json(shown)
    _give(shown, room, 3, 0)
    with doors.reading() as session:
        assert [line.value for line in session.exec(select(BallotLine)).all()] == [3]
        assert len(session.exec(select(Ballot)).all()) == 1
    assert "Il tuo voto è salvato. Puoi cambiarlo fino alla chiusura." in as_json(desk(room, anna, "round"))


def test_too_many_dots_at_the_desk_come_back_with_the_number_to_take_away(room: Room) -> None:
    (anna,) = to_the_vote(room, 1)
    shown = desk(room, anna, "round")
    _give(shown, room, 3, 2)
    assert "Hai dato 5 punti, ne hai 3. Togline 2." in as_json(shown)
    with doors.reading() as session:
        assert session.exec(select(Ballot)).all() == []


def test_an_idea_is_written_at_the_desk(room: Room) -> None:
    omar = room.staff("Omar", "keeps")
    doors.writing(lambda s: conduct.open_round(s, room.elena, now=clock.now(), round_id=room.collect_id))
    shown = desk(room, omar, "round")
    assert shown.title == "Che cosa ti ha fatto aspettare troppo?"
    shown.app.text_area[0].set_value("Tre giorni certi")
    press(shown, "Invia l'idea")
    with doors.reading() as session:
        assert [(idea.text, idea.side) for idea in session.exec(select(Idea)).all()] == [("Tre giorni certi", "keeps")]


def test_an_idea_between_workshops_is_written_found_and_paged(room: Room) -> None:
    sign_in = sign_in_of(room.elena)
    assert open_page("ideas", sign_in).title == "Qui arrivano le idee. La prima la scrivi tu?"
    shown = open_page("ideas", sign_in)
    shown.app.text_area[0].set_value("Perché non ![x](http://evil/p.png)?")
    press(shown, "Invia l'idea")
    assert shown.title == "Qui c'è 1 idea."
    found = open_page("ideas", sign_in, search="perche")
    assert "«Perché non ![x](http://evil/p.png)?»" in [element.value for element in found.app.text]
    assert "Niente con queste parole." in as_json(open_page("ideas", sign_in, search="altro"))


def test_looking_after_the_end_closes_the_vote(room: Room, afternoon: clock.MovingClock) -> None:
    to_the_vote(room, 1)
    doors.writing(lambda s: _ends(s, room, clock.now() + timedelta(minutes=5)))
    afternoon.forward(timedelta(minutes=6))
    desk(room)
    with doors.reading() as session:
        row = session.get(Round, room.vote_id)
        assert row is not None
        assert row.state == "closed"


def test_a_guest_does_not_reach_the_desk_of_who_conducts(room: Room) -> None:
    (anna,) = to_the_vote(room, 1)
    said = as_json(open_page("workshop", sign_in_of(anna), workshop=room.workshop_id))
    assert "Chiudi adesso" not in said
    assert "/print/workshop" not in said


def test_the_pages_ask_few_questions_however_many_take_part(room: Room) -> None:
    to_the_vote(room, 30)
    for page in ("workshop", "round", "workshops", "ideas"):
        assert len(desk(room, page=page).queries) <= 20


def _ends(session: Session, room: Room, moment: object) -> None:
    row = session.get(Round, room.vote_id)
    assert row is not None
    row.ends_at = moment  # type: ignore[assignment]
    session.add(row)


def _give(shown: Shown, room: Room, *dots: int) -> None:
    with doors.reading() as session:
        chosen = {o.text: o.id for o in options.options_in(session, room.vote_id)}
    for text, number in zip(IDEAS, dots, strict=False):
        control = next(c for c in shown.app.button_group if str(c.key).endswith(chosen[text]))
        control.set_value(number)
    press(shown, "Vota")
