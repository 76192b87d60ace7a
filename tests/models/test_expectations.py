"""What customers expect: asked by the promise's owner, answered once each, shown from five answers on."""

from typing import Any

import pytest
from sqlmodel import Session, select

from models import asking, expectations, my_data, privacy, promises, touchpoints, wordings
from models.access import NOBODY, Viewer
from models.base import new_token
from models.errors import NotFound, NotSignedIn, Refusal
from models.expectations import Expectation
from tests.company import NOW, Company, found
from tests.models.promising import LATER, TERMS, delivery, promise

QUESTION = "Ordini sul sito: in quanti giorni te lo aspetti?"


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def promise_id(session: Session, company: Company) -> str:
    return promise(session, company.marketing, delivery(session, company.logistics))


@pytest.fixture
def token(session: Session, company: Company, promise_id: str) -> str:
    return asking.start_asking(session, company.marketing, now=NOW, promise_id=promise_id, question=QUESTION)


def answer(
    session: Session, token: str, amount: Any, origin: str = "advertising", *, who: Viewer = NOBODY, browser: str = "-"
) -> dict[str, Any]:
    browser = new_token() if browser == "-" else browser
    what = {"token": token, "amount": amount, "origin": origin, "browser": browser}
    return expectations.answer_expectation(session, who, now=NOW, **what)


def expected(session: Session, company: Company, promise_id: str) -> expectations.Expected | None:
    return expectations.expectation_of(session, company.marketing, promise_id=promise_id)


def test_only_the_owner_decides_what_is_asked_and_a_stranger_reads_the_question_without_our_figure(
    session: Session, company: Company, promise_id: str, token: str
) -> None:
    with pytest.raises(Refusal, match="not_allowed"):
        asking.start_asking(session, company.outsider, now=NOW, promise_id=promise_id, question=QUESTION)
    seen = expectations.question_at(session, NOBODY, token=token)
    assert (seen.question, seen.unit, seen.answered) == (QUESTION, "d", False)
    assert "48 ore" not in str(seen)
    with pytest.raises(NotSignedIn):
        expectations.expectation_of(session, NOBODY, promise_id=promise_id)
    asking.stop_asking(session, company.marketing, now=LATER, promise_id=promise_id)
    with pytest.raises(NotFound):
        expectations.question_at(session, NOBODY, token=token)
    with pytest.raises(NotFound):
        answer(session, token, 1)


def test_four_answers_are_a_count_and_five_are_a_median_with_where_it_comes_from(
    session: Session, company: Company, promise_id: str, token: str
) -> None:
    assert expected(session, company, promise_id) is None
    for amount, origin in ((1, "another_company"), (5, "friend"), (2, "advertising"), (3, "advertising")):
        answer(session, token, amount, origin)
    assert expected(session, company, promise_id) == expectations.Expected(4, None, "d")
    answer(session, token, 2)
    assert expected(session, company, promise_id) == expectations.Expected(
        5, 2.0, "d", {"advertising": 3, "another_company": 1, "friend": 1}
    )
    answer(session, token, 3)
    six = expected(session, company, promise_id)
    assert six is not None
    assert (six.median, six.size) == (2.5, 2.5 * 86_400)


def test_one_answer_a_browser_and_one_a_person_and_the_first_one_stays(
    session: Session, company: Company, promise_id: str, token: str
) -> None:
    first = answer(session, token, 2, browser="a browser")
    assert answer(session, token, 9, browser="a browser") == {"id": first["id"], "again": True}
    mine = answer(session, token, 2, who=company.customer)
    assert answer(session, token, 9, who=company.customer, browser="another") == {"id": mine["id"], "again": True}
    assert expectations.question_at(session, NOBODY, token=token, browser="a browser").answered
    rows = session.exec(select(Expectation)).all()
    assert sorted(row.amount for row in rows) == [2, 2]
    assert all("browser" not in str(row.browser_hash) for row in rows)


@pytest.mark.parametrize(
    ("amount", "origin", "code", "field"),
    [
        ("due", "friend", "not_a_number", "amount"), ("", "friend", "not_a_number", "amount"),
        (-1, "friend", "too_small", "amount"), (float("nan"), "friend", "not_a_number", "amount"),
        (10**9, "friend", "too_large", "amount"), (2, "", "empty", "origin"), (2, "luna", "not_an_option", "origin"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(
    session: Session, token: str, amount: Any, origin: str, code: str, field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        answer(session, token, amount, origin)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_at_a_door_a_promise_in_use_that_is_told_there_is_asked_once(
    session: Session, company: Company, promise_id: str, token: str
) -> None:
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[2]
    for name in ("Vetrina", "Altrove"):
        touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stage.id)
    shop, elsewhere = (
        next(one for one in touchpoints.touchpoints_all(session, company.manager) if one.name == name)
        for name in ("Vetrina", "Altrove")
    )
    wordings.add_wording(session, company.marketing, now=NOW, promise_id=promise_id, touchpoint_id=shop.id,
                         words="In 48 ore", amount=48, unit="h")  # fmt: skip

    def asked(door: str) -> str | None:
        found = expectations.question_at_door(session, NOBODY, door=door, browser="a browser")
        return found.question if found else None

    assert asked(shop.door_token) is None, "a draft is no promise to anybody"
    promises.start_using(session, company.marketing, now=NOW, promise_id=promise_id)
    assert (asked(shop.door_token), asked(elsewhere.door_token)) == (QUESTION, None)
    answer(session, token, 2, browser="a browser")
    assert asked(shop.door_token) is None


def test_erasing_a_person_keeps_the_number_and_drops_the_link(
    session: Session, company: Company, promise_id: str, token: str
) -> None:
    answer(session, token, 4, who=company.customer)
    taken = my_data.export_my_data(session, company.customer, now=NOW)
    assert [row["amount"] for row in taken["expectations"]] == [4]
    privacy.erase_person(session, company.customer, now=LATER)
    row = session.exec(select(Expectation)).one()
    assert (row.amount, row.person_id, row.browser_hash) == (4, None, None)


def test_answers_in_another_kind_of_figure_than_the_promise_has_now_do_not_count(
    session: Session, company: Company, promise_id: str, token: str
) -> None:
    for _ in range(5):
        answer(session, token, 2)
    other = TERMS | {"metric": "value", "unit": "value", "amount": 10, "value_unit": "giorni"}
    promises.change_promise(session, company.marketing, now=LATER, promise_id=promise_id, version=1, **other)
    assert expected(session, company, promise_id) is None


def test_of_a_promise_that_is_kept_or_not_there_is_no_figure_to_expect(session: Session, company: Company) -> None:
    what = {"metric": "value", "direction": "at least", "unit": "value", "amount": 1}
    process_id = delivery(session, company.logistics)
    found = promise(session, company.marketing, process_id, **what, yes_no=True, yes_when=("sì",))
    with pytest.raises(Refusal, match="nothing_to_expect"):
        asking.start_asking(session, company.marketing, now=NOW, promise_id=found, question=QUESTION)
