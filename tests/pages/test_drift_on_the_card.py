"""On the claim card: since when it gets worse, why the verdict is lower, how many misses are left; nothing where weeks
are too few."""

import pytest

from analysis.cases import cases
from store import clock
from store.doors import writing
from tests.company import Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from tests.models.test_lowered_verdicts import year
from tests.pages.desk import Shown, open_page, sign_in_of


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


def card(company: Company, raw: object, **terms: object) -> Shown:
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, raw))  # type: ignore[arg-type]
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, **terms))
    return open_page("promise", sign_in_of(company.marketing), promise=promise_id)


def texts(shown: Shown) -> list[str]:
    app = shown.app
    return [str(one.value) for part in (app.title, app.subheader, app.markdown, app.caption) for one in part]


def test_a_promise_that_gets_worse_says_since_when_why_and_what_is_left(company: Company) -> None:
    raw = year(0.82, lately=3)
    parts = ["<b>in bottega</b>" if number % 9 == 0 else "carta" for number in range(len(raw))]
    shown = card(company, cases(raw.ids, raw.start, raw.end, segment=parts), kept=8, of=10)
    said = texts(shown)
    assert any("sta peggiorando" in text and text.startswith("≈") for text in said)
    assert any(text.startswith("↘ Peggiora dal") for text in said)
    assert any(text.startswith("▼ Peggiora") for text in said)
    assert any("Quanti ne possiamo ancora sbagliare:" in text for text in said)
    assert any("carta p' di Laney" in text for text in said), "the test that fired stands in the fold"
    first_layer = [str(one.value) for part in (shown.app.title, shown.app.subheader) for one in part]
    assert not any(word in text for text in first_layer for word in ("Laney", "p =", "Mann-Kendall"))


def test_with_a_few_weeks_there_is_no_chart_and_no_alarm(company: Company) -> None:
    shown = card(company, orders(60, over=20.0))
    said = texts(shown)
    assert "Troppo poche settimane per vedere se si muove." in said
    assert not any(text.startswith(("↘", "↗", "→ Stabile")) for text in said)
