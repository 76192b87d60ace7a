"""`/diary/{token}` and `/my-diary/{code}`: a diary on the phone. Where, a face, one sentence: twenty seconds.

Nobody begins one without saying yes on a page in plain words. The code is made from the form's own secret key, so that
the same form sent twice opens the same diary; it is shown, kept in this browser, and only its hash is stored.
`/print/diary/{call_id}`: the invitation as a QR, for who works here.
"""

import hashlib
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.base import CODE_ALPHABET, new_token, normal_code
from models.diaries import (
    CODE_LENGTH,
    CallView,
    DiaryView,
    PublicCall,
    begin_diary,
    delete_diary,
    delete_entry,
    diary_call,
    diary_calls,
    diary_of_code,
    note_entry,
)
from models.errors import NotFound, Refusal
from models.feedback import WORDS_LIMIT
from store import clock
from store.settings import settings
from web.entry import ask, attempt, page, viewer_of
from web.pace import LEAVING, spend
from web.posters import qr_svg
from web.throttle import address_of, count_wrong, slow_down
from words.listening import face_words
from words.refusals import refusal_sentence
from words.speech import speech

SPACE = "diary"
# So much of a code that is not one is shown again, to be put right.
TYPED = 20
COOKIE = "dueremi_diary"
YEAR = 31_536_000


async def invited(request: Request) -> Response:
    """The invitation and what one says yes to; this browser's diary where it keeps one of this invitation already."""
    viewer = await viewer_of(request)
    call = await ask(_call, viewer, token=request.path_params["token"])
    return _consent(request, viewer, call, {}) if call.is_open else _over(request, viewer, call)


async def begin(request: Request) -> Response:
    """Somebody said yes, or did not tick the box."""
    viewer = await viewer_of(request)
    token = request.path_params["token"]
    call = await ask(_call, viewer, token=token)
    if not call.is_open:
        return _over(request, viewer, call)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "agreed", "profile")}
    code = _code_of(typed["form_key"])
    try:
        spend(LEAVING, request)
        await attempt(
            begin_diary, viewer, form_key=typed["form_key"], zone=settings().zone, token=token, code=code,
            agreed=typed["agreed"] == "yes", profile_id=typed["profile"],
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return _consent(request, viewer, call, typed, refusal)
    answer = RedirectResponse(f"/my-diary/{_spelled(code)}?new=1", status_code=303)
    answer.set_cookie(COOKIE, code, max_age=YEAR, path="/", httponly=True, samesite="lax", secure=settings().secure)
    return answer


async def mine(request: Request) -> Response:
    """A diary: one moment more, and everything noted so far."""
    viewer = await viewer_of(request)
    code = normal_code(request.path_params["code"])
    try:
        diary = await _read(request, viewer, code)
    except Refusal as refusal:
        sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
        typed = {"code": request.path_params["code"][:TYPED]}
        return page(request, "diary_code.html", viewer, status=404, sentence=sentence, typed=typed)
    return _diary(request, viewer, code, diary, {})


async def note(request: Request) -> Response:
    """One moment more."""
    viewer = await viewer_of(request)
    code = normal_code(request.path_params["code"])
    diary = await _read(request, viewer, code)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "place", "face", "words")}
    try:
        spend(LEAVING, request)
        if not typed["face"]:
            raise Refusal("face_missing", field="face")
        if not typed["place"]:
            raise Refusal("place_missing", field="place")
        await attempt(
            note_entry, viewer, form_key=typed["form_key"], zone=settings().zone, code=code,
            touchpoint_id=typed["place"], face=typed["face"], words=typed["words"],
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        return _diary(request, viewer, code, diary, typed, refusal)
    return RedirectResponse(f"/my-diary/{_spelled(code)}?noted=1", status_code=303)


async def take_out(request: Request) -> Response:
    """Delete one moment."""
    viewer = await viewer_of(request)
    code = normal_code(request.path_params["code"])
    await _read(request, viewer, code)
    form = await request.form()
    key = str(form.get("form_key", ""))
    await attempt(delete_entry, viewer, form_key=key, code=code, entry_id=str(form.get("entry", "")))
    return RedirectResponse(f"/my-diary/{_spelled(code)}?gone=1", status_code=303)


async def erase(request: Request) -> Response:
    """Delete the whole diary: asked once more, then nothing of it is left."""
    viewer = await viewer_of(request)
    code = normal_code(request.path_params["code"])
    form = await request.form()
    diary = await _read(request, viewer, code)
    if str(form.get("sure", "")) != "yes":
        return page(request, "diary_erase.html", viewer, diary=diary, code=_spelled(code))
    await attempt(delete_diary, viewer, form_key=str(form.get("form_key", "")), code=code)
    answer = page(request, "diary_gone.html", viewer)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings().secure)
    return answer


