"""Law 5. A role taken away is gone at the next click, in every tab, on the desk and on the phone."""

import pytest
from sqlmodel import Session

from models import groups, people, sign_ins
from models.rounds import Round
from store import clock, doors
from tests.access.material import GROUP_MARK
from tests.apptest import AppTest
from tests.pages.desk import Shown, as_json, open_page, run, sign_in_of
from tests.pages.grid import Place
from tests.pages.lived import Lived
from tests.web.conftest import Site
from words.speech import speech

CLOSE = speech("it")("Close now")


@pytest.fixture
def place(lived: Lived) -> Place:
    return lived(stage="collecting")


def test_a_member_taken_out_reads_nothing_at_the_next_click_in_the_same_tab(place: Place) -> None:
    member = place.people["member"]
    tab = open_page("round", sign_in_of(member), **place.query("round"))
    assert GROUP_MARK in as_json(tab)
    _take_out(place, "member")
    # The page is no longer in her menu: the same tab is at home now.
    assert GROUP_MARK not in as_json(Shown(_click(tab.app)))


def test_who_no_longer_conducts_finds_no_button_at_the_next_click(place: Place) -> None:
    tab = open_page("workshop", sign_in_of(place.people["facilitator"]), **place.query("workshop"))
    assert CLOSE in [button.label for button in tab.app.button]
    what = {"group_id": place.ids["group"], "person_id": place.people["facilitator"].person_id or "", "role": "member"}
    _do(lambda session: groups.set_role(session, place.people["manager"], now=clock.now(), **what))
    again = _click(tab.app)
    assert CLOSE not in [button.label for button in again.button]


def test_a_button_that_was_still_on_the_screen_no_longer_does_anything(place: Place) -> None:
    tab = open_page("workshop", sign_in_of(place.people["facilitator"]), **place.query("workshop"))
    button = next(one for one in tab.app.button if one.label == CLOSE)
    what = {"group_id": place.ids["group"], "person_id": place.people["facilitator"].person_id or "", "role": "member"}
    _do(lambda session: groups.set_role(session, place.people["manager"], now=clock.now(), **what))
    button.click()
    _click(tab.app)
    with doors.reading() as session:
        row = session.get(Round, place.ids["collect"])
        assert row is not None
        assert row.state == "open"


def test_a_closed_account_ends_every_tab_and_every_phone(place: Place) -> None:
    member = place.people["member"]
    tabs = [open_page(name, sign_in_of(member)) for name in ("home", "account")]
    phone = Site()
    phone.sign_in(member.person_id or "")
    assert phone.get(f"/w/{place.ids['workshop']}").status_code == 200
    _do(lambda session: people.disable_person(session, place.people["administrator"], now=clock.now(),
                                              person_id=member.person_id or ""))  # fmt: skip
    for tab in tabs:
        again = _click(tab.app)
        assert [title.value for title in again.title] == ["Due Remi"]
    assert phone.get(f"/w/{place.ids['workshop']}").status_code == 303


def test_signing_out_in_one_tab_ends_the_others(place: Place) -> None:
    member = place.people["member"]
    tab = open_page("account", sign_in_of(member))
    assert tab.title == member.name
    _do(lambda session: sign_ins.sign_out(session, member, now=clock.now()))
    assert [title.value for title in _click(tab.app).title] == ["Due Remi"]


def test_the_phone_and_the_downloads_of_somebody_taken_out_end_too(place: Place) -> None:
    phone = Site()
    phone.sign_in(place.people["facilitator"].person_id or "")
    paths = (f"/w/{place.ids['workshop']}", f"/print/workshop/{place.ids['workshop']}",
             f"/download/group/{place.ids['group']}.xlsx")  # fmt: skip
    assert [phone.get(path).status_code for path in paths] == [200, 200, 200]
    _take_out(place, "facilitator")
    assert [phone.get(path).status_code for path in paths] == [404, 404, 404]


def test_nothing_that_lies_in_the_tab_s_memory_makes_one_somebody_else(place: Place) -> None:
    tab = open_page("home", sign_in_of(place.people["customer"]))
    administrator = place.people["administrator"]
    for name in ("viewer", "user", "person_id", "sign_in_id", "is_administrator", "_viewer"):
        tab.app.session_state[name] = administrator if "viewer" in name else administrator.person_id
    again = run(tab.app, None)
    assert [title.value for title in again.app.title] == ["Due Remi"], "without a sign-in nobody is here"


def _click(app: AppTest) -> AppTest:
    """The next run of the same tab."""
    app.run()
    return app


def _take_out(place: Place, who: str) -> None:
    what = {"group_id": place.ids["group"], "person_id": place.people[who].person_id or ""}
    _do(lambda session: groups.remove_member(session, place.people["manager"], now=clock.now(), **what))


def _do(work: object) -> None:
    def once(session: Session) -> None:
        work(session)  # type: ignore[operator]

    doors.writing(once)
