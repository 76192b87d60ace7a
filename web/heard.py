"""`/heard`: something heard elsewhere, noted in ten seconds by whoever works here: a number, a sentence, Enter.

The last source and touchpoint are remembered in the browser; everything else waits one fold below. Without a script the
faces are five ordinary choices and Enter still sends.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from exchange.listening_sheet import voices_template as voices_template_book
from models.access import May, Viewer
from models.errors import Refusal
from models.feedback import REFERENCE_LIMIT, WORDS_LIMIT, CameBy, Source
from models.feedback_heard import Choices, heard_choices, record_feedback
from models.voices import FeedbackView, last_noted
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file, not_here
from web.entry import ask, attempt, in_thread, page, viewer_of
from words.listening import came_by_words, face_sign, face_words, source_words, tick_words
from words.refusals import refusal_sentence
from words.speech import speech

COOKIE = "dueremi_heard"
FIELDS = ("form_key", "face", "words", "source", "touchpoint_id", "to_touchpoint_id", "matter_id", "came_by",
          "function_id", "profile_id", "organisation", "person_id", "reference", "heard_on")  # fmt: skip
OPTIONAL = ("to_touchpoint_id", "matter_id", "came_by", "function_id", "profile_id", "person_id")
TICKS = ("said_what", "said_when", "said_proof")


async def look(request: Request) -> Response:
    """The form, with what was chosen last, and the last voices one noted."""
    viewer = await viewer_of(request)
    viewer.must(May.FEEDBACK_RECORD)
    source, _, touchpoint = request.cookies.get(COOKIE, "").partition(".")
    return await _form(request, viewer, {"source": source, "touchpoint_id": touchpoint})


async def note(request: Request) -> Response:
    """Keep it, and be ready for the next one."""
    viewer = await viewer_of(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in FIELDS} | {name: "1" for name in TICKS if name in form}
    try:
        if not typed["face"]:
            raise Refusal("face_missing", field="face")
        await attempt(record_feedback, viewer, **_said(form, typed))
    except Refusal as refusal:
        if viewer.person_id is None:
            raise
        return await _form(request, viewer, typed, refusal)
    answer = RedirectResponse("/heard?saved=1", status_code=303)
    answer.set_cookie(
        COOKIE, f"{typed['source']}.{typed['touchpoint_id']}", max_age=31_536_000, path="/heard", httponly=True,
        samesite="lax", secure=settings().secure,
    )  # fmt: skip
    return answer


async def voices_template(request: Request) -> Response:
    """The empty sheet for bringing a list of voices in."""
    viewer = await viewer_of(request)
    try:
        choices = await ask(_choices, viewer)
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    names = [[one.name for one in rows] for rows in (choices.touchpoints, choices.matters, choices.functions)]
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
        said["heard_at"] = min(moment, now) if day <= now.astimezone(zone).date() else moment + timedelta(days=1)
    return said


async def _form(
    request: Request, viewer: Viewer, typed: dict[str, str], refusal: Refusal | None = None
) -> Response:
    say = speech(viewer.language)
    choices = await ask(_choices, viewer)
    return page(
        request, "heard.html", viewer, status=422 if refusal else 200, typed=typed, choices=choices,
        matters=[(one.id, one.name) for one in choices.matters],
        functions=[(one.id, one.name) for one in choices.functions],
        faces=[(number, face_words(say, number)) for number in (1, 2, 3, 4, 5)],
        sources=[(one.value, source_words(say, one)) for one in Source if one is not Source.DOOR],
        ways=[(one.value, came_by_words(say, one)) for one in CameBy], ticks=tick_words(say),
        field=refusal.field if refusal else None, today=clock.now().astimezone(ZoneInfo(settings().zone)).date(),
        sentence=refusal_sentence(say, refusal.code, refusal.facts) if refusal else "", words_limit=WORDS_LIMIT,
        reference_limit=REFERENCE_LIMIT, saved="saved" in request.query_params, last=await ask(_last, viewer),
        face_sign=face_sign, source_words=source_words,
    )  # fmt: skip


def _choices(session: Session, viewer: Viewer) -> Choices:
    return heard_choices(session, viewer)


def _last(session: Session, viewer: Viewer) -> list[FeedbackView]:
    return last_noted(session, viewer)


ROUTES = [
    Route("/heard", look, methods=["GET"]),
    Route("/heard", note, methods=["POST"]),
    Route("/download/voices-template.xlsx", voices_template, methods=["GET"]),
]
