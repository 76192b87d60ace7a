"""The portfolio and the scorecard as people read them, and how little they ask of the database."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import campaigns, capacities, promises, touchpoints, values, wordings
from models.portfolio import PortfolioRow, promise_rows
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, TERMS, bring, delivery, orders, promise
from tests.pages.desk import Shown, as_json, last_cells, open_page, sign_in_of

MOST = 20


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


def several(company: Company, n: int) -> list[str]:
    """So many promises in use on one process, each of another time; the data come in last."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    ids = []
    for number in range(n):
        what: dict[str, Any] = {"sentence": f"Frase {number}", "amount": 30 + 2 * number}
        ids.append(writing(lambda s, what=what: promise(s, company.marketing, process_id, **what)))  # type: ignore[misc]
        writing(lambda s, one=ids[-1]: promises.start_using(s, company.marketing, now=NOW, promise_id=one))  # type: ignore[misc]
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    return ids


def tell(company: Company, promise_id: str, name: str, words: str, amount: float, unit: str = "h") -> None:
    writing(lambda s: touchpoints.lay_stages(s, "it"))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[0].id
        known = {one.name: one.id for one in touchpoints.touchpoints_all(session, company.manager)}
    point = known.get(name) or writing(
        lambda s: touchpoints.add_touchpoint(s, company.manager, now=NOW, name=name, stage_id=stage)
    )
    what: dict[str, Any] = {"promise_id": promise_id, "touchpoint_id": point, "words": words, "amount": amount,
                            "unit": unit}  # fmt: skip
    writing(lambda s: wordings.add_wording(s, company.marketing, now=NOW, **what))


def said(shown: Shown) -> list[str]:
    assert not shown.failures
    return [str(one.value) for one in shown.app.markdown]


@pytest.mark.parametrize("page", ["promises", "scorecard"])
def test_the_first_opening_after_new_data_asks_no_more_for_many_promises(company: Company, page: str) -> None:
    ids = several(company, 14)
    for promise_id in ids[:6]:
        tell(company, promise_id, "Vetrina", "In tre giorni", 3, "d")
    sign_in = sign_in_of(company.marketing)
    open_page("home", sign_in)
    first = open_page(page, sign_in)
    assert not first.failures
    assert len(first.queries) <= MOST, "\n".join(one[:110] for one in first.queries)
    again = open_page(page, sign_in)
    assert len(again.queries) < len(first.queries)


def test_promises_not_in_use_stand_apart_and_are_not_counted(company: Company) -> None:
    several(company, 2)
    sign_in = sign_in_of(company.marketing)
    shown = open_page("promises", sign_in)
    assert shown.title.startswith("2 promesse: ")
    assert "**Non in uso**" not in said(shown)
    process = rows_of(company)[0].process_id
    writing(lambda s: promise(s, company.marketing, process, sentence="Una bozza", amount=100))
    shown = open_page("promises", sign_in)
    assert shown.title.startswith("2 promesse: "), "a draft is not yet something we promise"
    assert "**Non in uso**" in said(shown)


def rows_of(company: Company) -> list[PortfolioRow]:
    with reading() as session:
        return promise_rows(session, company.marketing, now=LATER)


def test_a_moved_bar_stands_in_the_log_with_the_verdict_before_and_after(company: Company) -> None:
    (promise_id,) = several(company, 1)
    sign_in = sign_in_of(company.marketing)
    open_page("promises", sign_in)
    what: dict[str, Any] = TERMS | {"sentence": "Frase 0", "amount": 4, "unit": "d", "reason": "Troppo stretta"}
    what |= {"promise_id": promise_id, "version": 1}
    writing(lambda s: promises.change_promise(s, company.marketing, now=LATER, **what))
    closed = open_page("promises", sign_in)
    assert "L'asticella spostata (1 volta)" in as_json(closed)
    closed.app.session_state["moved-bars"] = True
    body = " ".join(said(Shown(closed.app.run())))
    assert "da 30 ore a 4 giorni" in body
    assert "✕ Non regge 0 su 100 → ✔ Regge 100 su 100" in body
    assert "Troppo stretta" in body


def test_what_is_to_be_changed_and_what_customers_are_told_without_data_stand_on_top(company: Company) -> None:
    (promise_id,) = several(company, 1)
    tell(company, promise_id, "Vetrina", "In 30 ore", 30)
    what: dict[str, Any] = {"promise_id": promise_id, "amount": 3, "unit": "d"}
    writing(lambda s: wordings.say_another_figure(s, company.marketing, now=LATER, **what))
    clock.set_clock(lambda: LATER + timedelta(days=200))
    sign_in = sign_in_of(company.marketing)
    body = " ".join(said(open_page("promises", sign_in)))
    assert "Da cambiare in 1 posto: nessuno fatto, aperta da 200 giorni." in body
    assert "1 promessa è detta ai clienti senza dati, o con dati scaduti." in body


