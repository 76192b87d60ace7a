"""`/say` and `/say/{touchpoint}`: can we say it, and what may be said here, on the phone of whoever sells. No script
needed. `/print/front-line/{touchpoint}`: the same as an A5 sheet for the counter.
"""

from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import May, Viewer
from models.errors import NotFound, NotSignedIn, Refusal
from models.front_line import Sheet, front_line
from models.readings import ReadBy, read_sheet, readers_of
from models.saying import Reply, can_we_say
from models.touchpoints import TouchpointView, touchpoints_all
from store import clock
from store.doors import reading
from web.entry import ask, attempt, page, viewer_of
from web.turns import in_thread
from words import front_line as lines
from words import saying
from words.asking import MOST_SIGNS, Question, key_of, question_of
from words.promises import cases_words
from words.refusals import refusal_sentence
from words.speech import Speech, speech
from words.verdicts import as_of_words

ICONS = {"supported": "✔", "at risk": "≈", "not supportable": "✕", "not enough evidence": "?"}


async def say_page(request: Request) -> Response:
    """One box, one answer. Everything stands in the address, so that nothing needs a script."""
    viewer = await _staff(request)
    say = speech(viewer.language)
    points = await ask(touchpoints_all, viewer)
    asked = request.query_params
    sentence = asked.get("q", "")[:MOST_SIGNS].strip()
    here = asked.get("at", "") if asked.get("at", "") in {point.id for point in points} else ""
    about = asked.get("about", "")
    context: dict[str, Any] = {"points": points, "sentence": sentence, "here": here, "limit": MOST_SIGNS}
    if not sentence:
        return page(request, "say.html", viewer, **context, **_nothing())
    question = question_of(sentence, touchpoint_id=here, chosen=asked.get("time", ""))
    kept = {"q": sentence, "at": here, "time": asked.get("time", ""), "about": about}
    if question.must_choose:
        return page(request, "say.html", viewer, **context, **_which_time(say, question, kept))
    reply = await in_thread(_reply, viewer, question, about)
    return page(request, "say.html", viewer, **context, **_worded(say, question, reply, kept))


async def sheet_page(request: Request) -> Response:
    """What may be said at one touchpoint, and *I have read it*."""
    viewer = await _staff(request)
    return await _sheet_page(request, viewer)


async def sheet_read(request: Request) -> Response:
    """I have read it."""
    viewer = await _staff(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "fingerprint")}
    touchpoint_id = _known(request, await ask(touchpoints_all, viewer))
    try:
        await attempt(read_sheet, viewer, form_key=typed["form_key"], touchpoint_id=touchpoint_id,
                      fingerprint=typed["fingerprint"])  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return await _sheet_page(request, viewer, refusal)
    return RedirectResponse(f"/say/{touchpoint_id}?read=1", status_code=303)


async def sheet_print(request: Request) -> Response:
    """The sheet on A5, with its date and until when it is good."""
    viewer = await _staff(request)
    sheet, _ = await _sheet(request, viewer)
    return page(request, "front_line_print.html", viewer, **_lines(speech(viewer.language), sheet))


async def _staff(request: Request) -> Viewer:
    """Who works here. For customers and guests there is no such page."""
    viewer = await viewer_of(request)
    if viewer.person_id is None:
        raise NotSignedIn()
    if not viewer.may(May.PROMISE_CHECK):
        raise NotFound()
    return viewer


async def _sheet(request: Request, viewer: Viewer) -> tuple[Sheet, list[TouchpointView]]:
    points = await ask(touchpoints_all, viewer)
    touchpoint_id = _known(request, points)
    return await in_thread(front_line, reading, viewer, now=clock.now(), touchpoint_id=touchpoint_id), points


def _known(request: Request, points: list[TouchpointView]) -> str:
    """The touchpoint of the address; whatever else stands there is never asked of the database."""
    touchpoint_id = str(request.path_params["touchpoint_id"])
    if touchpoint_id not in {point.id for point in points}:
        raise NotFound()
    return touchpoint_id


