"""`/download/month/2026-11.xlsx` and `.pdf`: the month for management, asked with the viewer like its page.

`?in=it` or `en`: in which language, whatever one's own.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.month_book import book_name, month_book
from exchange.month_pdf import month_pdf
from models.errors import NotFound, Refusal
from models.month import month_of
from models.month_figures import Month
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file, not_here
from web.entry import ask, viewer_of
from words.speech import LANGUAGES, speech

PDF = "application/pdf"
_writers: list[CapacityLimiter] = []


async def month_workbook(request: Request) -> Response:
    """The month as a workbook."""
    return await _file(request, month_book, "xlsx", XLSX)


async def month_deck(request: Request) -> Response:
    """The month as a deck."""
    return await _file(request, month_pdf, "pdf", PDF)


async def _file(request: Request, write: Callable[..., bytes], ending: str, kind: str) -> Response:
    viewer = await viewer_of(request)
    asked = request.query_params.get("in", "")
    language, zone = asked if asked in LANGUAGES else viewer.language, settings().zone
    try:
        first = _first(request.path_params["month"])
        month: Month = await ask(month_of, viewer, now=clock.now(), first=first, zone=zone, language=language)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    company = _company(request).company
    if not _writers:
        # One at a time, as every file that takes a while: a second one waits, a vote does not.
        _writers.append(CapacityLimiter(1))
    more = {"invented": _company(request).is_invented} if ending == "pdf" else {}
    job = partial(write, month, language=language, zone=zone, company=company, **more)
    data = await anyio.to_thread.run_sync(job, limiter=_writers[0])
    return as_file(data, book_name(speech(language), company, first, ending), kind)


def _company(request: Request) -> Any:
    return request.scope["dueremi.company"]


def _first(asked: str) -> date:
    year, _, month = asked.partition("-")
    good = year.isdecimal() and month.isdecimal() and len(year) == 4 and len(month) == 2 and 1 <= int(month) <= 12
    if not good or not 2000 <= int(year) <= 2100:
        raise NotFound()
    return date(int(year), int(month), 1)


ROUTES = [
    Route("/download/month/{month}.xlsx", month_workbook, methods=["GET"]),
    Route("/download/month/{month}.pdf", month_deck, methods=["GET"]),
]
