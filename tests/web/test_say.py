"""Can we say it? on the phone of whoever sells, and what may be said here; nobody else finds these pages."""

import re
from html import unescape

import pytest

from models import promises, touchpoints, wordings
from store import clock
from store.doors import counting, reading, writing
from tests.company import NOW, Company
from tests.models.promising import LATER, bring, delivery, orders, promise
from tests.web.conftest import Site
from tests.web.test_mine_and_my_data import key_in


@pytest.fixture
def shop(company: Company) -> str:
    """The shop says 48 hours; six of seven orders arrive in time. Returns its id."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    promise_id = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=promise_id))
    with reading() as session:
        stage = touchpoints.stages_all(session, company.manager)[2].id
    place = writing(lambda s: touchpoints.add_touchpoint(s, company.administrator, now=NOW, name="Bottega <b>",
                                                         stage_id=stage))  # fmt: skip
    writing(lambda s: wordings.add_wording(s, company.marketing, now=NOW, promise_id=promise_id, touchpoint_id=place,
                                           words="A casa <i>tua</i> in 48 ore", amount=48, unit="h"))  # fmt: skip
    clock.set_clock(lambda: LATER)
    return place


def text_of(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def test_a_typed_sentence_is_answered_and_can_be_copied(site: Site, company: Company, shop: str) -> None:
    site.sign_in(company.marketing.person_id or "")
    empty = site.get("/say")
    assert empty.status_code == 200
    assert "Bottega &lt;b&gt;" in empty.text
    answer = site.get("/say?q=consegna+in+24+ore")
    assert "✕ Non regge: 0 su 100. Puoi dire «in 3 giorni» (100 su 100)." in text_of(answer.text).replace("✕  ", "✕ ")
    assert '<p class="said" id="to-copy">consegna in 3 giorni</p>' in answer.text
    assert 'data-copy="to-copy"' in answer.text
    english = site.get("/say?q=delivery+tomorrow&lang=en", headers={"Accept-Language": "en"})
    assert english.status_code == 200


def test_what_is_in_doubt_is_asked_with_links_that_answer(site: Site, company: Company, shop: str) -> None:
    site.sign_in(company.marketing.person_id or "")
    asked = site.get(f"/say?q=consegna+in+3&at={shop}")
    assert "Un numero da solo non è un tempo." in text_of(asked.text)
    ways = [unescape(way) for way in re.findall(r'class="button quiet" href="([^"]+)"', asked.text)]
    assert len(ways) == 3
    assert "Regge: 100 su 100." in text_of(site.get(ways[2]).text)
    which = site.get("/say?q=roba+bella+in+24+ore")
    assert "Di quale promessa si tratta?" in text_of(which.text)
    way = unescape(re.findall(r'class="button quiet" href="([^"]+)"', which.text)[0])
    assert "Non regge: 0 su 100." in text_of(site.get(way).text)


def test_what_was_typed_does_nothing_in_the_page(site: Site, company: Company, shop: str) -> None:
    site.sign_in(company.marketing.person_id or "")
    evil = site.get('/say?q="><script>alert(1)</script>+consegna+in+24+ore&about=%27+OR+1&at=nowhere')
    assert evil.status_code == 404
    evil = site.get('/say?q="><script>alert(1)</script>+consegna+in+24+ore&time=1|x&at=nowhere')
    assert evil.status_code == 200
    assert "<script>alert" not in evil.text
    assert site.get("/say?q=" + "9" * 2000).status_code == 200


def test_the_sheet_is_read_marked_and_printed(site: Site, company: Company, shop: str) -> None:
    site.sign_in(company.marketing.person_id or "")
    page = site.get(f"/say/{shop}")
    text = text_of(page.text)
    assert "Puoi dire «A casa <i>tua</i> in 3 giorni» · 100 su 100" in text
    assert "Non dire «A casa <i>tua</i> in 48 ore» · oggi 86 su 100" in text
    assert "<i>tua</i>" not in page.text
    of = re.search(r"Letto da 0 su (\d+)", text)
    assert of is not None
    fingerprint = re.findall(r'name="fingerprint" value="([^"]+)"', page.text)[0]
    form = {"form_key": key_in(page.text), "fingerprint": fingerprint}
    sent = site.post(f"/say/{shop}/read", form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"/say/{shop}?read=1")
    assert site.post(f"/say/{shop}/read", form).status_code == 303
    assert f"L'hai letto. Letto da 1 su {of.group(1)}" in text_of(site.get(f"/say/{shop}?read=1").text)
    wrong = site.post(f"/say/{shop}/read", {"form_key": "k" * 20, "fingerprint": "no"})
    assert wrong.status_code == 422
    printed = site.get(f"/print/front-line/{shop}")
    assert printed.status_code == 200
    assert "front-line.css" in printed.text
    assert "vale fino al 14 feb 2027" in text_of(printed.text)


def test_the_pages_ask_the_database_little(site: Site, company: Company, shop: str) -> None:
    site.sign_in(company.marketing.person_id or "")
    for path in ("/say?q=consegna+in+24+ore", f"/say/{shop}", f"/print/front-line/{shop}"):
        site.get(path)
        with counting() as counted:
            site.get(path)
        assert len(counted.statements) <= 20, path


def test_customers_guests_and_strangers_find_nothing(site: Site, company: Company, shop: str) -> None:
    paths = ("/say", "/say?q=consegna+in+24+ore", f"/say/{shop}", f"/print/front-line/{shop}")
    for path in paths:
        assert site.get(path).status_code == 401, path
    for person in (company.customer, company.guest):
        other = Site()
        other.sign_in(person.person_id or "")
        for path in paths:
            answer = other.get(path)
            assert answer.status_code == 404, path
            assert "casa" not in answer.text, path
        assert other.post(f"/say/{shop}/read", {"form_key": "k" * 20, "fingerprint": "a" * 64}).status_code == 404
    site.sign_in(company.marketing.person_id or "")
    assert site.get("/say/" + "0" * 32).status_code == 404
