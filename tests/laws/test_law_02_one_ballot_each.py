"""Law 2. One eligible person, one counted ballot per round; never over the budget.

Twenty threads and two servers are in `tests/models/test_votes_at_once.py`.
"""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import ballots, conduct
from models.access import Viewer
from models.ballot_rows import Ballot, BallotLine
from models.errors import Refusal
from tests.models.room import START, Room, a_room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")


@pytest.fixture(params=[True, False], ids=["secret", "open"])
def room(session: Session, request: pytest.FixtureRequest) -> Room:
    made = a_room(session, secret=request.param)
    made.collect(*IDEAS)
    return made


def vote(room: Room, viewer: Viewer, *dots: int) -> None:
    points = dict(zip(room.option_ids(), dots, strict=False))
    ballots.cast_ballot(room.session, viewer, now=at(31), round_id=room.vote_id, points=points)


def test_two_tabs_two_devices_one_counted_ballot(room: Room) -> None:
    anna, walter = room.guests(receives=2)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    for dots in ((3,), (1, 1), (0, 0, 2)):
        vote(room, anna, *dots)
    vote(room, walter, 1)
    assert len(room.session.exec(select(Ballot).where(Ballot.state == "counted")).all()) == 2


def test_never_over_the_budget_not_by_one_and_not_by_changing(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    vote(room, anna, 3)
    for dots in ((3, 1), (2, 2), (1, 1, 1, 1)):
        with pytest.raises(Refusal, match="over_budget"):
            vote(room, anna, *dots)
    kept = [line.value for line in room.session.exec(select(BallotLine)).all()]
    assert kept == [3]


def test_the_database_itself_refuses_a_second_line_for_one_idea(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    conduct.open_round(room.session, room.elena, now=at(30), round_id=room.vote_id)
    vote(room, anna, 1)
    line = room.session.exec(select(BallotLine)).one()
    again = {"ballot_id": line.ballot_id, "option_id": line.option_id, "criterion": 0, "value": 2}
    with pytest.raises(IntegrityError), room.session.begin_nested():
        room.session.connection().execute(BallotLine.__table__.insert(), again)  # type: ignore[attr-defined]


def test_the_database_itself_refuses_a_name_on_a_secret_ballot(session: Session) -> None:
    room = a_room(session)
    ballot = {"id": "x", "round_id": room.vote_id, "secret": True, "side": "keeps", "state": "counted",
              "person_id": room.elena.person_id, "cast_at": START}  # fmt: skip
    with pytest.raises(IntegrityError), session.begin_nested():
        session.connection().execute(Ballot.__table__.insert(), ballot)  # type: ignore[attr-defined]


def test_the_database_itself_refuses_a_second_counted_open_ballot(session: Session) -> None:
    room = a_room(session, secret=False)
    ballot = {"round_id": room.vote_id, "secret": False, "side": "keeps", "state": "counted",
              "person_id": room.elena.person_id, "cast_at": START}  # fmt: skip
    session.connection().execute(Ballot.__table__.insert(), {"id": "one"} | ballot)  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), session.begin_nested():
        session.connection().execute(Ballot.__table__.insert(), {"id": "two"} | ballot)  # type: ignore[attr-defined]
