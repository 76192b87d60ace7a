"""Drift: steady processes stay steady, a fall is seen and dated, and only full matured weeks count."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cases import Cases, CleanCases, cases, clean
from analysis.drift import NO_DRIFT, Drift, drift
from analysis.rule import Metric, Rule
from analysis.verdict import assess
from tests.analysis.material import DAY, WEEK, boston, needs_material

T = 2 * DAY
RULE = Rule(T, Fraction(4, 5))


def made(shares: list[float], a_week: int = 60, *, seed: int = 0, slow: float = 5.0) -> Cases:
    """Weeks of cases: of each week about that share takes one day, the others five."""
    rng = np.random.default_rng(seed)
    start = np.concatenate([week * WEEK + np.sort(rng.uniform(0, WEEK, a_week)) for week in range(len(shares))])
    start[0] = 0.0
    kept = np.concatenate([rng.random(a_week) < share for share in shares])
    return cases([str(k) for k in range(len(start))], start, start + np.where(kept, 1.0, slow) * DAY)


def seen(raw: Cases, weeks: int, rule: Rule = RULE) -> Drift:
    found = clean(raw, weeks * WEEK + T)
    return drift(assess(found, rule), found, rule)


def test_a_steady_process_is_steady() -> None:
    moving = seen(made([0.9] * 40, seed=1), 40)
    assert not moving.worsening
    assert not moving.improving
    assert (moving.since, moving.kind, len(moving.points)) == (None, "weeks", 40)
    assert moving.centre == pytest.approx(0.9, abs=0.02)


def test_sound_processes_are_hardly_ever_called_worse() -> None:
    # Measured: 5 to 10 of 100, most of it the trend's own 5 of 100 (docs/decisions).
    alarms = [seen(made([0.9] * 52, 40, seed=seed), 52).worsening for seed in range(60)]
    assert sum(alarms) <= 9


def test_a_thin_week_of_a_process_kept_nearly_always_says_nothing_by_itself() -> None:
    """20 a week at 99 of 100: two misses in one week cross Laney's limit once in five sound years."""
    rng = np.random.default_rng(7)
    fired = 0
    for _ in range(60):
        start = np.sort(rng.uniform(0, 364, 20 * 52)) * DAY
        took = np.where(rng.random(len(start)) < 0.99, 1.0, 3.0) * DAY
        there = clean(cases([str(n) for n in range(len(start))], start, start + took), 368 * DAY)
        rule = Rule(2 * DAY, Fraction(19, 20))
        fired += drift(assess(there, rule), there, rule).recent_low is not None
    assert fired <= 1
    # What chance does not bring is still seen at once: six misses of twenty.
    raw = made([0.99] * 51 + [0.7], a_week=20, seed=3)
    low = seen(raw, 52).recent_low
    assert low is not None
    assert low.lower == pytest.approx(0.85)


def test_a_fall_is_seen_and_dated_to_its_week() -> None:
    moving = seen(made([0.92] * 40 + [0.6] * 8), 48)
    assert moving.worsening
    assert moving.since == 40 * WEEK
    assert {"beyond", "run"} <= {signal.code for signal in moving.signals if signal.side < 0}
    change = next(signal for signal in moving.signals if signal.code == "change")
    assert change.side == -1
    assert abs(change.since - 40 * WEEK) <= WEEK
    assert moving.recent_low is not None


def test_a_slow_fall_is_seen_by_its_trend() -> None:
    moving = seen(made(np.linspace(0.95, 0.82, 52).tolist(), 80), 52)
    assert moving.worsening
    assert moving.falling is not None
    assert moving.falling.p is not None
    assert moving.falling.p < 0.05
    assert len(moving.blocks) == 13


def test_a_rise_is_better_and_not_worse() -> None:
    moving = seen(made([0.7] * 20 + [0.95] * 20), 40)
    assert (moving.worsening, moving.improving, moving.since) == (False, True, 20 * WEEK)


def test_a_low_week_of_long_ago_is_no_worsening_today() -> None:
    moving = seen(made([0.9] * 10 + [0.4] + [0.9] * 20, seed=3), 31)
    assert min(moving.points, key=lambda point: point.share).start == 10 * WEEK
    assert not moving.worsening


