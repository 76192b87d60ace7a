"""Where a promise is told, with which figure, and who changes it."""

from typing import Any

import pytest
from sqlmodel import Session

from models import portfolio, touchpoints, wordings
from models.errors import Refusal
from tests.company import NOW, Company, found
from tests.models.promising import LATER, delivery, promise


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def promise_id(session: Session, company: Company) -> str:
    return promise(session, company.marketing, delivery(session, company.logistics))


@pytest.fixture
def site(session: Session, company: Company) -> str:
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, company.manager)[2]
    return touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Sito nuovo", stage_id=stage.id)


def tell(session: Session, company: Company, promise_id: str, site: str, **other: Any) -> str:
    what: dict[str, Any] = {"touchpoint_id": site, "words": "A casa tua in 48 ore", "amount": 48, "unit": "h"}
    return wordings.add_wording(session, company.marketing, now=NOW, promise_id=promise_id, **(what | other))


def row(session: Session, company: Company) -> portfolio.PortfolioRow:
    return portfolio.promise_rows(session, company.marketing, now=LATER)[0]


def test_each_place_is_listed_with_its_words_figure_and_who_changes_it(
    session: Session, company: Company, promise_id: str, site: str
) -> None:
    tell(session, company, promise_id, site, place="https://example.com/caffe", changer="Marta")
    seen = wordings.wordings_of(session, company.logistics, promise_id=promise_id)[0]
    assert (seen.touchpoint, seen.words, seen.amount, seen.unit) == ("Sito nuovo", "A casa tua in 48 ore", 48, "h")
    assert (seen.is_link, seen.changer) == (True, "Marta")


def test_different_figures_in_different_places_are_flagged_and_equal_ones_in_other_units_are_not(
    session: Session, company: Company, promise_id: str, site: str
) -> None:
    tell(session, company, promise_id, site)
    tell(session, company, promise_id, site, words="Due giorni", amount=2, unit="d")
    tell(session, company, promise_id, site, words="Prestissimo", amount=None, unit=None)
    assert (row(session, company).places, row(session, company).differs) == (3, False)
    tell(session, company, promise_id, site, words="Domani mattina è da lei", amount=1, unit="d")
    assert row(session, company).differs


@pytest.mark.parametrize(
    "place",
    [
        "javascript:alert(1)", " JavaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x",
        "//evil.example/x", "https://evil.example/\"onclick=", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_place_that_would_run_something_is_refused(
    session: Session, company: Company, promise_id: str, site: str, place: str
) -> None:
    with pytest.raises(Refusal) as caught:
        tell(session, company, promise_id, site, place=place)
    assert (caught.value.code, caught.value.field) == ("not_a_link", "place")


@pytest.mark.parametrize("place", ["", "retro del volantino", "vetrina, a sinistra", "http://example.com/a?b=c#d"])
def test_a_plain_place_is_fine(session: Session, company: Company, promise_id: str, site: str, place: str) -> None:
    tell(session, company, promise_id, site, place=place)
    seen = wordings.wordings_of(session, company.marketing, promise_id=promise_id)[0]
    assert (seen.place, seen.is_link) == (place, place.startswith("http"))


def test_half_a_figure_is_refused(session: Session, company: Company, promise_id: str, site: str) -> None:
    with pytest.raises(Refusal) as caught:
        tell(session, company, promise_id, site, unit=None)
    assert (caught.value.code, caught.value.field) == ("empty", "unit")


def test_a_place_is_changed_and_taken_away_by_who_owns_the_promise_only(
    session: Session, company: Company, promise_id: str, site: str
) -> None:
    wording_id = tell(session, company, promise_id, site)
    changed: dict[str, Any] = {"touchpoint_id": site, "words": "In 3 giorni", "amount": 3, "unit": "d"}
    with pytest.raises(Refusal, match="not_allowed"):
        wordings.change_wording(session, company.outsider, now=LATER, wording_id=wording_id, **changed)
    wordings.change_wording(session, company.marketing, now=LATER, wording_id=wording_id, **changed)
    assert wordings.wordings_of(session, company.marketing, promise_id=promise_id)[0].words == "In 3 giorni"
    wordings.remove_wording(session, company.marketing, now=LATER, wording_id=wording_id)
    assert row(session, company).places == 0
    with pytest.raises(Refusal, match="not_found"):
        wordings.remove_wording(session, company.marketing, now=LATER, wording_id=wording_id)
