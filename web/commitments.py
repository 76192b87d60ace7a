"""`/commitments`: the public page of what is promised, for anybody. No process, no cost, no internal word."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.portfolio import public_promises
from store import clock
from store.settings import settings
from web.entry import ask, page, viewer_of


async def commitments(request: Request) -> Response:
    """Every promise in use, as customers read it, with how it was kept lately."""
    viewer = await viewer_of(request)
    found = await ask(public_promises, viewer, now=clock.now())
    return page(request, "commitments.html", viewer, promises=found, zone=settings().zone)


ROUTES = [Route("/commitments", commitments, methods=["GET"])]
