"""The curve against published examples (K1, K3, K4) and two other implementations."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.survival import Curve, kaplan_meier

KLEINMAN_HORTON = (
    [0.5, 1, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 14, 17, 20, 21],
    [0, 1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0],
)
FREIREICH = (
    [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
    [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
)
THERNEAU = ([9, 1, 1, 6, 6, 8, 10], [1, 1, 0, 1, 1, 0, 0])


def curve(times: Any, events: Any) -> Curve:
    return kaplan_meier(np.array(times, dtype=float), np.array(events, dtype=bool))


def still_open(found: Curve, time: float) -> float:
    return 1 - found.at(time)[0]


@pytest.mark.parametrize(
    ("time", "share"), [(1, 8 / 9), (2, 0.8333), (3, 0.7738), (6, 0.649351), (9, 0.505051), (20, 0.168350)]
)
def test_k1_kleinman_and_horton(time: float, share: float) -> None:
    assert still_open(curve(*KLEINMAN_HORTON), time) == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize(
    ("time", "share"),
    [(6, 0.857143), (7, 0.806723), (10, 0.752941), (13, 0.690196), (16, 0.627451), (22, 0.537815), (23, 0.448179)],
)
def test_k3_freireich(time: float, share: float) -> None:
    assert still_open(curve(*FREIREICH), time) == pytest.approx(share, abs=1e-6)


def test_k3_the_median_of_freireich_is_23() -> None:
    assert curve(*FREIREICH).first_time_at(0.5) == 23


def test_k4_the_last_level_of_therneaus_curve_is_reached_and_no_lower_one() -> None:
    found = curve(*THERNEAU)
    assert still_open(found, 1e9) == pytest.approx(0.2571428571428571, abs=1e-9)
    assert found.first_time_at(1 - 0.1) is None


@pytest.mark.parametrize(("level", "time"), [(0.9285714285714286, 1), (2 / 3, 6), (0.5, 9)])
def test_k4_quantiles_of_therneaus_curve(level: float, time: float) -> None:
    assert curve(*THERNEAU).first_time_at(1 - level) == time


@pytest.mark.parametrize(("level", "left_end"), [(0.8571428571428571, 1), (0.2571428571428571, 9)])
def test_k4_at_a_flat_piece_the_left_end_counts_where_r_prints_the_middle(level: float, left_end: float) -> None:
    assert curve(*THERNEAU).first_time_at(1 - level) == left_end


outcomes = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


@given(outcomes)
def test_scipy_draws_the_same_curve(rows: Any) -> None:
    times, events = np.array([row[0] for row in rows], dtype=float), np.array([row[1] for row in rows])
    other = stats.ecdf(stats.CensoredData(uncensored=times[events], right=times[~events])).cdf
    found = kaplan_meier(times, events)
    for time in range(-1, 42):
        assert found.at(time)[0] == pytest.approx(float(other.evaluate(np.array(float(time)))), abs=1e-12)


@given(outcomes)
def test_statsmodels_finds_the_same_variance(rows: Any) -> None:
    times, events = np.array([row[0] for row in rows], dtype=float), np.array([row[1] for row in rows])
    found = kaplan_meier(times, events)
    if not events.any():
        assert len(found.times) == 0
        return
    other = SurvfuncRight(times, events.astype(int))
    assert found.times.tolist() == list(other.surv_times)
    some_left = other.surv_prob > 0
    errors = np.sqrt(found.variance)[some_left]
    assert errors == pytest.approx(other.surv_prob_se[some_left], abs=1e-12)


def test_before_the_first_finish_nothing_is_kept_and_after_the_last_the_curve_stays() -> None:
    found = curve([2, 3, 9], [1, 1, 0])
    assert found.at(1.9) == (0.0, 0.0)
    assert found.at(3)[0] == found.at(1e12)[0] == pytest.approx(2 / 3)


def test_without_open_cases_shares_are_plain_and_unrounded() -> None:
    found = curve(range(1, 21), [1] * 20)
    assert found.kept.tolist() == [k / 20 for k in range(1, 21)]
    assert found.first_time_at(0.8) == 16


def test_a_case_that_never_finishes_stays_at_risk_for_ever() -> None:
    assert curve([1, 2, np.inf, np.inf], [1, 1, 0, 0]).at(1e15)[0] == 0.5


def test_no_case_draws_an_empty_curve() -> None:
    found = curve([], [])
    assert found.at(5) == (0.0, 0.0)
    assert found.first_time_at(0.5) is None
