"""How many may still go wrong, and whether they go wrong too fast (step 7 of the promise rules).

Google SRE workbook, "Alerting on SLOs" (multiwindow burn rate), with windows of days for promises of months.
"""

from dataclasses import dataclass
from math import floor

import numpy as np

from analysis.budget import burn_rate, burn_to_spend, misses_allowed
from analysis.cases import Bools, CleanCases
from analysis.population import Population, population
from analysis.rule import Rule
from analysis.weeks import DAY

SHORT, LONG = 7.0, 28.0  # days
SHORT_PART, LONG_PART = 0.25, 0.5  # of the period's budget, gone within the window
FEWEST = 20
SOON = 0.8


@dataclass(frozen=True, slots=True)
class Burning:
    """allowed: whole misses that the period may hold; missed: those it has; left: what remains, below 0 when overdrawn.

    burn_7d, burn_28d: share broken among the cases that fell due in the window, over the share allowed; 1 spends the
    budget exactly; None without such a case (or where everything is promised). short_cases: how many fell due in the
    short window. alert: both windows burn too fast. soon: open cases that have used more than 0.8 of their time.
    """

    allowed: int
    missed: int
    left: int
    burn_7d: float | None
    burn_28d: float | None
    short_cases: int
    alert: bool
    soon: int


def burning(cases: CleanCases, rule: Rule, at: float, period_days: float) -> Burning:
    """The error budget of the period that ends at `at`: (1 - p0) N, N its cases, and how fast it is spent.

    Alert when the burn of 7 and of 28 days both exceed what would spend 25 and 50 of 100 parts of the budget in them
    (of 90 days: 3.2 and 1.6; never under 1), and at least 20 cases fell due in the short window.
    """
    counted = population(cases, rule)
    inside = counted.start >= at - period_days * DAY
    p0 = rule.needed_share
    allowed = floor(misses_allowed(p0, float(np.count_nonzero(inside))) + 1e-9)
    missed = int(np.count_nonzero(inside & counted.known & ~counted.kept))
    short_cases, short = _burn(counted, at, SHORT, p0)
    _, long = _burn(counted, at, LONG, p0)
    fast = max(1.0, burn_to_spend(SHORT_PART, SHORT, period_days))
    steady = max(1.0, burn_to_spend(LONG_PART, LONG, period_days))
    alert = short is not None and long is not None and short > fast and long > steady and short_cases >= FEWEST
    waiting = int(np.count_nonzero(soon(counted)))
    return Burning(allowed, missed, allowed - missed, short, long, short_cases, alert, waiting)


def soon(counted: Population) -> Bools:
    """The leading signal: open cases older than 0.8 T that may still be kept."""
    if not counted.clock:
        return np.zeros(len(counted), dtype=np.bool_)
    return np.asarray(counted.open & ~counted.known & (counted.age > SOON * counted.at_most), dtype=np.bool_)


def _burn(counted: Population, at: float, days: float, p0: float) -> tuple[int, float | None]:
    """Cases that fell due in the last `days`, and their burn. Due is start + T: kept ones too, on an equal footing."""
    due = counted.start + counted.waits
    fell = counted.known & (due > at - days * DAY) & (due <= at)
    n = int(np.count_nonzero(fell))
    if not n or p0 >= 1.0:
        return n, None
    return n, burn_rate(int(np.count_nonzero(fell & ~counted.kept)), n, p0)
