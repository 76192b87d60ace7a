"""Verdicts are computed between the doors, recorded once, and equal `assess` on the same cases."""

import json
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import numpy as np
import pytest
from sqlmodel import func, select

from analysis.cases import Cases, clean
from analysis.rule import Rule
from analysis.verdict import Verdict, assess
from models import all_verdicts, case_sets, portfolio, promises, publishing, verdicts
from models.errors import Refusal
from models.shelf import Shelf
from models.studies import SHELF, Study, cases_a_week, facts_of, part_of, proposed_period, study
from models.verdicts import VerdictRow
from store.doors import counting, reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import DAY, LATER, TERMS, D, bring, delivery, orders, promise


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    return writing(lambda s: delivery(s, company.logistics))


@pytest.fixture
def promise_id(company: Company, process_id: str) -> str:
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    return writing(lambda s: promise(s, company.marketing, process_id))


def refresh(company: Company, promise_id: str, **what: object) -> object:
    return verdicts.refresh_verdict(
        reading,
        writing,
        company.marketing,
        promise_id=promise_id,
        now=LATER,
        **what,  # type: ignore[arg-type]
    )


def card(company: Company, promise_id: str, now: object = LATER) -> portfolio.PromiseCard:
    with reading() as session:
        return portfolio.promise_card(session, company.marketing, now=now, promise_id=promise_id)  # type: ignore[arg-type]


def recorded() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(VerdictRow)).one()


def test_the_verdict_equals_assess_on_the_same_cases(company: Company, promise_id: str) -> None:
    refresh(company, promise_id)
    at = D.timestamp()
    expected = assess(clean(part_of(orders(), since=at - 90 * DAY), at), Rule(48 * 3600, Fraction(19, 20)))
    seen = card(company, promise_id).row.verdict
    assert seen is not None
    assert (seen.verdict, seen.facts.share, seen.facts.lower, seen.facts.upper) == (
        expected.verdict, expected.share, expected.lower, expected.upper,
    )  # fmt: skip
    assert seen.facts.promise_within == expected.promise_within
    assert (seen.at, seen.until) == (D, D + timedelta(days=90))


def test_the_same_inputs_are_recorded_once_however_often_the_page_is_opened(company: Company, promise_id: str) -> None:
    for _ in range(3):
        refresh(company, promise_id)
    SHELF.get("another key", lambda: refresh(company, promise_id))  # type: ignore[arg-type, return-value]
    assert recorded() == 1


def test_one_changed_case_changes_the_figure(company: Company, process_id: str, promise_id: str) -> None:
    refresh(company, promise_id)
    before = card(company, promise_id).row.verdict
    changed = orders()
    changed.end[1] = changed.start[1] + 10 * DAY
    writing(lambda s: bring(s, company.logistics, process_id, changed, name="corrected", now=LATER))
    refresh(company, promise_id)
    after = card(company, promise_id).row.verdict
    assert before is not None
    assert after is not None
    assert before.facts.share is not None
    assert after.facts.share is not None
    assert after.facts.share < before.facts.share
    assert recorded() == 2


def test_undoing_the_load_brings_the_old_figure_back(company: Company, process_id: str, promise_id: str) -> None:
    from models import evidence

    first = refresh(company, promise_id)
    writing(lambda s: bring(s, company.logistics, process_id, orders(late_every=2), name="wrong", now=LATER))
    second = refresh(company, promise_id)
    writing(lambda s: evidence.undo_load(s, company.logistics, now=LATER, process_id=process_id, number=2))
    third = refresh(company, promise_id)
    shares = [one.facts.share for one in (first, second, third)]  # type: ignore[attr-defined]
    assert shares[0] == shares[2] != shares[1]


def test_a_figure_told_elsewhere_is_judged_by_the_same_cases(company: Company, promise_id: str) -> None:
    found_ = refresh(company, promise_id, figures=[(1.0, "d"), (48.0, "h"), (4.0, "d")])
    told = found_.told  # type: ignore[attr-defined]
    assert told[(1.0, "d")].share == 0.0
    assert told[(48.0, "h")].share == found_.facts.share  # type: ignore[attr-defined]
    assert told[(4.0, "d")].verdict is Verdict.SUPPORTED


def test_moving_the_bar_shows_the_verdict_before_and_after(company: Company, promise_id: str) -> None:
    refresh(company, promise_id)
    easier = TERMS | {"amount": 4, "unit": "d", "sentence": "A casa tua in 4 giorni"}
    writing(
        lambda s: promises.change_promise(s, company.marketing, now=LATER, promise_id=promise_id, version=1, **easier)
    )
    refresh(company, promise_id)
    moved = card(company, promise_id).versions[1]
    assert moved.moved
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.verdict, moved.after.verdict) == (Verdict.NOT_SUPPORTABLE, Verdict.SUPPORTED)


def test_counting_again_from_a_day_leaves_the_earlier_cases_out(company: Company, promise_id: str) -> None:
    whole = refresh(company, promise_id)
    later = TERMS | {"counts_from": (D - timedelta(days=30)).date(), "reason": "I ricambi sono in casa."}
    writing(
        lambda s: promises.change_promise(s, company.marketing, now=LATER, promise_id=promise_id, version=1, **later)
    )
    part = refresh(company, promise_id)
    assert whole.facts.cases == 400  # type: ignore[attr-defined]
    assert part.facts.cases == 150  # type: ignore[attr-defined]


def test_without_data_there_is_no_verdict_and_nothing_is_recorded(company: Company, process_id: str) -> None:
    promise_id = writing(lambda s: promise(s, company.marketing, process_id))
    assert refresh(company, promise_id) is None
    row = card(company, promise_id).row
    assert (row.verdict, row.stands, recorded()) == (None, Verdict.NOT_ENOUGH_EVIDENCE, 0)


