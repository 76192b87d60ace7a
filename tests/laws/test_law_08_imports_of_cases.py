"""Law 8, for cases. An import is all or nothing, names each unreadable cell and why, and can be undone."""

import csv
import gzip
from datetime import datetime
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import func, select

from analysis.rule import Rule
from analysis.verdict import Verdict
from exchange.tables import UnreadableFile, read_cases
from models import activity, evidence
from models.checks import save_check
from models.errors import Refusal
from models.evidence import CaseVersion, Load, cases_of_columns
from models.portfolio import promise_rows
from models.processes import Process
from models.promises import Promise
from models.receipts import once
from models.studies import study
from store.doors import counting, reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import LATER, TERMS, D, bring, delivery, orders

BOSTON = Path(__file__).resolve().parents[3] / "shared" / "data" / "boston311_2015_cases.csv.gz"
HEAD = "case_id,start,end\n"


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


def count(kind: type) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(kind)).one()


def read(text: str) -> dict[str, list[object]]:
    frame = read_cases(text.encode(), filename="casi.csv", zone="Europe/Rome").frame
    return {name: list(frame[name]) for name in frame.columns}


def test_one_bad_row_among_five_hundred_and_nothing_comes_in(company: Company) -> None:
    rows = [f"{number},2026-10-01 10:00,2026-10-02 10:00\n" for number in range(500)]
    rows[6] = "7,31.02.2026,2026-10-02\n"
    with pytest.raises(UnreadableFile) as refused:
        read(HEAD + "".join(rows))
    assert [(error.row, error.column) for error in refused.value.errors] == [(8, "start")]
    assert count(CaseVersion) == 0


def test_a_failure_in_the_middle_of_a_load_leaves_nothing(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))

    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(activity, "record", fails)
    with pytest.raises(OSError, match="full"):
        writing(lambda s: bring(s, company.logistics, process_id, orders(300)))
    assert (count(Load), count(CaseVersion)) == (0, 0)


def test_the_same_form_twice_is_one_load_and_one_receipt(company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    what: dict[str, Any] = {
        "process_id": process_id,
        "as_of": D,
        "file_name": "a",
        "file_hash": "a",
        "cases": orders(20),
    }
    first, second = (
        writing(lambda s: once(s, company.logistics, evidence.load_cases, form_key="one form", now=NOW, **what))
        for _ in range(2)
    )
    assert (first.code, second.again) == (second.code, True)
    assert count(Load) == 1


def test_checking_stores_nothing_and_saving_stores_process_cases_and_promise_together(company: Company) -> None:
    raw = orders()
    study(raw, Rule(48 * 3600, Fraction(19, 20)), D.timestamp())
    assert (count(Process), count(CaseVersion), count(Promise)) == (0, 0, 0)
    what: dict[str, Any] = {
        "cases": raw, "lines": list(range(2, 402)), "as_of": D, "file_name": "a", "file_hash": "a",
        "process": {"name": "Consegna", "owner_id": company.logistics.person_id},
    }  # fmt: skip
    with pytest.raises(Refusal, match="never_certain"):
        writing(lambda s: save_check(s, company.marketing, now=NOW, **what, **(TERMS | {"kept": 20})))
    assert (count(Process), count(CaseVersion), count(Promise)) == (0, 0, 0)
    writing(lambda s: save_check(s, company.marketing, now=NOW, **what, **TERMS))
    assert (count(Process), count(CaseVersion), count(Promise)) == (1, 400, 1)
    with reading() as session:
        row = promise_rows(session, company.marketing, now=LATER)[0]
    assert (row.process_owner, row.owner) == ("Rosa Placci", "Marta Gualdi")


def test_whoever_checks_cannot_slip_data_into_somebody_elses_process(company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    what: dict[str, Any] = {
        "cases": orders(20),
        "lines": list(range(2, 22)),
        "as_of": D,
        "file_name": "a",
        "file_hash": "a",
    }
    with pytest.raises(Refusal, match="not_allowed"):
        writing(lambda s: save_check(s, company.marketing, now=NOW, process_id=process_id, **what, **TERMS))
    assert (count(Load), count(Promise)) == (0, 0)


@pytest.mark.skipif(not BOSTON.is_file(), reason="the reference cases are not on this machine")
def test_street_lights_do_not_hold_fourteen_days() -> None:
    with gzip.open(BOSTON, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["process"] == "Street Light Outages"]
    text = StringIO()
    writer = csv.DictWriter(text, ["case_id", "start", "end"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    at = datetime(2016, 1, 13, tzinfo=ZoneInfo("Europe/Rome")).timestamp()
    facts = study(cases_of_columns(read(text.getvalue())), Rule(14 * 86_400, Fraction(4, 5)), at).facts
    assert (facts.verdict, facts.cases, facts.open) == (Verdict.NOT_SUPPORTABLE, 7956, 1188)
    tenths = [round(100 * share, 1) for share in (facts.share or 0, facts.lower or 0, facts.upper or 0)]
    assert tenths == [63.8, 61.4, 66.1]
    assert facts.promise_within is not None
    assert facts.say is not None
    assert round(facts.promise_within / 86_400, 1) == 65.8
    assert (facts.say.amount, facts.say.unit, facts.sure_of) == (66, "d", (61, 100))


def test_eight_thousand_rows_are_stored_in_a_few_statements(company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    with counting() as asked:
        writing(lambda s: bring(s, company.logistics, process_id, orders(8000)))
    assert asked.number < 60
    assert count(CaseVersion) == 8000