def test_a_week_that_has_not_had_its_time_does_not_count() -> None:
    raw = made([0.9] * 20)
    whole = clean(raw, 20 * WEEK + T)
    a_second_early = clean(raw, 20 * WEEK + T - 1.0)
    assert len(drift(assess(whole, RULE), whole, RULE).points) == 20
    assert len(drift(assess(a_second_early, RULE), a_second_early, RULE).points) == 19


def test_where_weeks_are_thin_four_of_them_are_one_value() -> None:
    moving = seen(made([0.9] * 48, 3), 48)
    assert moving.kind == "blocks"
    assert len(moving.points) == 12
    assert {point.n for point in moving.points} <= set(range(11, 14))
    assert moving.recent_low is None


@pytest.mark.parametrize("weeks", [0, 1, 7])
def test_a_few_weeks_say_nothing(weeks: int) -> None:
    raw = made([0.9] * weeks) if weeks else cases([], [])
    moving = seen(raw, weeks)
    assert (moving.kind, moving.points, moving.worsening, moving.improving) == ("none", (), False, False)
    assert weeks or moving == NO_DRIFT


def test_a_promise_on_a_value_drifts_too() -> None:
    rng = np.random.default_rng(5)
    start = np.sort(rng.uniform(0, 30 * WEEK, 1500))
    value = np.where(start > 22 * WEEK, 14.0, 8.0) + rng.normal(0, 1, 1500)
    found = clean(cases([str(k) for k in range(1500)], start, start, value=value), 31 * WEEK)
    rule = Rule(10, Fraction(9, 10), metric=Metric.VALUE)
    moving = drift(assess(found, rule), found, rule)
    assert moving.worsening
    assert moving.since is not None
    assert abs(moving.since - 22 * WEEK) <= WEEK


days_of_start = st.floats(0, 300).map(lambda day: round(day, 2))
weeks_of_cases = st.lists(st.tuples(days_of_start, st.sampled_from([0.5, 1.0, 3.0, 9.0, None])), max_size=200)


@given(weeks_of_cases, st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing_and_it_never_goes_both_ways(rows: list[tuple[float, float | None]], seed: int) -> None:
    start = np.array([row[0] for row in rows]) * DAY
    end = start + np.array([np.nan if row[1] is None else row[1] for row in rows]) * DAY
    order = np.random.default_rng(seed).permutation(len(rows))
    ids = np.array([str(k) for k in range(len(rows))], dtype=object)
    at = 300 * DAY
    here: CleanCases = clean(cases(ids, start, end), at)
    there = clean(cases(ids[order], start[order], end[order]), at)
    one, other = (drift(assess(found, RULE), found, RULE) for found in (here, there))
    assert one == other
    assert not (one.worsening and one.improving)
    assert (one.since is not None) == (one.worsening or one.improving)
    for point in one.points:
        assert 0 <= point.share <= 1
        assert np.isfinite([point.lower, point.upper]).all()


@needs_material
def test_recycling_carts_flood_a_p_chart_and_not_laneys() -> None:
    at = pd.Timestamp("2016-01-13").timestamp()
    found = clean(boston("Request for Recycling Cart"), at)
    rule = Rule(30 * DAY, Fraction(4, 5))
    moving = drift(assess(found, rule), found, rule)
    beyond = [point for point in moving.points if not point.lower - 1e-12 <= point.share <= point.upper + 1e-12]
    # 26 of 49 on plain p limits, as the material counts them; see test_control for those.
    assert (len(moving.points), len(beyond)) == (49, 13)
    assert moving.improving


@needs_material
def test_street_lights_got_worse_in_november() -> None:
    at = pd.Timestamp("2016-01-13").timestamp()
    found = clean(boston("Street Light Outages"), at)
    rule = Rule(14 * DAY, Fraction(4, 5))
    moving = drift(assess(found, rule), found, rule)
    assert moving.worsening
    assert moving.since is not None
    assert pd.Timestamp(moving.since, unit="s").strftime("%Y-%m") == "2015-11"
