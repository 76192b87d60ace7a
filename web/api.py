"""`POST /api/processes/{id}/cases?at=`: cases that a program brings, with the key of that one process.

A key opens this address and nothing else, and a cookie never does (the gate takes cookies out before). The body goes to
a file as it comes, so that a large one costs no memory; one is read at a time. Every no is JSON with row, column and
sentence; the same delivery twice is answered as the first time.
"""

import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter, to_thread
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from exchange.asked import Reading, Refused, moment, several
from exchange.dates import FORMATS
from exchange.json_lines import as_csv
from exchange.loading import Doors, Wanted, load_file
from exchange.operating import errors_of
from exchange.unreadable import CASES, CellError, UnreadableFile
from models.errors import NotFound, Refusal
from models.evidence import Source
from models.tokens import Bearer, bearer_of, note_use
from store import clock
from store.doors import StoreTrouble, reading, writing
from web.throttle import address_of, count_wrong, slow_down
from web.turns import in_thread
from words.refusals import refusal_sentence
from words.speech import language_for, speech

KINDS = {
    "text/csv": "cases.csv", "application/gzip": "cases.csv.gz", "application/x-ndjson": "cases.jsonl",
    "application/jsonl": "cases.jsonl", "application/json-lines": "cases.jsonl",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "cases.xlsx",
}  # fmt: skip
# A program that sends its changes every minute, and a few by hand beside it.
PACE = RateLimitItemPerMinute(30, namespace="api")
CONFLICTS = ("as_of_older", "already_imported", "load_undone", "load_running")

log = logging.getLogger("dueremi.api")
_limiter = MovingWindowRateLimiter(MemoryStorage())
_one_at_a_time: list[CapacityLimiter] = []


async def bring_cases(request: Request) -> Response:
    """Take in the cases of one process."""
    language = language_for(request.headers.get("accept-language"))
    try:
        bearer = await _bearer(request)
        if not _limiter.hit(PACE, bearer.token_id):
            return _no(429, "wait", language, {"Retry-After": "60"})
        kind = KINDS.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())
        if kind is None:
            return _no(415, "body_unknown", language)
        asked = _asked(request, bearer)
    except NotFound:
        return _no(401, "key_unknown", language, {"WWW-Authenticate": "Bearer"})
    except Refusal as refusal:
        return _no(429 if refusal.code == "wait" else 403, refusal.code, language)
    except Refused as refused:
        return JSONResponse({"error": refused.errors}, status_code=422)
    except StoreTrouble:
        return _trouble(language)
    with tempfile.TemporaryDirectory(prefix="dueremi-api-") as folder:
        path = Path(folder) / kind
        try:
            await _kept(request, path)
        except TooMuch:
            return _no(413, "body_large", language)
        except ClientDisconnect:
            return Response(status_code=400)
        return await _answer(path, kind, asked, bearer, language)


async def no_other_way(request: Request) -> Response:
    """GET and the like: say what this address is for."""
    return _no(405, "only_post", language_for(request.headers.get("accept-language")), {"Allow": "POST"})


class TooMuch(Exception):
    """More came than a file of cases may hold."""


async def _bearer(request: Request) -> Bearer:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    address = address_of(request)
    await slow_down("api", address)
    try:
        if scheme.lower() != "bearer" or not token.strip():
            raise NotFound()
        return await in_thread(_look_up, token.strip(), request.path_params["process_id"])
    except NotFound:
        count_wrong("api", address)
        raise


def _look_up(token: str, process_id: str) -> Bearer:
    with reading() as session:
        bearer = bearer_of(session, token=token, process_id=process_id)
    if bearer.viewer.person_id is None:
        raise NotFound()
    writing(lambda session: note_use(session, token_id=bearer.token_id, now=clock.now()))
    return bearer


def _asked(request: Request, bearer: Bearer) -> Wanted:
    query = request.query_params
    at = datetime.fromtimestamp(moment(query.get("at", ""), bearer.zone), UTC)
    columns = {}
    for pair in sorted(several(query.get("columns"), "columns") or ()):
        name, _, label = pair.partition("=")
        columns[name.strip()] = label.strip()
    dates = query.get("dates")
    read = Reading(bearer.zone, columns=columns, dates=dates if dates in FORMATS else None)
    return Wanted(
        bearer.process_id, bearer.viewer, at, "", read, Source.PROGRAM, salt=at.isoformat(), only=query.get("only")
    )


async def _kept(request: Request, path: Path) -> None:
    """The body, written as it comes."""
    got = 0
    with path.open("wb") as file:
        async for part in request.stream():
            got += len(part)
            if got > CASES.file_bytes:
                raise TooMuch
            await to_thread.run_sync(file.write, part)


async def _answer(path: Path, kind: str, wanted: Wanted, bearer: Bearer, language: str) -> Response:
    if not _one_at_a_time:
        _one_at_a_time.append(CapacityLimiter(1))
    try:
        told = await to_thread.run_sync(_loaded, path, kind, wanted, limiter=_one_at_a_time[0])
    except (Refused, UnreadableFile) as no:
        return JSONResponse({"error": errors_of(no, language)}, status_code=422)
    except NotFound:
        return _no(404, "not_found", language)
    except Refusal as refusal:
        status = 409 if refusal.code in CONFLICTS else 403 if refusal.code == "not_allowed" else 422
        return JSONResponse({"error": errors_of(refusal, language)}, status_code=status)
    except StoreTrouble:
        return _trouble(language)
    again = told.pop("again")
    told.pop("load_id", None)
    return JSONResponse({**told, "again": again}, status_code=200 if again else 201)


def _loaded(path: Path, kind: str, wanted: Wanted) -> dict[str, Any]:
    doors = Doors(reading, writing, clock.now)
    if not kind.endswith(".jsonl"):
        return load_file(path, kind, wanted, doors)
    table = path.with_name("cases.csv")
    as_csv(path, table)
    try:
        return load_file(table, table.name, wanted, doors)
    except UnreadableFile as no:
        # Line 1 of what was sent is row 2 of the table we made of it.
        moved = [
            CellError(None if e.row is None else e.row - 1, e.column, e.code, _without_place(e)) for e in no.errors
        ]
        raise UnreadableFile(moved, no.total) from None


def _without_place(error: CellError) -> dict[str, object]:
    return {**error.facts, "cell": f"{error.column}"} if "cell" in error.facts else error.facts


def _no(status: int, code: str, language: str, headers: dict[str, str] | None = None) -> Response:
    sentence = refusal_sentence(speech(language), code, {})
    error = {"row": None, "column": None, "sentence": sentence}
    return JSONResponse({"error": [error]}, status_code=status, headers=headers)


def _trouble(language: str) -> Response:
    sentence = refusal_sentence(speech(language), "", {})
    error = {"row": None, "column": None, "sentence": sentence}
    return JSONResponse({"error": [error]}, status_code=503, headers={"Retry-After": "10"})


def forgive() -> None:
    """Forget every count (tests)."""
    _limiter.storage.reset()


ROUTES = [
    Route("/api/processes/{process_id}/cases", bring_cases, methods=["POST"]),
    Route("/api/processes/{process_id}/cases", no_other_way, methods=["GET", "PUT", "DELETE", "PATCH"]),
]
