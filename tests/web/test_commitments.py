"""Was it so for you too? From the public page, without an account, to the door and to whoever listens."""

import re
from html import unescape

import pytest

from models import promises, publishing, touchpoints, wordings
from models.felt import felt_of
from models.voices import feedback_listed
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.models.promising import delivery, promise
from tests.web.conftest import Site
from web import pace
from words.refusals import refusal_sentence
from words.speech import speech


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    pace.forgive()


@pytest.fixture
def promise_id(company: Company) -> str:
    """Told at a touchpoint, in use, on the public page."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    made = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: touchpoints.lay_stages(s, "it"))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[3]
    point = writing(
        lambda s: touchpoints.add_touchpoint(s, company.manager, now=NOW, name="Corriere", stage_id=stage.id)
    )
    writing(
        lambda s: wordings.add_wording(
            s, company.marketing, now=NOW, promise_id=made, touchpoint_id=point, words="In 48 ore"
        )
    )
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=made))
    writing(lambda s: publishing.publish_promise(s, company.marketing, now=NOW, promise_id=made))
    return made


def form_key(page: str) -> str:
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_no_on_the_public_page_is_counted_and_what_happened_reaches_whoever_listens(
    site: Site, company: Company, promise_id: str
) -> None:
    page = site.get("/commitments").text
    answered = site.post(f"/commitments/{promise_id}", {"form_key": form_key(page), "answer": "no"})
    thanks = site.get(answered.headers["location"])
    door = re.search(r'href="(/door/[^"]+)"', thanks.text)
    assert door is not None
    assert door[1].endswith(f"?promise={promise_id}")
    assert re.search(r'value="no"[^>]*>✓', site.get("/commitments").text), "the same browser sees what it said"
    asked = site.get(door[1]).text
    assert f'href="?promise={promise_id}&amp;lang=en"' in asked, "in another language it is still about this promise"
    assert "A casa tua in 48 ore" in asked, "and the form says which promise it is about"
    assert "48 ore" not in site.get(door[1].partition("?")[0] + "?promise=%00").text
    sent = site.post(door[1], {"form_key": form_key(asked), "face": "2", "words": "Arrivata dopo."})
    assert "lang=en" in site.get(sent.headers["location"]).text, "thanks have an address of their own"
    no_thanks = door[1].partition("?")[0] + "/thanks?no=1"
    assert promise_id not in site.get(no_thanks).text, "this browser has said how it was"
    assert f'action="/commitments/{promise_id}"' in Site().get(no_thanks).text, "another one is asked"
    with reading() as session:
        seen = felt_of(session, company.marketing, promise_ids=[promise_id])[promise_id]
        (heard,) = feedback_listed(session, company.logistics).rows
    assert (seen.yes, seen.no) == (0, 1)
    assert (heard.words, heard.promise_id) == ("Arrivata dopo.", promise_id)


def test_what_is_not_on_the_page_is_not_there_and_what_is_no_answer_is_a_sentence(
    site: Site, company: Company, promise_id: str
) -> None:
    other = {"form_key": form_key(site.get("/commitments").text), "answer": "perhaps"}
    refused = site.post(f"/commitments/{promise_id}", other)
    assert refused.status_code == 403
    assert refusal_sentence(speech("it"), "not_an_option", {}) in unescape(refused.text)
    writing(
        lambda s: publishing.unpublish_promise(s, company.marketing, now=NOW, promise_id=promise_id, reason="Cambia.")
    )
    assert site.post(f"/commitments/{promise_id}", {**other, "answer": "yes"}).status_code == 404
