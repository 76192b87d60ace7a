"""A year of street lights replayed: what each month's end said, against what was later known of the same cases."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from analysis.cases import clean
from analysis.everything import examine
from analysis.rule import Rule
from analysis.verdict import assess
from tests.analysis.material import DAY, boston, needs_material

RULE = Rule(14 * DAY, Fraction(4, 5))


@dataclass(frozen=True)
class Month:
    """What was said at a month's end, and what became of the same cases."""

    said: float
    closed_only: float
    open_as_late: float
    truth: float


@pytest.fixture(scope="module")
def months() -> list[Month]:
    raw = boston("Street Light Outages")
    found = []
    for month in range(3, 13):
        at = (pd.Timestamp(2015, month, 1) + pd.offsets.MonthBegin(1)).timestamp()
        # From a quarter on, as a promise looks back: the last ninety days before the snapshot.
        there = (raw.start <= at) & (raw.start >= at - 90 * DAY)
        known = type(raw)(**{name: getattr(raw, name)[there] for name in type(raw).__slots__})
        then = assess(clean(known, at), RULE)
        assert then.share is not None
        assert then.closed_only_share is not None
        truth = float(np.mean((known.end - known.start) <= RULE.threshold))
        found.append(Month(then.share, then.closed_only_share, then.kept / then.cases, truth))
    return found


@needs_material
def test_kaplan_meier_is_right_on_average_and_closed_cases_flatter(months: list[Month]) -> None:
    off = np.array([month.said - month.truth for month in months])
    flattered = np.array([month.closed_only - month.truth for month in months])
    gloomy = np.array([month.open_as_late - month.truth for month in months])
    assert abs(off.mean()) < 0.01
    assert flattered.mean() > 0.1
    assert (np.abs(off) < np.abs(flattered)).all()
    assert gloomy.mean() < 0


@needs_material
def test_the_year_replayed_gets_worse_in_its_last_months_and_says_when() -> None:
    raw = boston("Street Light Outages")
    said = {}
    for month in (6, 9, 12):
        at = (pd.Timestamp(2015, month, 1) + pd.offsets.MonthBegin(1)).timestamp()
        moving = examine(clean(raw, at), RULE, since=at - 90 * DAY).drift
        said[month] = (moving.worsening, moving.since and pd.Timestamp(moving.since, unit="s").month)
    assert said[12] == (True, 11)
    assert [said[month][0] for month in (6, 9)] == [False, False]
