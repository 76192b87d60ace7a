"""Every plain HTTP route of the product, and what a person reads when one of them refuses or fails.

A module of `web/` offers `ROUTES`; it is gathered here. The gate asks this list which addresses are ours.
"""

import importlib
import logging
import pkgutil
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

import web
from models.access import NOBODY, Viewer
from models.base import new_code
from models.errors import NotFound, NotSignedIn, Refusal
from store.doors import StoreTrouble
from web.entry import STATIC, page, viewer_of
from web.gate import BodyTooLarge
from web.kept import keeping, kept_of, words_of
from words.refusals import refusal_sentence
from words.speech import language_for, speech
from words.troubles import not_saved, not_shown, too_much

ASSETS = ("phone.css", "phone.js", "desk.js", "desk-words.js", "emblem.svg", "vote.js", "vote.css", "poster.css",
          "front-line.css", "wall.css", "wall.js", "live.js", "board.css", "cards.css", "signs.woff2")  # fmt: skip

GONE = {"w": "workshop_gone", "door": "card_gone", "diary": "card_gone", "expect": "card_gone"}

log = logging.getLogger("dueremi.web")


async def our_file(request: Request) -> Response:
    """One of our own static files; nothing else of the folder."""
    name = request.path_params["name"]
    if name not in ASSETS or not (STATIC / name).is_file():
        raise HTTPException(404)
    return FileResponse(STATIC / name, headers={"Cache-Control": "public, max-age=31536000, immutable"})


async def refused(request: Request, refusal: Any) -> Response:
    """A rule said no and the route did not say it itself."""
    viewer = await _somebody(request)
    status = 404 if isinstance(refusal, NotFound) else 401 if isinstance(refusal, NotSignedIn) else 403
    status = 429 if refusal.code == "wait" else status
    # Somebody stands before a card or in a room: what to do there, and never whether it was once something else.
    gone = GONE.get(request.url.path.split("/")[1], "") if status == 404 else ""
    sentence = refusal_sentence(speech(viewer.language), gone or refusal.code, refusal.facts, refusal.field)
    return page(request, "sentence.html", viewer, status=status, sentence=sentence, sign_in=status == 401,
                join=gone == "workshop_gone", card=gone == "card_gone")  # fmt: skip


async def failed(request: Request, error: Any) -> Response:
    """The machine failed: nothing was saved, the trace is in the log, the person gets something to quote."""
    if isinstance(error, BodyTooLarge):
        viewer = await _somebody(request)
        sentence = too_much(speech(viewer.language))
        return page(request, "sentence.html", viewer, status=413, sentence=sentence, sign_in=False)
    reference = new_code(4)
    # The beginning of the address only: the rest may be the token of an invitation or a door.
    place = request.url.path.split("/")[1]
    log.error("%s /%s failed, reference %s", request.method, place, reference, exc_info=error)
    viewer = NOBODY if isinstance(error, StoreTrouble) else await _somebody(request)
    if viewer is NOBODY:
        viewer = Viewer(language=language_for(request.headers.get("accept-language")))
    say = speech(viewer.language)
    sentence = not_shown(say, reference) if request.method in ("GET", "HEAD") else not_saved(say, reference)
    status = 503 if isinstance(error, StoreTrouble) else 500
    fields = await kept_of(request)
    if fields:
        kept = {"sentence": sentence, "fields": fields, "words": words_of(fields)}
        return page(request, "kept.html", viewer, status=status, **kept)
    return page(request, "sentence.html", viewer, status=status, sentence=sentence, sign_in=False)


async def no_such_page(request: Request, error: Any) -> Response:
    """An HTTP refusal (no such page, wrong method) as a sentence; plain text for files and machines."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(error.detail, status_code=error.status_code, headers=error.headers)
    viewer = await _somebody(request)
    sentence = refusal_sentence(speech(viewer.language), "not_found", {})
    return page(request, "sentence.html", viewer, status=error.status_code, sentence=sentence, sign_in=False)


async def _somebody(request: Request) -> Viewer:
    try:
        return await viewer_of(request)
    except StoreTrouble:
        return NOBODY


def all_routes() -> list[BaseRoute]:
    """Every route of `web/`."""
    found: list[BaseRoute] = [Route("/assets/{name}", our_file, methods=["GET"])]
    for part in sorted(pkgutil.iter_modules(web.__path__), key=lambda part: part.name):
        if part.name != "routes":
            found.extend(getattr(importlib.import_module(f"web.{part.name}"), "ROUTES", []))
    found += _ways_back(found)
    takes_forms = [isinstance(route, Route) and "POST" in (route.methods or ()) for route in found]
    return [keeping(route) if takes else route for route, takes in zip(found, takes_forms, strict=True)]  # type: ignore[arg-type]


def _ways_back(routes: list[BaseRoute]) -> list[BaseRoute]:
    """For every address that only takes a form: looked at again (a tab restored, Enter pressed on the address), it
    leads to the page the form was on, not to the desk.
    """
    paths: dict[str, set[str]] = {}
    for route in routes:
        if isinstance(route, Route):
            paths.setdefault(route.path, set()).update(route.methods or ())
    seen = {path for path, methods in paths.items() if "GET" in methods}
    alone = [path for path in paths if path not in seen and path.rpartition("/")[0] in seen]
    return [Route(path, lead_back, methods=["GET"]) for path in alone]


async def lead_back(request: Request) -> Response:
    """From an address that takes a form to the page above it."""
    return RedirectResponse(request.url.path.rpartition("/")[0], status_code=303)


ON_ERROR: dict[Any, Callable[..., Any]] = {
    Refusal: refused,
    StoreTrouble: failed,
    HTTPException: no_such_page,
}