def test_the_scorecard_says_who_tells_another_figure_and_which_value_is_without_proof(company: Company) -> None:
    ids = several(company, 1)
    tell(company, ids[0], "Vetrina", "Frase 0 davvero", 30)
    tell(company, ids[0], "Agenti", "<b>Subito</b>", 1)
    for name, proofs in (("Di parola", ids), ("Pulito", [])):
        what: dict[str, Any] = {"name": name, "promise_ids": proofs}
        writing(lambda s, what=what: values.add_value(s, company.facilitator, now=NOW, **what))  # type: ignore[misc]
    shown = open_page("scorecard", sign_in_of(company.facilitator))
    assert shown.title == (
        "Su 2 punti di contatto che promettono qualcosa, 1 dice un'altra cifra, 2 promettono più di quanto manteniamo."
    )
    table = "".join(shown.texts)
    assert "✕ altre" in table
    assert "dice 1 ora, non 30 ore" in table
    assert "Di parola: non ancora" in table
    assert "&lt;b&gt;Subito" in table
    assert "<b>Subito" not in table.replace("&lt;", "")
    assert any("Valore senza prova" in one for one in said(shown))
    assert "Aggiungi o cambia un valore" in as_json(shown)
    assert "Aggiungi o cambia un valore" not in as_json(open_page("scorecard", sign_in_of(company.marketing)))


def test_customers_do_not_get_in(company: Company) -> None:
    several(company, 1)
    for name in ("promises", "scorecard"):
        assert "Frase" not in as_json(open_page(name, sign_in_of(company.customer)))


def test_whoever_works_here_says_that_they_saw_a_place_and_that_they_changed_it(company: Company) -> None:
    (promise_id,) = several(company, 1)
    tell(company, promise_id, "Vetrina", "In 30 ore", 30)
    what: dict[str, Any] = {"promise_id": promise_id, "amount": 3, "unit": "d"}
    writing(lambda s: wordings.say_another_figure(s, company.marketing, now=LATER, **what))
    # From Home to the places: they stand before everything else, and once.
    came = as_json(open_page("promise", sign_in_of(company.logistics), promise=promise_id, show="changes"))
    assert came.count("Da cambiare in 1 posto") == 1
    assert came.index("Da cambiare in 1 posto") < came.index("Dove lo diciamo")
    shown = open_page("promise", sign_in_of(company.logistics), promise=promise_id)
    assert "mai visto sul posto" in as_json(shown)
    next(one for one in shown.app.button if one.label == "Visto oggi").click().run()
    assert "visto oggi" in as_json(shown)
    assert "Da cambiare in 1 posto: nessuno fatto" in " ".join(said(shown))
    next(one for one in shown.app.text_input if one.label == "Che cosa c'è scritto adesso?").set_value("In 3 giorni")
    next(one for one in shown.app.button if one.label == "È cambiato").click().run()
    body = " ".join(said(shown))
    assert "Da cambiare" not in body
    assert "**Vetrina** «In 3 giorni»" in body


def test_with_a_campaign_chosen_every_row_says_today_and_during_and_what_would_help(company: Company) -> None:
    ids = several(company, 4)
    process = rows_of(company)[0].process_id
    # One call an hour that takes four: more than one can answer, no load for six.
    writing(lambda s: capacities.declare_capacity(
        s, company.logistics, now=NOW, process_id=process, agents=1, handling=14_000
    ))  # fmt: skip
    writing(lambda s: promises.change_promise(s, company.marketing, now=LATER, **{
        **TERMS, "sentence": "In 4 giorni", "amount": 4, "unit": "d", "promise_id": ids[0], "version": 1,
        "kept": 9, "of": 10, "reason": "Così regge"}))  # fmt: skip
    campaign_id = writing(lambda s: campaigns.plan_campaign(
        s, company.marketing, now=NOW, name="Natale di parola", starts_on=date(2026, 12, 1),
        ends_on=date(2027, 1, 6), low=25, likely=40, high=55, promise_ids=(ids[0], ids[1]),
    ))  # fmt: skip
    sign_in = sign_in_of(company.marketing)
    open_page("campaign", sign_in, campaign=campaign_id)
    shown = open_page("promises", sign_in, campaign=campaign_id)
    during = [one.partition("→")[2] for one in said(shown) if "→ **" in one]
    assert during == [" **✕ Non regge**"] * 4
    moves = last_cells(shown)
    assert moves.count("→ la campagna non ci si appoggia") == 2
    assert "→ non regge nemmeno oggi" in moves
    way_out = "più chiamate di quante ne prendano 1 persona al telefono; con 6 persone al telefono: 100"
    assert f"→ {way_out}" in moves
