"""Scores: the middle one of several counts, empty is not zero, RICE as published."""

import pytest

from analysis.scoring import distance, figures_of, rice, taken_together, weighted, worth


def test_the_middle_of_several_scores_counts_and_nothing_stays_nothing() -> None:
    assert taken_together([5, 1, 4]) == 4
    assert taken_together([2, 3]) == 2.5
    assert taken_together([]) is None
    assert (distance([1, 5]), distance([3]), distance([])) == (4, None, None)


def test_a_criterion_without_a_score_takes_its_weight_with_it() -> None:
    assert weighted({"a": 5, "b": 1}, {"a": 3, "b": 1}) == 4
    assert weighted({"a": 5}, {"a": 3, "b": 1}) == 5, "an empty cell is not a zero"
    assert weighted({}, {"a": 3}) is None
    assert weighted({"a": 5}, {}) is None


def test_rice_is_reach_times_impact_times_confidence_over_effort() -> None:
    # Intercom's own example: 500 people a quarter, impact 3, confidence 80 of 100, 2 months.
    assert rice(500, 3, 80, 2) == pytest.approx(600)
    assert rice(0, 3, 80, 2) == 0, "nobody reached is a figure, not a gap"
    for missing in ((None, 3, 80, 2), (500, None, 80, 2), (500, 3, None, 2), (500, 3, 80, None), (500, 3, 80, 0)):
        assert rice(*missing) is None


def test_figures_follow_the_method_of_the_group() -> None:
    given = {"value": [4.0, 2.0, 5.0], "effort": [2.0]}
    found = figures_of(given, "value_effort", {})
    assert (found.value, found.effort, found.score, found.apart) == (4, 2, 2, 3)
    own = figures_of({"a": [5.0], "b": [1.0], "effort": [2.0]}, "weighted", {"a": 3, "b": 1})
    assert (own.value, own.score, own.apart) == (4, 2, None)
    assert figures_of({"value": [4.0]}, "value_effort", {}).score is None
    assert worth(4, None) is None
    counted = figures_of({"reach": [500.0], "impact": [3.0], "confidence": [80.0], "months": [2.0, 4.0]}, "rice", {})
    assert (counted.value, counted.effort, counted.score, counted.apart) == (1200, 3, 400, 2)
