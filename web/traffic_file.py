"""`/download/journey-weeks.xlsx`: weekly numbers by stage as a sheet, to fill in and bring back; for who works here."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.traffic_sheet import write_traffic
from models.access import Viewer
from models.days import day_here
from models.errors import Refusal
from models.touchpoints import stages_all
from models.traffic import TrafficRow, monday, traffic_noted
from store import clock
from web.downloads import XLSX, as_file, not_here
from web.entry import ask, viewer_of
from web.turns import in_thread
from words.speech import speech

WITHIN = timedelta(days=182)


async def weeks(request: Request) -> Response:
    """What stands there, and last week's rows to fill in where nothing stands yet."""
    viewer = await viewer_of(request)
    try:
        rows = await ask(_rows, viewer)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    data = await in_thread(write_traffic, rows, language=viewer.language)
    return as_file(data, f"{speech(viewer.language)('Weekly numbers')}.xlsx", XLSX)


def _rows(session: Session, viewer: Viewer, **_: Any) -> list[TrafficRow]:
    today = day_here(clock.now())
    rows = traffic_noted(session, viewer, since=today - WITHIN)
    last = monday(today) - timedelta(days=7)
    there = {row.stage for row in rows if row.week == last}
    names = [stage.name for stage in stages_all(session, viewer)]
    return rows + [TrafficRow(name, last, 0, None, 0) for name in names if name not in there and not rows]


ROUTES = [Route("/download/journey-weeks.xlsx", weeks, methods=["GET"])]
