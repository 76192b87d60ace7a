"""Control charts: published limits, Laney's chart where weeks differ more than chance, two rules and no more."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.control import Chart, p_chart, p_prime_chart, streaks, xmr_chart

NIST = np.array([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
ORANGE = np.array([12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13,
                   9, 6])  # fmt: skip

weeks = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 400)), min_size=2, max_size=40)


def counts(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    n = np.array([n for n, _ in rows])
    return np.minimum(np.array([kept for _, kept in rows]), n), n


def test_one_value_a_period_has_the_limits_that_nist_prints() -> None:
    chart = xmr_chart(NIST)
    assert (chart.centre, chart.upper[0], chart.lower[0]) == pytest.approx((50.81, 55.8041, 45.8159), abs=1e-4)
    assert not chart.beyond.any()


def test_orange_juice_cans_are_out_of_control_where_qcc_says() -> None:
    chart = p_chart(ORANGE, np.full(30, 50))
    assert (np.flatnonzero(chart.beyond) + 1).tolist() == [15, 23]


def test_laneys_chart_on_steady_weeks_is_about_the_p_chart() -> None:
    rng = np.random.default_rng(1958)
    n = np.full(400, 200)
    chart = p_prime_chart(rng.binomial(n, 0.8), n)
    assert chart.scatter == pytest.approx(1.0, abs=0.08)
    assert np.count_nonzero(chart.beyond) <= 4


def test_laneys_chart_does_not_flood_with_alarms_where_weeks_differ_more_than_chance() -> None:
    rng = np.random.default_rng(1958)
    n = np.full(60, 4000)
    kept = rng.binomial(n, np.clip(rng.normal(0.8, 0.03, 60), 0, 1))
    assert np.count_nonzero(p_chart(kept, n).beyond) > 15
    assert np.count_nonzero(p_prime_chart(kept, n).beyond) <= 2


@given(weeks)
@settings(max_examples=100, deadline=None)
def test_the_limits_lie_around_the_centre_and_are_shares(rows: list[tuple[int, int]]) -> None:
    chart = p_prime_chart(*counts(rows))
    assert ((chart.lower >= 0) & (chart.lower <= chart.centre + 1e-12)).all()
    assert ((chart.upper <= 1) & (chart.upper >= chart.centre - 1e-12)).all()
    assert np.isfinite(chart.scatter)


@given(weeks)
@settings(max_examples=100, deadline=None)
def test_counting_the_broken_ones_turns_the_chart_upside_down(rows: list[tuple[int, int]]) -> None:
    kept, n = counts(rows)
    here, there = p_prime_chart(kept, n), p_prime_chart(n - kept, n)
    np.testing.assert_allclose(here.lower, 1 - there.upper, atol=1e-9)
    np.testing.assert_array_equal(here.sides, -there.sides)


@pytest.mark.parametrize("kept", [0, 50])
def test_where_nothing_varies_nothing_is_beyond(kept: int) -> None:
    chart = p_prime_chart(np.full(10, kept), np.full(10, 50))
    assert not chart.beyond.any()
    assert chart.runs() == ()


@pytest.mark.parametrize(("length", "found"), [(7, 0), (8, 1), (12, 1)])
def test_eight_in_a_row_on_one_side_are_a_run_and_seven_are_not(length: int, found: int) -> None:
    values = np.array([0.9] * 12 + [0.7] * length)
    chart = Chart(values, 0.8, np.zeros(len(values)), np.ones(len(values)), 1.0)
    below = [run for run in chart.runs() if run[2] < 0]
    assert len(below) == found
    assert below == [(12, 11 + length, -1)][:found]


def test_a_value_on_the_centre_ends_a_run() -> None:
    values = np.array([0.7] * 5 + [0.8] + [0.7] * 5)
    assert Chart(values, 0.8, np.zeros(11), np.ones(11), 1.0).runs() == ()


def test_a_series_is_cut_where_its_side_changes() -> None:
    assert streaks(np.array([], dtype=np.int64)) == ()
    assert streaks(np.array([1, 1, -1, 0, 0])) == ((0, 1, 1), (2, 2, -1), (3, 4, 0))
