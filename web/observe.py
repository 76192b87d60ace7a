"""`/observe/{token}`: one promise watched at one touchpoint. Two big buttons, or a stopwatch; no account, no script.

Each press is a form of its own and leads back to the same page, so that turning the phone on again repeats nothing.
"""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.errors import NotFound, Refusal
from models.observations import (
    SETTLES,
    Watched,
    start_stopwatch,
    stop_stopwatch,
    take_back_tap,
    tap_answer,
    watched_at,
)
from models.promise_terms import Kind
from store import clock
from store.settings import settings
from web.entry import ask, attempt, page, viewer_of
from web.pace import OBSERVING, spend
from words.promises import exact_time, time_words
from words.refusals import refusal_sentence
from words.speech import Speech, speech


async def look(request: Request) -> Response:
    """The two buttons, or the stopwatch."""
    viewer = await viewer_of(request)
    return await _shown(request, viewer)


async def press(request: Request) -> Response:
    """One press: yes, no, start, stop, or take the last one back."""
    viewer = await viewer_of(request)
    token = request.path_params["token"]
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "press")}
    key = {"form_key": typed["form_key"], "token": token}
    done = ""
    try:
        spend(OBSERVING, request)
        match typed["press"]:
            case "yes" | "no":
                await attempt(tap_answer, viewer, yes=typed["press"] == "yes", **key)
                done = typed["press"]
            case "start":
                await attempt(start_stopwatch, viewer, **key)
            case "stop":
                saved = await attempt(stop_stopwatch, viewer, **key)
                done = str(round(float(saved.answer)))
            case "back":
                await attempt(take_back_tap, viewer, **key)
                done = "back"
            case _:
                raise Refusal("not_an_option")
    except NotFound:
        raise
    except Refusal as refusal:
        return await _shown(request, viewer, refusal)
    return RedirectResponse(f"/observe/{token}" + (f"?done={done}" if done else ""), status_code=303)


def observe_address(token: str) -> str:
    """Where whoever watches goes, as they reach it."""
    return f"{settings().public_url}/observe/{token}"


async def _shown(request: Request, viewer: Viewer, refusal: Refusal | None = None) -> Response:
    say = speech(viewer.language)
    seen = await ask(_watched, viewer, token=request.path_params["token"])
    sentence = refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else ""
    running = "" if seen.running is None else say.time(seen.running, seen.zone)
    return page(
        request, "observe.html", viewer, status=422 if refusal else 200, seen=seen, sentence=sentence,
        timed=seen.kind is Kind.TIME, running=running, minutes=say.number(SETTLES.total_seconds() // 60),
        done=_done_words(say, request.query_params.get("done", "")) if refusal is None else "",
        limit=time_words(say, seen.amount, seen.unit) if seen.kind is Kind.TIME else "",
        today=say.many("%(n)s seen today", "%(n)s seen today", seen.today),
    )  # fmt: skip


def _done_words(say: Speech, done: str) -> str:
    if done == "yes":
        return say("Noted: yes.")
    if done == "no":
        return say("Noted: no.")
    if done == "back":
        return say("Taken back.")
    if done.isdigit() and len(done) < 7:
        return say("Noted: %(time)s.", time=exact_time(say, float(done)))
    return ""


def _watched(session: Session, viewer: Viewer, **what: Any) -> Watched:
    return watched_at(session, now=clock.now(), **what)


ROUTES = [
    Route("/observe/{token}", look, methods=["GET"]),
    Route("/observe/{token}", press, methods=["POST"]),
]
