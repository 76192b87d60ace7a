"""What a desk page may rely on: who is here is read anew, saved means saved once, and a failure keeps what was
typed.
"""

from typing import Any

import pytest

from models.groups import my_groups
from models.people import disable_person, set_language
from models.sign_ins import sign_out
from models.viewers import viewer_of_person, viewer_of_sign_in
from store import clock
from store.doors import reading, writing
from tests.apptest import AppTest
from tests.company import Company, found_this_hour
from tests.conftest import Database
from tests.pages.desk import Shown, open_alone, open_page, pages, sign_in_of
from words.speech import speech

IT = speech("it")


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found_this_hour)


def notice(shown: Shown) -> bool:
    return any("/signin?next=" in text for text in shown.texts)


def test_nobody_reads_the_way_in_whatever_they_asked_for(company: Company) -> None:
    for name in ("home", "people", "log", "promise"):
        shown = open_page(name, None)
        assert notice(shown)
        assert shown.failures == []
        assert not any("Ada" in text for text in shown.texts)


@pytest.mark.parametrize("name", pages())
def test_a_page_run_alone_stops_with_the_way_in(company: Company, name: str) -> None:
    shown = open_alone(name, None)
    assert notice(shown)
    assert shown.failures == []
    assert shown.title == ""
    forged = open_alone(name, "0" * 32)
    assert notice(forged)


def test_a_page_of_others_is_not_there(company: Company) -> None:
    customer = sign_in_of(company.customer)
    for name in ("people", "log", "promises"):
        alone = open_alone(name, customer)
        assert [one.value for one in alone.app.error] == [IT("This is not here, or not yours to see.")]
        assert alone.title == ""
    # Through the menu's own addresses: our sentence and the way on, in a page of no menu.
    shown = open_page("board", customer)
    assert shown.title == IT("This page does not exist, or is not among yours.")
    assert [one.proto.label for one in shown.app.get("page_link")] == [f"{IT('What became of it')} →"]


def test_after_signing_out_the_next_click_is_nobody_s(company: Company) -> None:
    here = sign_in_of(company.administrator)
    shown = open_page("people", here)
    assert not notice(shown)
    with reading() as session:
        viewer = viewer_of_sign_in(session, here, now=clock.now())
    writing(lambda session: sign_out(session, viewer, now=clock.now()))
    shown.app.run()
    assert notice(shown)


def test_a_closed_account_ends_at_the_next_click(company: Company) -> None:
    shown = open_page("account", sign_in_of(company.marketing))
    assert not notice(shown)
    gone = company.marketing.person_id or ""
    writing(lambda session: disable_person(session, company.administrator, now=clock.now(), person_id=gone))
    shown.app.run()
    assert notice(shown)


def test_the_page_speaks_the_person_s_language(company: Company) -> None:
    here = sign_in_of(company.marketing)
    assert open_page("account", here).app.button[0].label == "Salva"
    writing(lambda session: set_language(session, company.marketing, now=clock.now(), language="en"))
    assert open_page("account", here).app.button[0].label == "Save"


def test_only_the_invented_company_says_so_on_each_page(company: Company) -> None:
    here = sign_in_of(company.marketing)
    sentence = IT("Invented company, invented data")
    assert sentence not in open_page("account", here).texts

    def invent(session: Any) -> None:
        from models.installation import installation

        row = installation(session)
        row.is_invented = True
        session.add(row)

    writing(invent)
    assert sentence in open_page("account", here).texts
    assert sentence in open_page("group", here).texts


# Saving. These pages are written here, to look at one thing each.


def form_page() -> None:
    import streamlit as st

    from models.groups import create_group
    from ui.entry import attempt, enter, form_key

    viewer = enter("group")
    key = form_key("probe")
    name = st.text_input("name", key="typed")
    for label in ("one click", "double click"):
        if st.button(label):
            for _ in range(2 if label == "double click" else 1):
                # What the second of two quick clicks does: a run of its own, with the form's key as it is by then.
                saved = attempt(create_group, viewer, form_key=form_key("probe"), name=name)
                st.text("saved" if saved and not saved.again else "again" if saved else "not saved")
    st.text(f"key {key}")


def failing_page() -> None:
    import streamlit as st

    from models.groups import create_group
    from ui.entry import attempt, enter, form_key

    def create_group_then_break(session, viewer, **what):  # type: ignore[no-untyped-def]
        create_group(session, viewer, **what)
        raise ZeroDivisionError

    viewer = enter("group")
    name = st.text_input("name", key="typed")
    if st.button("save"):
        attempt(create_group_then_break, viewer, form_key=form_key("probe"), name=name)


def probe(page: Any, sign_in_id: str, typed: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.user = {"sign_in_id": sign_in_id}
    return app.run().text_input(key="typed").set_value(typed).run()


def groups_of(company: Company) -> list[str]:
    with reading() as session:
        return [group.name for group in my_groups(session, viewer_of_person(session, company.manager.person_id or ""))]


def key_of(app: AppTest) -> str:
    return next(text.value for text in app.text if text.value.startswith("key "))


def test_a_form_keeps_its_key_until_it_is_saved_and_gets_a_new_one_then(company: Company) -> None:
    app = probe(form_page, sign_in_of(company.manager), "")
    before = key_of(app)
    app.button[0].click().run()
    assert [one.value for one in app.error] == [IT("Still missing: %(field)s. Fill it in, please.", field="il nome")]
    assert key_of(app) == before
    app.text_input(key="typed").set_value("Un gruppo nuovo").run()
    app.button[0].click().run()
    assert [one.value for one in app.error] == []
    app.run()
    assert key_of(app) != before
    assert "Un gruppo nuovo" in groups_of(company)


def test_two_clicks_make_one_group(company: Company) -> None:
    app = probe(form_page, sign_in_of(company.manager), "Una volta sola")
    app.button[1].click().run()
    assert [text.value for text in app.text if not text.value.startswith("key")] == ["saved", "again"]
    assert groups_of(company).count("Una volta sola") == 1


def test_the_same_words_on_purpose_later_are_another_one(company: Company) -> None:
    import ui.entry

    app = probe(form_page, sign_in_of(company.manager), "Due volte")
    app.button[0].click().run()
    used = app.session_state["used:probe"]
    app.session_state["used:probe"] = (used[0], used[1], used[2] - ui.entry._SAME_FORM_SECONDS)
    app.button[0].click().run()
    assert groups_of(company).count("Due volte") == 2


def test_a_failure_in_the_middle_saves_nothing_and_keeps_what_was_typed(company: Company) -> None:
    app = probe(failing_page, sign_in_of(company.manager), "Mezzo gruppo")
    app.button[0].click().run()
    said = app.error[0].value
    assert said.startswith("Non siamo riusciti a salvare. Non hai perso niente")
    reference = said.split("«")[1][:4]
    assert reference.isalnum()
    assert reference.isupper() or reference.isdigit() or not reference.islower()
    assert app.text_input(key="typed").value == "Mezzo gruppo"
    assert "Mezzo gruppo" not in groups_of(company)
    assert not app.exception
