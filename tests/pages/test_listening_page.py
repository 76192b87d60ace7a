"""Listening is turned page by page; another question begins at its first page, the same one stays where it is."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models import feedback, touchpoints
from models.access import NOBODY
from models.touchpoints import Touchpoint
from store import clock
from store.doors import writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.pages.desk import Shown, open_page, sign_in_of

LATER = NOW + timedelta(days=3)
VOICES = 35


@pytest.fixture
def company(database: Database) -> Company:
    company: Company = writing(found)
    writing(lambda s: said_at_a_door(s, company))
    return company


def said_at_a_door(session: Session, company: Company) -> None:
    """Voices about parcels, one a minute; the first half with the worst face."""
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[3]
    place = touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Sito", stage_id=stage.id)
    token = session.get_one(Touchpoint, place).door_token
    for number in range(VOICES):
        feedback.leave_feedback(session, NOBODY, now=NOW + timedelta(minutes=number), token=token,
                                face=1 if number < VOICES // 2 else 2, words=f"Il pacco numero {number}")  # fmt: skip


@pytest.fixture
def last_page(company: Company) -> Shown:
    """The third of three pages."""
    shown = open_page("listening", sign_in_of(company.marketing))
    shown.app.pagination[0].set_value(3).run()
    return stands_on(shown, 3)


def stands_on(shown: Shown, page: int) -> Shown:
    """The list stands on this page of it."""
    assert shown.failures == []
    assert [under.value for under in shown.app.pagination] == [page]
    return shown


@pytest.fixture(autouse=True)
def days_later() -> None:
    clock.set_clock(lambda: LATER)


def test_another_word_or_another_choice_begins_at_the_first_page(last_page: Shown) -> None:
    last_page.app.text_input(key="listening-search").set_value("pacco").run()
    stands_on(last_page, 1)
    last_page.app.pagination[0].set_value(3).run()
    last_page.app.segmented_control(key="listening-which-True-3").set_value("all").run()
    stands_on(last_page, 1)


def test_a_filter_begins_at_the_first_page(last_page: Shown) -> None:
    last_page.app.session_state["listening-face"] = 1
    last_page.app.run()
    stands_on(last_page, 1)


def test_the_same_question_stays_where_it_was_turned_to(last_page: Shown) -> None:
    last_page.app.run()
    stands_on(last_page, 3)
    # The filters are opened, and nothing is chosen.
    last_page.app.session_state["listening-order"] = "newest"
    last_page.app.session_state["listening-filters"] = True
    last_page.app.run()
    stands_on(last_page, 3)
