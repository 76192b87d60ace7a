"""`/download/group/{id}/archive.zip`: a group whole, for another installation; for who manages it. `?emails=1` adds
addresses.
"""

from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.group_archive import ENDING, archive_file
from models.base import new_token
from models.days import day_here
from models.errors import Refusal
from models.group_archive import archive_group, archive_of
from store import clock
from web.downloads import as_file, not_here
from web.entry import ask, attempt, page, viewer_of
from words.refusals import refusal_sentence
from words.speech import speech

_writers: list[CapacityLimiter] = []


async def group_archive(request: Request) -> Response:
    """The archive; that it was taken out, and by whom, is on record before it goes."""
    viewer, moment = await viewer_of(request), clock.now()
    about = {"group_id": request.path_params["group_id"]}
    emails = request.query_params.get("emails") == "1"
    try:
        noted = await attempt(archive_group, viewer, form_key=new_token(), **about)
        archive = await ask(
            archive_of, viewer, now=moment, archive_id=str(noted.answer), emails=emails, **about
        )
    except Refusal as refusal:
        if refusal.code == "archive_vote_open":
            said = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
            return page(request, "sentence.html", viewer, status=409, sentence=said, sign_in=False)
        return not_here(request, viewer, refusal)
    if not _writers:
        _writers.append(CapacityLimiter(1))
    data = await anyio.to_thread.run_sync(partial(archive_file, archive), limiter=_writers[0])
    return as_file(data, f"{archive.group} {day_here(moment):%Y-%m-%d}.{ENDING}", "application/zip")


ROUTES = [Route("/download/group/{group_id}/archive.zip", group_archive, methods=["GET"])]
