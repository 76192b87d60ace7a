"""`/heard`: something heard elsewhere, noted in ten seconds by whoever works here: a number, a sentence, Enter.

The last source and touchpoint are remembered in the browser for a working day, and nothing is chosen for anybody; the
rest waits one fold below. For ten minutes one's own are corrected or taken back here. Without a script the faces are
five ordinary choices and the button sends.
"""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from exchange.listening_sheet import voices_template as voices_template_book
from models.access import May, Viewer
from models.days import day_here
from models.errors import Refusal
from models.feedback import REFERENCE_LIMIT, WHOLE_LIMIT, CameBy, Source
from models.feedback_heard import (
    Choices,
    Noted,
    correct_feedback,
    heard_choices,
    record_feedback,
    still_correctable,
    take_back_feedback,
)
from models.touchpoints import TouchpointView
from models.voice_views import FeedbackView
from models.voices import last_noted
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file, not_here
from web.entry import ask, attempt, page, viewer_of
from web.turns import in_thread
from words.listening import came_by_words, face_sign, face_words, source_words, tick_words
from words.refusals import refusal_sentence
from words.speech import speech

COOKIE = "dueremi_heard"
REMEMBERED = 8 * 3600
FIELDS = ("form_key", "voice", "face", "words", "source", "touchpoint_id", "to_touchpoint_id", "matter_id", "came_by",
          "function_id", "profile_id", "organisation", "person_id", "reference", "heard_on")  # fmt: skip
OPTIONAL = ("to_touchpoint_id", "matter_id", "came_by", "function_id", "profile_id", "person_id")
TICKS = ("said_what", "said_when", "said_proof")
# What is chosen for nobody: a voice in the wrong place is worse than one more tap.
MISSING = {"face": "face_missing", "touchpoint_id": "touchpoint_missing", "source": "source_missing"}


async def look(request: Request) -> Response:
    """The form, with what was chosen last, or one voice to correct; and the last voices one noted."""
    viewer = await viewer_of(request)
    viewer.must(May.FEEDBACK_RECORD)
    lately = await ask(_lately, viewer)
    noted = lately.get(request.query_params.get("voice", ""))
    if noted is None:
        source, _, touchpoint = request.cookies.get(COOKIE, "").partition(".")
        return await _form(request, viewer, {"source": source, "touchpoint_id": touchpoint}, lately)
    day = day_here(noted.heard_at).isoformat() if noted.heard_at else ""
    typed = noted.typed | {"voice": request.query_params["voice"], "heard_on": day}
    return await _form(request, viewer, typed, lately)


async def note(request: Request) -> Response:
    """Keep it, and be ready for the next one."""
    viewer = await viewer_of(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in FIELDS} | {name: "1" for name in TICKS if name in form}
    try:
        for name, code in MISSING.items():
            if not typed[name]:
                raise Refusal(code, field=name)
        if typed["voice"]:
            await attempt(correct_feedback, viewer, feedback_id=typed["voice"], **_said(form, typed))
        else:
            await attempt(record_feedback, viewer, **_said(form, typed))
    except Refusal as refusal:
        if viewer.person_id is None:
            raise
        return await _form(request, viewer, typed, await ask(_lately, viewer), refusal)
    answer = RedirectResponse("/heard?corrected=1" if typed["voice"] else "/heard?saved=1", status_code=303)
    answer.set_cookie(
        COOKIE, f"{typed['source']}.{typed['touchpoint_id']}", max_age=REMEMBERED, path="/heard", httponly=True,
        samesite="lax", secure=settings().secure,
    )  # fmt: skip
    return answer


async def take_back(request: Request) -> Response:
    """One's own voice of a moment ago was a mistake."""
    viewer = await viewer_of(request)
    form = await request.form()
    key, voice = str(form.get("form_key", "")), str(form.get("voice", ""))
    try:
        await attempt(take_back_feedback, viewer, form_key=key, feedback_id=voice)
    except Refusal as refusal:
        if viewer.person_id is None:
            raise
        return await _form(request, viewer, {}, await ask(_lately, viewer), refusal)
    return RedirectResponse("/heard?back=1", status_code=303)


