"""A real browser in front of a real server: one server and one database for each file, and a guard over every page."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.guard import Guard
from tests.web.conftest import Server, start_server, stop_server

# The same browser without the windows and menus that nobody sees costs a third less; see the Makefile.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or ""
ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-gpu", "--in-process-gpu", "--force-prefers-reduced-motion",
    # Whatever asks for another host gets no answer, sockets and prefetches too; the guard notes who asked.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]  # fmt: skip


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium. It leaves with its walk: while it is here no other test of the worker can run asyncio."""
    if not CHROMIUM:
        pytest.fail("the browser tests need Chromium: sudo apt-get install chromium")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """The program as `make run` starts it, on an empty database: nobody has set it up."""
    started = start_server(tmp_path, ["manage.py", "run"])
    assert started.code, f"no one-time code was printed:\n{started.logged()}"
    yield started
    stop_server(started)


@pytest.fixture
def guard(fresh_server: Server) -> Iterator[Guard]:
    """Fails the test of what any page did behind the person's back."""
    watching = Guard(fresh_server.address)
    yield watching
    assert not watching.complaints, "\n".join(watching.complaints)
    # A page that failed told the person one sentence; the trace is in the log.
    traces = [line for line in fresh_server.logged().splitlines() if _is_trouble(line)]
    assert not traces, "\n".join(traces)


def _is_trouble(line: str) -> bool:
    try:
        entry = json.loads(line)
    except ValueError:
        return False
    return isinstance(entry, dict) and entry.get("level") in ("error", "critical")
