"""A browser that has answered a question: a secret of its own in one HttpOnly cookie, set with the first answer."""

from starlette.requests import Request
from starlette.responses import Response

from store.settings import settings

COOKIE = "dueremi_browser"
LONGEST = 100


def browser_of(request: Request, form_key: str = "") -> str:
    """The secret of this browser; while it has none, the key of the form it sends."""
    return (request.cookies.get(COOKIE, "") or form_key)[:LONGEST]


def remember_browser(response: Response, secret: str) -> None:
    """Keep the secret for a year."""
    response.set_cookie(
        COOKIE, secret, max_age=31_536_000, path="/", httponly=True, samesite="lax", secure=settings().secure
    )
