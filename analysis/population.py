"""Step 2: what became of each case, for one rule on one snapshot date, in the form the curve wants.

One form for all promises: each case has a `reach`, compared with a threshold `at_most`. A clock case reaches its time
or, while open, its age. A value case reaches its value ("at least" turns the sign of both). A case that the outcome
policy calls broken reaches infinity: it stays at risk for ever and never counts as kept.
"""

from dataclasses import dataclass

import numpy as np

from analysis.business_time import back, inside
from analysis.cases import Bools, Caveat, CleanCases, Floats
from analysis.rule import Cancelled, Direction, Metric, Rule
from analysis.weeks import WEEK
from analysis.yes_no import answers


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The cases that count, all arrays of one length.

    reach, at_most: see above; sign turns a reach back into the reader's figure. done: the reach is final and counts.
    known: kept or broken at the threshold. kept: finished and within it. matured: started by D - T (a value has no such
    delay). open: not ended at the snapshot. closed_time: seconds to the end, NaN where there is none. Times and ages
    are those of the rule's clock: inside opening hours where it says so. waits: how long before D a case must have
    started to be due, in calendar seconds (T on the calendar, 0 for a value). week: seconds of that clock in a week.
    """

    start: Floats
    reach: Floats
    done: Bools
    known: Bools
    kept: Bools
    matured: Bools
    open: Bools
    closed_time: Floats
    age: Floats
    at: float
    at_most: float
    sign: float
    clock: bool
    waits: float
    week: float
    warnings: tuple[Caveat, ...]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def never(self) -> Bools:
        """Broken by the outcome policy, whatever their times."""
        return np.isposinf(self.reach)

    def matured_by(self, reach: float) -> int:
        """How many cases have had the time to reach this far, and whose fate there is known."""
        old_enough = self.age >= reach if self.clock else np.ones(len(self), dtype=np.bool_)
        return int(np.count_nonzero(old_enough & (self.done | (self.reach >= reach))))


def population(clean: CleanCases, rule: Rule) -> Population:
    """The cases of `clean` that `rule` counts, and how each stands at its threshold.

    Caveats: `cancelled_left_out` and `no_value` count what the rule leaves aside.
    """
    time, age_of, waits = _on_the_clock(clean, rule)
    cancelled = _cancelled(clean, rule)
    keep = np.ones(len(clean), dtype=np.bool_)
    warnings: list[Caveat] = []
    if rule.cancelled is Cancelled.EXCLUDED and cancelled.any():
        keep &= ~cancelled
        warnings.append(Caveat("cancelled_left_out", int(np.count_nonzero(cancelled))))
    broken = cancelled if rule.cancelled is Cancelled.BROKEN else np.zeros_like(cancelled)
    if rule.metric is Metric.VALUE:
        value = answers(clean.outcome, rule.yes) if rule.yes else clean.value
        no_value = keep & ~broken & np.isnan(value)
        if no_value.any():
            keep &= ~no_value
            warnings.append(Caveat("no_value", int(np.count_nonzero(no_value))))
        reach, at_most, sign = _values(value, rule)
        done = np.ones(len(clean), dtype=np.bool_)
        open_ = np.zeros(len(clean), dtype=np.bool_)
    else:
        done = ~np.isnan(time)
        reach, at_most, sign = np.where(done, time, age_of), float(rule.threshold), 1.0
        open_ = ~done & ~broken
        done = done & ~cancelled if rule.cancelled is Cancelled.CENSORED else done
    reach = np.where(broken, np.inf, reach)[keep]
    done = (done & ~broken)[keep]
    age = age_of[keep]
    return Population(
        start=clean.start[keep],
        reach=reach,
        done=done,
        known=done | (reach >= at_most),
        kept=done & (reach <= at_most),
        matured=age >= (at_most if rule.metric is Metric.CLOCK else 0.0),
        open=open_[keep],
        closed_time=time[keep],
        age=age,
        at=clean.at,
        at_most=at_most,
        sign=sign,
        clock=rule.metric is Metric.CLOCK,
        waits=waits,
        week=rule.hours.week_seconds if rule.hours else WEEK,
        warnings=tuple(warnings),
    )


def _on_the_clock(clean: CleanCases, rule: Rule) -> tuple[Floats, Floats, float]:
    """Time and age of each case, and how long before D a case must have started to be due."""
    if rule.hours is None:
        return clean.time, clean.age, float(rule.threshold) if rule.metric is Metric.CLOCK else 0.0
    time = inside(rule.hours, clean.start, clean.start + clean.time)
    age = inside(rule.hours, clean.start, np.full(len(clean), clean.at))
    return time, age, clean.at - back(rule.hours, clean.at, float(rule.threshold))


def _cancelled(clean: CleanCases, rule: Rule) -> Bools:
    outcomes = clean.outcome.tolist()
    meaning = {outcome for outcome in set(outcomes) if outcome and rule.is_cancelled(outcome)}
    if not meaning:
        return np.zeros(len(clean), dtype=np.bool_)
    return np.fromiter((outcome in meaning for outcome in outcomes), dtype=np.bool_, count=len(outcomes))


def _values(value: Floats, rule: Rule) -> tuple[Floats, float, float]:
    """Reach, threshold and sign of a value promise. "Between" only knows inside (0) and outside (1)."""
    if rule.direction is Direction.AT_LEAST:
        return -value, -float(rule.threshold), -1.0
    if rule.ceiling is not None:
        inside = (value >= rule.threshold) & (value <= rule.ceiling)
        return np.where(inside, 0.0, 1.0), 0.0, 1.0
    return value, float(rule.threshold), 1.0
