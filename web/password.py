"""`/password`: another password for oneself. Every other device of this person is signed out by it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import May
from models.errors import Refusal
from models.people import check_password
from models.sign_ins import change_password, own_hash
from web.entry import ask, attempt, page, viewer_of
from web.passwords import hash_password, password_fits
from web.throttle import address_of, count_wrong, slow_down
from words.refusals import refusal_sentence
from words.speech import speech


async def password_page(request: Request) -> Response:
    """Old and new."""
    viewer = await viewer_of(request)
    viewer.must(May.ACCOUNT_OWN)
    return page(request, "password.html", viewer, refusal="", field_refused="", saved=False)


async def change(request: Request) -> Response:
    """Check the old one, keep the new one."""
    viewer = await viewer_of(request)
    form = await request.form()
    old, new, key = (str(form.get(name, "")) for name in ("old", "password", "form_key"))
    address = address_of(request)
    try:
        found = await ask(own_hash, viewer)
        await slow_down("password", address)
        if not await password_fits(old, found.password_hash):
            count_wrong("password", address)
            raise Refusal("sign_in_wrong", field="old")
        check_password(new, names=[viewer.name, request.scope["dueremi.company"].company])
        await attempt(change_password, viewer, form_key=key, password_hash=await hash_password(new))
    except Refusal as refusal:
        if refusal.field is None:
            raise
        sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
        return page(request, "password.html", viewer, status=422, refusal=sentence, field_refused=refusal.field,
                    saved=False, typed={"form_key": key})  # fmt: skip
    return page(request, "password.html", viewer, refusal="", field_refused="", saved=True)


ROUTES = [Route("/password", password_page, methods=["GET"]), Route("/password", change, methods=["POST"])]
