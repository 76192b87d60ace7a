"""The first page after everything was switched off, in a company after years: `python -m benchmarks.many_cold`.

    .venv/bin/python -m benchmarks.many_cold --keep FOLDER [--only sqlite|postgresql] [--at-once] [--one-process]
        [--pages NAME ...]

For each page: the database is stopped, its files are put out of the system's memory, it starts again, a new process
starts, and the page is the first that anybody asks of it: as soon as the process answers (`--at-once`), or once it has
done what it does at a start. Then in the same process: another tab, after somebody else wrote, and warm. With
`--one-process` all pages are asked one after the other of one process, so that only the first of them is its first.
FOLDER: what `benchmarks.many --keep` filled; it is written to (sign-ins, an idea for each run). Loopback only.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import httpx
from sqlmodel import col, select

from benchmarks.many import MOST_SECONDS, MOST_STATEMENTS, kept, seconds_of
from benchmarks.pages import addresses, cookie_of, person_id, serving, somebody_writes, statements_of
from demo import company
from demo.links import story_now
from models.boards import Board, open_board
from models.ideas import Idea
from models.touchpoints import Touchpoint
from models.viewers import viewer_of_person
from store.doors import close_store, open_store, reading, writing
from tests.desk import Desk

RUNS = 3
CUSTOMER, PROMISES, KEEPS = "Anna R.", company.MARTA, "Davide Conti"
WORD, TWO, OFTEN = "corriere", "corriere pacchi", "il"
# A run of a page: it returns the seconds that it took.
Turn = Callable[[], float]


@dataclass(frozen=True)
class Visited:
    """One page as it is measured: its name, who opens it, its address. Plain pages begin with a stroke."""

    name: str
    person: str
    path: str
    query: str = ""


@dataclass(frozen=True)
class Found:
    """Seconds, statements and bytes of one page."""

    first: float
    cold: float
    written: float
    warm: float
    used: float
    statements: int


def main() -> int:
    """Measure and print. Returns 0; figures inform, they do not fail."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_cold")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--pages", nargs="*", default=())
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--one-process", action="store_true")
    asked = parser.parse_args()
    for kind in ("sqlite", "postgresql"):
        if asked.only in (None, kind):
            _one(kind, asked)
    return 0


def visits() -> list[Visited]:
    """Every page that a person waits for, with the address of the largest thing of its kind."""
    with reading() as session:
        point = session.exec(select(Touchpoint.id).order_by(col(Touchpoint.folded)).limit(1)).one()
        idea = session.exec(select(Idea.id).where(col(Idea.acted_on)).order_by(col(Idea.created_at)).limit(1)).one()
        board = session.exec(select(Board.token).where(col(Board.token).is_not(None)).limit(1)).first()
    if board is None:
        with reading() as session:
            viewer = viewer_of_person(session, person_id(company.DIRECTION))
        now = story_now()
        writing(lambda s: open_board(s, viewer, now=now, name="Bench", language="it"))
        return visits()
    asked = addresses()
    desk = partial(Visited, person=company.DIRECTION, path="decisions")
    views = {
        "decisions": "", "waiting": "stands=waiting", "all, newest": "stands=all&sort=newest",
        "all, page 100": "stands=all&page=100", "all, the last": "stands=all&page=99999",
        "a no, page 100": "stands=no&page=100", "the best": "stands=all&sort=best",
        "the cheapest": "stands=all&sort=cheapest", "one word": f"stands=all&q={WORD}",
        "two words": f"stands=all&q={TWO}", "a very frequent word": f"stands=all&q={OFTEN}",
        "at a touchpoint": f"stands=all&at={point}", "of a side": "stands=all&side=keeps",
        "older than 30 days": "stands=all&days=30", "without a score": "stands=all&unscored=1",
        "mine": "stands=all&mine=1", "not scored by me": "stands=all&todo=1",
        "board": "view=board", "board, a word": f"view=board&q={WORD}", "board, far": "view=board&page=1200",
        "picture": "view=picture", "picture, a word": f"view=picture&q={WORD}",
    }  # fmt: skip
    return [
        Visited("home", company.DIRECTION, "home"), Visited("home, who promises", PROMISES, "home"),
        Visited("home, who keeps", KEEPS, "home"), Visited("home, a customer", CUSTOMER, "home"),
        *(desk(f"backlog: {name}" if query else name, query=query) for name, query in views.items()),
        Visited("ideas", company.DIRECTION, "ideas"),
        Visited("ideas: one word", company.DIRECTION, "ideas", f"search={WORD}"),
        Visited("ideas: frequent", company.DIRECTION, "ideas", f"search={OFTEN}"),
        Visited("ideas: a customer", CUSTOMER, "ideas", f"search={WORD}"),
        Visited("idea", company.DIRECTION, "decisions", f"idea={idea}"),
        Visited("listening", company.DIRECTION, "listening"), Visited("figures", company.DIRECTION, "voices"),
        Visited("journey", company.DIRECTION, "journey"), Visited("month", company.DIRECTION, "month"),
        Visited("promises", company.DIRECTION, "promises"),
        Visited("promise card", company.DIRECTION, "promise", asked["promise"]),
        Visited("scorecard", company.DIRECTION, "scorecard", f"at={point}"),
        Visited("sheets of a group", company.CONDUCTS, "excel"), Visited("group", company.CONDUCTS, "group"),
        Visited("answers", CUSTOMER, "answers"), Visited("workshops", company.DIRECTION, "workshops"),
        Visited("actions", company.DIRECTION, "actions"), Visited("boards", company.DIRECTION, "boards"),
        Visited("/mine", CUSTOMER, "/mine"), Visited("/my-data", CUSTOMER, "/my-data"),
        Visited("/commitments", "", "/commitments"), Visited("/you-said", "", "/you-said"),
        Visited("/board", "", f"/board/{board}"), Visited("/heard", company.DIRECTION, "/heard"),
    ]  # fmt: skip


