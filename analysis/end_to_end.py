"""A chain of processes from the first step to the last (step 11): how long it takes, how often it is kept, where it is
weakest.

Where all processes know the same cases, their times are added case by case. Otherwise the steps' curves are convolved
on a fine grid, which assumes that a slow first step says nothing about the second; percentiles are never added.
Parallel steps take as long as the slowest. A chain is never better than its weakest step, limits included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import inf

import numpy as np

from analysis.cases import CleanCases, Floats
from analysis.population import Population, population
from analysis.rule import Rule
from analysis.steps_in_time import masses_of, one_after_another, side_by_side, time_at
from analysis.survival import kaplan_meier
from analysis.verdict import Verdict, assess
from analysis.weeks import WEEK

GRID = 1 << 14  # bins from 0 to the promised time: a promise of a month is cut into pieces of three minutes
ROUGH_GRID = 1 << 10  # for the resampling, where a thousandth of the promised time is lost in the noise
DRAWS = 500
DOUBT = 0.05
SAME_CASES = 0.8  # at least so many of the cases of the first step must be known to the others


class Method(StrEnum):
    """How the times of the steps became the time of the chain."""

    SAME_CASES = "same_cases"
    CONVOLVED = "convolved"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One process of a chain. place: its number in the order; steps of one place run side by side."""

    name: str
    place: int
    cases: CleanCases


@dataclass(frozen=True, slots=True)
class StepFound:
    """A step on its own against the chain's rule: its share, its verdict, the time within which it keeps the target."""

    name: str
    place: int
    share: float | None
    verdict: Verdict
    typical: float | None


@dataclass(frozen=True, slots=True)
class Chain:
    """What the chain keeps. share, lower, upper: None without a figure. weakest: index of the step, None without one.
    independent: whether that had to be assumed. typical: the time within which the target share is done; None
    where that takes more than twice the promised time.
    """

    verdict: Verdict
    method: Method
    independent: bool
    share: float | None
    lower: float | None
    upper: float | None
    typical: float | None
    steps: tuple[StepFound, ...]
    weakest: int | None


def chain(steps: Sequence[Step], rule: Rule) -> Chain:
    """Whether all steps together stay within `rule`. At least one step; deterministic: draws are seeded by the inputs.

    A step that has not enough evidence for the chain's own time makes the chain "not enough evidence".
    """
    if not steps:
        raise ValueError("a chain has at least one step")
    alone = [assess(step.cases, rule) for step in steps]
    found = tuple(
        StepFound(step.name, step.place, one.share, one.verdict, one.keep_share_within)
        for step, one in zip(steps, alone, strict=True)
    )
    shares = [one.share for one in alone]
    # Of two steps that keep the same, the slower one is the weaker.
    known = [(share, -(one.typical or inf), place) for place, (share, one) in enumerate(zip(shares, found, strict=True))
             if share is not None]  # fmt: skip
    weakest = min(known)[2] if known else None
    if len(known) < len(steps):
        return Chain(Verdict.NOT_ENOUGH_EVIDENCE, Method.CONVOLVED, True, None, None, None, None, found, weakest)
    joined = same_cases(steps)
    if joined is not None:
        one = assess(joined, rule)
        share, lower, upper = one.share, one.lower, one.upper
        typical: float | None = one.keep_share_within
        method = Method.SAME_CASES
    else:
        share, typical = _convolved(steps, rule)
        lower, upper = _resampled(steps, rule, share)
        method = Method.CONVOLVED
    if share is None or lower is None or upper is None:
        return Chain(Verdict.NOT_ENOUGH_EVIDENCE, method, joined is None, None, None, None, None, found, weakest)
    share = min(share, *(one.share or 0.0 for one in alone))
    lower = min(lower, share, *(one.lower or 0.0 for one in alone))
    upper = max(share, min(upper, *(1.0 if one.upper is None else one.upper for one in alone)))
    verdict = _verdict(lower, upper, rule.needed_share)
    if any(one.verdict is Verdict.NOT_ENOUGH_EVIDENCE for one in alone):
        verdict = Verdict.NOT_ENOUGH_EVIDENCE
    return Chain(verdict, method, joined is None, share, lower, upper, typical, found, weakest)


def same_cases(steps: Sequence[Step]) -> CleanCases | None:
    """The chain case by case, when the steps know the same ids; None when they do not (or when there is one step).

    A case waits in the step where it is open, or before the next one where it is not yet known: unknown from there on,
    never left out. The time of a case is the sum of its steps (the longest of those side by side): what passes between
    one step's end and the next one's start belongs to nobody's promise.
    """
    places = sorted({step.place for step in steps})
    if len(steps) < 2 or any(not all(step.cases.ids.tolist()) for step in steps):
        return None
    rows = [{str(name): row for row, name in enumerate(step.cases.ids.tolist())} for step in steps]
    first = [row for step, row in zip(steps, rows, strict=True) if step.place == places[0]]
    ids = sorted(set[str]().union(*first))
    through = [name for name in ids if all(name in row for row in rows)]
    ended = [
        name
        for name in ids
        if all(name in row and not np.isnan(step.cases.time[row[name]]) for step, row in _of(steps, rows, places[0]))
    ]
    if not ended or len(through) < SAME_CASES * len(ended):
        return None
    at = min(step.cases.at for step in steps)
    start, time, age = np.full(len(ids), np.inf), np.zeros(len(ids)), np.zeros(len(ids))
    waits = np.zeros(len(ids), dtype=np.bool_)
    for place in places:
        spent, open_ = np.zeros(len(ids)), np.zeros(len(ids), dtype=np.bool_)
        for step, row in _of(steps, rows, place):
            there = np.array([row.get(name, -1) for name in ids], dtype=np.int64)
            known = there >= 0
            if place == places[0]:
                start[known] = np.minimum(start[known], step.cases.start[there[known]])
            took = np.where(known, step.cases.time[there], np.nan)
            so_far = np.where(np.isnan(took), np.where(known, step.cases.age[there], 0.0), took)
            spent, open_ = np.maximum(spent, so_far), open_ | np.isnan(took)
        time = np.where(waits, time, time + spent)
        waits |= open_
    age = np.where(waits, time, np.maximum(at - start, time))
    return _cases(ids, start, np.where(waits, np.nan, time), age, at)


