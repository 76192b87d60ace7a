"""Laws 1, 2, 3, 6 and 7 in every kind of vote: saved once, one each, closed is closed, few not shown, erased gone."""

import json
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models import conduct, duels, marks, options, privacy, results, retold
from models.access import Viewer
from models.ballot_rows import Ballot, BallotLine, BallotReason, DuelMark
from models.errors import Refusal
from models.marks import Mark
from models.receipts import Receipt, once
from models.results import Result
from models.rounds import VOTES, RoundKind
from tests.models.room import Room, a_room, at
from tests.models.voting import IDEAS, TAKEN, a_vote, said


def saying(kind: str, ids: list[str], turn: int) -> tuple[Any, dict[str, Any]]:
    """The command of this kind and what is said with it, the first time and the second."""
    if kind == RoundKind.DUELS:
        return duels.answer_duel, {"left_id": ids[0], "right_id": ids[1], "winner_id": ids[turn]}
    return marks.cast_marks, {"marks": said(ids, TAKEN[kind][turn])}


def vote(room: Room, round_id: str, kind: str, who: Viewer, minute: float, turn: int = 0, key: str = "") -> None:
    ids = [option.id for option in options.options_in(room.session, round_id)]
    command, what = saying(kind, ids, turn)
    once(room.session, room.again(who), command, form_key=key or f"{round_id}-{who.person_id}-{minute}-{turn}",
         now=at(minute), round_id=round_id, **what)  # fmt: skip


@pytest.fixture
def room(session: Session) -> Room:
    made = a_room(session)
    made.collect(*IDEAS)
    return made


def test_in_every_kind_saved_is_saved_once_and_closed_is_closed(room: Room) -> None:
    session = room.session
    anna, bea = room.guests(receives=2)
    for number, kind in enumerate(sorted(VOTES)):
        start = 20 + 10 * number
        round_id = a_vote(room, kind, start)
        for _ in range(3):
            vote(room, round_id, kind, anna, start + 2, key=f"same-{kind}")
        vote(room, round_id, kind, anna, start + 3, turn=1)
        vote(room, round_id, kind, bea, start + 3)
        counted = select(Ballot).where(Ballot.round_id == round_id, Ballot.state == "counted")
        assert len(session.exec(counted).all()) == 2, kind
        assert len(session.exec(select(Receipt).where(Receipt.form_key == f"same-{kind}")).all()) == 1
        for viewer in (anna, room.elena):
            with pytest.raises(Refusal, match="result_hidden"):
                results.result_view(session, viewer, round_id=round_id)
        conduct.close_round(session, room.elena, now=at(start + 5), round_id=round_id)
        for minute in (-600.0, start + 3.5, 5000.0):
            with pytest.raises(Refusal, match="round_closed"):
                vote(room, round_id, kind, anna, minute)
        with pytest.raises(Refusal, match="vote_stays_closed"):
            conduct.reopen_round(session, room.elena, now=at(start + 6), round_id=round_id)
        seen = results.result_view(session, anna, round_id=round_id)
        # Two in secret are too few: nothing but their number, in the record either. A consent has names.
        kept = json.loads(session.exec(select(Result).where(Result.round_id == round_id)).one().output)
        few = kind != RoundKind.CONSENT
        assert seen.facts.withheld is few is kept["withheld"], kind
        assert few == (not (kept.get("totals") or kept.get("options") or kept.get("ranking"))), kind


def test_no_line_and_no_duel_stands_twice_whatever_writes_it(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    for kind, table in (("score", BallotLine), ("duels", DuelMark)):
        vote(room, a_vote(room, kind, 20), kind, anna, 22)
        row = room.session.exec(select(table)).first()
        assert row is not None
        again = row.model_dump()
        with pytest.raises(IntegrityError), room.session.begin_nested():
            room.session.connection().execute(insert(table), again)


def test_erased_in_an_open_vote_is_gone_from_it_and_in_a_closed_one_stays_counted_without_words(room: Room) -> None:
    session = room.session
    anna, bea = room.guests(receives=2)
    closed = a_vote(room, "consent", 20)
    for who in (anna, bea):
        vote(room, closed, "consent", who, 22)
    conduct.close_round(session, room.elena, now=at(23), round_id=closed)
    still = {kind: a_vote(room, kind, 24) for kind in ("duels", "score", "expect", "consent")}
    for kind, round_id in still.items():
        vote(room, round_id, kind, anna, 26)
    privacy.erase_person(session, anna, now=at(27), words=True)
    for kind, round_id in still.items():
        counted = select(Ballot).where(Ballot.round_id == round_id, Ballot.state == "counted")
        assert session.exec(counted).all() == [], kind
    kept_ids = set(session.exec(select(Ballot.id)).all())
    for table in (BallotLine, BallotReason, DuelMark):
        assert set(session.exec(select(table.ballot_id)).all()) <= kept_ids
    seen = results.result_view(session, room.elena, round_id=closed)
    assert seen.facts.voters == 2
    words = {(one.by, one.text) for one in seen.objections}
    assert words == {("", retold.GONE), (bea.name, "Il corriere non ce la fa")}


def test_a_mark_elsewhere_than_on_the_list_is_never_kept(room: Room) -> None:
    (anna,) = room.guests(receives=1)
    one, other = a_vote(room, "agreement", 20), a_vote(room, "approval", 22)
    elsewhere = options.options_in(room.session, other)[0].id
    with pytest.raises(Refusal, match="not_an_option"):
        marks.cast_marks(room.session, anna, now=at(24), round_id=one, marks=[Mark(elsewhere, 1)])
    assert room.session.exec(select(BallotLine)).all() == []
