"""A change is told to every open page that may know it, and to no other; nobody asks when nobody listens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware

from models import conduct, groups, walls
from models.access import Viewer
from models.base import new_token
from models.rounds import Round
from models.sign_ins import start_sign_in
from models.workshop_now import now_in
from store import clock, doors
from tests.conftest import Database
from tests.models.room import START, Room, a_room, at
from web import watch
from web.entry import COOKIE
from web.gate import Gate
from web.routes import ON_ERROR, all_routes, failed
from web.watch import Rhythm, hub, other_rhythm

PATIENCE = 20


class Stream:
    """One open stream: its status, and the words that came."""

    def __init__(self, path: str, cookie: str) -> None:
        """Ask for it, behind the gate, as a browser does."""
        routes = all_routes()
        app = Starlette(
            routes=routes, middleware=[Middleware(Gate, routes=routes, failed=failed)], exception_handlers=ON_ERROR
        )
        headers = [(b"host", b"localhost:8501"), (b"accept", b"text/event-stream"),
                   (b"cookie", f"{COOKIE}={cookie}".encode())]  # fmt: skip
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
                 "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers,
                 "client": ("10.9.8.7", 4711), "server": ("localhost", 8501)}  # fmt: skip
        self.status, self.type, self.ended = 0, "", False
        self.events: list[str] = []
        self._away, self._news = asyncio.Event(), asyncio.Condition()
        self._task = asyncio.create_task(app(scope, self._receive, self._send))

    async def until(self, good: Callable[["Stream"], bool]) -> "Stream":
        """Wait until something holds of this stream."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: good(self)), PATIENCE)
        return self

    async def leave(self) -> None:
        """The browser goes away."""
        self._away.set()
        await asyncio.wait_for(self._task, PATIENCE)

    @property
    def word(self) -> str:
        """The last word that was told."""
        return self.events[-1] if self.events else ""

    async def _receive(self) -> dict[str, Any]:
        if self.status == 0 and not self._away.is_set():
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._away.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        async with self._news:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.type = dict(message["headers"]).get(b"content-type", b"").decode()
            else:
                lines = message.get("body", b"").decode().splitlines()
                self.events += [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
                self.ended = not message.get("more_body", False)
            self._news.notify_all()


class Scene:
    """A room on a database of its own, with cookies for whoever comes."""

    def __init__(self) -> None:
        """Elena conducts, Anna is a guest, the wall is open."""
        self.room, self.anna = doors.writing(self._made)
        self.elena = self.room.elena

    def _made(self, session: Session) -> tuple[Room, Viewer]:
        room = a_room(session)
        walls.open_wall(session, room.elena, now=START, workshop_id=room.workshop_id)
        return room, room.guest("Anna", "receives")

    def cookie(self, viewer: Viewer) -> str:
        """A browser in which this person has signed in."""
        token = new_token()
        doors.writing(
            lambda session: start_sign_in(session, viewer, now=clock.now(), person_id=viewer.person_id or "",
                                          token=token)
        )  # fmt: skip
        return token

    def does(self, command: Callable[..., object], **what: object) -> None:
        """Elena does something, as another server process would."""
        doors.writing(lambda session: command(session, self.elena, now=clock.now(), **what))

    @property
    def wall(self) -> str:
        """The token of the wall."""
        with doors.reading() as session:
            return walls.wall_view(session, self.elena, workshop_id=self.room.workshop_id).token or ""

    def state(self) -> str:
        """The word that Anna's page bears."""
        with doors.reading() as session:
            return now_in(session, self.anna, workshop_id=self.room.workshop_id, now=clock.now()).state


@asynccontextmanager
async def listening(*streams: Stream) -> AsyncIterator[None]:
    """Every one has been told where the workshop stands; afterwards all leave."""
    for stream in streams:
        await stream.until(lambda one: bool(one.events))
    try:
        yield
    finally:
        for stream in streams:
            await stream.leave()


def told(story: Callable[[Scene, clock.MovingClock], Awaitable[None]], **rhythm: float) -> None:
    """Run a story on a quick rhythm."""
    with clock.moving(START) as moving, other_rhythm(Rhythm(look=0.01, **rhythm)):
        asyncio.run(story(Scene(), moving))  # type: ignore[arg-type]


def test_one_watcher_tells_everybody_what_any_process_changed_and_stops_when_nobody_listens(
    real_database: Database,
) -> None:
    async def story(scene: Scene, moving: clock.MovingClock) -> None:
        place, anna, elena = f"/w/{scene.room.workshop_id}", scene.cookie(scene.anna), scene.cookie(scene.elena)
        phones = [Stream(f"{place}/events", anna), Stream(f"{place}/events", anna)]
        desk, wall = Stream(f"{place}/desk-events", elena), Stream(f"/wall/{scene.wall}/events", "")
        async with listening(*phones, desk, wall):
            assert phones[0].type.startswith("text/event-stream")
            assert len(hub().watches) == 1
            assert phones[0].word == phones[1].word == scene.state()
            old = desk.word, wall.word
            scene.does(conduct.open_round, round_id=scene.room.collect_id, ends_at=at(8))
            now = scene.state()
            for phone in phones:
                await phone.until(lambda one: one.word == now)
            await desk.until(lambda one: one.word != old[0])
            await wall.until(lambda one: one.word != old[1])
            # Nobody looks when its end passes: the watcher writes the close down itself.
            moving.forward(timedelta(minutes=9))
            await phones[0].until(lambda one: one.word.startswith("time"))
            with doors.reading() as session:
                assert session.get_one(Round, scene.room.collect_id).state == "closed"
        assert hub().watches == {}
        # The server stops: every stream ends, so that nothing keeps it.
        last = Stream(f"{place}/events", anna)
        await last.until(lambda one: bool(one.events))
        hub().end()
        await last.until(lambda one: one.ended)

    told(story)


def test_who_loses_the_right_is_told_that_and_nothing_more(real_database: Database) -> None:
    async def story(scene: Scene, moving: clock.MovingClock) -> None:
        place, anna, elena = f"/w/{scene.room.workshop_id}", scene.cookie(scene.anna), scene.cookie(scene.elena)
        phone, desk = Stream(f"{place}/events", anna), Stream(f"{place}/desk-events", elena)
        wall = Stream(f"/wall/{scene.wall}/events", "")
        async with listening(phone, desk, wall):
            old = wall.word
            scene.does(groups.remove_member, group_id=scene.room.group_id, person_id=scene.anna.person_id)
            await phone.until(lambda one: one.ended and one.word == "gone")
            scene.does(walls.close_wall, workshop_id=scene.room.workshop_id)
            await wall.until(lambda one: one.ended and one.word == "gone")
            assert wall.events[0] == old
            assert not desk.ended
            moving.forward(timedelta(days=2))
            await desk.until(lambda one: one.ended and one.word == "gone")
        for path, cookie in ((f"{place}/events", anna), (f"{place}/desk-events", anna), (f"{place}/events", ""),
                             (f"/wall/{new_token()}/events", "")):  # fmt: skip
            stream = await Stream(path, cookie).until(lambda one: one.status != 0)
            assert stream.status == 404
        assert hub().watches == {}

    told(story, rights=0.02)


def test_too_many_streams_of_one_person_are_sent_back_to_asking(
    real_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(scene: Scene, moving: clock.MovingClock) -> None:
        place, anna = f"/w/{scene.room.workshop_id}", scene.cookie(scene.anna)
        many = [Stream(f"{place}/events", anna) for _ in range(watch.MOST_OF_ONE)]
        async with listening(*many):
            over = await Stream(f"{place}/events", anna).until(lambda one: one.status != 0)
            assert over.status == 503
            monkeypatch.setattr(watch, "MOST_OF_ADDRESS", watch.MOST_OF_ONE)
            over = await Stream(f"{place}/desk-events", scene.cookie(scene.elena)).until(lambda one: one.status != 0)
            assert over.status == 503
        again = Stream(f"{place}/events", anna)
        async with listening(again):
            assert again.status == 200

    told(story)
