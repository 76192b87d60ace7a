"""Limits against printed figures (P2, P3, Q3, Q4) and statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis.limits import deciding_cases, fewest_cases, limits, lower_limits, upper_limits, wilson


def test_p2_wilson_of_19_of_38() -> None:
    assert wilson(19, 38) == pytest.approx((0.348499283643951, 0.651500716356049), abs=1e-12)


def test_p3_exact_limits_of_4_of_20() -> None:
    assert limits(4 / 20, 20) == pytest.approx((0.071354, 0.401029), abs=2e-6)


def test_q3_24_of_24_kept_support_88_of_100() -> None:
    assert limits(1.0, 24)[0] == pytest.approx(0.8826538, abs=1e-7)


def test_q4_19_of_20_takes_59_cases() -> None:
    assert fewest_cases(0.95) == 59
    assert limits(1.0, 59)[0] >= 0.95 > limits(1.0, 58)[0]


@pytest.mark.parametrize(("share", "cases"), [(0.8, 14), (0.75, 11), (0.9, 29), (0.85, 19), (0.99, 299)])
def test_the_fewest_cases_of_the_reference_rows(share: float, cases: int) -> None:
    assert fewest_cases(share) == cases


def test_no_number_of_cases_proves_that_all_are_kept() -> None:
    assert fewest_cases(1.0) is None
    assert deciding_cases(1.0, 1.0) is None


@given(st.integers(1, 500), st.data())
def test_statsmodels_finds_the_same_limits(n: int, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, n))
    low, high = proportion_confint(kept, n, alpha=0.1, method="beta")
    found = limits(kept / n, n)
    assert found == pytest.approx((0.0 if kept == 0 else low, 1.0 if kept == n else high), abs=1e-9)


@given(st.floats(0, 1), st.floats(0.01, 1e6))
def test_the_share_lies_between_its_limits(share: float, n_eff: float) -> None:
    lower, upper = limits(share, n_eff)
    assert 0 <= lower <= share + 1e-9
    assert share - 1e-9 <= upper <= 1


def test_none_kept_has_lower_limit_0_and_all_kept_upper_limit_1() -> None:
    shares, cases = np.array([0.0, 1.0]), np.array([30.0, 30.0])
    assert lower_limits(shares, cases)[0] == 0
    assert upper_limits(shares, cases)[1] == 1


def test_there_are_no_limits_without_cases() -> None:
    with pytest.raises(ValueError, match="without cases"):
        limits(0.5, 0.0)


@pytest.mark.parametrize(
    ("share", "target"), [(0.92, 0.9), (0.85, 0.8), (0.7, 0.8), (1.0, 0.95), (0.0, 0.5), (0.5, 0.9)]
)
def test_the_deciding_number_of_cases_decides_and_one_less_does_not(share: float, target: float) -> None:
    def decides(n: int) -> bool:
        lower, upper = limits(share, n)
        return lower >= target or upper < target

    found = deciding_cases(share, target)
    assert found is not None
    assert decides(found)
    assert found == 1 or not decides(found - 1)


def test_a_share_that_is_the_target_never_decides() -> None:
    assert deciding_cases(0.8, 0.8) is None
