"""Grouping, every kind of vote at the desk, and what makes a group last, as somebody presses the buttons."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import partial

import pytest
from sqlmodel import Session, col, select

from models import clusters, conduct, meetings, options
from models.ballot_rows import Ballot, BallotLine, BallotReason, DuelMark
from models.rounds import Round, RoundKind, add_round
from store import clock, doors
from tests.conftest import Database
from tests.models.room import START, Room, a_room
from tests.pages.desk import Shown, as_json, open_page, sign_in_of

IDEAS = ("Tre giorni certi in consegna", "In consegna tre giorni certi", "Rimborso subito in bottega")
QUERIES_MOST = 20


@pytest.fixture
def afternoon() -> Iterator[clock.MovingClock]:
    with clock.moving(START) as moving:
        yield moving


@pytest.fixture
def room(database: Database, afternoon: clock.MovingClock) -> Iterator[Room]:
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        made = a_room(session)
        made.collect(*IDEAS)
        conduct.close_round(session, made.elena, now=START + timedelta(minutes=21), round_id=made.collect_id)
        session.commit()
        yield made


def another(room: Room, kind: str, *, opened: bool = False, money: int | None = None) -> str:
    """An activity more, with all three ideas on its list where something is voted on."""

    def work(session: Session) -> str:
        now = START + timedelta(minutes=30)
        round_id = add_round(
            session,
            room.elena,
            now=now,
            workshop_id=room.workshop_id,
            kind=kind,
            question="Quale?",
            settings={"money": money},
        )
        if kind != RoundKind.GROUP:
            options.choose_options(session, room.elena, now=now, round_id=round_id, idea_ids=room.idea_ids)
        if kind == RoundKind.BUDGET:
            for option in options.options_in(session, round_id):
                options.set_cost(session, room.elena, now=now, round_id=round_id, option_id=option.id, cost=100)
        if opened:
            conduct.open_round(session, room.elena, now=now, round_id=round_id)
        return round_id

    return doors.writing(work)


def page(room: Room, name: str = "workshop", **more: str) -> Shown:
    shown = open_page(name, sign_in_of(room.elena), **({"workshop": room.workshop_id} | more))
    assert shown.failures == []
    return shown


def press(shown: Shown, label: str) -> Shown:
    next(button for button in shown.app.button if button.label == label).click().run()
    assert shown.failures == []
    return shown


def test_a_proposed_group_is_taken_named_and_stands(room: Room) -> None:
    another(room, "group", opened=True)
    shown = page(room)
    assert shown.title.replace("\\", "") == "Mettete insieme quello che sta insieme."
    assert len(shown.queries) <= QUERIES_MOST
    next(one for one in shown.app.button if one.label.startswith("2 idee come")).click().run()
    # What is ticked stays ticked whatever is searched for; what is like a ticked one is one press away.
    next(one for one in shown.app.text_input if one.label == "Cerca fra le idee").set_value("rimborso").run()
    assert [one.value for one in shown.app.checkbox[:3]] == [True, True, False]
    shown.app.checkbox[0].uncheck().run()
    press(shown, next(one.label for one in shown.app.button if one.label.startswith("≈ «Tre giorni")))
    next(one for one in shown.app.text_input if one.label == "Titolo del gruppo").set_value("Tempi")
    press(shown, "Mettile insieme")
    with doors.reading() as session:
        (made,) = clusters.clusters_of(session, room.elena, workshop_id=room.workshop_id)
    assert (made.title, {one.text for one in made.ideas}) == ("Tempi", set(IDEAS[:2]))
    assert shown.title.replace("\\", "") == "1 idea è ancora sola."


@pytest.mark.parametrize("mode", ["budget", "agreement"])
def test_a_vote_that_has_not_opened_asks_few_questions_of_the_database(room: Room, mode: str) -> None:
    round_id = another(room, mode, money=300)
    shown = page(room)
    next(one for one in shown.app.button_group if str(one.key).startswith("step-")).set_value(round_id)
    with doors.counting() as counted:
        shown.app.run()
    assert shown.failures == []
    assert shown.title.replace("\\", "") == "Pronto: se ne votano 3."
    assert [one.label for one in shown.app.button if one.proto.type == "primary"] == ["Apri il voto"]
    assert len(counted.statements) <= 2 * QUERIES_MOST  # the choice runs the page twice


def test_every_kind_of_vote_is_cast_at_the_desk(room: Room) -> None:
    anna = room.guest("Anna", "receives")
    room.session.commit()
    sign_in = sign_in_of(anna)
    for kind in ("approval", "budget", "score", "ranked", "agreement", "consent"):
        round_id = another(room, kind, opened=True, money=300)
        with doors.reading() as session:
            option = next(one for one in options.options_in(session, round_id) if one.text == IDEAS[0])
        shown = open_page("round", sign_in, workshop=room.workshop_id)
        assert shown.failures == []
        assert len(shown.queries) <= QUERIES_MOST
        _give(shown, kind, option.id)
        press(shown, "Vota")
        assert "Il tuo voto è salvato. Puoi cambiarlo fino alla chiusura." in as_json(shown)
        assert _kept(round_id) == [(option.id, {"score": 4, "ranked": 2, "agreement": -1, "consent": -1}.get(kind, 1))]
        doors.writing(partial(conduct.close_round, viewer=room.elena, now=clock.now(), round_id=round_id))
    with doors.reading() as session:
        assert [one.text for one in session.exec(select(BallotReason)).all()] == ["Costa troppo"]
    another(room, "duels", opened=True)
    shown = open_page("round", sign_in, workshop=room.workshop_id)
    for _ in range(3):
        next(one for one in shown.app.button if one.label.replace("\\", "") in IDEAS).click().run()
        assert shown.failures == []
    with doors.reading() as session:
        assert len(session.exec(select(DuelMark)).all()) == 3
    assert "Hai fatto tutti i tuoi confronti" in as_json(shown)


def test_a_group_says_when_it_meets_and_everybody_puts_it_into_their_calendar(room: Room) -> None:
    shown = page(room, "group")
    assert "Nessuna data. Un gruppo che dura sa quando si rivede." in as_json(shown)
    next(one for one in shown.app.date_input if one.label == "La prima volta").set_value(date(2026, 12, 15))
    next(one for one in shown.app.time_input if one.label == "Alle").set_value(time(16))
    form = next(one for one in shown.app.selectbox if one.label == "Ogni quanto").form_id
    next(one for one in shown.app.button if one.form_id == form).click().run()
    assert shown.failures == []
    said = as_json(shown)
    assert "Martedì 15 dicembre, 16:00" in said
    assert f"/download/group/{room.group_id}/meetings.ics" in said
    with doors.reading() as session:
        found = meetings.next_meeting(session, room.elena, now=START, group_id=room.group_id)
    assert found is not None
    assert (found.every, found.at) == ("month", time(16))


def _give(shown: Shown, kind: str, option_id: str) -> None:
    if kind in ("approval", "budget"):
        next(one for one in shown.app.checkbox if str(one.key).endswith(option_id)).check()
    elif kind == "ranked":
        next(one for one in shown.app.selectbox if str(one.key).endswith(option_id)).set_value(2)
    else:
        wanted = f"{option_id}-0" if kind == "score" else option_id
        control = next(one for one in shown.app.button_group if str(one.key).endswith(wanted))
        control.set_value(4 if kind == "score" else -1)
    if kind == "consent":
        next(one for one in shown.app.text_input if str(one.key).endswith(f"{option_id}-why")).set_value("Costa troppo")


def _kept(round_id: str) -> list[tuple[str, int]]:
    with doors.reading() as session:
        asked = (
            select(BallotLine)
            .join(Ballot, col(Ballot.id) == col(BallotLine.ballot_id))
            .join(Round, col(Round.id) == col(Ballot.round_id))
            .where(Round.id == round_id)
        )
        return [(line.option_id, line.value) for line in session.exec(asked).all()]
