"""How long a verdict takes: medians for 8,000 and 166,000 cases, after imports.

    .venv/bin/python -m benchmarks.verdict

Sizes of question: the figures alone (steps 1 to 6; aims 150 and 300 ms) on the calendar and in business time (counting
inside opening hours may add 300 ms), an examination with drift, misses and what lowers the verdict (the same aims), and
everything with a campaign, a year's history, two named segments and all segments compared (aim 1.5 s). Everything is
counted from columns in memory, cleaning included. Resampling is no part of a single promise's verdict (its limits are
closed formulas); it belongs to chains.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from statistics import median
from time import perf_counter

import numpy as np

from analysis.business_time import OpeningHours, back, inside
from analysis.capacity import flow
from analysis.cases import Cases, cases, clean
from analysis.everything import examine
from analysis.multiple import segments
from analysis.rule import Rule
from analysis.verdict import assess, inputs_hash

DAY = 86_400.0
YEAR = 365 * DAY
SIZES = {8_000: (150, 1500), 166_000: (300, 1500)}
RUNS = 9
OFFICE = OpeningHours("Europe/Rome", (((540, 780), (900, 1140)),) * 5 + ((), ()), frozenset([date(1970, 12, 25)]))
PARTS = ("carta", "in bottega", "bonifico", "ufficio")


def made(n: int) -> Cases:
    """A year of cases in four segments, one in five much slower, some of them still open at its end."""
    rng = np.random.default_rng(n)
    start = np.sort(rng.uniform(0, YEAR, n)).round()
    slow = rng.random(n) < 0.2
    end = start + np.where(slow, rng.exponential(40 * DAY, n), rng.exponential(4 * DAY, n)).round()
    names = [PARTS[place] for place in rng.integers(0, len(PARTS), n).tolist()]
    return cases([f"case {number}" for number in range(n)], start, np.where(end > YEAR, np.nan, end), segment=names)


def figures_alone(raw: Cases, rule: Rule) -> None:
    """Steps 1 to 6."""
    assess(clean(raw, YEAR), rule)


def examined(raw: Cases, rule: Rule) -> None:
    """With the error budget, drift over the year and what lowers the verdict, as a page asks it."""
    examine(clean(raw, YEAR), rule, since=YEAR - 90 * DAY, period_days=90)


def everything(raw: Cases, rule: Rule) -> None:
    """The whole file, a campaign, named parts, flow, and all segments compared."""
    cleaned = clean(raw, YEAR)
    found = examine(cleaned, rule, uplift=0.3, named=[("segment", PARTS[0]), ("segment", PARTS[1])])
    flow(cleaned)
    segments(cleaned, rule, found.assessment.phi)


def opening_hours_alone(raw: Cases, rule: Rule) -> None:
    """Every case's time and age counted inside opening hours: what business time adds to a verdict."""
    counted = clean(raw, YEAR)
    inside(OFFICE, counted.start, counted.start + counted.time)
    inside(OFFICE, counted.start, np.full(len(counted), YEAR))
    back(OFFICE, YEAR, rule.threshold)


def in_opening_hours(raw: Cases, rule: Rule) -> None:
    """Steps 1 to 6 in business time."""
    assess(clean(raw, YEAR), replace(rule, hours=OFFICE))


def milliseconds(ask: Callable[[Cases, Rule], None], raw: Cases, rule: Rule) -> tuple[float, float]:
    """The first time, and the median of the following ones."""
    times = []
    for _ in range(RUNS + 1):
        begun = perf_counter()
        ask(raw, rule)
        times.append(1000 * (perf_counter() - begun))
    return times[0], median(times[1:])


def main() -> None:
    """Print a line for each size, question and rule: the promise as asked, one whose (b) lies far out or nowhere."""
    for n, (aim, all_aim) in SIZES.items():
        raw = made(n)
        asks = ((figures_alone, aim), (opening_hours_alone, 300), (in_opening_hours, aim + 300), (examined, aim),
                (everything, all_aim))  # fmt: skip
        for ask, most in asks:
            for share in (Fraction(4, 5), Fraction(99, 100), Fraction(9999, 10000)):
                cold, warm = milliseconds(ask, raw, Rule(14 * DAY, share))
                name = ask.__name__.replace("_", " ")
                took = f"{warm:6.1f} ms, first {cold:6.1f} (aim {most} ms)"
                print(f"{n:>8,} cases, {name:<19} {float(share):7.2%}: {took}")
        begun = perf_counter()
        inputs_hash(raw, Rule(14 * DAY, 0.8), YEAR)
        print(f"{n:>8,} cases, fingerprint: {1000 * (perf_counter() - begun):6.1f} ms")


if __name__ == "__main__":
    main()
