"""`/download/care.xlsx` and `.csv`: the cases that are about to miss, with the sentence to send; for who works here."""

from datetime import datetime

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from exchange.csvs import write_csv
from exchange.workbook import Sheet, Value, write_workbook
from models.care import MOST_IN_A_FILE, CareCase, CarePage, Standing, care_page
from models.days import day_here
from models.errors import NotFound
from store import clock
from store.settings import settings
from web.downloads import XLSX, as_file
from web.entry import ask, viewer_of
from words.care import case_words, left_words, place_words, sentence_to_send
from words.speech import Speech, speech


def care_rows(say: Speech, found: CarePage, *, over: bool) -> tuple[list[str], list[list[Value]]]:
    """Header and rows of the list, in the reader's language."""
    header = [
        say("Touchpoint"), say("Case"), say("Promise"), say("Begun"), say("Promised for"), say("Time"),
        say("Told the customer"), say("Who"), say("Sentence to send"),
    ]  # fmt: skip
    return header, [_row(say, one, over=over) for one in found.items]


async def care_file(request: Request) -> Response:
    """GET /download/care.xlsx or .csv, with ?standing= and ?touchpoint= as on the page."""
    viewer = await viewer_of(request)
    if request.path_params["kind"] not in ("xlsx", "csv"):
        raise NotFound()
    asked, moment = request.query_params, clock.now()
    standing = Standing.OVER if asked.get("standing") == Standing.OVER else Standing.SOON
    found = await ask(
        care_page, viewer, now=moment, standing=standing, touchpoint=asked.get("touchpoint"), most=MOST_IN_A_FILE
    )
    say = speech(viewer.language)
    header, rows = care_rows(say, found, over=standing is Standing.OVER)
    name = f"{say('About to miss') if standing is Standing.SOON else say('Missed already')} {day_here(moment):%Y-%m-%d}"
    if request.path_params["kind"] == "csv":
        data = await anyio.to_thread.run_sync(write_csv, header, rows)
        answer = as_file(data, f"{name}.csv", "text/csv; charset=utf-8")
    else:
        sheet = Sheet(say("About to miss"), header, rows)
        data = await anyio.to_thread.run_sync(lambda: write_workbook([sheet], zone=settings().zone))
        answer = as_file(data, f"{name}.xlsx", XLSX)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _row(say: Speech, one: CareCase, *, over: bool) -> list[Value]:
    said = sentence_to_send(
        say, one.sentences, case=case_words(one.noun.one, one.case_id), promise=one.sentence, due=one.due,
        zone=one.zone, over=over,
    )  # fmt: skip
    warned: datetime | None = one.warned_at
    return [
        place_words(say, one.touchpoint), one.case_id, one.sentence, one.started, one.due,
        left_words(say, one.left, business=one.business), warned, one.warned_by, said,
    ]  # fmt: skip


ROUTES = [Route("/download/care.{kind:str}", care_file, methods=["GET"])]
