"""What other sites may fetch: the public form of a promise as JSON, and its seal."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from limits import RateLimitItemPerMinute

from analysis.cases import cases
from analysis.verdict import Verdict
from models import promises, publishing, verdicts
from store import clock
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.models.promising import LATER, TERMS, bring, delivery, orders, promise
from tests.web.conftest import Site
from web import pace
from web.seal import seal_svg
from words.published import seal_words
from words.speech import speech

SECRETS = ("Consegna", "Rosa", "Marta", "TB-", "ordin", "400")


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    pace.forgive()


@pytest.fixture
def promise_id(company: Company) -> str:
    """In use and published, with data that keep it 85 times of 100."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    made = writing(lambda s: promise(s, company.marketing, process_id))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=made))
    writing(lambda s: publishing.publish_promise(s, company.marketing, now=NOW, promise_id=made))
    with clock.moving(LATER):
        verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=made, now=LATER)
    return made


def drawn(text: str) -> str:
    """The title of a seal, read as XML."""
    title = ElementTree.fromstring(text).find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    return title.text or ""


def test_the_json_says_what_customers_may_read_and_nothing_else(site: Site, promise_id: str) -> None:
    with clock.moving(LATER):
        answer = site.get("/public/promises.json", headers={"Origin": "https://www.example.org"})
        one = site.get(f"/public/promises/{promise_id}.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, max-age=300"
    told = answer.json()["promises"]
    assert told == [one.json()]
    assert told[0]["sentence"] == "A casa tua in 48 ore"
    assert (told[0]["promised"], told[0]["kept"]) == ({"times": 19, "of": 20}, {"times": 86, "of": 100})
    assert told[0]["verdict"] == "not supportable"
    said = told[0]["words"]["it"]["seal"]
    assert said == "Mantenuta 86 volte su 100. Non ancora: promettiamo 95 · 16 nov."
    assert not [word for word in SECRETS if word in answer.text.replace(promise_id, "")]
    assert "set-cookie" not in answer.headers


def test_an_answer_that_has_not_changed_is_not_sent_again(site: Site, promise_id: str) -> None:
    with clock.moving(LATER):
        first = site.get(f"/public/promises/{promise_id}.svg")
        again = site.get(f"/public/promises/{promise_id}.svg", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_the_seal_says_it_in_both_languages_in_under_four_kilobytes(site: Site, promise_id: str) -> None:
    with clock.moving(LATER):
        italian = site.get(f"/public/promises/{promise_id}.svg?lang=it")
        english = site.get(f"/public/promises/{promise_id}.svg?lang=en")
    assert italian.headers["content-type"].startswith("image/svg+xml")
    assert "script" not in italian.text
    assert len(italian.content) < 4096
    assert drawn(italian.text).startswith("«A casa tua in 48 ore»: mantenuta 86 volte su 100. Non ancora")
    assert "kept 86 times of 100" in drawn(english.text)
    assert "prefers-color-scheme:dark" in italian.text
    for svg in (italian.text, english.text):
        assert re.search(r'role="img" aria-labelledby="t"', svg)


def test_old_data_carry_no_figure_and_say_why(site: Site, promise_id: str) -> None:
    with clock.moving(LATER + timedelta(days=120)):
        seal = site.get(f"/public/promises/{promise_id}.svg").text
        told = site.get(f"/public/promises/{promise_id}.json").json()
        page = site.get("/commitments").text
    assert "dati troppo vecchi" in seal
    assert "86" not in drawn(seal)
    assert (told["kept"], told["data_too_old"]) == (None, True)
    assert "i dati sono troppo vecchi (16 nov 2026)" in page


def test_where_counting_began_again_the_page_says_since_when(site: Site, company: Company, promise_id: str) -> None:
    again = TERMS | {"counts_from": date(2026, 10, 1), "reason": "Un altro corriere"}
    writing(lambda s: promises.change_promise(
        s, company.marketing, now=LATER, promise_id=promise_id, version=1, **again))  # fmt: skip
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    with clock.moving(LATER):
        told = site.get(f"/public/promises/{promise_id}.json").json()
        page = site.get("/commitments").text
    assert told["counts_from"] == "2026-10-01"
    assert "volte su 100 dal 1 ott 2026" in page
    assert "ultimi 90 giorni" not in page


def test_a_choice_that_is_published_by_itself_has_its_own_address(site: Site, company: Company) -> None:
    process_id = writing(lambda s: delivery(s, company.logistics))
    raw = orders(late_every=50)
    by = ["in bottega" if at % 4 == 0 else "carta" for at in range(len(raw))]
    writing(lambda s: bring(s, company.logistics, process_id, cases(raw.ids, raw.start, raw.end, segment=by)))
    variants = ({"segment": "carta"}, {"segment": "in bottega"})
    made = writing(lambda s: promise(s, company.marketing, process_id, variants=variants))
    writing(lambda s: promises.start_using(s, company.marketing, now=NOW, promise_id=made))
    writing(lambda s: publishing.publish_promise(s, company.marketing, now=NOW, promise_id=made, variant="carta"))
    verdicts.refresh_verdict(reading, writing, company.marketing, promise_id=made, now=LATER)
    with clock.moving(LATER):
        told = site.get(f"/public/promises/{made}.json?variant=carta").json()
        seal = site.get(f"/public/promises/{made}.svg?variant=carta").text
        other = site.get(f"/public/promises/{made}.json?variant=in%20bottega")
        page = site.get("/commitments").text
    assert (told["variant"], told["seal"].endswith(f"{made}.svg?variant=carta")) == ("carta", True)
    assert "Carta: mantenuta" in seal
    assert (other.status_code, other.json()) == (404, {"error": "not_found"})
    assert "A casa tua in 48 ore (carta)" in page
    assert re.search(r"Mantenuta \d+ volte su 100 [^;<]+; ne promettiamo 95", page), "kept, and how much was promised"


def test_what_is_not_published_is_not_found_and_what_was_says_so(site: Site, company: Company, promise_id: str) -> None:
    for unknown in ("0" * 32, "x"):
        assert site.get(f"/public/promises/{unknown}.json").json() == {"error": "not_found"}
        assert site.get(f"/public/promises/{unknown}.svg").status_code == 404
    writing(lambda s: publishing.unpublish_promise(
        s, company.marketing, now=LATER, promise_id=promise_id, reason="Sciopero del corriere"))  # fmt: skip
    with clock.moving(LATER):
        gone = site.get(f"/public/promises/{promise_id}.json")
        seal = site.get(f"/public/promises/{promise_id}.svg")
    assert (gone.status_code, gone.json()["published"]) == (410, False)
    assert "Sciopero" not in gone.text + seal.text
    assert drawn(seal.text) == "Non lo promettiamo più"


def test_whoever_asks_without_end_is_told_to_wait(site: Site, promise_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.public.OUTWARD", RateLimitItemPerMinute(2, namespace="few"))
    answers = [site.get("/public/promises.json").status_code for _ in range(4)]
    assert answers == [200, 200, 429, 429]
    monkeypatch.setattr("web.commitments.OUTWARD", RateLimitItemPerMinute(1, namespace="fewer"))
    assert [site.get("/commitments").status_code for _ in range(2)] == [200, 429]


def test_a_sentence_with_angle_brackets_is_only_text(promise_id: str, company: Company) -> None:
    seen = publishing.PublicPromise(
        "x", None, '<script>alert("1")</script> & co', LATER, 19, 20, 0.97, Verdict.SUPPORTED, LATER
    )
    svg = seal_svg(seal_words(speech("en"), seen, (97, 100)))
    assert "<script" not in svg
    assert drawn(svg).startswith("“<script>")
    assert json.loads(json.dumps(publishing.public_plain(seen)))["kept"] == {"times": 97, "of": 100}
