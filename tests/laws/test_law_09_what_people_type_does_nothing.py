"""Law 9. Nothing a person types runs in, or calls out from, another person's browser: the plain pages of a workshop."""

import re
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from models import ideas, options
from models.conduct import open_round
from models.rounds import change_round
from models.workshops import Workshop, change_workshop
from store import clock, doors
from tests.conftest import Database
from tests.models.room import START, Room, a_room
from tests.web.phones import Phone, signed_in
from ui.cards import plain

EVIL = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](http://evil/p.png)", "[Entra](http://evil)",
    ":red[x] $x^2$ :material/home:", "# Titolo --- | a | b |", '" onfocus="alert(1)', "</title><svg onload=alert(1)>",
]  # fmt: skip


@pytest.fixture
def room(database: Database) -> Iterator[Room]:
    with clock.moving(START), Session(bind=database.connection, join_transaction_mode="create_savepoint") as session:
        made = a_room(session)
        session.commit()
        yield made


@pytest.mark.parametrize("typed", EVIL)
def test_on_every_plain_page_it_is_shown_as_typed(room: Room, typed: str) -> None:
    def prepare(session: Session) -> str:
        elena = room.elena
        change_workshop(session, elena, now=START, workshop_id=room.workshop_id, title=typed, planned_on=START.date())
        for round_id in (room.collect_id, room.vote_id):
            change_round(session, elena, now=START, round_id=round_id, question=typed, secret=True, others_see=True,
                         latecomers=True, budget=None, cap=3)  # fmt: skip
        open_round(session, elena, now=START, round_id=room.collect_id)
        chosen = [
            ideas.write_idea(session, elena, now=START, round_id=room.collect_id, text=f"{typed}{n}") for n in range(2)
        ]
        options.choose_options(session, elena, now=START, round_id=room.vote_id, idea_ids=chosen)
        found = session.get(Workshop, room.workshop_id)
        assert found is not None
        return found.join_token

    token = doors.writing(prepare)
    phone = Phone()
    pages = [phone.open(f"/join/{token}") and phone.page]
    phone.send("", name=f"{typed}", side="receives")
    pages += [phone.page, phone.open(f"/w/{room.workshop_id}") and phone.page]
    doors.writing(lambda session: open_round(session, room.elena, now=START, round_id=room.vote_id))
    pages.append(phone.open(f"/w/{room.workshop_id}") and phone.page)
    conductor = signed_in(room, room.elena.person_id or "")
    pages.append(conductor.open(f"/print/workshop/{room.workshop_id}") and conductor.page)
    for page in pages:
        assert not re.search(r"<(script(?! src=\"/assets/)|img(?! src=\"/assets/)|svg onload)", page)
        assert "onerror=" not in re.sub(r"&[a-z#0-9]+;[^<]*", "", page)
        assert not re.search(r"<[^>]*\son\w+=", page)
        assert not re.search(r'(?:href|src)="(?!/|\?|#)', page)
    assert "default-src 'self'" in phone.client.get(f"/w/{room.workshop_id}").headers["content-security-policy"]


@pytest.mark.parametrize("typed", EVIL)
def test_on_the_desk_every_sign_of_markdown_is_escaped(typed: str) -> None:
    assert not re.search(r"(?<!\\)[!\[\](){}<>$:#|*_`~]", plain(typed).replace("\\\\", ""))
