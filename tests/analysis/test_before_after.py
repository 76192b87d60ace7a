"""Before and after an action: two stretches of the same cases, and what else may explain the difference."""

from fractions import Fraction

import numpy as np
import pytest

from analysis.before_after import before_after
from analysis.cases import Cases
from analysis.rule import Rule
from tests.analysis.material import DAY, days, steady

IN_TWO_DAYS = Rule(2 * DAY, Fraction(9, 10))


def _then(earlier: Cases, later: Cases, gap: float) -> Cases:
    """One file: the later cases begin `gap` days after the first of the earlier ones."""
    moved = {name: getattr(later, name) for name in Cases.__slots__}
    moved |= {"start": later.start + gap * DAY, "end": later.end + gap * DAY}
    moved["ids"] = np.array([f"later {n}" for n in range(len(later))], dtype=object)
    return Cases(**{name: np.concatenate([getattr(earlier, name), moved[name]]) for name in Cases.__slots__})


def test_what_was_kept_seven_times_in_ten_and_then_nine_is_apart() -> None:
    found = before_after(_then(steady(400, 280, a_day=4), steady(400, 360, a_day=4), 100), IN_TWO_DAYS,
                         day=100 * DAY, at=260 * DAY)  # fmt: skip
    assert (found.before.cases, found.after.cases) == (400, 400)
    assert found.before.share == pytest.approx(0.7)
    assert found.after.share == pytest.approx(0.9)
    assert found.difference == pytest.approx(0.2)
    assert found.low is not None
    assert found.high is not None
    assert 0.1 < found.low < 0.2 < found.high < 0.3
    assert found.separated
    # 42 and 51 of 60: what was kept since lies beyond the range of before, but the ranges touch.
    touching = before_after(_then(steady(60, 42), steady(60, 51), 100), IN_TWO_DAYS, day=100 * DAY, at=200 * DAY)
    assert touching.before.upper is not None
    assert touching.after.share is not None
    assert (touching.after.share > touching.before.upper, touching.separated) == (True, False)
    assert found.before.median == pytest.approx(DAY)


def test_the_interval_is_newcombe_s_when_weeks_are_alike() -> None:
    # Newcombe 1998, table II, (a) 56/70 against 48/80: .0524 to .3339 at 95 % two-sided by Wilson; ours is 90 %.
    found = before_after(_then(steady(80, 48, a_day=80), steady(70, 56, a_day=70), 30), IN_TWO_DAYS,
                         day=30 * DAY, at=90 * DAY)  # fmt: skip
    assert found.difference == pytest.approx(56 / 70 - 48 / 80)
    assert found.low is not None
    assert found.high is not None
    assert 0.0524 < found.low < 0.10
    assert 0.29 < found.high < 0.3339


def test_open_cases_count_as_far_as_they_got_and_few_are_said() -> None:
    later = days([float(n) for n in range(10)], [1.0] * 5 + [None] * 5)
    found = before_after(_then(steady(100, 80), later, 100), IN_TWO_DAYS, day=100 * DAY, at=109.5 * DAY)
    assert found.after.open == 5
    assert "few_after" in found.cautions
    assert found.after.share is not None
    assert found.after.share < 1


def test_months_that_lie_on_one_side_only_and_a_trend_of_before_are_cautions() -> None:
    rising = [1.0 if n % 10 < 1 + n // 40 else 20.0 for n in range(360)]
    earlier = days([n / 4 for n in range(360)], rising)
    found = before_after(_then(earlier, steady(200, 190, a_day=4), 90), IN_TWO_DAYS, day=90 * DAY, at=180 * DAY)
    assert {"other_months", "trend_before"} <= set(found.cautions)


def test_nothing_before_is_no_comparison() -> None:
    found = before_after(steady(50, 40), IN_TWO_DAYS, day=0.0, at=100 * DAY)
    assert (found.before.cases, found.difference, found.separated) == (0, None, False)
    assert "few_before" in found.cautions
