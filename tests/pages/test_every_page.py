"""Every page opens for everybody who may, says something, and asks the database a bounded number of questions."""

import pytest

from models.sign_ins import sign_out
from store import clock, doors
from tests.conftest import Database
from tests.pages.desk import open_alone, open_page, pages, sign_in_of
from tests.pages.grid import ROLES, Visit, visits
from tests.pages.lived import Lived
from ui.places import PLACES, may_open
from words.refusals import refusal_sentence
from words.speech import speech

QUERIES_MOST = 20
_gathered: dict[str, list[Visit]] = {}


@pytest.fixture
def grid(database: Database) -> list[Visit]:
    if database.kind not in _gathered:
        _gathered[database.kind] = visits("it")
    return _gathered[database.kind]


def test_every_page_opens_for_everybody_who_may_open_it(grid: list[Visit]) -> None:
    broken = [f"{visit.where}: {visit.failures}" for visit in grid if visit.failures]
    assert not broken, "\n".join(broken)


def test_nobody_is_told_no_on_a_page_that_is_in_their_menu(grid: list[Visit]) -> None:
    refused = [f"{visit.where}: {visit.errors}" for visit in grid if visit.errors]
    assert not refused, "\n".join(refused)


def test_every_page_begins_with_a_title(grid: list[Visit]) -> None:
    silent = [visit.where for visit in grid if not visit.title and not visit.failures]
    assert not silent, "\n".join(silent)


def test_every_page_asks_at_most_twenty_questions(grid: list[Visit]) -> None:
    over = [visit for visit in grid if visit.queries > QUERIES_MOST]
    many = [f"{visit.where}: {visit.queries}; twice: {visit.repeated}" for visit in over]
    assert not many, "\n".join(many)


def test_every_view_of_the_backlog_asks_at_most_twenty_questions(lived: Lived) -> None:
    place = lived()
    sign_in_id = sign_in_of(place.people["manager"])
    for query in ({"view": "board", "q": "l"}, {"view": "picture", "q": "l"}, {"stands": "all", "q": "l", "page": "2"}):
        shown = open_page("decisions", sign_in_id, **query)
        assert not shown.failures, query
        assert len(shown.queries) <= QUERIES_MOST, (query, shown.queries)


def test_the_grid_is_not_empty(grid: list[Visit]) -> None:
    assert {visit.role for visit in grid} == set(ROLES)
    assert {visit.page for visit in grid} == set(pages()) & set(PLACES)


def test_in_english_every_page_opens_as_well(lived: Lived) -> None:
    place = lived("en")
    sign_in_id = sign_in_of(place.people["manager"])
    broken = []
    for name in pages():
        if may_open(place.people["manager"], name):
            shown = open_page(name, sign_in_id, **place.query(name))
            broken += [f"{name}: {one}" for one in [*shown.failures, *(str(e.value) for e in shown.app.error)]]
    assert not broken, "\n".join(broken)


# A page whose file is run by itself, past the shell (R16)


def test_a_page_run_alone_by_nobody_stops_with_the_way_in(database: Database) -> None:
    for name in pages():
        shown = open_alone(name, None)
        assert not shown.failures, name
        assert [heading.value for heading in shown.app.subheader] == [speech("it")("Sign in to go on.")], name
        assert "/signin?next=" in "".join(shown.texts), name
        assert not shown.app.title, name
        assert not shown.app.button, name
        assert not shown.app.dataframe, name


def test_a_page_run_alone_by_somebody_who_may_not_stops_with_a_sentence(lived: Lived) -> None:
    place = lived(stage="before")
    sign_in_id = sign_in_of(place.people["guest"])
    for name in pages():
        if not may_open(place.people["guest"], name):
            shown = open_alone(name, sign_in_id, **place.query(name))
            assert not shown.failures, name
            hidden = refusal_sentence(speech("it"), "not_found", {})
            assert [str(one.value) for one in shown.app.error] == [hidden], name
            assert not shown.app.title, name


def test_a_sign_in_that_has_ended_runs_no_page(lived: Lived) -> None:
    place = lived(stage="before")
    administrator = place.people["administrator"]
    sign_in_id = sign_in_of(administrator)
    assert open_page("people", sign_in_id).app.title
    doors.writing(lambda session: sign_out(session, administrator, now=clock.now()))
    shown = open_page("people", sign_in_id)
    assert [title.value for title in shown.app.title] == ["Due Remi"]
    assert "/signin?next=" in "".join(shown.texts)

