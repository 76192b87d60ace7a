"""Law 11. When something fails, the person is told that nothing was saved, and what they typed is still there.

The failure is made below our code: the database refuses a statement in the middle of a command (F09).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from models.activity import Activity
from models.groups import Group
from models.ideas import Idea
from models.receipts import Receipt
from store import doors
from store.doors import StoreBusy
from tests.apptest import AppTest
from tests.pages.desk import open_page, sign_in_of
from tests.pages.grid import Place
from tests.pages.lived import Lived
from tests.web.conftest import Site
from words.speech import speech

SAY = speech("it")
NAME, PURPOSE, SAVE = SAY("Name"), SAY("What is it for?"), SAY("Save")
WORDS = "Quello che ho scritto con tanta cura"


@pytest.fixture
def place(lived: Lived) -> Place:
    return lived(stage="collecting")


@contextmanager
def failing(statement: str, error: Exception | None = None) -> Iterator[None]:
    """Inside, the database fails at the first statement that begins so."""

    def fail(_conn: Any, _cursor: Any, sent: str, _parameters: Any, _context: Any, _many: bool) -> None:
        if sent.startswith(statement):
            raise error or RuntimeError("the disk is gone")

    engine = doors.engine()
    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)


def filled(place: Place, *, name: str) -> AppTest:
    """The form of a group, filled in and about to be sent."""
    tab = open_page("group", sign_in_of(place.people["manager"]), **place.query("group")).app
    assert not tab.exception
    next(one for one in tab.text_input if one.label == NAME).set_value(name)
    next(one for one in tab.text_area if one.label == PURPOSE).set_value(WORDS)
    press_save(tab)
    return tab


def press_save(tab: AppTest) -> None:
    """The button of this form: the page has others with a Save of their own."""
    form = next(one for one in tab.text_area if one.label == PURPOSE).form_id
    next(one for one in tab.button if one.label == SAVE and one.form_id == form).click()


def still_there(tab: AppTest) -> bool:
    """Whether the words are still in the field."""
    return next(one for one in tab.text_area if one.label == PURPOSE).value == WORDS


def everything() -> tuple[int, int, set[str]]:
    """How many changes and receipts there are, and what the groups say."""
    with doors.reading() as session:
        groups = {group.purpose for group in session.exec(select(Group)).all()}
        return len(session.exec(select(Activity.seq)).all()), len(session.exec(select(Receipt.id)).all()), groups


def test_a_no_on_the_desk_is_a_sentence_and_the_words_stay(place: Place) -> None:
    before = everything()
    tab = filled(place, name=" ")
    tab.run()
    assert [one.value for one in tab.error] == [SAY("Still missing: %(field)s. Fill it in, please.", field="il nome")]
    assert still_there(tab)
    assert everything() == before


@pytest.mark.parametrize("statement", ["UPDATE groups", "INSERT INTO activity", "INSERT INTO receipts"])
def test_a_failure_in_the_middle_leaves_nothing_and_the_words_stay(place: Place, statement: str) -> None:
    before = everything()
    tab = filled(place, name="Un nome nuovo")
    with failing(statement):
        tab.run()
    assert ["Non siamo riusciti a salvare. Non hai perso niente" in one.value for one in tab.error] == [True]
    assert still_there(tab)
    assert everything() == before


def test_after_the_failure_the_same_form_saves_once(place: Place) -> None:
    before = everything()
    tab = filled(place, name="Un nome nuovo")
    with failing("INSERT INTO receipts"):
        tab.run()
    press_save(tab)
    tab.run()
    assert not tab.error
    after = everything()
    assert WORDS in after[2]
    assert (after[0], after[1]) == (before[0] + 1, before[1] + 1)


def test_a_database_that_is_busy_says_so_and_keeps_the_words(place: Place) -> None:
    tab = filled(place, name="Un nome nuovo")
    with failing("UPDATE groups", StoreBusy("many others are saving")):
        tab.run()
    assert len(tab.error) == 1
    assert still_there(tab)


def test_a_page_that_cannot_be_read_says_that_nothing_is_lost(place: Place) -> None:
    sign_in_id = sign_in_of(place.people["manager"])
    with failing("SELECT promises", StoreBusy("away")):
        shown = open_page("promises", sign_in_id)
    assert not shown.failures
    assert any("Non hai perso niente" in str(one.value) for one in shown.app.error)


# The phone


def send(place: Place, key: str) -> tuple[Site, dict[str, str]]:
    site = Site()
    site.sign_in(place.people["guest"].person_id or "")
    return site, {"form_key": key, "round_id": place.ids["collect"], "text": WORDS, "sure": "1"}


def ideas_saying(words: str) -> int:
    def asked(session: Session) -> int:
        return len(session.exec(select(Idea.id).where(Idea.text == words)).all())

    with doors.reading() as session:
        return asked(session)


@pytest.mark.parametrize("statement", ["INSERT INTO ideas", "INSERT INTO activity", "INSERT INTO receipts"])
def test_a_phone_reads_that_nothing_was_saved_and_its_words_are_on_the_page(place: Place, statement: str) -> None:
    site, form = send(place, "fails-in-the-middle")
    with failing(statement):
        answer = site.post(f"/w/{place.ids['workshop']}/idea", form)
    assert answer.status_code >= 500
    assert "Non hai perso niente" in answer.text
    assert WORDS in answer.text
    assert form["form_key"] in answer.text, "the same form again must be the same form"
    assert ideas_saying(WORDS) == 0


def test_trying_again_on_the_phone_saves_once(place: Place) -> None:
    site, form = send(place, "tried-again")
    with failing("INSERT INTO receipts"):
        site.post(f"/w/{place.ids['workshop']}/idea", form)
    for _ in range(2):
        assert site.post(f"/w/{place.ids['workshop']}/idea", form).status_code == 303
    assert ideas_saying(WORDS) == 1


def test_no_trace_of_the_program_reaches_the_person(place: Place) -> None:
    site, form = send(place, "no-trace")
    with failing("INSERT INTO ideas"):
        answer = site.post(f"/w/{place.ids['workshop']}/idea", form)
    for word in ("Traceback", "RuntimeError", "the disk is gone", "sqlalchemy", "INSERT"):
        assert word not in answer.text
