"""Can we say it? on the desk: one box, one answer; what may be said at a touchpoint, and *Letto*."""

import pytest

from models import promises, touchpoints, wordings
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from tests.pages.desk import as_json, open_page, sign_in_of
from ui.cards import plain


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


@pytest.fixture
def shop(company: Company) -> str:
    """A shop that says 48 hours. Returns its id."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    promise_id = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=promise_id))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[2].id
    place = writing(lambda s: touchpoints.add_touchpoint(s, company.administrator, now=NOW, name="Bottega",
                                                         stage_id=stage))  # fmt: skip
    writing(lambda s: wordings.add_wording(s, company.marketing, now=NOW, promise_id=promise_id, touchpoint_id=place,
                                           words="A casa :red[tua] in 48 ore", amount=48, unit="h"))  # fmt: skip
    return place


def test_the_title_is_the_answer_to_what_home_sent_here(company: Company, shop: str) -> None:
    sign_in = sign_in_of(company.marketing)
    open_page("say", sign_in, say="Consegniamo in 24 ore")
    shown = open_page("say", sign_in, say="Consegniamo in 24 ore")
    assert not shown.failures
    assert shown.title == "✕ " + plain("Non regge: 0 su 100.")
    assert "Consegniamo in 3 giorni" in [str(one.value) for one in shown.app.code]
    assert len(shown.queries) <= 20
    writes = [one for one in shown.queries if not one.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert not any("INSERT" in one.upper() for one in writes), writes


def test_another_sentence_typed_on_the_page_gets_its_own_answer(company: Company, shop: str) -> None:
    app = open_page("say", sign_in_of(company.marketing), say="consegna in 24 ore").app
    for typed, answer in (("consegna in 3 giorni", "✔ " + plain("Regge: 100 su 100.")),
                          ("consegna domani", "✕ " + plain("Non regge: 0 su 100.")),
                          ("consegna in 4 giorni", "✔ " + plain("Regge: 100 su 100."))):  # fmt: skip
        app.text_input[0].set_value(typed)
        app.button[0].click().run()
        assert not app.exception
        assert app.title[0].value == answer
        assert app.text_input[0].value == typed


def test_what_is_in_doubt_is_asked_with_buttons(company: Company, shop: str) -> None:
    app = open_page("say", sign_in_of(company.marketing), say="roba bella in 3").app
    hours = next(button for button in app.button if button.label == "3 giorni")
    hours.click().run()
    assert app.title[0].value == "Si può dire?"
    which = next(button for button in app.button if "A casa tua in 48 ore" in button.label)
    which.click().run()
    assert not app.exception
    assert app.title[0].value == "✔ " + plain("Regge: 100 su 100.")


def test_an_empty_company_is_told_to_bring_a_file(company: Company) -> None:
    shown = open_page("say", sign_in_of(company.marketing), say="consegna in 24 ore")
    assert not shown.failures
    assert "Non c'è ancora nessuna promessa" in as_json(shown)


def test_what_may_be_said_here_is_read_and_marked(company: Company, shop: str) -> None:
    sign_in = sign_in_of(company.marketing)
    open_page("front_line", sign_in, at=shop)
    shown = open_page("front_line", sign_in, at=shop)
    assert not shown.failures
    assert shown.title == "Bottega: 1 frase che puoi dire"
    texts = [str(one.value) for one in shown.app.markdown]
    assert "- **«A casa \\:red\\[tua\\] in 3 giorni»** · 100 su 100" in texts
    assert "- «A casa \\:red\\[tua\\] in 48 ore» · oggi 86 su 100" in texts
    assert len(shown.queries) <= 20
    letto = next(button for button in shown.app.button if button.label == "Letto")
    letto.click().run()
    assert not shown.app.exception
    assert any("Letto da 1 su" in str(one.value) for one in shown.app.markdown)


def test_another_touchpoint_is_chosen_as_often_as_one_likes(company: Company, shop: str) -> None:
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[2].id
    phone = writing(lambda s: touchpoints.add_touchpoint(s, company.administrator, now=NOW, name="Telefono",
                                                         stage_id=stage))  # fmt: skip
    app = open_page("front_line", sign_in_of(company.marketing)).app
    assert app.title[0].value == "Che cosa si può dire oggi?"
    for place, title in ((shop, "Bottega: 1 frase che puoi dire"), (phone, "Telefono: che cosa rispondere"),
                         (shop, "Bottega: 1 frase che puoi dire")):  # fmt: skip
        app.selectbox[0].set_value(place).run()
        assert not app.exception
        assert app.title[0].value == title


def test_customers_do_not_get_in(company: Company, shop: str) -> None:
    for name, query in (("say", {"say": "consegna in 24 ore"}), ("front_line", {"at": shop})):
        shown = open_page(name, sign_in_of(company.customer), **query)
        assert "casa" not in as_json(shown)
        assert "su 100" not in as_json(shown)
