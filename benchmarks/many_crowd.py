"""Twenty people who open the same page at once, in a company after years: `python -m benchmarks.many_crowd`.

    .venv/bin/python -m benchmarks.many_crowd --keep FOLDER [--only sqlite|postgresql] [--people 20]

One process, a tab for each person, all of them asking in one instant; then the same again. How long each waited, and
how many did not get their page. FOLDER: what `benchmarks.many --keep` filled. Loopback only.
"""

import argparse
import os
import sys
import threading
from pathlib import Path
from statistics import median

from sqlmodel import col, select

from benchmarks.many import kept, seconds_of
from benchmarks.many_cold import rest
from benchmarks.pages import cookie_of, serving
from demo import company
from models.people import Person
from store.doors import close_store, open_store, reading
from tests.desk import Desk

PAGES = ("home", "decisions", "listening")
ROUNDS = 2


def main() -> int:
    """Measure and print. Returns 0; figures inform, they do not fail."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_crowd")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--people", type=int, default=20)
    asked = parser.parse_args()
    for kind in ("sqlite", "postgresql"):
        if asked.only in (None, kind):
            with kept(kind, asked.keep) as (url, database):
                open_store(url)
                cookies = [cookie_of(name) for name in _staff(asked.people)]
                close_store()
                with serving(url) as (address, pid):
                    rest(seconds_of(pid, database))
                    _crowd(kind, address, cookies)
    return 0


def _staff(most: int) -> list[str]:
    here = {name for name, _ in company.PEOPLE}
    with reading() as session:
        asked = select(Person.name).where(Person.kind == "staff", col(Person.name).in_(here)).order_by(col(Person.name))
        return [str(name) for name in session.exec(asked.limit(most)).all()]


def _crowd(kind: str, address: str, cookies: list[str]) -> None:
    print(f"\n{kind}, {len(cookies)} people at once, seconds; load {os.getloadavg()[0]:.1f}\n"
          f"{'page':<12}{'median':>8}{'longest':>9}{'failed':>8}")  # fmt: skip
    for page in PAGES:
        for again in range(ROUNDS):
            waited, failed = _at_once(address, cookies, page)
            name = "  again" if again else page
            print(f"{name:<12}{median(waited):>8.2f}{max(waited):>9.2f}{failed:>8}", flush=True)


def _at_once(address: str, cookies: list[str], page: str) -> tuple[list[float], int]:
    gate = threading.Barrier(len(cookies))
    waited: list[float] = []
    failed: list[str] = []

    def one(cookie: str) -> None:
        with Desk(address, cookie) as tab:
            gate.wait()
            try:
                run = tab.run(page)
            except (ConnectionError, TimeoutError) as error:
                failed.append(str(error))
                return
            waited.append(run.seconds)
            # So a page says that the database was busy or the program failed.
            if "format: ERROR" in run.texts:
                failed.append(page)

    threads = [threading.Thread(target=one, args=(cookie,)) for cookie in cookies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited or [0.0], len(failed)


if __name__ == "__main__":
    sys.exit(main())
