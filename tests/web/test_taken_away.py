"""What is taken away from a closed vote over plain HTTP: sheet, own line, pictures, protocol; others find nothing."""

from dataclasses import dataclass

import pytest
from sqlmodel import Session

from models import conduct, results
from models.access import Viewer
from models.base import new_token
from models.groups import create_group
from models.people import Person
from models.viewers import viewer_of_person
from store.doors import writing
from tests.models.room import START, Room, a_room, at
from tests.models.test_results_of_every_kind import IDEAS, a_vote, cast, people_of
from tests.web.conftest import Site


@dataclass
class Voted:
    """A workshop after a vote of fifteen: who conducts, who voted, somebody of another group."""

    room: Room
    round_id: str
    guest: Viewer
    stranger: Viewer
    code: str


@pytest.fixture
def voted(site: Site) -> Voted:
    def build(session: Session) -> Voted:
        room = a_room(session)
        room.collect(*IDEAS)
        people = people_of(room)
        round_id = a_vote(room, "dots")
        cast(room, people, "dots", round_id)
        conduct.close_round(session, room.elena, now=at(25), round_id=round_id)
        stranger = Person(kind="staff", name="Bruno", email="bruno@example.org", created_at=START)
        session.add(stranger)
        session.flush()
        create_group(session, viewer_of_person(session, stranger.id), now=START, name="Un altro tavolo")
        guest = people["receives"][0]
        mine = results.result_view(session, guest, round_id=round_id).mine
        return Voted(room, round_id, guest, viewer_of_person(session, stranger.id), mine.code if mine else "")

    return writing(build)


def paths(voted: Voted) -> dict[str, str]:
    return {
        "sheet": f"/download/sheet/{voted.round_id}.csv",
        "options": f"/download/sheet/{voted.round_id}/options.csv",
        "svg": f"/download/result/{voted.round_id}.svg",
        "png": f"/download/result/{voted.round_id}.png",
        "page": f"/w/{voted.room.workshop_id}/sheet/{voted.round_id}",
        "pdf": f"/download/protocol/{voted.room.workshop_id}.pdf",
        "xlsx": f"/download/protocol/{voted.room.workshop_id}.xlsx",
    }


def test_who_was_there_takes_the_sheet_and_finds_the_own_line_by_a_code_no_address_bears(
    site: Site, voted: Voted
) -> None:
    ways = paths(voted)
    assert site.get(ways["sheet"]).status_code == 404
    site.sign_in(voted.guest.person_id or "")
    kinds = {"sheet": "text/csv", "options": "text/csv", "svg": "image/svg+xml"}
    for name, kind in kinds.items():
        answer = site.get(ways[name])
        assert (name, answer.status_code) == (name, 200)
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].startswith("attachment")
    page = site.get(ways["page"])
    assert page.status_code == 200
    assert voted.code in page.text
    found = site.post(ways["page"], data={"code": voted.code.lower().replace("-", " ")})
    assert "✓ Questo voto è stato contato." in found.text
    assert "«Tre giorni certi»: 2 punti" in found.text
    wrong = site.post(ways["page"], data={"code": new_token()[:10]})
    assert (wrong.status_code, "✓ Questo voto" in wrong.text) == (422, False)
    assert {site.get(ways[name]).status_code for name in ("pdf", "xlsx")} == {404}


def test_members_take_the_protocol_and_to_another_group_all_of_it_is_not_there(site: Site, voted: Voted) -> None:
    ways = paths(voted)
    site.sign_in(voted.room.elena.person_id or "")
    assert site.get(ways["pdf"]).content.startswith(b"%PDF-")
    assert site.get(ways["xlsx"]).content.startswith(b"PK")
    site.cookies.clear()
    site.sign_in(voted.stranger.person_id or "")
    for name, way in ways.items():
        missing = way.replace(voted.round_id, "0" * 32).replace(voted.room.workshop_id, "1" * 32)
        hidden, not_there = site.get(way), site.get(missing)
        assert (name, hidden.status_code, not_there.status_code) == (name, 404, 404)
        assert hidden.text.replace(way, "") == not_there.text.replace(missing, ""), name
