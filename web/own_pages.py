"""Our own pages, found by the beginning of their address and answered straight from the gate.

A room full of phones asks for nothing else, and Streamlit's layers (its session cookie, its search through every
route) took a tenth of a ballot. Only an address of plain signs that one of our routes takes whole comes this way;
whatever is odd, unknown or asked in another manner goes the usual way, with the usual answer.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

# As Streamlit compresses its own answers.
LEAST_BYTES, LEVEL = 1000, 5

_PLAIN = re.compile(r"/[A-Za-z0-9._~/-]*")
_FOUND = "dueremi.route"


class OwnPages:
    """An ASGI application for the requests whose route `find` has found."""

    def __init__(self, routes: Sequence[BaseRoute], on_error: Mapping[Any, Any]) -> None:
        """`on_error`: what answers a refusal or an HTTP error of a route, as the outer application does."""
        self._anywhere: list[Route] = []
        self._by_start: dict[str, list[Route]] = {}
        for route in routes:
            if isinstance(route, Route):
                start = _start_of(route.path)
                (self._anywhere if "{" in start else self._by_start.setdefault(start, [])).append(route)
        self._app = GZipMiddleware(ExceptionMiddleware(_answer, on_error), LEAST_BYTES, LEVEL)

    def find(self, scope: Scope) -> bool:
        """Whether a route of ours takes this request whole; it is then remembered in the scope."""
        path = scope["path"]
        if not _PLAIN.fullmatch(path) or "//" in path or "/." in path:
            return False
        for route in (*self._by_start.get(_start_of(path), ()), *self._anywhere):
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                scope[_FOUND] = route
                return True
        return False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that `find` has found."""
        await self._app(scope, receive, send)


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    await scope[_FOUND].handle(scope, receive, send)


def _start_of(path: str) -> str:
    return path.split("/", 2)[1]
