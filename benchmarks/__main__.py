"""`make bench`: how long pages and verdicts take, on the example company built for the occasion. Loopback only.

    .venv/bin/python -m benchmarks

Aims: every page at most 20 questions to the database and, warm, at most 1.5 times the page of constants; the first page
after a cold start under 3 s; a verdict on 8,000 cases under 150 ms, on 166,000 under 300 ms.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import moments, verdict
from benchmarks.pages import RUNS, Measured, cookie_of, measure, reference_served, served
from demo import company
from demo.build import build
from store.doors import close_store, open_store
from store.migrate import upgrade

MOST_STATEMENTS = 20
MOST_RATIO = 1.5
FIRST_PAGE = 3.0


def main() -> int:
    """Build, serve, measure, print. Returns 0; figures inform, they do not fail."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        os.environ["DATABASE_URL"] = url
        upgrade(open_store(url))
        print("Building the example company …", flush=True)
        build()
        cookie = cookie_of(company.DIRECTION)
        with reference_served() as reference, served(url, cookie) as opened:
            print(f"\nThe server answers after {opened.started:.1f} s.")
            print(f"The first page after a cold start takes {opened.first:.2f} s (aim {FIRST_PAGE:.0f} s).")
            print(f"\nMilliseconds of a run, medians of {RUNS}; ratio: warm beside the page of constants.\n")
            print(f"{'page':<12}{'cold':>8}{'written':>9}{'warm':>8}{'constant':>10}{'ratio':>7}{'queries':>9}{'kB':>8}")
            for found in measure(opened.address, reference, cookie):
                print(_line(found), flush=True)
        close_store()
    print("\nVerdicts, from cases in memory to the whole assessment:\n")
    verdict.main()
    print("\nMoments, seconds: median, 95 of 100, longest:\n")
    moments.main()
    return 0


def _line(found: Measured) -> str:
    ratio = found.warm / found.constant
    over = [f"over {MOST_STATEMENTS} queries"] if found.statements > MOST_STATEMENTS else []
    over += [f"over {MOST_RATIO} times"] if ratio > MOST_RATIO else []
    return (
        f"{found.page:<12}{1000 * found.cold:>8.0f}{1000 * found.written:>9.0f}{1000 * found.warm:>8.0f}"
        f"{1000 * found.constant:>10.0f}{ratio:>7.2f}{found.statements:>9}{found.bytes / 1000:>8.1f}  {', '.join(over)}"
    )


if __name__ == "__main__":
    sys.exit(main())
