"""Cases come in whole, only what changed is written, and the last load can be taken back."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlmodel import Session, col, func, select

from analysis.cases import cases
from models import case_sets, evidence, processes
from models.days import day_here
from models.errors import Refusal
from models.evidence import CaseVersion
from store.doors import counting
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import DAY, LATER, D, bring, delivery, orders


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    return delivery(session, company.logistics)


def read(session: Session, company: Company, process_id: str, **what: object) -> object:
    which = case_sets.evidence_sets(session, company.marketing, process_ids={process_id})[process_id]
    return case_sets.evidence_cases(session, company.marketing, which=which, **what)  # type: ignore[arg-type]


def versions(session: Session) -> int:
    return session.exec(select(func.count()).select_from(CaseVersion)).one()


def test_what_comes_out_is_what_came_in(session: Session, company: Company, process_id: str) -> None:
    raw = cases(
        ["1", "2", "3"], [D.timestamp() - 5 * DAY, D.timestamp() - 4 * DAY, float("nan")],
        [D.timestamp() - DAY, float("nan"), float("nan")], outcome=["ok", None, "annullato"], value=[1.5, np.nan, 0.0],
        segment=["bottega", "carta", None], touchpoint=[None, "Sito", "App"],
    )  # fmt: skip
    told = bring(session, company.logistics, process_id, raw)
    assert (told["rows"], told["new"], told["changed"], told["same"]) == (3, 3, 0, 0)
    out = read(session, company, process_id)
    for name in raw.__slots__:
        np.testing.assert_array_equal(getattr(out, name), getattr(raw, name))


def test_a_second_load_writes_only_what_changed(session: Session, company: Company, process_id: str) -> None:
    bring(session, company.logistics, process_id, orders(100))
    again = orders(100)
    again.end[-1] = again.start[-1] + DAY
    more = cases([*again.ids, "TB-new"], [*again.start, D.timestamp()], [*again.end, float("nan")])
    told = bring(session, company.logistics, process_id, more, name="dopo.xlsx", at=D + timedelta(days=1), now=LATER)
    assert (told["new"], told["changed"], told["same"]) == (1, 1, 99)
    assert versions(session) == 102
    assert len(read(session, company, process_id)) == 101  # type: ignore[arg-type]


def test_an_earlier_set_can_be_read_again(session: Session, company: Company, process_id: str) -> None:
    bring(session, company.logistics, process_id, orders(50))
    bring(session, company.logistics, process_id, orders(60), name="b", now=LATER)
    then = case_sets.evidence_sets(session, company.marketing, process_ids={process_id}, loaded_by=NOW)[process_id]
    assert then.number == 1
    assert len(case_sets.evidence_cases(session, company.marketing, which=then)) == 50


def test_the_same_file_twice_is_refused_with_the_day_it_came_in(
    session: Session, company: Company, process_id: str
) -> None:
    bring(session, company.logistics, process_id, orders(10))
    with pytest.raises(Refusal) as caught:
        bring(session, company.logistics, process_id, orders(10), now=LATER)
    found = caught.value
    assert (found.code, found.facts["on"], found.facts["number"]) == ("already_imported", day_here(NOW), 1)


def test_undoing_brings_back_what_was_before_and_the_file_may_come_again(
    session: Session, company: Company, process_id: str
) -> None:
    bring(session, company.logistics, process_id, orders(50))
    bring(session, company.logistics, process_id, orders(50, late_every=2), name="wrong", now=LATER)
    evidence.undo_load(session, company.logistics, now=LATER, process_id=process_id, number=2)
    np.testing.assert_array_equal(read(session, company, process_id).end, orders(50).end)  # type: ignore[attr-defined]
    told = bring(session, company.logistics, process_id, orders(50, late_every=2), name="wrong", now=LATER)
    assert (told["number"], told["changed"] > 0) == (3, True)
    assert [load.undone for load in evidence.loads_of(session, company.marketing, process_id=process_id)] == [
        False, True, False,
    ]  # fmt: skip


def test_only_the_last_load_is_undone_and_only_by_who_answers_for_the_process(
    session: Session, company: Company, process_id: str
) -> None:
    bring(session, company.logistics, process_id, orders(5))
    bring(session, company.logistics, process_id, orders(6), name="b")
    with pytest.raises(Refusal, match="not_last_load"):
        evidence.undo_load(session, company.logistics, now=LATER, process_id=process_id, number=1)
    with pytest.raises(Refusal, match="not_allowed"):
        evidence.undo_load(session, company.marketing, now=LATER, process_id=process_id, number=2)


def test_dirty_rows_are_kept_flagged_and_counted(session: Session, company: Company, process_id: str) -> None:
    t = D.timestamp()
    nothing = float("nan")
    ends = [t - 4 * DAY, nothing, t - DAY, t]
    raw = cases(["a", "b", "b", "c"], [t - 3 * DAY, t - 2 * DAY, t - 2 * DAY, nothing], ends)
    bring(session, company.logistics, process_id, raw)
    load = evidence.loads_of(session, company.marketing, process_id=process_id)[0]
    assert dict(load.notes) == {"no_start": 1, "same_id": 1, "end_before_start": 1}
    assert versions(session) == 4
    flagged = session.exec(select(CaseVersion.case_id, CaseVersion.flags).order_by(col(CaseVersion.line))).all()
    assert [tuple(row) for row in flagged] == [
        ("a", "end_before_start"),
        ("b", "same_id"),
        ("b", ""),
        ("c", "no_start"),
    ]


@pytest.mark.parametrize(
    ("at", "code"), [(NOW + timedelta(days=3), "as_of_future"), (D - timedelta(days=1), "as_of_older")]
)
def test_data_neither_come_from_tomorrow_nor_go_back_in_time(
    session: Session, company: Company, process_id: str, at: object, code: str
) -> None:
    bring(session, company.logistics, process_id, orders(5))
    with pytest.raises(Refusal, match=code) as refused:
        bring(session, company.logistics, process_id, orders(6), name="b", at=at)  # type: ignore[arg-type]
    # As the page says it: data that end at midnight are as of the day before.
    assert refused.value.facts.get("on") in (None, day_here(D - timedelta(seconds=1)))


def test_an_empty_file_and_an_endless_cell_are_refused_with_the_row(
    session: Session, company: Company, process_id: str
) -> None:
    with pytest.raises(Refusal, match="no_cases"):
        bring(session, company.logistics, process_id, cases([], []))
    with pytest.raises(Refusal) as caught:
        bring(session, company.logistics, process_id, cases(["1", "x" * 201], [D.timestamp()] * 2))
    assert (caught.value.code, caught.value.facts["line"]) == ("case_text_long", 3)
    assert versions(session) == 0


def test_only_a_segment_or_a_period_is_read_when_that_is_asked(
    session: Session, company: Company, process_id: str
) -> None:
    t = D.timestamp()
    raw = cases(["1", "2", "3"], [t - 90 * DAY, t - DAY, t - DAY], segment=["a", "a", "b"])
    bring(session, company.logistics, process_id, raw)
    out = read(session, company, process_id, since=t - 10 * DAY, segment="a")
    assert out.ids.tolist() == ["2"]  # type: ignore[attr-defined]


def test_eight_thousand_cases_are_taken_in_with_few_statements(
    session: Session, database: Database, company: Company, process_id: str
) -> None:
    raw = orders(8000)
    with counting() as counted:
        bring(session, company.logistics, process_id, raw)
    assert counted.number < 40
    with counting() as counted:
        which = case_sets.evidence_sets(session, company.marketing, process_ids={process_id})[process_id]
        summary = case_sets.evidence_summary(session, company.marketing, which=which)
    assert counted.number == 3
    assert (summary.cases, summary.open) == (8000, int(np.isnan(raw.end).sum()))


def test_a_file_name_is_shown_on_one_line_and_without_its_folders(
    session: Session, company: Company, process_id: str
) -> None:
    bring(session, company.logistics, process_id, orders(5), name="../../etc/a\r\nb\u202e.xlsx")
    assert evidence.loads_of(session, company.marketing, process_id=process_id)[0].file_name == "a b .xlsx"


def test_a_process_has_a_unique_name_and_both_words_for_a_case_or_none(session: Session, company: Company) -> None:
    who = company.logistics
    delivery(session, who)
    for name, code, more in (
        ("CONSEGNA  online", "name_taken", {}),
        ("Altra", "noun_half", {"noun_one": "ordine"}),
        ("Altra", "zone_unknown", {"zone": "Mars/Olympus"}),
        ("Altra", "not_staff", {"owner_id": company.customer.person_id}),
        ("Altra", "not_an_option", {"owner_id": "0" * 32}),
    ):
        given: dict[str, Any] = {"name": name, "owner_id": who.person_id} | more
        with pytest.raises(Refusal, match=code):
            processes.create_process(session, who, now=NOW, **given)


def test_only_its_owner_or_an_administrator_changes_a_process(
    session: Session, company: Company, process_id: str
) -> None:
    what = {"now": LATER, "process_id": process_id, "name": "Consegne", "owner_id": company.marketing.person_id}
    with pytest.raises(Refusal, match="not_allowed"):
        processes.change_process(session, company.marketing, **what)  # type: ignore[arg-type]
    processes.change_process(session, company.logistics, **what)  # type: ignore[arg-type]
    view = processes.process_view(session, company.marketing, process_id=process_id)
    assert (view.name, view.owner) == ("Consegne", "Marta Gualdi")
