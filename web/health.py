"""Whether this server can do its work: it asks the database, not only itself."""

import logging

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from store.doors import StoreTrouble, reading
from web.turns import in_thread

log = logging.getLogger("dueremi.web")


async def healthz(request: Request) -> PlainTextResponse:
    """200 "ok" when the database answers, 503 otherwise."""
    try:
        await in_thread(_ask_database)
    except StoreTrouble as trouble:
        log.warning("healthz: %s", trouble)
        return PlainTextResponse("the database does not answer\n", status_code=503)
    return PlainTextResponse("ok\n")


def _ask_database() -> None:
    with reading() as session:
        session.connection().execute(text("SELECT 1"))


ROUTES = [Route("/healthz", healthz, methods=["GET"])]
