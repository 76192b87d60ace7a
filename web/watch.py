"""Watching: one look at a workshop about every 0.7 s, whatever the number of those who listen to it in this process.

A watch begins with its first listener and stops with the last. So a change is told within a second, whichever server
process made it. Phones are told one after the other, wall and desk first: each asks for its page then, and a full room
must not do so in one instant. Who loses the right to listen is told so and nothing more; rights are looked at before
each change is told, and every minute.
"""

import asyncio
import importlib
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import uvicorn

from models.conduct import close_due_rounds
from models.pulse import Pulse, pulse, still_there
from store import clock
from store.doors import StoreTrouble, reading, writing
from web.turns import in_thread

PHONE, DESK, WALL = "phone", "desk", "wall"
# A room of 300 phones shares one address; a person may have a few tabs in sight.
MOST_OF_ADDRESS, MOST_OF_ONE = 600, 8
MOST_AT_ALL = 2000
_SIGN, _GONE = b": here\n\n", b"event: gone\ndata: gone\n\n"

log = logging.getLogger("dueremi.live")


@dataclass(frozen=True)
class Rhythm:
    """Seconds: between two looks at the database, two signs of life, two looks at everybody's rights; between two
    phones that are told, and from the first to the last of them at most.
    """

    look: float = 0.7
    apart: float = 0.004
    at_most: float = 1.0
    sign: float = 15.0
    rights: float = 60.0


_rhythm = Rhythm()


@contextmanager
def other_rhythm(rhythm: Rhythm) -> Iterator[None]:
    """Inside, watchers keep to another rhythm (tests)."""
    global _rhythm
    before, _rhythm = _rhythm, rhythm
    try:
        yield
    finally:
        _rhythm = before


@dataclass(eq=False)
class Listener:
    """One open stream: for which kind of page, by which right (a sign-in, or the token of a wall), from where."""

    kind: str
    right: str
    address: str
    said: str | None = None
    ended: bool = False
    _next: bytes = b""
    _ready: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, word: str) -> None:
        """Send a word unless it is the one already sent; of several that wait, the last."""
        if word != self.said:
            self.said = word
            self._put(f"data: {word}\n\n".encode())

    def sign(self) -> None:
        """A sign of life, unless something waits already."""
        if not self._next:
            self._put(_SIGN)

    def end(self, last: bytes = b"") -> None:
        """Nothing more comes."""
        self.ended = True
        self._put(last)

    async def take(self) -> bytes:
        """What is next to be sent; empty at the end."""
        if not self._next and not self.ended:
            self._ready.clear()
            await self._ready.wait()
        taken, self._next = self._next, b""
        return taken

    def _put(self, what: bytes) -> None:
        self._next = what
        self._ready.set()


class Watch:
    """The watcher of one workshop in this process, and who listens to it."""

    def __init__(self, workshop_id: str, gone: Callable[[], None]) -> None:
        """Begin to look. `gone` is called when it stops."""
        self.workshop_id = workshop_id
        self.listeners: set[Listener] = set()
        self._gone = gone
        self._seen: Pulse | None = None
        self._telling: asyncio.Task[None] | None = None
        self._task = asyncio.create_task(self._looking())

    def join(self, listener: Listener) -> None:
        """One more listens; the next look tells where the workshop stands."""
        self.listeners.add(listener)

    def leave(self, listener: Listener) -> None:
        """One less; the last one ends the watch."""
        self.listeners.discard(listener)
        if not self.listeners:
            self._task.cancel()
            if self._telling is not None:
                self._telling.cancel()
            self._gone()

    async def _looking(self) -> None:
        signed = checked = time.monotonic()
        while True:
            pause = _rhythm.look
            try:
                seen = await in_thread(_look, self.workshop_id)
                instant = time.monotonic()
                everybody = seen is None or instant - checked >= _rhythm.rights
                checked = instant if everybody else checked
                await self._check({one for one in self.listeners if everybody or _is_news(seen, one)}, seen)
                self._seen = seen
                self._tell()
                if seen is not None and seen.ends_in is not None:
                    # The next look is at the end itself: nobody waits longer for the count.
                    pause = min(pause, seen.ends_in + 0.01)
                if instant - signed >= _rhythm.sign:
                    signed = instant
                    for listener in self.listeners:
                        listener.sign()
            except StoreTrouble as trouble:
                # The streams stay: the next look may be luckier, and the pages say themselves when they cannot save.
                log.warning("a workshop could not be looked at: %s", trouble)
            except Exception:
                log.exception("watching a workshop failed")
            await asyncio.sleep(pause)

    def _tell(self) -> None:
        some = [one for one in self.listeners if not one.ended and _is_news(self._seen, one)]
        for listener in some:
            if self._seen is not None and listener.kind != PHONE:
                listener.tell(_word(self._seen, listener))
        phones = [one for one in some if one.kind == PHONE]
        if phones and (self._telling is None or self._telling.done()):
            self._telling = asyncio.create_task(self._tell_phones(phones))

    async def _tell_phones(self, phones: Sequence[Listener]) -> None:
        apart = min(_rhythm.apart, _rhythm.at_most / len(phones))
        began = time.monotonic()
        for number, phone in enumerate(phones):
            # What is on by now; whoever lost the right meanwhile has been told by the next look.
            if self._seen is not None and not phone.ended:
                phone.tell(self._seen.phone)
            # Each at its own instant: a loop that wakes late would otherwise tell the last one later and later.
            await asyncio.sleep(max(0.0, began + apart * (number + 1) - time.monotonic()))

    async def _check(self, listeners: Iterable[Listener], seen: Pulse | None) -> None:
        """End the streams of those who lost their right, before they are told anything."""
        some = [one for one in listeners if not one.ended]
        people = {one.right for one in some if one.kind != WALL}
        sees, conducts = await in_thread(_rights, self.workshop_id, people) if people else (set(), set())
        for one in some:
            good = seen is not None and (
                one.right == seen.wall if one.kind == WALL else one.right in (conducts if one.kind == DESK else sees)
            )
            if not good:
                one.end(_GONE)


