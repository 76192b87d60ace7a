"""How a plain HTTP page gets data and does things: `viewer_of`, `ask`, `attempt`, `page`. No route sees a session.

`visit` and `act` do the first two at once, for what a room full of phones asks within seconds.

Database calls run in worker threads of their own, so that a slow disk never stops the event loop and pages never
wait for static files.
"""

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response

from models.access import NOBODY, Kind, Viewer
from models.base import new_token
from models.errors import NotFound, NotSignedIn, Refusal
from models.installation import CompanyView
from models.receipts import Saved, once
from models.sign_ins import ABSOLUTE, SEEN_EVERY, mark_seen
from models.viewers import Arrival, arrival_of
from store import clock
from store.doors import StoreTrouble, reading, writing
from store.every import Every
from store.settings import settings
from web.headers import PLAIN_PAGE_POLICY
from web.turns import has_sent, in_thread, in_turn
from words.speech import LANGUAGES, language_for, speech

A = TypeVar("A")

COOKIE = "dueremi"
LANGUAGE_COOKIE = "dueremi_language"
FOLDER = Path(__file__).resolve().parent
STATIC = FOLDER.parent / "static"
_NOWHERE = CompanyView("", False, False)

log = logging.getLogger("dueremi.web")
_seen, _marking = Every(SEEN_EVERY), Every(timedelta(seconds=3))
_to_mark: deque[Viewer] = deque()


async def viewer_of(request: HTTPConnection) -> Viewer:
    """Who asks, from the cookie; NOBODY, with the language of the browser, otherwise. Asked once a request."""
    known = request.scope.get("dueremi.viewer")
    if isinstance(known, Viewer):
        return known
    return _arrived(request, await in_thread(_who, request.cookies.get(COOKIE, "")))


def stranger_of(request: HTTPConnection) -> Viewer | None:
    """Somebody without our cookie, known to be nobody without asking the database; None where it must be asked.

    For commands only: a page also wants to know where it is, and asks `viewer_of`.
    """
    return None if request.cookies.get(COOKIE) else _stranger(request)


async def visit(request: Request, question: Callable[..., A], **what: Any) -> tuple[Viewer, A]:
    """Who asks and the answer for them, in one visit to the database: for the pages that hundreds ask for at once.

    Raises:
        Refusal: the question's own, also when nobody is here (`NotSignedIn`).
        StoreTrouble: as `ask`.
    """
    token = request.cookies.get(COOKIE, "")
    work = partial(_visited, token, question, what, _stranger(request))
    arrival, answer = await in_turn(token, work)
    viewer = _arrived(request, arrival)
    if isinstance(answer, Refusal):
        raise answer
    return viewer, answer


async def act(request: Request, command: Callable[..., Any], *, form_key: str, **what: Any) -> Saved:
    """Run a command once for this form as whoever sends it, in one visit. `viewer_of` then knows them.

    Raises:
        Refusal: the command's own, `NotSignedIn` without a cookie; nothing was saved.
        StoreTrouble: nothing was saved.
    """
    if not request.cookies.get(COOKIE):
        # Strangers do not make those wait who write.
        raise NotSignedIn()
    token = request.cookies[COOKIE]
    arrival, saved = await in_thread(_acted, token, command, form_key, what)
    has_sent(token)
    _arrived(request, arrival)
    if isinstance(saved, Refusal):
        raise saved
    return saved


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
        path=request.url.path, form_key=lambda: str(typed.get("form_key") or new_token()),
        in_language=partial(_in_language, request) if request.method == "GET" else None, **context,
    )  # fmt: skip
    response = HTMLResponse(html, status_code=status)
    response.headers["Content-Security-Policy"] = PLAIN_PAGE_POLICY
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        remember_language(response, chosen)
    return response


def _in_language(request: Request, language: str) -> str:
    """The same page in another language, with everything else that was asked. An answer to a form has no such page."""
    asked = [(name, words) for name, words in request.query_params.multi_items() if name != "lang"]
    return f"?{urlencode([*asked, ('lang', language)])}"


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


