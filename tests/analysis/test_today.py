"""Step 6: what could be promised today."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from analysis.cases import Cases, clean
from analysis.limits import limits
from analysis.rule import Rule
from analysis.verdict import Verdict, assess
from tests.analysis.material import DAY, days, steady


def judged(raw: Cases, at: float, share: float | Fraction = Fraction(4, 5), within: float = 10 * DAY) -> Any:
    return assess(clean(raw, at * DAY), Rule(within, share))


def spread_out(n: int = 400, span: float = 400.0, at: float = 410.0, worst: float | None = None) -> Any:
    """One case a day whose times run through 1 to 20 days; from day `worst` on, each takes ten days more."""
    starts = [span * place / n for place in range(n)]
    took = [
        1.0 + place % 20 + (10.0 if worst is not None and start >= worst else 0.0) for place, start in enumerate(starts)
    ]
    return judged(days(starts, took), at)


def test_the_same_time_could_be_promised_to_the_lower_limit() -> None:
    found = spread_out()
    assert found.verdict is Verdict.NOT_SUPPORTABLE
    assert found.promise_share == found.lower


def test_the_same_share_could_be_promised_within_the_first_time_whose_lower_limit_reaches_it() -> None:
    found = spread_out()
    backed = [day for day in range(1, 20) if limits(day / 20, 400 / found.phi)[0] >= 0.8]
    assert found.keep_share_within == backed[0] * DAY
    assert backed[0] > 16  # where 16 of 20 are kept, the share alone would already say yes


def test_the_recommendation_is_the_worst_block_when_that_is_longer() -> None:
    found = spread_out(worst=380.0)
    assert found.track_record_within == max(block.reached for block in found.blocks)
    assert found.track_record_within > found.keep_share_within
    assert found.promise_within == found.track_record_within


def test_blocks_are_28_days_of_starts_counted_back_from_the_last_that_matured() -> None:
    found = spread_out()
    assert len(found.blocks) == 6
    assert found.blocks[0].end == 400 * DAY
    assert [first.start == second.end for first, second in zip(found.blocks, found.blocks[1:], strict=False)] == [
        True
    ] * 5


def test_a_thin_block_has_no_track_record_and_then_there_is_none() -> None:
    found = judged(steady(60, 55), 100)
    assert any(block.n < 20 for block in found.blocks)
    assert found.track_record_within is None
    assert found.promise_within == found.keep_share_within == DAY


def test_a_block_that_never_reaches_the_share_has_no_track_record() -> None:
    starts = [float(day) for day in range(300)]
    took = [None if 240 < day < 262 else 1.0 + day % 3 for day in range(300)]
    found = judged(days(starts, took), 310)
    assert any(block.n >= 20 and block.reached is None for block in found.blocks)
    assert found.track_record_within is None


def test_when_nothing_is_honest_nothing_is_recommended() -> None:
    assert judged(steady(100, 50, late=None), 300).promise_within is None


def test_the_curve_for_the_picture_is_thin_and_rises_inside_its_band() -> None:
    rng = np.random.default_rng(7)
    starts = np.sort(rng.uniform(0, 300, 5000)).tolist()
    found = judged(days(starts, rng.exponential(5, 5000).tolist()), 305)
    band = found.band
    assert 390 <= len(band.times) <= 401
    assert (np.diff(band.share) > 0).all()
    assert (band.lower <= band.share).all()
    assert (band.share <= band.upper).all()
    at_promise = np.flatnonzero(band.times <= 10 * DAY)[-1]
    assert band.share[at_promise] == pytest.approx(found.share, abs=1e-12)
    assert band.lower[at_promise] == pytest.approx(found.lower, abs=2e-3)


def test_weeks_for_the_trend_add_up_to_the_matured_cases() -> None:
    found = spread_out()
    assert int(found.weeks.n.sum()) == found.matured
    assert (found.weeks.kept <= found.weeks.n).all()
