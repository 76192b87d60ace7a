"""Weeks are not alike: 7-day bins from the first start, and how much more they differ than chance (step 4)."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from analysis.cases import Bools, Floats, Rows

DAY = 86_400.0
WEEK = 7 * DAY
FEWEST_IN_A_WEEK = 5
FEWEST_WEEKS = 8
RATE_WEEKS = 12  # "the present rate of starts": a quarter, so that one holiday week does not decide


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """start: seconds since 1970 of each 7-day bin. n: matured cases of known fate. kept: how many of them kept."""

    start: Floats
    n: Rows
    kept: Rows


@dataclass(frozen=True, slots=True)
class Spread:
    """phi: overdispersion, at least 1. weeks: how many it rests on. measured: False when too few, phi is then 1."""

    phi: float
    weeks: int
    measured: bool


def weekly(start: Floats, counted: Bools, kept: Bools) -> Weeks:
    """The weeks from the first start to the last, empty ones too, over the `counted` cases. At least one case."""
    first = float(np.min(start))
    bins = np.floor((start - first) / WEEK).astype(np.int64)
    length = int(np.max(bins)) + 1
    return Weeks(
        start=np.asarray(first + WEEK * np.arange(length), dtype=np.float64),
        n=np.bincount(bins[counted], minlength=length).astype(np.int64),
        kept=np.bincount(bins[counted & kept], minlength=length).astype(np.int64),
    )


def spread(weeks: Weeks) -> Spread:
    """phi = max(1, sum((x - n p)^2 / (n p (1 - p))) / (k - 1)) over weeks of 5 cases or more, if 8 or more such weeks.

    p is pooled over these weeks. Pearson's dispersion: McCullagh and Nelder, Generalized Linear Models, 4.5.
    """
    full = weeks.n >= FEWEST_IN_A_WEEK
    n, x = weeks.n[full].astype(np.float64), weeks.kept[full].astype(np.float64)
    if len(n) < FEWEST_WEEKS:
        return Spread(1.0, len(n), measured=False)
    p = float(np.sum(x) / np.sum(n))
    if p in (0.0, 1.0):
        return Spread(1.0, len(n), measured=True)
    dispersion = float(np.sum((x - n * p) ** 2 / (n * p * (1.0 - p))) / (len(n) - 1))
    return Spread(max(1.0, dispersion), len(n), measured=True)


def weeks_for(more: int, start: Floats) -> int:
    """About how many weeks bring `more` cases at the rate of the last 12 weeks before the last start (all if fewer)."""
    last = float(np.max(start))
    span = min(RATE_WEEKS * WEEK, max(last - float(np.min(start)), WEEK))
    recent = int(np.count_nonzero(start >= last - span))
    return ceil(more / (recent / (span / WEEK)))