class Hub:
    """Every watch of one event loop."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self.watches: dict[str, Watch] = {}

    def is_full(self, listener: Listener) -> bool:
        """Whether one more is too many: in all, from this address, or by this one right."""
        everybody = [one for watch in self.watches.values() for one in watch.listeners]
        from_there = sum(one.address == listener.address for one in everybody)
        of_this = sum(one.right == listener.right for one in everybody)
        full = len(everybody) >= most_at_all() or from_there >= MOST_OF_ADDRESS or of_this >= MOST_OF_ONE
        if full:
            log.info("a stream refused: %s in all, %s from there, %s of this one", len(everybody), from_there, of_this)
        return full

    def join(self, workshop_id: str, listener: Listener) -> Watch:
        """Let a listener in. It leaves the watch that is returned."""
        watch = self.watches.get(workshop_id)
        if watch is None:
            watch = self.watches[workshop_id] = Watch(workshop_id, lambda: self._forget(workshop_id))
        watch.join(listener)
        return watch

    def end(self) -> None:
        """End every stream: the server stops."""
        for watch in list(self.watches.values()):
            for listener in watch.listeners:
                listener.end()

    def _forget(self, workshop_id: str) -> None:
        self.watches.pop(workshop_id, None)


def begin() -> bytes:
    """How a stream begins: a browser that lost it comes back after two to six seconds, not all of them at once."""
    return f"retry: {random.randint(2000, 6000)}\n\n".encode()


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _end_with_the_server()
        _hubs[loop] = Hub()
    return _hubs[loop]


@cache
def most_at_all() -> int:
    """How many streams one process keeps open: half the files it may have open, the rest is for answers."""
    try:
        resource = importlib.import_module("resource")
    except ImportError:
        # Windows has no such limit.
        return MOST_AT_ALL
    may_open: int = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_AT_ALL if may_open == resource.RLIM_INFINITY else min(MOST_AT_ALL, may_open // 2)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


@cache
def _end_with_the_server() -> None:
    # uvicorn waits for every open answer before it stops, and has no word for "stopping" that an answer could hear.
    stop = uvicorn.Server.shutdown

    async def shutdown(server: uvicorn.Server, sockets: Any = None) -> None:
        for one in list(_hubs.values()):
            one.end()
        await stop(server, sockets)

    uvicorn.Server.shutdown = shutdown  # type: ignore[method-assign,assignment]


def _word(seen: Pulse, listener: Listener) -> str:
    return seen.phone if listener.kind == PHONE else seen.desk


def _is_news(seen: Pulse | None, listener: Listener) -> bool:
    return seen is None or listener.said != _word(seen, listener)


def _look(workshop_id: str) -> Pulse | None:
    moment = clock.now()
    with reading() as session:
        seen = pulse(session, workshop_id=workshop_id, now=moment)
    if seen is None or not seen.due:
        return seen
    # Its end has passed: the watcher writes the close down, so that 300 phones need not.
    writing(lambda session: close_due_rounds(session, now=moment))
    with reading() as session:
        return pulse(session, workshop_id=workshop_id, now=moment)


def _rights(workshop_id: str, sign_in_ids: set[str]) -> tuple[set[str], set[str]]:
    with reading() as session:
        return still_there(session, sign_in_ids=sign_in_ids, workshop_id=workshop_id, now=clock.now())
