"""A year read again: what would have been said at each month's end, with what was known by then."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from models import promises
from models.case_sets import EvidenceSet, evidence_cases, evidence_of_many, evidence_sets
from models.processes import processes_all
from models.replay import Replay, month_ends, replay
from store.doors import counting, reading, writing
from tests.company import Company, found
from tests.conftest import Database
from tests.models.promising import TERMS, bring, delivery, orders

MAY, JUNE = datetime(2026, 5, 25, 9, tzinfo=UTC), datetime(2026, 6, 10, tzinfo=UTC)
AUGUST, OCTOBER = datetime(2026, 8, 20, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def company(database: Database) -> Company:
    return writing(lambda s: found(s, now=MAY))


@pytest.fixture
def process_id(company: Company) -> str:
    """Often late in the data of August, good in those of October; each came in when it was complete."""
    made = writing(lambda s: delivery(s, company.logistics))
    late = orders(at=AUGUST, late_every=3)
    good = orders(first=1000, at=OCTOBER, over=50.0, late_every=10_000)
    for name, raw, at in (("august", late, AUGUST), ("october", good, OCTOBER)):
        writing(lambda s, n=name, r=raw, a=at: bring(s, company.logistics, made, r, name=n, at=a, now=a))  # type: ignore[misc]
    return made


def write(company: Company, process_id: str, **other: Any) -> str:
    what: dict[str, Any] = TERMS | {"process_id": process_id} | other
    return writing(lambda s: promises.create_promise(s, company.marketing, now=JUNE, **what))


def year(company: Company, *, most: int = 60) -> Replay:
    return replay(reading, company.marketing, today=TODAY, most=most)


def test_the_months_end_on_their_last_day_and_the_last_one_is_today() -> None:
    days = month_ends(date(2026, 3, 10))
    assert (days[0], days[-3], days[-2], days[-1], len(days)) == (
        date(2025, 4, 30), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 10), 12
    )  # fmt: skip


def test_each_month_is_judged_by_the_version_and_the_data_of_then(company: Company, process_id: str) -> None:
    promise_id = write(company, process_id)
    moved: dict[str, Any] = TERMS | {"promise_id": promise_id, "version": 1, "amount": 4, "unit": "d"}
    moved |= {"period_days": 50}
    writing(lambda s: promises.change_promise(s, company.marketing, now=OCTOBER + timedelta(days=2), **moved))
    seen = year(company)
    told = dict(zip(seen.days, seen.rows[0].cells, strict=True))
    assert told[date(2026, 5, 31)] is None  # not written yet
    verdicts = {day: (cell.verdict, cell.version) for day, cell in told.items() if cell is not None}
    assert verdicts[date(2026, 7, 31)] == ("not enough evidence", 1)  # no data yet
    assert verdicts[date(2026, 8, 31)] == ("not supportable", 1)
    assert verdicts[date(2026, 9, 30)] == ("not supportable", 1)
    assert verdicts[date(2026, 10, 31)] == ("supported", 2)
    assert (verdicts[TODAY], seen.left) == (("supported", 2), 0)


def test_what_was_not_computed_is_said_and_done_when_asked_again(company: Company, process_id: str) -> None:
    write(company, process_id, amount=49)
    assert [year(company, most=0).left, year(company, most=1).left] == [4, 2], "the newest data judge two months"
    assert year(company, most=1).left == 0, "it goes on where it stopped"


def test_a_year_of_many_promises_asks_no_more_than_one_of_few(company: Company, process_id: str) -> None:
    counts = []
    for more in (1, 9):
        for number in range(more):
            write(company, process_id, amount=30 + 10 * more + number)
        with counting() as counted:
            assert year(company).left == 0
        counts.append(counted.number)
    assert counts[1] <= counts[0] <= 5


def test_many_sets_are_read_at_once_as_each_would_be_alone(company: Company, process_id: str) -> None:
    with reading() as session:
        assert [one.id for one in processes_all(session, company.marketing)] == [process_id]
        both: list[EvidenceSet] = [
            evidence_sets(session, company.marketing, process_ids={process_id}, loaded_by=by)[process_id]
            for by in (AUGUST, OCTOBER)
        ]
        together = evidence_of_many(session, company.marketing, sets=both)
        for which, cases in zip(both, together, strict=True):
            alone = evidence_cases(session, company.marketing, which=which)
            assert (cases.ids.tolist(), cases.start.tolist()) == (alone.ids.tolist(), alone.start.tolist())
