"""Ballots: one a person and round, changeable until the close, the last one counts (law 2).

Invariants:
- What a ballot may say is the rule of its kind (`models.mark_rules`), checked under a lock on the voter's row.
- A secret ballot bears no person, no time, no order: its key is HMAC(round key, person), it lies in a table without row
  numbers and is replaced in place. What is recorded about it names the round only, to the minute.
- An open ballot keeps its history: what was replaced or withdrawn stays, and does not count.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.ballot_rows import Ballot, BallotLine, BallotReason, BallotState, DuelMark
from models.base import new_id
from models.eligibility import Eligible, eligible_in
from models.errors import NotFound, Refusal
from models.mark_rules import Mark, checked
from models.more_time import must_be_open_for
from models.options import RoundOption
from models.round_settings import settings_from
from models.rounds import VOTES, Round, RoundKey, RoundKind, round_seen
from models.vote_codes import vote_code


@dataclass(frozen=True)
class MyBallot:
    """One's own vote. `points`: the value by option (dots). `cast_at` only in an open round. No marks in duels.

    `code`: what finds it on the tally sheet (`models.vote_codes`).
    """

    points: dict[str, int]
    cast_at: datetime | None
    marks: tuple[Mark, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class BallotPlace:
    """Whether this person may vote in a round, with what, and what they have said so far."""

    may_vote: bool
    budget: int
    cap: int
    mine: MyBallot | None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks given so far."""
        return self.mine.marks if self.mine else ()


def cast_ballot(session: Session, viewer: Viewer, *, now: datetime, round_id: str, points: Mapping[str, int]) -> None:
    """Give dots, or give them anew: the last ballot counts.

    Raises:
        Refusal: those of `place_for` and `mark_rules.checked`.
    """
    row, eligible = place_for(session, viewer, round_id, now)
    if row.kind != RoundKind.DOTS:
        raise NotFound()
    marks = [Mark(option_id, dots) for option_id, dots in points.items()]
    keep_marks(session, viewer, row, eligible, marks, now)


# What `models.receipts` keeps of it names neither the person nor the subject.
cast_ballot.leaves_no_subject = True  # type: ignore[attr-defined]


def keep_marks(
    session: Session, viewer: Viewer, row: Round, eligible: Eligible, marks: Sequence[Mark], now: datetime
) -> None:
    """Check marks by the rule of the round's kind and write them as this person's ballot, in place of the one before.

    Raises:
        Refusal: those of `mark_rules.checked`.
    """
    given = checked(row, settings_from(row.settings), _known(session, row.id), marks)
    if row.secret:
        _write_lines(session, secret_ballot(session, row, eligible), given)
        record_silently(session, row, "cast", now)
        return
    before = end_open_ballot(session, row, eligible.person_id, BallotState.REPLACED, now)
    _write_lines(session, new_open_ballot(session, row, eligible, now), given)
    activity.record(session, viewer, "cast", "round", row.id, now=now, group_id=row.group_id, before=before,
                    after=_as_said(given))  # fmt: skip


