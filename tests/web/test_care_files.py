"""The cases about to miss as a file: for who works here, and nothing in it runs."""

import io

import openpyxl
import pytest

from analysis.cases import cases
from models import promises
from store import clock
from store.doors import writing
from tests.company import NOW, Company
from tests.models.promising import D, bring, delivery, promise
from tests.web.conftest import Site

EVIL = "=cmd|'/C calc'!A0"


@pytest.fixture
def waiting(company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    raw = cases([EVIL, "TB-2", "TB-late"], [D.timestamp() - hours * 3600 for hours in (47, 40, 60)],
                [float("nan")] * 3, touchpoint=["@SUM(1)", "Sito", "Sito"])  # fmt: skip
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    made = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=made))


def test_the_list_comes_as_excel_and_csv_and_nothing_in_it_is_a_formula(
    site: Site, company: Company, waiting: None
) -> None:
    site.sign_in(company.logistics.person_id or "")
    with clock.moving(D):
        book = site.get("/download/care.xlsx")
        text = site.get("/download/care.csv?touchpoint=%40SUM(1)").content.decode("utf-8-sig")
        over = site.get("/download/care.csv?standing=over").content.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    rows = list(sheet.iter_rows())  # type: ignore[union-attr]
    assert [row[1].value for row in rows] == ["Caso", EVIL, "TB-2"]
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} <= {"s", "d"}
    assert f"'{EVIL}" in text
    assert "'@SUM(1)" in text
    assert "TB-2" not in text
    assert "TB-late" in over
    assert "Ci dispiace" in over


def test_customers_and_strangers_get_no_list(site: Site, company: Company, waiting: None) -> None:
    assert site.get("/download/care.xlsx").status_code == 401
    site.sign_in(company.customer.person_id or "")
    answer = site.get("/download/care.csv")
    assert answer.status_code == 403
    assert "TB-2" not in answer.text
