"""Verdicts after step 8: what lowers them is recorded and read back, old rows live, drift sees a year."""

import json
from datetime import timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from sqlmodel import select

from analysis.cases import Cases, cases
from analysis.rule import Rule
from analysis.verdict import Verdict
from models import portfolio, verdicts
from models.promise_terms import Variant
from models.studies import SHELF, Study, facts_of, study
from models.verdicts import VerdictRow
from store.doors import reading, writing
from tests.company import Company, found
from tests.conftest import Database
from tests.models.promising import DAY, LATER, D, bring, delivery, promise

WEEK = 7 * DAY
NEW = ("matured_share", "downgrades", "drift", "burning", "missed_blocks")


def year(last_weeks: float = 0.97, *, lately: int = 1, weeks: int = 50, a_week: int = 50) -> Cases:
    """A year of orders kept 97 times of 100, and less in the last full weeks."""
    rng = np.random.default_rng(9)
    first = D.timestamp() - weeks * WEEK - 4 * DAY
    start, end = [], []
    for week in range(weeks):
        share = last_weeks if week >= weeks - lately else 0.97
        begun = first + week * WEEK + np.sort(rng.uniform(0, WEEK, a_week))
        start += begun.tolist()
        end += (begun + np.where(rng.random(a_week) < share, 1.0, 3.5) * DAY).tolist()
    end = [moment if moment < D.timestamp() else float("nan") for moment in end]
    return cases([f"TB-{n}" for n in range(len(start))], start, end)


@pytest.fixture
def company(database: Database) -> Company:
    return writing(found)


@pytest.fixture
def process_id(company: Company) -> str:
    return writing(lambda s: delivery(s, company.logistics))


def judged(company: Company, process_id: str, raw: Cases, **terms: Any) -> tuple[str, Study]:
    writing(lambda s: bring(s, company.logistics, process_id, raw))
    promise_id = writing(lambda s: promise(s, company.marketing, process_id, **({"kept": 9, "of": 10} | terms)))
    made = verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    assert made is not None
    return promise_id, made


def seen(company: Company, promise_id: str) -> verdicts.VerdictView:
    with reading() as session:
        row = portfolio.promise_card(session, company.marketing, now=LATER, promise_id=promise_id).row
    assert row.verdict is not None
    return row.verdict


def test_a_promise_that_holds_and_gets_worse_is_on_the_edge_and_says_why(company: Company, process_id: str) -> None:
    promise_id, made = judged(company, process_id, year(0.8))
    view = seen(company, promise_id)
    assert (view.facts.base_verdict, view.facts.verdict) == (Verdict.SUPPORTED, Verdict.AT_RISK)
    assert view.verdict is Verdict.AT_RISK
    assert "week_below" in [code for code, _ in view.facts.downgrades]
    assert view.facts.drift is not None
    assert view.facts.drift.worsening
    assert view.facts.burning is not None
    assert view.facts.burning.allowed == view.facts.cases // 10
    assert view.facts == made.facts


def test_a_sound_one_stays_and_its_own_figure_told_has_the_same_verdict(company: Company, process_id: str) -> None:
    _, made = judged(company, process_id, year())
    worse = study(year(0.8), Rule(2 * DAY, Fraction(9, 10)), D.timestamp(), since=D.timestamp() - 90 * DAY,
                  figures=[(48.0, "h"), (4.0, "d"), (30.0, "h")])  # fmt: skip
    assert (made.facts.verdict, made.facts.downgrades) == (Verdict.SUPPORTED, ())
    assert worse.told[(48.0, "h")].verdict is Verdict.AT_RISK
    assert worse.told[(30.0, "h")].share == worse.facts.share
    assert worse.told[(30.0, "h")].verdict is Verdict.AT_RISK, "what lowers a promise lowers a bolder figure too"
    assert worse.told[(4.0, "d")].verdict is Verdict.SUPPORTED


