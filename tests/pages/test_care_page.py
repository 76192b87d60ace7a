"""The care list and the publishing fold at the desk, as somebody presses their buttons."""

from datetime import timedelta

import pytest

from analysis.cases import cases
from models import promises, publishing
from models.care import care_page
from models.portfolio import promise_rows
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import D, bring, delivery, promise
from tests.pages.desk import open_page, sign_in_of

NAN = float("nan")


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def promise_id(company: Company) -> str:
    """In use, with two orders about to miss and one that has missed."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    ages = (40, 47, 60)
    raw = cases(["TB-1", "TB-2", "TB-3"], [D.timestamp() - age * 3600 for age in ages], [NAN] * 3)
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    made = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=made))
    return made


def test_care_reads_the_list_tells_a_customer_and_sees_it_ticked(company: Company, promise_id: str) -> None:
    with clock.moving(D):
        sign_in = sign_in_of(company.logistics)
        shown = open_page("care", sign_in)
        assert (shown.failures, shown.title) == ([], "2 casi stanno per sforare.")
        assert len(shown.queries) <= 20
        text = " ".join(shown.texts)
        assert "ordine TB\\-2" in text
        assert "TB\\-3" not in text
        assert "rischiamo di non mantenere quello che abbiamo detto, «A casa tua in 48 ore»" in text
        next(button for button in shown.app.button if button.label == "Avvisato").click().run()
        assert not shown.app.exception
        with reading() as session:
            items = care_page(session, company.marketing, now=D).items
        assert [(one.case_id, one.warned_by) for one in items] == [("TB-2", "Rosa Placci"), ("TB-1", "")]
        over = open_page("care", sign_in, standing="over")
        assert "Ci dispiace" in " ".join(over.texts)


def test_the_owner_publishes_on_the_card_and_the_portfolio_row_knows(company: Company, promise_id: str) -> None:
    with clock.moving(D + timedelta(hours=1)):
        writing(lambda s: publishing.publish_promise(s, company.marketing, now=NOW, promise_id=promise_id))
        with reading() as session:
            assert promise_rows(session, company.marketing, now=D)[0].published
        shown = open_page("promise", sign_in_of(company.logistics), promise=promise_id)
    assert shown.failures == []
    assert "Pubblicata: i clienti la trovano" in shown.texts
