"""Many verdicts at once: statsmodels as a second opinion, luck counted, segments that fall behind."""

import gc
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.cases import CleanCases, clean
from analysis.limits import DOUBT, limits
from analysis.multiple import (
    benjamini_hochberg,
    bonferroni,
    by_luck,
    holm,
    p_of_at_least,
    p_of_at_most,
    segments,
)
from analysis.rule import Rule
from tests.analysis.material import DAY, days

NINE_TENTHS = Rule(2 * DAY, Fraction(9, 10))


@pytest.fixture(scope="module", autouse=True)
def _what_is_there_already_is_not_searched_for_waste() -> Iterator[None]:
    # statsmodels collects garbage at each call: a second a call in a process that holds the whole product.
    gc.freeze()
    yield
    gc.unfreeze()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_the_three_corrections_are_those_of_statsmodels(p: list[float]) -> None:
    ours = {"fdr_bh": benjamini_hochberg(p), "bonferroni": bonferroni(p), "holm": holm(p)}
    for method, found in ours.items():
        adjusted = multipletests(p, alpha=DOUBT, method=method)[1]
        clear = np.abs(adjusted - DOUBT) > 1e-9  # exactly at the limit the last bit decides
        np.testing.assert_array_equal(found[clear], (adjusted <= DOUBT)[clear], err_msg=method)
    assert (ours["fdr_bh"] >= ours["holm"]).all()
    assert (ours["holm"] >= ours["bonferroni"]).all()


def test_no_verdicts_no_luck() -> None:
    assert benjamini_hochberg([]).tolist() == []
    assert by_luck([]) == by_luck(())


@given(st.integers(1, 2000), st.floats(0, 1), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
@settings(max_examples=100, deadline=None)
def test_the_p_of_a_verdict_is_below_a_twentieth_where_its_limit_decides(n: int, part: float, p0: float) -> None:
    kept = round(part * n)
    lower, upper = limits(kept / n, n)
    if abs(lower - p0) > 1e-9:
        assert (p_of_at_least(kept / n, n, p0) <= DOUBT) == (lower >= p0)
    if abs(upper - p0) > 1e-9:
        assert (p_of_at_most(kept / n, n, p0) < DOUBT) == (upper < p0)


def test_one_just_over_its_bar_among_many_that_are_not_may_be_luck() -> None:
    barely, undecided, sure = (0.856, 400.0, 0.82), (0.8, 400.0, 0.8), (0.99, 2000.0, 0.9)
    assert limits(0.856, 400)[0] >= 0.82
    assert by_luck([barely]).borderline == ()
    among_many = by_luck([barely, *[undecided] * 19])
    assert among_many.borderline == (0,)
    assert among_many.expected == pytest.approx(1.0)
    assert among_many.at_most == 3
    assert by_luck([sure, *[undecided] * 19]).borderline == ()


def shops(kept: dict[str, tuple[int, int]]) -> CleanCases:
    start, time, names = [], [], []
    for name, (good, n) in kept.items():
        for place in range(n):
            start.append(float(place % 100))
            time.append(1.0 if place < good else 5.0)
            names.append(name)
    return clean(days(start, time, segment=names), 200 * DAY)


def test_the_segment_that_falls_behind_is_named_and_the_others_are_not() -> None:
    found = segments(shops({"carta": (480, 500), "in bottega": (77, 100), "bonifico": (19, 19)}), NINE_TENTHS, 1.0)
    assert [(one.name, one.behind, one.not_supportable) for one in found] == [
        ("in bottega", True, True), ("carta", False, False),
    ]  # fmt: skip
    assert found[0].share == pytest.approx(0.77)
    assert found[0].lower < 0.77 < found[0].upper


def test_of_many_sound_segments_hardly_one_is_called_behind() -> None:
    rng = np.random.default_rng(7)
    named = {f"shop {k}": (int(rng.binomial(200, 0.92)), 200) for k in range(40)}
    found = segments(shops(named), NINE_TENTHS, 1.0)
    assert len(found) == 40
    assert sum(one.behind for one in found) <= sum(one.not_supportable for one in found) <= 2
