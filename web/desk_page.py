"""The one HTML page behind every desk address: only for people who are signed in, in their language, and under our
policy.

Streamlit's page says `lang="en"`, is called "Streamlit", and holds an inline script that a strict policy refuses;
what we send instead is that page with these three mended. Nobody signed in gets a light page instead of 2.6 MB.
"""

import html
import json
import re
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.access import Viewer
from web.entry import asset
from words.speech import speech
from words.tool_words import tool_words

# What would bring a compressed, partial or "not modified" answer that cannot be mended.
_UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}


class DeskPage:
    """Streamlit's page for one request."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` serves Streamlit's files."""
        self.app = app

    def way_in(self, scope: Scope) -> RedirectResponse:
        """For nobody: the sign-in page, with the way back to where they wanted to go."""
        path = scope["path"]
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = quote(path + (f"?{query}" if query else ""), safe="/")
        return RedirectResponse("/signin" if wanted == "/" else f"/signin?next={wanted}", status_code=303)

    def first(self, scope: Scope) -> RedirectResponse:
        """The first page under its own name: it stands at "/"."""
        query = scope.get("query_string", b"").decode("latin-1")
        return RedirectResponse("/" + (f"?{query}" if query else ""), status_code=307)

    def too_deep(self, scope: Scope) -> bool:
        """Whether somebody typed an address below one of the desk: there is none, and its page would stay empty.

        A file that is not there is not an address of the desk.
        """
        path, asks = scope["path"], dict(scope["headers"]).get(b"accept", b"")
        below = "/" in path.strip("/") and not path.startswith("/download/") and "/_stcore/" not in path
        return below and b"text/html" in asks

    def above(self, scope: Scope) -> RedirectResponse:
        """The address above it, which says what is there."""
        return RedirectResponse("/" + quote(scope["path"].strip("/").partition("/")[0]), status_code=303)

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, language: str) -> None:
        """Send Streamlit's page, mended."""
        asked = {**scope, "headers": [(n, v) for n, v in scope["headers"] if n.lower() not in _UNWANTED]}
        start: Message = {}
        body = b""

        async def gather(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            headers = [(n, v) for n, v in start["headers"] if n.lower() not in (b"content-length", b"etag")]
            if any(n.lower() == b"content-type" and v.startswith(b"text/html") for n, v in headers):
                body = mended(body.decode(), language).encode()
            await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
            await send({"type": "http.response.body", "body": body})

        await self.app(asked, receive, gather)


def default_address(viewer: Viewer) -> str:
    """The name of the page that stands at "/" for this person (`ui/shell.py` chooses alike)."""
    return "/home" if viewer.is_staff else "/answers"


def mended(page: str, language: str) -> str:
    """Streamlit's page in a person's language, with our name and without its inline script."""
    say = speech(language)
    page = page.replace('<html lang="en">', f'<html lang="{html.escape(language)}">', 1)
    page = page.replace("<title>Streamlit</title>", "<title>Due Remi</title>", 1)
    page = page.replace("./favicon.png", asset("emblem.svg"), 1)
    ours = f'<script src="{asset("desk.js")}"></script>'
    # Streamlit knows its own few words in English alone.
    words = tool_words(say)
    if words:
        known = html.escape(json.dumps(words, ensure_ascii=False))
        ours += f'<script src="{asset("desk-words.js")}" data-words="{known}"></script>'
    page = re.sub(r"<script>.*?</script>", lambda _: ours, page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    without = html.escape(say("The desk needs JavaScript. Voting and writing ideas on the phone pages do not."))
    return re.sub(r"<noscript>.*?</noscript>", f"<noscript>{without}</noscript>", page, flags=re.DOTALL)
