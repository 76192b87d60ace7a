"""Coming into a workshop on a phone without script: QR, code, name and side; who prepares tries it first."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from models.attendance import Attendance
from models.people import Person
from models.workshops import Workshop, renew_join, revoke_join
from store import clock, doors
from tests.models.room import START, Room
from tests.web.in_the_room import conducts, joined, token_of
from tests.web.phones import Phone, signed_in
from web import throttle


def test_the_qr_shows_the_workshop_and_asks_a_name_and_a_side(room: Room, afternoon: clock.MovingClock) -> None:
    phone = Phone()
    said = phone.open(f"/join/{token_of(room)}")
    assert phone.title == "Natale senza sorprese"
    for words in ("Il Tavolo del Caffè", "Come ti chiami?", "Da che parte stai?", "Prometto", "Mantengo",
                  "Sono cliente", "Entra", "Nessun account. Il nome lo vede solo chi conduce."):  # fmt: skip
        assert words in said


def test_one_waits_and_knows_how_many_are_in(room: Room, afternoon: clock.MovingClock) -> None:
    joined(room, "Walter")
    phone = joined(room)
    assert phone.title == "Sei dentro. Siamo in 2."
    assert "Che cosa ti ha fatto aspettare troppo?" in phone.text
    assert re.search(r"Il tuo codice: \w{3}-\w{3}", phone.text)


def test_the_code_shown_opens_the_same_place_on_another_phone(room: Room, afternoon: clock.MovingClock) -> None:
    code = re.search(r"Il tuo codice: (\w{3}-\w{3})", joined(room).text)
    assert code is not None
    other = Phone()
    other.open("/return")
    other.send("/return" if 'action="/return"' in other.page else "", code=code.group(1).lower())
    other.open(f"/w/{room.workshop_id}")
    assert other.title == "Sei dentro. Per ora ci sei tu."


def test_a_guest_is_still_there_after_a_month_and_comes_back_after_a_year(
    room: Room, afternoon: clock.MovingClock
) -> None:
    phone = joined(room)
    afternoon.forward(timedelta(days=31))
    assert "Sei dentro" in phone.open(f"/w/{room.workshop_id}")
    afternoon.forward(timedelta(days=200))
    phone.open(f"/w/{room.workshop_id}")
    assert "Sei dentro" not in phone.text
    # This phone has kept the code: one press, and it is where it was.
    phone.open(f"/return?next=/w/{room.workshop_id}")
    phone.send("/return")
    assert phone.title == "Sei dentro. Per ora ci sei tu."
    phone.open("/signout")
    phone.send("/signout")
    phone.open("/return")
    assert re.search(r'name="code"[^>]* value=""', phone.page), "whoever signs out leaves nothing behind"


def test_a_join_form_sent_twice_makes_one_person(room: Room, afternoon: clock.MovingClock) -> None:
    phone = Phone()
    phone.open(f"/join/{token_of(room)}")
    page, address = phone.page, phone.address
    phone.send("", name="Anna", side="receives")
    phone.client.cookies.clear()
    phone.page, phone.address = page, address
    phone.send("", name="Anna", side="receives")
    assert "Sei dentro" in phone.title
    with doors.reading() as session:
        assert len(session.exec(select(Person).where(Person.kind == "guest")).all()) == 1


def test_a_typed_code_is_read_whatever_its_case_and_dashes(room: Room, afternoon: clock.MovingClock) -> None:
    with doors.reading() as session:
        code = session.get(Workshop, room.workshop_id).join_code  # type: ignore[union-attr]
    phone = Phone()
    phone.open("/join")
    phone.send("/join", code=f" {code[:4].lower()} - {code[4:].lower()} ")
    assert phone.title == "Natale senza sorprese"
    phone.send("", name="Anna", side="receives")
    assert "Sei dentro" in phone.title


@pytest.mark.parametrize("why", ["wrong", "expired", "revoked", "renewed"])
def test_a_code_that_no_longer_counts_says_so(room: Room, afternoon: clock.MovingClock, why: str) -> None:
    token = token_of(room)
    if why == "wrong":
        token = "x" * 43
    if why == "expired":
        afternoon.forward(timedelta(days=40))
    if why == "revoked":
        conducts(room, revoke_join, workshop_id=room.workshop_id)
    if why == "renewed":
        conducts(room, renew_join, workshop_id=room.workshop_id)
    phone = Phone()
    phone.open(f"/join/{token}")
    assert phone.status == 422
    assert "Questo codice non vale più. Chiedi quello nuovo a chi conduce." in phone.text


def test_only_wrong_codes_slow_an_address_down_never_the_qr(room: Room, afternoon: clock.MovingClock) -> None:
    limiter = throttle._limiter
    limiter.storage.reset()
    for _ in range(throttle.FREE + 3):
        joined(room)
    key = (throttle._WINDOW, "join", "testclient")
    assert limiter.get_window_stats(*key).remaining == throttle._MOST
    phone = Phone()
    for _ in range(3):
        phone.open("/join")
        phone.send("/join", code="ZZZZ-ZZZZ")
        assert phone.status == 422
        assert phone.fields("/join")["code"] == "ZZZZ-ZZZZ"
    assert limiter.get_window_stats(*key).remaining == throttle._MOST - 3
    assert 0 < throttle.delay_after(throttle.FREE + 2) <= throttle.LONGEST_SECONDS
    limiter.storage.reset()


def test_somebody_else_does_not_see_the_workshop(room: Room, afternoon: clock.MovingClock) -> None:
    stranger = Person(kind="staff", name="Vito", email="vito@example.org", created_at=START)
    room.session.add(stranger)
    room.session.flush()
    phone = signed_in(room, stranger.id)
    phone.open(f"/w/{room.workshop_id}")
    assert phone.status == 404
    assert "Natale" not in phone.text


def test_a_member_comes_in_with_the_own_account(room: Room, afternoon: clock.MovingClock) -> None:
    omar = room.staff("Omar", "keeps")
    phone = signed_in(room, omar.person_id or "")
    phone.open(f"/join/{token_of(room)}")
    assert "Come ti chiami?" not in phone.text
    phone.send("")
    assert "Sei dentro" in phone.title
    with doors.reading() as session:
        assert [row.side for row in session.exec(select(Attendance)).all()] == ["keeps"]


def test_who_prepares_tries_both_pages_and_nothing_is_saved(room: Room, afternoon: clock.MovingClock) -> None:
    phone = signed_in(room, room.elena.person_id or "")
    assert "Qui niente viene salvato." in phone.open(f"/w/{room.workshop_id}/try")
    assert phone.title == "Che cosa ti ha fatto aspettare troppo?"
    phone.open(f"/w/{room.workshop_id}/try?step=vote")
    assert phone.title == "Quali portiamo avanti?"
    guest = joined(room)
    guest.open(f"/w/{room.workshop_id}/try")
    assert guest.status == 403


def test_the_poster_shows_the_qr_and_the_code_to_who_conducts_only(room: Room, afternoon: clock.MovingClock) -> None:
    phone = signed_in(room, room.elena.person_id or "")
    said = phone.open(f"/print/workshop/{room.workshop_id}")
    with doors.reading() as session:
        code = session.get(Workshop, room.workshop_id).join_code  # type: ignore[union-attr]
    assert f"{code[:4]}-{code[4:]}" in said
    assert "<svg" in phone.page
    guest = joined(room)
    guest.open(f"/print/workshop/{room.workshop_id}")
    assert guest.status == 403
    assert "<svg" not in guest.page
