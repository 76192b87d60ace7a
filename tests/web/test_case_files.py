"""The cases behind a promise, downloaded: they say what the verdict said, and strangers get nothing."""

from pathlib import Path

import pytest

from exchange.assess import assess_file
from models.verdicts import refresh_verdict
from store.doors import reading, writing
from tests.company import Company
from tests.models.promising import LATER, D, bring, delivery, orders, promise
from tests.web.conftest import Site


@pytest.fixture
def made(company: Company) -> tuple[str, str]:
    """A process with cases, and a promise that looks at the last sixty days of them."""
    process_id = writing(lambda s: delivery(s, company.logistics))
    writing(lambda s: bring(s, company.logistics, process_id, orders()))
    return process_id, writing(lambda s: promise(s, company.marketing, process_id, period_days=60))


def test_assess_on_the_downloaded_cases_gives_the_recorded_verdict(
    site: Site, company: Company, made: tuple[str, str], tmp_path: Path
) -> None:
    process_id, promise_id = made
    study = refresh_verdict(reading, writing, company.marketing, promise_id=promise_id, now=LATER)
    assert study is not None
    site.sign_in(company.marketing.person_id or "")
    answer = site.get(f"/download/cases/{process_id}.csv?promise={promise_id}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    file = tmp_path / "cases.csv"
    file.write_bytes(answer.content)
    said = assess_file(str(file), within="48h", share_kept="95%", at=D.isoformat())
    assert (said["verdict"], said["cases"], said["open"]) == (study.facts.verdict, study.facts.cases, study.facts.open)
    assert said["share"] == pytest.approx(study.facts.share, abs=1e-12)
    assert said["lower"] == pytest.approx(study.facts.lower, abs=1e-12)


def test_without_a_promise_every_case_comes(site: Site, company: Company, made: tuple[str, str]) -> None:
    site.sign_in(company.outsider.person_id or "")
    text = site.get(f"/download/cases/{made[0]}.csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 401
    assert text.startswith("case_id,start,end,segment,touchpoint,outcome,value")


def test_strangers_customers_and_guests_get_no_cases(site: Site, company: Company, made: tuple[str, str]) -> None:
    address = f"/download/cases/{made[0]}.csv"
    assert site.get(address).status_code in (303, 401)
    for somebody in (company.customer, company.guest):
        site.sign_in(somebody.person_id or "")
        answer = site.get(address)
        assert answer.status_code in (403, 404)
        assert "TB-" not in answer.text


def test_a_guessed_process_or_the_promise_of_another_one_is_not_found(
    site: Site, company: Company, made: tuple[str, str]
) -> None:
    site.sign_in(company.marketing.person_id or "")
    assert site.get("/download/cases/00000000000000000000000000000000.csv").status_code == 404
    assert site.get(f"/download/cases/{made[0]}.csv?promise=nothing").status_code == 404
