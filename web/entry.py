"""How a plain HTTP page gets data and does things: `viewer_of`, `ask`, `attempt`, `page`. No route sees a session.

Database calls run in worker threads of their own, so that a slow disk never stops the event loop and pages never
wait for static files.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response

from models.access import NOBODY, Kind, Viewer
from models.base import new_token
from models.installation import CompanyView, company_view
from models.receipts import Saved, once
from models.sign_ins import ABSOLUTE, SEEN_EVERY, mark_seen
from models.viewers import viewer_of_token
from store import clock
from store.doors import StoreTrouble, reading, writing
from store.every import Every
from store.settings import settings
from web.headers import PLAIN_PAGE_POLICY
from words.speech import LANGUAGES, language_for, speech

A = TypeVar("A")

COOKIE = "dueremi"
LANGUAGE_COOKIE = "dueremi_language"
FOLDER = Path(__file__).resolve().parent
STATIC = FOLDER.parent / "static"
_NOWHERE = CompanyView("", False, False)

log = logging.getLogger("dueremi.web")
_seen = Every(SEEN_EVERY)
_threads: list[CapacityLimiter] = []


async def in_thread(work: Callable[..., A], *args: Any, **what: Any) -> A:
    """Run a blocking call in a worker thread: the database, a password hash."""
    if not _threads:
        _threads.append(CapacityLimiter(20))
    return await anyio.to_thread.run_sync(partial(work, *args, **what), limiter=_threads[0])


async def viewer_of(request: HTTPConnection) -> Viewer:
    """Who asks, from the cookie; NOBODY, with the language of the browser, otherwise. Asked once a request."""
    known = request.scope.get("dueremi.viewer")
    if isinstance(known, Viewer):
        return known
    viewer, company = await in_thread(_who, request.cookies.get(COOKIE, ""))
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    if viewer.person_id is None:
        asked = request.headers.get("accept-language")
        viewer = replace(viewer, language=chosen if chosen in LANGUAGES else language_for(asked))
    request.scope["dueremi.viewer"], request.scope["dueremi.company"] = viewer, company
    return viewer


async def ask(question: Callable[..., A], viewer: Viewer, **what: Any) -> A:
    """The answer of `question(session, viewer, **what)`.

    Raises:
        Refusal: the question's own.
        StoreTrouble: the database is busy, full or away; `web.routes` answers with one sentence.
    """
    return await in_thread(_ask, question, viewer, **what)


async def attempt(command: Callable[..., Any], viewer: Viewer, *, form_key: str, **what: Any) -> Saved:
    """Run a command once for this form; the same form key again gives the first receipt and does nothing.

    Raises:
        Refusal: the command's own; nothing was saved.
        StoreTrouble: nothing was saved.
    """
    return await in_thread(_attempt, command, viewer, form_key, what)


def page(request: Request, template: str, viewer: Viewer, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A server-rendered page. The template gets `say`, `viewer`, `language`, `form_key()`, `asset(name)` and the
    context.

    After a refusal pass `typed=` (what was sent): `form_key()` then stays the same, and the fields can be filled again.
    """
    company = request.scope.get("dueremi.company", _NOWHERE)
    typed = context.setdefault("typed", {})
    html = _templates().get_template(template).render(
        say=speech(viewer.language), viewer=viewer, language=viewer.language, asset=asset, company=company,
        path=request.url.path, form_key=lambda: str(typed.get("form_key") or new_token()), **context,
    )  # fmt: skip
    response = HTMLResponse(html, status_code=status)
    response.headers["Content-Security-Policy"] = PLAIN_PAGE_POLICY
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        remember_language(response, chosen)
    return response


def sign_in_response(response: Response, token: str, person_kind: Kind) -> None:
    """Let this browser be somebody: the token in an HttpOnly cookie that no other site's form carries along."""
    lasts = int(ABSOLUTE[person_kind].total_seconds())
    response.set_cookie(COOKIE, token, max_age=lasts, path="/", httponly=True, samesite="lax", secure=settings().secure)


def forget_response(response: Response) -> None:
    """Let this browser be nobody again."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings().secure)


def remember_language(response: Response, language: str) -> None:
    """Keep the language chosen on this browser for a year."""
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=31_536_000, path="/", httponly=True, samesite="lax",
        secure=settings().secure,
    )  # fmt: skip


@cache
def asset(name: str) -> str:
    """The address of one of our own static files; it changes with the file, so browsers may keep it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{name}?v={digest}"


def _who(token: str) -> tuple[Viewer, CompanyView]:
    moment = clock.now()
    with reading() as session:
        viewer = viewer_of_token(session, token, now=moment) if token else NOBODY
        company = company_view(session)
    if viewer.sign_in_id and _seen.due(viewer.sign_in_id, moment):
        try:
            writing(lambda session: mark_seen(session, viewer, now=moment))
        except StoreTrouble:
            log.warning("a sign-in could not be marked as seen")
    return viewer, company


def _ask(question: Callable[..., A], viewer: Viewer, **what: Any) -> A:
    with reading() as session:
        return question(session, viewer, **what)


def _attempt(command: Callable[..., Any], viewer: Viewer, form_key: str, what: dict[str, Any]) -> Saved:
    moment = clock.now()

    def work(session: Session) -> Saved:
        return once(session, viewer, command, form_key=form_key, now=moment, **what)

    return writing(work)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
