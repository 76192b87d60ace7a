"""Noting what was heard elsewhere: a number, a sentence, Enter; and what the open door asks once the word is left."""

import html
import io
import re
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
import pytest
from sqlmodel import Session, select

from models import matters, touchpoints, voices
from models.feedback import Feedback
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.web.conftest import Site
from web import pace


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    pace.forgive()
    yield
    pace.forgive()


@pytest.fixture
def shop(company: Company) -> touchpoints.TouchpointView:
    def lay(session: Session) -> touchpoints.TouchpointView:
        touchpoints.lay_stages(session, "it")
        matters.lay_matters(session, "it")
        stages = touchpoints.stages_all(session, company.manager)
        for name, stage in (("Bottega <b>", stages[0]), ("Corriere", stages[3]), ("App", stages[2])):
            touchpoints.add_touchpoint(session, company.manager, now=NOW, name=name, stage_id=stage.id)
        return touchpoints.touchpoints_all(session, company.manager)[0]

    return writing(lay)


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_a_voice_is_noted_with_a_face_and_a_sentence_and_the_next_one_remembers_where(
    company: Company, shop: touchpoints.TouchpointView
) -> None:
    site = Site()
    assert site.get("/heard").status_code == 401
    site.sign_in(company.customer.person_id or "")
    assert site.get("/heard").status_code == 403
    clerk = Site()
    clerk.sign_in(company.marketing.person_id or "")
    page = clerk.get("/heard").text
    assert "Bottega &lt;b&gt;" in page
    assert "onclick" not in page
    form = {"form_key": value_of(page, "form_key"), "words": "Chiamatemi al 333 123 4567.", "source": "visit",
            "touchpoint_id": shop.id, "organisation": "Bar Due Mori, 0546 123456", "said_what": "1"}  # fmt: skip
    refused = clerk.post("/heard", form)
    assert "Tocca una delle cinque faccine" in refused.text
    assert "Chiamatemi" in refused.text, "what was typed stays"
    nowhere = clerk.post("/heard", form | {"face": "2", "touchpoint_id": ""})
    assert "Di' dov'è stato: scegli il punto di contatto." in html.unescape(nowhere.text)
    for day, says in (("9999-12-31", "non è ancora arrivato"), ("0026-11-22", "non riusciamo a leggerlo")):
        odd = clerk.post("/heard", form | {"face": "2", "heard_on": day})
        assert (odd.status_code, says in odd.text) == (422, True), day
    assert clerk.post("/heard", form | {"face": "2"}).headers["location"] == "/heard?saved=1"
    told = clerk.get("/heard?saved=1").text
    assert "Annotata:" in told
    assert "1 dato mascherato" in told
    assert re.search(r'<option value="visit" selected>', told), "the last source is remembered"
    with reading() as session:
        (voice,) = voices.last_noted(session, company.marketing)
    assert (voice.words, voice.hidden, voice.organisation, voice.ticks.argued, voice.source) == (
        "Chiamatemi al ••••.", 1, "Bar Due Mori, ••••", 1, "visit",
    )  # fmt: skip


def test_what_one_noted_is_corrected_or_taken_back_within_ten_minutes_by_oneself(
    company: Company, shop: touchpoints.TouchpointView
) -> None:
    clock.set_clock(lambda: NOW)
    clerk, other = Site(), Site()
    clerk.sign_in(company.marketing.person_id or "")
    other.sign_in(company.logistics.person_id or "")
    page = clerk.get("/heard").text
    assert "selected" not in page, "nothing is chosen for anybody"
    assert page.index("Ne sento parlare") < page.index("Ricevo"), "stages stand as on the journey"
    long = "Scrivetemi a anna@posta.it. " + "Il pacco è arrivato tardi. " * 40
    clerk.post("/heard", {"form_key": value_of(page, "form_key"), "words": long, "source": "email", "face": "2",
                          "touchpoint_id": shop.id, "organisation": "Bar Due Mori"})  # fmt: skip
    with reading() as session:
        (noted,) = voices.last_noted(session, company.marketing)
    assert noted.whole == long.replace("anna@posta.it", "••••").strip(), "a whole e-mail, without its address"
    assert (len(noted.words) <= 280, noted.words.endswith("…"), noted.hidden) == (True, True, 1)
    assert "Correggi" not in other.get("/heard").text
    again = clerk.get(f"/heard?voice={noted.id}").text
    assert html.unescape(again).count("Il pacco è arrivato tardi.") >= 40
    form = {"form_key": value_of(again, "form_key"), "voice": noted.id, "words": noted.whole + " Due volte.",
            "source": "phone", "face": "1", "touchpoint_id": shop.id, "organisation": "Bar Due Mori"}  # fmt: skip
    assert other.post("/heard", form | {"form_key": "o" * 32}).status_code == 422
    assert clerk.post("/heard", form).headers["location"] == "/heard?corrected=1"
    with reading() as session:
        (said,) = voices.last_noted(session, company.marketing)
    assert (said.face, said.source, said.hidden, said.organisation) == (1, "phone", 1, "Bar Due Mori")
    assert said.whole.endswith("Due volte.")
    clock.set_clock(lambda: NOW + timedelta(minutes=10))
    late = clerk.post("/heard/back", {"form_key": "l" * 32, "voice": noted.id})
    assert "Sono passati dieci minuti" in late.text
    clock.set_clock(lambda: NOW + timedelta(minutes=9))
    assert clerk.post("/heard/back", {"form_key": "b" * 32, "voice": noted.id}).headers["location"] == "/heard?back=1"
    with reading() as session:
        assert voices.last_noted(session, company.marketing) == []


def test_after_the_word_is_left_a_few_taps_may_be_added_and_never_have_to(
    shop: touchpoints.TouchpointView, site: Site
) -> None:
    door = f"/door/{shop.door_token}"
    sent = {"form_key": value_of(site.get(door).text, "form_key"), "face": "4", "words": "Bene.", "reference": ""}
    thanks = site.get(site.post(door, sent).headers["location"]).text
    assert "Che cosa conta di più per te?" in thanks
    figure = "recommends" if 'name="recommends"' in thanks else "effort"
    more = {"form_key": value_of(thanks.split("/more")[1], "form_key"), "code": value_of(thanks, "code"),
            "matter_id": value_of(thanks, "matter_id"), "came_by": "friend", figure: "6", "said_what": "1"}  # fmt: skip
    assert "Aggiunto" in site.get(site.post(f"{door}/more", more).headers["location"]).text
    with reading() as session:
        row = session.exec(select(Feedback)).one()
    assert (row.came_by, getattr(row, figure), row.argued, row.matter_id) == ("friend", 6, 1, more["matter_id"])
    assert site.post(f"{door}/more", more | {"form_key": "x" * 32, "code": "ZZZZ-ZZZZ"}).status_code == 422


def test_the_empty_list_to_fill_in_says_what_may_stand_in_it(
    company: Company, shop: touchpoints.TouchpointView
) -> None:
    clerk = Site()
    assert clerk.get("/download/voices-template.xlsx").status_code == 404
    clerk.sign_in(company.marketing.person_id or "")
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/download/voices-template.xlsx").content))
    headers = [cell.value for cell in book.worksheets[0][1]]
    assert headers[:3] == ["Testo", "Data", "Punto di contatto"]
    assert book.worksheets[1]["A2"].value == "Bottega <b>"
