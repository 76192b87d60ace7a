"""Links to become somebody of the example company: one press, once, and only where everything is invented."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from models.access import NOBODY, Viewer
from models.base import new_token
from models.entry_links import LASTS, entry_link_view, make_entry_link, open_entry_link
from models.errors import Refusal
from models.installation import call_invented, first_code, installation, open_installation
from models.people import Person
from models.viewers import viewer_of_person, viewer_of_token
from store import clock
from store.doors import writing
from tests.conftest import Database
from tests.web.conftest import Site
from web.entry import COOKIE

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def open_company(session: Session) -> Viewer:
    code = first_code(session, now=NOW)
    person_id = open_installation(session, NOBODY, now=NOW, code=code or "", company="Tostalba", name="Elena",
                                  email="elena@example.it", password_hash="none", language="it")  # fmt: skip
    return viewer_of_person(session, person_id)


def link_to_elena(session: Session, elena: Viewer) -> str:
    link = new_token()
    make_entry_link(session, elena, now=NOW, person_id=elena.person_id or "", token=link)
    return link


def test_a_link_lets_one_become_somebody_exactly_once(session: Session) -> None:
    elena = open_company(session)
    call_invented(session, elena, now=NOW)
    link, token = link_to_elena(session, elena), new_token()
    assert entry_link_view(session, link=link, now=NOW).name == "Elena"
    open_entry_link(session, NOBODY, now=NOW, link=link, token=token)
    assert viewer_of_token(session, token, now=NOW).person_id == elena.person_id
    with pytest.raises(Refusal, match="link_expired"):
        open_entry_link(session, NOBODY, now=NOW, link=link, token=new_token())
    with pytest.raises(Refusal, match="link_expired"):
        entry_link_view(session, link=link, now=NOW)


def test_a_link_ends_after_two_weeks_and_a_wrong_one_was_never_good(session: Session) -> None:
    elena = open_company(session)
    call_invented(session, elena, now=NOW)
    link = link_to_elena(session, elena)
    for late, way in ((NOW + LASTS, link), (NOW, "anything else")):
        with pytest.raises(Refusal, match="link_expired"):
            open_entry_link(session, NOBODY, now=late, link=way, token=new_token())


def test_a_real_company_has_no_such_links(session: Session) -> None:
    elena = open_company(session)
    with pytest.raises(Refusal, match="not_invented"):
        link_to_elena(session, elena)


def test_a_company_with_other_people_in_it_cannot_be_called_invented(session: Session) -> None:
    elena = open_company(session)
    session.add(Person(kind="staff", name="Rosa", created_at=NOW))
    session.flush()
    with pytest.raises(Refusal, match="not_invented"):
        call_invented(session, elena, now=NOW)


def test_only_an_administrator_makes_links(session: Session) -> None:
    elena = open_company(session)
    call_invented(session, elena, now=NOW)
    rosa = Person(kind="staff", name="Rosa", created_at=NOW)
    session.add(rosa)
    session.flush()
    with pytest.raises(Refusal, match="not_allowed"):
        make_entry_link(session, viewer_of_person(session, rosa.id), now=NOW, person_id=rosa.id, token=new_token())


def test_links_stop_when_the_person_is_disabled(session: Session) -> None:
    elena = open_company(session)
    call_invented(session, elena, now=NOW)
    rosa = Person(kind="staff", name="Rosa", created_at=NOW)
    session.add(rosa)
    session.flush()
    link = new_token()
    make_entry_link(session, elena, now=NOW, person_id=rosa.id, token=link)
    rosa.disabled_at = NOW + timedelta(hours=1)
    session.add(rosa)
    session.flush()
    with pytest.raises(Refusal, match="link_expired"):
        open_entry_link(session, NOBODY, now=NOW, link=link, token=new_token())


def test_in_the_browser_looking_uses_nothing_up_and_pressing_comes_in(database: Database) -> None:
    clock.set_clock(lambda: NOW)

    def prepare(session: Session) -> str:
        elena = open_company(session)
        call_invented(session, elena, now=NOW)
        assert installation(session).is_invented
        return link_to_elena(session, elena)

    link = writing(prepare)
    site = Site()
    for _ in range(3):
        page = site.get(f"/enter/{link}")
        assert page.status_code == 200
        assert "Diventa Elena" in page.text
        assert "Azienda inventata, dati inventati" in page.text
    assert COOKIE not in site.cookies
    key = re.search(r'name="form_key" value="([^"]+)"', page.text)
    answer = site.post(f"/enter/{link}", {"form_key": key[1] if key else ""})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert COOKIE in site.cookies
    assert "usato" in Site().get(f"/enter/{link}").text
