"""How long a verdict takes: medians for 8,000 and 166,000 cases, after imports.

    .venv/bin/python -m benchmarks.verdict

Aims: 150 ms and 300 ms. Everything is counted from cleaned columns in memory to the whole assessment.
"""

from fractions import Fraction
from statistics import median
from time import perf_counter

import numpy as np

from analysis.cases import Cases, cases, clean
from analysis.rule import Rule
from analysis.verdict import assess, inputs_hash

DAY = 86_400.0
YEAR = 365 * DAY
SIZES = {8_000: 150, 166_000: 300}
RUNS = 9


def made(n: int) -> Cases:
    """A year of cases, one in five much slower, some of them still open at its end."""
    rng = np.random.default_rng(n)
    start = np.sort(rng.uniform(0, YEAR, n)).round()
    slow = rng.random(n) < 0.2
    end = start + np.where(slow, rng.exponential(40 * DAY, n), rng.exponential(4 * DAY, n)).round()
    return cases([f"case {number}" for number in range(n)], start, np.where(end > YEAR, np.nan, end))


def milliseconds(raw: Cases, rule: Rule) -> float:
    """The median time of a verdict, cleaning included."""
    times = []
    for _ in range(RUNS):
        begun = perf_counter()
        assess(clean(raw, YEAR), rule)
        times.append(1000 * (perf_counter() - begun))
    return median(times)


def main() -> None:
    """Print a line for each size and rule: the promise as asked, and one whose (b) lies far out or nowhere."""
    for n, aim in SIZES.items():
        raw = made(n)
        for share in (Fraction(4, 5), Fraction(99, 100), Fraction(9999, 10000)):
            taken = milliseconds(raw, Rule(14 * DAY, share))
            print(f"{n:>8,} cases, {float(share):.2%}: {taken:6.1f} ms (aim {aim} ms)")
        begun = perf_counter()
        inputs_hash(raw, Rule(14 * DAY, 0.8), YEAR)
        print(f"{n:>8,} cases, fingerprint: {1000 * (perf_counter() - begun):6.1f} ms")


if __name__ == "__main__":
    main()
