"""What lowers a verdict: each reason by itself, their order, and what nothing can raise again."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.business_time import OpeningHours
from analysis.capacity import Staff
from analysis.cases import Cases, cases, clean
from analysis.downgrades import blocks_beyond_chance, final_verdict, missed_blocks
from analysis.everything import Examination, examine
from analysis.rule import Direction, Metric, Rule
from analysis.today import Block
from analysis.verdict import Verdict
from tests.analysis.material import BOSTON, DAY, WEEK, boston, needs_material
from tests.analysis.test_drift import made

HOLDS, EDGE = Verdict.SUPPORTED, Verdict.AT_RISK
BREAKS, FEW = Verdict.NOT_SUPPORTABLE, Verdict.NOT_ENOUGH_EVIDENCE
RULE = Rule(2 * DAY, Fraction(4, 5))


def examined(raw: Cases, weeks: int, rule: Rule = RULE, **what: Any) -> Examination:
    return examine(clean(raw, weeks * WEEK + 2 * DAY), rule, **what)


def codes(found: Examination) -> list[str]:
    return [code for code, _ in found.downgrades]


def test_a_sound_promise_has_nothing_against_it() -> None:
    found = examined(made([0.9] * 40, seed=1), 40)
    assert (found.verdict, found.assessment.base_verdict, found.downgrades) == (HOLDS, HOLDS, ())


def test_near_the_bar_is_named() -> None:
    found = examined(made([0.8] * 40, 120, seed=1), 40)
    assert (found.verdict, codes(found)) == (EDGE, ["near_the_bar"])
    facts = found.downgrades[0][1]
    assert facts["lower"] < 0.8 <= facts["upper"]


def test_a_week_below_its_limit_lowers_what_still_holds() -> None:
    found = examined(made([0.95] * 38 + [0.7, 0.9]), 40)
    assert (found.assessment.base_verdict, found.verdict, codes(found)) == (HOLDS, EDGE, ["week_below"])
    assert found.downgrades[0][1]["start"] == 38 * WEEK


def test_five_weeks_later_the_low_week_is_past() -> None:
    assert examined(made([0.95] * 38 + [0.7] + [0.95] * 4, seed=2), 43).verdict is HOLDS


def test_a_falling_trend_lowers_what_still_holds() -> None:
    found = examined(made(np.linspace(0.97, 0.86, 52).tolist(), 60, seed=4), 52)
    assert (found.assessment.base_verdict, found.verdict) == (HOLDS, EDGE)
    assert "falling" in codes(found)


def test_four_weeks_beyond_chance_lower_what_still_holds_and_are_shown() -> None:
    found = examined(made([0.95] * 24 + [0.66] * 4 + [0.95] * 12, 120, seed=6), 40, Rule(2 * DAY, Fraction(17, 20)))
    assert found.assessment.base_verdict is HOLDS
    assert (found.verdict, codes(found)) == (EDGE, ["block_missed"])
    assert len(found.missed_blocks) == 1


def test_a_block_missed_by_chance_is_shown_and_lowers_nothing() -> None:
    block = Block(0.0, 28 * DAY, 20, 0.75, 3 * DAY)
    assert missed_blocks([block], 0.8) == (block,)
    assert blocks_beyond_chance([block], 1.0, 0.8) == ()
    assert blocks_beyond_chance([replace(block, n=200)], 1.0, 0.8) == (replace(block, n=200),)
    assert blocks_beyond_chance([replace(block, n=200)], 8.0, 0.8) == ()
    assert missed_blocks([replace(block, n=0, share=None)], 0.8) == ()


def test_plain_missed_blocks_would_lower_sound_promises_far_more_often() -> None:
    plain = beyond = 0
    for seed in range(60):
        found = examined(made([0.84] * 40, 20, seed=seed), 40, Rule(2 * DAY, Fraction(4, 5)))
        plain += bool(found.missed_blocks)
        beyond += "block_missed" in codes(found)
    assert plain > 20
    assert beyond <= 3


def parts(kept: dict[str, int]) -> Cases:
    start, end, names = [], [], []
    for name, good in kept.items():
        for place in range(100):
            start.append(place * 2.0 * DAY)
            end.append(start[-1] + (1.0 if (place * 7) % 100 < good else 5.0) * DAY)
            names.append(name)
    return cases([str(k) for k in range(len(start))], start, end, segment=names, touchpoint=["shop"] * len(names))


def test_a_part_that_the_promise_names_and_that_does_not_hold_is_named() -> None:
    raw, rule = parts({"card": 98, "post": 97, "web": 97, "app": 98, "shop": 62}), Rule(2 * DAY, Fraction(4, 5))
    at = 205 * DAY
    both = [("segment", "shop"), ("segment", "card")]
    silent, named = (examine(clean(raw, at), rule, named=what) for what in ((), both))
    assert (silent.verdict, silent.downgrades) == (HOLDS, ())
    assert (named.verdict, codes(named)) == (EDGE, ["part_not_supportable"])
    assert (named.downgrades[0][1]["column"], named.downgrades[0][1]["name"]) == ("segment", "shop")


def test_a_promise_that_does_not_hold_cannot_be_lowered() -> None:
    found = examined(made([0.7] * 36 + [0.3] * 4, 100), 40)
    assert (found.verdict, found.downgrades) == (BREAKS, ())
    assert found.drift.worsening


def test_a_file_that_misleads_stays_too_few_data_whatever_else() -> None:
    raw = made([0.95] * 38 + [0.6, 0.9], slow=90.0)
    open_ones = raw.end > 40 * WEEK
    cut = cases(raw.ids[~open_ones], raw.start[~open_ones], raw.end[~open_ones])
    found = examined(cut, 40)
    assert [caveat.code for caveat in found.assessment.warnings if caveat.code == "open_cases_missing"]
    assert found.verdict is FEW


def test_cases_older_than_the_period_are_too_old() -> None:
    raw = made([0.95] * 20)
    found = examine(clean(raw, 60 * WEEK), RULE, since=40 * WEEK)
    assert (found.verdict, codes(found)) == (FEW, ["too_old"])
    assert found.assessment.cases == 0


def test_the_period_counts_for_the_figures_and_the_year_for_drift() -> None:
    raw = made(np.linspace(0.97, 0.86, 52).tolist(), 60, seed=4)
    at = 52 * WEEK + 2 * DAY
    found = examine(clean(raw, at), RULE, since=at - 90 * DAY)
    assert found.assessment.cases == int(np.count_nonzero(raw.start >= at - 90 * DAY))
    assert (found.verdict, len(found.drift.points)) == (EDGE, 51)
    assert found.burning.allowed == found.assessment.cases // 5


def test_the_campaign_tests_the_phones() -> None:
    rng = np.random.default_rng(12)
    hours = np.array([9, 10, 11, 12, 14, 15, 16]) * 3600.0
    start = np.sort(np.concatenate([day * DAY + hour + rng.uniform(0, 3600, 8) for day in range(90) for hour in hours]))
    start = start[(start // DAY) % 7 < 5]
    waited = np.where(rng.random(len(start)) < 0.86, 30.0, 200.0)
    raw, rule = cases([str(k) for k in range(len(start))], start, start + waited), Rule(60, Fraction(4, 5))
    two, three = (examine(clean(raw, 91 * DAY), rule, uplift=0.4, staff=Staff(n, 330.0, None)) for n in (2, 4))
    assert two.assessment.base_verdict is HOLDS
    assert two.verdict is not HOLDS
    assert codes(two)[-1] in ("campaign_tests", "campaign_breaks")
    assert (three.verdict, three.downgrades) == (HOLDS, ())
    assert examine(clean(raw, 91 * DAY), rule).predicted is None


@needs_material
def test_street_lights_are_saturated_and_no_campaign_can_be_carried() -> None:
    at = pd.Timestamp("2016-01-13").timestamp()
    raw = clean(boston("Street Light Outages"), at)
    # A promise of ten months holds by history; the queue of a saturated process grows all the same.
    found = examine(raw, Rule(120 * DAY, Fraction(4, 5)), uplift=0.3)
    assert found.predicted is not None
    assert found.predicted.saturated
    assert (found.verdict, codes(found)[-1]) == (BREAKS, "campaign_breaks")


@needs_material
def test_the_reference_processes_keep_their_base_verdicts() -> None:
    at = pd.Timestamp("2016-01-13").timestamp()
    seen = {}
    for name in pd.read_csv(BOSTON, usecols=["process"])["process"].unique():
        found = examine(clean(boston(name), at), Rule(14 * DAY, Fraction(4, 5)))
        assert (found.verdict is not HOLDS) or found.downgrades == ()
        seen[name] = (found.assessment.base_verdict, found.verdict)
    tree = examine(clean(boston("Tree Emergencies"), at), Rule(2 * DAY, Fraction(9, 10)))
    assert (tree.verdict, tree.downgrades) == (HOLDS, ())
    assert seen["Street Light Outages"] == (BREAKS, BREAKS)


rows = st.lists(st.tuples(st.integers(0, 200), st.sampled_from([1.0, 3.0, None])), max_size=150)


@given(rows, st.sampled_from([Fraction(1, 2), Fraction(4, 5), Fraction(19, 20)]))
@settings(max_examples=80, deadline=None)
def test_nothing_is_raised_and_each_lowering_is_named(table: list[tuple[int, float | None]], share: Fraction) -> None:
    start = np.array([day for day, _ in table]) * DAY
    end = start + np.array([np.nan if time is None else time for _, time in table]) * DAY
    found = examine(clean(cases([str(k) for k in range(len(table))], start, end), 200 * DAY), Rule(2 * DAY, share))
    base = found.assessment.base_verdict
    assert found.verdict == base or (base is HOLDS and found.verdict is EDGE) or found.verdict is FEW
    if found.verdict is EDGE:
        assert found.downgrades
    assert final_verdict(found.assessment, found.downgrades) is found.verdict
    assert len(found.missed_blocks) <= 6


@pytest.mark.parametrize("uplift", [-1.0, -2.0])
def test_less_than_nothing_cannot_come(uplift: float) -> None:
    with pytest.raises(ValueError, match="above -1"):
        examined(made([0.9] * 10), 10, uplift=uplift)


OFFICE = OpeningHours("Europe/Rome", (((540, 1080),),) * 5 + ((),) * 2)
KINDS = {
    "at most": Rule(10, Fraction(4, 5), metric=Metric.VALUE),
    "at least": Rule(5, Fraction(4, 5), metric=Metric.VALUE, direction=Direction.AT_LEAST),
    "between": Rule(5, Fraction(4, 5), metric=Metric.VALUE, direction=Direction.BETWEEN, ceiling=10),
    "yes or no": Rule(1, Fraction(4, 5), metric=Metric.VALUE, direction=Direction.AT_LEAST, yes=frozenset(("giusto",))),
    "business time": Rule(OFFICE.day * 2, Fraction(4, 5), hours=OFFICE),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_promise_is_examined_and_its_fall_is_seen(kind: str) -> None:
    rng = np.random.default_rng(3)
    n, last = 2400, 40 * WEEK
    start = np.sort(rng.uniform(0, last, n))
    good = rng.random(n) < np.where(start > 36 * WEEK, 0.5, 0.95)
    # Bad ones lie above ten, or below five, and take two weeks.
    value = np.where(good, 7.0, 3.0 if kind == "at least" else 14.0)
    end = start + np.where(good, 0.5, 14.0) * DAY
    raw = cases([str(k) for k in range(n)], start, np.where(end > 43 * WEEK, np.nan, end), value=value,
                outcome=["giusto" if one else "sbagliato" for one in good.tolist()])  # fmt: skip
    found = examine(clean(raw, 43 * WEEK), KINDS[kind], since=0.0)
    assert found.assessment.share is not None
    assert found.drift.worsening
    assert found.drift.since is not None
    assert abs(found.drift.since - 36 * WEEK) <= WEEK
    assert found.burning.allowed == found.assessment.cases // 5
    assert "week_below" in codes(found)