async def type_code(request: Request) -> Response:
    """Open a diary by its code, or the one this browser keeps."""
    viewer = await viewer_of(request)
    typed = request.query_params.get("code", "") or request.cookies.get(COOKIE, "")
    code = normal_code(typed)
    if code:
        return RedirectResponse(f"/my-diary/{_spelled(code)}", status_code=303)
    sentence = refusal_sentence(speech(viewer.language), "diary_code_wrong", {}) if typed else ""
    return page(request, "diary_code.html", viewer, status=404 if typed else 200, sentence=sentence,
                typed={"code": typed[:TYPED]})  # fmt: skip


async def poster(request: Request) -> Response:
    """The invitation and its QR on one sheet."""
    viewer = await viewer_of(request)
    call = await ask(_open, viewer, call_id=request.path_params["call_id"])
    address = diary_address(call.token)
    return page(request, "diary_poster.html", viewer, call=call, qr=qr_svg(address),
                address=address.split("://", 1)[-1])  # fmt: skip


def diary_address(token: str) -> str:
    """Where people are invited, as they reach it."""
    return f"{settings().public_url}/diary/{token}"


async def _read(request: Request, viewer: Viewer, code: str) -> DiaryView:
    address = address_of(request)
    await slow_down(SPACE, address)
    try:
        return await ask(_of_code, viewer, code=code)
    except Refusal:
        count_wrong(SPACE, address)
        raise


def _consent(
    request: Request, viewer: Viewer, call: PublicCall, typed: dict[str, str], refusal: Refusal | None = None
) -> Response:
    say = speech(viewer.language)
    return page(
        request, "diary.html", viewer, status=422 if refusal else 200, call=call, typed=typed, known=_known(request),
        field=refusal.field if refusal else None, until=say.date(call.ends_on),
        sentence=refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
    )  # fmt: skip


def _over(request: Request, viewer: Viewer, call: PublicCall) -> Response:
    """The invitation was true once: until when, and the way back to one's own diary. Gone (410), not unknown (404)."""
    until = speech(viewer.language).date(call.ends_on)
    return page(request, "diary_over.html", viewer, status=410, call=call, known=_known(request), until=until)


def _known(request: Request) -> str:
    """The code of the diary this browser keeps, or nothing."""
    known = normal_code(request.cookies.get(COOKIE, ""))
    return _spelled(known) if len(known) == CODE_LENGTH else ""


def _diary(
    request: Request, viewer: Viewer, code: str, diary: DiaryView, typed: dict[str, str],
    refusal: Refusal | None = None,
) -> Response:  # fmt: skip
    say = speech(viewer.language)
    done = [name for name in ("new", "noted", "gone") if name in request.query_params and refusal is None]
    return page(
        request, "my_diary.html", viewer, status=422 if refusal else 200, diary=diary, typed=typed,
        zone=settings().zone, code=_spelled(code), done=done[0] if done else "",
        field=refusal.field if refusal else None,
        sentence=refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
        words_limit=WORDS_LIMIT,
        faces=[(number, face_words(say, number)) for number in (1, 2, 3, 4, 5)], until=say.date(diary.ends_on),
        face_words=face_words, fresh_key=new_token,
        link=f"{settings().public_url}/my-diary/{_spelled(code)}",
    )  # fmt: skip


def _code_of(form_key: str) -> str:
    """The code that belongs to one form: as random as its key, and the same when the form comes twice."""
    number = int.from_bytes(hashlib.sha256(f"diary|{form_key}".encode()).digest(), "big")
    signs = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        signs.append(CODE_ALPHABET[rest])
    return "".join(signs)


def _spelled(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _call(session: Session, viewer: Viewer, **what: Any) -> PublicCall:
    return diary_call(session, viewer, now=clock.now(), zone=settings().zone, **what)


def _of_code(session: Session, viewer: Viewer, **what: Any) -> DiaryView:
    return diary_of_code(session, viewer, now=clock.now(), zone=settings().zone, **what)


def _open(session: Session, viewer: Viewer, *, call_id: str) -> CallView:
    calls = diary_calls(session, viewer, now=clock.now(), zone=settings().zone)
    found = next((call for call in calls if call.id == call_id and call.is_open), None)
    if found is None:
        raise NotFound()
    return found


ROUTES = [
    Route("/diary/{token}", invited, methods=["GET"]),
    Route("/diary/{token}", begin, methods=["POST"]),
    Route("/my-diary", type_code, methods=["GET"]),
    Route("/my-diary/{code}", mine, methods=["GET"]),
    Route("/my-diary/{code}", note, methods=["POST"]),
    Route("/my-diary/{code}/take-out", take_out, methods=["POST"]),
    Route("/my-diary/{code}/erase", erase, methods=["POST"]),
    Route("/print/diary/{call_id}", poster, methods=["GET"]),
]
