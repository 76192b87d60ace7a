"""What became of it, on the phone of a customer, a guest and somebody who works here; their data are their own."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import Session

from models import decisions, ideas, notices
from models.sign_ins import return_by_code
from store.doors import reading, writing
from store.settings import Settings, settings
from tests.company import NOW, Company
from tests.web.conftest import Site


def key_in(html: str, nth: int = 0) -> str:
    found: list[str] = re.findall(r'name="form_key" value="([^"]+)"', html)
    return found[nth]


@pytest.fixture
def idea(company: Company) -> str:
    return writing(
        lambda s: ideas.add_idea(
            s, company.customer, now=NOW, group_id=company.group_id, text="<img src=x onerror=alert(1)> domenica"
        )
    )


def decide(company: Company, idea: str, outcome: str, reason: str) -> None:
    writing(lambda s: decisions.decide_idea(s, company.manager, now=NOW, idea_id=idea, outcome=outcome, reason=reason))


def test_a_no_is_read_with_its_reason_and_what_was_typed_stays_text(site: Site, company: Company, idea: str) -> None:
    decide(company, idea, "no", "Il corriere la <b>domenica</b> non gira.")
    site.sign_in(company.customer.person_id or "")
    page = site.get("/mine")
    assert page.status_code == 200
    assert "<img src=x" not in page.text
    assert "<b>domenica</b>" not in page.text
    text = unescape(page.text)
    assert "Non si fa: «Il corriere la <b>domenica</b> non gira.»" in text
    assert "La tua idea è qui. Per ora non è diventata niente." in text


def test_the_page_of_one_person_shows_nothing_of_another(site: Site, company: Company, idea: str) -> None:
    site.sign_in(company.marketing.person_id or "")
    assert "domenica" not in site.get("/mine").text


def test_a_question_is_answered_from_the_phone(site: Site, company: Company, idea: str) -> None:
    decide(company, idea, "ask", "Ti basta fino alle 18?")
    site.sign_in(company.customer.person_id or "")
    page = site.get("/mine").text
    decision = re.search(r'name="decision_id" value="([^"]+)"', page)
    assert decision is not None
    form = {"form_key": key_in(page), "decision_id": decision.group(1)}
    empty = site.post("/mine/reply", form | {"words": " "})
    assert empty.status_code == 422
    assert site.post("/mine/reply", form | {"words": "Sì, fino alle 18."}).status_code == 303
    assert "«Sì, fino alle 18.»" in unescape(site.get("/mine").text)
    stranger = Site()
    stranger.sign_in(company.logistics.person_id or "")
    assert stranger.post("/mine/reply", form | {"form_key": "altro", "words": "Io"}).status_code == 404


def test_a_guest_gets_a_new_code_shown_once_that_opens_the_same_place(site: Site, company: Company) -> None:
    site.sign_in(company.guest.person_id or "")
    page = site.get("/mine").text
    key = key_in(page)
    shown = site.post("/mine/code", {"form_key": key}).text
    code = re.search(r'<code class="big"[^>]*>([^<]+)</code>', shown)
    assert code is not None
    again = site.post("/mine/code", {"form_key": key}).text
    assert code.group(1) not in again
    opened = writing(lambda s: return_by_code(s, company.guest, now=NOW, code=code.group(1), token="t" * 43))
    assert opened


def test_nobody_signed_in_is_shown_the_ways_in(site: Site, company: Company) -> None:
    page = site.get("/mine")
    assert page.status_code == 200
    assert 'action="/follow"' in page.text
    assert "/signin" in page.text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Settings, "var", property(lambda self: tmp_path))
    settings.cache_clear()
    return tmp_path


def test_my_data_come_as_a_file_only_to_me(site: Site, company: Company, idea: str) -> None:
    assert site.get("/download/my-data.json").status_code == 401
    site.sign_in(company.customer.person_id or "")
    answer = site.get("/download/my-data.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    held = json.loads(answer.text)
    assert held["person"]["name"] == "Anna R."
    assert len(held["ideas"]) == 1


def test_erasing_needs_the_tick_then_ends_everything_and_is_noted_outside(
    site: Site, company: Company, idea: str, folder: Path
) -> None:
    anna = company.customer.person_id or ""
    site.sign_in(anna)
    page = site.get("/erase-me").text
    unsure = site.post("/erase-me", {"form_key": key_in(page)})
    assert unsure.status_code == 422
    assert "Non è stato cancellato niente" in unescape(unsure.text)
    assert not (folder / "erased.txt").exists()
    done = site.post("/erase-me", {"form_key": key_in(page), "sure": "1", "words": "1"})
    assert done.status_code == 303
    assert (folder / "erased.txt").read_text() == f"{anna}\n"
    assert "I tuoi dati sono cancellati." in site.get(done.headers["location"]).text
    assert site.get("/my-data").status_code == 401
    with reading() as session:
        row = session.get(ideas.Idea, idea)
        assert row is not None
        assert "domenica" not in row.text


def test_the_last_manager_is_told_what_to_do_first(site: Site, company: Company, folder: Path) -> None:
    site.sign_in(company.manager.person_id or "")
    page = site.get("/erase-me").text
    refused = site.post("/erase-me", {"form_key": key_in(page), "sure": "1"})
    assert refused.status_code == 422
    assert not (folder / "erased.txt").exists()


def test_more_news_than_the_page_holds_is_counted_and_none_is_read_unseen(site: Site, company: Company) -> None:
    def told(session: Session) -> None:
        for number in range(23):
            facts = {"idea": f"Idea {number}", "outcome": "do"}
            notices.tell(session, person_id=company.customer.person_id or "", kind="decided", facts=facts, now=NOW)

    writing(told)
    site.sign_in(company.customer.person_id or "")
    page = unescape(site.get("/mine").text)
    assert ("23 novità per te" in page, "E altre 3." in page) == (True, True)
    shown = re.findall(r'name="notice" value="([^"]+)"', page)
    site.ask("POST", "/mine/read", data={"form_key": key_in(page[page.index("/mine/read") :]), "notice": shown})
    assert "3 novità per te" in unescape(site.get("/mine").text), "those behind the page wait still"