def withdraw_ballot(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Take one's vote back while the round is open; it may be cast again.

    Raises:
        Refusal: `no_ballot` when there is none, and those of `cast_ballot`.
    """
    row, eligible = place_for(session, viewer, round_id, now)
    if not row.secret:
        before = end_open_ballot(session, row, eligible.person_id, BallotState.WITHDRAWN, now)
        if before is None:
            raise Refusal("no_ballot")
        activity.record(session, viewer, "withdraw", "round", row.id, now=now, group_id=row.group_id, before=before)
        return
    if not drop_secret_ballot(session, row.id, eligible.person_id):
        raise Refusal("no_ballot")
    record_silently(session, row, "withdraw", now)


withdraw_ballot.leaves_no_subject = True  # type: ignore[attr-defined]


def ballot_place(session: Session, viewer: Viewer, *, round_id: str) -> BallotPlace:
    """What this person may do in a vote, and the vote given so far (in a secret one while its key exists)."""
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    eligible = eligible_in(session, row.id, viewer.person_id)
    mine = my_ballot(session, row, viewer.person_id) if eligible else None
    return BallotPlace(eligible is not None, row.budget or 0, min(row.cap, row.budget or row.cap), mine)


def my_ballot(session: Session, row: Round, person_id: str | None) -> MyBallot | None:
    """The counted ballot of a person, or None; for questions about the person who asks."""
    ballot = counted_ballot(session, row, person_id)
    if ballot is None:
        return None
    marks = _marks(session, ballot.id)
    return MyBallot({mark.option_id: mark.value for mark in marks}, ballot.cast_at, tuple(marks), vote_code(ballot.id))


def counted_ballot(session: Session, row: Round, person_id: str | None) -> Ballot | None:
    """The row of a person's counted ballot, or None (a secret one only while its key exists)."""
    if person_id is None:
        return None
    if row.secret:
        key = secret_id(session, row.id, person_id)
        return session.get(Ballot, key) if key else None
    asked = select(Ballot).where(
        Ballot.round_id == row.id, Ballot.person_id == person_id, Ballot.state == BallotState.COUNTED
    )
    return session.exec(asked).first()


def voted_by_side(session: Session, round_id: str) -> dict[str, int]:
    """How many ballots count, by side."""
    rows = session.exec(
        select(Ballot.side, func.count())
        .where(Ballot.round_id == round_id, Ballot.state == BallotState.COUNTED)
        .group_by(Ballot.side)
    ).all()
    return {str(side): int(number) for side, number in rows}


def secret_id(session: Session, round_id: str, person_id: str) -> str:
    """The id of a person's ballot in a secret round, or the empty string when the key is destroyed."""
    key = session.get(RoundKey, round_id)
    return hmac.new(bytes.fromhex(key.key), person_id.encode(), hashlib.sha256).hexdigest() if key else ""


def place_for(session: Session, viewer: Viewer, round_id: str, now: datetime) -> tuple[Round, Eligible]:
    """The round and the voter's own row, both locked, for the commands that vote.

    Raises:
        Refusal: `round_not_open`, `round_paused`, `round_closed`, `not_eligible`.
    """
    # The round first (it cannot close under us), then the voter's own row (two tabs, two servers: one after the other).
    row = round_seen(session, viewer, round_id, May.BALLOT_CAST, shared=True)
    if RoundKind(row.kind) not in VOTES:
        raise NotFound()
    must_be_open_for(session, viewer, row, now)
    eligible = eligible_in(session, row.id, viewer.person_id, lock=True)
    if eligible is None:
        raise Refusal("not_eligible")
    return row, eligible


def secret_ballot(session: Session, row: Round, eligible: Eligible) -> str:
    """The id of this person's ballot in a secret round, made if it is not there yet."""
    key = secret_id(session, row.id, eligible.person_id)
    if not key:
        raise Refusal("round_closed")
    if session.get(Ballot, key) is None:
        session.add(Ballot(id=key, round_id=row.id, secret=True, side=eligible.side))
        session.flush()
    return key


def new_open_ballot(session: Session, row: Round, eligible: Eligible, now: datetime) -> str:
    """The id of a new ballot with a name on it."""
    ballot = Ballot(
        id=new_id(), round_id=row.id, secret=False, side=eligible.side, person_id=eligible.person_id, cast_at=now
    )
    session.add(ballot)
    session.flush()
    return ballot.id


def end_open_ballot(
    session: Session, row: Round, person_id: str, state: BallotState, now: datetime
) -> list[list[object]] | None:
    """Let a ballot with a name no longer count; it stays in the history. What it said, or None when there is none."""
    ballot = counted_ballot(session, row, person_id)
    if ballot is None:
        return None
    ballot.state, ballot.ended_at = state, now
    session.add(ballot)
    session.flush()
    return _as_said(_marks(session, ballot.id))


def drop_secret_ballot(session: Session, round_id: str, person_id: str) -> bool:
    """Delete a secret ballot with all it says; whether there was one. No history of a secret ballot is kept."""
    key = secret_id(session, round_id, person_id)
    ballot = session.get(Ballot, key) if key else None
    if ballot is None:
        return False
    for table in (BallotLine, BallotReason, DuelMark):
        session.connection().execute(delete(table).where(col(table.ballot_id) == ballot.id))
    session.delete(ballot)
    session.flush()
    return True


def record_silently(session: Session, row: Round, verb: str, now: datetime) -> None:
    """Record what happened in a secret round to the minute and without the person: nothing tells who voted when."""
    minute = now.replace(second=0, microsecond=0)
    activity.record(session, None, verb, "round", row.id, now=minute, group_id=row.group_id)


def _known(session: Session, round_id: str) -> set[str]:
    return set(session.exec(select(RoundOption.id).where(RoundOption.round_id == round_id)).all())


def _write_lines(session: Session, ballot_id: str, given: list[Mark]) -> None:
    run = session.connection().execute
    run(delete(BallotLine).where(col(BallotLine.ballot_id) == ballot_id))
    run(delete(BallotReason).where(col(BallotReason.ballot_id) == ballot_id))
    run(insert(BallotLine), [
        {"ballot_id": ballot_id, "option_id": mark.option_id, "criterion": mark.criterion, "value": mark.value}
        for mark in given
    ])  # fmt: skip
    reasons = [{"ballot_id": ballot_id, "option_id": m.option_id, "text": m.reason} for m in given if m.reason]
    if reasons:
        run(insert(BallotReason), reasons)


def _marks(session: Session, ballot_id: str) -> list[Mark]:
    asked = (
        select(BallotLine, BallotReason.text)
        .join(
            BallotReason,
            (col(BallotReason.ballot_id) == col(BallotLine.ballot_id))
            & (col(BallotReason.option_id) == col(BallotLine.option_id)),
            isouter=True,
        )
        .where(BallotLine.ballot_id == ballot_id)
        .order_by(col(BallotLine.option_id), col(BallotLine.criterion))
    )
    return [Mark(line.option_id, line.value, line.criterion, text or "") for line, text in session.exec(asked).all()]


def _as_said(marks: Sequence[Mark]) -> list[list[object]]:
    return [[mark.option_id, mark.criterion, mark.value, mark.reason] for mark in marks]
