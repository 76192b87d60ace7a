"""`/download/protocol/{workshop}.xlsx` and `.pdf`: what a workshop leaves, for members of its group.

Guests have the result on their phone and read what became of their own ideas; hidden and missing are the same 404.
"""

from collections.abc import Callable
from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.protocol_book import protocol_book
from models.access import Viewer
from models.errors import Refusal
from models.installation import company_view
from models.protocol import Protocol, workshop_protocol
from store import clock
from web.downloads import XLSX, as_file, not_here
from web.entry import ask, viewer_of
from words.speech import speech

PDF = "application/pdf"
_writers: list[CapacityLimiter] = []


async def workbook(request: Request) -> Response:
    """The protocol as a workbook."""
    return await _file(request, "xlsx", XLSX, lambda found, invented, language: protocol_book(found, language=language))


async def document(request: Request) -> Response:
    """The protocol as a PDF to send around."""
    return await _file(request, "pdf", PDF, _printed)


async def _file(request: Request, ending: str, kind: str, write: Callable[[Protocol, bool, str], bytes]) -> Response:
    viewer = await viewer_of(request)
    try:
        found, invented = await ask(_protocol, viewer, workshop_id=request.path_params["workshop_id"])
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    if not _writers:
        _writers.append(CapacityLimiter(1))
    data = await anyio.to_thread.run_sync(partial(write, found, invented, viewer.language), limiter=_writers[0])
    say = speech(viewer.language)
    name = f"{found.workshop.title} {found.workshop.planned_on:%Y-%m-%d} {say('protocol')}.{ending}"
    return as_file(data, name, kind)


def _protocol(session: Session, viewer: Viewer, *, workshop_id: str) -> tuple[Protocol, bool]:
    found = workshop_protocol(session, viewer, now=clock.now(), workshop_id=workshop_id)
    return found, company_view(session).is_invented


def _printed(found: Protocol, invented: bool, language: str) -> bytes:
    # Its fonts are read when the first one is asked for.
    from exchange.protocol_pdf import protocol_pdf

    return protocol_pdf(found, language=language, invented=invented)


ROUTES = [
    Route("/download/protocol/{workshop_id}.xlsx", workbook, methods=["GET"]),
    Route("/download/protocol/{workshop_id}.pdf", document, methods=["GET"]),
]