def test_a_promise_about_a_figure_is_judged_too(company: Company, process_id: str) -> None:
    from analysis.cases import cases

    at = D.timestamp()
    n = 400
    when = [at - 80 * DAY + k * 0.2 * DAY for k in range(n)]
    raw = cases([str(k) for k in range(n)], when, when, value=[8.0 if k % 50 else 12.0 for k in range(n)])
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    fresh = {"metric": "value", "unit": "value", "value_unit": "giorni", "amount": 10, "sentence": "Tostato da poco"}
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, **fresh))
    seen = refresh(company, promise_id)
    assert seen.facts.verdict is Verdict.SUPPORTED  # type: ignore[attr-defined]
    assert (seen.facts.say.amount, seen.facts.say.unit) == (8.0, "value")  # type: ignore[attr-defined]


def test_pages_ask_a_bounded_number_of_statements_whatever_the_number_of_promises(
    company: Company, process_id: str, promise_id: str
) -> None:
    for number in range(12):
        writing(lambda s, n=number: promise(s, company.marketing, process_id, amount=24 + n))  # type: ignore[misc]
    assert all_verdicts.refresh_verdicts(reading, writing, company.marketing, now=LATER) == 13
    assert all_verdicts.refresh_verdicts(reading, writing, company.marketing, now=LATER) == 0
    with counting() as counted, reading() as session:
        rows = portfolio.promise_rows(session, company.marketing, now=LATER)
    assert (len(rows), counted.number) == (13, 3)
    with counting() as counted:
        card(company, promise_id)
    assert counted.number <= 10
    with counting() as counted:
        refresh(company, promise_id)
    assert counted.number <= 4  # warm: nothing is computed, nothing is written


def test_the_worst_promise_comes_first(company: Company, process_id: str, promise_id: str) -> None:
    writing(lambda s: promise(s, company.marketing, process_id, amount=96, sentence="In quattro giorni"))
    writing(lambda s: promise(s, company.marketing, process_id, amount=24, sentence="Domani"))
    all_verdicts.refresh_verdicts(reading, writing, company.marketing, now=LATER)
    with reading() as session:
        rows = portfolio.promise_rows(session, company.marketing, now=LATER)
    assert [row.terms.sentence for row in rows] == ["Domani", "A casa tua in 48 ore", "In quattro giorni"]


def test_customers_read_the_share_of_a_promise_in_use_with_its_date(company: Company, promise_id: str) -> None:
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=promise_id))
    writing(lambda s: publishing.publish_promise(s, company.marketing, now=NOW, promise_id=promise_id))
    refresh(company, promise_id)
    with reading() as session:
        seen = publishing.public_promises(session, company.guest, now=LATER)[0]
        old = publishing.public_promises(session, company.guest, now=LATER + timedelta(days=91))[0]
    assert (seen.verdict, seen.as_of) == (Verdict.NOT_SUPPORTABLE, D)
    assert (old.verdict, old.share, old.as_of) == (Verdict.NOT_ENOUGH_EVIDENCE, None, D)  # and says from when
    assert (seen.too_old, old.too_old) == (False, True)


def test_facts_survive_the_way_through_the_database(company: Company, promise_id: str) -> None:
    facts = refresh(company, promise_id).facts  # type: ignore[attr-defined]
    assert facts_of(json.loads(json.dumps(facts.plain(), allow_nan=False))) == facts


def test_memory_and_database_choose_the_same_cases(company: Company, process_id: str, promise_id: str) -> None:
    since = D.timestamp() - 30 * DAY
    with reading() as session:
        which = case_sets.evidence_sets(session, company.marketing, process_ids={process_id})[process_id]
        stored = case_sets.evidence_cases(session, company.marketing, which=which, since=since)
    kept = part_of(orders(), since=since)
    for name in Cases.__slots__:
        np.testing.assert_array_equal(getattr(stored, name), getattr(kept, name))


@pytest.mark.parametrize(("a_week", "days"), [(200, 90), (20, 90), (19.9, 180), (10, 180), (9.9, 365), (0, 365)])
def test_the_period_is_proposed_from_the_volume(a_week: float, days: int) -> None:
    assert proposed_period(a_week) == days


def test_the_volume_is_that_of_the_last_twelve_weeks() -> None:
    assert cases_a_week(orders(400), D.timestamp()) == pytest.approx(35, abs=0.2)
    assert cases_a_week(orders(1), D.timestamp()) == 1.0


def test_the_shelf_is_bounded_and_makes_each_study_once() -> None:
    shelf: Shelf[Study] = Shelf(size=2)
    made: list[str] = []

    def maker(key: str) -> Callable[[], Study]:
        def make() -> Study:
            made.append(key)
            return study(orders(10), Rule(3600, Fraction(1, 2)), D.timestamp())

        return make

    for key in ("a", "a", "b", "c", "a"):
        shelf.get(key, maker(key))
    assert made == ["a", "b", "c", "a"]


def test_a_refusal_of_another_kind_is_not_swallowed(company: Company, promise_id: str) -> None:
    with pytest.raises(Refusal, match="not_found"):
        refresh(company, "0" * 32)


def test_a_session_is_never_open_while_it_is_computed(company: Company, promise_id: str) -> None:
    doors_open = []

    def watched() -> object:
        doors_open.append(True)
        return reading()

    def no_writing(work: object) -> object:
        raise AssertionError("warm: nothing to write")

    refresh(company, promise_id)
    verdicts.refresh_verdict(watched, no_writing, company.marketing, promise_id=promise_id, now=LATER)  # type: ignore[arg-type]
    assert len(doors_open) == 1
