"""Law 4. Nobody sees, guesses or changes what belongs to a group they are not in, on any surface.

The group's words all bear one mark (`GROUP_MARK`); an outsider's page, search, counter, file or phone in which it turns
up is a leak. Who may do what stands in `tests/access/expected.csv`; here the surfaces are walked.
"""

import pytest
from sqlmodel import select

from models.ideas import Idea
from models.workshops import join_view
from store import doors
from tests.access.material import GROUP_MARK, STAFF_MARK
from tests.pages.desk import as_json, open_page, pages, sign_in_of
from tests.pages.grid import Place
from tests.pages.lived import Lived
from tests.web.conftest import Site
from ui.places import PLACES, may_open

OUTSIDERS = ("administrator", "process_owner", "removed", "guest_of_another")


@pytest.fixture
def place(lived: Lived) -> Place:
    return lived()


def site_of(place: Place, who: str) -> Site:
    site = Site()
    if who != "nobody":
        site.sign_in(place.people[who].person_id or "")
    return site


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_of_the_desk_shows_an_outsider_a_word_of_the_group(place: Place, who: str) -> None:
    sign_in_id = sign_in_of(place.people[who])
    leaks = []
    for name in pages():
        if name in PLACES and may_open(place.people[who], name):
            # The address is that of the group's own things, as a colleague might send it.
            shown = open_page(name, sign_in_id, **place.query(name))
            assert not shown.failures, name
            if GROUP_MARK in as_json(shown):
                leaks.append(name)
    assert leaks == []


def test_a_search_finds_nothing_of_another_group(place: Place) -> None:
    for who in ("administrator", "removed"):
        sign_in_id = sign_in_of(place.people[who])
        for name in ("ideas", "decisions"):
            if may_open(place.people[who], name):
                shown = open_page(name, sign_in_id, search=GROUP_MARK, group=place.ids["group"])
                # Their own word stands in the field, and in the address of the table to take away.
                said = as_json(shown).replace(f'"{GROUP_MARK}"', "").replace(f"search={GROUP_MARK}", "")
                assert GROUP_MARK not in said, (who, name)


def test_customers_and_guests_read_no_name_of_a_process_and_no_promise_in_the_making(place: Place) -> None:
    for who in ("guest", "customer"):
        sign_in_id = sign_in_of(place.people[who])
        for name in pages():
            if name in PLACES and may_open(place.people[who], name):
                assert STAFF_MARK not in as_json(open_page(name, sign_in_id, **place.query(name))), (who, name)
        site = site_of(place, who)
        for path in ("/mine", "/commitments", f"/w/{place.ids['workshop']}", "/download/my-data.json"):
            assert STAFF_MARK not in site.get(path).text, (who, path)


PATHS = (
    "/w/{workshop}", "/w/{workshop}/state", "/w/{workshop}/try", "/w/{workshop}/idea/{anna_idea}",
    "/print/workshop/{workshop}", "/download/group/{group}.xlsx", "/mine", "/commitments",
)  # fmt: skip


@pytest.mark.parametrize("who", [*OUTSIDERS, "nobody"])
def test_no_phone_page_poster_or_download_opens_for_an_outsider(place: Place, who: str) -> None:
    site = site_of(place, who)
    for pattern in PATHS:
        answer = site.get(pattern.format(**place.ids))
        assert GROUP_MARK not in answer.text, pattern
        if "{" in pattern:
            # A phone that asks where its workshop stands gets a word, the same for hidden and missing.
            allowed = (200,) if pattern.endswith("/state") else (303, 401, 404)
            assert answer.status_code in allowed, f"{pattern}: {answer.status_code}"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_is_hidden_and_what_is_missing_are_the_same_page(place: Place, who: str) -> None:
    site, missing = site_of(place, who), "0" * 32
    for pattern in PATHS:
        if "{" in pattern:
            hidden = site.get(pattern.format(**place.ids))
            absent = site.get(pattern.format(**dict.fromkeys(place.ids, missing)))
            assert (hidden.status_code, hidden.text) == (absent.status_code, absent.text), pattern


def test_an_outsider_s_forms_change_nothing(place: Place) -> None:
    for who in (*OUTSIDERS, "nobody"):
        site = site_of(place, who)
        for path in ("idea", "late", "vote", "vote-back", "more-time", "in", f"idea/{place.ids['anna_idea']}/support"):
            form = {"form_key": f"{who}-{path}", "round_id": place.ids["collect"], "text": "Un estraneo", "sure": "1"}
            answer = site.post(f"/w/{place.ids['workshop']}/{path}", form)
            assert answer.status_code in (303, 401, 403, 404, 422), (who, path, answer.status_code)
            assert "saved=" not in answer.headers.get("location", "")
            assert "sent=" not in answer.headers.get("location", "")
    assert not _ideas_saying("Un estraneo")


def test_whoever_was_taken_out_of_the_group_does_not_come_back_by_the_code(place: Place) -> None:
    facilitator = place.people["facilitator"]
    with doors.reading() as session:
        token = join_view(session, facilitator, workshop_id=place.ids["workshop"]).token
    site = site_of(place, "removed")
    site.post(f"/join/{token}", {"form_key": "back-again-1", "name": "Nora", "side": "receives"})
    assert site.get(f"/w/{place.ids['workshop']}").status_code == 404


def _ideas_saying(words: str) -> list[str]:
    with doors.reading() as session:
        return [one.id for one in session.exec(select(Idea).where(Idea.text == words)).all()]