def _of(steps: Sequence[Step], rows: Sequence[dict[str, int]], place: int) -> list[tuple[Step, dict[str, int]]]:
    return [(step, row) for step, row in zip(steps, rows, strict=True) if step.place == place]


def _cases(ids: Sequence[str], start: Floats, time: Floats, age: Floats, at: float) -> CleanCases:
    names, nothing = np.array(ids, dtype=object), np.full(len(ids), None, dtype=object)
    return CleanCases(
        at=at, ids=names, start=start, time=time, age=age, outcome=nothing, value=np.full(len(ids), np.nan),
        segment=nothing, touchpoint=nothing, rows=np.arange(len(ids)), flags={}, warnings=(),
    )  # fmt: skip


def _convolved(steps: Sequence[Step], rule: Rule) -> tuple[float, float | None]:
    """Share within the threshold, and the time within which the target share is done (up to twice the threshold)."""
    size = rule.threshold / GRID
    counted = [population(step.cases, rule) for step in steps]
    rows = [masses_of(kaplan_meier(one.reach, one.done), size, 2 * GRID + 1) for one in counted]
    total = _together(steps, rows)
    return min(1.0, float(np.sum(total[: GRID + 1]))), time_at(total, size, rule.needed_share)


def _together(steps: Sequence[Step], rows: Sequence[Floats]) -> Floats:
    places = sorted({step.place for step in steps})
    stages = [[row for step, row in zip(steps, rows, strict=True) if step.place == place] for place in places]
    return one_after_another([side_by_side(stage) for stage in stages])


def _resampled(steps: Sequence[Step], rule: Rule, share: float) -> tuple[float, float]:
    """One-sided 95 % limits from chains whose weeks were drawn anew, with replacement, step by step."""
    counted = [population(step.cases, rule) for step in steps]
    random = np.random.default_rng(_seed(counted, rule))
    size = rule.threshold / ROUGH_GRID
    tables, plain = zip(*(_drawn(one, size, random) for one in counted), strict=True)
    kept = np.sum(_together(steps, tables), axis=-1)
    middle = float(np.sum(_together(steps, plain)))
    low, high = np.quantile(kept, [DOUBT, 1.0 - DOUBT])
    # The rough grid rounds each step up: only the spread is taken from it, the share comes from the fine one.
    return float(np.clip(share + low - middle, 0.0, 1.0)), float(np.clip(share + high - middle, 0.0, 1.0))


def _drawn(one: Population, size: float, random: np.random.Generator) -> tuple[Floats, Floats]:
    """The masses of one step for each draw of its weeks, and undrawn. Kaplan-Meier by bins; DRAWS x grid."""
    week = np.floor((one.start - float(np.min(one.start))) / WEEK).astype(np.int64)
    weeks, bins = int(np.max(week)) + 1, ROUGH_GRID + 1
    place = np.minimum(np.ceil(np.minimum(one.reach / size, bins) - 1e-9), bins).astype(np.int64)
    done, all_ = (np.zeros((weeks, bins + 1)) for _ in range(2))
    np.add.at(all_, (week, place), 1.0)
    np.add.at(done, (week[one.done], place[one.done]), 1.0)
    picks = np.apply_along_axis(np.bincount, 1, random.integers(0, weeks, (DRAWS, weeks)), minlength=weeks)
    times = np.vstack([picks.astype(np.float64), np.ones(weeks)])
    ended, seen = times @ done, times @ all_
    at_risk = np.cumsum(seen[:, ::-1], axis=1)[:, ::-1]
    left = np.cumprod(1.0 - np.divide(ended, at_risk, out=np.zeros_like(ended), where=at_risk > 0), axis=1)
    found = -np.diff(left, axis=1, prepend=1.0)[:, :bins]
    return found[:-1], found[-1]


def _seed(counted: Sequence[Population], rule: Rule) -> int:
    digest = sha256(repr((rule.threshold, rule.needed_share)).encode())
    for one in counted:
        order = np.lexsort((one.reach, one.start))
        digest.update(one.start[order].tobytes() + one.reach[order].tobytes() + one.done[order].tobytes())
    return int.from_bytes(digest.digest()[:8], "big")


def _verdict(lower: float, upper: float, p0: float) -> Verdict:
    if upper < p0:
        return Verdict.NOT_SUPPORTABLE
    if lower >= p0:
        return Verdict.SUPPORTED
    return Verdict.NOT_ENOUGH_EVIDENCE if upper - lower > 1.0 - p0 else Verdict.AT_RISK
