"""What a secret vote leaves behind: nothing that tells whose a ballot was (V12), and what an open one leaves."""

import json
from datetime import timedelta

from sqlalchemy import inspect, text
from sqlmodel import Session, select

from models import activity, ballots, conduct, round_clock, rounds
from models.activity import Activity, ActivityText
from models.ballot_rows import Ballot, BallotLine
from models.receipts import Receipt, once
from models.rounds import RoundKey
from tests.models.room import Room, a_room, at

IDEAS = ("Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite")


def voted(session: Session, secret: bool = True, people: int = 6) -> Room:
    room = a_room(session, secret=secret)
    room.collect(*IDEAS)
    guests = room.guests(receives=people)
    conduct.open_round(session, room.elena, now=at(30), round_id=room.vote_id)
    first, second = room.option_ids()[:2]
    for minute, guest in enumerate(guests, start=31):
        for points in ({first: 3}, {first: 1, second: 2}):
            once(session, guest, ballots.cast_ballot, form_key=f"form-{minute}-{len(points)}", now=at(minute + 0.4),
                 round_id=room.vote_id, points=points)  # fmt: skip
    return room


def test_a_secret_ballot_bears_no_person_no_time_and_no_history(session: Session) -> None:
    voted(session)
    kept = session.exec(select(Ballot)).all()
    assert len(kept) == 6
    assert {(ballot.person_id, ballot.cast_at, ballot.ended_at, ballot.state) for ballot in kept} == {
        (None, None, None, "counted")
    }
    assert len(session.exec(select(BallotLine)).all()) == 12


def test_neither_the_record_nor_a_receipt_names_who_voted(session: Session) -> None:
    room = voted(session)
    cast = session.exec(select(Activity).where(Activity.verb == "cast")).all()
    assert len(cast) == 12
    assert {row.person_id for row in cast} == {None}
    assert {row.object_id for row in cast} == {room.vote_id}
    assert {row.after_hash for row in cast} == {None}
    assert {(row.at.second, row.at.microsecond) for row in cast} == {(0, 0)}
    numbers = [row.seq for row in cast]
    texts = session.exec(select(ActivityText).where(ActivityText.seq.in_(numbers))).all()  # type: ignore[attr-defined]
    assert texts == []
    receipts = session.exec(select(Receipt).where(Receipt.command == "cast_ballot")).all()
    assert {(row.person_hash, json.loads(row.answer), row.at.second) for row in receipts} == {(None, None, 0)}


def test_the_ballots_table_has_no_row_numbers(session: Session) -> None:
    bind = session.connection()
    if bind.dialect.name == "sqlite":
        for table in ("ballots", "ballot_lines"):
            made = bind.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).scalar_one()
            assert "WITHOUT ROWID" in made
    columns = {column["name"] for column in inspect(bind).get_columns("ballots")}
    assert columns == {"id", "round_id", "secret", "side", "state", "person_id", "cast_at", "ended_at"}


def test_after_the_close_the_rows_stand_in_the_order_of_their_ids(session: Session) -> None:
    room = voted(session)
    conduct.close_round(session, room.elena, now=at(50), round_id=room.vote_id)
    stored = [row[0] for row in session.connection().execute(text("SELECT id FROM ballots"))]
    assert stored == sorted(stored)
    if session.connection().dialect.name == "postgresql":
        numbers = {row[0] for row in session.connection().execute(text("SELECT xmin::text FROM ballots"))}
        assert len(numbers) == 1


def test_the_same_person_has_another_token_in_another_round(session: Session) -> None:
    room = voted(session, people=5)
    guest = room.guest("Walter", "receives", at(40))
    first = ballots.secret_id(session, room.vote_id, guest.person_id or "")
    other = rounds.add_round(
        session, room.elena, now=at(41), workshop_id=room.workshop_id, kind="dots", question="E adesso?"
    )
    session.add(RoundKey(round_id=other, key="00" * 32))
    session.flush()
    assert ballots.secret_id(session, other, guest.person_id or "") != first


def test_thirty_days_after_the_close_the_key_is_destroyed_and_nobody_finds_a_vote_again(session: Session) -> None:
    room = voted(session)
    conduct.close_round(session, room.elena, now=at(50), round_id=room.vote_id)
    guest_id = session.exec(select(Activity.object_id)).first()
    assert guest_id is not None
    assert round_clock.destroy_due_keys(session, now=at(50) + timedelta(days=30, seconds=-1)) == 0
    assert round_clock.destroy_due_keys(session, now=at(50) + timedelta(days=30)) == 1
    assert session.exec(select(RoundKey)).all() == []
    assert ballots.secret_id(session, room.vote_id, "anybody") == ""


def test_an_open_vote_names_who_voted_in_the_record(session: Session) -> None:
    voted(session, secret=False)
    cast = session.exec(select(Activity).where(Activity.verb == "cast")).all()
    assert len({row.person_id for row in cast}) == 6
    assert None not in {row.person_id for row in cast}


def test_the_record_is_whole_after_a_secret_vote(session: Session) -> None:
    room = voted(session)
    conduct.close_round(session, room.elena, now=at(50), round_id=room.vote_id)
    assert activity.first_break(session) is None
