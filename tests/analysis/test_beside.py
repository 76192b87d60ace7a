"""What stands beside a result agrees with what was published, and says nothing that law 6 hides."""

import pytest

from analysis.alike import concordance, eta_squared, interval, krippendorff, leik, nominal, ordinal, split, tau_b
from analysis.beside import Beside, Scale, newcombe, stand_beside, wilson

# Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3, and 873-890, table II, method 10.
WILSON = [((81, 263), (0.2553, 0.3662)), ((15, 148), (0.0624, 0.1605)), ((0, 20), (0.0, 0.1611)),
          ((1, 29), (0.0061, 0.1718))]  # fmt: skip
NEWCOMBE = [
    ((56, 70, 48, 80), (0.0524, 0.3339)), ((9, 10, 3, 10), (0.1705, 0.8090)), ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)), ((0, 10, 0, 20), (-0.1611, 0.2775)), ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)), ((10, 10, 0, 10), (0.6075, 1.0)),
]  # fmt: skip


def test_intervals_are_those_of_the_papers() -> None:
    for asked, said in WILSON:
        assert wilson(*asked) == pytest.approx(said, abs=6e-5)
    for counts, between in NEWCOMBE:
        assert newcombe(*counts) == pytest.approx(between, abs=6e-5)


def test_krippendorff_s_own_example_with_missing_answers() -> None:
    # Computing Krippendorff's alpha-reliability (2011): four observers, twelve units, some not seen by all.
    observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    units = []
    for answers in zip(*observers, strict=True):
        given = [float(answer) for answer in answers if answer != "."]
        units.append({value: given.count(value) for value in given})
    assert krippendorff(units, nominal) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff(units, ordinal(units)) == pytest.approx(0.815, abs=5e-4)
    assert krippendorff(units, interval) == pytest.approx(0.849, abs=5e-4)
    assert krippendorff([{1.0: 1}], nominal) is None
    assert krippendorff([{1.0: 3}, {1.0: 2}], nominal) == 1.0


def test_concordance_of_three_judges_and_tau_b_with_ties() -> None:
    # Siegel, Nonparametric Statistics (1956), ch. 9: three executives rank six applicants, W = .16.
    assert concordance([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]) == pytest.approx(0.162, abs=5e-4)
    assert concordance([[3, 2, 1], [30, 20, 10], [9, 5, 4]]) == 1.0
    # The example of scipy.stats.kendalltau: -0.4714.
    assert tau_b([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) == pytest.approx(-0.471405, abs=1e-6)
    assert tau_b([1, 1], [1, 2]) is None


def test_a_split_room_is_one_and_a_room_of_one_mind_is_none() -> None:
    assert (leik([5, 0, 0, 0, 5]), leik([0, 9, 0]), leik([0, 0])) == (1.0, 0.0, None)
    # The example of the R package agrmt.
    assert leik([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.28667, abs=1e-5)
    assert (split(6, 6), split(0, 4), split(9, 3), split(0, 0)) == (1.0, 0.0, 0.75, None)
    assert eta_squared([[1, 1], [3, 3]]) == 1.0
    assert eta_squared([[1, 3], [1, 3]]) == 0.0
    assert eta_squared([[2, 2], [2]]) is None


def test_beside_picks_stand_the_widest_gap_the_turnout_and_the_orders_of_the_sides() -> None:
    ballots = [{"a": 1}] * 7 + [{"a": 1, "b": 1}] + [{"b": 1}] * 9 + [{"a": 1}]
    sides = ["promises"] * 8 + ["keeps"] * 10
    by_group = {"promises": {"a": 8, "b": 1}, "keeps": {"a": 1, "b": 9}}
    found = stand_beside(("a", "b"), ballots, sides, scale=Scale.PICKS, secret=True,
                         eligible={"promises": 9, "keeps": 10}, by_group=by_group,
                         order=["promises", "keeps"])  # fmt: skip
    assert found.gap is not None
    assert (found.gap.option, found.gap.more, found.gap.more_for, found.gap.less_for) == ("a", "promises", 8, 1)
    assert found.gap.low > 0
    assert [(one.side, one.voted, one.eligible) for one in found.turnout] == [("promises", 8, 9), ("keeps", 10, 10)]
    assert [one.tau for one in found.alike] == [-1.0]
    assert found.concordance == 0.0
    assert found.eta["a"] > 0.5
    assert Beside.from_json(found.as_json()) == found


def test_in_secret_a_side_of_four_is_nowhere_beside_a_result() -> None:
    ballots, sides = [{"a": 5, "b": 1}] * 6 + [{"a": 1}] * 4, ["promises"] * 6 + ["keeps"] * 4
    found = stand_beside(("a", "b"), ballots, sides, scale=Scale.SCORES, secret=True,
                         eligible={"promises": 6, "keeps": 4}, by_group={})  # fmt: skip
    assert (found.gap, found.eta, found.alike, found.concordance, found.turnout) == (None, {}, [], None, [])
    assert found.split == {"a": pytest.approx(0.8), "b": 0.0}