def _one(kind: str, asked: argparse.Namespace) -> None:
    with kept(kind, asked.keep) as (url, _):
        open_store(url)
        pages = [one for one in visits() if not asked.pages or one.name in asked.pages]
        cookies = {who: cookie_of(who) for who in {one.person for one in pages} if who}
        close_store()
    print(f"\n{kind}, milliseconds; first: of a new process after the database was started anew, its files out of the "
          f"system's memory, {'at once' if asked.at_once else 'once the process is at rest'}; load "
          f"{os.getloadavg()[0]:.1f}\n{'page':<30}{'first':>7}{'tab':>7}{'written':>9}{'warm':>7}{'processors':>12}"
          f"{'queries':>9}")  # fmt: skip
    together = [[one] for one in pages] if not asked.one_process else [pages]
    for some in together:
        forget(asked.keep)
        with kept(kind, asked.keep) as (url, database), serving(url) as (address, pid):
            if not asked.at_once:
                rest(seconds_of(pid, database))
            for one in some:
                _say(one, _measured(one, cookies.get(one.person, ""), url, address, seconds_of(pid, database)))


def _say(one: Visited, found: Found) -> None:
    slow = [f"over {MOST_SECONDS} s"] if max(found.first, found.cold, found.written) > MOST_SECONDS else []
    slow += [f"over {MOST_STATEMENTS} queries"] if found.statements > MOST_STATEMENTS else []
    print(f"{one.name:<30}{1000 * found.first:>7.0f}{1000 * found.cold:>7.0f}{1000 * found.written:>9.0f}"
          f"{1000 * found.warm:>7.0f}{1000 * found.used:>12.0f}{found.statements:>9}  {', '.join(slow)}",
          flush=True)  # fmt: skip


def _measured(one: Visited, cookie: str, url: str, address: str, used: Callable[[], float]) -> Found:
    with _tab(one, address, cookie) as turn:
        first = turn()
    cold = []
    for _ in range(RUNS):
        with _tab(one, address, cookie) as turn:
            cold.append(turn())
    warm, spent, counts, written = [], [], [], []
    open_store(url)
    with _tab(one, address, cookie) as turn:
        turn()
        for _ in range(RUNS):
            before, since = statements_of(address), used()
            warm.append(turn())
            spent.append(used() - since)
            counts.append(statements_of(address) - before)
        for _ in range(RUNS):
            somebody_writes()
            written.append(turn())
    close_store()
    return Found(first, median(cold), median(written), median(warm), median(spent), int(median(counts)))


@contextmanager
def _tab(one: Visited, address: str, cookie: str) -> Iterator[Turn]:
    """A tab of a desk page, or a client of a plain one."""
    if one.path.startswith("/"):
        headers = {"Cookie": cookie} if cookie else {}
        with httpx.Client(base_url=address, headers=headers, timeout=60, follow_redirects=True) as client:
            yield partial(_got, client, one.path)
        return
    with Desk(address, cookie) as tab:
        yield lambda: tab.run(one.path, one.query).seconds


def _got(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path).raise_for_status()
    return time.perf_counter() - began


def rest(used: Callable[[], float]) -> None:
    """Wait until a server and its database do nothing any more (half a minute at most)."""
    before, quiet = used(), 0
    for _ in range(60):
        time.sleep(0.5)
        after = used()
        quiet = quiet + 1 if after - before < 0.03 else 0
        if quiet == 2:
            return
        before = after


def forget(folder: Path) -> None:
    """Put every file below a folder out of the system's memory; nothing else on the machine feels it."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(handle)


if __name__ == "__main__":
    sys.exit(main())
