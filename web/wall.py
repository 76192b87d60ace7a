"""`/wall/{token}`: a workshop on the projector, driven from the page of who conducts. No account: the link is enough.

Readable from five metres, light or dark (`?theme=`, else as the machine), in two languages (`?lang=`). It works without
script; with it, the page changes by itself.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.boat import boat_picture
from models.access import Viewer
from models.errors import NotFound
from models.wall_now import WallNow, wall_now
from models.walls import BARS, SIDES
from models.workshop_now import Step
from store import clock
from store.doors import reading
from store.settings import settings
from web.entry import page, viewer_of
from web.own_code import spelled
from web.posters import join_address, qr_svg
from web.turns import in_thread
from words.boat import PORT, STARBOARD, boat
from words.results_shown import shown
from words.rounds import side_column, time_left, turnout, vote_kind
from words.speech import LANGUAGES, Speech, speech
from words.wall import clock as clock_words
from words.wall import ideas_so_far, more_on_phones, people_here

THEMES = ("light", "dark")
# On the wall: more rows than these nobody reads from a chair. The script hides what does not fit.
ROWS_MOST = 10


async def show(request: Request) -> Response:
    """The wall, as the workshop stands."""
    viewer, now = await viewer_of(request), clock.now()
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        # The room's language, whatever that of whoever opened the wall.
        viewer = replace(viewer, language=asked)
    try:
        found = await in_thread(_read, request.path_params["token"], now, viewer.language)
    except NotFound:
        return page(request, "wall_closed.html", viewer, status=404, theme=_theme(request))
    return _page(request, viewer, found, now)


def _page(request: Request, viewer: Viewer, found: WallNow, now: datetime) -> Response:
    say, row = speech(viewer.language), found.round
    zone = found.workshop.zone
    ends_at = row.ends_at if row is not None and row.state == "open" and not row.paused else None
    one_more, more = more_on_phones(say)
    context: dict[str, Any] = {
        "wall": found, "theme": _theme(request), "token": request.path_params["token"],
        "people": people_here(say, found.people), "qr": qr_svg(join_address(found.join_token)) if found.code else "",
        "code": spelled(found.code) if found.code else "", "address": _bare(settings().public_url) + "/join",
        "left": time_left(say, ends_at, now, zone), "clock": clock_words(ends_at, now) if ends_at else "",
        "seconds": round((ends_at - now).total_seconds()) if ends_at else None, "one_more": one_more, "more": more,
        "paused": row is not None and row.state == "open" and row.paused,
        "kind": vote_kind(say, row.secret) if row is not None and row.votes else "",
        "talk": row.question if row is not None and not row.votes and found.result is not None else "",
    }  # fmt: skip
    if row is not None and not row.votes:
        context["ideas"] = ideas_so_far(say, found.number_of_ideas)
    if found.turnout is not None:
        context["turnout"] = turnout(say, found.turnout.voted, found.turnout.eligible)
    if found.result is not None:
        context |= _result(say, found)
    return page(request, f"wall_{_face(found)}.html", viewer, **context)


def _face(found: WallNow) -> str:
    """Which of the faces: before, ideas (coming, come, or being put in groups), talk, vote, result."""
    if found.step is Step.WAITING or found.round is None:
        return "before"
    if found.result is not None or found.step is Step.RESULT:
        return "result"
    if found.round.votes:
        return "vote"
    return "talk" if found.round.kind == "talk" else "ideas"


def _result(say: Speech, found: WallNow) -> dict[str, Any]:
    """No more than the beat shows: what is hidden is not on the page at all."""
    result, beat = found.result, found.beat
    assert result is not None
    whole = shown(say, result)
    context: dict[str, Any] = {
        "kind": vote_kind(say, result.round.secret),
        # The third sentence is about the sides.
        "sentences": whole.sentences if beat >= SIDES else whole.sentences[:2],
        "rows": whole.rows[:ROWS_MOST] if beat >= BARS else [], "rows_in_all": len(whole.rows),
        "columns": whole.columns if beat >= SIDES else [], "boat": None, "boat_says": [],
        "divides": any(row.divides for row in whole.rows),
        # The sides' bars are compared with each other: the longest fills its cell.
        "widest": max((share for row in whole.rows for share in row.side_shares.values()), default=0) or 1,
    }  # fmt: skip
    if beat >= SIDES:
        seen = boat(say, whole, focus=found.focus_option_id, kind=str(result.round.kind), secret=result.round.secret)
        context["boat_says"], context["focus"] = seen.sentences, seen.option_id
        if seen.promises is not None and seen.keeps is not None:
            context["boat"] = boat_picture(seen.promises, seen.keeps, seen.sentences[0])
            context["oars"] = [
                (side_column(say, PORT), say.number(round(100 * seen.promises))),
                (side_column(say, STARBOARD), say.number(round(100 * seen.keeps))),
            ]
    return context


def _read(token: str, now: datetime, language: str) -> WallNow:
    with reading() as session:
        return wall_now(session, token=token, now=now, language=language)


def _theme(request: Request) -> str:
    asked = request.query_params.get("theme", "")
    return asked if asked in THEMES else ""


def _bare(url: str) -> str:
    return url.split("://", 1)[-1]


ROUTES = [Route("/wall/{token}", show, methods=["GET"])]
