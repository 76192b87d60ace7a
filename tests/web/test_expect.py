"""One question about what somebody expects: after the door, or from a QR in the room. No account, no script."""

import re
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from models import promises, touchpoints, wordings
from models.asking import start_asking
from models.expectations import Expectation
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.models.promising import delivery, promise
from tests.web.conftest import Site
from tests.web.test_open_door import key_in, leave
from web import pace

QUESTION = "Ordini sul sito: in quanti giorni te lo aspetti? <b>"


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    pace.forgive()
    yield
    pace.forgive()


@pytest.fixture
def places(company: Company) -> tuple[str, str, str]:
    """The door, the page of the question, and the promise."""

    def lay(session: Session) -> tuple[str, str, str]:
        touchpoints.lay_stages(session, "it")
        stage = touchpoints.stages_all(session, company.manager)[0]
        touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Vetrina", stage_id=stage.id)
        point = touchpoints.touchpoints_all(session, company.manager)[0]
        found = promise(session, company.marketing, delivery(session, company.logistics))
        what = {"touchpoint_id": point.id, "words": "A casa tua in 48 ore"}
        wordings.add_wording(session, company.marketing, now=NOW, promise_id=found, **what)
        promises.start_using(session, company.marketing, now=NOW, promise_id=found)
        token = start_asking(session, company.marketing, now=NOW, promise_id=found, question=QUESTION)
        return f"/door/{point.door_token}", f"/expect/{token}", found

    return writing(lay)


def answers() -> list[tuple[float, str | None, bool]]:
    with reading() as session:
        rows = session.exec(select(Expectation)).all()
        return [(row.amount, row.origin, row.touchpoint_id is not None) for row in rows]


def test_after_the_door_one_question_is_offered_and_answered_once(site: Site, places: tuple[str, str, str]) -> None:
    door, page, _ = places
    thanks, _ = leave(site, door)
    offered = re.search(rf'href="({page}\?door=[A-Z0-9]+)"', thanks)
    assert offered is not None
    assert "48 ore" not in thanks
    shown = site.get(offered[1]).text
    assert "&lt;b&gt;" in shown
    assert "<script>" not in shown
    form = {"form_key": key_in(shown), "amount": "2,5", "origin": "advertising"}
    assert "La tua risposta è salvata" in site.post(offered[1], form).text
    assert "L&#39;avevi già inviata" in site.post(offered[1], form).text
    assert "L&#39;avevi già inviata" in site.get(page).text
    other = {"form_key": "another form of this browser", "amount": "9", "origin": "friend"}
    assert "L&#39;avevi già inviata" in site.post(page, other).text
    assert answers() == [(2.5, "advertising", True)]
    assert page not in leave(site, door)[0], "who has answered is not asked again"


def test_a_refused_answer_comes_back_with_what_was_typed(site: Site, places: tuple[str, str, str]) -> None:
    page = places[1]
    form = {"form_key": key_in(site.get(page).text), "amount": "presto", "origin": "friend"}
    back = site.post(page, form)
    assert back.status_code == 422
    assert 'value="presto"' in back.text
    assert 'value="friend" required checked' in back.text
    assert form["form_key"] in back.text
    assert answers() == []


def test_the_poster_is_for_who_works_here_and_a_guessed_page_is_no_page(
    site: Site, places: tuple[str, str, str]
) -> None:
    assert site.get("/expect/AAAABBBBCCCC").status_code == 404
    assert site.get(f"/print/expect/{places[2]}").status_code == 401
