"""The feedback this browser follows: their codes in one HttpOnly cookie, so that coming back needs no account."""

from starlette.requests import Request
from starlette.responses import Response

from models.base import normal_code
from models.feedback import CODE_LENGTH
from store.settings import settings

COOKIE = "dueremi_voices"
MOST = 10


def voices_of(request: Request) -> list[str]:
    """The codes kept in this browser, the newest first."""
    codes = [normal_code(part) for part in request.cookies.get(COOKIE, "").split(".")]
    return [code for code in codes if len(code) == CODE_LENGTH][:MOST]


def remember_voice(request: Request, response: Response, code: str) -> None:
    """Keep one more code for a year."""
    codes = [code, *[known for known in voices_of(request) if known != code]][:MOST]
    response.set_cookie(
        COOKIE, ".".join(codes), max_age=31_536_000, path="/", httponly=True, samesite="lax",
        secure=settings().secure,
    )  # fmt: skip
