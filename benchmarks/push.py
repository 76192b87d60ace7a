"""How fast a change reaches a room, and what a room costs while nothing happens: `python -m benchmarks.push [PHONES]`.

300 phones and 60 desks (or as many phones as said) hold their streams open on one server process, over loopback. First
a minute without a change: CPU seconds and questions to the database, beside a minute without listeners. Then ten
changes, each written by this process, as another server would: seconds from the commit to the event on every phone.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

import httpx
from sqlmodel import Session, select

from benchmarks import COUNTED
from demo.links import story_now
from models import conduct, groups, round_clock
from models.access import NOBODY, Role, Viewer
from models.base import new_code, new_token
from models.functions import Function, lay_functions
from models.installation import installation
from models.joining import join_workshop
from models.people import Person
from models.rounds import rounds_in
from models.sign_ins import start_sign_in
from models.viewers import viewer_of_person
from models.workshops import Workshop
from store.doors import close_store, open_store, writing
from store.migrate import upgrade
from tests.web.conftest import free_port
from web.entry import COOKIE

ROOT = Path(__file__).resolve().parent.parent
PHONES, DESKS = 300, 60
MINUTE = 60
CHANGES = 10
WITHIN = 2.0


@dataclass
class Scene:
    """A room: who conducts, its workshop, its activity, a cookie for each phone and desk."""

    elena: Viewer
    workshop_id: str
    round_id: str
    phones: list[str] = field(default_factory=list)
    desks: list[str] = field(default_factory=list)


@dataclass
class Tab:
    """One open stream: when the last word came."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    words: int = 0
    at: float = 0.0


def main() -> int:
    """Build, serve, listen, measure, print. Returns 0; figures inform, they do not fail."""
    phones = int(sys.argv[1]) if len(sys.argv) > 1 else PHONES
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'push.db'}"
        os.environ["DATABASE_URL"] = url
        upgrade(open_store(url))
        now = story_now()
        scene = writing(lambda session: _room(session, phones, now))
        with _served(url) as (address, pid):
            asyncio.run(_measure(scene, address, pid))
        close_store()
    return 0


@contextmanager
def _served(url: str) -> Iterator[tuple[str, int]]:
    """The program on a free port: its address and the number of its process."""
    port = free_port()
    address = f"http://localhost:{port}"
    command = [
        "-m",
        "uvicorn",
        "benchmarks.serve:app",
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "warning",
    ]
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "DATABASE_URL": url, "PUBLIC_URL": address},
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{address}/healthz", timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
            if process.poll() is not None:
                raise RuntimeError("the server does not start")
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


async def _measure(scene: Scene, address: str, pid: int) -> None:
    await asyncio.sleep(8)  # What the server warms up after its start is not what is measured.
    alone = await _idle(address, pid)
    base = f"/w/{scene.workshop_id}"
    tabs = [await _listen(address, f"{base}/events", cookie) for cookie in scene.phones]
    desks = [await _listen(address, f"{base}/desk-events", cookie) for cookie in scene.desks]
    reading = [asyncio.create_task(_read(tab)) for tab in [*tabs, *desks]]
    await _all(tabs, 1)
    await asyncio.sleep(2)
    room = await _idle(address, pid)
    print(f"{len(tabs)} phones and {len(desks)} desks, a minute without a change:")
    print(f"  CPU {room[0]:.2f} s, questions {room[1]} (nobody listening: {alone[0]:.2f} s, {alone[1]})")
    took: list[float] = []
    for n in range(CHANGES):
        heard = tabs[0].words
        began = await asyncio.to_thread(_change, scene, n)
        await _all(tabs, heard + 1)
        took += [tab.at - began for tab in tabs]
        await asyncio.sleep(1.3)
    cuts = quantiles(took, n=100)
    print(f"From a change to the event on {len(tabs)} phones, {CHANGES} changes (aim: under {WITHIN:.0f} s):")
    print(f"  p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, longest {max(took):.2f} s")
    for task in reading:
        task.cancel()
    for tab in [*tabs, *desks]:
        tab.writer.close()


async def _idle(address: str, pid: int) -> tuple[float, int]:
    """CPU seconds and questions to the database of the server in a minute."""
    async with httpx.AsyncClient(timeout=10) as client:
        cpu, asked = _cpu(pid), int((await client.get(address + COUNTED)).text)
        await asyncio.sleep(MINUTE)
        return _cpu(pid) - cpu, int((await client.get(address + COUNTED)).text) - asked


async def _listen(address: str, path: str, cookie: str) -> Tab:
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: text/event-stream\r\n"
        f"Cookie: {COOKIE}={cookie}\r\n\r\n".encode()
    )
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"no stream: {status.decode().strip()}")
    return Tab(reader, writer)


async def _read(tab: Tab) -> None:
    while line := await tab.reader.readline():
        if line.startswith(b"data: "):
            tab.words, tab.at = tab.words + 1, time.monotonic()


async def _all(tabs: list[Tab], words: int) -> None:
    for _ in range(2000):
        if all(tab.words >= words for tab in tabs):
            return
        await asyncio.sleep(0.01)
    raise RuntimeError("some phones heard nothing within 20 seconds")


def _change(scene: Scene, n: int) -> float:
    """Open the activity, then move its end; when that was committed."""
    now = story_now() + timedelta(minutes=1)
    if n == 0:
        ends_at = now + timedelta(hours=1)
        writing(
            lambda session: conduct.open_round(session, scene.elena, now=now, round_id=scene.round_id, ends_at=ends_at)
        )
    else:
        ends_at = now + timedelta(hours=1, minutes=n)
        writing(
            lambda session: round_clock.extend_round(
                session, scene.elena, now=now, round_id=scene.round_id, ends_at=ends_at
            )
        )
    return time.monotonic()


def _cpu(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _room(session: Session, phones: int, now: datetime) -> Scene:
    lay_functions(session, "it")
    installation(session)
    elena = _person(session, "Elena", now)
    group_id = groups.create_group(session, viewer_of_person(session, elena.id), now=now, name="Il Tavolo")
    viewer = viewer_of_person(session, elena.id)
    workshop_id = conduct.create_workshop(
        session, viewer, now=now, group_id=group_id, title="Misura", planned_on=now.date(),
        questions=["Che cosa?", "Quali?"],
    )  # fmt: skip
    scene = Scene(viewer, workshop_id, rounds_in(session, workshop_id)[0].id)
    function = session.exec(select(Function).where(Function.side == "receives")).first()
    assert function is not None
    token = session.get_one(Workshop, workshop_id).join_token
    for n in range(phones):
        cookie = new_token()
        join_workshop(
            session, NOBODY, now=now, token=cookie, return_code=new_code(6), join_token=token, name=f"Ospite {n}",
            side="receives",
        )  # fmt: skip
        scene.phones.append(cookie)
    for n in range(DESKS):
        person = _person(session, f"Conduce {n}", now)
        groups.seat(session, group_id, person.id, Role.FACILITATOR, function.id, "receives", now=now)
        cookie = new_token()
        start_sign_in(session, viewer, now=now, person_id=person.id, token=cookie)
        scene.desks.append(cookie)
    return scene


def _person(session: Session, name: str, now: datetime) -> Person:
    email = f"{name.replace(' ', '')}@example.org".lower()
    person = Person(kind="staff", name=name, email=email, created_at=now)
    session.add(person)
    session.flush()
    return person


if __name__ == "__main__":
    sys.exit(main())
