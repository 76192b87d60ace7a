"""For the whole organisation: a board without account, the month as workbook and deck, every table of the desk."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session

from models import boards, promises, touchpoints
from models.access import NOBODY, Viewer
from models.all_verdicts import refresh_verdicts
from models.conduct import create_workshop
from models.errors import Refusal
from models.feedback import Feedback, Source, leave_feedback
from store import clock
from store.doors import counting, reading, writing
from tests.company import Company, found
from tests.conftest import Database
from tests.models.promising import LATER, bring, delivery, orders, promise
from tests.web.conftest import Site

EVIL = '=HYPERLINK("http://evil","x")'


@pytest.fixture
def company(database: Database) -> Company:
    """A promise with a verdict, told to customers, and a voice about a touchpoint."""
    clock.set_clock(lambda: LATER)
    company = writing(found)
    process_id = writing(lambda s: delivery(s, company.logistics))
    kept = writing(lambda s: promise(s, company.marketing, process_id, sentence="A casa tua in 48 ore"))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    refresh_verdicts(reading, writing, company.marketing, now=LATER)
    writing(lambda s: promises.start_using(s, company.marketing, now=LATER, promise_id=kept))
    writing(lambda s: touchpoints.lay_stages(s, "it"))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[3].id
    writing(lambda s: touchpoints.add_touchpoint(s, company.manager, now=LATER, name="Bottega", stage_id=stage))
    with reading() as session:
        token = touchpoints.touchpoints_all(session, company.manager)[0].door_token
    voice = writing(lambda s: leave_feedback(s, NOBODY, now=LATER, token=token, face=1, words=EVIL))
    writing(lambda s: _asked_more(s, voice))
    return company


def _asked_more(session: Session, voice: str) -> None:
    """Twenty customers who also said whether they would recommend us, and how easy it was."""
    touchpoint_id = session.get_one(Feedback, voice).touchpoint_id
    for n in range(20):
        session.add(Feedback(touchpoint_id=touchpoint_id, source=Source.DOOR, face=5, recommends=1 + n % 5, effort=7,
                             created_at=LATER))  # fmt: skip


def enters(site: Site, who: Viewer) -> None:
    site.cookies.clear()
    if who.person_id:
        site.sign_in(who.person_id)


def test_a_board_shows_one_picture_a_day_without_an_account_until_its_link_is_closed(
    site: Site, company: Company
) -> None:
    def link() -> str | None:
        with reading() as session:
            return boards.boards_all(session, company.manager)[0].token

    board = writing(lambda s: boards.open_board(s, company.manager, now=LATER, name="Magazzino", language="it"))
    first, said = link(), set()
    for day in range(12):
        clock.set_clock(lambda day=day: LATER + timedelta(days=day))  # type: ignore[misc]
        shown = site.ask("GET", f"/board/{first}")
        assert shown.status_code == 200
        assert 'http-equiv="refresh"' in shown.text
        assert "<script" not in shown.text
        assert site.ask("GET", f"/board/{first}").text == shown.text, "the same all day"
        said.add(shown.text.split("<h1")[1].split("</h1>")[0])
        for inner in ("evil", "HYPERLINK", "Anna", "Consegna online", "Rosa", "€"):
            assert inner not in shown.text, inner
    assert len(said) > 2, "another picture on another day"
    assert any("non regge: 86 su 100" in one or "«A casa tua in 48 ore»" in one for one in said)
    assert "How to read this" in site.ask("GET", f"/board/{first}?lang=en").text
    writing(lambda s: boards.renew_board(s, company.manager, now=LATER, board_id=board))
    assert site.ask("GET", f"/board/{first}").status_code == 404
    second = link()
    assert site.ask("GET", f"/board/{second}").status_code == 200
    writing(lambda s: boards.close_board(s, company.manager, now=LATER, board_id=board))
    for token in (second, "x"):
        assert site.ask("GET", f"/board/{token}").status_code == 404

    def fill(session: Session) -> None:
        for n in range(boards.BOARDS_MOST):
            boards.open_board(session, company.manager, now=LATER, name=f"Bottega {n}", language="it")

    writing(fill)
    with pytest.raises(Refusal, match="too_many_boards"):
        writing(lambda s: boards.renew_board(s, company.manager, now=LATER, board_id=board))


def test_the_month_is_a_workbook_with_charts_of_its_own_and_a_deck_in_either_language(
    site: Site, company: Company
) -> None:
    address = f"/download/month/{LATER:%Y-%m}"
    enters(site, company.outsider)
    book = site.ask("GET", f"{address}.xlsx?in=en")
    read: Any = openpyxl.load_workbook(io.BytesIO(book.content))
    assert read.sheetnames[:5] == ["Summary", "Charts", "Promises", "Voices", "Touchpoints"]
    assert len(read["Charts"]._charts) == 1, "the weeks; one promise and one touchpoint are no chart"
    counted = {row[0].value: row[1].value for row in read["Summary"].iter_rows(min_row=2)}
    # Twenty said 1 to 5 of 10 (no promoter), 7 of 7 (easy) and the face 5; one voice more went badly.
    assert (counted["NPS"], counted["CES"], counted["CSAT, %"]) == (-100, 7, 95.2)
    sheet = read["Promises"]
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("A2", "landscape", 1)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["A2"].value == "A casa tua in 48 ore"
    assert isinstance(sheet["B2"].value, int | float), "a number is a number"
    assert sheet["H1"].value == "Data as of"
    assert all(isinstance(cell.value, datetime) for cell in (sheet["H2"], read["Voices"]["A2"])), "a day is a day"
    assert all(one.sheet_properties.pageSetUpPr.fitToPage for one in read), "as wide as a page, truly"
    with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) and "worksheets" in name]
    decks = {language: site.ask("GET", f"{address}.pdf?in={language}").content for language in ("it", "en")}
    assert all(deck.startswith(b"%PDF") and b"960 540" in deck for deck in decks.values())
    assert decks["it"] != decks["en"]
    assert decks["it"] == site.ask("GET", f"{address}.pdf?in=it").content, "the same month gives the same bytes"
    for bad in ("2026-13", "2099-01", "nov"):
        assert site.ask("GET", f"/download/month/{bad}.xlsx").status_code == 404
    for who in (company.customer, company.guest, NOBODY):
        enters(site, who)
        assert site.ask("GET", f"{address}.pdf").status_code == 404


TABLES: dict[str, tuple[str, ...]] = {
    "listening": ("marketing", "administrator"), "processes": ("marketing",), "actions": ("marketing",),
    "money": ("marketing",), "people": ("marketing",), "log": ("administrator",), "scorecard": ("marketing",),
    "workshops": ("marketing", "customer"), "campaigns": ("marketing",), "ideas": ("marketing", "customer"),
    "backlog": ("marketing", "customer"), "voices": ("marketing",), "journey": ("marketing",),
    "deliveries": ("administrator",), "diaries": ("marketing",),
}  # fmt: skip


def test_every_table_of_the_desk_leaves_whole_for_who_may_see_its_page_and_nothing_in_it_runs(
    site: Site, company: Company
) -> None:
    sheet: Any
    for name, allowed in TABLES.items():
        for who in allowed:
            enters(site, getattr(company, who))
            answer = site.ask("GET", f"/download/table/{name}.xlsx")
            assert answer.status_code == 200, (name, who)
            sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
            assert sheet.freeze_panes == "A2"
            assert not [cell for row in sheet.rows for cell in row if cell.data_type == "f"], name
        enters(site, NOBODY)
        assert site.ask("GET", f"/download/table/{name}.xlsx").status_code == 404
    shop = writing(lambda s: create_workshop(s, company.facilitator, now=LATER, group_id=company.group_id,
                                             title="Una sera", planned_on=LATER.date(),
                                             questions=["Che cosa?", "Quali?"]))  # fmt: skip
    for name in ("members", "presence", "room"):
        address = f"/download/table/{name}.xlsx?group={company.group_id}&workshop={shop}"
        enters(site, company.manager)
        assert site.ask("GET", address).status_code == 200, name
        enters(site, company.outsider)
        assert site.ask("GET", address).status_code == 404, name
    enters(site, company.customer)
    for name in ("voices", "journey", "deliveries", "diaries", "listening", "people", "log", "money", "unknown"):
        assert site.ask("GET", f"/download/table/{name}.xlsx").status_code == 404, name
    enters(site, company.marketing)
    heard = site.ask("GET", "/download/table/listening.xlsx?face=1")
    sheet = openpyxl.load_workbook(io.BytesIO(heard.content)).active
    cells = [cell for row in sheet.rows for cell in row]
    evil = [cell for cell in cells if str(cell.value).startswith("=")]
    assert [(cell.value, cell.data_type) for cell in evil] == [(EVIL, "s")]
    none = site.ask("GET", "/download/table/listening.xlsx?face=3")
    sheet = openpyxl.load_workbook(io.BytesIO(none.content)).active
    assert sheet.max_row == 1, "filtered as on the page"


def test_plain_pages_ask_the_database_at_most_twenty_questions(site: Site, company: Company) -> None:
    made = writing(lambda s: boards.open_board(s, company.manager, now=LATER, name="Magazzino", language="it"))
    with reading() as session:
        token = next(one.token for one in boards.boards_all(session, company.manager) if one.id == made)
    site.sign_in(company.customer.person_id or "")
    for path in ("/mine", "/my-data", "/commitments", "/you-said", f"/board/{token}"):
        site.get(path)
        with counting() as counted:
            assert site.get(path).status_code == 200, path
        assert len(counted.statements) <= 20, path
