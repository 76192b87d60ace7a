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


def look_at(shown: Shown, round_id: str) -> Shown:
    """Choose another activity in the row of steps."""
    next(one for one in shown.app.button_group if str(one.key).startswith("step-")).set_value(round_id).run()
    assert shown.failures == []
    return shown


def press_key(shown: Shown, key: str) -> Shown:
    next(button for button in shown.app.button if str(button.key).startswith(key)).click().run()
    assert shown.failures == []
    return shown


def primary(shown: Shown) -> list[str]:
    """The buttons that stand out."""
    return [one.label for one in shown.app.button if one.proto.type == "primary"]


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
    line = "Idee (nascoste) 8 → si scopre e si raggruppa 10 → punti 5 → esito e decisione 12 · 35 minuti"
    assert line in as_json(shown)
    shown.app.text_input[0].set_value("Incontro di prova")
    shown.app.radio[0].set_value("broken_promise")
    press(shown, "Crea")
    with doors.reading() as session:
        made = session.exec(select(Workshop).where(Workshop.title == "Incontro di prova")).one()
        rounds = rounds_in(session, made.id)
    assert [(row.kind, row.question) for row in rounds] == [
        ("collect", "Che cosa è successo?"),
        ("collect", "Perché è successo?"),
        ("collect", "Tre rimedi: il processo, la promessa, quello che ci si aspetta"),
        ("budget", "Come spendiamo?"),
    ]
    room.workshop_id = made.id
    shown = desk(room)
    said = as_json(shown)
    assert f"{made.join_code[:4]}-{made.join_code[4:]}" in said
    assert f"/print/workshop/{made.id}" in said
    assert "Provalo con un telefono finto" in said
    assert primary(shown) == ["Apri la raccolta"]


def test_the_builder_says_what_will_be_visible(room: Room) -> None:
    def twelve(session: Session) -> None:
        room.session = session
        room.guests(promises=4, keeps=4, receives=4)

    doors.writing(twelve)
    assert "Con 12 persone e voto segreto vedrai solo il totale." in as_json(look_at(desk(room), room.vote_id))


def test_an_activity_is_added_by_its_purpose_moved_set_up_and_says_itself_in_a_sentence(room: Room) -> None:
    shown = desk(room)
    next(one for one in shown.app.radio if one.label == "Che cosa vuoi sapere?").set_value("budget").run()
    press(shown, "Aggiungila")
    with doors.reading() as session:
        rows = rounds_in(session, room.workshop_id)
    assert [(row.kind, row.question) for row in rows][-1] == ("budget", "Come spendiamo?")
    press_key(shown, f"move-{rows[-1].id}-True")
    look_at(shown, rows[-1].id)
    sums = [one for one in shown.app.number_input if one.label.startswith("Quanto c'è da spendere")]
    assert len(sums) == 1, "the sum is asked in one place, also before anything is on the list"
    sums[0].set_value(9000)
    press(shown, "Salva la somma")
    sentence = "Ognuno sceglie che cosa pagare; ci sono 9\\.000\u00a0€; voto segreto; finché non la chiudi\\."
    assert sentence in [one.value.replace(" €", "\u00a0€") for one in shown.app.caption]
    press_key(shown, f"take-out-{room.vote_id}")
    with doors.reading() as session:
        assert [row.kind for row in rounds_in(session, room.workshop_id)] == ["collect", "budget"]


def test_an_activity_is_opened_given_time_paused_and_goes_on(room: Room) -> None:
    shown = desk(room)
    next(one for one in shown.app.selectbox if one.label == "Per quanto tempo").set_value(8).run()
    press(shown, "Apri la raccolta")
    assert shown.title.replace("\\", "") == "Aperta: può arrivare la prima idea."
    assert primary(shown) == ["Chiudi adesso", "Scrivila"]
    press(shown, "2 minuti in più")
    press(shown, "Pausa")
    assert shown.title.startswith("In pausa")
    assert primary(shown)[0] == "Riprendi"
    with doors.reading() as session:
        row = session.get(Round, room.collect_id)
        assert row is not None
        assert row.paused_left is not None
        assert 9 * 60 < row.paused_left <= 10 * 60
    press(shown, "Riprendi")
    next(one for one in shown.app.text_area if one.label == "Che cosa è stato detto").set_value("Tre giorni certi")
    next(one for one in shown.app.selectbox if one.label == "Chi l'ha detto").set_value("keeps")
    press(shown, "Scrivila")
    press(shown, "Chiudi adesso")
    with doors.reading() as session:
        assert [(one.text, one.side, one.author_id) for one in session.exec(select(Idea)).all()] == [
            ("Tre giorni certi", "keeps", None)
        ]
    # What is no vote may go on; a vote may not.
    assert shown.title.replace("\\", "") == "Le idee ci sono. Scegli che cosa votare."
    press(look_at(shown, room.collect_id), "Riapri")
    assert shown.title.startswith("1 idea finora")
    # Said for a side: nobody by name has contributed.
    assert "0 di loro hanno contribuito." in [one.value.replace("\\", "") for one in shown.app.caption]


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


def test_an_idea_is_talked_about_at_the_desk(room: Room) -> None:
    omar = room.staff("Omar", "keeps")
    doors.writing(lambda s: conduct.open_round(s, room.elena, now=clock.now(), round_id=room.collect_id))
    doors.writing(
        lambda s: ideas.write_idea(s, omar, now=clock.now(), round_id=room.collect_id, text="Tre giorni certi")
    )
    shown = press(desk(room, omar, "round"), "Commenta")
    next(area for area in shown.app.text_area if area.label == "Il tuo commento").set_value("Anche a Natale")
    press(shown, "Invia il commento")
    assert "1 commento" in as_json(desk(room, omar, "round"))


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
