"""Can it take more? Real street lights, an invented call centre, and queues whose answer is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.capacity import Answer, Ground, campaign, flow
from analysis.cases import CleanCases, cases, clean
from analysis.rule import Metric, Rule
from analysis.verdict import Verdict
from demo.cases import calls, freshness, online_deliveries
from demo.rhythm import SNAPSHOT
from tests.analysis.material import DAY, boston, needs_material

JANUARY_2016 = 1_452_643_200.0


@needs_material
def test_street_lights_of_2015_are_saturated_and_no_other_process_is() -> None:
    lights = flow(clean(boston("Street Light Outages"), JANUARY_2016))
    assert lights is not None
    assert (round(lights.lambda0, 2), round(lights.mu, 2), round(lights.lambda0 / lights.mu, 2)) == (24.74, 20.39, 1.21)
    assert (round(lights.growth, 1), lights.queue, lights.weeks, lights.saturated) == (5.5, 1338, 26, True)
    others = ("Graffiti Removal", "Pick up Dead Animal", "Sidewalk Repair (Make Safe)", "Rodent Activity",
              "Building Inspection Request", "Tree Emergencies", "Missing Sign")  # fmt: skip
    found = [flow(clean(boston(name), JANUARY_2016)) for name in others]
    assert [one.saturated for one in found if one is not None] == [False] * len(others)
    # Most take in a little more than they get done: the ratio alone would call them full.
    assert sum(one.lambda0 > one.mu for one in found if one is not None) == 6


@needs_material
def test_a_full_process_makes_no_promise_before_any_campaign() -> None:
    lights = clean(boston("Street Light Outages"), JANUARY_2016)
    now = campaign(lights, Rule(14 * DAY, 0.8), 0.0)
    assert (now.ground, now.verdict, now.weeks_until_break) == (Ground.SATURATED, Verdict.NOT_SUPPORTABLE, 0.0)
    long = campaign(lights, Rule(90 * DAY, 0.8), 0.0)
    # (90 x 20.39 - 1338)/(24.74 - 20.39)/7 weeks, whatever the history says.
    assert (long.today, long.verdict) == (Verdict.SUPPORTED, Verdict.NOT_SUPPORTABLE)
    assert long.weeks_until_break == pytest.approx(16.32, abs=0.01)
    assert (long.rho_low or 0) < (long.rho or 0) < (long.rho_high or 0)


def of(what: object) -> CleanCases:
    return clean(what.arrays(), SNAPSHOT)  # type: ignore[attr-defined]


def test_christmas_two_clerks_no_a_third_yes() -> None:
    minute, there = Rule(60.0, 0.8), of(calls())
    two, three = (campaign(there, minute, 0.4, agents=n, handling=330.0, zone="Europe/Rome") for n in (2, 3))
    assert [two.predicted_share, three.predicted_share] == pytest.approx([0.71, 0.93], abs=0.005)
    assert (two.today, two.verdict, two.answer) == (Verdict.SUPPORTED, Verdict.AT_RISK, Answer.NO)
    assert (three.verdict, three.answer, three.tested) == (Verdict.SUPPORTED, Answer.YES, False)
    assert (two.low or 0) < (two.predicted_share or 0) < (two.high or 0)
    assert two.model_today == pytest.approx(0.84, abs=0.005)


def test_christmas_three_days_were_never_tried_beyond_330_a_week() -> None:
    there, rule = of(online_deliveries()), Rule(3 * DAY, 0.95)
    found = campaign(there, rule, 0.4)
    assert (round(found.most_a_week or 0), round(found.needed_a_week or 0)) == (330, 452)
    assert (found.today, found.verdict, found.answer) == (Verdict.SUPPORTED, Verdict.AT_RISK, Answer.ASK)
    assert campaign(there, rule, 0.0).answer is Answer.YES
    # The owner declares a thousand a day: nobody would wait longer; 50 a day would fill up.
    assert campaign(there, rule, 0.4, declared=1000.0).answer is Answer.YES
    full = campaign(there, rule, 0.4, declared=50.0)
    assert (full.answer, full.verdict) == (Answer.NO, Verdict.NOT_SUPPORTABLE)
    assert (full.weeks_until_break or 0) > 0


def test_freshness_holds_in_the_busiest_weeks_and_is_not_tried_beyond_them() -> None:
    fresh = Rule(10, 0.95, metric=Metric.VALUE, complete_by_definition=True)
    found = campaign(of(freshness()), fresh, 0.4)
    assert (found.ground, found.answer, found.verdict) == (Ground.BUSY_WEEKS, Answer.YES, Verdict.SUPPORTED)
    assert campaign(of(freshness()), fresh, 1.0).answer is Answer.ASK


def test_waiting_grows_as_kingman_says() -> None:
    # 10 a day, 20 possible: from utilisation .5 to .75 waiting for capacity triples, from 1/20 to 3/20 of a day.
    start = np.arange(3000) * DAY / 10
    took = (np.arange(3000) % 100 + 1) / 100 * DAY
    there = clean(cases([str(n) for n in range(3000)], start, start + took), float(start[-1] + 2 * DAY))
    found = campaign(there, Rule(0.9 * DAY, 0.5), 0.5, declared=20.0)
    work, beyond = 0.05, 0.4560
    factor = 1 + 0.05 / beyond * (3 - 1)
    assert found.rho == pytest.approx(0.75, abs=0.001)
    assert found.predicted_share == pytest.approx(work + (0.9 - work) / factor, abs=0.011)
    low, high = found.low or 0, found.high or 0
    assert low <= found.predicted_share <= high  # type: ignore[operator]


def test_the_more_the_worse() -> None:
    there, minute = of(calls()), Rule(60.0, 0.8)
    shares = [campaign(there, minute, more, agents=2, handling=330.0).predicted_share for more in (0, 0.2, 0.5, 1.0)]
    assert shares == sorted(shares, reverse=True)  # type: ignore[type-var]


def test_no_week_of_cases_says_nothing_and_nonsense_is_refused() -> None:
    few = clean(cases(["a", "b"], [0.0, DAY], [DAY, 2 * DAY]), 9 * DAY)
    found = campaign(few, Rule(2 * DAY, 0.8), 0.3)
    assert (found.ground, found.answer, found.lambda0) == (Ground.NOTHING, Answer.UNKNOWN, None)
    for wrong in ({"uplift": -1.0}, {"uplift": 0.1, "declared": 0.0}, {"uplift": 0.1, "agents": 2}):
        with pytest.raises(ValueError):
            campaign(few, Rule(DAY, 0.8), **wrong)  # type: ignore[arg-type]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 30), st.floats(0.2, 3.0), st.floats(10.0, 60.0), st.integers(0, 10_000))
def test_more_work_never_makes_a_promise_better_and_rows_may_come_in_any_order(
    a_day: int, within: float, capacity: float, seed: int
) -> None:
    random = np.random.default_rng(seed)
    n = 40 * a_day
    start = np.sort(random.random(n)) * 40 * DAY
    took = random.exponential(DAY / 2, n)
    order = random.permutation(n)
    ids = [str(number) for number in range(n)]
    there = clean(cases(ids, start, start + took), 45 * DAY)
    turned = clean(cases([ids[at] for at in order], start[order], (start + took)[order]), 45 * DAY)
    rule = Rule(within * DAY, 0.8)
    kept = [2.0]
    for more in (0.0, 0.3, 1.0, 3.0):
        found = campaign(there, rule, more, declared=capacity)
        assert found == campaign(turned, rule, more, declared=capacity)
        kept.append(found.predicted_share if found.predicted_share is not None else 0.0)
        if found.predicted_share is not None:
            assert (found.low or 0.0) <= found.predicted_share <= (found.high or 0.0)
    assert kept[1:] == sorted(kept[1:], reverse=True)
