"""Law 1. When the page says *Saved*, it is on disk and stays there. The same form twice is one effect, one receipt."""

import pytest
from sqlmodel import Session, select

from models import ballots, conduct, ideas, options
from models.access import Viewer
from models.ballot_rows import Ballot
from models.errors import Refusal
from models.ideas import Idea
from models.receipts import Receipt, Saved, once
from store import doors
from tests.conftest import Database
from tests.models.room import Room, a_room, at


@pytest.fixture
def room(session: Session) -> Room:
    made = a_room(session)
    conduct.open_round(session, made.elena, now=at(0), round_id=made.collect_id)
    return made


def send(room: Room, viewer: Viewer, key: str, text: str, minute: float = 1) -> Saved:
    return once(room.session, viewer, ideas.write_idea, form_key=key, now=at(minute), round_id=room.collect_id,
                text=text)  # fmt: skip


def test_the_same_form_twice_is_one_idea_and_one_receipt(room: Room) -> None:
    first, second = send(room, room.elena, "form-1", "Una cosa"), send(room, room.elena, "form-1", "Una cosa", 2)
    assert (first.again, second.again) == (False, True)
    assert (first.code, first.answer) == (second.code, second.answer)
    assert len(room.session.exec(select(Idea)).all()) == 1
    assert len(room.session.exec(select(Receipt).where(Receipt.form_key == "form-1")).all()) == 1


def test_a_refused_form_leaves_no_receipt_and_may_be_sent_again(room: Room) -> None:
    with pytest.raises(Refusal, match="empty"):
        send(room, room.elena, "form-1", " ")
    assert send(room, room.elena, "form-1", "Una cosa").again is False


def test_somebody_elses_form_key_gives_nothing(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    send(room, anna, "form-1", "Una cosa")
    with pytest.raises(Refusal, match="form_expired"):
        send(room, room.elena, "form-1", "Altra cosa")


def test_a_vote_sent_again_after_a_cut_is_the_same_vote(room: Room) -> None:
    room.idea_ids = [send(room, room.elena, f"form-{said}", said, 3).answer for said in ("Una", "Due")]
    options.choose_options(room.session, room.elena, now=at(4), round_id=room.vote_id, idea_ids=room.idea_ids)
    (anna,) = room.guests(receives=1)
    conduct.open_round(room.session, room.elena, now=at(5), round_id=room.vote_id)
    points = {room.option_ids()[0]: 3}
    sent = [once(room.session, anna, ballots.cast_ballot, form_key="vote", now=at(6), round_id=room.vote_id,
                 points=points) for _ in range(3)]  # fmt: skip
    assert len({one.code for one in sent}) == 1
    assert len(room.session.exec(select(Ballot)).all()) == 1


def test_what_was_saved_is_there_for_the_next_one_who_looks(real_database: Database) -> None:
    made: list[Room] = []

    def prepare(session: Session) -> None:
        made.append(a_room(session))
        conduct.open_round(session, made[0].elena, now=at(0), round_id=made[0].collect_id)

    doors.writing(prepare)
    saved = doors.writing(
        lambda session: once(session, made[0].elena, ideas.write_idea, form_key="form", now=at(1),
                             round_id=made[0].collect_id, text="Una cosa")
    )  # fmt: skip
    real_database.engine.dispose()
    with doors.reading() as session:
        assert session.get(Idea, saved.answer) is not None
