"""Looking back: on past days, what would have been recommended, and was it kept in the four weeks that followed?

Each look sees only what was known on its day: later starts are not there, later ends are still open (the snapshot
replay of the promise rules). Whether a figure was kept is judged by everything known at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from analysis.cases import Cases, CleanCases, clean, only
from analysis.everything import examine
from analysis.population import population
from analysis.rule import Metric, Rule
from analysis.today import BLOCK, FEWEST_IN_A_BLOCK
from analysis.verdict import Assessment, Verdict
from analysis.weeks import DAY

FIRST_LOOK = 12 * 7 * DAY
MOST_LOOKS = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that could have been said on that day. kept: None where nobody can tell (yet), or there is none.

    within: in the rule's unit. share: of the cases started in the following four weeks, those within it.
    """

    within: float | None
    share: float | None
    kept: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """One past day. share, closed_only_share: what was said of the promise then; later_share: the same cases, by what
    is known now (None where some have not had their time yet).

    promised: the promise as it stands. recommended: max(b, c) of step 6, rounded up; limit: (b) alone; track: (c)
    alone; percentile: the plain observed percentile, which nobody should promise. after: cases of the next four weeks.
    """

    at: float
    cases: int
    open: int
    verdict: Verdict
    share: float | None
    closed_only_share: float | None
    later_share: float | None
    after: int
    promised: Figure
    recommended: Figure
    limit: Figure
    track: Figure
    percentile: Figure


def looks(
    raw: Cases, rule: Rule, at: float, *, every: float = BLOCK, first: float | None = None,
    period: float | None = None, rounded: Callable[[float], float] = lambda within: within,
) -> tuple[Look, ...]:  # fmt: skip
    """Every past day from `first` (twelve weeks after the first start) until four weeks before `at`, oldest first.

    at: the day of the data. every: seconds between looks, stretched where there would be over 120. period: how far back
    a look looks. rounded: how a time is rounded up before it is said. Empty where there are too few weeks.
    """
    known = clean(raw, at)
    if not len(known) or every <= 0:
        return ()
    begin = float(np.min(known.start)) + FIRST_LOOK if first is None else first
    count = int((at - BLOCK - begin) // every) + 1
    if count > MOST_LOOKS:
        every *= ceil(count / MOST_LOOKS)
    days = np.arange(begin, at - BLOCK + 1e-6, every)
    return tuple(_look(raw, known, rule, float(day), period, rounded) for day in days)


def kept_of(found: tuple[Look, ...], which: str) -> tuple[int, int]:
    """(kept, told) of one kind of figure: in how many looks it was kept, of those in which that is known."""
    figures = [getattr(look, which).kept for look in found]
    return sum(kept is True for kept in figures), sum(kept is not None for kept in figures)


def _look(
    raw: Cases, known: CleanCases, rule: Rule, day: float, period: float | None, rounded: Callable[[float], float]
) -> Look:
    then = clean(raw, day)
    since = None if period is None else day - period
    found = examine(then, rule, since=since)
    seen: Assessment = found.assessment
    following = only(known, (known.start > day) & (known.start <= day + BLOCK))

    def figure(within: float | None, *, said: bool = False) -> Figure:
        told = within if within is None or said or rule.metric is Metric.VALUE else rounded(within)
        share = None if told is None else _share(following, replace(rule, threshold=told))
        return Figure(told, share, None if share is None else share >= rule.needed_share)

    before = known if since is None else only(known, known.start >= since)
    before = only(before, before.start <= day)
    return Look(
        at=day,
        cases=seen.cases,
        open=seen.open,
        verdict=found.verdict,
        share=seen.share,
        closed_only_share=seen.closed_only_share,
        later_share=_share(before, rule, fewest=1),
        after=len(following),
        promised=figure(rule.threshold, said=True),
        recommended=figure(seen.promise_within),
        limit=figure(seen.keep_share_within),
        track=figure(seen.track_record_within),
        percentile=figure(_percentile(then if since is None else only(then, then.start >= since), rule)),
    )


def _share(cases: CleanCases, rule: Rule, *, fewest: int = FEWEST_IN_A_BLOCK) -> float | None:
    """The share kept, where every case has had its time; None with fewer than 20 cases."""
    counted = population(cases, rule)
    if len(counted) < fewest or not counted.known.all():
        return None
    return int(np.count_nonzero(counted.kept)) / len(counted)


def _percentile(cases: CleanCases, rule: Rule) -> float | None:
    """The plain percentile of finished cases: what a report says."""
    counted = population(cases, rule)
    finished = np.sort(counted.reach[counted.done])
    if not len(finished) or not rule.graded:
        return None
    return counted.sign * float(finished[min(len(finished), ceil(rule.needed_share * len(finished) - 1e-9)) - 1])
