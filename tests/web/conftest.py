"""Two ways to ask the web side: in this process on both databases, and a real server with real sockets."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from models.access import NOBODY
from models.base import new_token
from models.sign_ins import start_sign_in
from store import clock
from store.doors import writing
from tests.company import Company, found_this_hour
from tests.conftest import Database
from tests.models.room import START, Room, a_room
from web import passwords, throttle
from web.entry import COOKIE
from web.gate import Gate
from web.routes import ON_ERROR, all_routes, failed

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "una frase lunga 7"
# Nothing here speaks TLS: a client that reads all the certificates of the world first costs 40 ms a request.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
_addresses = count(1)


class Site:
    """The plain pages behind their gate, asked without a server. Each one has an address of its own, so no counts
    mix.
    """

    def __init__(self, *more: BaseRoute) -> None:
        """All routes, as `app.py` puts them together, without Streamlit; `more` for looking at one thing."""
        routes = [*all_routes(), *more]
        self.app = Starlette(
            routes=routes, middleware=[Middleware(Gate, routes=routes, failed=failed)], exception_handlers=ON_ERROR
        )
        number = next(_addresses)
        self.address = f"10.1.{number // 250}.{number % 250 + 1}"
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, *, headers: dict[str, str] | None = None, **what: Any) -> httpx.Response:
        """One request with this browser's cookies and the Origin a browser sends with a form."""
        sent = {"Accept": "text/html", "Accept-Language": "it", "Host": "localhost:8501"}
        if method != "GET":
            sent["Origin"] = "http://localhost:8501"
        sent = {name: value for name, value in {**sent, **(headers or {})}.items() if value}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=(self.address, 4711), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8501") as client:
                for name, value in self.cookies.items():
                    client.cookies.set(name, value)
                return await client.request(method, path, headers=sent, **what)

        answer = anyio.run(send)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.split(";")[0].partition("=")
            if "Max-Age=0" in cookie or value in ("", '""'):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, path: str, **what: Any) -> httpx.Response:
        """GET."""
        return self.ask("GET", path, **what)

    def post(self, path: str, data: dict[str, str] | None = None, **what: Any) -> httpx.Response:
        """POST a form."""
        return self.ask("POST", path, data=data or {}, **what)

    def sign_in(self, person_id: str) -> str:
        """Let this browser be a person, through the command the sign-in page uses. Returns the sign-in's id."""
        token = new_token()
        sign_in_id = writing(
            lambda session: start_sign_in(session, NOBODY, now=clock.now(), person_id=person_id, token=token)
        )
        self.cookies[COOKIE] = token
        return sign_in_id


@pytest.fixture(autouse=True)
def _cheap_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same hash for a thousandth of the work, unless a test asks for what it costs: `dear_passwords`."""
    if "dear_passwords" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_hasher", CHEAP)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def dear_passwords() -> None:
    """Passwords cost in this test what they cost people."""


@pytest.fixture(autouse=True)
def _forgiven() -> None:
    throttle.forgive()


@pytest.fixture
def site(database: Database) -> Site:
    """A new browser at the plain pages; nobody has set the installation up."""
    return Site()


@pytest.fixture
def company(database: Database) -> Company:
    """A company with everybody in it."""
    return writing(found_this_hour)


@dataclass
class Server:
    """A real server in a process of its own, on SQLite, with Elena as its administrator."""

    address: str
    process: subprocess.Popen[str]
    log: Path
    code: str

    def browser(self) -> httpx.Client:
        """A new browser."""
        return httpx.Client(base_url=self.address, verify=NO_TLS, timeout=30,
                            headers={"Accept": "text/html", "Accept-Language": "it"})  # fmt: skip

    def signed_in(self) -> httpx.Client:
        """A new browser in which Elena has signed in."""
        browser = self.browser()
        form = {"email": "elena@example.it", "password": PASSWORD, "next": "/"}
        answer = browser.post("/signin", data=form, headers={"Origin": self.address})
        assert answer.status_code == 303, answer.text
        return browser

    def logged(self) -> str:
        """What the server wrote so far."""
        return self.log.read_text()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(
    folder: Path, command: list[str] | None = None, *, cwd: Path = ROOT, port: int | None = None, **more: str
) -> Server:
    """Start the program and wait until it answers. `command` None: uvicorn; {port} in it is filled in."""
    port = port or free_port()
    address = f"http://localhost:{port}"
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'site.db'}", "PUBLIC_URL": address, "PORT": str(port), **more}
    asked = command or ["-m", "uvicorn", "app:app", "--port", "{port}", "--no-access-log", "--no-proxy-headers"]
    log = folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *[part.format(port=port) for part in asked]],
            cwd=cwd, env={**os.environ, **settings}, stdout=out, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
    for _ in range(240):
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/healthz", verify=NO_TLS, timeout=5).status_code == 200:
                break
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    code = re.search(r"([0-9A-Z]{4}-[0-9A-Z]{4})", log.read_text())
    return Server(address, process, log, code.group(1) if code else "")


def stop_server(server: Server) -> None:
    """End the process this test started."""
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGTERM)
        try:
            server.process.wait(10)
        except subprocess.TimeoutExpired:
            server.process.kill()
            server.process.wait(10)


def assert_it_waits_for_somebody(server: Server) -> None:
    """However it was started, before anybody is in: it lives, leads to its first page, and says its one-time code."""
    assert httpx.get(f"{server.address}/healthz", verify=NO_TLS).text == "ok\n", server.logged()
    assert httpx.get(f"{server.address}/", verify=NO_TLS).headers["location"] == "/signin"
    assert httpx.get(f"{server.address}/signin", verify=NO_TLS).headers["location"] == "/setup"
    assert server.code, "the one-time code stands in the terminal"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server for the tests of a file, started from another folder and set up through its own first page."""
    folder = tmp_path_factory.mktemp("site")
    asked = ["app:app", "--app-dir", str(ROOT), "--port", "{port}", "--no-access-log", "--no-proxy-headers"]
    started = start_server(folder, ["-m", "uvicorn", *asked], cwd=folder)
    assert_it_waits_for_somebody(started)
    form = {
        "code": started.code, "company": "Tostalba", "name": "Elena Mazzotti", "email": "elena@example.it",
        "password": PASSWORD, "language": "it", "form_key": new_token(),
    }  # fmt: skip
    answer = started.browser().post("/setup", data=form, headers={"Origin": started.address})
    assert answer.status_code == 303, answer.text
    yield started
    stop_server(started)


@pytest.fixture
def room(database: Database) -> Iterator[Room]:
    """A workshop with Elena who conducts it; nothing is open."""
    with Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        made = a_room(session)
        session.commit()
        yield made


@pytest.fixture
def afternoon() -> Iterator[clock.MovingClock]:
    """The afternoon of the workshop, standing still until it is moved."""
    with clock.moving(START) as moving:
        yield moving