def test_drift_sees_a_year_where_the_promise_looks_back_ninety_days(company: Company, process_id: str) -> None:
    promise_id, made = judged(company, process_id, year())
    assert made.facts.cases == int(np.count_nonzero(year().start >= D.timestamp() - 90 * DAY))
    assert len(made.drift.points) == 50
    kept = seen(company, promise_id).facts.drift
    assert kept is not None
    assert kept.points == made.drift.points[-26:]


def test_what_was_before_the_promise_starts_again_is_not_seen_by_drift(company: Company, process_id: str) -> None:
    again = (D - timedelta(weeks=12)).date()
    _, made = judged(company, process_id, year(), counts_from=again)
    assert 10 <= len(made.drift.points) <= 12


def test_a_verdict_recorded_before_these_figures_existed_still_reads(company: Company, process_id: str) -> None:
    promise_id, made = judged(company, process_id, year(0.8))

    def as_of_old(session: Any) -> None:
        row = session.exec(select(VerdictRow)).one()
        facts = json.loads(row.facts)
        row.facts = json.dumps({name: value for name, value in facts.items() if name not in NEW})
        session.add(row)

    writing(as_of_old)
    old = seen(company, promise_id).facts
    assert (old.verdict, old.share) == (made.facts.verdict, made.facts.share)
    assert (old.downgrades, old.drift, old.burning, old.matured_share, old.missed_blocks) == ((), None, None, None, ())


def test_the_same_data_give_the_same_figures_in_every_run(company: Company, process_id: str) -> None:
    _, made = judged(company, process_id, year(0.8))
    rule = Rule(2 * DAY, Fraction(9, 10))
    raw, at = year(0.8), D.timestamp()
    mixed = np.random.default_rng(1).permutation(len(raw))
    order = cases(raw.ids[mixed], raw.start[mixed], raw.end[mixed])
    again = study(order, rule, at, since=at - 90 * DAY, period_days=90)
    assert again.facts.plain() == made.facts.plain()
    assert facts_of(json.loads(json.dumps(again.facts.plain(), allow_nan=False))) == made.facts


def test_a_part_that_the_promise_names_lowers_it(company: Company, process_id: str) -> None:
    rng = np.random.default_rng(4)
    start = D.timestamp() - 80 * DAY + np.sort(rng.uniform(0, 74, 1200)) * DAY
    shop = np.arange(1200) % 6 == 0
    kept = rng.random(1200) < np.where(shop, 0.72, 0.98)
    raw = cases([f"R-{n}" for n in range(1200)], start, start + np.where(kept, 1.0, 3.0) * DAY,
                segment=["in bottega" if one else "carta" for one in shop])  # fmt: skip
    rule = Rule(2 * DAY, Fraction(9, 10))
    named = [Variant("carta", None, None), Variant("in bottega", None, None)]
    found_ = study(raw, rule, D.timestamp(), variants=named).facts
    assert found_.base_verdict is Verdict.SUPPORTED
    assert (found_.verdict, [code for code, _ in found_.downgrades]) == (Verdict.AT_RISK, ["part_not_supportable"])
    assert found_.downgrades[0][1]["name"] == "in bottega"
    assert study(raw, rule, D.timestamp()).facts.verdict is Verdict.SUPPORTED


def test_a_verdict_with_everything_is_made_once_for_the_shelf(company: Company, process_id: str) -> None:
    promise_id, made = judged(company, process_id, year())
    again = verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    assert again is made
    assert SHELF is not None


def test_what_an_earlier_rule_recorded_is_computed_anew(company: Company, process_id: str) -> None:
    promise_id, _ = judged(company, process_id, year())

    def as_by_an_earlier_rule(session: Any) -> None:
        row = session.exec(select(VerdictRow)).one()
        row.basis = "of an earlier rule"
        session.add(row)

    writing(as_by_an_earlier_rule)
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    with reading() as session:
        assert len(session.exec(select(VerdictRow)).all()) == 2
