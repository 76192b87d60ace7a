"""How ballots lie in the database: found, written, replaced, forgotten. `models.ballots` says when and for whom.

Invariants: a secret ballot bears no person, no time, no order: its id is HMAC(round key, person) and it is replaced in
place; an open one that no longer counts stays. Every statement is written once: a room of 300 votes within a minute.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, literal_column, union_all, update
from sqlalchemy import select as select_columns
from sqlmodel import Session

from models.ballot_rows import Ballot, BallotLine, BallotReason, BallotState, DuelMark
from models.base import new_id
from models.eligibility import Eligible
from models.errors import Refusal
from models.mark_rules import REASONS, Mark
from models.options import OptionView, RoundOption
from models.rounds import Round, RoundKey, RoundView
from models.statements import put, run, table_of


@dataclass(frozen=True)
class Voter:
    """Somebody's own row in a round: their side, and the round's key while it is secret and the key exists."""

    person_id: str
    side: str
    key: str


def voter_in(session: Session, round_id: str, person_id: str | None, *, lock: bool = False) -> Voter | None:
    """Somebody's own row in a round, or None. With `lock`, nobody else votes with it until this transaction ends."""
    asked = _VOTER_LOCKED if lock else _VOTER
    found = run(session, asked, round_id=round_id, person_id=person_id).first()
    return Voter(found.person_id, found.side, found.key or "") if found else None


def option_ids(session: Session, round_id: str) -> set[str]:
    """The options of a round."""
    return set(run(session, _OPTIONS, round_id=round_id).scalars())


def options_and_voter(session: Session, round_id: str, person_id: str | None) -> tuple[list[OptionView], Voter | None]:
    """The options of a round in the order of choosing, and somebody's own row, or None. One statement."""
    rows = run(session, _LIST_AND_VOTER, round_id=round_id, person_id=person_id).all()
    first = rows[0] if rows else None
    voter = Voter(first.person_id, first.side, first.key or "") if first and first.person_id else None
    return [OptionView(*row[:5]) for row in rows], voter


def options_and_ballot(session: Session, round_id: str, ballot_id: str) -> tuple[set[str], bool]:
    """The options of a round, and whether there is a ballot of this id. One statement."""
    rows = run(session, _OPTIONS_AND_THERE, round_id=round_id, ballot_id=ballot_id).all()
    return {one for one, is_ballot in rows if not is_ballot}, any(is_ballot for _, is_ballot in rows)


def secret_id(session: Session, round_id: str, person_id: str) -> str:
    """The id of a person's ballot in a secret round, or the empty string when the key is destroyed."""
    return secret_id_by(run(session, _KEY, round_id=round_id).scalars().first() or "", person_id)


def secret_id_by(key: str, person_id: str) -> str:
    """The same, with the key of the round at hand."""
    return hmac.new(bytes.fromhex(key), person_id.encode(), hashlib.sha256).hexdigest() if key else ""


def lines_of(
    session: Session, row: Round | RoundView, person_id: str | None, *, key: str | None = None
) -> Sequence[Any]:
    """The counted ballot of a person with what it says, one row a line; a ballot that says nothing is one row.

    key: the round's, where it is known already; a secret ballot is found only while it exists.
    """
    if person_id is None:
        return []
    if not row.secret:
        return run(session, _SAID_BY, round_id=row.id, person_id=person_id).all()
    ballot_id = secret_id(session, row.id, person_id) if key is None else secret_id_by(key, person_id)
    return run(session, _SAID_IN, ballot_id=ballot_id).all() if ballot_id else []


def marks_of(lines: Sequence[Any]) -> list[Mark]:
    """The marks of such lines."""
    return [Mark(one.option_id, one.value, one.criterion, one.text or "") for one in lines if one.option_id is not None]


def secret_ballot(session: Session, row: RoundView, voter: Voter) -> tuple[str, bool]:
    """The id of this person's ballot in a secret round, and whether it was made just now."""
    ballot_id = secret_id_by(voter.key, voter.person_id)
    if not ballot_id:
        raise Refusal("round_closed")
    if run(session, _THERE, ballot_id=ballot_id).first() is not None:
        return ballot_id, False
    new_secret_ballot(session, row, voter, ballot_id)
    return ballot_id, True


def new_secret_ballot(session: Session, row: RoundView, voter: Voter, ballot_id: str) -> None:
    """Write a ballot without a name."""
    put(session, Ballot(id=ballot_id, round_id=row.id, secret=True, side=voter.side))


def new_open_ballot(session: Session, row: RoundView, voter: Voter, now: datetime) -> str:
    """The id of a new ballot with a name on it."""
    ballot_id = new_id()
    put(session, Ballot(id=ballot_id, round_id=row.id, secret=False, side=voter.side, person_id=voter.person_id,
                        cast_at=now))  # fmt: skip
    return ballot_id


