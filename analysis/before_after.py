"""Before and after: how often a promise was kept by the cases begun before a day, and by those begun since.

Pure. Each stretch is judged as every promise is (`analysis.verdict`): open cases count as far as they got. The
difference has Newcombe's hybrid interval (Statistics in Medicine 17, 1998, method 10) from the limits of both shares,
so it carries that weeks are not alike. An action is no experiment: what else may explain a difference is said with it.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from analysis.cases import Bools, Cases, CleanCases, clean
from analysis.population import population
from analysis.rule import Rule
from analysis.survival import kaplan_meier
from analysis.trend import mann_kendall
from analysis.verdict import Assessment, assess

# Fewer cases than this are a beginning, not an after.
FEWEST = 20
# The trend before an action counts as one when luck gives it less than once in twenty times.
DOUBT = 0.05


@dataclass(frozen=True, slots=True)
class Stretch:
    """One side of the day. share, lower, upper: fractions; median: in the rule's unit, None where half never come."""

    cases: int
    open: int
    share: float | None
    lower: float | None
    upper: float | None
    median: float | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Both sides of a day. difference, low, high: after minus before, None where a side has no figure.

    separated: the two intervals do not touch. cautions: `few_before`, `few_after`, `other_months` (a month lies in the
    one stretch only), `trend_before` (it moved in the same direction before the day already).
    """

    before: Stretch
    after: Stretch
    difference: float | None
    low: float | None
    high: float | None
    separated: bool
    cautions: tuple[str, ...]


def before_after(cases: Cases, rule: Rule, *, day: float, at: float, zone: str = "UTC") -> BeforeAfter:
    """What `rule` says of the cases begun before `day` and of those begun from it on, as of `at` (seconds since 1970).

    A case without a start belongs to neither. zone: whose months are compared.
    """
    begun = ~np.isnan(cases.start)
    earlier, later = _only(cases, begun & (cases.start < day)), _only(cases, begun & (cases.start >= day))
    sides = [(part, clean(part, at)) for part in (earlier, later)]
    judged = [assess(cleaned, rule) for _, cleaned in sides]
    before, after = (_stretch(found, cleaned, rule) for found, (_, cleaned) in zip(judged, sides, strict=True))
    difference, low, high = _difference(before, after)
    return BeforeAfter(
        before, after, difference, low, high, _apart(before, after),
        _cautions(before, after, judged[0], difference, _months(earlier, zone), _months(later, zone)),
    )  # fmt: skip


def _only(cases: Cases, keep: Bools) -> Cases:
    return Cases(**{name: getattr(cases, name)[keep] for name in Cases.__slots__})


def _stretch(found: Assessment, cleaned: CleanCases, rule: Rule) -> Stretch:
    people = population(cleaned, rule)
    median = kaplan_meier(people.reach, people.done).first_time_at(0.5) if rule.graded and len(people) else None
    return Stretch(
        found.cases, found.open, found.share, found.lower, found.upper,
        None if median is None else people.sign * median,
    )  # fmt: skip


def _difference(before: Stretch, after: Stretch) -> tuple[float | None, float | None, float | None]:
    one, two = _figures(before), _figures(after)
    if one is None or two is None:
        return None, None, None
    difference = two[0] - one[0]
    down, up = math.hypot(two[0] - two[1], one[2] - one[0]), math.hypot(two[2] - two[0], one[0] - one[1])
    return difference, difference - down, difference + up


def _apart(before: Stretch, after: Stretch) -> bool:
    one, two = _figures(before), _figures(after)
    return one is not None and two is not None and (two[1] > one[2] or one[1] > two[2])


def _figures(side: Stretch) -> tuple[float, float, float] | None:
    if side.share is None or side.lower is None or side.upper is None:
        return None
    return side.share, side.lower, side.upper


def _cautions(
    before: Stretch, after: Stretch, judged: Assessment, difference: float | None, earlier: set[int], later: set[int]
) -> tuple[str, ...]:
    found = []
    if before.cases < FEWEST:
        found.append("few_before")
    if after.cases < FEWEST:
        found.append("few_after")
    if earlier and later and earlier ^ later:
        found.append("other_months")
    weeks = judged.weeks
    if weeks is not None and difference:
        counted = weeks.n > 0
        trend = mann_kendall(weeks.kept[counted] / weeks.n[counted])
        if trend is not None and (trend.rising if difference > 0 else trend.falling) < DOUBT:
            found.append("trend_before")
    return tuple(found)


def _months(cases: Cases, zone: str) -> set[int]:
    """The months of the year in which cases began."""
    if not len(cases):
        return set()
    days = np.unique(np.floor(cases.start / 86_400.0)) * 86_400.0
    place = ZoneInfo(zone)
    return {datetime.fromtimestamp(float(day), UTC).astimezone(place).month for day in days}
