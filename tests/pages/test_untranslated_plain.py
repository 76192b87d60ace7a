"""In the pseudo-locale nothing is said outside the catalogue: the plain pages of phones and paper, and the sheets."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from sqlmodel import Session
from starlette.routing import Route

from models.access import Viewer
from models.asking import start_asking
from models.observations import open_watch
from models.promises import create_promise
from models.walls import open_wall, wall_view
from models.workshops import join_view
from store import clock, doors
from tests.access.material import STAFF_MARK, TERMS
from tests.pages.grid import Place
from tests.pages.lived import Lived
from tests.pages.test_untranslated import own_words
from tests.pages.visible import untranslated
from tests.web.conftest import Site
from web import entry
from web.routes import all_routes, lead_back
from words.speech import LANGUAGES, PSEUDO

WATCH = "w" * 43
READ_ATTRIBUTES = re.compile(r'\s(?:placeholder|title|aria-label|alt|content)="([^"]*)"')
# Addresses that give no page for people, or a file that other tests open.
NO_PAGE = {"/assets/{name}", "/healthz", "/w/{workshop_id}/state", "/download/my-data.json",
           "/download/cases/{process_id:str}.csv", "/download/care.{kind:str}", "/public/promises.json",
           "/public/promises/{promise_id:str}.json", "/public/promises/{promise_id:str}.svg",
           "/api/processes/{process_id}/cases", "/download/group/{group_id}/meetings.ics", "/w/{workshop_id}/events",
           "/w/{workshop_id}/desk-events", "/wall/{token}/events", "/download/result/{round_id}.png",
           "/download/result/{round_id}.svg", "/download/sheet/{round_id}.csv",
           "/download/sheet/{round_id}/options.csv", "/download/protocol/{workshop_id}.pdf",
           "/download/group/{group_id}/archive.zip",
           # In a language of their own, whoever looks.
           "/board/{token}", "/download/month/{month}.pdf", "/download/month/{month}.xlsx"}  # fmt: skip
SHEETS = {"/download/ideas-template.xlsx", "/download/group/{group_id}.xlsx", "/download/portfolio.xlsx",
          "/download/protocol/{workshop_id}.xlsx", "/download/voices-template.xlsx",
          "/download/journey-weeks.xlsx", "/download/table/{name}.xlsx"}  # fmt: skip
# What a result record names as the command line does: its method, and the libraries it was counted with.
RECORD = {"dots", "numpy", "python"}
# Who opens what: nobody, somebody who conducts, a guest.
NOBODY = ("/signin", "/setup", "/return", "/join", "/join/{token}", "/door/{token}", "/follow", "/follow/{code}",
          "/commitments", "/erased", "/invite/{invitation}", "/enter/{invitation}", "/expect/{token}",
          "/wall/{token}", "/avete-detto", "/you-said", "/diary/{token}", "/my-diary", "/my-diary/{code}",
          "/door/{token}/thanks?no=1", "/commitments/{promise_id}?said=no",
          "/mail/confirm/{token}", "/mail/stop/{token}")  # fmt: skip
FACILITATOR = ("/print/cards", "/print/card/{touchpoint_id}", "/print/workshop/{workshop_id}", "/w/{workshop_id}/try",
               "/password", "/mine", "/my-data", "/erase-me", "/signout", "/w/{workshop_id}", "/say",
               "/say?q=A+casa+in+48+ore",
               "/say/{touchpoint_id}", "/print/front-line/{touchpoint_id}", "/print/expect/{promise_id}",
               "/observe/{token}", "/heard", "/print/diary/{call_id}")  # fmt: skip
GUEST = ("/w/{workshop_id}", "/w/{workshop_id}/idea/{idea_id}", "/mine", "/my-data", "/signout",
         "/w/{workshop_id}/sheet/{round_id}")  # fmt: skip


@pytest.fixture(autouse=True)
def _pseudo_for_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "LANGUAGES", (*LANGUAGES, PSEUDO))


def texts_of(page: str) -> Iterator[str]:
    """Every text of an HTML page that a person reads or hears."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", page, flags=re.S)
    for meta in re.findall(r"<meta[^>]*>", body):
        body = body.replace(meta, "")
    yield from (unescape(found) for found in READ_ATTRIBUTES.findall(body))
    for button in re.findall(r'<input[^>]*type="submit"[^>]*>', body):
        yield from re.findall(r'value="([^"]*)"', button)
    yield from (unescape(part).strip() for part in re.split(r"<[^>]+>", body))


