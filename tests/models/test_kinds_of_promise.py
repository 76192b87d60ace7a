"""Promises within a time, yes or no, on a measure; with variants; in opening hours: from the command to the figure."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from analysis.cases import Cases, cases
from analysis.verdict import Verdict
from models import checks, in_hands, opening_hours, portfolio, promises, touchpoints, verdicts, wordings
from models.access import Viewer
from models.errors import Refusal
from models.promise_terms import Kind
from models.studies import Study
from store.doors import reading, writing
from tests.company import NOW, Company, found
from tests.conftest import Database
from tests.models.promising import DAY, LATER, TERMS, D, bring, delivery, orders, promise

MEASURE = {"metric": "value", "unit": "value", "amount": 10, "value_unit": "giorni", "complete": True}
YES = {"metric": "value", "direction": "at least", "unit": "value", "amount": 1, "yes_no": True,
       "yes_when": ("giusto",), "kept": 49, "of": 50}  # fmt: skip
OFFICE = ["9-13, 15-19"] * 5 + ["", "chiuso"]


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    return writing(lambda s: delivery(s, company.logistics))


def measured() -> Cases:
    """800 packets: 790 between 4 and 10 days old, 10 too old; 792 of the orders right; half by card."""
    start = D.timestamp() - np.linspace(80, 1, 800) * DAY
    age = [12.0 if k % 80 == 0 else 4.0 + k % 7 for k in range(800)]
    outcome = ["sbagliato" if k % 100 == 0 else "Giusto" for k in range(800)]
    return cases([f"P{k}" for k in range(800)], start, start + 300, value=age, outcome=outcome,
                 segment=["carta" if k % 2 else "in bottega" for k in range(800)])  # fmt: skip


def judged(company: Company, promise_id: str, **what: Any) -> Study:
    study = verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER, **what)
    assert study is not None
    return study


def row_of(company: Company, promise_id: str) -> portfolio.PortfolioRow:
    with reading() as session:
        return portfolio.promise_rows(session, company.marketing, now=LATER, promise_ids=[promise_id])[0]


def refused(work: Callable[[], Any]) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.code, caught.value.field


@pytest.mark.parametrize(
    ("terms", "kind", "kept"),
    [
        (MEASURE, Kind.MEASURE, 790),
        (MEASURE | {"direction": "at least", "amount": 4.5, "value_unit": "su 5"}, Kind.MEASURE, 687),
        (MEASURE | {"direction": "between", "amount": 4, "ceiling": 10}, Kind.MEASURE, 790),
        (YES, Kind.YES_NO, 792),
        ({}, Kind.TIME, 800),
    ],
)
def test_each_kind_is_written_computed_and_read_back(
    company: Company, process_id: str, terms: dict[str, Any], kind: Kind, kept: int
) -> None:
    raw = measured()
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, **terms))
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    study = judged(company, promise_id)
    row = row_of(company, promise_id)
    assert row.terms.kind is kind
    assert (study.facts.cases, study.facts.kept) == (800, kept)
    assert row.verdict is not None
    assert row.verdict.facts == study.facts
    for name in ("amount", "ceiling", "direction", "value_unit", "yes_when"):
        if name in terms:
            assert getattr(row.terms, name) == terms[name]


@pytest.mark.parametrize(
    ("terms", "code", "field"),
    [
        (YES | {"yes_when": ()}, "yes_needed", "yes_when"),
        (YES | {"amount": 2}, "not_an_option", "yes_when"),
        (YES | {"yes_when": ("",)}, "empty", "yes_when"),
        (MEASURE | {"direction": "between"}, "ceiling_needed", "ceiling"),
        (MEASURE | {"direction": "between", "ceiling": 10}, "ceiling_low", "ceiling"),
        (MEASURE | {"ceiling": 12}, "not_an_option", "ceiling"),
        (MEASURE | {"business": True}, "not_an_option", "business"),
        ({"business": True}, "hours_missing", "business"),
        ({"amount": -1}, "too_small", "amount"),
        ({"variants": ({"segment": "carta"}, {"segment": "carta"})}, "variant_twice", "variants"),
        ({"variants": ({"segment": "carta"},), "segment": "carta"}, "variant_of_segment", "variants"),
        ({"variants": ({"segment": "carta", "amount": 0, "unit": "h"},)}, "too_small", "variants"),
        (YES | {"variants": ({"segment": "carta", "amount": 1, "unit": "value"},)}, "not_an_option", "variants"),
    ],
)
def test_a_promise_that_says_two_things_is_refused(
    company: Company, process_id: str, terms: dict[str, Any], code: str, field: str
) -> None:
    assert refused(lambda: writing(lambda s: promise(s, company.marketing, process_id, **terms))) == (code, field)


def test_one_promise_has_a_verdict_for_each_choice_and_says_the_worst(company: Company, process_id: str) -> None:
    """A7: the whole holds, in the shop it does not: on the edge, and the shop is named."""
    raw = orders(800, late_every=10_000)
    shop = np.arange(800) % 8 == 0
    raw.end[shop] = np.where(np.arange(shop.sum()) % 3 == 0, raw.start[shop] + 4 * DAY, raw.end[shop])
    raw.segment[:] = np.where(shop, "in bottega", "carta")
    named = {"variants": ({"segment": "carta"}, {"segment": "in bottega"}), "kept": 9, "of": 10}
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, **named))
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    facts = judged(company, promise_id).facts
    by = {one.segment: one for one in facts.variants}
    assert (by["carta"].verdict, by["in bottega"].verdict) == (Verdict.SUPPORTED, Verdict.NOT_SUPPORTABLE)
    assert (facts.base_verdict, facts.verdict, facts.headline_of) == (Verdict.SUPPORTED, Verdict.AT_RISK, "")
    assert "part_not_supportable" in [code for code, _ in facts.downgrades]
    assert row_of(company, promise_id).verdict.facts.variants == facts.variants  # type: ignore[union-attr]


def test_with_figures_of_their_own_the_promise_is_as_good_as_its_worst_choice(
    company: Company, process_id: str
) -> None:
    raw = orders(800)
    raw.segment[:] = np.where(np.arange(800) % 2 == 0, "normale", "espressa")
    named = {"variants": ({"segment": "normale", "amount": 4, "unit": "d"},
                          {"segment": "espressa", "amount": 24, "unit": "h"})}  # fmt: skip
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, **named))
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    facts = judged(company, promise_id).facts
    assert [(one.segment, one.verdict) for one in facts.variants] == [
        ("normale", Verdict.SUPPORTED), ("espressa", Verdict.NOT_SUPPORTABLE),
    ]  # fmt: skip
    assert (facts.headline_of, facts.verdict, facts.cases) == ("espressa", Verdict.NOT_SUPPORTABLE, 400)


def hours(company: Company, process_id: str, week: list[str], holidays: str = "", who: Viewer | None = None) -> None:
    writing(
        lambda s: opening_hours.set_opening_hours(
            s, who or company.logistics, now=NOW, process_id=process_id, week=week, holidays=holidays
        )
    )


def test_business_time_counts_opening_hours_and_changed_hours_are_another_verdict(
    company: Company, process_id: str
) -> None:
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    hours(company, process_id, OFFICE, "8/12/2026\n25/12/2026")
    day_and_night = writing(lambda s: promise(s, company.marketing, process_id, amount=20))
    business = writing(lambda s: promise(s, company.marketing, process_id, amount=20, business=True))
    assert judged(company, day_and_night).facts.kept == 0
    first = judged(company, business)
    assert first.facts.kept > 300
    assert row_of(company, business).terms.hours == row_of(company, day_and_night).terms.hours
    for week, holidays in ((["9-19"] * 5 + ["9-13", ""], ""), (OFFICE, "8/12/2026\n2/11/2026")):
        hours(company, process_id, week, holidays)
        again = judged(company, business)
        assert again.assessment is not first.assessment
        assert again.facts.share != first.facts.share
    with reading() as session:
        history = verdicts.verdicts_of(session, company.marketing, promise_id=business, now=LATER)
    assert len(history) == 3
    assert refused(lambda: hours(company, process_id, [""] * 7)) == ("hours_in_use", "week")


def test_three_working_days_are_three_days_of_opening(company: Company, process_id: str) -> None:
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    hours(company, process_id, OFFICE)
    days = writing(lambda s: promise(s, company.marketing, process_id, amount=3, unit="d", business=True))
    same = writing(lambda s: promise(s, company.marketing, process_id, amount=24, unit="h", business=True))
    first, second = (judged(company, one).facts for one in (days, same))
    assert (first.share, first.lower, first.promise_within) == (second.share, second.lower, second.promise_within)


@pytest.mark.parametrize(
    ("week", "holidays", "code"),
    [
        (["9-13", "boh", "", "", "", "", ""], "", "hours_unreadable"),
        (["9:75-13", "", "", "", "", "", ""], "", "hours_unreadable"),
        (["13-9", "", "", "", "", "", ""], "", "hours_order"),
        (["9-13, 12-15", "", "", "", "", "", ""], "", "hours_order"),
        (["9-25", "", "", "", "", "", ""], "", "hours_order"),
        (OFFICE, "Natale", "holiday_unreadable"),
        (OFFICE, "31/2/2026", "holiday_unreadable"),
        (["9" * 200, "", "", "", "", "", ""], "", "too_long"),
        (OFFICE[:6], "", "not_valid"),
    ],
)
def test_hours_that_nobody_can_read_are_refused_and_nothing_is_kept(
    company: Company, process_id: str, week: list[str], holidays: str, code: str
) -> None:
    assert refused(lambda: hours(company, process_id, week, holidays))[0] == code
    with reading() as session:
        assert not opening_hours.hours_view(session, company.marketing, process_id=process_id).told


def test_hours_are_read_as_people_write_them_and_only_the_owner_writes_them(company: Company, process_id: str) -> None:
    week = ["9-13 e 15:30-19", "9.00-18.00", "", "chiuso", "0-24", "", ""]
    hours(company, process_id, week, "2026-12-25, 26/12/2026")
    with reading() as session:
        seen = opening_hours.hours_view(session, company.marketing, process_id=process_id)
    assert seen.week == ("9:00-13:00, 15:30-19:00", "9:00-18:00", "", "", "0:00-24:00", "", "")
    assert seen.holidays == (date(2026, 12, 25), date(2026, 12, 26))
    assert refused(lambda: hours(company, process_id, OFFICE, who=company.marketing))[0] == "not_allowed"
    assert date(2027, 3, 29) in opening_hours.italian_holidays(2027)  # Easter Monday


def test_what_rests_on_somebody_else_is_said(company: Company, process_id: str) -> None:
    """A26: by the process, and by the place where it is told."""
    promise_id = writing(lambda s: promise(s, company.marketing, process_id))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[0].id
    names = {name: writing(lambda s, n=name, c=control: touchpoints.add_touchpoint(  # type: ignore[misc]
        s, company.manager, now=NOW, name=n, stage_id=stage, control=c
    )) for name, control in (("Corriere", "no"), ("Sito", "ours"), ("Social", "partly"))}  # fmt: skip

    def rests() -> list[tuple[str, str, bool]]:
        with reading() as session:
            found = in_hands.not_ours(session, company.marketing, promise_ids=[promise_id])
        return [(one.name, one.control.value, one.by_process) for one in found.get(promise_id, [])]

    def tie(who: Viewer, *ids: str) -> None:
        writing(lambda s: in_hands.tie_process(s, who, now=NOW, process_id=process_id, touchpoint_ids=list(ids)))

    assert rests() == []
    tie(company.logistics, names["Corriere"], names["Sito"])
    writing(lambda s: wordings.add_wording(
        s, company.marketing, now=NOW, promise_id=promise_id, touchpoint_id=names["Social"], words="In 48 ore"
    ))  # fmt: skip
    assert rests() == [("Corriere", "no", True), ("Social", "partly", False)]
    with reading() as session:
        named = in_hands.not_ours_named(session, company.marketing, names=["corriere ", "Bottega"])
    assert [one.name for one in named] == ["Corriere"]
    assert refused(lambda: tie(company.marketing, names["Sito"]))[0] == "not_allowed"
    assert refused(lambda: tie(company.logistics, "0" * 32)) == ("not_an_option", "touchpoint_ids")
    tie(company.logistics)
    assert rests() == [("Social", "partly", False)]


def test_one_starts_again_only_with_a_reason_and_both_figures_stay(company: Company, process_id: str) -> None:
    promise_id = writing(lambda s: promise(s, company.marketing, process_id))
    raw = orders()
    raw.end[:250] = raw.start[:250] + 5 * DAY
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    judged(company, promise_id)
    again = TERMS | {"counts_from": date(2026, 10, 20)}

    def change(**more: Any) -> None:
        writing(lambda s: promises.change_promise(
            s, company.marketing, now=NOW, promise_id=promise_id, version=1, **(again | more)
        ))  # fmt: skip

    assert refused(change) == ("restart_reason", "reason")
    change(reason="Da oggi i ricambi sono in casa.")
    judged(company, promise_id)
    with reading() as session:
        version = portfolio.promise_card(session, company.marketing, now=LATER, promise_id=promise_id).versions[1]
    assert version.moved
    before, after = version.before, version.after
    assert before is not None
    assert after is not None
    assert (before.facts.share or 1) < 0.5 < (after.facts.share or 0)
    assert version.terms.reason == "Da oggi i ricambi sono in casa."


def test_a_check_of_any_kind_is_saved_whole(company: Company) -> None:
    new = {"name": "Preparazione", "owner_id": company.marketing.person_id}

    def save(raw: Cases, file_name: str, **terms: Any) -> str:
        said = TERMS | {"process": new} | terms
        return writing(lambda s: checks.save_check(
            s, company.marketing, now=NOW, cases=raw, lines=list(range(2, len(raw) + 2)), as_of=D, file_name=file_name,
            file_hash=file_name, **said,
        ))["promise_id"]  # fmt: skip

    right = save(measured(), "preparazione.xlsx", **YES)
    assert judged(company, right).facts.kept == 792
    quick = save(orders(), "consegne.xlsx", process=new | {"name": "Consegne"}, amount=20, business=True,
                 hours={"week": OFFICE, "holidays": ""})  # fmt: skip
    assert judged(company, quick).facts.kept > 300
    assert row_of(company, quick).terms.hours is not None
