"""Many verdicts at once: which of them luck may have given, and which segments of a process fall behind.

Each promise keeps its own 95 of 100; of twenty that lie exactly at their bar one is approved by luck.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, betainc

from analysis.cases import Bools, CleanCases, only
from analysis.limits import DOUBT, limits
from analysis.population import population
from analysis.rule import Rule
from analysis.survival import kaplan_meier
from analysis.verdict import effective_cases

FEWEST_IN_A_SEGMENT = 20
MOST_SEGMENTS = 100


@dataclass(frozen=True, slots=True)
class Luck:
    """borderline: places of the approved verdicts that do not stand once all are looked at together.

    expected: approved by luck on average if every promise lay exactly at its bar; at_most: 19 times of 20 no more.
    """

    borderline: tuple[int, ...]
    expected: float
    at_most: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the cases: its share with limits (by the whole's phi), and p of so low a share if it met the bar.

    behind: it falls behind the bar, all segments looked at together. not_supportable: its own upper limit is below.
    """

    name: str
    n: int
    share: float
    lower: float
    upper: float
    p: float
    behind: bool
    not_supportable: bool


def benjamini_hochberg(p: Sequence[float], doubt: float = DOUBT) -> Bools:
    """Which of these hypotheses to reject so that at most `doubt` of the rejections are wrong on average.

    Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995) 289-300: all up to the largest k with p_(k) <= k/m doubt.
    """
    values = np.asarray(p, dtype=np.float64)
    m = len(values)
    order = np.argsort(values, kind="stable")
    passed = np.flatnonzero(values[order] <= doubt * np.arange(1, m + 1) / m) if m else np.empty(0, dtype=np.int64)
    rejected = np.zeros(m, dtype=np.bool_)
    if len(passed):
        rejected[order[: passed[-1] + 1]] = True
    return rejected


def bonferroni(p: Sequence[float], doubt: float = DOUBT) -> Bools:
    """Which to reject so that with 95 of 100 none of the rejections is wrong (Dunn, JASA 56 (1961) 52-64)."""
    return np.asarray(np.asarray(p, dtype=np.float64) <= doubt / max(1, len(p)), dtype=np.bool_)


def holm(p: Sequence[float], doubt: float = DOUBT) -> Bools:
    """The same, step by step and never weaker (Holm, Scand. J. Stat. 6 (1979) 65-70)."""
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    rejected = np.zeros(len(values), dtype=np.bool_)
    for rank, place in enumerate(order.tolist()):
        if values[place] > doubt / (len(values) - rank):
            break
        rejected[place] = True
    return rejected


def p_of_at_least(share: float, n_eff: float, p0: float) -> float:
    """How likely so high a share would be if the truth were p0: at most .05 exactly where L >= p0 (Clopper-Pearson)."""
    kept = share * n_eff
    return 1.0 if kept <= 0 else float(betainc(kept, n_eff - kept + 1.0, p0))


def p_of_at_most(share: float, n_eff: float, p0: float) -> float:
    """How likely so low a share would be if the truth were p0: below .05 exactly where U < p0 (Clopper-Pearson)."""
    missed = n_eff - share * n_eff
    return 1.0 if missed <= 0 else float(betainc(missed, share * n_eff + 1.0, 1.0 - p0))


def by_luck(verdicts: Sequence[tuple[float, float, float]]) -> Luck:
    """Of a portfolio's verdicts, each (share, n_eff, p0) with n_eff above 0: which approvals may be luck.

    Approved alone: p <= .05. Borderline: approved alone, but not by Benjamini-Hochberg over all of them.
    """
    p = [p_of_at_least(*one) for one in verdicts]
    together = benjamini_hochberg(p)
    borderline = tuple(place for place, value in enumerate(p) if value <= DOUBT and not together[place])
    m = len(p)
    at_most = next(k for k in range(m + 1) if k == m or bdtr(k, m, DOUBT) >= 1.0 - DOUBT)
    return Luck(borderline, m * DOUBT, at_most)


def segments(clean: CleanCases, rule: Rule, phi: float, column: str = "segment") -> tuple[Segment, ...]:
    """Each segment (or touchpoint) of at least 20 cases against the bar of `rule`, worst first; Benjamini-Hochberg.

    At most the 100 largest are compared: beyond, the names are hardly segments. phi: the overdispersion of the whole,
    as in step 4; a segment's own weeks are too thin to measure it.
    """
    names, places = np.unique([str(one or "") for one in getattr(clean, column).tolist()], return_inverse=True)
    counts = np.bincount(places, minlength=len(names))
    large = [int(k) for k in np.argsort(-counts, kind="stable") if counts[k] >= FEWEST_IN_A_SEGMENT and names[k]]
    found: list[tuple[str, int, float, float]] = []
    for k in sorted(large[:MOST_SEGMENTS]):
        judged = judged_share(only(clean, np.asarray(places == k, dtype=np.bool_)), rule, phi)
        if judged is not None:
            found.append((str(names[k]), int(counts[k]), *judged))
    p = [p_of_at_most(share, n_eff, rule.needed_share) for _, _, share, n_eff in found]
    behind = benjamini_hochberg(p)
    rows = []
    for place, (name, n, share, n_eff) in enumerate(found):
        lower, upper = limits(share, n_eff)
        below = upper < rule.needed_share
        rows.append(Segment(name, n, share, lower, upper, p[place], bool(behind[place]), below))
    return tuple(sorted(rows, key=lambda row: (row.share, row.name)))


def judged_share(part: CleanCases, rule: Rule, phi: float) -> tuple[float, float] | None:
    """Share kept and effective cases of a part, by steps 3 and 4 with a given phi. None without a case to judge."""
    counted = population(part, rule)
    if not len(counted):
        return None
    share, variance = kaplan_meier(counted.reach, counted.done).at(counted.at_most)
    n_eff = effective_cases(counted, share, variance, phi)
    return (share, n_eff) if n_eff > 0 else None
