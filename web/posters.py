"""`/print/workshop/{id}`: the A4 poster of a workshop, with its QR and the code to read aloud. For who conducts."""

from datetime import datetime
from io import BytesIO

import segno
from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import Viewer
from models.attendance import workshop_view
from models.rounds import rounds_of
from models.workshops import JoinView, WorkshopView, join_view
from store.settings import settings
from web.entry import ask, page, viewer_of
from web.own_code import spelled
from words.speech import speech


async def poster(request: Request) -> Response:
    """One sheet for the wall."""
    viewer = await viewer_of(request)
    workshop, way_in, question = await ask(_what, viewer, workshop_id=request.path_params["workshop_id"])
    day = datetime.combine(workshop.planned_on, datetime.min.time())
    return page(
        request, "poster.html", viewer, workshop=workshop, question=question, code=spelled(way_in.code),
        qr=qr_svg(join_address(way_in.token)), address=settings().public_url.split("://", 1)[-1] + "/join",
        day=speech(viewer.language).weekday(day),
    )  # fmt: skip


def join_address(token: str) -> str:
    """What the QR of a workshop says."""
    return f"{settings().public_url}/join/{token}"


def qr_svg(address: str) -> Markup:
    """A QR as an inline picture. Made by segno from our own address: nothing a person typed is in it."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#000000", light="#ffffff"
    )
    return Markup(out.getvalue().decode())


def _what(session: Session, viewer: Viewer, *, workshop_id: str) -> tuple[WorkshopView, JoinView, str]:
    way_in = join_view(session, viewer, workshop_id=workshop_id)
    rounds = rounds_of(session, viewer, workshop_id=workshop_id)
    return workshop_view(session, viewer, workshop_id=workshop_id), way_in, rounds[0].question if rounds else ""


ROUTES = [Route("/print/workshop/{workshop_id}", poster, methods=["GET"])]
