"""The page of whoever watches: two buttons or a stopwatch, without script, without an account."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models import observations, processes, promises, touchpoints
from models.base import new_token
from store import clock
from store.doors import writing
from tests.company import NOW, Company
from tests.models.promising import TERMS
from tests.models.test_observations import QUEUE, YES_NO
from tests.web.conftest import Site

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Rome"))


def link(company: Company, terms: dict[str, Any]) -> str:
    """A link for a promise of these terms."""
    token, owner = new_token(), company.logistics

    def work(session: Any) -> str:
        process_id = processes.create_process(
            session, owner, now=NOW, name=str(terms["sentence"]), owner_id=owner.person_id or ""
        )
        promise_id = promises.create_promise(session, owner, now=NOW, process_id=process_id, **(TERMS | terms))
        stage = touchpoints.stages_all(session, company.administrator)[0].id
        point = touchpoints.add_touchpoint(session, company.administrator, now=NOW, name="Bottega", stage_id=stage)
        what = {"promise_id": promise_id, "touchpoint_id": point, "token": token}
        return observations.open_watch(session, owner, now=NOW, **what)

    writing(work)
    return f"/observe/{token}"


def press(site: Site, path: str, button: str) -> str:
    key = re.findall(r'name="form_key" value="([^"]+)"', site.get(path).text)[0]
    answer = site.post(path, {"form_key": key, "press": button})
    if answer.status_code == 303:
        twice = site.post(path, {"form_key": key, "press": button})
        assert twice.status_code == 303
        return site.get(answer.headers["location"]).text
    assert answer.status_code == 422
    return answer.text


@pytest.mark.parametrize("language", ["it", "en"])
def test_two_big_buttons(site: Site, company: Company, language: str) -> None:
    clock.set_clock(lambda: NOON)
    path = link(company, YES_NO)
    site.cookies["dueremi_language"] = language
    seen = site.get(path).text
    assert ("Sì</button>" in seen, "Yes</button>" in seen) == (language == "it", language == "en")
    assert "Bottega" in seen
    assert "Ada" not in seen
    said = press(site, path, "yes")
    assert ("Segnato: sì." in said, "1 seen today" in said) == (language == "it", language == "en")
    press(site, path, "no")
    assert ("2 visti oggi" if language == "it" else "2 seen today") in press(site, path, "nonsense")
    assert ("1 visto oggi" if language == "it" else "1 seen today") in press(site, path, "back")


def test_the_stopwatch_is_two_presses(site: Site, company: Company) -> None:
    clock.set_clock(lambda: NOON)
    path = link(company, QUEUE)
    assert "Nessun cronometro" in press(site, path, "stop")
    assert "Qualcuno aspetta dalle 12:00" in press(site, path, "start")
    clock.set_clock(lambda: NOON + timedelta(minutes=4))
    assert "Segnato: 4 minuti." in press(site, path, "stop")


def test_a_link_that_is_none_says_no_more_than_that(site: Site, company: Company) -> None:
    assert site.get(f"/observe/{new_token()}").status_code == 404
    path = link(company, YES_NO)
    assert site.post(path, {"form_key": new_token(), "press": "yes"}, headers={"Origin": ""}).status_code == 403
