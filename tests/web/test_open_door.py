"""The door that is always open, as a customer at the counter meets it: no account, no script, forty seconds."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from httpx import Response
from sqlmodel import Session

from models import decisions, feedback_ideas, touchpoints, voices
from models.voice_views import FeedbackView
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.web.conftest import Site
from web import pace, throttle
from web.cards_print import door_picture


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    pace.forgive()
    yield
    pace.forgive()


@pytest.fixture
def door(company: Company) -> str:
    def lay(session: Session) -> str:
        touchpoints.lay_stages(session, "it")
        stage = touchpoints.stages_all(session, company.manager)[0]
        point = touchpoints.add_touchpoint(
            session,
            company.manager,
            now=NOW,
            name="Bottega di Faenza <b>",
            stage_id=stage.id,
        )
        every = touchpoints.touchpoints_all(session, company.manager)
        return next(t.door_token for t in every if t.id == point)

    return f"/door/{writing(lay)}"


def key_in(html: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def code_in(html: str) -> str:
    found = re.search(r'name="code" value="([^"]+)"', html)
    assert found is not None
    return found.group(1)


def leave(site: Site, door: str, **typed: str) -> tuple[str, dict[str, str]]:
    form = {"form_key": key_in(site.get(door).text), "face": "2", "words": "Cinque giorni.", "reference": ""} | typed
    return thanked(site, site.post(door, form)).text, form


def thanked(site: Site, answer: Response) -> Response:
    """What is read afterwards: thanks at an address of their own, or why not."""
    return site.get(answer.headers["location"]) if answer.status_code == 303 else answer


def heard(company: Company) -> list[FeedbackView]:
    with reading() as session:
        return voices.feedback_listed(session, company.marketing).rows


def how_many(company: Company) -> int:
    with reading() as session:
        return voices.feedback_counts(session, company.marketing).all


def test_the_page_is_small_needs_no_script_and_shows_names_as_typed(site: Site, door: str) -> None:
    page = site.get(door)
    assert page.status_code == 200
    assert len(page.content) < 20_000
    assert "Bottega di Faenza &lt;b&gt;" in page.text
    for word in ("Malissimo", "Male", "Così così", "Bene", "Benissimo"):
        assert word in page.text
    assert "onclick" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_a_face_and_a_sentence_arrive_and_are_thanked_for(site: Site, door: str, company: Company) -> None:
    text, _ = leave(site, door, reference="TB-20877")
    assert "La legge una persona entro 2 giorni." in text
    (row,) = heard(company)
    assert (row.face, row.words, row.reference, row.touchpoint) == (
        2, "Cinque giorni.", "TB-20877", "Bottega di Faenza <b>",
    )  # fmt: skip


def test_the_same_form_twice_is_one_voice_and_the_same_code(site: Site, door: str, company: Company) -> None:
    first, form = leave(site, door)
    again = thanked(site, site.post(door, form)).text
    assert len(heard(company)) == 1
    assert code_in(first) == code_in(again)


def test_without_a_face_it_says_so_and_keeps_what_was_typed(site: Site, door: str, company: Company) -> None:
    text, form = leave(site, door, face="", words="Fila fino alla porta", reference="ieri")
    assert "Tocca una delle cinque faccine" in text
    assert "Fila fino alla porta" in text
    assert 'value="ieri"' in text
    assert key_in(text) == form["form_key"]
    assert heard(company) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "a" * 281}, "280"),
        ({"face": "6"}, "5"),
        ({"face": "ciao"}, "numero"),
        ({"words": "x" * 1_000_000}, "troppo lungo per mandarlo in una volta"),
        ({"words": "nullo\x00"}, "carattere"),
    ],
)
def test_what_does_not_fit_gets_a_sentence_and_nothing_is_saved(
    site: Site, door: str, company: Company, typed: dict[str, str], sentence: str
) -> None:
    form = {"form_key": key_in(site.get(door).text), "face": "2", "words": "", "reference": ""} | typed
    answer = site.post(door, form)
    assert answer.status_code == (413 if len(form["words"]) > 200_000 else 422)
    assert sentence in answer.text
    assert "Traceback" not in answer.text
    assert heard(company) == []


def test_who_asks_gets_a_page_that_lives_and_this_browser_remembers_it(site: Site, door: str, company: Company) -> None:
    text, _ = leave(site, door)
    code = code_in(text)
    assert site.get(f"/follow/{code}").status_code == 404
    told = site.post(f"{door}/follow", {"form_key": key_in(text), "code": code, "follow": "yes"})
    assert told.status_code == 303
    page = site.get(told.headers["location"])
    assert code in page.text
    assert "Cinque giorni." in page.text
    assert "Cinque giorni." in site.get("/mine").text
    other = Site()
    assert (
        other.get(f"/follow?code={code.lower().replace('-', ' ')}").headers["location"].endswith(code.replace("-", ""))
    )
    assert "Cinque giorni." in other.get(f"/follow/{code}").text
    assert "Cinque giorni." not in other.get("/mine").text
    other.sign_in(company.customer.person_id or "")
    assert f'<a href="{door}">Bottega di Faenza &lt;b&gt;</a>' in other.get("/mine").text, "what else there is to say"


def test_who_says_no_thanks_is_not_followed(site: Site, door: str) -> None:
    text, _ = leave(site, door)
    answer = site.post(f"{door}/follow", {"form_key": key_in(text), "code": code_in(text), "follow": "no"})
    assert "Puoi chiudere questa pagina" in site.get(answer.headers["location"]).text
    again = site.get(f"{door}/follow")
    assert (again.status_code, again.headers["location"]) == (303, door), "a tab that is restored finds the door"
    assert site.get(f"/follow/{code_in(text)}").status_code == 404


def test_a_stranger_reads_the_decision_and_answers_a_question(site: Site, door: str, company: Company) -> None:
    text, _ = leave(site, door)
    code = code_in(text)
    site.post(f"{door}/follow", {"form_key": key_in(text), "code": code, "follow": "yes"})
    (row,) = heard(company)

    def ask(session: Session) -> str:
        idea = feedback_ideas.turn_feedback(
            session,
            company.marketing,
            now=NOW,
            feedback_id=row.id,
            group_id=company.group_id,
        )
        return decisions.decide_idea(
            session,
            company.manager,
            now=NOW,
            idea_id=idea,
            outcome="ask",
            reason="Fino alle 18 ti basta?",
        )

    writing(ask)
    page = site.get(f"/follow/{code}").text
    assert "Fino alle 18 ti basta?" in page
    refused = site.post(f"/follow/{code}", {"form_key": key_in(page), "words": "  "})
    assert refused.status_code == 422
    sent = site.post(f"/follow/{code}", {"form_key": key_in(page), "words": "Sì, e chiamami: 333 1234567"})
    assert sent.status_code == 303
    after = unescape(site.get(sent.headers["location"]).text)
    assert "Sì, e chiamami: ••••" in after
    assert "Lucia" not in after


def test_a_door_or_a_code_that_is_not_there_gets_a_sentence(site: Site, door: str) -> None:
    missing = site.get("/door/ZZZZZZZZZZZZ")
    assert (missing.status_code, "Inquadra di nuovo il cartoncino" in missing.text) == (404, True)
    wrong = site.get("/follow/ZZZZ-ZZZZ")
    assert wrong.status_code == 404
    assert "Questo codice non lo troviamo" in unescape(wrong.text)
    assert site.get("/door/%00").status_code == 404
    sent = {"form_key": "n" * 32, "face": "2", "words": "x", "reference": ""}
    for name in ("form_key", "words", "reference"):
        assert site.post(door, sent | {name: "a\x00b"}).status_code == 422, "alike on both databases"
    assert site.post(f"{door}?promise=%00", sent).status_code == 422
    guessed = site.post(f"{door}/follow", {"form_key": "g" * 32, "code": "ZZZZ-ZZZZ", "follow": "yes"})
    assert guessed.status_code >= 400
    site.post(f"{door}/more", {"form_key": "h" * 32, "code": "ZZZZ-ZZZZ", "said_what": "1"})
    window = (throttle._WINDOW, throttle.FOLLOWING, site.address)
    assert throttle._limiter.get_window_stats(*window).remaining == throttle._MOST - 3, "guesses count on all pages"


def test_a_script_is_slowed_down_with_a_kind_sentence(site: Site, door: str, company: Company) -> None:
    key = key_in(site.get(door).text)
    answers = [
        site.post(door, {"form_key": f"{key}{number}", "face": "1", "words": f"Voce {number}", "reference": ""})
        for number in range(25)
    ]
    assert answers[-1].status_code == 422
    assert "Troppi tentativi" in answers[-1].text
    assert "Voce 24" in answers[-1].text
    assert how_many(company) == 20
    other = Site()
    other.address = "10.9.9.9"
    leave(other, door)
    assert how_many(company) == 21


def test_the_form_of_another_site_is_refused(site: Site, door: str, company: Company) -> None:
    key = key_in(site.get(door).text)
    answer = site.post(door, {"form_key": key, "face": "1"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert heard(company) == []


def test_the_page_speaks_english_too(site: Site, door: str) -> None:
    page = site.get(door, headers={"Accept-Language": "en"})
    assert "How did it go?" in page.text
    assert "Terrible" in page.text


def test_the_card_carries_a_code_of_the_doors_address_for_staff_only(site: Site, door: str, company: Company) -> None:
    assert site.get("/print/cards").status_code == 401
    site.sign_in(company.customer.person_id or "")
    assert site.get("/print/cards").status_code == 403
    clerk = Site()
    clerk.sign_in(company.marketing.person_id or "")
    page = clerk.get("/print/cards").text
    address = f"http://localhost:8501{door}"
    assert address in page
    assert unescape(door_picture(address)) in unescape(page)
    assert "Bottega di Faenza &lt;b&gt;" in page
    assert clerk.get("/print/card/nobody").status_code == 404
