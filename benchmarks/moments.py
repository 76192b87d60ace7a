"""Moments in which somebody waits, beside pages: an answer at the counter, the slider, signing in, files in and out.

    .venv/bin/python -m benchmarks.moments

The tests hold the causes (statements, computations, one workbook at a time); how long it takes is looked at here.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import anyio
import httpx

from demo.build import build
from demo.links import story_now
from exchange.ideas_sheet import scan_ideas
from models.imports import import_ideas
from models.saying import can_we_say
from models.studies import SHELF
from models.viewers import viewer_of_person
from store import clock
from store.doors import close_store, open_store, reading, use_engine, writing
from store.engine import make_engine
from store.migrate import upgrade
from tests.apptest import AppTest
from tests.company import Company, found
from tests.models.bringing import several
from tests.models.promising import bring, delivery, orders
from tests.pages.test_claim_slider import card
from tests.web.conftest import Site
from tests.web.test_sign_in import set_up, sign_in
from words.asking import question_of

RUNS = 7


def main() -> int:
    """Measure and print, seconds. Returns 0; figures inform, they do not fail."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = url = f"sqlite:///{Path(folder) / 'example.db'}"
        upgrade(open_store(url))
        build()
        with clock.moving(story_now()):
            at_the_counter()
        close_store()
        with fresh(folder, "slider"):
            slider()
        with fresh(folder, "sign-in"):
            signing_in()
        with fresh(folder, "files"):
            files(writing(lambda session: found(session, now=clock.now() - timedelta(days=1))))
    return 0


def fresh(folder: str, name: str) -> "Fresh":
    """A database of its own."""
    return Fresh(f"sqlite:///{Path(folder) / name}.db")


class Fresh:
    """The doors lead to a new database inside, and nowhere after."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet."""
        self.engine = make_engine(url)
        self.doors = use_engine(self.engine)

    def __enter__(self) -> None:
        """Bring it to the schema."""
        upgrade(self.engine)
        self.doors.__enter__()

    def __exit__(self, *error: object) -> None:
        """Put the doors back."""
        self.doors.__exit__(None, None, None)
        self.engine.dispose()


def at_the_counter() -> None:
    """«Can we say it?» with nothing on the shelf, and then another figure."""
    from benchmarks.pages import person_id

    with reading() as session:
        viewer = viewer_of_person(session, person_id("Marta Gualdi"))

    def ask(sentence: str) -> Callable[[], object]:
        return lambda: can_we_say(reading, viewer, now=clock.now(), asked=question_of(sentence))

    ask("consegna in 24 ore")()
    say("can we say it, after a restart", [took(ask("consegna in 24 ore"), SHELF.empty) for _ in range(RUNS)], "1")
    say("can we say it, another figure", [took(ask("consegna in 25 ore")) for _ in range(RUNS)], "")


def slider() -> None:
    """The slider of the claim card, one stop further."""
    app = AppTest.from_function(card, default_timeout=60).run()
    places = (0, 2, 4, 1, 3, 0, 4)
    say("the claim card's slider", [took(app.select_slider[0].set_value(place).run) for place in places], "0.3")


def signing_in() -> None:
    """A wrong password and an unknown address: the same time within a fifth (J07)."""
    set_up(Site())
    known = [took(lambda: sign_in(Site(), password="sbagliata")) for _ in range(4)]
    unknown = [took(lambda: sign_in(Site(), email=f"nessuno{time.monotonic_ns()}@example.it")) for _ in range(4)]
    say("a wrong password", known, "")
    say("an unknown address", unknown, "the same")


def files(company: Company) -> None:
    """8,000 cases, 10,000 ideas (L5: 15 s), and the others' pages while two large workbooks are written (F14: 2 s)."""
    owner = company.logistics
    process_id = writing(lambda session: delivery(session, owner))
    cases = orders(8_000)
    say("8,000 cases stored", [took(lambda: writing(lambda session: bring(session, owner, process_id, cases)))], "10")
    rows, now = several(10_000), clock.now() - timedelta(hours=2)
    say("10,000 ideas imported", [took(lambda: writing(lambda session: import_ideas(
        session, company.facilitator, now=now, group_id=company.group_id, rows=rows, sha256="a" * 64,
    )))], "15")  # fmt: skip
    site, waits, books = Site(), list[float](), list[bytes]()
    site.sign_in(company.facilitator.person_id or "")
    headers = {"Host": "localhost:8501", "Cookie": "; ".join(f"{name}={value}" for name, value in site.cookies.items())}

    async def meanwhile() -> None:
        transport = httpx.ASGITransport(app=site.app, client=(site.address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8501", headers=headers) as client:

            async def export() -> None:
                books.append((await client.get(f"/download/group/{company.group_id}.xlsx", timeout=120)).content)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(export)
                tasks.start_soon(export)
                while len(books) < 2:
                    began = time.perf_counter()
                    await client.get("/signin")
                    waits.append(time.perf_counter() - began)
                    await anyio.sleep(0.02)

    anyio.run(meanwhile)
    say("others' page while two are written", waits, "p95 2")
    say("reading that workbook back", [took(lambda: scan_ideas(books[0], filename="a.xlsx"))], "")


def took(act: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Seconds of one act; `before` does not count."""
    before()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def say(what: str, found: list[float], aim: str) -> None:
    """One line: median, 95 of 100, longest."""
    high = sorted(found)[min(len(found) - 1, int(len(found) * 0.95))]
    print(f"{what:<36}{median(found):>8.3f}{high:>8.3f}{max(found):>8.3f}  {f'aim {aim}' if aim else ''}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
