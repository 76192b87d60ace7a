"""`/board/{token}`: one picture and its sentence a day, for all who work here; also for a TV. No account, no script.

Dark, unless `?theme=light`; in the language of the board, unless `?lang=`. It comes anew by itself every ten minutes.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.as_svg import svg
from exchange.board_slides import slide_of_the_day
from models.board_now import BoardNow, board_now
from models.errors import NotFound
from store import clock
from store.doors import reading
from store.settings import settings
from web.entry import page, viewer_of
from web.pace import OUTWARD, spend
from web.turns import in_thread
from words.speech import LANGUAGES, speech

AGAIN_SECONDS = 600


async def show(request: Request) -> Response:
    """Today's picture; a link that was closed or renewed says so."""
    spend(OUTWARD, request)
    viewer = await viewer_of(request)
    theme = "light" if request.query_params.get("theme") == "light" else "dark"
    look: dict[str, Any] = {"theme": theme, "again": AGAIN_SECONDS}
    asked = request.query_params.get("lang", "")
    asked = asked if asked in LANGUAGES else ""
    try:
        seen = await in_thread(partial(_read, request.path_params["token"], clock.now(), asked))
    except NotFound:
        return page(request, "board_closed.html", viewer, status=404, **look)
    language = asked or seen.board.language
    viewer, say = replace(viewer, language=language), speech(language)
    slide = slide_of_the_day(say, seen, settings().zone)
    # Our own shapes; every word in them was escaped as it was drawn.
    picture = Markup(svg(slide.picture)) if slide else ""
    small = Markup(svg(slide.picture.narrow or slide.picture)) if slide else ""
    answer = page(request, "board.html", viewer, slide=slide, picture=picture, small=small, today=seen.today, **look)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read(token: str, now: datetime, language: str) -> BoardNow:
    with reading() as session:
        return board_now(session, token=token, now=now, zone=settings().zone, language=language)


ROUTES = [Route("/board/{token}", show, methods=["GET"])]
