"""What is to be changed where a promise is told: it opens, is ticked off by whoever changed it, and ages."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models import my_data, privacy, promises, to_change, touchpoints, wordings
from models.errors import Refusal
from tests.company import NOW, Company, found
from tests.models.promising import LATER, TERMS, delivery, promise

TODAY = LATER.date()
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def told(session: Session, company: Company) -> str:
    """Two days on the site, "soon" in the newsletter, three days in the app."""
    promise_id = promise(session, company.marketing, delivery(session, company.logistics))
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[0].id
    for minute, (name, words, amount, changer) in enumerate((
        ("Vetrina", "In due giorni", 2, company.marketing.name), ("Posta", "Prestissimo", None, "Logistica"),
        ("App", "In 3 giorni", 3, "un'agenzia"),
    )):  # fmt: skip
        at = NOW + timedelta(minutes=minute)
        point = touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stage)
        what: dict[str, Any] = {"touchpoint_id": point, "words": words, "amount": amount, "changer": changer,
                                "unit": "d" if amount else None}  # fmt: skip
        wordings.add_wording(session, company.marketing, now=at, promise_id=promise_id, **what)
    return promise_id


def change(session: Session, company: Company, promise_id: str, version: int = 1, **other: Any) -> None:
    what = TERMS | other
    promises.change_promise(session, company.marketing, now=LATER, promise_id=promise_id, version=version, **what)


def the_list(session: Session, company: Company, promise_id: str, day: date = TODAY) -> to_change.Changes:
    seen = to_change.to_change_of(session, company.marketing, promise_id=promise_id, today=day)
    assert seen is not None
    return seen


def test_another_figure_opens_a_list_a_place_that_tells_it_already_is_done_and_the_others_age(
    session: Session, company: Company, told: str
) -> None:
    change(session, company, told, amount=2, unit="d")  # the same time in other words
    assert to_change.to_change_open(session, company.marketing, today=TODAY) == []
    change(session, company, told, version=2, amount=3, unit="d", sentence="A casa tua in 3 giorni")
    seen = the_list(session, company, told, NEXT_WEEK)
    assert (seen.sentence, seen.amount, seen.unit, seen.left, seen.days) == ("A casa tua in 3 giorni", 3, "d", 2, 7)
    assert [(one.touchpoint, one.done, one.days) for one in seen.items] == [
        ("Vetrina", False, 7), ("Posta", False, 7), ("App", True, 0)
    ]  # fmt: skip
    assert [one.mine for one in seen.items] == [True, False, False]
    mine = to_change.to_change_open(session, company.logistics, today=NEXT_WEEK)
    assert [(one.promise_id, one.left, one.mine) for one in mine] == [(told, 2, 1)]


def test_whoever_changed_a_place_ticks_it_and_what_is_noted_of_it_changes(
    session: Session, company: Company, told: str
) -> None:
    change(session, company, told, amount=3, unit="d")
    item = the_list(session, company, told).items[0]
    with pytest.raises(Refusal, match="empty"):
        to_change.change_done(session, company.logistics, now=LATER, item_id=item.id, words=" ")
    done: dict[str, Any] = {"item_id": item.id, "words": "A casa tua in 3 giorni"}
    to_change.change_done(session, company.logistics, now=LATER, **done)
    with pytest.raises(Refusal, match="already_done"):
        to_change.change_done(session, company.logistics, now=LATER, **done)
    with pytest.raises(Refusal, match="not_allowed"):
        to_change.change_done(session, company.customer, now=LATER, **done)
    seen = wordings.wordings_of(session, company.marketing, promise_id=told)[0]
    assert (seen.words, seen.amount, seen.unit, seen.seen_on) == ("A casa tua in 3 giorni", 3, "d", TODAY)
    ticked = the_list(session, company, told).items[0]
    assert (ticked.done, ticked.by) == (True, company.logistics.name)


def test_its_owner_changing_the_last_place_closes_the_list(session: Session, company: Company, told: str) -> None:
    change(session, company, told, amount=3, unit="d")
    for item in the_list(session, company, told).items[:2]:
        point = wordings.wordings_of(session, company.marketing, promise_id=told)[0].touchpoint_id
        what: dict[str, Any] = {"touchpoint_id": point, "words": "In tre giorni", "amount": 72, "unit": "h"}
        wordings.change_wording(session, company.marketing, now=LATER, wording_id=item.wording_id, **what)
    assert to_change.to_change_of(session, company.marketing, promise_id=told, today=TODAY) is None


def test_a_withdrawn_promise_is_to_be_taken_away_everywhere_and_its_older_list_no_longer_counts(
    session: Session, company: Company, told: str
) -> None:
    change(session, company, told, amount=3, unit="d")
    old = the_list(session, company, told).items[0]
    promises.withdraw_promise(session, company.marketing, now=LATER, promise_id=told)
    seen = the_list(session, company, told)
    assert (seen.why, seen.amount, len(seen.items), seen.left) == ("withdrawn", None, 3, 3)
    with pytest.raises(Refusal, match="not_found"):
        to_change.change_done(session, company.marketing, now=LATER, item_id=old.id, words="In 3 giorni")
    for item in seen.items:
        to_change.change_done(session, company.logistics, now=LATER, item_id=item.id)
    assert wordings.wordings_of(session, company.marketing, promise_id=told) == []


def test_one_figure_for_every_place_by_a_day_is_the_owner_s_to_ask(
    session: Session, company: Company, told: str
) -> None:
    what: dict[str, Any] = {"promise_id": told, "amount": 3, "unit": "d", "due": TODAY + timedelta(days=5)}
    with pytest.raises(Refusal, match="not_allowed"):
        wordings.say_another_figure(session, company.outsider, now=LATER, **what)
    for wrong, code in (({"amount": 0}, "too_small"), ({"unit": "years"}, "not_an_option"),
                        ({"due": TODAY - timedelta(days=1)}, "valid_until_past")):  # fmt: skip
        with pytest.raises(Refusal, match=code):
            wordings.say_another_figure(session, company.marketing, now=LATER, **(what | wrong))
    assert wordings.say_another_figure(session, company.marketing, now=LATER, **what) == 2
    assert not the_list(session, company, told).late
    assert the_list(session, company, told, NEXT_WEEK).late


def test_somebody_saw_today_what_stands_there(session: Session, company: Company, told: str) -> None:
    first = wordings.wordings_of(session, company.marketing, promise_id=told)[0]
    assert first.seen_on is None
    wordings.see_wording(session, company.logistics, now=LATER, wording_id=first.id)
    with pytest.raises(Refusal, match="not_allowed"):
        wordings.see_wording(session, company.customer, now=LATER, wording_id=first.id)
    assert wordings.wordings_of(session, company.marketing, promise_id=told)[0].seen_on == TODAY


def test_who_ticked_a_place_finds_it_in_their_data_and_once_erased_changes_no_place_by_name(
    session: Session, company: Company, told: str
) -> None:
    change(session, company, told, amount=3, unit="d")
    item = the_list(session, company, told).items[0]
    to_change.change_done(session, company.logistics, now=LATER, item_id=item.id, words="In 3 giorni")
    mine = my_data.export_my_data(session, company.logistics, now=LATER)
    assert [one["wording_id"] for one in mine["places_changed"]] == [item.wording_id]
    last = wordings.wordings_of(session, company.marketing, promise_id=told)[2]
    what: dict[str, Any] = {"touchpoint_id": last.touchpoint_id, "words": last.words, "changer": company.outsider.name}
    wordings.change_wording(session, company.marketing, now=LATER, wording_id=last.id, **what)
    privacy.erase_person(session, company.outsider, now=LATER)
    session.expire_all()
    seen = wordings.wordings_of(session, company.logistics, promise_id=told)
    assert [one.changer for one in seen] == [company.marketing.name, "Logistica", ""]


def test_who_changes_a_place_is_a_person_and_not_only_a_name(session: Session, company: Company, told: str) -> None:
    rosa = company.logistics
    place = wordings.wordings_of(session, company.marketing, promise_id=told)[2]
    what: dict[str, Any] = {"touchpoint_id": place.touchpoint_id, "words": place.words, "amount": 3, "unit": "d"}
    change_it = {"now": NOW, "wording_id": place.id, **what}
    wordings.change_wording(session, company.marketing, changer="come scritto", changer_id=rosa.person_id, **change_it)
    seen = wordings.wordings_of(session, company.marketing, promise_id=told)[2]
    assert (seen.changer, seen.changer_id) == (rosa.name, rosa.person_id)
    # Somebody else of the same name is not asked; a function still is everybody's who has it.
    wordings.say_another_figure(session, company.marketing, now=LATER, promise_id=told, amount=4, unit="d")
    namesake = replace(company.marketing, name=rosa.name, function_id=None)
    for who, mine in ((rosa, 2), (namesake, 0)):
        (changes,) = to_change.to_change_open(session, who, today=TODAY)
        assert changes.mine == mine
    for nobody in ("0" * 32, company.customer.person_id):
        with pytest.raises(Refusal, match="not_an_option"):
            wordings.change_wording(session, company.marketing, changer_id=nobody, **change_it)
    held = my_data.export_my_data(session, rosa, now=LATER)["places_one_changes"]
    assert [one["promise_id"] for one in held] == [told]
    privacy.erase_ids(session, [rosa.person_id or ""], LATER)
    gone = wordings.wordings_of(session, company.marketing, promise_id=told)[2]
    assert (gone.changer, gone.changer_id) == ("", None)
