"""The diary on a phone: consent in plain words, twenty seconds a moment, read back and deleted; no script needed."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models import diaries, diary_calls, touchpoints
from store.clock import now
from store.doors import reading, writing
from tests.company import NOW, Company
from tests.web.conftest import Site
from tests.web.test_open_door import key_in

ZONE = "Europe/Rome"


@pytest.fixture
def invitation(company: Company) -> tuple[str, str]:
    """The page of the invitation, and a touchpoint."""

    def lay(session: Session) -> tuple[str, str]:
        touchpoints.lay_stages(session, "it")
        stage = touchpoints.stages_all(session, company.manager)[0]
        point = touchpoints.add_touchpoint(session, company.manager, now=NOW, name="Vetrina <b>", stage_id=stage.id)
        diary_calls.invite_to_diary(session, company.marketing, now=now(), zone=ZONE, title="Raccontateci <script>",
                                    ends_on=now().date() + timedelta(days=7))  # fmt: skip
        call = diaries.diary_calls(session, company.marketing, now=now(), zone=ZONE)[0]
        return f"/diary/{call.token}", point

    return writing(lay)


def kept() -> list[tuple[int, str]]:
    with reading() as session:
        return [(row.face, row.words) for row in session.exec(select(diaries.DiaryEntry)).all()]


def test_a_diary_is_kept_read_back_and_deleted_without_an_account(
    site: Site, company: Company, invitation: tuple[str, str]
) -> None:
    page, point = invitation
    asked = site.get(page).text
    assert "&lt;script&gt;" in asked
    assert "<script>" not in asked
    without = site.post(page, {"form_key": key_in(asked)})
    assert without.status_code == 422
    assert "Senza il tuo sì" in without.text
    began = site.post(page, {"form_key": key_in(asked), "agreed": "yes"})
    assert began.status_code == 303
    home = began.headers["location"].partition("?")[0]
    assert site.post(page, {"form_key": key_in(asked), "agreed": "yes"}).headers["location"].startswith(home)
    form = {"form_key": key_in(site.get(home).text), "place": point, "face": "2", "words": "Fila di 20 minuti"}
    assert site.post(home, form | {"face": ""}).status_code == 422
    assert site.post(home, form).status_code == 303
    assert site.post(home, form).status_code == 303
    assert kept() == [(2, "Fila di 20 minuti")], "the same form twice is one moment"
    shown = site.get(home).text
    assert "Vetrina &lt;b&gt;" in shown
    entry = re.search(r'name="entry" value="([^"]+)"', shown)
    assert entry is not None
    assert site.get("/my-diary").headers["location"] == home, "this browser remembers it"
    gone = {"form_key": "one more form", "entry": entry[1]}
    assert site.post(f"{home}/take-out", gone).status_code == 303
    assert kept() == []
    assert "Cancelli tutto il diario?" in site.post(f"{home}/erase").text
    assert "non ne resta niente" in site.post(f"{home}/erase", {"sure": "yes", "form_key": "the last form"}).text
    assert site.get(home).status_code == 404


def test_nobody_guesses_a_diary_and_the_poster_is_for_who_works_here(
    site: Site, company: Company, invitation: tuple[str, str]
) -> None:
    assert 'value="ABCD EFGH"' in site.get("/my-diary/ABCD%20EFGH").text, "what was typed is there to be put right"
    assert site.get("/my-diary/ABCDEFGH").status_code == 404
    assert site.get("/diary/ABCDEFGHJKMN").status_code == 404
    with reading() as session:
        call = session.exec(select(diary_calls.DiaryCall)).one()
    assert site.get(f"/print/diary/{call.id}").status_code == 401
    assert site.get("/download/journey-weeks.xlsx").status_code == 404
    site.sign_in(str(company.marketing.person_id))
    assert f"/diary/{call.token}" in site.get(f"/print/diary/{call.id}").text
    writing(lambda s: diary_calls.close_diary_call(s, company.marketing, now=now(), call_id=call.id))
    closed = site.get(invitation[0])
    assert (closed.status_code, "non si può più iniziare" in closed.text) == (410, True)
    writing(lambda s: s.merge(call).sqlmodel_update({"ends_on": now().date() - timedelta(days=2)}))
    ended = site.post(invitation[0], {"form_key": "a form of last week", "agreed": "yes"})
    assert (ended.status_code, "Questo diario è finito" in ended.text) == (410, True)
    sheet = site.get("/download/journey-weeks.xlsx")
    assert sheet.headers["content-type"].startswith("application/vnd.openxmlformats")
