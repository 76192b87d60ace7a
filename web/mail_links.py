"""`/mail/stop/{token}`, `/mail/confirm/{token}`: the links of a mail. Looking changes nothing, one press does it.

A mail program presses by itself what RFC 8058 names, without a page of ours and without a cookie: the signed token is
all it needs, and all it can do is end the mails of one person.
"""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from models.access import NOBODY, Viewer
from models.base import new_token
from models.errors import NotFound
from models.mail_choices import confirm_mail, mail_link_view, stop_mail
from web.entry import ask, attempt, page, viewer_of
from web.throttle import address_of, count_wrong, slow_down
from words.speech import LANGUAGES

MAIL = "mail"


async def look(request: Request) -> Response:
    """What pressing the button does, in the language of whoever was written to."""
    return page(request, "mail_link.html", await _reader(request), what=_what(request), done=False)


async def press(request: Request) -> Response:
    """Stop, or confirm: once, twice, by a person or by a mail program."""
    reader, what = await _reader(request), _what(request)
    command = stop_mail if what == "stop" else confirm_mail
    # Pressed again years later it must stop again: no form key of the first time stands in the way.
    await attempt(command, NOBODY, form_key=new_token(), token=request.path_params["token"])
    return page(request, "mail_link.html", reader, what=what, done=True)


async def _reader(request: Request) -> Viewer:
    viewer, address = await viewer_of(request), address_of(request)
    await slow_down(MAIL, address)
    try:
        language = await ask(mail_link_view, NOBODY, token=request.path_params["token"], purpose=_what(request))
    except NotFound:
        count_wrong(MAIL, address)
        raise
    chosen = request.query_params.get("lang", language)
    return viewer if viewer.person_id or chosen not in LANGUAGES else replace(viewer, language=chosen)


def _what(request: Request) -> str:
    return "confirm" if request.url.path.startswith("/mail/confirm/") else "stop"


ROUTES = [
    Route("/mail/stop/{token}", look, methods=["GET"]),
    Route("/mail/stop/{token}", press, methods=["POST"]),
    Route("/mail/confirm/{token}", look, methods=["GET"]),
    Route("/mail/confirm/{token}", press, methods=["POST"]),
]
