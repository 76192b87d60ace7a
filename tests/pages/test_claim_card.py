"""The claim card as marketing uses it: three marks and their sentence, competitors, another version, an idea."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session, select

from models.access import NOBODY
from models.asking import start_asking
from models.base import new_token
from models.competitors import add_competitor
from models.expectations import answer_expectation
from models.ideas import Idea
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from tests.pages.desk import Shown, as_json, open_page, sign_in_of

CLAIM: dict[str, Any] = {"claim": "24/48 h", "low": 1, "high": 2, "unit": "d", "how": "corriere proprio"}


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


@pytest.fixture
def promise_id(company: Company) -> str:
    """Promised 48 hours; five people expect two days, and of two competitors one was seen long ago."""

    def build(session: Session) -> str:
        process_id = delivery(session, company.logistics)
        bring(session, company.logistics, process_id, orders())
        made = promise(session, company.marketing, process_id)
        token = start_asking(session, company.marketing, now=NOW, promise_id=made, question="In quanti giorni?")
        answer = partial(answer_expectation, session, now=NOW, token=token)
        for amount in (1, 2, 2, 3):
            answer(NOBODY, amount=amount, origin="advertising", browser=new_token())
        answer(company.guest, amount=5, origin="friend")
        for name, day in (("Nerofondo <b>", date(2026, 11, 3)), ("Moka Serale", date(2026, 7, 8))):
            add_competitor(session, company.outsider, now=NOW, promise_id=made, name=name, seen_on=day, **CLAIM)
        return made

    return writing(build)


def card(company: Company, promise_id: str) -> Shown:
    shown = open_page("promise", sign_in_of(company.marketing), promise=promise_id)
    assert not shown.failures
    return shown


def test_three_marks_and_the_sentence_under_them(company: Company, promise_id: str) -> None:
    shown = card(company, promise_id)
    said = as_json(shown)
    assert "Atteso: 2 giorni (5 risposte); Promesso: 48 ore; Mantenuto: 3 giorni, 19 su 20" in said
    assert "Promettiamo più di quanto manteniamo." in said
    assert "Da dove viene, e per quante persone: pubblicità 4, un amico 1." in said
    assert "Moka Serale: 1-2 giorni, da ricontrollare" in said
    assert "Che cosa dicono i concorrenti (2) · 1 da ricontrollare" in said
    assert "Nerofondo <b>" not in "".join(str(one.value) for one in shown.app.markdown)


def test_the_chosen_figure_goes_into_the_form_of_the_next_version(company: Company, promise_id: str) -> None:
    app = card(company, promise_id).app
    change = next(one for one in app.button if one.label == "Cambia la promessa")
    app = change.click().run()
    assert not app.exception
    amount = next(one for one in app.number_input if one.label == "entro")
    assert amount.value == 3, "three days stand at the balanced stop"
    assert any("Quello a cui puntiamo" in one.label for one in app.number_input)


def test_improving_opens_a_prefilled_idea_with_three_levers(company: Company, promise_id: str) -> None:
    app = card(company, promise_id).app
    app = next(one for one in app.button if one.label.startswith("Migliora il processo")).click().run()
    lever = next(one for one in app.radio if one.label == "Che cosa cambieresti?")
    assert lever.options == [
        "cambiare il processo", "cambiare la promessa", "cambiare l'attesa (informare, tenere compagnia)",
    ]  # fmt: skip
    assert app.text_area[0].value == "Per mantenere più spesso «A casa tua in 48 ore» potremmo…"
    app = next(one for one in app.button if one.label == "Invia l'idea").click().run()
    assert not app.exception
    with reading() as session:
        assert session.exec(select(Idea.text)).all() == ["Per mantenere più spesso «A casa tua in 48 ore» potremmo…"]


def test_customers_see_neither_competitors_nor_what_others_expect(company: Company, promise_id: str) -> None:
    for name in ("promise", "promises", "home", "mine"):
        said = as_json(open_page(name, sign_in_of(company.customer), promise=promise_id))
        assert "Nerofondo" not in said
        assert "risposte" not in said


def test_a_lever_pressed_again_leads_to_the_idea_that_is_there(company: Company, promise_id: str) -> None:
    for said in ("Adesso è un'idea, e aspetta una decisione.", "È già un'idea. Eccola:"):
        # In a tab of its own: two quick clicks in one are one click anyway.
        app = card(company, promise_id).app
        app = next(one for one in app.button if one.label == "⚙ cambiare il processo").click().run()
        assert not app.exception
        assert [one.value for one in (*app.success, *app.info)].count(said) == 1
        assert not app.error
        assert "Mettila sul tavolo →" in as_json(Shown(app))
    with reading() as session:
        assert len(session.exec(select(Idea.text)).all()) == 1
