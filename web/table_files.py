"""`/download/table/{name}.xlsx`: a table of the desk whole, filtered as in the address, asked with the viewer anew."""

from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.desk_tables import desk_table
from exchange.table_apart import table_book_apart
from exchange.table_book import Table
from models.access import Viewer
from models.days import day_here
from models.errors import Refusal
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file, not_here
from web.entry import ask, viewer_of
from words.speech import speech

# One at a time: the next large table waits for this one, and no vote for either.
_writers: list[CapacityLimiter] = []


async def table_file(request: Request) -> Response:
    """The workbook; hidden, missing and not allowed are the same 404."""
    viewer, moment = await viewer_of(request), clock.now()
    say = speech(viewer.language)
    name, asked = request.path_params["name"], dict(request.query_params) | {"zone": settings().zone}

    def question(session: Session, who: Viewer) -> Table:
        return desk_table(session, who, name=name, say=say, now=moment, asked=asked)

    try:
        table: Table = await ask(question, viewer)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    if not _writers:
        _writers.append(CapacityLimiter(1))
    foot = f"{request.scope['dueremi.company'].company} · {say.date(moment, settings().zone)}"
    write = partial(table_book_apart, table, say, zone=settings().zone, foot=foot)
    data = await anyio.to_thread.run_sync(write, limiter=_writers[0])
    return as_file(data, f"{table.title} {day_here(moment):%Y-%m-%d}.xlsx", XLSX)


ROUTES = [Route("/download/table/{name}.xlsx", table_file, methods=["GET"])]
