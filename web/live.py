"""Push: `/w/{id}/events`, `/w/{id}/desk-events` and `/wall/{token}/events` tell a page by server-sent events that
something changed.

The event's data is one word; the page compares it with the one it has. A stream is refused when there are too many:
the page then asks now and then instead.
"""

from collections.abc import Callable
from typing import Any

import anyio
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from models.access import May, Viewer
from models.errors import NotFound, NotSignedIn
from models.room_facts import room_facts
from models.walls import projected
from models.workshops import workshop_for
from store.doors import reading
from web.entry import visit
from web.throttle import address_of
from web.turns import in_thread
from web.watch import DESK, PHONE, WALL, Listener, begin, hub


class Stream(Response):
    """The answer that stays open."""

    media_type = "text/event-stream"

    def __init__(self, workshop_id: str, listener: Listener) -> None:
        """`listener` joins when the answer begins and leaves when it ends, however it ends."""
        super().__init__(b"", headers={"X-Accel-Buffering": "no"})
        self.workshop_id, self.listener = workshop_id, listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what comes, until the browser goes away or nothing more comes."""
        headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        watch = hub().join(self.workshop_id, self.listener)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            async with anyio.create_task_group() as group:
                group.start_soon(_until_away, receive, group.cancel_scope)
                await send({"type": "http.response.body", "body": begin(), "more_body": True})
                while what := await self.listener.take():
                    await send({"type": "http.response.body", "body": what, "more_body": True})
                group.cancel_scope.cancel()
            if self.listener.ended:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watch.leave(self.listener)


async def phone_events(request: Request) -> Response:
    """The word that changes when a phone's page should be shown anew."""
    return await _listen(request, PHONE, _may_see)


async def desk_events(request: Request) -> Response:
    """The word that changes with everything that happens, for who conducts."""
    return await _listen(request, DESK, _may_conduct)


async def wall_events(request: Request) -> Response:
    """The same for a wall. The token is the right."""
    token = request.path_params["token"]
    try:
        workshop_id = await in_thread(_workshop_of, token)
    except NotFound:
        return _refused(404)
    return _stream(workshop_id, Listener(WALL, token, address_of(request)))


async def _listen(request: Request, kind: str, question: Callable[..., Any]) -> Response:
    workshop_id = request.path_params["workshop_id"]
    try:
        viewer, _ = await visit(request, question, workshop_id=workshop_id)
    except (NotFound, NotSignedIn):
        return _refused(404)
    return _stream(workshop_id, Listener(kind, viewer.sign_in_id or "", address_of(request)))


def _stream(workshop_id: str, listener: Listener) -> Response:
    return _refused(503) if hub().is_full(listener) else Stream(workshop_id, listener)


def _refused(status: int) -> Response:
    # A browser gives a stream up for good after any answer but 200; the page's script then asks now and then.
    return PlainTextResponse("", status_code=status, headers={"Retry-After": "30"} if status == 503 else {})


async def _until_away(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def _workshop_of(token: str) -> str:
    with reading() as session:
        return projected(session, token)[1].id


def _may_see(session: Session, viewer: Viewer, *, workshop_id: str) -> None:
    room_facts(session, viewer, workshop_id)


def _may_conduct(session: Session, viewer: Viewer, *, workshop_id: str) -> None:
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)


ROUTES = [
    Route("/w/{workshop_id}/events", phone_events, methods=["GET"]),
    Route("/w/{workshop_id}/desk-events", desk_events, methods=["GET"]),
    Route("/wall/{token}/events", wall_events, methods=["GET"]),
]
