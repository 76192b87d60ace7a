"""Order statistics, frequencies and budgets against printed figures (Q1, Q4, Q5, Q6, B1, B2)."""

import numpy as np
import pytest

from analysis.budget import burn_rate, burn_to_spend, misses_allowed
from analysis.figures import natural_frequency
from analysis.percentiles import cases_for_coverage, percentile, rank_confidence

# fmt: off
OYSTERS = [325, 325, 334, 339, 356, 356, 359, 359, 363, 364, 364, 366, 369,
           370, 373, 373, 374, 375, 389, 392, 393, 394, 397, 402, 403, 424]
# fmt: on


def test_q1_the_12th_and_19th_of_20_hold_the_upper_quartile_93_times_of_100() -> None:
    assert rank_confidence(20, 0.75, 12, 19) == pytest.approx(0.9347622, abs=1e-7)


def test_q4_cases_for_95_of_100_one_and_two_sided() -> None:
    assert cases_for_coverage(0.95, two_sided=False) == 59
    assert cases_for_coverage(0.95, two_sided=True) == 93


@pytest.mark.parametrize(("share", "cases"), [(0.5, 8), (0.6, 10), (0.7, 14), (0.8, 22), (0.9, 46)])
def test_q5_cases_for_two_sided_coverage(share: float, cases: int) -> None:
    assert cases_for_coverage(share, two_sided=True) == cases


def test_q6_the_textbook_percentile() -> None:
    assert percentile(np.array(OYSTERS, dtype=float), 0.75) == pytest.approx(392.25, abs=1e-9)


def test_b1_a_week_at_9995_of_10000_leaves_five_minutes() -> None:
    assert misses_allowed(0.9995, 10_080) == pytest.approx(5.04, abs=1e-9)


@pytest.mark.parametrize(("part", "hours", "burn"), [(0.02, 1, 14.4), (0.05, 6, 6), (0.1, 24, 3), (0.1, 72, 1)])
def test_b2_burn_rates_of_the_sre_workbook(part: float, hours: float, burn: float) -> None:
    assert burn_to_spend(part, hours, 720) == pytest.approx(burn, abs=1e-9)


def test_the_two_windows_of_a_90_day_promise() -> None:
    assert burn_to_spend(0.25, 7, 90) == pytest.approx(3.2, abs=0.02)
    assert burn_to_spend(0.5, 28, 90) == pytest.approx(1.6, abs=0.01)


def test_breaking_as_much_as_allowed_burns_at_rate_1() -> None:
    assert burn_rate(5, 100, 0.95) == pytest.approx(1)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.95, (19, 20)), (0.8, (8, 10)), (0.861, (86, 100)), (0.6141, (61, 100)), (0.29, (29, 100)),
        (0.8999, (89, 100)), (0.9973, (997, 1000)), (0.9904, (99, 100)), (1.0, (10, 10)), (0.0, (0, 10)),
    ],
)  # fmt: skip
def test_a_share_is_said_rounded_down(share: float, said: tuple[int, int]) -> None:
    assert natural_frequency(share) == said


def test_a_share_beyond_1_is_none() -> None:
    with pytest.raises(ValueError, match="not a share"):
        natural_frequency(1.01)
