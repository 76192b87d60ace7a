"""`/print/cards`, `/print/card/{touchpoint_id}`: the A6 card of a touchpoint's open door, for counter, parcel, bar.

Four on a sheet of A4 with lines to cut along, or one a page on A6 (`?one=1`); in both languages, the reader's on top.
The sheet of one touchpoint holds it four times.
"""

import segno
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import Viewer
from models.errors import NotFound
from models.touchpoints import TouchpointView, touchpoints_all
from store.settings import settings
from web.entry import ask, page, viewer_of
from words.speech import speech

A_SHEET = 4


async def cards(request: Request) -> Response:
    """Every touchpoint's card."""
    viewer = await viewer_of(request)
    return _page(request, viewer, await ask(touchpoints_all, viewer))


async def card(request: Request) -> Response:
    """One touchpoint's card."""
    viewer = await viewer_of(request)
    point = await ask(_one, viewer, touchpoint_id=request.path_params["touchpoint_id"])
    return _page(request, viewer, [point])


def door_address(point: TouchpointView) -> str:
    """Where the open door of a touchpoint is, as customers reach it."""
    return f"{settings().public_url}/door/{point.door_token}"


def door_picture(address: str) -> str:
    """The QR of an address as a data URI: an SVG, sharp at any size; a quarter of it may be scratched or soiled."""
    return str(segno.make(address, error="q", micro=False).svg_data_uri(border=2, xmldecl=True))


def _page(request: Request, viewer: Viewer, points: list[TouchpointView]) -> Response:
    alone = "one" in request.query_params
    if len(points) == 1 and not alone:
        points = points * A_SHEET
    drawn = [(point.name, door_address(point), door_picture(door_address(point))) for point in points]
    sheets = [drawn[at : at + A_SHEET] for at in range(0, len(drawn), A_SHEET)]
    other = speech({"it": "en", "en": "it"}.get(viewer.language, viewer.language))
    return page(request, "cards.html", viewer, sheets=sheets, alone=alone, other=other)


def _one(session: Session, viewer: Viewer, *, touchpoint_id: str) -> TouchpointView:
    found = [point for point in touchpoints_all(session, viewer) if point.id == touchpoint_id]
    if not found:
        raise NotFound()
    return found[0]


ROUTES = [
    Route("/print/cards", cards, methods=["GET"]),
    Route("/print/card/{touchpoint_id}", card, methods=["GET"]),
]
