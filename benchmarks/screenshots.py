"""`make screenshots`: the pictures of the README, taken from the example company in a real browser.

    .venv/bin/python -m benchmarks.screenshots [FOLDER]

Builds the company in a throw-away database, serves it on a free port, comes in by the printed links and writes small
PNGs into docs/pictures/ (or FOLDER). Fails when a picture is larger than 200 KB or the browser's console shows an
error.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from demo import company, said
from demo.build import build
from demo.links import links_to_become, story_now
from demo.telling import Teller
from models.conduct import create_workshop, open_round
from models.joining import attend_workshop
from models.options import choose_options
from models.people import set_language
from models.rounds import change_round, rounds_of
from models.walls import open_wall, wall_view
from store import clock
from store.doors import close_store, open_store
from store.migrate import upgrade
from store.settings import settings

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 200_000
# Links each person gets for a round of pictures: one a picture, whoever has most has five.
WAYS = 6
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


@dataclass(frozen=True)
class Shot:
    """One picture: whose eyes, which address, how wide and high.

    desk: a Streamlit page, to be waited for. dots: how often + is pressed on the first ideas of a vote.
    """

    name: str
    who: str
    path: str
    width: int
    height: int
    desk: bool = True
    dots: tuple[int, ...] = ()


def shots(story: Teller, workshop_id: str, wall: str) -> list[Shot]:
    """The pictures, each name with its language where both are taken. wall: the token of the big screen."""
    card = f"/promise?promise={story.the('promise', 'P1')}"
    asked = f"/decisions?idea={story.the('idea', 5)}"
    return [
        Shot("home", company.DIRECTION, "/", 1280, 900),
        Shot("promise", company.MARTA, card, 1280, 1300),
        Shot("promise-phone", company.MARTA, card, 390, 1200),
        Shot("promises", company.DIRECTION, "/promises", 1280, 1000),
        Shot("decisions", company.DIRECTION, asked, 1280, 1000),
        Shot("vote-phone", "Anna R.", f"/w/{workshop_id}", 390, 1000, desk=False, dots=(2, 1)),
        Shot("wall", company.CONDUCTS, f"/wall/{wall}", 1280, 720, desk=False),
        Shot("workshop", company.CONDUCTS, f"/workshop?workshop={story.the('workshop', 'november')}", 1280, 1000),
        Shot("actions", company.DIRECTION, "/actions", 1280, 1000),
        Shot("journey", company.DIRECTION, "/journey", 1280, 1100),
        Shot("mine-phone", "Anna R.", "/mine", 390, 1400, desk=False),
    ]


def main(argv: list[str]) -> int:
    """Take every picture in both languages. English ones bear the plain name, Italian ones end in `-it`."""
    folder = Path(argv[0]) if argv else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as there, sync_playwright() as playwright:
        port = _free_port()
        address = f"http://localhost:{port}"
        os.environ |= {"DATABASE_URL": f"sqlite:///{there}/pictures.db", "PORT": str(port), "PUBLIC_URL": address,
                       "LOG": "WARNING"}  # fmt: skip
        settings.cache_clear()
        upgrade(open_store())
        story = build()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        workshop_id, wall = _open_vote(story), _project(story)
        for language, ending in (("it", "-it"), ("en", "")):
            ways = _ways_in(story, language)
            close_store()
            with _served(address):
                for shot in shots(story, workshop_id, wall):
                    _take(browser, address, ways, shot, folder / f"{shot.name}{ending}.png", language)
            open_store()
        close_store()
        browser.close()
    return 0


def _open_vote(story: Teller) -> str:
    """A vote that is open, for the picture of the phone: the list of November once more."""
    with clock.moving(story_now()):
        conducts = company.CONDUCTS
        workshop_id = str(story.do(
            conducts, create_workshop, group_id=story.the("group", company.GROUP), title="Natale senza sorprese",
            planned_on=date(2026, 11, 23), questions=["Che cosa manca?", "Quali portiamo avanti?"],
        ))  # fmt: skip
        vote = story.ask(conducts, rounds_of, workshop_id=workshop_id)[1].id
        story.do(conducts, change_round, round_id=vote, question="Quali portiamo avanti?", secret=True,
                 others_see=True, latecomers=True, budget=5, cap=3)  # fmt: skip
        story.do(conducts, choose_options, round_id=vote, idea_ids=[story.the("idea", n) for n in said.VOTE])
        story.do(conducts, open_round, round_id=vote)
        story.do("Anna R.", attend_workshop, workshop_id=workshop_id)
    return workshop_id


def _project(story: Teller) -> str:
    """The result of November on the big screen; its token."""
    workshop_id = story.the("workshop", "november")
    with clock.moving(story_now()):
        story.do(company.CONDUCTS, open_wall, workshop_id=workshop_id)
        return str(story.ask(company.CONDUCTS, wall_view, workshop_id=workshop_id).token)


def _ways_in(story: Teller, language: str) -> dict[str, list[str]]:
    """For each person enough one-time links for their pictures; they read `language` from here on."""
    found: dict[str, list[str]] = {}
    with clock.moving(story_now()):
        for who in (company.DIRECTION, company.MARTA, company.CONDUCTS, "Anna R."):
            story.do(who, set_language, language=language)
        for _ in range(WAYS):
            for link in links_to_become():
                found.setdefault(link.name, []).append(link.path)
    return found


def _take(
    browser: Browser, address: str, ways: dict[str, list[str]], shot: Shot, path: Path, language: str
) -> None:
    locale = "it-IT" if language == "it" else "en-GB"
    context = browser.new_context(viewport={"width": shot.width, "height": shot.height}, locale=locale)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(address + ways[shot.who].pop())
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    page.goto(address + shot.path)
    if shot.desk:
        _settle(page)
    for place, dots in enumerate(shot.dots):
        for _ in range(dots):
            page.locator(".dots-row").nth(place).locator("button", has_text="+").click()
    size = _write(page.screenshot(), path)
    context.close()
    if errors:
        raise SystemExit(f"{path.name}: the console says {errors[0]}")
    print(f"  {path.name:24} {size / 1000:6.0f} KB", flush=True)


def _settle(page: Page) -> None:
    """Wait until the desk page has run and its pictures are drawn."""
    page.wait_for_selector(READY, timeout=60_000)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=60_000)
    page.wait_for_timeout(1_500)
    page.wait_for_selector(READY, timeout=60_000)


def _write(png: bytes, path: Path) -> int:
    """Keep the picture small: 96 colours are enough for a page of text."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(colors=96, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path.name} has {size} bytes, more than {LARGEST}")
    return size


@contextmanager
def _served(address: str) -> Iterator[None]:
    """The example company, served until the end of the block."""
    port = settings().port
    command = [sys.executable, "-m", "uvicorn", "demo.served:app", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(240):
            if server.poll() is not None:
                raise SystemExit("the server did not start")
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                    break
            except OSError:
                time.sleep(0.25)
        yield
    finally:
        server.terminate()
        server.wait(20)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
