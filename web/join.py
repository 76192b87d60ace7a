"""`/join/{token}` behind the QR, `/join` for the code read aloud: coming into a workshop with a name and a side.

Only wrong codes count against an address (300 phones in one room share one); the QR's long token is outside the count.
"""

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Kind, Viewer
from models.base import new_code, new_token
from models.errors import Refusal
from models.functions import Side
from models.joining import RETURN_CODE_LENGTH, WelcomeView, join_workshop, welcome_view
from models.people import NAME_LIMIT
from store import clock
from web.entry import ask, attempt, page, sign_in_response, stranger_of, viewer_of, visit
from web.own_code import keep_code
from web.sign_in import let_in
from web.throttle import address_of, count_wrong, slow_down
from words.refusals import refusal_sentence
from words.rounds import side_choice
from words.speech import speech


async def type_code(request: Request) -> Response:
    """The field for the code."""
    return page(request, "join_code.html", await viewer_of(request), refusal="")


async def behind_qr(request: Request) -> Response:
    """The workshop behind the QR, and the two things asked."""
    try:
        viewer, found = await visit(request, welcome_view, now=clock.now(), join_token=request.path_params["token"])
    except Refusal as refusal:
        return _code_page(request, await viewer_of(request), refusal, {})
    return _welcome(request, viewer, found, {}, None)


async def with_code(request: Request) -> Response:
    """A typed code: first what it opens, then, with name and side, in."""
    viewer, form = await viewer_of(request), await request.form()
    code = str(form.get("code", ""))[:100]
    address = address_of(request)
    try:
        await slow_down("join", address)
        found = await ask(welcome_view, viewer, now=clock.now(), join_code=code)
    except Refusal as refusal:
        if refusal.code == "code_wrong":
            count_wrong("join", address)
        return _code_page(request, viewer, refusal, {"code": code})
    if not form.get("form_key"):
        return _welcome(request, viewer, found, {"code": code}, None)
    return await _join(request, viewer, form, {"join_code": code})


async def through_qr(request: Request) -> Response:
    """In, by the QR."""
    viewer, form = stranger_of(request) or await viewer_of(request), await request.form()
    return await _join(request, viewer, form, {"join_token": request.path_params["token"]})


async def _join(request: Request, viewer: Viewer, form: FormData, where: dict[str, str]) -> Response:
    typed = {name: str(form.get(name, "")) for name in ("form_key", "code", "name", "side")}
    token, own_code = new_token(), new_code(RETURN_CODE_LENGTH)
    try:
        if viewer.person_id is None and typed["side"] not in tuple(Side):
            raise Refusal("side_missing", field="side")
        saved = await attempt(
            join_workshop, viewer, form_key=typed["form_key"], token=token, return_code=own_code, name=typed["name"],
            side=typed["side"], language=viewer.language, **where,
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(request, typed, where, refusal)
    target = f"/w/{saved.answer['workshop_id']}"
    if viewer.person_id is not None:
        return RedirectResponse(target, status_code=303)
    if saved.again:
        # The first answer was lost on the way: the same form, known to this browser only, opens the same seat.
        return await let_in(viewer, saved.answer["person_id"], target)
    answer = RedirectResponse(target, status_code=303)
    sign_in_response(answer, token, Kind.GUEST)
    keep_code(answer, own_code)
    return answer


async def _again(request: Request, typed: dict[str, Any], where: dict[str, str], refusal: Refusal) -> Response:
    """The form again with what was typed, or the field for the code where there is nothing to come into."""
    viewer = await viewer_of(request)
    try:
        found = await ask(welcome_view, viewer, now=clock.now(), **where)
    except Refusal as nowhere:
        return _code_page(request, viewer, nowhere, {})
    return _welcome(request, viewer, found, typed, refusal)


def _welcome(
    request: Request, viewer: Viewer, found: WelcomeView, typed: dict[str, Any], refusal: Refusal | None
) -> Response:
    say = speech(viewer.language)
    sentence = refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else ""
    return page(
        request, "join.html", viewer, status=422 if refusal else 200, found=found, typed=typed, refusal=sentence,
        field=refusal.field if refusal else None, sides=[(side.value, side_choice(say, side.value)) for side in Side],
        name_limit=NAME_LIMIT, fresh=new_token,
    )  # fmt: skip


def _code_page(request: Request, viewer: Viewer, refusal: Refusal, typed: dict[str, str]) -> Response:
    sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
    return page(request, "join_code.html", viewer, status=422, refusal=sentence, typed=typed)


ROUTES = [
    Route("/join", type_code, methods=["GET"]),
    Route("/join", with_code, methods=["POST"]),
    Route("/join/{token}", behind_qr, methods=["GET"]),
    Route("/join/{token}", through_qr, methods=["POST"]),
]
