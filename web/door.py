"""`/door/{token}`: the door that is always open. Five faces, one sentence, twenty seconds; no account, no script.

Leaving a word and wanting to know what becomes of it are two presses. The code of the follow page is made from the
form's own secret key, so that the same form sent twice leads to the same page, and only its hash is ever stored.
What would cost seconds is asked afterwards, on the page that says thanks, and never has to be answered.
"""

import hashlib
from urllib.parse import quote, urlencode

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.base import CODE_ALPHABET, normal_code
from models.errors import Refusal
from models.expectations import question_at_door
from models.feedback import CODE_LENGTH, REFERENCE_LIMIT, WORDS_LIMIT, CameBy, follow_feedback, leave_feedback
from models.feedback_more import Figure, add_to_feedback, figure_asked
from models.felt import leave_about_promise, sentence_reported
from models.matters import MatterView, matters_all
from models.touchpoints import PublicTouchpoint, touchpoint_at_door
from web.browsers import browser_of
from web.commitments import commitments_at, felt_choices
from web.entry import ask, attempt, page, viewer_of
from web.pace import LEAVING, spend
from web.throttle import FOLLOWING, address_of, count_wrong, slow_down
from web.voices import remember_voice
from words.listening import came_by_words, face_words, figure_ends, figure_question, tick_words
from words.refusals import refusal_sentence
from words.speech import speech


async def look(request: Request) -> Response:
    """The open door of a touchpoint."""
    viewer = await viewer_of(request)
    point = await ask(_point, viewer, token=request.path_params["token"])
    return await _form(request, viewer, point, {})


async def leave(request: Request) -> Response:
    """Keep what somebody left, say thanks, and offer to tell what becomes of it."""
    viewer = await viewer_of(request)
    token = request.path_params["token"]
    point = await ask(_point, viewer, token=token)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "face", "words", "reference")}
    code = _code_of(typed["form_key"])
    try:
        spend(LEAVING, request)
        if not typed["face"]:
            raise Refusal("face_missing", field="face")
        left = {**typed, "token": token, "code": code}
        if about := request.query_params.get("promise", ""):
            await attempt(leave_about_promise, viewer, promise_id=about, **left)
        else:
            await attempt(leave_feedback, viewer, **left)
    except Refusal as refusal:
        return await _form(request, viewer, point, typed, refusal)
    return _to_thanks(request, code=_spelled(code))


async def thanked(request: Request) -> Response:
    """Thanks at an address of its own: the way back and a tab that is restored find it again, and send nothing."""
    viewer = await viewer_of(request)
    point = await ask(_point, viewer, token=request.path_params["token"])
    asked = request.query_params
    code = normal_code(asked.get("code", ""))
    if len(code) == CODE_LENGTH:
        return await _thanks(request, viewer, point, code=_spelled(code), kept=False, added="added" in asked)
    if "no" in asked:
        return await _thanks(request, viewer, point, code="", kept=True)
    return RedirectResponse(f"/door/{quote(request.path_params['token'])}", status_code=303)


async def follow(request: Request) -> Response:
    """The two answers to: do you want to know what becomes of it?"""
    viewer = await viewer_of(request)
    form = await request.form()
    code = normal_code(str(form.get("code", "")))
    if _said_no(form):
        await ask(_point, viewer, token=request.path_params["token"])
        return _to_thanks(request, no="1")
    # The code is a secret wherever it is typed: guessing it here is as slow as on the page it opens.
    address = address_of(request)
    await slow_down(FOLLOWING, address)
    try:
        await attempt(follow_feedback, viewer, form_key=str(form.get("form_key", "")), code=code)
    except Refusal:
        count_wrong(FOLLOWING, address)
        raise
    answer = RedirectResponse(f"/follow/{_spelled(code)}?new={quote(request.path_params['token'])}", status_code=303)
    remember_voice(request, answer, code)
    return answer


