"""`/commitments`: the public page of what is promised, for anybody. No process, no cost, no internal word."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.publishing import public_promises
from store import clock
from store.settings import settings
from web.entry import ask, page, viewer_of
from words.promises import of_hundred
from words.speech import Speech, speech
from words.verdicts import as_of_words


async def commitments(request: Request) -> Response:
    """Every promise in use, as customers read it, with how it was kept lately."""
    viewer = await viewer_of(request)
    found = await ask(public_promises, viewer, now=clock.now())
    say, zone = speech(viewer.language), settings().zone
    told = [(one.sentence, kept_line(say, one.share, one.as_of, zone)) for one in found]
    return page(request, "commitments.html", viewer, promises=told)


def kept_line(say: Speech, share: float | None, as_of: datetime | None, zone: str) -> str:
    """How often a promise was kept lately, as customers read it."""
    if share is None or as_of is None:
        return say("Too few data to say how often we keep it.")
    return say("Kept %(times)s, data as of %(day)s.", times=of_hundred(say, share), day=as_of_words(say, as_of, zone))


ROUTES = [Route("/commitments", commitments, methods=["GET"])]
