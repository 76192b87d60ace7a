"""What competitors promise: noted by who works here, read by nobody else, and stale after 90 days."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from models import competitors
from models.access import NOBODY
from models.errors import NotFound, NotSignedIn, Refusal
from tests.company import NOW, Company, found
from tests.models.promising import LATER, delivery, promise

SEEN = date(2026, 11, 3)
CLAIM: dict[str, Any] = {
    "name": "Nerofondo", "claim": "consegna 24/48 h", "low": 1, "high": 2, "unit": "d",
    "how": "magazzino a Bologna, corriere proprio", "source": "https://example.com/spedizioni", "seen_on": SEEN,
}  # fmt: skip


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def promise_id(session: Session, company: Company) -> str:
    return promise(session, company.marketing, delivery(session, company.logistics))


def note(session: Session, company: Company, promise_id: str, **other: Any) -> str:
    return competitors.add_competitor(session, company.outsider, now=NOW, promise_id=promise_id, **(CLAIM | other))


def seen(session: Session, company: Company, promise_id: str, today: date = SEEN) -> list[competitors.ClaimView]:
    return competitors.claims_of(session, company.logistics, promise_ids=[promise_id], today=today)


def test_a_claim_is_noted_looked_at_again_and_taken_away(session: Session, company: Company, promise_id: str) -> None:
    note(session, company, promise_id, name="Espressia", claim="3-5 giorni, gratis", low=3, high=5)
    claim_id = note(session, company, promise_id)
    note(session, company, promise_id, name="Chiunque", claim="in un lampo", low=None, high=None, unit=None)
    assert [one.name for one in seen(session, company, promise_id)] == ["Nerofondo", "Espressia", "Chiunque"]
    first = seen(session, company, promise_id)[0]
    assert (first.sizes, first.is_link) == ((86_400.0, 172_800.0), True)
    again = CLAIM | {"claim": "in giornata", "low": None, "high": 24, "unit": "h", "seen_on": NOW.date()}
    competitors.change_competitor(session, company.marketing, now=NOW, competitor_id=claim_id, **again)
    first = seen(session, company, promise_id)[0]
    assert (first.claim, first.low, first.high, first.seen_on) == ("in giornata", 24, 24, NOW.date())
    competitors.remove_competitor(session, company.marketing, now=LATER, competitor_id=claim_id)
    assert len(seen(session, company, promise_id)) == 2
    with pytest.raises(NotFound):
        competitors.remove_competitor(session, company.marketing, now=LATER, competitor_id=claim_id)


def test_a_claim_is_stale_after_ninety_days_and_not_before(session: Session, company: Company, promise_id: str) -> None:
    note(session, company, promise_id)
    assert [seen(session, company, promise_id, SEEN + timedelta(days=days))[0].stale for days in (0, 90, 91)] == [
        False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"source": "javascript:alert(1)"}, "not_a_link", "source"), ({"low": 3}, "range_turned", "high"),
        ({"seen_on": NOW.date() + timedelta(days=2)}, "seen_later", "seen_on"), ({"unit": None}, "empty", "unit"),
        ({"low": None, "high": None}, "empty", "low"), ({"low": float("inf")}, "not_a_number", "low"),
        ({"name": " \u200b"}, "empty", "name"), ({"claim": "x" * 161}, "too_long", "claim"),
    ],
)  # fmt: skip
def test_a_bad_claim_is_refused_by_its_field(
    session: Session, company: Company, promise_id: str, other: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(Refusal) as caught:
        note(session, company, promise_id, **other)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_customers_and_strangers_never_read_or_write_one(session: Session, company: Company, promise_id: str) -> None:
    claim_id = note(session, company, promise_id)
    for who in (company.customer, company.guest):
        with pytest.raises(Refusal, match="not_allowed"):
            competitors.claims_of(session, who, promise_ids=[promise_id], today=SEEN)
        with pytest.raises(Refusal, match="not_allowed"):
            competitors.remove_competitor(session, who, now=NOW, competitor_id=claim_id)
    with pytest.raises(NotSignedIn):
        competitors.claims_of(session, NOBODY, promise_ids=[promise_id], today=SEEN)
