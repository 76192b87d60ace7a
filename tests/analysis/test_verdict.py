"""Steps 2 to 5: what became of each case, the share kept, how sure, the verdict."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from analysis.cases import Cases, cases, clean
from analysis.limits import limits
from analysis.rule import Cancelled, Rule
from analysis.verdict import Verdict, assess, base_verdict
from tests.analysis.material import DAY, days, steady

TEN_DAYS = 10 * DAY


def judged(
    raw: Cases, at: float, share: float | Fraction = Fraction(4, 5), within: float = TEN_DAYS, **policy: Any
) -> Any:
    return assess(clean(raw, at * DAY), Rule(within, share, **policy))


def codes(found: Any) -> set[str]:
    return {caveat.code for caveat in found.warnings}


class TestWhatBecameOfACase:
    def test_finished_exactly_at_the_promised_time_is_kept(self) -> None:
        found = judged(days([0], [10]), 50)
        assert (found.kept, found.broken, found.unknown) == (1, 0, 0)

    def test_open_at_exactly_the_promised_age_is_broken(self) -> None:
        found = judged(days([0], [None]), 10)
        assert (found.kept, found.broken, found.unknown) == (0, 1, 0)

    def test_open_and_younger_is_unknown(self) -> None:
        found = judged(days([0], [None]), 9.99)
        assert (found.kept, found.broken, found.unknown) == (0, 0, 1)

    def test_finished_later_is_broken_even_before_the_snapshot_is_far_away(self) -> None:
        found = judged(days([0], [10.5]), 11)
        assert (found.kept, found.broken, found.unknown) == (0, 1, 0)

    def test_fractions_of_a_second_do_not_break_a_case_that_took_exactly_the_promised_time(self) -> None:
        start = np.array([1.4e9 + tenth / 10 for tenth in range(10)])
        found: Any = assess(clean(cases([str(n) for n in range(10)], start, start + 0.3), 1.5e9), Rule(0.3, 0.5))
        assert found.kept == 10


class TestOutcomePolicy:
    raw = days([0, 1, 2, 3], [1, 1, 20, 4], outcome=[None, "done", "Cancelled by customer", "annullato"])

    def test_who_cancels_does_not_count_by_default(self) -> None:
        found = judged(self.raw, 50)
        assert (found.cases, found.kept, found.broken) == (2, 2, 0)
        assert "cancelled_left_out" in codes(found)

    def test_who_cancels_counts_as_broken(self) -> None:
        found = judged(self.raw, 50, cancelled=Cancelled.BROKEN)
        assert (found.cases, found.kept, found.broken) == (4, 2, 2)
        assert found.share == 0.5

    def test_who_cancels_has_waited_until_then(self) -> None:
        found = judged(self.raw, 50, cancelled=Cancelled.CENSORED)
        assert (found.cases, found.kept, found.broken, found.unknown) == (4, 2, 1, 1)
        assert found.open == 0

    def test_an_open_case_that_was_cancelled_is_no_open_case_when_broken(self) -> None:
        found = judged(days([0, 1], [1, None], outcome=[None, "cancelled"]), 5, cancelled=Cancelled.BROKEN)
        assert (found.open, found.broken) == (0, 1)

    def test_an_outcome_that_was_not_cancelled_is_none(self) -> None:
        assert not Rule(1, 0.5).is_cancelled("not cancelled")
        assert not Rule(1, 0.5).is_cancelled("repaired")


class TestShareKept:
    def test_without_unknown_cases_it_is_plain(self) -> None:
        assert judged(steady(100, 87), 200).share == 0.87

    def test_open_cases_count_by_kaplan_meier(self) -> None:
        found = judged(days([0, 0, 0, 15, 15], [1, 12, 2, 3, None]), 20, within=TEN_DAYS)
        # At risk 5, 4, 3 at the finishes after 1, 2 and 3 days: 1 - 4/5 * 3/4 * 2/3.
        assert found.share == pytest.approx(0.6, abs=1e-12)
        assert found.closed_only_share == 0.75
        assert found.unknown == 1

    def test_a_changing_process_is_said(self) -> None:
        old = [(float(day), 1.0 if day % 2 else 30.0) for day in range(200)]
        new = [(200 + place / 20, 0.5) for place in range(180)] + [(209.0, None)]
        rows = old + new
        found = judged(days([row[0] for row in rows], [row[1] for row in rows]), 209.5)
        assert "process_changing" in codes(found)
        assert found.matured_share < found.share


class TestHowSure:
    def test_alike_weeks_leave_phi_at_1(self) -> None:
        found = judged(steady(120, 100), 200)
        assert (found.phi, found.n_eff) == (1.0, 120)
        assert (found.lower, found.upper) == limits(100 / 120, 120)

    def test_unlike_weeks_make_fewer_cases_of_many(self) -> None:
        starts = [float(day) for day in range(140)]
        took = [1.0 if (day // 7) % 2 else 20.0 for day in range(140)]
        found = judged(days(starts, took), 200)
        assert found.phi == pytest.approx(140 * 0.25 / 0.25 / 19, rel=1e-9)
        assert found.n_eff == pytest.approx(140 / found.phi)
        assert found.weeks_used == 20

    def test_too_few_weeks_to_measure_are_said(self) -> None:
        found = judged(steady(40, 30), 200)
        assert found.phi == 1.0
        assert {caveat.code: caveat.count for caveat in found.warnings}["few_weeks"] == 6

    def test_with_all_kept_only_matured_cases_count(self) -> None:
        raw = days([0.0, *([95.0] * 99)], [1.0] * 100)
        found = judged(raw, 100, complete_by_definition=True)
        assert found.share == 1.0
        assert found.n_eff == 1
        assert found.base_verdict is Verdict.NOT_ENOUGH_EVIDENCE


class TestBaseVerdict:
    def test_clearly_above_is_supported(self) -> None:
        assert judged(steady(200, 190), 300).base_verdict is Verdict.SUPPORTED

    def test_clearly_below_is_not_supportable(self) -> None:
        assert judged(steady(200, 100), 300).base_verdict is Verdict.NOT_SUPPORTABLE

    def test_near_the_bar_is_at_risk(self) -> None:
        found = judged(steady(400, 324), 500)
        assert found.base_verdict is Verdict.AT_RISK
        assert found.need is None

    def test_few_cases_are_not_enough_and_say_how_many_more(self) -> None:
        found = judged(steady(13, 13), 100)
        assert found.base_verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert (found.n_min, found.need.cases, found.need.weeks) == (14, 1, 1)
        assert judged(steady(14, 14), 100).base_verdict is Verdict.SUPPORTED

    def test_the_cases_that_are_missing_decide_once_they_are_there(self) -> None:
        found = judged(steady(30, 26), 200)
        assert found.base_verdict is Verdict.NOT_ENOUGH_EVIDENCE
        enough = 30 + found.need.cases
        assert limits(26 / 30, enough)[0] >= 0.8 > limits(26 / 30, enough - 1)[0]
        assert found.need.weeks == -(-found.need.cases // 7)

    def test_a_wide_range_is_not_enough(self) -> None:
        found = judged(steady(30, 24), 200)
        assert found.upper - found.lower > 0.2
        assert found.base_verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert found.need.cases is None  # 24 of 30 is the target itself: no number of cases decides

    def test_before_any_case_has_matured_a_bad_start_is_not_yet_a_no(self) -> None:
        found = judged(days([float(n) / 10 for n in range(60)], [5.5 if n % 6 else None for n in range(60)]), 9)
        assert found.matured == 0
        assert found.base_verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert found.need.weeks >= 1

    @pytest.mark.parametrize(
        ("lower", "upper", "n_eff", "matured", "verdict"),
        [
            (None, None, 0.0, True, Verdict.NOT_ENOUGH_EVIDENCE),
            (0.1, 0.2, 500.0, False, Verdict.NOT_ENOUGH_EVIDENCE),
            (0.8, 0.9, 500.0, False, Verdict.SUPPORTED),
            (0.1, 0.2, 5.0, True, Verdict.NOT_SUPPORTABLE),
            (0.8, 0.99, 5.0, True, Verdict.SUPPORTED),
            (0.75, 0.85, 13.9, True, Verdict.NOT_ENOUGH_EVIDENCE),
            (0.65, 0.86, 14.0, True, Verdict.NOT_ENOUGH_EVIDENCE),
            (0.70, 0.86, 14.0, True, Verdict.AT_RISK),
        ],
    )
    def test_the_conditions_are_asked_in_their_order(
        self, lower: float | None, upper: float | None, n_eff: float, matured: bool, verdict: Verdict
    ) -> None:
        assert base_verdict(lower, upper, n_eff, 0.8, any_matured=matured) is verdict


class TestEdges:
    def test_no_case_gives_no_figure(self) -> None:
        found = judged(days([], []), 100)
        assert (found.cases, found.share, found.lower, found.upper, found.promise_within) == (0, None, None, None, None)
        assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert found.n_min == 14

    def test_one_case_is_not_enough(self) -> None:
        found = judged(days([0], [1]), 100)
        assert (found.cases, found.share) == (1, 1.0)
        assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE

    def test_all_open_and_old_is_not_supportable(self) -> None:
        found = judged(days([float(n) for n in range(60)], [None] * 60), 100)
        assert (found.share, found.lower) == (0.0, 0.0)
        assert found.verdict is Verdict.NOT_SUPPORTABLE
        assert found.closed_only_share is None
        assert found.promise_within is None

    def test_all_open_and_young_gives_no_figure(self) -> None:
        found = judged(days([98.0] * 60, [None] * 60), 100)
        assert (found.open, found.share, found.n_eff) == (60, None, 0)
        assert found.base_verdict is Verdict.NOT_ENOUGH_EVIDENCE

    def test_all_kept_has_upper_limit_1(self) -> None:
        found = judged(steady(60, 60), 100)
        assert (found.share, found.upper) == (1.0, 1.0)
        assert found.lower == pytest.approx(0.05 ** (1 / 60), abs=1e-12)

    def test_a_promise_beyond_the_follow_up_rests_on_what_was_seen(self) -> None:
        found = judged(steady(60, 50, late=None), 70, within=1000 * DAY)
        assert found.matured == 0
        assert found.unknown == 10
        assert found.share == pytest.approx(50 / 60)

    def test_all_of_100_can_never_be_supported(self) -> None:
        found = judged(steady(400, 400), 500, share=1)
        assert found.n_min is None
        assert found.verdict is Verdict.NOT_ENOUGH_EVIDENCE
        assert found.need is None
        assert found.promise_within is None
        assert "never_certain" in codes(found)

    def test_all_of_100_with_one_broken_is_not_supportable(self) -> None:
        assert judged(steady(400, 399), 500, share=1).verdict is Verdict.NOT_SUPPORTABLE

    @pytest.mark.parametrize("share", [0, -0.1, 1.01])
    def test_a_share_must_be_one(self, share: float | Fraction) -> None:
        with pytest.raises(ValueError, match="share"):
            Rule(TEN_DAYS, share)
