"""`/download/table/{name}.xlsx`: a table of the desk whole, filtered as in the address, asked with the viewer anew."""

from dataclasses import replace
from itertools import islice

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from exchange.desk_tables import desk_table
from exchange.table_book import AT_ONCE, Table, book_pieces
from models.access import Viewer
from models.days import day_here
from models.errors import Refusal
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file, disposition, not_here
from web.entry import ask, viewer_of
from web.table_apart import pieces_apart
from web.turns import in_thread
from words.speech import speech


async def table_file(request: Request) -> Response:
    """The workbook; hidden, missing and not allowed are the same 404.

    What fits on one page of the question is written right here: starting a process would take longer.
    """
    viewer, moment = await viewer_of(request), clock.now()
    say, zone = speech(viewer.language), settings().zone
    name, asked = request.path_params["name"], dict(request.query_params) | {"zone": zone}

    def question(session: Session, who: Viewer) -> tuple[Table, bool]:
        table = desk_table(session, who, name=name, say=say, now=moment, asked=asked)
        first = list(islice(table.rows, AT_ONCE))
        return replace(table, rows=first), len(first) < AT_ONCE

    try:
        table, whole = await ask(question, viewer)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    foot = f"{request.scope['dueremi.company'].company} · {say.date(moment, zone)}"
    file_name = f"{table.title} {day_here(moment):%Y-%m-%d}.xlsx"
    if whole:
        data = await in_thread(lambda: b"".join(book_pieces(table, say, zone=zone, foot=foot)))
        return as_file(data, file_name, XLSX)
    pieces = pieces_apart(viewer, name, asked, now=moment, zone=zone, foot=foot)
    return StreamingResponse(pieces, media_type=XLSX, headers={"Content-Disposition": disposition(file_name)})


ROUTES = [Route("/download/table/{name}.xlsx", table_file, methods=["GET"])]
