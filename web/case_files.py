"""The cases of a process as a CSV that Excel opens and our own import takes back; for staff, asked like a question."""

from datetime import UTC, datetime
from typing import Any

import anyio.to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.csvs import write_csv
from models.access import Viewer
from models.case_sets import evidence_cases, evidence_sets
from models.errors import NotFound
from models.processes import process_view
from models.verdicts import promise_bases
from web.entry import ask, viewer_of

Columns = list[list[Any]]
COLUMNS = ("case_id", "start", "end", "segment", "touchpoint", "outcome", "value")


def cases_of_process(session: Session, viewer: Viewer, *, process_id: str, promise_id: str = "") -> Columns:
    """Every case that counts now; with a promise, exactly those that its verdict looks at.

    Raises:
        NotFound: no such process, no data, or a promise of another process.
    """
    process_view(session, viewer, process_id=process_id)
    which = evidence_sets(session, viewer, process_ids={process_id}).get(process_id)
    if which is None:
        raise NotFound()
    if not promise_id:
        return _columns(evidence_cases(session, viewer, which=which))
    basis = promise_bases(session, viewer, promise_ids=[promise_id]).get(promise_id)
    if basis is None or basis.which is None or basis.which.process_id != process_id:
        raise NotFound()
    since, segment = basis.terms.since(which.as_of, basis.zone), basis.terms.segment or None
    return _columns(evidence_cases(session, viewer, which=which, since=since, segment=segment))


def as_csv(columns: Columns) -> bytes:
    """The file; moments in UTC with their offset, so that it reads alike everywhere."""
    return write_csv(COLUMNS, list(zip(*columns, strict=True)))


async def download(request: Request) -> Response:
    """GET /download/cases/{process_id}.csv, with ?promise= only the cases of that promise's verdict."""
    viewer = await viewer_of(request)
    asked = {"process_id": request.path_params["process_id"], "promise_id": request.query_params.get("promise", "")}
    found = await ask(cases_of_process, viewer, **asked)
    data = await anyio.to_thread.run_sync(as_csv, found)
    headers = {"Content-Disposition": 'attachment; filename="cases.csv"', "Cache-Control": "no-store"}
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


def _columns(raw: Any) -> Columns:
    values = [None if value != value else value for value in raw.value.tolist()]
    times = (_moments(raw.start.tolist()), _moments(raw.end.tolist()))
    return [raw.ids.tolist(), *times, raw.segment.tolist(), raw.touchpoint.tolist(), raw.outcome.tolist(), values]


def _moments(seconds: list[float]) -> list[str | None]:
    return [None if t != t else datetime.fromtimestamp(t, UTC).isoformat(" ") for t in seconds]


ROUTES = [Route("/download/cases/{process_id:str}.csv", download, methods=["GET"])]
