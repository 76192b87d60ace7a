"""How long each page of the desk takes on the example company, beside a page of constants.

Times are seconds on this machine from asking for a run until the server says that the page is finished, over the real
WebSocket: cold (a new tab), after somebody else has written, warm (the same tab again). Medians.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import httpx
from sqlmodel import Session, col, select

from benchmarks import COUNTED
from demo import company
from demo.links import story_now
from models.access import NOBODY
from models.base import new_token
from models.groups import Membership
from models.ideas import Idea, add_idea
from models.people import Person
from models.processes import Process
from models.promises import Promise
from models.sign_ins import start_sign_in
from models.verdicts import VerdictRow
from models.viewers import viewer_of_person
from models.workshops import Workshop
from store.doors import reading, writing
from tests.desk import Desk
from tests.web.conftest import free_port
from ui.places import FOLDER, PLACES, may_open
from web.entry import COOKIE

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


@dataclass(frozen=True)
class Measured:
    """One page: seconds, statements and bytes of a warm run; seconds of the page of constants in the same minute.

    `used`: processor seconds of a warm run, where somebody said how they are told.
    """

    page: str
    cold: float
    written: float
    warm: float
    constant: float
    statements: int
    bytes: int
    used: float = 0.0


@dataclass(frozen=True)
class Opened:
    """A server of this run: its address, seconds until it answered, seconds of the first page after that."""

    address: str
    started: float
    first: float
    pid: int


def measure(
    address: str, reference: str, cookie: str, *, runs: int = RUNS, only: Collection[str] = (),
    used: Callable[[], float] = float,
) -> Iterator[Measured]:  # fmt: skip
    """Every page the director of the example company opens (or `only` these), in turns with the page of constants."""
    with reading() as session:
        viewer = viewer_of_person(session, person_id(company.DIRECTION))
    queries = addresses()
    for name in PLACES:
        if only and name not in only:
            continue
        if (FOLDER / f"{name}.py").is_file() and may_open(viewer, name):
            path = PLACES[name].address or name
            yield _page(name, address, reference, path, queries.get(name, ""), cookie, runs, used)


def addresses() -> dict[str, str]:
    """What the address of a page holds: the largest or the worst thing of its kind."""
    with reading() as session:
        # The one with the most cases.
        largest = select(Promise).join(VerdictRow, col(VerdictRow.promise_id) == col(Promise.id))
        promise = session.exec(largest.order_by(col(VerdictRow.cases).desc())).first()
        process = session.exec(select(Process).order_by(col(Process.folded))).first()
        workshop = session.exec(select(Workshop).order_by(col(Workshop.planned_on))).first()
        idea = session.exec(select(Idea).where(col(Idea.acted_on)).order_by(col(Idea.created_at))).first()
    found = {"promise": promise, "process": process, "workshop": workshop, "idea": idea}
    queries = {name: f"{name}={thing.id}" for name, thing in found.items() if thing is not None}
    return queries | {"round": queries.get("workshop", "")}


def person_id(name: str) -> str:
    """The id of somebody of the example company."""
    with reading() as session:
        return str(session.exec(select(Person.id).where(Person.name == name)).one())


def cookie_of(name: str) -> str:
    """The Cookie header of somebody of the example company, just signed in."""
    token, who, now = new_token(), person_id(name), story_now()
    writing(lambda session: start_sign_in(session, NOBODY, now=now, person_id=who, token=token))
    return f"{COOKIE}={token}"


def somebody_writes() -> None:
    """Another person saves something that the lists must show: an idea, by whoever conducts.

    Each at its own minute of the story: more than ten ideas a minute by one person are refused.
    """
    who = person_id(company.CONDUCTS)
    now = story_now() + timedelta(minutes=1)

    def work(session: Session) -> str:
        group_id = session.exec(select(Membership.group_id).where(Membership.person_id == who).limit(1)).one()
        viewer = viewer_of_person(session, who)
        return add_idea(session, viewer, now=now, group_id=group_id, text=f"Misurata {new_token()}")

    writing(work)


@contextmanager
def served(url: str, cookie: str) -> Iterator[Opened]:
    """The example company on a free port, and how long its first page took."""
    command = ["-m", "uvicorn", "benchmarks.serve:app", "--port", "{port}", "--no-access-log", "--log-level", "warning"]
    with _process(command, {"DATABASE_URL": url}, "/healthz") as (address, started, pid):
        with Desk(address, cookie) as tab:
            first = tab.run("home").seconds
        yield Opened(address, started, first, pid)


@contextmanager
def serving(url: str) -> Iterator[tuple[str, int]]:
    """The example company on a free port, its address and process as soon as it answers: nobody asked a page yet."""
    command = ["-m", "uvicorn", "benchmarks.serve:app", "--port", "{port}", "--no-access-log", "--log-level", "warning"]
    with _process(command, {"DATABASE_URL": url}, "/healthz") as (address, _, pid):
        yield address, pid


@contextmanager
def reference_served() -> Iterator[str]:
    """The page of constants on a free port."""
    command = ["-m", "streamlit", "run", "benchmarks/reference_page.py", "--server.port", "{port}",
               "--server.headless", "true", "--server.address", "127.0.0.1"]  # fmt: skip
    with _process(command, {}, "/_stcore/health") as (address, _, _):
        yield address


def _page(
    name: str, address: str, reference: str, path: str, query: str, cookie: str, runs: int, used: Callable[[], float]
) -> Measured:
    cold, written, warm, constant, weights, asked, spent = [], [], [], [], [], [], []
    for _ in range(runs):
        with Desk(address, cookie) as tab:
            cold.append(tab.run(path, query).seconds)
    with Desk(address, cookie) as tab, Desk(reference) as beside:
        tab.run(path, query)
        beside.run()
        for _ in range(runs):
            before, since = statements_of(address), used()
            run = tab.run(path, query)
            spent.append(used() - since)
            asked.append(statements_of(address) - before)
            warm.append(run.seconds)
            weights.append(run.bytes)
            constant.append(beside.run().seconds)
        for _ in range(runs):
            somebody_writes()
            written.append(tab.run(path, query).seconds)
    # Scheduled work may fall into one run; it is in no median.
    return Measured(name, median(cold), median(written), median(warm), median(constant), int(median(asked)),
                    int(median(weights)), median(spent))  # fmt: skip


def statements_of(address: str) -> int:
    """How many statements the server at an address has sent."""
    return int(httpx.get(address + COUNTED, timeout=10).text)


@contextmanager
def _process(command: list[str], settings: dict[str, str], health: str) -> Iterator[tuple[str, float, int]]:
    port = free_port()
    address = f"http://localhost:{port}"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *[part.format(port=port) for part in command]], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env={**os.environ, "PUBLIC_URL": address, **settings},
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                if httpx.get(address + health, timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            if process.poll() is not None:
                raise RuntimeError(f"{command[1]} does not start")
            time.sleep(0.05)
        yield address, time.perf_counter() - began, process.pid
    finally:
        process.terminate()
        process.wait(15)