async def voices_template(request: Request) -> Response:
    """The empty sheet for bringing a list of voices in."""
    viewer = await viewer_of(request)
    try:
        choices = await ask(_choices, viewer)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    names = [[one.name for one in rows] for rows in (choices.touchpoints, choices.matters, choices.functions)]
    names.append([name for _, name in choices.profiles])
    data = await in_thread(voices_template_book, *names, language=viewer.language)
    return as_file(data, f"{speech(viewer.language)('Voices')}.xlsx", XLSX)


def _said(form: FormData, typed: dict[str, str]) -> dict[str, Any]:
    """What was typed, as the command takes it."""
    names = ("form_key", "face", "words", "source", "touchpoint_id", "organisation", "reference")
    said: dict[str, Any] = {name: typed[name] for name in names}
    said |= {name: typed[name] for name in OPTIONAL if typed[name]}
    said |= {name: name in form for name in TICKS}
    if typed["heard_on"]:
        try:
            day = date.fromisoformat(typed["heard_on"])
        except ValueError:
            raise Refusal("not_valid", field="heard_on") from None
        # Noon of that day: the hour is not known. Today is now.
        zone = ZoneInfo(settings().zone)
        moment, now = datetime.combine(day, time(12), zone), clock.now()
        # Any later day is one that has not come yet; the last one there is cannot be put off by another.
        said["heard_at"] = min(moment, now) if day <= day_here(now) else now + timedelta(days=1)
    return said


async def _form(
    request: Request, viewer: Viewer, typed: dict[str, str], lately: dict[str, Noted], refusal: Refusal | None = None
) -> Response:
    say = speech(viewer.language)
    choices = await ask(_choices, viewer)
    done = next((one for one in ("saved", "corrected", "back") if one in request.query_params), "")
    return page(
        request, "heard.html", viewer, status=422 if refusal else 200, typed=typed, choices=choices,
        along=_along(choices.touchpoints), lately=lately,
        until=max((one.until for one in lately.values()), default=None),
        matters=[(one.id, one.name) for one in choices.matters],
        functions=[(one.id, one.name) for one in choices.functions],
        faces=[(number, face_words(say, number)) for number in (1, 2, 3, 4, 5)],
        sources=[(one.value, source_words(say, one)) for one in Source if one is not Source.DOOR],
        ways=[(one.value, came_by_words(say, one)) for one in CameBy], ticks=tick_words(say),
        field=refusal.field if refusal else None, today=day_here(clock.now()),
        sentence=refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
        words_limit=WHOLE_LIMIT,
        reference_limit=REFERENCE_LIMIT, done="" if refusal else done, last=await ask(_last, viewer),
        face_sign=face_sign, source_words=source_words, zone=settings().zone,
    )  # fmt: skip


def _along(points: list[TouchpointView]) -> list[tuple[str, list[TouchpointView]]]:
    """The touchpoints by stage, in the order of the journey."""
    return [(rows[0].stage, rows) for _, found in groupby(points, lambda one: one.stage_id) for rows in [list(found)]]


def _choices(session: Session, viewer: Viewer) -> Choices:
    return heard_choices(session, viewer)


def _last(session: Session, viewer: Viewer) -> list[FeedbackView]:
    return last_noted(session, viewer)


def _lately(session: Session, viewer: Viewer) -> dict[str, Noted]:
    return still_correctable(session, viewer, now=clock.now())


ROUTES = [
    Route("/heard", look, methods=["GET"]),
    Route("/heard", note, methods=["POST"]),
    Route("/heard/back", take_back, methods=["POST"]),
    Route("/download/voices-template.xlsx", voices_template, methods=["GET"]),
]
