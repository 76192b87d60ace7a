"""Ballots: one a person and round, changeable until the close, the last one counts (law 2).

Invariants:
- What a ballot may say is the rule of its kind (`models.mark_rules`), checked under a lock on the voter's row.
- A secret ballot bears no person, no time, no order: its key is HMAC(round key, person), it lies in a table without row
  numbers and is replaced in place. What is recorded about it names the round only, to the minute.
- An open ballot keeps its history: what was replaced or withdrawn stays, and does not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models import activity
from models.access import May, Viewer
from models.ballot_rows import BallotState
from models.ballot_writing import (
    Voter,
    as_said,
    drop_secret_ballot,
    end_open_ballot,
    lines_of,
    marks_of,
    new_open_ballot,
    new_secret_ballot,
    option_ids,
    options_and_ballot,
    options_and_voter,
    replace_lines,
    secret_id_by,
    voter_in,
    write_lines,
)
from models.errors import NotFound, Refusal
from models.mark_rules import Mark, checked
from models.more_time import must_be_open_for
from models.options import OptionView, in_own_order
from models.room_facts import round_to_vote
from models.rounds import VOTES, Round, RoundKind, RoundView, round_seen
from models.vote_codes import vote_code


@dataclass(frozen=True)
class MyBallot:
    """One's own vote. `points`: the value by option (dots). `cast_at` only in an open round. No marks in duels.

    `id`: the ballot's own, for questions about it; `code`: what finds it on the tally sheet (`models.vote_codes`).
    """

    points: dict[str, int]
    cast_at: datetime | None
    marks: tuple[Mark, ...] = ()
    id: str = field(default="", repr=False)

    @property
    def code(self) -> str:
        """What finds it on the tally sheet."""
        return vote_code(self.id)


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
    row, voter = place_for(session, viewer, round_id, now)
    if row.kind != RoundKind.DOTS:
        raise NotFound()
    marks = [Mark(option_id, dots) for option_id, dots in points.items()]
    keep_marks(session, viewer, row, voter, marks, now)


# What `models.receipts` keeps of it names neither the person nor the subject.
cast_ballot.leaves_no_subject = True  # type: ignore[attr-defined]


def keep_marks(
    session: Session, viewer: Viewer, row: RoundView, voter: Voter, marks: Sequence[Mark], now: datetime
) -> None:
    """Check marks by the rule of the round's kind and write them as this person's ballot, in place of the one before.

    Raises:
        Refusal: those of `mark_rules.checked`.
    """
    if row.secret:
        ballot_id = secret_id_by(voter.key, voter.person_id)
        known, is_there = options_and_ballot(session, row.id, ballot_id)
        given = checked(row, row.settings, known, marks)
        if not ballot_id:
            raise Refusal("round_closed")
        if is_there:
            replace_lines(session, row, ballot_id, given)
        else:
            new_secret_ballot(session, row, voter, ballot_id)
            write_lines(session, ballot_id, given)
        record_silently(session, row, "cast", now)
        return
    given = checked(row, row.settings, option_ids(session, row.id), marks)
    before = end_open_ballot(session, row, voter.person_id, BallotState.REPLACED, now)
    write_lines(session, new_open_ballot(session, row, voter, now), given)
    activity.record(session, viewer, "cast", "round", row.id, now=now, group_id=row.group_id, before=before,
                    after=as_said(given))  # fmt: skip


def withdraw_ballot(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Take one's vote back while the round is open; it may be cast again.

    Raises:
        Refusal: `no_ballot` when there is none, and those of `cast_ballot`.
    """
    row, voter = place_for(session, viewer, round_id, now)
    if not row.secret:
        before = end_open_ballot(session, row, voter.person_id, BallotState.WITHDRAWN, now)
        if before is None:
            raise Refusal("no_ballot")
        activity.record(session, viewer, "withdraw", "round", row.id, now=now, group_id=row.group_id, before=before)
        return
    if not drop_secret_ballot(session, row.id, voter.person_id):
        raise Refusal("no_ballot")
    record_silently(session, row, "withdraw", now)


withdraw_ballot.leaves_no_subject = True  # type: ignore[attr-defined]


def ballot_place(session: Session, viewer: Viewer, *, round_id: str) -> BallotPlace:
    """What this person may do in a vote, and the vote given so far (in a secret one while its key exists)."""
    return place_in(session, viewer, round_seen(session, viewer, round_id, May.RESULT_SEE))


def place_in(session: Session, viewer: Viewer, row: Round | RoundView) -> BallotPlace:
    """The same, of a round whose permission was asked. Two statements."""
    return _place(session, row, voter_in(session, row.id, viewer.person_id))


def paper_in(session: Session, viewer: Viewer, row: RoundView) -> tuple[list[OptionView], BallotPlace]:
    """What stands on this person's ballot paper: the options in an order of their own, and their place. Of a round
    whose permission was asked. Two statements.
    """
    found, voter = options_and_voter(session, row.id, viewer.person_id)
    return in_own_order(found, row, viewer.person_id), _place(session, row, voter)


def _place(session: Session, row: Round | RoundView, voter: Voter | None) -> BallotPlace:
    mine = my_ballot(session, row, voter.person_id, key=voter.key) if voter else None
    return BallotPlace(voter is not None, row.budget or 0, min(row.cap, row.budget or row.cap), mine)


def my_ballot(
    session: Session, row: Round | RoundView, person_id: str | None, *, key: str | None = None
) -> MyBallot | None:
    """The counted ballot of a person, or None; for questions about the person who asks. key: the round's, if known."""
    lines = lines_of(session, row, person_id, key=key)
    if not lines:
        return None
    marks = marks_of(lines)
    points = {mark.option_id: mark.value for mark in marks}
    return MyBallot(points, lines[0].cast_at, tuple(marks), lines[0].id)


def place_for(session: Session, viewer: Viewer, round_id: str, now: datetime) -> tuple[RoundView, Voter]:
    """The round and the voter's own row, both locked, for the commands that vote.

    Raises:
        Refusal: `round_not_open`, `round_paused`, `round_closed`, `not_eligible`, `workshop_archived`.
    """
    # The round first (it cannot close under us), then the voter's own row (two tabs, two servers: one after the other).
    row = round_to_vote(session, viewer, round_id)
    if row.kind not in VOTES:
        raise NotFound()
    must_be_open_for(session, viewer, row, now)
    voter = voter_in(session, row.id, viewer.person_id, lock=True)
    if voter is None:
        raise Refusal("not_eligible")
    return row, voter


def record_silently(session: Session, row: RoundView, verb: str, now: datetime) -> None:
    """Record what happened in a secret round to the minute and without the person: nothing tells who voted when."""
    minute = now.replace(second=0, microsecond=0)
    activity.record(session, None, verb, "round", row.id, now=minute, group_id=row.group_id)
