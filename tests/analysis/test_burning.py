"""The error budget: how many may still go wrong, and the two windows of which both must burn."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.budget import burn_to_spend
from analysis.burning import burning
from analysis.cases import CleanCases, cases, clean
from analysis.rule import Metric, Rule
from tests.analysis.material import DAY

RULE = Rule(2 * DAY, Fraction(9, 10))
AT = 100 * DAY


def made(*parts: tuple[float, float, int, float | None], rule_time: float = 1.0) -> CleanCases:
    """Each part: first day, last day, how many cases in between, how many of them last five days (None: all open)."""
    start, end = [], []
    for first, last, n, late in parts:
        for place in range(n):
            begun = first + (last - first) * place / max(1, n)
            start.append(begun)
            end.append(np.nan if late is None else begun + (5.0 if place < late else rule_time))
    return clean(cases([str(k) for k in range(len(start))], np.array(start) * DAY, np.array(end) * DAY), AT)


def test_twelve_of_forty_misses_are_left() -> None:
    found = burning(made((12, 95, 400, 28)), RULE, AT, 90)
    assert (found.allowed, found.missed, found.left) == (40, 28, 12)


def test_a_budget_can_be_overdrawn() -> None:
    found = burning(made((12, 95, 100, 25)), RULE, AT, 90)
    assert (found.allowed, found.left) == (10, -15)


def test_only_cases_of_the_period_count() -> None:
    found = burning(made((0, 9, 50, 50), (40, 95, 100, 3)), RULE, AT, 90)
    assert (found.allowed, found.missed) == (10, 3)


def test_both_windows_must_burn_before_anybody_is_called() -> None:
    steady, worse_lately, bad_for_long = (30, 70, 400, 0), (91, 97.9, 70, 30), (70, 90.9, 210, 60)
    lately = burning(made(steady, (70, 90.9, 210, 0), worse_lately), RULE, AT, 90)
    both = burning(made(steady, bad_for_long, worse_lately), RULE, AT, 90)
    over = burning(made(steady, bad_for_long, (91, 97.9, 70, 0)), RULE, AT, 90)
    fast, slow = burn_to_spend(0.25, 7, 90), burn_to_spend(0.5, 28, 90)
    assert (fast, slow) == pytest.approx((3.2, 1.6), abs=0.02)
    assert lately.burn_7d is not None
    assert lately.burn_28d is not None
    assert lately.burn_7d > fast
    assert lately.burn_28d < slow
    assert [lately.alert, both.alert, over.alert] == [False, True, False]


@pytest.mark.parametrize(("n", "alert"), [(19, False), (20, True)])
def test_nobody_is_called_for_fewer_than_twenty_cases_in_a_week(n: int, alert: bool) -> None:
    found = burning(made((70, 90.9, 100, 100), (91.5, 97.5, n, n)), RULE, AT, 90)
    assert (found.short_cases, found.alert) == (n, alert)


def test_a_case_falls_due_when_its_time_is_up_and_not_when_it_ends() -> None:
    # Due on day 97: outside the last seven days with a promise of two days, inside with one of five.
    just = clean(cases(["a"], np.array([90.5 * DAY]), np.array([91.0 * DAY])), AT)
    assert burning(just, RULE, AT, 90).burn_7d is None
    assert burning(just, Rule(5 * DAY, Fraction(9, 10)), AT, 90).burn_7d == 0.0


def test_open_cases_past_four_fifths_of_their_time_are_about_to_miss() -> None:
    # Ages of 1.5, 1.61, 1.99 and 2.5 days with a promise of two.
    start = (100 - np.array([1.5, 1.61, 1.99, 2.5])) * DAY
    found = burning(clean(cases(list("abcd"), start), AT), RULE, AT, 90)
    assert (found.soon, found.missed) == (2, 1)


def test_a_value_has_no_open_cases_and_falls_due_at_its_start() -> None:
    start = np.linspace(10, 99, 300) * DAY
    value = np.where(np.arange(300) % 10 == 0, 20.0, 5.0)
    found = burning(clean(cases([str(k) for k in range(300)], start, start, value=value), AT),
                    Rule(10, Fraction(9, 10), metric=Metric.VALUE), AT, 90)  # fmt: skip
    assert (found.allowed, found.missed, found.soon) == (30, 30, 0)
    assert found.burn_28d == pytest.approx(1.0, abs=0.1)


def test_a_promise_to_all_has_no_budget_and_no_burn() -> None:
    found = burning(made((12, 95, 40, 2)), Rule(2 * DAY, 1), AT, 90)
    assert (found.allowed, found.left, found.burn_7d, found.alert) == (0, -2, None, False)


def test_no_cases_no_budget() -> None:
    found = burning(clean(cases([], []), AT), RULE, AT, 90)
    assert (found.allowed, found.left, found.burn_7d, found.burn_28d, found.alert) == (0, 0, None, None, False)


@given(st.integers(0, 80), st.integers(0, 80), st.floats(7, 400))
@settings(max_examples=100, deadline=None)
def test_a_miss_more_is_a_miss_less_left(late: int, more: int, period: float) -> None:
    late, later = min(late, 79), min(late + more, 80)
    few, many = (burning(made((20, 97, 80, n)), RULE, AT, period) for n in (late, later))
    assert few.allowed == many.allowed
    assert few.left >= many.left
    assert few.allowed - few.missed == few.left