async def _sheet_page(request: Request, viewer: Viewer, refusal: Refusal | None = None) -> Response:
    say = speech(viewer.language)
    sheet, points = await _sheet(request, viewer)
    by = await ask(_readers, viewer, sheet=sheet)
    return page(
        request, "front_line.html", viewer, status=422 if refusal else 200, **_lines(say, sheet), points=points, by=by,
        read_by=lines.read_by(say, by), done="read" in request.query_params,
        sentence=refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
    )  # fmt: skip


def _readers(session: Session, viewer: Viewer, *, sheet: Sheet) -> ReadBy:
    return readers_of(session, viewer, touchpoint_id=sheet.touchpoint_id, fingerprint=sheet.fingerprint)


def _lines(say: Speech, sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "may": [(lines.to_say(say, line), lines.how_often(say, line)) for line in sheet.may],
        "never": [(line.words, lines.why_not(say, line)) for line in sheet.never],
        "asked": [lines.if_asked(say, line) for line in sheet.asked],
        "day": as_of_words(say, sheet.as_of, sheet.zone) if sheet.as_of else "",
        "until": say.date(sheet.until) if sheet.until else "",
        "nothing": lines.nothing_to_say(say, len(sheet.never)),
    }


def _reply(viewer: Viewer, question: Question, about: str) -> Reply:
    return can_we_say(
        reading, viewer, now=clock.now(), asked=question, promise_id=about, touchpoint_id=question.touchpoint_id
    )


def _nothing() -> dict[str, Any]:
    texts = dict.fromkeys(("title", "icon", "tone", "copy", "asks"), "")
    return {**texts, "rest": [], "notes": [], "ways": [], "more": []}


def _worded(say: Speech, question: Question, reply: Reply, kept: dict[str, str]) -> dict[str, Any]:
    """The reply as the template wants it."""
    answer = reply.answer
    if answer is not None and question.still_asks(answer.terms):
        return _which_time(say, question, kept)
    if answer is None:
        there = reply.likely or reply.others
        asks = saying.which_sentence(say) if there else say("Nothing is promised yet, so no cases can say.")
        ways, more = (
            [(say.quoted(one.terms.sentence), _way(kept, about=one.key)) for one in subjects]
            for subjects in (reply.likely, reply.others)
        )
        return _nothing() | {"asks": asks, "ways": ways, "more": more}
    first, *rest = saying.sentences(say, question, answer)
    row = answer.subject.row
    cases = cases_words(say, answer.facts.cases, row.noun.one, row.noun.many) if answer.facts else ""
    notes = [
        saying.unheard_sentence(say, question), saying.always_sentence(say) if question.said.always else "",
        saying.understood(say, question, answer), saying.based_on(say, answer, cases, row.zone),
        say("One oar only: it is told to customers, and who must keep it has not agreed.") if row.one_oar else "",
    ]  # fmt: skip
    return _nothing() | {
        "title": first, "icon": ICONS[answer.asked.verdict], "tone": answer.asked.verdict.replace(" ", "-"),
        "rest": rest, "notes": [note for note in notes if note], "copy": saying.sayable(say, question, answer),
    }  # fmt: skip


def _which_time(say: Speech, question: Question, kept: dict[str, str]) -> dict[str, Any]:
    ways = [(saying.choice_words(say, time), _way(kept, time=key_of(time))) for time in question.said.choices]
    return _nothing() | {"asks": saying.doubt_sentence(say, question), "ways": ways}


def _way(kept: dict[str, str], **chosen: str) -> str:
    return "/say?" + urlencode({name: value for name, value in (kept | chosen).items() if value})


ROUTES = [
    Route("/say", say_page, methods=["GET"]),
    Route("/say/{touchpoint_id}", sheet_page, methods=["GET"]),
    Route("/say/{touchpoint_id}/read", sheet_read, methods=["POST"]),
    Route("/print/front-line/{touchpoint_id}", sheet_print, methods=["GET"]),
]
