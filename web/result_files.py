"""`/download/result/...`, `/download/sheet/...`, `/w/{id}/sheet/{round}`: what is taken away from a closed vote.

The picture (SVG, PNG), the tally sheet, and the page where somebody finds their own line by the code of their vote. The
code comes in a form, never in an address: addresses are kept in logs.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import anyio.to_thread
from anyio import CapacityLimiter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.tally_csv import command_of, labels_of, options_csv, sheet_csv
from models.access import May, Viewer
from models.errors import NotFound, Refusal
from models.results import ResultView, result_view
from models.rounds import round_view
from models.tally_sheet import TallyLine, TallySheet, line_of_code, tally_sheet
from models.walls import SIDES, beat_of
from web.downloads import as_file, not_here
from web.entry import ask, page, viewer_of
from words.marks_said import mark_said
from words.refusals import refusal_sentence
from words.results_shown import shown
from words.speech import speech

CSV = "text/csv; charset=utf-8"
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_painters: list[CapacityLimiter] = []


async def picture(request: Request, *, kind: str) -> Response:
    """The bars and the sides of a result, its conclusion as the title. `kind`: svg or png."""
    viewer = await viewer_of(request)
    try:
        view = await ask(_result, viewer, round_id=request.path_params["round_id"])
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    if not _painters:
        _painters.append(CapacityLimiter(1))
    data = await anyio.to_thread.run_sync(partial(_painted, view, viewer.language, kind), limiter=_painters[0])
    return as_file(data, f"{view.round.question}.{kind}", KINDS[kind])


async def sheet(request: Request) -> Response:
    """The marks of a closed vote, one a line."""
    return await _csv(request, sheet_csv, "")


async def options(request: Request) -> Response:
    """What could be voted for, with its cost."""
    return await _csv(request, options_csv, " - options")


async def sheet_page(request: Request) -> Response:
    """What the sheet is, how it is counted again, and the field for one's code."""
    viewer = await viewer_of(request)
    found, view = await ask(_sheet_and_result, viewer, **_asked(request))
    return _page(request, viewer, found, view)


async def find_line(request: Request) -> Response:
    """The lines of a code. Nothing is saved, so nothing tells who asked for which."""
    viewer = await viewer_of(request)
    code = str((await request.form()).get("code", ""))
    found, view = await ask(_sheet_and_result, viewer, **_asked(request))
    try:
        _, lines = await ask(line_of_code, viewer, round_id=found.round_id, code=code)
    except Refusal as refusal:
        return _page(request, viewer, found, view, code=code, refusal=refusal)
    return _page(request, viewer, found, view, code=code, lines=lines)


def _page(
    request: Request, viewer: Viewer, found: TallySheet, view: ResultView, *, code: str = "",
    lines: list[TallyLine] | None = None, refusal: Refusal | None = None,
) -> Response:  # fmt: skip
    say = speech(viewer.language)
    labels = labels_of(found, language=viewer.language)
    told = [mark_said(say, str(found.kind), labels[line.option_id], line.value, loser=labels.get(line.loser_id, ""),
                      criterion=_criterion(found, line), unit=found.settings.unit or "")
            for line in lines or []]  # fmt: skip
    context: dict[str, Any] = {
        "sheet": found, "base": f"/w/{found.workshop_id}", "command": command_of(found), "code": code, "lines": told,
        "own": view.mine.code if view.mine else "", "hash": found.ballots_hash[:16],
        "refusal": refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
    }  # fmt: skip
    return page(request, "sheet.html", viewer, status=422 if refusal else 200, **context)


def _criterion(found: TallySheet, line: TallyLine) -> str:
    criteria = found.settings.criteria
    return criteria[line.criterion] if len(criteria) > 1 else ""


async def _csv(request: Request, write: Callable[..., bytes], ending: str) -> Response:
    viewer = await viewer_of(request)
    try:
        found, _ = await ask(_sheet_and_result, viewer, round_id=request.path_params["round_id"])
    except Refusal as refusal:
        return not_here(request, viewer, refusal)
    data = await anyio.to_thread.run_sync(partial(write, found, language=viewer.language))
    return as_file(data, f"{found.question}{ending}.csv", CSV)


def _asked(request: Request) -> dict[str, str]:
    return {"round_id": request.path_params["round_id"], "workshop_id": request.path_params["workshop_id"]}


def _result(session: Session, viewer: Viewer, *, round_id: str) -> ResultView:
    """A result that the room has seen whole: what the wall still hides leaves by no other door."""
    row = round_view(session, viewer, round_id=round_id)
    if beat_of(session, row) < SIDES and not viewer.may(May.ROUND_RUN, group_id=row.group_id):
        raise Refusal("result_hidden")
    return result_view(session, viewer, round_id=round_id)


def _sheet_and_result(
    session: Session, viewer: Viewer, *, round_id: str, workshop_id: str = ""
) -> tuple[TallySheet, ResultView]:
    view = _result(session, viewer, round_id=round_id)
    if workshop_id not in ("", view.round.workshop_id):
        raise NotFound()
    return tally_sheet(session, viewer, round_id=round_id), view


def _painted(view: ResultView, language: str, kind: str) -> bytes:
    # Drawing costs a second to begin with: nobody else pays for it.
    from charts.result import as_png, as_svg, result_picture

    spec = result_picture(shown(speech(language), view), question=view.round.question)
    return as_png(spec) if kind == "png" else as_svg(spec)


ROUTES = [
    *(Route(f"/download/result/{{round_id}}.{kind}", partial(picture, kind=kind), methods=["GET"]) for kind in KINDS),
    Route("/download/sheet/{round_id}.csv", sheet, methods=["GET"]),
    Route("/download/sheet/{round_id}/options.csv", options, methods=["GET"]),
    Route("/w/{workshop_id}/sheet/{round_id}", sheet_page, methods=["GET"]),
    Route("/w/{workshop_id}/sheet/{round_id}", find_line, methods=["POST"]),
]
