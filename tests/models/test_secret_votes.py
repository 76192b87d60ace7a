"""What a secret vote leaves behind: nothing that tells whose a ballot was (V12), and what an open one leaves."""

import hashlib
import hmac
import json
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from models import activity, ballot_writing, ballots, conduct, duels, marks, options, privacy, round_clock, rounds
from models.access import Viewer
from models.activity import Activity, ActivityText
from models.ballot_rows import Ballot, BallotLine
from models.base import Row
from models.marks import Mark
from models.receipts import Receipt, once
from models.rounds import RoundKey
from store import doors
from store.traces import forget_traces
from tests.company import again
from tests.conftest import Database
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
        for table in ("ballots", "ballot_lines", "ballot_reasons", "duel_marks"):
            made = bind.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).scalar_one()
            assert "WITHOUT ROWID" in made
    columns = {column["name"] for column in inspect(bind).get_columns("ballots")}
    kept = {"id", "round_id", "secret", "side", "state", "person_id", "cast_at", "ended_at"}
    assert columns == kept | {"next_left", "next_right"}, "and the two of a duel that waits"


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
    first = ballot_writing.secret_id(session, room.vote_id, guest.person_id or "")
    other = rounds.add_round(
        session, room.elena, now=at(41), workshop_id=room.workshop_id, kind="dots", question="E adesso?"
    )
    session.add(RoundKey(round_id=other, key="00" * 32))
    session.flush()
    assert ballot_writing.secret_id(session, other, guest.person_id or "") != first


def test_thirty_days_after_the_close_the_key_is_destroyed_and_nobody_finds_a_vote_again(session: Session) -> None:
    room = voted(session)
    conduct.close_round(session, room.elena, now=at(50), round_id=room.vote_id)
    guest_id = session.exec(select(Activity.object_id)).first()
    assert guest_id is not None
    assert round_clock.destroy_due_keys(session, now=at(50) + timedelta(days=30, seconds=-1)) == 0
    assert round_clock.destroy_due_keys(session, now=at(50) + timedelta(days=30)) == 1
    assert session.exec(select(RoundKey)).all() == []
    assert ballot_writing.secret_id(session, room.vote_id, "anybody") == ""


KINDS: dict[str, dict[str, Any]] = {"agreement": {}, "score": {"criteria": ("Utile", "Facile")}, "duels": {}}


def voted_in_every_way(session: Session) -> tuple[Room, list[Viewer], list[str]]:
    """Twelve guests vote in three secret rounds, one after the other, and change their minds. The rounds are open."""
    room = a_room(session)
    room.collect(*IDEAS)
    guests = room.guests(promises=4, keeps=4, receives=4)
    made = []
    for kind, settings in KINDS.items():
        round_id = rounds.add_round(session, room.elena, now=at(30), workshop_id=room.workshop_id, kind=kind,
                                    question="E ora?", settings=settings)  # fmt: skip
        options.choose_options(session, room.elena, now=at(30), round_id=round_id, idea_ids=room.idea_ids)
        conduct.open_round(session, room.elena, now=at(30), round_id=round_id)
        made.append(round_id)
        listed = [option.id for option in options.options_in(session, round_id)]
        for turn in (0, 1):
            for n, guest in enumerate(guests):
                key, now, one = f"{kind}-{turn}-{n}", at(31 + turn + n / 60), listed[(n + turn) % 4]
                if kind == "duels":
                    once(session, guest, duels.answer_duel, form_key=key, now=now, round_id=round_id, left_id=one,
                         right_id=listed[(n + turn + 1) % 4], winner_id=one)  # fmt: skip
                else:
                    said = [Mark(one, 1)] if kind == "agreement" else [Mark(one, 4, 0), Mark(one, 2, 1)]
                    once(session, guest, marks.cast_marks, form_key=key, now=now, round_id=round_id, marks=said)
    return room, guests, made


