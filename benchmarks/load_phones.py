"""Phones for the load bench: each with connections of its own, as a browser has, and a ledger of what it was told.

HTTP/1.1 by hand, so that the clients take as little as can be of the two cores that they share with the server.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import TextIO
from urllib.parse import urlencode

from models.base import new_token

SPREAD = 0.15  # web/templates/phone_base.html: a phone asks for its page at a moment of its own


@dataclass
class Answer:
    """A status, the headers that count here, and the weight."""

    status: int
    location: str
    cookies: list[str]
    bytes: int


@dataclass
class Times:
    """Seconds of what people wait for, and what went wrong."""

    welcome: list[float] = field(default_factory=list)
    joined: list[float] = field(default_factory=list)
    voted: list[float] = field(default_factory=list)
    pushed: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Line:
    """One connection that stays open; asked one thing at a time."""

    def __init__(self, host: str, port: int) -> None:
        """Nothing is opened yet."""
        self.host, self.port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, cookie: str, form: dict[str, str] | None = None) -> Answer:
        """One request and its whole answer."""
        reused = self._streams is not None
        try:
            head, reader = await self._send(method, path, cookie, form)
        except (ConnectionError, asyncio.IncompleteReadError):
            # The server hung up in the instant of the question: a browser asks again, and the form key bears it.
            if not reused:
                raise
            self.close()
            head, reader = await self._send(method, path, cookie, form)
        length = int(head.get("content-length", ["0"])[0])
        if length:
            await reader.readexactly(length)
        if head.get("connection") == ["close"]:
            self.close()
        return Answer(int(head[""][0]), head.get("location", [""])[0], head.get("set-cookie", []), length)

    async def listen(self, path: str, cookie: str) -> asyncio.StreamReader:
        """Open a stream of events."""
        head, reader = await self._send("GET", path, cookie, None)
        if head[""][0] != "200":
            raise ConnectionError(f"{path}: {head[''][0]}")
        return reader

    async def _send(
        self, method: str, path: str, cookie: str, form: dict[str, str] | None
    ) -> tuple[dict[str, list[str]], asyncio.StreamReader]:
        # The server hangs up after five idle seconds; a browser then opens the connection anew, and so does this.
        if self._streams is None or self._streams[0].at_eof():
            self.close()
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        body = urlencode(form).encode() if form is not None else b""
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}", "Accept: text/html"]
        lines += [f"Cookie: {cookie}"] if cookie else []
        if form is not None:
            lines += [f"Origin: http://localhost:{self.port}", f"Content-Length: {len(body)}",
                      "Content-Type: application/x-www-form-urlencoded"]  # fmt: skip
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        status, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        head: dict[str, list[str]] = {"": [status.split()[1]]}
        for line in rest:
            name, _, value = line.partition(": ")
            head.setdefault(name.lower(), []).append(value)
        return head, reader

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass
class Phone:
    """Somebody in the room. `key` begins every form key of this run, so that `verify` knows what must be there."""

    number: int
    key: str
    port: int
    ledger: TextIO
    times: Times
    cookie: str = ""
    word: str = ""
    away: bool = False
    turned: bool = False
    line: Line = field(init=False)
    again: Line = field(init=False)
    stream: Line = field(init=False)

    def __post_init__(self) -> None:
        """Three connections: what the person does, the page anew after a push, and the push itself."""
        self.line, self.again, self.stream = (Line("127.0.0.1", self.port) for _ in range(3))

    async def join(self, token: str, workshop_id: str) -> None:
        """Frame the QR, give a name, stand in the workshop; from then on listen."""
        began = time.perf_counter()
        page = await self.line.ask("GET", f"/join/{token}", "")
        self.times.welcome.append(time.perf_counter() - began)
        if page.status != 200:
            self.times.errors.append(f"the welcome page: {page.status}")
        form = {"name": f"Ospite {self.number}", "side": ("promises", "keeps", "receives")[self.number % 3]}
        began = time.perf_counter()
        answer = await self.form(f"/join/{token}", form)
        self.cookie = "; ".join(one.split(";")[0] for one in answer.cookies)
        await self.page(workshop_id)
        self.times.joined.append(time.perf_counter() - began)

    async def listen(self, workshop_id: str) -> None:
        """Hear of changes and ask for the page anew after each, until the phone is put away.

        As in a browser, every page that is loaded opens a stream of its own and ends the one before.
        """
        while not self.away:
            self.turned = False
            try:
                reader = await self.stream.listen(f"/w/{workshop_id}/events", self.cookie)
                while (line := await reader.readline()) and not await self._loaded_anew(line, workshop_id):
                    pass
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                # Whoever goes on to another page while the stream opens ends it there.
                if not self.turned:
                    self.times.errors.append(f"the push: {error!r}")
                    return
            self.stream.close()

    async def _loaded_anew(self, line: bytes, workshop_id: str) -> bool:
        """Whether this line of the stream had the page loaded anew."""
        if not line.startswith(b"data:"):
            return False
        word, last = line.decode()[5:].strip(), self.word
        self.word = word
        # As static/vote.js does: while people come in, only a number on the page changes.
        if not last or word == last or (word.startswith("waiting") and word.split(".")[0] == last.split(".")[0]):
            return False
        await asyncio.sleep(random.uniform(0, SPREAD))
        began = time.perf_counter()
        await self.page(workshop_id, self.again)
        self.times.pushed.append(time.perf_counter() - began)
        return True

    async def vote(
        self, workshop_id: str, round_id: str, points: dict[str, int], *, since: float | None = None
    ) -> float:
        """Send the form of the vote and stand on the page that says it is kept. Seconds, from `since` if given."""
        began = since or time.perf_counter()
        form = {"round_id": round_id, **{f"dots-{option}": str(number) for option, number in points.items()}}
        answer = await self.form(f"/w/{workshop_id}/vote", form)
        await self.page(workshop_id, address=answer.location)
        took = time.perf_counter() - began
        # The page after the vote listens itself: the stream of the one before ends, and `listen` opens another.
        self.turned = True
        self.stream.close()
        return took

    async def form(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form with a key of this run, and write down what was sent and what was answered."""
        key = f"{self.key}{new_token()[:16]}"
        self.ledger.write(f"SENT {key}\n")
        answer = await self.line.ask("POST", path, self.cookie, {"form_key": key, **form})
        if answer.status != 303:
            self.ledger.write(f"REFUSED {key}\n")
            self.times.errors.append(f"{path.rpartition('/')[2]}: {answer.status}")
            return answer
        # A vote's receipt has a code for people; the way in says so by the seat that it opens.
        if code := answer.location.partition("saved=")[2]:
            self.ledger.write(f"ACK {key} {code}\n")
        return answer

    async def page(self, workshop_id: str, line: Line | None = None, *, address: str = "") -> None:
        """The page of the workshop, as it stands, or the one a form led to."""
        answer = await (line or self.line).ask("GET", address or f"/w/{workshop_id}", self.cookie)
        if answer.status != 200:
            self.times.errors.append(f"the page: {answer.status}")

    def close(self) -> None:
        """Put it away."""
        self.away = True
        for line in (self.line, self.again, self.stream):
            line.close()
