"""Can we launch?, what a process can take, and chains, on the desk as people do it."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from sqlmodel import Session

from models import blueprints, campaigns, capacities
from models.access import Viewer
from models.blueprints import blueprints_all
from models.campaigns import campaigns_all
from models.capacities import capacity_history
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from tests.pages.desk import Shown, open_page, sign_in_of

A = TypeVar("A")
QUERIES_MOST = 20


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    process = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process, orders(late_every=50)))
    return process


@pytest.fixture
def promise_id(company: Company, process_id: str) -> str:
    return writing(lambda s: promise(s, company.marketing, process_id))


@pytest.fixture
def campaign_id(company: Company, promise_id: str) -> str:
    return writing(lambda s: campaigns.plan_campaign(
        s, company.marketing, now=NOW, name="Natale di parola", starts_on=date(2026, 12, 1),
        ends_on=date(2027, 1, 6), low=25, likely=40, high=55, promise_ids=(promise_id,),
    ))  # fmt: skip


def slide(shown: Shown, number: int, value: int) -> Shown:
    shown.app.slider[number].set_value(value).run()
    assert not shown.failures
    return shown


def test_the_title_answers_and_the_slider_moves_it(company: Company, campaign_id: str) -> None:
    marta = sign_in_of(company.marketing)
    open_page("campaign", marta, campaign=campaign_id)
    shown = open_page("campaign", marta, campaign=campaign_id)
    assert not shown.failures
    assert shown.title == "? Nessuno ci ha ancora provato: «A casa tua in 48 ore» con 40 in più ogni 100."
    assert len(shown.queries) <= QUERIES_MOST
    assert any("servirebbero" in text and "Chiedi a Rosa Placci" in text for text in shown.texts)
    assert slide(shown, 0, 0).title == "✔ Sì: con quanti adesso la promessa regge."


def test_on_the_phone_a_second_slider_says_with_how_many(company: Company, process_id: str, campaign_id: str) -> None:
    # One an hour at ten thousand seconds is more than two can take, and no load for six.
    writing(lambda s: capacities.declare_capacity(
        s, company.logistics, now=NOW, process_id=process_id, agents=2, handling=10_000
    ))  # fmt: skip
    shown = open_page("campaign", sign_in_of(company.marketing), campaign=campaign_id)
    assert len(shown.app.slider) == 2
    before = shown.title
    assert slide(shown, 1, 6).title.startswith("✔ Sì")
    assert not before.startswith("✔")


def test_a_campaign_is_planned_and_who_keeps_the_process_says_what_it_can_take(
    company: Company, process_id: str, promise_id: str
) -> None:
    shown = open_page("campaign", sign_in_of(company.marketing))
    app = shown.app
    app.text_input[0].input("Pasqua")
    app.multiselect[0].select(promise_id)
    next(one for one in app.button if one.label == "Si può lanciare?").click().run()
    assert [one.name for one in reading_of(campaigns_all, company)] == ["Pasqua"]
    page = open_page("process", sign_in_of(company.logistics), process=process_id)
    field = next(one for one in page.app.number_input if one.label.startswith("Al massimo tanti"))
    field.set_value(450.0)
    form = field.form_id
    next(one for one in page.app.button if one.form_id == form).click().run()
    with reading() as session:
        assert [one.a_week for one in capacity_history(session, company.logistics, process_id=process_id)] == [450.0]


def reading_of(question: Callable[[Session, Viewer], list[A]], company: Company) -> list[A]:
    with reading() as session:
        return question(session, company.marketing)


def test_a_chain_is_drawn_and_names_its_weakest_step(company: Company, process_id: str, promise_id: str) -> None:
    marta = sign_in_of(company.marketing)
    shown = open_page("blueprint", marta)
    assert shown.title == "Ancora nessuna catena di processi."
    shown.app.multiselect[0].select(process_id).run()
    shown.app.text_input[0].input("Alla porta")
    next(one for one in shown.app.button if one.label == "Disegna").click().run()
    assert not shown.failures
    (drawn,) = reading_of(blueprints_all, company)
    page = open_page("blueprint", marta, blueprint=drawn.id)
    assert page.title == "Il passo più debole è «Consegna online»: 98 su 100."
    assert len(page.queries) <= QUERIES_MOST
    assert any("Consegna online (" in text and "il cliente lo vede" in text for text in page.texts)
    with reading() as session:
        assert blueprints.blueprint_view(session, company.marketing, blueprint_id=drawn.id).steps[0].seen
