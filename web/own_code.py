"""A guest's own code in this browser: it opens their place again, here when the sign-in has ended, or on another phone.

Only its hash is stored, so this browser keeps it to show it again; whoever signs out takes it away.
"""

from starlette.requests import Request
from starlette.responses import Response

from models.base import normal_code
from models.joining import RETURN_CODE_LENGTH
from store.settings import settings

COOKIE = "dueremi_code"
# Longer than the sign-in it opens again.
LASTS = 365 * 86_400


def keep_code(response: Response, code: str) -> None:
    """Let this browser keep the code."""
    response.set_cookie(
        COOKIE, normal_code(code), max_age=LASTS, path="/", httponly=True, samesite="lax", secure=settings().secure
    )


def forget_code(response: Response) -> None:
    """Take it away."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=settings().secure)


def code_of(request: Request) -> str:
    """The code as this browser keeps it, spelled for reading; empty for everybody else."""
    code = normal_code(request.cookies.get(COOKIE, ""))
    return spelled(code) if len(code) == RETURN_CODE_LENGTH else ""


def spelled(code: str) -> str:
    """A code in two halves, easier to read aloud."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
