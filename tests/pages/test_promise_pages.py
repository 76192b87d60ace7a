"""Checking, reading and changing promises on the desk, as people do it."""

from datetime import datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlmodel import func, select

from models import promises, signatures, touchpoints, wordings
from models.evidence import CaseVersion
from models.processes import Process
from models.promises import Promise
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, D, bring, delivery, orders, promise
from tests.pages.desk import Shown, as_json, last_cells, open_page, sign_in_of

ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


@pytest.fixture
def promise_id(company: Company) -> str:
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    return writing(lambda s: promise(s, company.marketing, process_id))


def stored(kind: type) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def as_file(european: bool = False) -> bytes:
    raw, text = orders(399), StringIO()
    text.write("Ordine;Ordinato il;Consegnato il\n")
    shape = "%m/%d/%Y %H:%M" if european else "%Y-%m-%d %H:%M:%S"
    for case, *times in zip(raw.ids, raw.start, raw.end, strict=True):
        said = ["" if t != t else datetime.fromtimestamp(t, ROME).strftime(shape) for t in times]
        text.write(f"{case};{said[0]};{said[1]}\n")
    return text.getvalue().encode()


def drop(shown: Shown, data: bytes, name: str = "ordini.csv") -> Any:
    shown.app.file_uploader[0].upload(name, data, "text/csv")
    return shown.app.run()


def test_the_claim_card_is_titled_by_its_answer_and_shows_who_signed(company: Company, promise_id: str) -> None:
    writing(lambda s: promises.ask_keeper(s, company.marketing, now=NOW, promise_id=promise_id))
    no: dict[str, Any] = {"promise_id": promise_id, "version": 1, "answer": "no", "words": "dipende dal corriere"}
    writing(lambda s: signatures.sign_promise(s, company.logistics, now=NOW, **no))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=promise_id))
    shown = open_page("promise", sign_in_of(company.marketing), promise=promise_id)
    assert not shown.failures
    assert shown.title == "✕ Non regge: 86 volte su 100 negli ultimi 90 giorni; ne promettiamo 95."
    said = as_json(shown)
    still_open = int(np.isnan(orders().end).sum())
    assert f"400 ordini, {still_open} ancora in corso, dati aggiornati al 16 nov 2026." in said
    assert "Rosa Placci: no («dipende dal corriere»)" in said
    assert "Un remo solo" in said
    assert "Kaplan-Meier" in said  # in the fold


def test_the_card_judges_every_figure_told_and_counts_the_different_ones(company: Company, promise_id: str) -> None:
    writing(lambda s: touchpoints.lay_stages(s, "it"))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[0]
    site = writing(lambda s: touchpoints.add_touchpoint(s, company.manager, now=NOW, name="Vetrina", stage_id=stage.id))
    for words, amount, unit in (("In 48 ore", 48, "h"), ("Dopodomani", 2, "d"), ("[x](http://evil) subito", 4, "d")):
        what: dict[str, Any] = {
            "promise_id": promise_id,
            "touchpoint_id": site,
            "words": words,
            "amount": amount,
            "unit": unit,
        }
        writing(lambda s, what=what: wordings.add_wording(s, company.marketing, now=NOW, **what))  # type: ignore[misc]
    shown = open_page("promise", sign_in_of(company.marketing), promise=promise_id)
    bodies = [str(one.value) for one in shown.app.markdown]
    places = [bodies[at : at + 3] for at, body in enumerate(bodies) if body.startswith("**Vetrina**")]
    assert sorted(place[1:] for place in places) == [
        ["2 giorni", "✕ 86 su 100"], ["4 giorni", "✔ 100 su 100"], ["48 ore", "✕ 86 su 100"]
    ]  # fmt: skip
    assert "⚠ **Tre posti, due cifre diverse.**" in bodies
    assert not any("[x](http://evil)" in body for body in bodies), "what people typed is no link"


def test_the_portfolio_says_how_many_hold_and_what_to_do_next(company: Company, promise_id: str) -> None:
    sign_in = sign_in_of(company.marketing)
    first, again = (open_page("promises", sign_in) for _ in range(2))
    assert again.title == "1 promessa: 1 non regge."
    assert last_cells(again) == ["→ Di' 3 giorni"]
    assert len(again.queries) < len(first.queries)
    assert len(again.queries) <= 16


def test_a_file_is_checked_in_one_page_and_nothing_is_stored(company: Company) -> None:
    shown = open_page("check", sign_in_of(company.marketing))
    app = drop(shown, as_file())
    assert not app.exception
    assert app.title[0].value == "✕ Non regge: 86 volte su 100 in tutto il file; ne promettiamo 95."
    assert "Oggi puoi dire: entro 3 giorni, almeno 19 su 20." in " ".join(str(one.value) for one in app.markdown)
    assert (stored(Process), stored(CaseVersion), stored(Promise)) == (0, 0, 0)


def test_a_hundred_of_a_hundred_is_answered_with_a_sentence(company: Company) -> None:
    app = drop(open_page("check", sign_in_of(company.marketing)), as_file())
    of = next(one for one in app.number_input if one.label == "volte su")
    of.set_value(19).run()
    assert "100 su 100" in app.error[0].value


def test_each_cell_that_cannot_be_read_is_named(company: Company) -> None:
    data = as_file().replace(b"\nTB-7;", b"\nTB-7;31.02.2026", 1)
    app = drop(open_page("check", sign_in_of(company.marketing)), data)
    assert not app.exception
    assert "Non è entrato niente" in app.error[0].value
    assert any("Riga 9" in str(one.value) for one in app.markdown)


def test_a_date_that_can_be_read_in_two_ways_is_asked_and_not_guessed(company: Company) -> None:
    head = b"Ordine;Ordinato il;Consegnato il\n"
    data = head + b"".join(b"%d;0%d/02/2026;0%d/03/2026\n" % (k, 1 + k % 9, 1 + k % 9) for k in range(40))
    app = drop(open_page("check", sign_in_of(company.marketing)), data)
    asked = [one for one in app.radio if "che cosa significa" in one.label]
    assert [one.value for one in asked] == [None, None]
    assert app.title[0].value == "Si può dire? Controlla una promessa."
    for one in asked:
        one.set_value("dd/mm/yyyy")
    app.run()
    assert "su 100" in app.title[0].value or "Pochi dati" in app.title[0].value


def test_a_changed_case_changes_the_figure_on_the_page(company: Company, promise_id: str) -> None:
    sign_in = sign_in_of(company.marketing)
    before = open_page("promise", sign_in, promise=promise_id).title
    changed = orders()
    changed.end[:40] = changed.start[:40] + 10 * 86_400
    with reading() as session:
        process_id = session.exec(select(Process.id)).one()
    writing(lambda s: bring(s, company.logistics, process_id, changed, name="corrected", at=D, now=LATER))
    after = open_page("promise", sign_in, promise=promise_id).title
    assert before != after
    assert "78 volte su 100" in after or "77 volte su 100" in after


def test_customers_do_not_get_in(company: Company, promise_id: str) -> None:
    for name in ("check", "promises", "promise", "processes", "process"):
        shown = open_page(name, sign_in_of(company.customer), promise=promise_id)
        assert "A casa tua" not in as_json(shown)
        assert "Consegna" not in as_json(shown)


def test_a_guessed_promise_is_a_sentence(company: Company) -> None:
    shown = open_page("promise", sign_in_of(company.marketing), promise="0" * 32)
    assert not shown.failures
    assert len(shown.app.error) == 1