def test_whoever_holds_the_whole_database_but_not_the_key_finds_nobody_s_vote(session: Session) -> None:
    """Marks and duels: no table ties a person to a ballot, and no order, time or number does."""
    room, guests, made = voted_in_every_way(session)
    for round_id in made:
        conduct.close_round(session, room.elena, now=at(50), round_id=round_id)
    round_clock.destroy_due_keys(session, now=at(50) + timedelta(days=31))
    people = {guest.person_id for guest in guests}
    connection = session.connection()
    secret = set(session.exec(select(Ballot.id)).all())
    assert len(secret) == 36
    told = []
    for table in Row.metadata.sorted_tables:
        for row in connection.execute(table.select()).all():
            words = {str(value) for value in row}
            texts = " ".join(words)
            if any(person in texts for person in people if person) and any(ballot in texts for ballot in secret):
                told.append((table.name, row))
    assert told == []
    # Nobody's ballot can be told by working it out from what is there.
    guessed = {hashlib.sha256(f"{r}{p}".encode()).hexdigest() for r in made for p in people}
    guessed |= {hmac.new(r.encode(), str(p).encode(), hashlib.sha256).hexdigest() for r in made for p in people}
    assert not guessed & secret
    cast = session.exec(select(Activity).where(Activity.verb == "cast")).all()
    assert {(row.person_id, row.after_hash, row.before_hash, row.at.second) for row in cast} == {(None, None, None, 0)}
    receipts = session.exec(select(Receipt).where(Receipt.command.in_(["cast_marks", "answer_duel"]))).all()  # type: ignore[attr-defined]
    assert {(row.person_hash, json.loads(row.answer), row.at.second) for row in receipts} == {(None, None, 0)}
    assert len(receipts) == 72
    for kept in ("ballots", "ballot_lines", "duel_marks"):
        name = "id" if kept == "ballots" else "ballot_id"
        if connection.dialect.name == "postgresql":
            stored = [row[0] for row in connection.execute(text(f"SELECT {name} FROM {kept}"))]
            numbered = f"SELECT count(DISTINCT xmin::text), count(DISTINCT (SELECT round_id FROM ballots b" \
                       f" WHERE b.id = t.{name})) FROM {kept} t"  # fmt: skip
            # One number a round, that of its close: not one a vote.
            numbers, of_rounds = connection.execute(text(numbered)).one()
            assert numbers <= of_rounds
            asked = connection.execute(text("SELECT id, round_id FROM ballots"))
            rounds_of = {row[0]: row[1] for row in asked}
            for round_id in made:
                own = [ballot for ballot in stored if rounds_of[ballot] == round_id]
                assert own == sorted(own), kept
        else:
            # The rows lie by their keys, and there is no number that grew with each vote.
            with pytest.raises(OperationalError, match="no such column"):
                connection.execute(text(f"SELECT rowid FROM {kept}"))


def test_the_files_forget_in_which_order_people_voted(real_database: Database) -> None:
    """SQLite's journal and PostgreSQL's dead rows hold one write after the other: the tick empties them."""
    room, guests, made = doors.writing(voted_in_every_way)
    for round_id in made:
        doors.writing(partial(conduct.close_round, viewer=room.elena, now=at(50), round_id=round_id))
    assert forget_traces(doors.reading, doors.writing, at(51))
    if real_database.kind == "sqlite":
        journal = Path(f"{real_database.engine.url.database}-wal")
        assert not journal.exists() or journal.stat().st_size == 0
    else:
        with real_database.engine.connect() as connection:
            # While it is held, a voter's row bears the number of the vote's transaction, which its record bears too.
            held = "SELECT count(*) FROM eligible WHERE xmax::text <> '0'"
            assert connection.execute(text(held)).scalar_one() == 0
            for table in ("ballots", "ballot_lines", "duel_marks"):
                places = [int(str(row[0]).strip("()").split(",")[1]) for row in connection.execute(
                    text(f"SELECT ctid FROM {table}"))]  # fmt: skip
                assert len(places) == len(set(places))
            dead = "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE relname IN ('ballots', 'duel_marks')"
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
            assert connection.execute(text(dead)).scalar_one() == 0
    assert not forget_traces(doors.reading, doors.writing, at(60)), "nothing to do when no vote has just closed"
    doors.writing(lambda s: privacy.erase_person(s, again(s, guests[0]), now=at(60), words=True))
    assert forget_traces(doors.reading, doors.writing, at(61)), "nor do they keep the words of whoever was erased"
    if real_database.kind == "sqlite":
        assert not journal.exists() or journal.stat().st_size == 0


def test_an_open_vote_names_who_voted_in_the_record(session: Session) -> None:
    voted(session, secret=False)
    cast = session.exec(select(Activity).where(Activity.verb == "cast")).all()
    assert len({row.person_id for row in cast}) == 6
    assert None not in {row.person_id for row in cast}


def test_the_record_is_whole_after_a_secret_vote(session: Session) -> None:
    room = voted(session)
    conduct.close_round(session, room.elena, now=at(50), round_id=room.vote_id)
    assert activity.first_break(session) is None
