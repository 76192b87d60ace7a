"""`/download/...`: what leaves as a file, asked with the viewer like every page; hidden and missing are the same 404.

Workbooks are written in a thread of their own, one at a time: a large one makes the next one wait, never a vote.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.group_book import group_book, template_book
from models.access import Viewer
from models.days import day_here
from models.errors import NotFound, NotSignedIn, Refusal
from models.group_export import group_export
from models.imports import import_names
from store import clock
from web.entry import ask, page, viewer_of
from words.refusals import refusal_sentence
from words.speech import speech

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 80
_writers: list[CapacityLimiter] = []


async def group_workbook(request: Request) -> Response:
    """The group as one workbook, for who conducts it."""
    viewer = await viewer_of(request)
    moment = clock.now()
    try:
        export = await ask(group_export, viewer, now=moment, group_id=request.path_params["group_id"])
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    data = await _written(group_book, export, language=viewer.language)
    return as_file(data, f"{export.group.name} {day_here(moment):%Y-%m-%d}.xlsx", XLSX)


async def ideas_template(request: Request) -> Response:
    """The empty sheet for bringing ideas in, for whoever may do so in some group."""
    viewer = await viewer_of(request)
    try:
        names = await ask(import_names, viewer)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    data = await _written(template_book, names, language=viewer.language)
    return as_file(data, f"{speech(viewer.language)('Ideas')}.xlsx", XLSX)


def as_file(data: bytes, name: str, kind: str) -> Response:
    """Bytes that the browser saves under a name, whatever stands in that name."""
    return Response(data, media_type=kind, headers={"Content-Disposition": disposition(name)})


def disposition(name: str) -> str:
    """The Content-Disposition for a file name: no path, no quotation marks, no line ends; accents kept (RFC 6266)."""
    stem, dot, ending = name.rpartition(".")
    clean = "".join(sign for sign in stem if unicodedata.category(sign)[0] != "C")
    clean = " ".join(re.sub(r'[\\/:*?"<>|;%]', " ", clean).split()).strip(". ")[:_LONGEST] or "Due Remi"
    # For browsers that do not know the second form: the same without accents.
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode().strip() or "Due Remi"
    return f"attachment; filename=\"{plain}{dot}{ending}\"; filename*=UTF-8''{quote(clean + dot + ending, safe='')}"


def not_here(request: Request, viewer: Viewer, refusal: Refusal) -> Response:
    """One answer for missing, hidden and not allowed; whoever is not signed in also gets the way to do so."""
    nobody = isinstance(refusal, NotSignedIn)
    code = refusal.code if nobody else NotFound().code
    sentence = refusal_sentence(speech(viewer.language), code, {})
    return page(request, "sentence.html", viewer, status=404, sentence=sentence, sign_in=nobody)


async def _written(write: Callable[..., bytes], *args: Any, **what: Any) -> bytes:
    if not _writers:
        _writers.append(CapacityLimiter(1))
    return await anyio.to_thread.run_sync(partial(write, *args, **what), limiter=_writers[0])


ROUTES = [
    Route("/download/ideas-template.xlsx", ideas_template, methods=["GET"]),
    Route("/download/group/{group_id}.xlsx", group_workbook, methods=["GET"]),
]
