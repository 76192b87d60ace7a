"""Which of three sentences stands under the three marks, and what the curve says of every other figure."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cases import clean
from analysis.choices import kept_size, one_better, point_at, sayable, sizes_to_try
from analysis.expectation import Story, asked_unit, story_of
from analysis.rule import Direction, Rule
from analysis.units import UNITS
from analysis.verdict import Verdict, assess
from tests.models.promising import DAY, D, orders

FOUND = assess(clean(orders(), D.timestamp()), Rule(2 * DAY, Fraction(19, 20)))


@pytest.mark.parametrize(
    ("promised", "kept", "expected", "story"),
    [
        (2.0, 2.5, 2.0, Story.OVERPROMISED),  # P1: 48 hours promised, two days and a half kept
        (2.0, 2.5, None, Story.OVERPROMISED),
        (2.0, None, 9.0, Story.OVERPROMISED),  # never kept as often as promised
        (7.0, 6.8, 10.0, Story.ROOM),  # P2: a week promised, ten days expected
        (60.0, 52.0, 120.0, Story.ROOM),  # P3
        (7.0, 6.8, 5.0, Story.EXPECT_MORE),
        (7.0, 6.0, None, Story.ROOM),
        (7.0, 7.0, 7.0, None),
    ],
)
def test_one_of_three_sentences_is_true(
    promised: float, kept: float | None, expected: float | None, story: Story | None
) -> None:
    assert story_of(promised=promised, kept=kept, expected=expected) == story
    assert story_of(promised=promised, kept=kept, expected=expected, judged=False) is None


def test_while_nobody_was_asked_only_a_promise_that_holds_leaves_room_to_surprise() -> None:
    assert story_of(promised=7.0, kept=6.8, holds=True) is Story.ROOM
    assert story_of(promised=7.0, kept=6.8, holds=False) is None
    assert story_of(promised=7.0, kept=6.8, expected=10.0, holds=False) is Story.ROOM


@given(*(st.floats(0.1, 1e6) for _ in range(3)))
def test_a_grade_tells_the_same_story_the_other_way_round(promised: float, kept: float, expected: float) -> None:
    turned = story_of(promised=-promised, kept=-kept, expected=-expected, direction=Direction.AT_LEAST)
    assert turned == story_of(promised=promised, kept=kept, expected=expected)


@given(*(st.floats(0.1, 1e6) for _ in range(3)))
def test_who_breaks_the_promise_is_never_told_to_surprise(promised: float, kept: float, expected: float) -> None:
    if kept > promised:
        assert story_of(promised=promised, kept=kept, expected=expected) is Story.OVERPROMISED


def test_people_are_asked_in_the_unit_they_would_say() -> None:
    assert [asked_unit(*one) for one in ((48, "h"), (4, "h"), (90, "s"), (7, "d"), (4.5, "value"))] == [
        "d", "h", "s", "d", "value",
    ]  # fmt: skip


@given(st.floats(0.2, 6.0))
def test_the_curve_says_of_any_figure_what_a_whole_assessment_says(days: float) -> None:
    band = FOUND.band
    assert band is not None
    there = point_at(band, days * DAY, p0=0.95, n_eff=FOUND.n_eff)
    whole = assess(clean(orders(), D.timestamp()), Rule(days * DAY, Fraction(19, 20)))
    # The picture's curve is thinned to 400 points; here every point fits in.
    assert there.share == pytest.approx(whole.share or 0.0, abs=1e-9)
    assert there.lower <= there.share <= there.upper + 1e-12


def test_nothing_is_kept_before_the_curve_begins_and_a_grade_is_read_from_its_own_end() -> None:
    band = FOUND.band
    assert band is not None
    before = point_at(band, 60.0, p0=0.95, n_eff=FOUND.n_eff)
    assert (before.share, before.verdict) == (0.0, Verdict.NOT_SUPPORTABLE)
    size = kept_size(band, 0.95)
    assert size is not None
    assert size == pytest.approx(3 * DAY)
    assert point_at(band, size, p0=0.95, n_eff=FOUND.n_eff).share >= 0.95


@given(st.floats(1.0, 1e7), st.lists(st.floats(1.0, 1e7), max_size=3), st.sampled_from([*UNITS, "value"]))
def test_the_slider_has_few_stops_in_order_and_the_promise_among_them(own: float, more: list[float], unit: str) -> None:
    sizes = sizes_to_try(own, more, unit)
    assert own in sizes
    assert sizes == sorted(sizes)
    assert len(sizes) <= 50 + len(more)
    assert (np.diff(sizes) > 0).all()


def test_figures_of_the_slider_are_figures_people_say() -> None:
    sizes = sizes_to_try(2 * DAY, [3 * DAY, 4 * DAY], "h")
    said = [sayable(size, own=(48, "h"), named=[(3, "d"), (4, "d")]) for size in sizes]
    assert said == [(12, "h"), (1, "d"), (1.5, "d"), (48, "h"), (2.5, "d"), (3, "d"), (3.5, "d"), (4, "d")]
    assert one_better(48, "h") == (24, "h")
    assert one_better(4.0, "value", Direction.AT_LEAST) == (5.0, "value")
