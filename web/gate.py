"""The gate every request and every socket passes before anything else sees it. Pure ASGI, because sockets must pass
too.

It decides from where one may come (Host, Origin, proxies), what is closed, how much may be sent, and who is here:
our cookie becomes a sign-in id that Streamlit ties to its session, so that nobody takes over a tab that is not
theirs. Whatever claims to be such an identity from outside is taken out first.
"""

import logging
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.access import Viewer
from models.base import token_hash
from store.doors import StoreTrouble
from store.settings import settings
from web.desk_page import DeskPage, default_address
from web.entry import viewer_of
from web.headers import common_headers, desk_policy
from web.origins import host_allowed, origin_allowed, where_from
from web.own_pages import OwnPages
from words.speech import language_for, speech

SIGN_IN_HEADER = b"x-dueremi-sign-in"
BROWSER_HEADER = b"x-dueremi-browser"
BROWSER_COOKIE = "dueremi_browser"
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/auth/", "/oauth2callback")
# Streamlit's own addresses, which hold nothing of anybody.
PUBLIC = ("/static/", "/_stcore/health", "/_stcore/host-config", "/_stcore/bidi-components/", "/component/", "/assets/",
          "/favicon.png", "/manifest.json", "/robots.txt")  # fmt: skip
# What other sites may show and keep: the public form of promises. It says itself for how long.
OUTWARD = "/public/"
UPLOADS = "/_stcore/upload_file/"
MEMBERS_ONLY = ("/media/", UPLOADS)
# Programs with a key of their own: no cookie counts here, so no page of another site can act for anybody.
PROGRAMS = "/api/"
ONE_CLICK = "/mail/stop/"
FORM_LIMIT = 256 * 1024
UPLOAD_LIMIT = 201 * 1024 * 1024
SOCKETS_OF_STRANGERS = 30

_TOO_LARGE = PlainTextResponse("This is too large.\n", status_code=413)
_TOO_LARGE_JSON = JSONResponse(
    {"error": [{"row": None, "column": None, "sentence": "This is too large."}]}, status_code=413
)

Failed = Callable[[Request, Exception], Awaitable[Response]]
Owns = Callable[[str, str], bool]

log = logging.getLogger("dueremi.gate")


class Gate:
    """ASGI middleware around everything."""

    def __init__(
        self, app: ASGIApp, routes: Sequence[BaseRoute] = (), failed: Failed | None = None, owns: Owns | None = None,
        on_error: Mapping[Any, Any] | None = None,
    ) -> None:  # fmt: skip
        """`routes` are our own plain pages: they decide about people themselves. `failed` words an error of ours,
        `on_error` what one of them refuses.

        owns: whether the tab of this id was opened by this sign-in; files go into one's own tabs only.
        """
        self.app = app
        self.owns = owns
        self.routes = routes
        self.failed = failed
        self.own = OwnPages(routes if on_error else (), on_error or {})
        self._strangers: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one socket, or the lifespan."""
        if scope["type"] == "http":
            await self._answered(_cleaned(scope), receive, send)
        elif scope["type"] == "websocket":
            await self._socket(_cleaned(scope), receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whatever goes wrong inside, the answer is one of ours, with the headers of every answer."""
        answer, begun = _answer_with_headers(scope, send)
        try:
            await self._http(scope, receive, answer)
        except BodyTooLarge as error:
            said = None if self.failed is None else await self.failed(Request(scope), error)
            said = _TOO_LARGE_JSON if scope["path"].startswith(PROGRAMS) else said or _TOO_LARGE
            await said(scope, receive, answer)
        except Exception as error:
            if begun or self.failed is None:
                raise
            await (await self.failed(Request(scope), error))(scope, receive, answer)

    async def _http(self, scope: Scope, receive: Receive, answer: Send) -> None:
        headers = Headers(scope=scope)
        path, method = scope["path"], scope["method"]
        refusal = _refused_at_once(path, method, headers)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        limit = UPLOAD_LIMIT if path.startswith((UPLOADS, PROGRAMS)) else FORM_LIMIT
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > limit:
            raise BodyTooLarge
        receive = _limited(receive, limit)
        if self.own.find(scope):
            await self.own(scope, receive, answer)
            return
        if path.startswith(PUBLIC) or any(route.matches(scope)[0] is not Match.NONE for route in self.routes):
            await self.app(scope, receive, answer)
            return
        try:
            viewer = await viewer_of(HTTPConnection(scope))
        except StoreTrouble:
            await _database_away(headers)(scope, receive, answer)
            return
        if path.startswith(MEMBERS_ONLY):
            if viewer.person_id is None or self._of_another_tab(path, viewer):
                await PlainTextResponse("Not found\n", status_code=404)(scope, receive, answer)
            else:
                await self.app(scope, receive, answer)
            return
        if path.startswith("/_stcore/"):
            await self.app(scope, receive, answer)
            return
        page = DeskPage(self.app)
        if viewer.person_id is None:
            await page.way_in(scope)(scope, receive, answer)
        elif path == default_address(viewer):
            # Streamlit knows its first page by "/" only, and says of its name that it does not exist.
            await page.first(scope)(scope, receive, answer)
        elif page.too_deep(scope):
            await page.above(scope)(scope, receive, answer)
        else:
            await page(scope, receive, answer, language=viewer.language)

    def _of_another_tab(self, path: str, viewer: Viewer) -> bool:
        """A file for a tab that somebody else opened: its id stands in the address, and knowing it is not enough."""
        if self.owns is None or not path.startswith(UPLOADS):
            return False
        return not self.owns(path.removeprefix(UPLOADS).partition("/")[0], viewer.sign_in_id or "")

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if not host_allowed(headers.get("host")) or not origin_allowed(headers.get("origin"), headers.get("host")):
            await _close(send, "host or origin")
            return
        try:
            viewer = await viewer_of(HTTPConnection(scope))
        except StoreTrouble:
            await _close(send, "the database is away")
            return
        address = scope["client"][0] if scope.get("client") else ""
        stranger = viewer.person_id is None
        if stranger and self._strangers[address] >= SOCKETS_OF_STRANGERS:
            await _close(send, "too many sockets without a sign-in")
            return
        _identify(scope, viewer)
        self._strangers[address] += stranger
        try:
            await self.app(scope, _binary_only(receive), send)
        finally:
            self._strangers[address] -= stranger
            if not self._strangers[address]:
                del self._strangers[address]


