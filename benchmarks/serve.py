"""The example company as `demo.served` serves it, with one address more, for this machine only: how many statements.

uvicorn serves it as `benchmarks.serve:app` in `python -m benchmarks`. Never run it where others can reach it.
"""

from typing import Any

from sqlalchemy import Engine, event
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from benchmarks import COUNTED
from demo.served import app as company

_NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "PRAGMA")
statements = 0


@event.listens_for(Engine, "before_cursor_execute")
def _count(_conn: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
    global statements
    if not statement.startswith(_NOT_COUNTED):
        statements += 1


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The company's app; the one address more answers before it, and only to this machine."""
    here = scope["type"] == "http" and (scope.get("client") or ("",))[0] in ("127.0.0.1", "::1")
    if here and scope["path"] == COUNTED:
        await PlainTextResponse(str(statements))(scope, receive, send)
        return
    await company(scope, receive, send)
