"""How soon a participant's phone shows its page, and with how many bytes: every kind of round, on a slow network.

    .venv/bin/python -m benchmarks.phone_paint

A workshop a kind with twelve ideas, the whole program on loopback, Chromium with 150 ms of latency a request,
1.6 Mbit/s and an empty cache each time. Aim: the largest paint within 1 s, under 50 KB with everything. Chromium's
latency does not include opening the connection: TCP adds one round trip, TLS another; they stand in the last column.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from sqlmodel import Session

from benchmarks.screenshots import CHROMIUM
from models import conduct, ideas, joining, options, rounds
from models.access import Viewer
from models.base import new_token
from models.rounds import RoundKind
from models.sign_ins import start_sign_in
from store import clock
from store.doors import close_store, open_store, writing
from store.migrate import upgrade
from tests.models.promising import delivery, promise
from tests.models.room import Room, a_room
from tests.web.conftest import free_port
from web.entry import COOKIE

ROOT = Path(__file__).resolve().parent.parent
RUNS, IDEAS = 5, 12
LATENCY, BITS = 150, 1_600_000
AIM_SECONDS, AIM_BYTES = 1.0, 50_000
SETTINGS: dict[RoundKind, dict[str, Any]] = {
    RoundKind.SCORE: {"criteria": ("Serve ai clienti", "Ce la facciamo")},
    RoundKind.BUDGET: {"money": 6000}, RoundKind.EXPECT: {"unit": "d"},
}  # fmt: skip
PAINT = """() => new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))"""


def main() -> int:
    """Build, serve, measure, print. Returns 0; figures inform, they do not fail."""
    with tempfile.TemporaryDirectory() as folder:
        url, port = f"sqlite:///{Path(folder) / 'paint.db'}", free_port()
        os.environ["DATABASE_URL"] = url
        upgrade(open_store(url))
        places, token = writing(_build)
        close_store()
        print(f"{'page':<12}{'paint s':>9}{'KB':>7}{'HTML KB':>9}{'with TCP and TLS':>18}")
        with _served(url, port) as address:
            for kind, workshop_id in places.items():
                paint, sent, html = _measure(address, workshop_id, token)
                over = "" if paint < AIM_SECONDS and sent < AIM_BYTES else "  over"
                full = paint + 2 * LATENCY / 1000
                print(f"{kind:<12}{paint:>9.2f}{sent / 1000:>7.1f}{html / 1000:>9.1f}{full:>18.2f}{over}", flush=True)
    return 0


def _build(session: Session) -> tuple[dict[str, str], str]:
    room = a_room(session)
    nora = room.staff("Nora", "receives")
    token, places = new_token(), {}
    start_sign_in(session, room.elena, now=clock.now(), person_id=nora.person_id or "", token=token)
    promises = [_promise(session, room)]
    for number, kind in enumerate(RoundKind):
        places[kind.value] = _workshop(session, room, room.again(nora), kind, promises, number)
    return places, token


def _promise(session: Session, room: Room) -> str:
    return promise(session, room.elena, delivery(session, room.elena), unit="d", amount=2)


def _workshop(
    session: Session, room: Room, nora: Viewer, kind: RoundKind, promises: list[str], number: int
) -> str:
    now = clock.now() + timedelta(hours=number)
    elena = room.elena
    what: dict[str, Any] = {"now": now}
    workshop_id = conduct.create_workshop(
        session, elena, group_id=room.group_id, title="Natale senza sorprese", planned_on=now.date(),
        questions=["Che cosa ti ha fatto aspettare troppo?", "Quali portiamo avanti?"], **what,
    )  # fmt: skip
    joining.attend_workshop(session, nora, workshop_id=workshop_id, **what)
    collect_id = rounds.rounds_in(session, workshop_id)[0].id
    conduct.open_round(session, elena, round_id=collect_id, **what)
    wanted = [
        ideas.write_idea(
            session, elena, now=now + timedelta(minutes=one), round_id=collect_id,
            text=f"{one + 1}. Meglio un giorno certo, detto prima di pagare, che due forse e una telefonata",
        )
        for one in range(IDEAS)
    ]  # fmt: skip
    if kind is RoundKind.COLLECT:
        return workshop_id
    round_id = rounds.add_round(session, elena, workshop_id=workshop_id, kind=kind, question="Quali portiamo avanti?",
                                settings=SETTINGS.get(kind), **what)  # fmt: skip
    if kind is RoundKind.EXPECT:
        options.choose_promises(session, elena, round_id=round_id, promise_ids=promises, **what)
    elif kind in rounds.VOTES:
        options.choose_options(session, elena, round_id=round_id, idea_ids=wanted, **what)
    if kind is RoundKind.BUDGET:
        for one in options.options_in(session, round_id):
            options.set_cost(session, elena, round_id=round_id, option_id=one.id, cost=900, **what)
    conduct.open_round(session, elena, round_id=round_id, **what)
    return workshop_id


@contextmanager
def _served(url: str, port: int) -> Iterator[str]:
    address = f"http://localhost:{port}"
    settings = {**os.environ, "DATABASE_URL": url, "PUBLIC_URL": address}
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env=settings)
    try:
        for _ in range(120):
            try:
                if httpx.get(f"{address}/healthz", timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _measure(address: str, workshop_id: str, token: str) -> tuple[float, int, int]:
    """Seconds until the largest paint (median), bytes over the wire, bytes of the HTML."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking"],
        )  # fmt: skip
        found = [_once(browser, address, workshop_id, token) for _ in range(RUNS)]
        browser.close()
    return median(paint for paint, _, _ in found), found[0][1], found[0][2]


def _once(browser: Any, address: str, workshop_id: str, token: str) -> tuple[float, int, int]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    page = context.new_page()
    wire, sent = context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: sent.append(int(event["encodedDataLength"])))
    wire.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY, "downloadThroughput": BITS / 8, "uploadThroughput": BITS / 16,
    })  # fmt: skip
    answer = page.goto(f"{address}/w/{workshop_id}", wait_until="load")
    page.wait_for_timeout(300)
    paint, html = float(page.evaluate(PAINT)) / 1000, len(answer.body())
    context.close()
    return paint, sum(sent), html


if __name__ == "__main__":
    sys.exit(main())
