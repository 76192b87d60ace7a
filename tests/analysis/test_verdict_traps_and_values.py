"""The traps of step 1, promises on a value, and the fingerprint of a verdict's inputs."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from analysis.cases import Cases, cases, clean
from analysis.rule import Cancelled, Direction, Metric, Rule
from analysis.verdict import Verdict, assess, inputs_hash
from tests.analysis.material import DAY, days, steady

TEN_DAYS = 10 * DAY


def judged(
    raw: Cases, at: float, share: float | Fraction = Fraction(4, 5), within: float = TEN_DAYS, **policy: Any
) -> Any:
    return assess(clean(raw, at * DAY), Rule(within, share, **policy))


def codes(found: Any) -> set[str]:
    return {caveat.code for caveat in found.warnings}


class TestTraps:
    def test_an_extract_cut_by_closing_date_is_not_enough_evidence(self) -> None:
        starts = [0.0, 10.0, *(80 + n / 10 for n in range(190)), 99.5]
        found = judged(days(starts, [1.0] * 192 + [None]), 100)
        assert found.base_verdict is Verdict.SUPPORTED
        assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert {caveat.code: caveat.count for caveat in found.warnings}["cut_by_closing_date"] == 191

    def test_60_of_100_starts_in_the_last_quarter_are_just_no_trap(self) -> None:
        starts = [float(n) for n in range(40)] + [80.0 + n / 4 for n in range(60)]
        found = judged(days(starts, [1.0] * 99 + [None]), 100)
        assert "cut_by_closing_date" not in codes(found)

    def test_open_cases_that_were_left_out_are_missed(self) -> None:
        late = days([float(n) / 2 for n in range(200)], [1.0 if n % 2 else 60.0 for n in range(200)])
        only_closed = ~np.isnan(clean(late, 100 * DAY).time)
        raw = cases(late.ids[only_closed], late.start[only_closed], late.end[only_closed])
        found = judged(raw, 100, share=Fraction(3, 10))
        assert found.open == 0
        assert found.base_verdict is Verdict.SUPPORTED
        assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert "open_cases_missing" in codes(found)

    def test_cases_complete_by_definition_are_no_trap(self) -> None:
        raw = days([float(n) for n in range(100)], [15.0 if n % 2 and n < 85 else 0.5 for n in range(100)])
        assert "open_cases_missing" in codes(judged(raw, 100))
        assert "open_cases_missing" not in codes(judged(raw, 100, complete_by_definition=True))

    def test_a_single_open_case_shows_that_open_ones_are_in_the_file(self) -> None:
        raw = days([float(n) for n in range(100)], [15.0 if n % 2 and n < 85 else 0.5 for n in range(99)] + [None])
        assert "open_cases_missing" not in codes(judged(raw, 100))

    def test_cases_all_closed_long_ago_are_no_trap(self) -> None:
        assert codes(judged(steady(100, 80), 300)) == set()


class TestValuePromises:
    def rated(
        self,
        values: list[float],
        direction: Direction = Direction.AT_LEAST,
        threshold: float = 4.0,
        share: float | Fraction = 0.5,
        **more: Any,
    ) -> Any:
        starts = [float(n) for n in range(len(values))]
        raw = days(starts, [None] * len(values), value=values, outcome=more.pop("outcome", None))
        rule = Rule(threshold, share, metric=Metric.VALUE, direction=direction, **more)
        return assess(clean(raw, (len(values) + 5) * DAY), rule)

    def test_at_least_keeps_from_the_threshold_up(self) -> None:
        found = self.rated([5.0, 4.0, 3.0, 1.0])
        assert (found.kept, found.broken, found.open, found.share) == (2, 2, 0, 0.5)

    def test_between_keeps_inside_and_at_both_ends(self) -> None:
        found = self.rated([1.0, 2.0, 3.0, 4.0, 5.0], Direction.BETWEEN, 2.0, ceiling=4.0)
        assert (found.kept, found.broken, found.promise_within, found.band) == (3, 2, None, None)

    def test_a_case_without_a_value_is_left_out_and_said(self) -> None:
        found = self.rated([5.0, np.nan, 3.0])
        assert found.cases == 2
        assert "no_value" in codes(found)

    def test_a_cancelled_case_without_a_value_can_count_as_broken(self) -> None:
        found = self.rated([5.0, np.nan], outcome=[None, "cancelled"], cancelled=Cancelled.BROKEN)
        assert (found.cases, found.kept, found.broken) == (2, 1, 1)

    def test_what_could_be_promised_at_least_is_the_largest_backed_value(self) -> None:
        found = self.rated([float(n % 10) for n in range(400)], threshold=8.0, share=0.6)
        assert found.verdict is Verdict.NOT_SUPPORTABLE
        assert found.promise_within == 3.0
        assert list(found.band.times) == sorted(found.band.times)
        assert found.band.share[0] == 1.0

    def test_a_clock_promise_is_at_most_a_time(self) -> None:
        with pytest.raises(ValueError, match="at most"):
            Rule(5, 0.5, direction=Direction.AT_LEAST)

    def test_between_needs_a_ceiling(self) -> None:
        with pytest.raises(ValueError, match="ceiling"):
            Rule(5, 0.5, metric=Metric.VALUE, direction=Direction.BETWEEN)


class TestFingerprint:
    rule = Rule(TEN_DAYS, Fraction(4, 5))

    def test_the_same_rows_in_another_order_have_the_same_fingerprint(self) -> None:
        there = inputs_hash(days([0, 1], [1, None], ids=["a", "b"]), self.rule, 5.0)
        back = inputs_hash(days([1, 0], [None, 1], ids=["b", "a"]), self.rule, 5.0)
        assert there == back
        assert len(there) == 64

    def test_another_case_rule_or_snapshot_has_another_fingerprint(self) -> None:
        raw = days([0, 1], [1, None])
        prints = {
            inputs_hash(raw, self.rule, 5.0),
            inputs_hash(days([0, 1], [1, 2]), self.rule, 5.0),
            inputs_hash(days([0, 1], [1, None], outcome=["cancelled", None]), self.rule, 5.0),
            inputs_hash(raw, Rule(TEN_DAYS, 0.9), 5.0),
            inputs_hash(raw, Rule(TEN_DAYS, Fraction(4, 5), cancelled=Cancelled.BROKEN), 5.0),
            inputs_hash(raw, self.rule, 6.0),
        }
        assert len(prints) == 6
