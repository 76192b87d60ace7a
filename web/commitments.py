"""`/commitments`: the public page of what is promised, for anybody. No process, no cost, no internal word."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.publishing import public_promises
from store import clock
from web.entry import ask, page, viewer_of
from words.published import kept_words, public_sentence_of, seal_words
from words.speech import speech


async def commitments(request: Request) -> Response:
    """Every published promise, as customers read it, with how it was kept lately."""
    viewer = await viewer_of(request)
    found = await ask(public_promises, viewer, now=clock.now())
    say = speech(viewer.language)
    told = []
    for one in found:
        times = one.times
        told.append((public_sentence_of(say, one), kept_words(say, one, times), seal_words(say, one, times).state))
    return page(request, "commitments.html", viewer, promises=told)


ROUTES = [Route("/commitments", commitments, methods=["GET"])]
