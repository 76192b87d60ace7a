"""The way in and out, as plain pages: `/signin`, `/signout`, and `/return` for a guest on another device.

An unknown e-mail gets the same sentence in the same time as a wrong password. Only wrong attempts slow an address down.
"""

from contextlib import suppress
from urllib.parse import urlsplit

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Kind, Viewer
from models.base import new_token, token_hash
from models.errors import NotSignedIn, Refusal
from models.people import PASSWORD_LONGEST
from models.sign_ins import Credentials, credentials_for, return_by_code, sign_out, start_sign_in
from models.viewers import viewer_of_person
from web.entry import ask, attempt, forget_response, page, sign_in_response, viewer_of
from web.own_code import code_of, forget_code, keep_code
from web.passwords import password_fits
from web.throttle import address_of, count_wrong, slow_down
from words.refusals import refusal_sentence
from words.speech import speech


async def sign_in_page(request: Request) -> Response:
    """The form, and the other ways in; somebody who is in already goes on."""
    viewer = await viewer_of(request)
    wanted = same_site(request.query_params.get("next"))
    company = request.scope["dueremi.company"]
    if not company.is_open:
        return RedirectResponse("/setup", status_code=303)
    if viewer.person_id is not None:
        return RedirectResponse(wanted, status_code=303)
    # Whoever was a guest has no password: what opens their place again is said first.
    guest = "out" not in request.query_params and (bool(code_of(request)) or wanted.startswith(("/w/", "/mine")))
    return page(request, "signin.html", viewer, next=wanted, refusal="", out="out" in request.query_params,
                guest=guest, was_here=bool(code_of(request)))  # fmt: skip


async def sign_in(request: Request) -> Response:
    """Check the password and let this browser be that person."""
    viewer = await viewer_of(request)
    form = await request.form()
    email, password = str(form.get("email", "")), str(form.get("password", ""))
    wanted = same_site(str(form.get("next", "")))
    address, person = address_of(request), token_hash(email.strip().casefold())[:16]
    try:
        await slow_down("password", address)
        # Many addresses guessing at one person are slowed down as well.
        await slow_down("person", person)
        found = await ask(_credentials, viewer, email=email[:400])
        if not await password_fits(password[: PASSWORD_LONGEST + 1], found.password_hash) or not found.person_id:
            count_wrong("password", address)
            count_wrong("person", person)
            raise Refusal("sign_in_wrong")
        return await let_in(viewer, found.person_id, wanted)
    except Refusal as refusal:
        sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
        return page(request, "signin.html", viewer, status=422, next=wanted, refusal=sentence, out=False,
                    typed={"email": email})  # fmt: skip


async def sign_out_page(request: Request) -> Response:
    """Signing out changes something, so it is a button and not a link."""
    viewer = await viewer_of(request)
    if viewer.person_id is None:
        return RedirectResponse("/signin", status_code=303)
    return page(request, "signout.html", viewer)


async def sign_out_now(request: Request) -> Response:
    """End every sign-in of this person, in every tab and on every device."""
    viewer = await viewer_of(request)
    with suppress(NotSignedIn):
        await attempt(sign_out, viewer, form_key=new_token())
    answer = RedirectResponse("/signin?out=1", status_code=303)
    forget_response(answer)
    forget_code(answer)
    return answer


async def return_page(request: Request) -> Response:
    """For a guest on another device, or whose sign-in has ended: the code shown at joining, which this one may keep."""
    wanted = same_site(request.query_params.get("next"))
    return page(request, "return.html", await viewer_of(request), refusal="", next=wanted,
                typed={"code": code_of(request)})  # fmt: skip


async def return_now(request: Request) -> Response:
    """Open the guest's own place on this device too."""
    viewer = await viewer_of(request)
    form = await request.form()
    code, wanted = str(form.get("code", ""))[:100], same_site(str(form.get("next", "")))
    address, token = address_of(request), new_token()
    try:
        await slow_down("return", address)
        await attempt(return_by_code, viewer, form_key=new_token(), code=code, token=token)
    except Refusal as refusal:
        if refusal.code == "code_wrong":
            count_wrong("return", address)
        sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
        return page(request, "return.html", viewer, status=422, refusal=sentence, typed={"code": code},
                    next=wanted)  # fmt: skip
    answer = RedirectResponse(wanted if wanted.startswith("/w/") else "/mine", status_code=303)
    sign_in_response(answer, token, Kind.GUEST)
    keep_code(answer, code)
    return answer


async def let_in(viewer: Viewer, person_id: str, wanted: str) -> Response:
    """Open a sign-in for a person who has just shown who they are, and send them on."""
    token = new_token()
    await attempt(start_sign_in, viewer, form_key=new_token(), person_id=person_id, token=token)
    person = await ask(_person, viewer, person_id=person_id)
    answer = RedirectResponse(wanted, status_code=303)
    sign_in_response(answer, token, person.kind or Kind.STAFF)
    return answer


def same_site(wanted: str | None) -> str:
    """A path of this site from what `?next=` says; the beginning for everything else."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    if any(ord(sign) <= 32 or sign == "\\" or ord(sign) == 127 for sign in wanted):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc or parts.path.startswith(("/signin", "/signout")) else wanted


def _credentials(session: Session, viewer: Viewer, *, email: str) -> Credentials:
    return credentials_for(session, email)


def _person(session: Session, viewer: Viewer, *, person_id: str) -> Viewer:
    return viewer_of_person(session, person_id)


ROUTES = [
    Route("/signin", sign_in_page, methods=["GET"]),
    Route("/signin", sign_in, methods=["POST"]),
    Route("/signout", sign_out_page, methods=["GET"]),
    Route("/signout", sign_out_now, methods=["POST"]),
    Route("/return", return_page, methods=["GET"]),
    Route("/return", return_now, methods=["POST"]),
]