def address(pattern: str, place: Place, token: str) -> str:
    """An address of a route, about things that are there."""
    ids = place.ids
    names = {"workshop_id": ids["workshop"], "idea_id": ids.get("guest_idea", ""), "touchpoint_id": ids["touchpoint"],
             "group_id": ids["group"], "code": "ABCDEFGH", "invitation": "x" * 43,
             "promise_id": ids["promise"], "round_id": ids["vote"], "name": "actions", "call_id": "x" * 32,
             "token": ids["door"] if "door" in pattern else token}  # fmt: skip
    if pattern in ("/expect/{token}", "/observe/{token}"):
        names["token"] = ids["question"] if "expect" in pattern else WATCH
    if pattern == "/wall/{token}":
        names["token"] = ids["wall"]
    path = pattern.format(**names)
    return f"{path}{'&' if '?' in path else '?'}lang={PSEUDO}"


def watched(session: Session, place: Place) -> None:
    """A promise that somebody can stand beside, and the link to watch it."""
    quick = {**TERMS, "sentence": f"In cassa {STAFF_MARK}", "amount": 5, "unit": "min"}
    promise_id = create_promise(
        session, place.people["member"], now=clock.now(), process_id=place.ids["process"], **quick
    )
    open_watch(session, place.people["administrator"], now=clock.now(), promise_id=promise_id,
               touchpoint_id=place.ids["touchpoint"], token=WATCH)  # fmt: skip


def projected(session: Session, place: Place) -> str:
    """The token of the workshop's big screen."""
    facilitator = place.people["facilitator"]
    open_wall(session, facilitator, now=clock.now(), workshop_id=place.ids["workshop"])
    return wall_view(session, facilitator, workshop_id=place.ids["workshop"]).token or ""


def looked_at(place: Place, who: Viewer | None, patterns: tuple[str, ...]) -> list[str]:
    place.ids["question"] = doors.writing(
        lambda session: start_asking(session, place.people["member"], now=clock.now(), promise_id=place.ids["promise"],
                                     question="In quanti giorni?")
    )  # fmt: skip
    doors.writing(lambda session: watched(session, place))
    place.ids["wall"] = doors.writing(lambda session: projected(session, place))
    site, own, found = Site(), own_words(), []
    if who is not None:
        site.sign_in(who.person_id or "")
    facilitator = place.people["facilitator"]
    with doors.reading() as session:
        token = join_view(session, facilitator, workshop_id=place.ids["workshop"]).token
    for pattern in patterns:
        answer = site.get(address(pattern, place, token))
        assert answer.status_code < 500, f"{pattern}: {answer.status_code}"
        found += [f"{pattern}: {one}" for one in untranslated(texts_of(answer.text), own)]
    return found


def test_no_page_for_a_stranger_says_a_word_outside_the_catalogue(lived: Lived) -> None:
    found = looked_at(lived(PSEUDO), None, NOBODY)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("stage", ["before", "collecting", "voting", "closed"])
def test_no_phone_page_says_a_word_outside_the_catalogue(lived: Lived, stage: str) -> None:
    place = lived(PSEUDO, stage=stage)
    guest = [pattern for pattern in GUEST if stage != "before" or "idea_id" not in pattern]
    found = looked_at(place, place.people["guest"], tuple(guest))
    assert not found, "\n".join(found)


def test_no_page_for_who_conducts_says_a_word_outside_the_catalogue(lived: Lived) -> None:
    place = lived(PSEUDO, stage="before")
    found = looked_at(place, place.people["facilitator"], FACILITATOR)
    assert not found, "\n".join(found)


def test_no_sheet_says_a_word_outside_the_catalogue(lived: Lived) -> None:
    place, site = lived(PSEUDO), Site()
    site.sign_in(place.people["facilitator"].person_id or "")
    found = []
    for pattern in sorted(SHEETS):
        answer = site.get(address(pattern, place, ""))
        assert answer.status_code == 200, pattern
        book = openpyxl.load_workbook(BytesIO(answer.content))
        texts = [sheet.title for sheet in book] + [
            cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
        ]  # fmt: skip
        found += [f"{pattern}: {one}" for one in untranslated(texts, own_words() | RECORD)]
    assert not found, "\n".join(found)


def test_every_plain_page_is_looked_at() -> None:
    pages = (one.partition("?")[0] for one in (*NOBODY, *FACILITATOR, *GUEST))
    known = {re.sub(r"\{invitation\}", "{token}", one) for one in pages} | SHEETS | NO_PAGE
    routes = [route for route in all_routes() if isinstance(route, Route) and route.endpoint is not lead_back]
    there = {route.path for route in routes if "GET" in (route.methods or set())}
    assert there - known == set()
