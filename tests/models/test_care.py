"""About to miss: which open cases, in which order, and who has told the customer already."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from analysis.cases import cases
from models import care_sentences, care_warnings, my_data, opening_hours, promises
from models.access import Viewer
from models.care import CarePage, Standing, care_counts, care_page
from models.errors import NotFound, Refusal
from models.people import disable_person
from store.doors import counting
from tests.company import NOW, Company, found
from tests.models.promising import D, bring, delivery, promise
from words.care import care_line, left_words, sentence_to_send
from words.speech import speech

HOUR = 3600.0
IT, EN = speech("it"), speech("en")


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    return delivery(session, company.logistics)


def use(session: Session, company: Company, process_id: str, **terms: Any) -> str:
    made = promise(session, company.marketing, process_id, **terms)
    promises.start_using(session, company.marketing, now=NOW, promise_id=made)
    return made


def waiting(
    session: Session, company: Company, process_id: str, ages: dict[str, float], *, at: datetime = D,
    name: str = "aperti.xlsx", now: datetime = NOW, **columns: list[str | None],
) -> None:  # fmt: skip
    """Orders that are open at the date of the data, each so many hours old."""
    started = [at.timestamp() - hours * HOUR for hours in ages.values()]
    raw = cases(list(ages), started, [float("nan")] * len(ages), **columns)  # type: ignore[arg-type]
    bring(session, company.logistics, process_id, raw, name=name, at=at, now=now)


def look(session: Session, viewer: Viewer, now: datetime = D, **what: Any) -> CarePage:
    return care_page(session, viewer, now=now, **what)


def ids(page: CarePage) -> list[str]:
    return [one.case_id for one in page.items]


def test_what_has_used_four_fifths_of_its_time_stands_there_soonest_first(
    session: Session, company: Company, process_id: str
) -> None:
    use(session, company, process_id)
    waiting(session, company, process_id, {"young": 38, "soon": 39, "sooner": 47, "just": 48, "late": 49})
    page = look(session, company.logistics)
    assert ids(page) == ["just", "sooner", "soon"]
    assert [left_words(IT, one.left) for one in page.items[1:]] == ["tempo rimasto: 60 minuti", "tempo rimasto: 9 ore"]
    assert (page.soon, page.over, page.as_of) == (3, 1, D)
    assert care_line(IT, [(3, "ordine", "ordini"), (0, "resa", "rese")]) == "Stanno per sforare: 3 ordini."
    over = look(session, company.logistics, standing=Standing.OVER)
    assert ids(over) == ["late"]
    assert left_words(EN, over.items[0].left) == "over since 60 minutes"
    # The age is that of now: the next morning another one has missed.
    assert look(session, company.logistics, D + timedelta(hours=2)).over == 3


def test_only_what_the_promise_counts_is_looked_at(session: Session, company: Company, process_id: str) -> None:
    use(session, company, process_id, segment="express", period_days=7)
    ages = {"other": 40.0, "cancelled": 41.0, "mine": 42.0, "old": 24.0 * 8}
    waiting(session, company, process_id, ages, segment=["standard", "express", "express", "express"],
            outcome=[None, "annullato dal cliente", None, None])  # fmt: skip
    page = look(session, company.logistics)
    assert (ids(page), page.over) == (["mine"], 0)


def test_a_case_that_ended_in_newer_data_is_gone_and_one_that_came_again_keeps_its_tick(
    session: Session, company: Company, process_id: str
) -> None:
    made = use(session, company, process_id)
    waiting(session, company, process_id, {"a": 40, "b": 41})
    what = {"process_id": process_id, "promise_id": made, "case_id": "b"}
    care_warnings.warn_case(session, company.logistics, now=NOW, **what)
    care_warnings.warn_case(session, company.marketing, now=NOW, **what)
    later = D + timedelta(hours=2)
    newer = cases(["a", "b"], [D.timestamp() - 40 * HOUR, D.timestamp() - 41 * HOUR], [D.timestamp(), float("nan")],
                  touchpoint=["Sito", "Sito"])  # fmt: skip
    bring(session, company.logistics, process_id, newer, name="dopo.xlsx", at=later, now=later)
    page = look(session, company.marketing, later)
    assert ids(page) == ["b"]
    assert (page.items[0].warned_by, page.items[0].warned_at) == ("Rosa Placci", NOW)
    mine = my_data.export_my_data(session, company.logistics, now=later)
    assert mine["told_customers_before_they_called"][0]["case_id"] == "b"
    care_warnings.unwarn_case(session, company.marketing, now=later, **what)
    assert look(session, company.marketing, later).items[0].warned_at is None
    with pytest.raises(NotFound):
        care_warnings.warn_case(session, company.logistics, now=NOW, **(what | {"case_id": "nobody's"}))


def test_cases_are_grouped_by_touchpoint_the_most_urgent_group_first_and_paged(
    session: Session, company: Company, process_id: str
) -> None:
    use(session, company, process_id)
    ages = {"s1": 40.0, "b1": 47.0, "s2": 41.0, "b2": 39.0, "n1": 42.0}
    waiting(session, company, process_id, ages, touchpoint=["Sito", "Bottega", "Sito", "Bottega", None])
    page = look(session, company.logistics)
    assert page.places == [("Bottega", 2), ("", 1), ("Sito", 2)]
    assert ids(page) == ["b1", "b2", "n1", "s2", "s1"]
    assert ids(look(session, company.logistics, touchpoint="Sito")) == ["s2", "s1"]
    second = look(session, company.logistics, start=2, most=2)
    assert (ids(second), second.total) == (["n1", "s2"], 5)


def test_in_business_time_the_night_does_not_count(session: Session, company: Company, process_id: str) -> None:
    opening_hours.set_opening_hours(session, company.logistics, now=NOW, process_id=process_id,
                                    week=["9:00-17:00"] * 5 + ["", ""], holidays="")  # fmt: skip
    use(session, company, process_id, amount=10, unit="h", business=True)
    # D is Tuesday at midnight: on Monday eight hours were worked, so 8 of 10 are gone.
    waiting(session, company, process_id, {"monday": 16.0})
    page = look(session, company.logistics, D + timedelta(hours=9, minutes=30))
    assert [(one.case_id, round(one.left / HOUR, 1), one.business) for one in page.items] == [("monday", 1.5, True)]
    assert abs((page.items[0].due - (D + timedelta(hours=11))).total_seconds()) <= 60
    assert left_words(IT, page.items[0].left, business=True) == "tempo rimasto: 1 ora di lavoro"
    assert look(session, company.logistics, D + timedelta(hours=12)).over == 1


def test_the_sentence_to_send_is_the_companys_own_where_somebody_wrote_it(
    session: Session, company: Company, process_id: str
) -> None:
    made = use(session, company, process_id)
    waiting(session, company, process_id, {"{promise}": 40})
    words = "Ciao! {caso}: «{promessa}» entro il {entro}."
    what: dict[str, Any] = {"now": NOW, "promise_id": made, "language": "it"}
    care_sentences.write_care_sentence(session, company.logistics, words=words, **what)
    one = look(session, company.marketing).items[0]
    fill: dict[str, Any] = {"case": one.case_id, "promise": one.sentence, "due": one.due, "zone": one.zone}
    said = sentence_to_send(IT, one.sentences, over=False, **fill)
    # What stands in the file is only text: it is not filled in again.
    assert said == "Ciao! {promise}: «A casa tua in 48 ore» entro il 17 nov 2026, 08:00."
    assert "before you have to call" in sentence_to_send(EN, one.sentences, over=False, **fill)
    assert "Ci dispiace" in sentence_to_send(IT, one.sentences, over=True, **fill)
    with pytest.raises(Refusal, match="care_place_unknown"):
        care_sentences.write_care_sentence(session, company.logistics, words="Ciao {nome}", **what)
    care_sentences.write_care_sentence(session, company.logistics, words="", **what)
    assert care_sentences.care_sentences(session, company.marketing, promise_id=made) == {}


def test_a_promise_that_is_not_in_use_or_counts_no_time_is_not_watched(
    session: Session, company: Company, process_id: str
) -> None:
    promise(session, company.marketing, process_id)
    use(session, company, process_id, metric="value", unit="value", amount=3)
    waiting(session, company, process_id, {"a": 40})
    assert look(session, company.logistics).lines == []
    assert care_counts(session, company.logistics, now=D) == []


def test_it_asks_no_more_questions_with_more_cases(session: Session, company: Company, process_id: str) -> None:
    use(session, company, process_id)
    waiting(session, company, process_id, {"a": 40})
    with counting() as few:
        look(session, company.logistics)
    use(session, company, process_id, sentence="In tre giorni", amount=3, unit="d")
    waiting(session, company, process_id, {f"n{n}": 39 + n / 10 for n in range(60)}, at=D + timedelta(hours=1),
            name="altri.xlsx", now=NOW + timedelta(hours=1))  # fmt: skip
    with counting() as many:
        look(session, company.logistics)
    assert many.number == few.number <= 6


def test_who_told_them_stays_when_that_person_leaves(session: Session, company: Company, process_id: str) -> None:
    made = use(session, company, process_id)
    waiting(session, company, process_id, {"a": 40})
    care_warnings.warn_case(session, company.outsider, now=NOW, process_id=process_id, promise_id=made, case_id="a")
    disable_person(session, company.administrator, now=NOW, person_id=company.outsider.person_id or "")
    assert look(session, company.logistics).items[0].warned_by == "Vito Serra"
