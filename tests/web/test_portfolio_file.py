"""The portfolio as a workbook: for who works here, complete, and nobody else learns that it is there."""

import io
from typing import Any

import openpyxl
import pytest

from models import promises, touchpoints, values, wordings
from models.access import Viewer
from models.all_verdicts import refresh_verdicts
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, TERMS, bring, delivery, orders, promise
from tests.web.conftest import Site
from web.downloads import XLSX

ADDRESS = "/download/portfolio.xlsx"


@pytest.fixture
def company(database: Database) -> Company:
    clock.set_clock(lambda: LATER)
    return writing(found)


def enters(site: Site, who: Viewer) -> None:
    site.cookies.clear()
    if who.person_id:
        site.sign_in(who.person_id)


def test_the_workbook_holds_promises_places_moves_values_and_nothing_that_runs(site: Site, company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, sentence="=A casa tua"))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    refresh_verdicts(reading, writing, company.marketing, now=LATER)
    writing(lambda s: touchpoints.lay_stages(s, "it"))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[0].id
    point = writing(lambda s: touchpoints.add_touchpoint(s, company.manager, now=NOW, name="Vetrina", stage_id=stage))
    told: dict[str, Any] = {"promise_id": promise_id, "touchpoint_id": point, "words": "+due giorni", "amount": 2}
    writing(lambda s: wordings.add_wording(s, company.marketing, now=NOW, unit="d", **told))
    writing(lambda s: values.add_value(s, company.facilitator, now=NOW, name="Pulito"))
    what: dict[str, Any] = TERMS | {"sentence": "=A casa tua", "amount": 4, "unit": "d", "version": 1}
    writing(lambda s: promises.change_promise(s, company.marketing, now=LATER, promise_id=promise_id, **what))
    refresh_verdicts(reading, writing, company.marketing, now=LATER)
    enters(site, company.outsider)
    answer = site.get(ADDRESS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert list(sheets) == ["Promesse", "Dove lo diciamo", "L'asticella spostata", "Valori", "Da raccontare"]
    first = dict(zip(sheets["Promesse"][0], sheets["Promesse"][1], strict=True))
    assert (first["Promessa"], first["Esito"], first["Casi"]) == ("=A casa tua", "Regge", 400)
    assert sheets["Dove lo diciamo"][1][:3] == ("=A casa tua", "Vetrina", "+due giorni")
    assert sheets["L'asticella spostata"][1][2:5] == ("da 48 ore a 4 giorni", "Non regge", "Regge")
    assert sheets["Valori"][1][0::3] == ("Pulito", "sì")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("who", ["customer", "guest", "disabled"])
def test_customers_and_guests_learn_nothing(site: Site, company: Company, who: str) -> None:
    enters(site, getattr(company, who))
    answer = site.get(ADDRESS)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