class BodyTooLarge(Exception):
    """More came than the form or the upload may hold, whatever its Content-Length said."""


def _cleaned(scope: Scope) -> Scope:
    """The same request without anything that claims an identity, and with its true address and scheme."""
    ours = [
        (name, value)
        for name, value in scope["headers"]
        if not name.lower().replace(b"_", b"-").startswith(b"x-dueremi")
        and not (name.lower() == b"cookie" and scope["path"].startswith(PROGRAMS))
    ]
    address, scheme = where_from(scope)
    return {**scope, "headers": ours, "client": (address, 0), "scheme": scheme}


def _refused_at_once(path: str, method: str, headers: Headers) -> Response | None:
    host = headers.get("host")
    if path == "/healthz" and method == "GET":
        # Whoever watches the server may ask by any name; the answer is one word.
        return None
    if not host_allowed(host):
        return PlainTextResponse("This address is not the one in PUBLIC_URL.\n", status_code=421)
    if path.startswith(CLOSED):
        return PlainTextResponse("Not found\n", status_code=404)
    if path.startswith(ONE_CLICK):
        # A mail program presses this without a page of ours (RFC 8058); the signed token in the address is all it has.
        return None
    if path.startswith(PROGRAMS):
        # Programs send no Origin, and without cookies nobody can be made to send what they do not mean.
        return None
    if method not in ("GET", "HEAD") and not origin_allowed(headers.get("origin"), host):
        return PlainTextResponse("This form did not come from this site.\n", status_code=403)
    return None


def _database_away(headers: Headers) -> Response:
    say = speech(language_for(headers.get("accept-language")))
    return PlainTextResponse(
        say("We cannot reach our data right now. Nothing is lost: try again in a moment.") + "\n",
        status_code=503, headers={"Retry-After": "5"},
    )  # fmt: skip


def _identify(scope: Scope, viewer: Viewer) -> None:
    """Tell Streamlit who this is: the sign-in, or for strangers the browser, so that strangers are told apart too."""
    if viewer.sign_in_id is not None:
        scope["headers"].append((SIGN_IN_HEADER, viewer.sign_in_id.encode()))
        return
    # A stranger without our cookie gets an identity of this one socket: its session can never be resumed by another.
    browser = _cookie(scope, BROWSER_COOKIE) or secrets.token_hex(16)
    scope["headers"].append((BROWSER_HEADER, token_hash(browser).encode()))


def _cookie(scope: Scope, name: str) -> str:
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _answer_with_headers(scope: Scope, send: Send) -> tuple[Send, list[int]]:
    """`send` with the headers of every answer, and a list that is empty until the answer has begun."""
    path, host = scope["path"], Headers(scope=scope).get("host", "")
    begun: list[int] = []
    outward = path.startswith(OUTWARD)
    keeps = path.startswith(("/static/", "/assets/"))

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            begun.append(message["status"])
            added = common_headers(outward=outward)
            names = {name.lower() for name, _ in message["headers"]}
            if b"content-security-policy" not in names:
                added.append((b"content-security-policy", desk_policy(host).encode()))
            given = message["headers"]
            if not keeps and not (outward and b"cache-control" in names):
                given = [(name, value) for name, value in given if name.lower() != b"cache-control"]
                added.append((b"cache-control", b"no-store"))
            html = any(n.lower() == b"content-type" and v.startswith(b"text/html") for n, v in message["headers"])
            if html and not _cookie(scope, BROWSER_COOKIE):
                secure = "; Secure" if settings().secure else ""
                value = f"{BROWSER_COOKIE}={secrets.token_hex(16)}; Path=/; HttpOnly; SameSite=Lax{secure}"
                added.append((b"set-cookie", value.encode()))
            message = {**message, "headers": [*given, *added]}
        await send(message)

    return answer, begun


def _limited(receive: Receive, limit: int) -> Receive:
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > limit:
            raise BodyTooLarge
        return message

    return counted


def _binary_only(receive: Receive) -> Receive:
    async def binary() -> Message:
        message = await receive()
        if message["type"] == "websocket.receive" and message.get("bytes") is None:
            # Streamlit would close as well, but with a traceback in the log for every such frame.
            return {"type": "websocket.disconnect", "code": 1003}
        return message

    return binary


async def _close(send: Send, why: str) -> None:
    log.info("socket refused: %s", why)
    await send({"type": "websocket.close", "code": 1008})
