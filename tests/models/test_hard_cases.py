"""Cases that come in at the wrong hour, twice, or from elsewhere: a rule says what happens."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlmodel import Session

from analysis.cases import cases
from models import all_verdicts, evidence, portfolio, processes
from models.case_sets import evidence_cases, evidence_sets
from models.errors import NotFound, Refusal
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.models.promising import DAY, LATER, TERMS, D, bring, delivery, orders, promise

ROME, TOKYO = ZoneInfo("Europe/Rome"), ZoneInfo("Asia/Tokyo")
NAN = float("nan")


@pytest.fixture
def company(session: Session) -> Company:
    return found(session)


@pytest.fixture
def process_id(session: Session, company: Company) -> str:
    return delivery(session, company.logistics)


def test_a_moment_without_a_zone_raises_wherever_it_reaches_a_command(
    session: Session, company: Company, process_id: str
) -> None:
    """D07."""
    naive = D.replace(tzinfo=None)
    with pytest.raises((TypeError, ValueError)):
        bring(session, company.logistics, process_id, orders(), now=naive)
    with pytest.raises((TypeError, ValueError)):
        bring(session, company.logistics, process_id, orders(), at=naive)


def test_the_same_moment_told_in_another_zone_is_the_same_snapshot(
    session: Session, company: Company, process_id: str
) -> None:
    """D05, D06: midnight of the process's zone is an instant, whoever looks at it."""
    bring(session, company.logistics, process_id, orders(), at=D.astimezone(TOKYO))
    which = evidence_sets(session, company.logistics, process_ids={process_id})[process_id]
    assert which.as_of == D
    assert which.as_of.astimezone(ROME).time().isoformat() == "00:00:00"
    # One second later is younger data, one second earlier goes back in time.
    later = orders(first=1000)
    with pytest.raises(Refusal, match="as_of_older"):
        bring(session, company.logistics, process_id, later, name="prima.csv", at=D - timedelta(seconds=1))
    bring(session, company.logistics, process_id, later, name="dopo.csv", at=D + timedelta(seconds=1), now=LATER)


def test_a_last_day_that_has_passed_and_a_promise_that_ends_before_it_begins_are_refused(
    session: Session, company: Company, process_id: str
) -> None:
    """D04, D08."""
    past = (NOW - timedelta(days=1)).date()
    with pytest.raises(Refusal, match="valid_until_past"):
        promise(session, company.marketing, process_id, valid_until=past)
    with pytest.raises(Refusal):
        promise(session, company.marketing, process_id, counts_from=TERMS["valid_until"] + timedelta(days=1))
    assert portfolio.promise_rows(session, company.marketing, now=NOW) == []


def test_a_server_clock_that_jumps_keeps_the_order_of_what_came_in(
    session: Session, company: Company, process_id: str
) -> None:
    """D09: the order is that of the loads, not that of the clock."""
    first = bring(session, company.logistics, process_id, orders(), now=NOW + timedelta(days=1))
    changed = orders(late_every=1)
    second = bring(session, company.logistics, process_id, changed, name="corretti.csv", now=NOW - timedelta(hours=1))
    assert (first["number"], second["number"]) == (1, 2)
    which = evidence_sets(session, company.logistics, process_ids={process_id})[process_id]
    read = evidence_cases(session, company.logistics, which=which)
    assert float(np.nanmin(read.end - read.start)) == 3 * DAY


def test_an_id_twice_in_a_file_is_one_case_and_flagged_and_ids_are_what_they_are(
    session: Session, company: Company, process_id: str
) -> None:
    """X24, X29: "tb-1" and "TB-1" are two orders, as the file says; the same id twice is one."""
    at = D.timestamp()
    raw = cases(["TB-1", "TB-1", "tb-1"], [at - 9 * DAY, at - 9 * DAY, at - 9 * DAY], [NAN, at - 8 * DAY, NAN])
    bring(session, company.logistics, process_id, raw)
    (load,) = evidence.loads_of(session, company.logistics, process_id=process_id)
    assert ("same_id", 1) in load.notes
    made = promise(session, company.marketing, process_id)
    all_verdicts.refresh_verdicts(reading, writing, company.marketing, now=LATER)
    (row,) = portfolio.promise_rows(session, company.marketing, now=LATER, promise_ids=[made])
    assert row.verdict is not None
    assert (row.verdict.facts.cases, row.verdict.facts.kept) == (2, 1)


def test_cases_come_into_ones_own_process_only(session: Session, company: Company, process_id: str) -> None:
    """X27: another process's id is not found, somebody else's process is not mine; nothing comes in."""
    with pytest.raises(NotFound):
        bring(session, company.logistics, "0" * 32, orders())
    for somebody in (company.marketing, company.customer, company.guest):
        with pytest.raises(Refusal):
            bring(session, somebody, process_id, orders())
    owner = company.outsider.person_id or ""
    other = processes.create_process(session, company.outsider, now=NOW, name="Resi", owner_id=owner)
    bring(session, company.outsider, other, orders())
    assert evidence.loads_of(session, company.logistics, process_id=process_id) == []
