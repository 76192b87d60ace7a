"""Trends, change points and scatter: by enumeration, against scipy, and their limits."""

from itertools import permutations
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.trend import levene, mann_kendall, pettitt

series = st.lists(st.integers(-50, 50), min_size=3, max_size=40).map(lambda values: np.array(values, dtype=float))


def test_a_series_that_only_falls_is_as_rare_as_one_order_of_all() -> None:
    found = mann_kendall(np.array([5.0, 4.0, 3.0, 2.0, 1.0]))
    assert found is not None
    assert (found.statistic, found.tau_b, found.exact) == (-10, -1.0, True)
    assert found.falling == pytest.approx(1 / 120)
    assert found.rising == pytest.approx(1.0)


def test_the_exact_p_is_that_of_all_orders_counted_one_by_one() -> None:
    values = np.array([3.0, 1.0, 4.0, 2.0, 0.5, 0.1])
    found = mann_kendall(values)
    assert found is not None
    statistics = [mann_kendall(np.array(order, dtype=float)).statistic for order in permutations(range(6))]  # type: ignore[union-attr]
    assert found.falling == pytest.approx(np.mean(np.array(statistics) <= found.statistic))
    assert found.rising == pytest.approx(np.mean(np.array(statistics) >= found.statistic))


@given(series)
@settings(max_examples=100, deadline=None)
def test_mann_kendall_is_kendalls_tau_b_with_time(values: np.ndarray) -> None:
    found = mann_kendall(values)
    assert found is not None
    tau = stats.kendalltau(np.arange(len(values)), values)
    if len(np.unique(values)) == 1:
        assert (found.tau_b, found.falling, found.rising) == (0.0, 1.0, 1.0)
        return
    assert found.tau_b == pytest.approx(tau.statistic)
    if found.exact:
        less = stats.kendalltau(np.arange(len(values)), values, alternative="less", method="exact")
        assert found.falling == pytest.approx(less.pvalue, abs=1e-9)


@given(series)
@settings(max_examples=100, deadline=None)
def test_turning_a_series_round_swaps_falling_and_rising(values: np.ndarray) -> None:
    here, there = mann_kendall(values), mann_kendall(-values)
    assert here is not None
    assert there is not None
    assert (here.falling, here.tau_b) == pytest.approx((there.rising, -there.tau_b))


def test_ties_take_the_normal_way_with_the_variance_that_gilbert_prints() -> None:
    # Gilbert, Statistical Methods for Environmental Pollution Monitoring, 16.4.2: the variance with ties.
    values = np.array([10.0, 22.0, 21.0, 30.0, 22.0, 30.0, 40.0, 41.0])
    found = mann_kendall(values)
    assert found is not None
    variance = (8 * 7 * 21 - 2 * (2 * 1 * 9)) / 18
    assert not found.exact
    assert found.rising == pytest.approx(stats.norm.sf((found.statistic - 1) / variance**0.5))


def test_tau_b_takes_ties_out_and_tau_a_would_not() -> None:
    found = mann_kendall(np.array([1.0, 1.0, 2.0, 3.0]))
    assert found is not None
    assert found.tau_b == pytest.approx(5 / (6 * 5) ** 0.5)
    assert found.statistic / 6 == pytest.approx(5 / 6)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0]])
def test_too_short_a_series_says_nothing(values: list[float]) -> None:
    assert mann_kendall(np.array(values)) is None
    assert pettitt(np.array(values)) is None


def test_a_step_is_found_where_it_is() -> None:
    found = pettitt(np.array([5.0] * 15 + [3.0] * 10) + np.linspace(0, 0.01, 25))
    assert found is not None
    assert found.after == 15
    assert found.p < 0.01


@given(st.lists(st.lists(st.floats(-100, 100), min_size=2, max_size=12), min_size=2, max_size=5))
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("center", ["median", "mean"])
def test_levene_is_scipys(center: Literal["median", "mean"], groups: list[list[float]]) -> None:
    arrays = [np.round(np.array(group), 3) for group in groups]
    found = levene(arrays, center=center)
    away = [np.abs(a - (np.median(a) if center == "median" else np.mean(a))) for a in arrays]
    if sum(float(np.ptp(one)) for one in away) < 1e-6:
        return  # nothing scatters: scipy divides zero by zero
    expected = stats.levene(*arrays, center=center)
    assert found is not None
    assert (found.f, found.p) == pytest.approx((expected.statistic, expected.pvalue), rel=1e-6, abs=1e-9)


def test_nothing_to_compare_says_nothing() -> None:
    assert levene([np.array([1.0, 2.0])]) is None
    assert levene([np.array([1.0]), np.array([])]) is None
    assert levene([np.array([1.0, 1.0]), np.array([2.0, 2.0])]) is None