def _who(token: str) -> Arrival:
    moment = clock.now()
    with reading() as session:
        arrival = arrival_of(session, token, now=moment)
    _mark_seen(arrival, moment)
    return arrival


def _visited(
    token: str, question: Callable[..., A], what: dict[str, Any], stranger: Viewer
) -> tuple[Arrival, A | Refusal]:
    moment = clock.now()
    if _unreadable(what):
        raise NotFound()
    with reading() as session:
        arrival = arrival_of(session, token, now=moment)
        answer: A | Refusal
        try:
            answer = question(session, arrival.viewer if arrival.viewer.person_id else stranger, **what)
        except Refusal as refusal:
            answer = refusal
    _mark_seen(arrival, moment)
    return arrival, answer


def _acted(
    token: str, command: Callable[..., Any], form_key: str, what: dict[str, Any]
) -> tuple[Arrival, Saved | Refusal]:
    moment, arrivals = clock.now(), list[Arrival]()
    _must_be_readable(form_key, what)

    def work(session: Session) -> Saved:
        # Read in the transaction of the command: nobody acts with a right that was taken away just before.
        arrivals.append(arrival_of(session, token, now=moment))
        return once(session, arrivals[-1].viewer, command, form_key=form_key, now=moment, **what)

    saved: Saved | Refusal
    try:
        saved = writing(work)
    except Refusal as refusal:
        saved = refusal
    # Afterwards and by itself: the record of a vote and this must not bear one number.
    _mark_seen(arrivals[-1], moment)
    return arrivals[-1], saved


def _mark_seen(arrival: Arrival, moment: datetime) -> None:
    viewer = arrival.viewer
    if viewer.sign_in_id and arrival.seen_long_ago and _seen.due(viewer.sign_in_id, moment):
        _to_mark.append(viewer)
    if _to_mark and _marking.due("", moment):
        # Those of the last seconds together: a room that comes back to its phones does not write 300 times.
        several = list(_emptied(_to_mark))
        try:
            writing(lambda session: mark_seen(session, *several, now=moment))
        except StoreTrouble:
            log.warning("a sign-in could not be marked as seen")


def _emptied(held: deque[Viewer]) -> Iterator[Viewer]:
    with suppress(IndexError):
        while True:
            yield held.popleft()


def _arrived(request: HTTPConnection, arrival: Arrival) -> Viewer:
    viewer = arrival.viewer if arrival.viewer.person_id is not None else _stranger(request)
    request.scope["dueremi.viewer"], request.scope["dueremi.company"] = viewer, arrival.company
    return viewer


def _stranger(request: HTTPConnection) -> Viewer:
    """Nobody, with the language of the browser."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    asked = request.headers.get("accept-language")
    return replace(NOBODY, language=chosen if chosen in LANGUAGES else language_for(asked))


def _ask(question: Callable[..., A], viewer: Viewer, **what: Any) -> A:
    if _unreadable(what):
        raise NotFound()
    with reading() as session:
        return question(session, viewer, **what)


def _attempt(command: Callable[..., Any], viewer: Viewer, form_key: str, what: dict[str, Any]) -> Saved:
    moment = clock.now()
    _must_be_readable(form_key, what)

    def work(session: Session) -> Saved:
        return once(session, viewer, command, form_key=form_key, now=moment, **what)

    return writing(work)


def _unreadable(what: dict[str, Any]) -> str | None:
    """Which of these holds the sign that one database keeps and the other refuses: no person ever types it."""
    return next((name for name, value in what.items() if isinstance(value, str) and "\x00" in value), None)


def _must_be_readable(form_key: str, what: dict[str, Any]) -> None:
    field = _unreadable({"form_key": form_key, **what})
    if field is not None:
        raise Refusal("unreadable_characters", field=field)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, auto_reload=False,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
