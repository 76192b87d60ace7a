"""How long pages take in a company with 100,000 ideas, 1,000,000 ballot lines and 200,000 voices, on both databases.

    .venv/bin/python -m benchmarks.many [--only sqlite|postgresql] [--ideas 100000] [--voices 200000] [--pages home …]

Aims: every page at most 1 s and 20 questions: cold (a new tab), after a write, warm. Loopback only, about ten minutes.
"""

import argparse
import os
import sys
import time
from contextlib import ExitStack

from benchmarks.load import database
from benchmarks.many_rows import IDEAS, VOICES, fill
from benchmarks.pages import cookie_of, measure, reference_served, served
from demo import company
from demo.build import build
from store.doors import close_store, open_store
from store.migrate import upgrade

RUNS = 3
MOST_SECONDS, MOST_STATEMENTS = 1.0, 20
LOOKED_AT = ("home", "ideas", "decisions", "listening", "journey", "voices", "workshops", "mine", "actions", "promises")


def main() -> int:
    """Fill, serve, measure, print. Returns 0; figures inform, they do not fail."""
    asked = _parser().parse_args()
    for kind in ("sqlite", "postgresql"):
        if asked.only in (None, kind):
            _one(kind, asked)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--ideas", type=int, default=IDEAS)
    parser.add_argument("--voices", type=int, default=VOICES)
    parser.add_argument("--pages", nargs="*", default=LOOKED_AT)
    return parser


def _one(kind: str, asked: argparse.Namespace) -> None:
    with ExitStack() as stack:
        url, _ = stack.enter_context(database(kind))
        os.environ["DATABASE_URL"] = url
        stack.callback(close_store)
        upgrade(open_store(url))
        build()
        began = time.monotonic()
        fill(asked.ideas, asked.voices)
        took = time.monotonic() - began
        print(f"\n{kind}: {asked.ideas} ideas and {asked.voices} voices more in {took:.0f} s", flush=True)
        cookie = cookie_of(company.DIRECTION)
        reference = stack.enter_context(reference_served())
        opened = stack.enter_context(served(url, cookie))
        print(f"{'page':<12}{'cold':>8}{'written':>9}{'warm':>8}{'constant':>10}{'ratio':>7}{'queries':>9}{'kB':>8}")
        for found in measure(opened.address, reference, cookie, runs=RUNS, only=asked.pages):
            slow = [f"over {MOST_SECONDS} s"] if max(found.cold, found.written, found.warm) > MOST_SECONDS else []
            slow += [f"over {MOST_STATEMENTS} queries"] if found.statements > MOST_STATEMENTS else []
            print(f"{found.page:<12}{1000 * found.cold:>8.0f}{1000 * found.written:>9.0f}{1000 * found.warm:>8.0f}"
                  f"{1000 * found.constant:>10.0f}{found.warm / found.constant:>7.2f}{found.statements:>9}"
                  f"{found.bytes / 1000:>8.1f}  {', '.join(slow)}", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
