"""Times as customers understand them, never below the figure they stand for."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.units import UNITS, customer_time, one_more, seconds_of


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, (5, "s")), (58, (60, "s")), (91, (2, "min")), (5 * 3600 - 1, (5, "h")), (24 * 3600, (1, "d")),
        (47 * 3600 + 1, (2, "d")), (65.76 * 86_400, (66, "d")), (20.1 * 86_400, (3, "w")), (3 * 86_400, (3, "d")),
    ],
)  # fmt: skip
def test_a_time_is_rounded_up_to_a_customers_figure(seconds: float, said: tuple[float, str]) -> None:
    assert customer_time(seconds) == said


@given(st.floats(min_value=0, max_value=1e9))
def test_what_is_said_is_never_less_than_what_was_found(seconds: float) -> None:
    amount, unit = customer_time(seconds)
    assert seconds_of(amount, unit) >= seconds - 1e-4
    assert amount == ceil(amount)


@given(st.floats(min_value=1, max_value=1e8))
def test_the_careful_figure_is_later(seconds: float) -> None:
    amount, unit = customer_time(seconds)
    assert one_more(amount, unit)[0] > amount
    assert unit in UNITS