async def tell_more(request: Request) -> Response:
    """What counts, how they came, one figure, three ticks: added to what was left a moment ago."""
    viewer = await viewer_of(request)
    point = await ask(_point, viewer, token=request.path_params["token"])
    form = await request.form()
    code = normal_code(str(form.get("code", "")))
    said = {name: str(form[name]) for name in ("matter_id", "came_by", "recommends", "effort") if form.get(name)}
    ticks = {name: name in form for name in ("said_what", "said_when", "said_proof")}
    address = address_of(request)
    try:
        spend(LEAVING, request)
        await slow_down(FOLLOWING, address)
        await attempt(add_to_feedback, viewer, form_key=str(form.get("form_key", "")), code=code, **said, **ticks)
    except Refusal as refusal:
        if refusal.code == "follow_code_wrong":
            count_wrong(FOLLOWING, address)
        say = speech(viewer.language)
        sentence = refusal_sentence(say, refusal.code, refusal.facts, refusal.field)
        return await _thanks(request, viewer, point, code=_spelled(code), kept=False, sentence=sentence)
    return _to_thanks(request, code=_spelled(code), added="1")


async def _thanks(
    request: Request, viewer: Viewer, point: PublicTouchpoint, *, code: str, kept: bool, added: bool = False,
    sentence: str = "",
) -> Response:  # fmt: skip
    """Thanks; what may be added; and one question about what they expect, for whoever has another ten seconds."""
    door = request.path_params["token"]
    more = await ask(question_at_door, viewer, door=door, browser=browser_of(request))
    say = speech(viewer.language)
    figure = figure_asked(code)
    low, high = figure_ends(say, figure)
    return page(
        request, "door_thanks.html", viewer, status=422 if sentence else 200, point=point, code=code, kept=kept,
        more=more, door=door, added=added, sentence=sentence, matters=await ask(_matters, viewer),
        ways=[(way.value, came_by_words(say, way)) for way in CameBy], figure=figure.value,
        figure_question=figure_question(say, figure), scale=range(11) if figure is Figure.RECOMMENDS else range(1, 8),
        low=low, high=high, ticks=tick_words(say), answers=felt_choices(say),
        promises=await commitments_at(request, viewer, door) if kept else [],
    )  # fmt: skip


def _to_thanks(request: Request, **asked: str) -> Response:
    return RedirectResponse(f"/door/{quote(request.path_params['token'])}/thanks?{urlencode(asked)}", status_code=303)


async def _form(
    request: Request, viewer: Viewer, point: PublicTouchpoint, typed: dict[str, str], refusal: Refusal | None = None
) -> Response:
    say = speech(viewer.language)
    sentence = refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else ""
    reported = request.query_params.get("promise", "")
    # Anybody may write the address: what cannot be an id is not asked for.
    about = await ask(sentence_reported, viewer, promise_id=reported) if reported.isalnum() else ""
    faces = [(number, face_words(say, number)) for number in (1, 2, 3, 4, 5)]
    return page(
        request, "door.html", viewer, status=422 if refusal else 200, point=point, faces=faces, typed=typed,
        about=about, field=refusal.field if refusal else None, sentence=sentence, words_limit=WORDS_LIMIT,
        reference_limit=REFERENCE_LIMIT,
    )  # fmt: skip


def _code_of(form_key: str) -> str:
    """The follow code that belongs to one form: as random as its key, and the same when the form comes twice."""
    number = int.from_bytes(hashlib.sha256(f"follow|{form_key}".encode()).digest(), "big")
    signs = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        signs.append(CODE_ALPHABET[rest])
    return "".join(signs)


def _spelled(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _said_no(form: FormData) -> bool:
    return str(form.get("follow", "")) == "no"


def _matters(session: Session, viewer: Viewer) -> list[MatterView]:
    return matters_all(session)


def _point(session: Session, viewer: Viewer, *, token: str) -> PublicTouchpoint:
    return touchpoint_at_door(session, token=token)


ROUTES = [
    Route("/door/{token}", look, methods=["GET"]),
    Route("/door/{token}", leave, methods=["POST"]),
    Route("/door/{token}/thanks", thanked, methods=["GET"]),
    Route("/door/{token}/follow", follow, methods=["POST"]),
    Route("/door/{token}/more", tell_more, methods=["POST"]),
]
