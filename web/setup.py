"""`/setup`: the first sign-in, by whoever holds the one-time code the server printed; and `/invite/{token}`, a link
good once.
"""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Viewer
from models.errors import Refusal
from models.installation import open_installation
from models.invitations import InvitationView, accept_invitation, invitation_view
from models.people import check_password, person_draft
from store import clock
from web.entry import ask, attempt, page, remember_language, viewer_of
from web.passwords import hash_password
from web.sign_in import let_in
from web.throttle import address_of, count_wrong, slow_down
from words.refusals import refusal_sentence
from words.speech import LANGUAGES, speech

_FIELDS = ("company", "name", "email", "language", "code", "form_key")


async def setup_page(request: Request) -> Response:
    """The form of the first sign-in, while nobody has set the installation up."""
    viewer = await viewer_of(request)
    if request.scope["dueremi.company"].is_open:
        return RedirectResponse("/signin", status_code=303)
    return page(request, "setup.html", viewer, refusal="", field_refused="")


async def setup_now(request: Request) -> Response:
    """Open the installation and land on the three doors."""
    viewer = await viewer_of(request)
    typed, password = await _typed(request)
    address = address_of(request)
    try:
        await slow_down("setup", address)
        _check(typed, password, [typed["company"], typed["name"]])
        saved = await attempt(
            open_installation, viewer, form_key=typed["form_key"], code=typed["code"], company=typed["company"],
            name=typed["name"], email=typed["email"], password_hash=await hash_password(password),
            language=typed["language"],
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == "code_wrong":
            count_wrong("setup", address)
        return _again(request, "setup.html", viewer, refusal, typed)
    return await _in(viewer, str(saved.answer), typed)


async def invitation_page(request: Request) -> Response:
    """What the link invites to, and the form of a new account."""
    viewer = await viewer_of(request)
    found = await ask(_invitation, viewer, token=request.path_params["token"])
    return page(request, "invite.html", viewer, invitation=found, refusal="", field_refused="")


async def accept_now(request: Request) -> Response:
    """Make the account the link stands for and go in."""
    viewer = await viewer_of(request)
    typed, password = await _typed(request)
    token = request.path_params["token"]
    try:
        _check(typed, password, [request.scope["dueremi.company"].company, typed["name"]])
        saved = await attempt(
            accept_invitation, viewer, form_key=typed["form_key"], token=token, name=typed["name"],
            email=typed["email"], password_hash=await hash_password(password), language=typed["language"],
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == "link_expired":
            raise
        found = await ask(_invitation, viewer, token=token)
        return _again(request, "invite.html", viewer, refusal, typed, invitation=found)
    return await _in(viewer, str(saved.answer), typed)


async def _typed(request: Request) -> tuple[dict[str, str], str]:
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in _FIELDS}
    if typed["language"] not in LANGUAGES:
        typed["language"] = (await viewer_of(request)).language
    # The password is as it was typed, spaces at the ends included, and it is never sent back.
    return typed, str(form.get("password", ""))


def _check(typed: dict[str, str], password: str, names: list[str]) -> None:
    person_draft(typed["name"], typed["email"], typed["language"])
    check_password(password, names=[*names, typed["email"].split("@")[0]])


async def _in(viewer: Viewer, person_id: str, typed: dict[str, str]) -> Response:
    answer = await let_in(viewer, person_id, "/")
    remember_language(answer, typed["language"])
    return answer


def _again(
    request: Request, template: str, viewer: Viewer, refusal: Refusal, typed: dict[str, str], **more: Any
) -> Response:
    sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
    return page(
        request, template, viewer, status=422, refusal=sentence, field_refused=refusal.field or "", typed=typed, **more
    )


def _invitation(session: Session, viewer: Viewer, *, token: str) -> InvitationView:
    return invitation_view(session, token=token, now=clock.now())


ROUTES = [
    Route("/setup", setup_page, methods=["GET"]),
    Route("/setup", setup_now, methods=["POST"]),
    Route("/invite/{token}", invitation_page, methods=["GET"]),
    Route("/invite/{token}", accept_now, methods=["POST"]),
]