def end_open_ballot(
    session: Session, row: RoundView, person_id: str, state: BallotState, now: datetime
) -> list[list[object]] | None:
    """Let a ballot with a name no longer count; it stays in the history. What it said, or None when there is none."""
    lines = lines_of(session, row, person_id)
    if not lines:
        return None
    run(session, _END, ballot_id=lines[0].id, becomes=state, at=now)
    return as_said(marks_of(lines))


def drop_secret_ballot(session: Session, round_id: str, person_id: str) -> bool:
    """Delete a secret ballot with all it says; whether there was one. No history of a secret ballot is kept."""
    ballot_id = secret_id(session, round_id, person_id)
    if not ballot_id or run(session, _THERE, ballot_id=ballot_id).first() is None:
        return False
    for said in (_FORGET, _FORGET_REASONS, _FORGET_DUELS, _DROP):
        run(session, said, ballot_id=ballot_id)
    return True


def replace_lines(session: Session, row: RoundView, ballot_id: str, given: Sequence[Mark]) -> None:
    """Let a ballot that is there already say this instead."""
    run(session, _FORGET, ballot_id=ballot_id)
    if row.kind in REASONS:
        run(session, _FORGET_REASONS, ballot_id=ballot_id)
    write_lines(session, ballot_id, given)


def write_lines(session: Session, ballot_id: str, given: Sequence[Mark]) -> None:
    """Write what a new ballot says."""
    write = session.connection().execute
    write(_LINES, [
        {"ballot_id": ballot_id, "option_id": mark.option_id, "criterion": mark.criterion, "value": mark.value}
        for mark in given
    ])  # fmt: skip
    reasons = [{"ballot_id": ballot_id, "option_id": m.option_id, "text": m.reason} for m in given if m.reason]
    if reasons:
        write(_REASONS, reasons)


def as_said(marks: Sequence[Mark]) -> list[list[object]]:
    """Marks as the record hashes them."""
    return [[mark.option_id, mark.criterion, mark.value, mark.reason] for mark in marks]


_ballots, _lines, _reasons, _may, _keys = map(table_of, (Ballot, BallotLine, BallotReason, Eligible, RoundKey))
_id: Any = bindparam("ballot_id")
_OPTIONS = select_columns(table_of(RoundOption).c.id).where(table_of(RoundOption).c.round_id == bindparam("round_id"))
_options = table_of(RoundOption)
_KEY = select_columns(_keys.c.key).where(_keys.c.round_id == bindparam("round_id"))
_VOTER = (
    select_columns(_may.c.person_id, _may.c.side, _keys.c.key)
    .outerjoin_from(_may, _keys, _keys.c.round_id == _may.c.round_id)
    .where(_may.c.round_id == bindparam("round_id"), _may.c.person_id == bindparam("person_id"))
)
_VOTER_LOCKED = _VOTER.with_for_update(of=_may)
_THERE = select_columns(_ballots.c.id).where(_ballots.c.id == _id)
_OPTIONS_AND_THERE = union_all(
    select_columns(_options.c.id, literal_column("0")).where(_options.c.round_id == bindparam("round_id")),
    select_columns(_ballots.c.id, literal_column("1")).where(_ballots.c.id == _id),
)
# First the fields of `OptionView`, in their order.
_LIST_AND_VOTER = (
    select_columns(
        _options.c.id, _options.c.idea_id, _options.c.text, _options.c.promise_id, _options.c.cost, _may.c.person_id,
        _may.c.side, _keys.c.key,
    )
    .outerjoin_from(
        _options, _may, (_may.c.round_id == _options.c.round_id) & (_may.c.person_id == bindparam("person_id"))
    )
    .outerjoin(_keys, _keys.c.round_id == _may.c.round_id)
    .where(_options.c.round_id == bindparam("round_id"))
    .order_by(_options.c.position)
)  # fmt: skip
_SAID = (
    select_columns(
        _ballots.c.id, _ballots.c.cast_at, _lines.c.option_id, _lines.c.criterion, _lines.c.value, _reasons.c.text
    )
    .outerjoin_from(_ballots, _lines, _lines.c.ballot_id == _ballots.c.id)
    .outerjoin(_reasons, (_reasons.c.ballot_id == _lines.c.ballot_id) & (_reasons.c.option_id == _lines.c.option_id))
    .order_by(_lines.c.option_id, _lines.c.criterion)
)
_SAID_IN = _SAID.where(_ballots.c.id == _id)
_SAID_BY = _SAID.where(
    _ballots.c.round_id == bindparam("round_id"), _ballots.c.person_id == bindparam("person_id"),
    _ballots.c.state == BallotState.COUNTED,
)  # fmt: skip
_END = update(_ballots).where(_ballots.c.id == _id).values(state=bindparam("becomes"), ended_at=bindparam("at"))
_LINES, _REASONS = insert(_lines), insert(_reasons)
_FORGET = delete(_lines).where(_lines.c.ballot_id == _id)
_FORGET_REASONS = delete(_reasons).where(_reasons.c.ballot_id == _id)
_FORGET_DUELS = delete(table_of(DuelMark)).where(table_of(DuelMark).c.ballot_id == _id)
_DROP = delete(_ballots).where(_ballots.c.id == _id)
