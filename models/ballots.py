"""Ballots: one a person and round, changeable until the close, the last one counts (law 2).

Invariants:
- Points are whole numbers; their sum keeps to the budget and each to the cap, checked under a lock on the voter's row.
- A secret ballot bears no person, no time, no order: its key is HMAC(round key, person), it lies in a table without row
  numbers and is replaced in place. What is recorded about it names the round only, to the minute.
- An open ballot keeps its history: what was replaced or withdrawn stays, and does not count.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, delete, func, insert, text
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Row, new_id
from models.eligibility import Eligible, eligible_in
from models.errors import NotFound, Refusal
from models.options import RoundOption
from models.rounds import Round, RoundKey, RoundKind, must_be_open, round_seen

# The database's own net: no ballot line holds more than the largest budget that can be set.
POINTS_MOST = 20


class BallotState(StrEnum):
    """Whether a ballot counts."""

    COUNTED = "counted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Ballot(Row, table=True):
    """One ballot."""

    __tablename__ = "ballots"
    __table_args__ = (
        CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),
        CheckConstraint("state IN ('counted', 'replaced', 'withdrawn')", name="state"),
        CheckConstraint("NOT secret OR (person_id IS NULL AND cast_at IS NULL AND ended_at IS NULL)", name="secret"),
        CheckConstraint("secret OR (person_id IS NOT NULL AND cast_at IS NOT NULL)", name="open"),
        Index(
            "uq_ballots_counted", "round_id", "person_id", unique=True,
            sqlite_where=text("state = 'counted'"), postgresql_where=text("state = 'counted'"),
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    id: str = Field(primary_key=True, max_length=64)
    round_id: str = Field(max_length=32, foreign_key="rounds.id", index=True)
    secret: bool
    side: str = Field(max_length=10)
    state: str = Field(default=BallotState.COUNTED, max_length=10)
    person_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    cast_at: datetime | None = None
    ended_at: datetime | None = None


class BallotLine(Row, table=True):
    """The dots of one ballot on one option."""

    __tablename__ = "ballot_lines"
    __table_args__ = (
        CheckConstraint(f"points BETWEEN 1 AND {POINTS_MOST}", name="points"),
        {"sqlite_with_rowid": False},
    )

    ballot_id: str = Field(max_length=64, foreign_key="ballots.id", primary_key=True)
    option_id: str = Field(max_length=32, foreign_key="round_options.id", primary_key=True, index=True)
    points: int


@dataclass(frozen=True)
class MyBallot:
    """One's own vote: dots by option. `cast_at` only in an open round."""

    points: dict[str, int]
    cast_at: datetime | None


@dataclass(frozen=True)
class BallotPlace:
    """Whether this person may vote in a round, and with what."""

    may_vote: bool
    budget: int
    cap: int
    mine: MyBallot | None


def cast_ballot(session: Session, viewer: Viewer, *, now: datetime, round_id: str, points: Mapping[str, int]) -> None:
    """Vote, or vote anew: the last ballot counts.

    Raises:
        Refusal: `round_not_open`, `round_closed`, `not_eligible`, `over_budget` (facts `given`, `budget`), `over_cap`
            (`limit`), `no_dots`, `not_a_number`, `too_small`, `not_an_option`.
    """
    row, eligible = _place(session, viewer, round_id, now)
    given = _points(session, row, points)
    if row.secret:
        _replace_secret(session, row, eligible, given)
        # To the minute, and without the person: nothing here tells who voted when.
        minute = now.replace(second=0, microsecond=0)
        activity.record(session, None, "cast", "round", row.id, now=minute, group_id=row.group_id)
        return
    before = _end_open(session, row, eligible.person_id, BallotState.REPLACED, now)
    ballot = Ballot(
        id=new_id(), round_id=row.id, secret=False, side=eligible.side, person_id=eligible.person_id, cast_at=now
    )
    session.add(ballot)
    session.flush()
    _write_lines(session, ballot.id, given)
    activity.record(
        session, viewer, "cast", "round", row.id, now=now, group_id=row.group_id, before=before, after=given
    )


# What `models.receipts` keeps of it names neither the person nor the subject.
cast_ballot.leaves_no_subject = True  # type: ignore[attr-defined]


def withdraw_ballot(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Take one's vote back while the round is open; it may be cast again.

    Raises:
        Refusal: `no_ballot` when there is none, and those of `cast_ballot`.
    """
    row, eligible = _place(session, viewer, round_id, now)
    if not row.secret:
        before = _end_open(session, row, eligible.person_id, BallotState.WITHDRAWN, now)
        if before is None:
            raise Refusal("no_ballot")
        activity.record(session, viewer, "withdraw", "round", row.id, now=now, group_id=row.group_id, before=before)
        return
    ballot = session.get(Ballot, secret_id(session, row.id, eligible.person_id))
    if ballot is None:
        raise Refusal("no_ballot")
    session.connection().execute(delete(BallotLine).where(col(BallotLine.ballot_id) == ballot.id))
    session.delete(ballot)
    session.flush()
    minute = now.replace(second=0, microsecond=0)
    activity.record(session, None, "withdraw", "round", row.id, now=minute, group_id=row.group_id)


withdraw_ballot.leaves_no_subject = True  # type: ignore[attr-defined]


def ballot_place(session: Session, viewer: Viewer, *, round_id: str) -> BallotPlace:
    """What this person may do in a dots round, and the vote given so far (in a secret one while its key exists)."""
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    eligible = eligible_in(session, row.id, viewer.person_id)
    mine = my_ballot(session, row, viewer.person_id) if eligible else None
    return BallotPlace(eligible is not None, row.budget or 0, min(row.cap, row.budget or row.cap), mine)


def my_ballot(session: Session, row: Round, person_id: str | None) -> MyBallot | None:
    """The counted ballot of a person, or None; for questions about the person who asks."""
    if person_id is None:
        return None
    if row.secret:
        key = secret_id(session, row.id, person_id)
        ballot = session.get(Ballot, key) if key else None
    else:
        ballot = _counted(session, row.id, person_id)
    return MyBallot(_lines(session, ballot.id), ballot.cast_at) if ballot else None


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


def forget_order(session: Session, row: Round) -> None:
    """Write the ballots of a secret round anew in the order of their ids, at the close.

    PostgreSQL keeps rows as they came, with the number of the transaction, and so does the lock on the voter's row:
    after this all ballots bear one number. SQLite keeps these tables by id and has nothing of the kind.
    """
    if not row.secret or session.get_bind().dialect.name != "postgresql":
        return
    session.flush()
    connection = session.connection()
    ballots, lines = Ballot.__table__, BallotLine.__table__  # type: ignore[attr-defined]
    own = ballots.c.round_id == row.id
    kept = [dict(found) for found in connection.execute(ballots.select().where(own).order_by(ballots.c.id)).mappings()]
    of_round = lines.c.ballot_id.in_([ballot["id"] for ballot in kept])
    held = connection.execute(lines.select().where(of_round).order_by(lines.c.ballot_id, lines.c.option_id))
    dots = [dict(found) for found in held.mappings()]
    session.expire_all()
    connection.execute(lines.delete().where(of_round))
    connection.execute(ballots.delete().where(own))
    if kept:
        connection.execute(insert(ballots), kept)
    if dots:
        connection.execute(insert(lines), dots)


def _place(session: Session, viewer: Viewer, round_id: str, now: datetime) -> tuple[Round, Eligible]:
    # The round first (it cannot close under us), then the voter's own row (two tabs, two servers: one after the other).
    row = round_seen(session, viewer, round_id, May.BALLOT_CAST, shared=True)
    if row.kind != RoundKind.DOTS:
        raise NotFound()
    must_be_open(row, now)
    eligible = eligible_in(session, row.id, viewer.person_id, lock=True)
    if eligible is None:
        raise Refusal("not_eligible")
    return row, eligible


def _points(session: Session, row: Round, points: Mapping[str, int]) -> dict[str, int]:
    known = set(session.exec(select(RoundOption.id).where(RoundOption.round_id == row.id)).all())
    budget, given = row.budget or 0, {}
    for option_id, dots in points.items():
        if option_id not in known:
            raise Refusal("not_an_option", field="points")
        if type(dots) is not int:
            raise Refusal("not_a_number", field="points")
        if dots < 0:
            raise Refusal("too_small", field="points", limit=0)
        if dots > row.cap:
            raise Refusal("over_cap", field="points", limit=row.cap)
        if dots:
            given[option_id] = dots
    if sum(given.values()) > budget:
        raise Refusal("over_budget", field="points", given=sum(given.values()), budget=budget)
    if not given:
        raise Refusal("no_dots", field="points")
    return given


def _replace_secret(session: Session, row: Round, eligible: Eligible, given: dict[str, int]) -> None:
    key = secret_id(session, row.id, eligible.person_id)
    if not key:
        raise Refusal("round_closed")
    if session.get(Ballot, key) is None:
        session.add(Ballot(id=key, round_id=row.id, secret=True, side=eligible.side))
        session.flush()
    _write_lines(session, key, given)


def _write_lines(session: Session, ballot_id: str, given: dict[str, int]) -> None:
    connection = session.connection()
    connection.execute(delete(BallotLine).where(col(BallotLine.ballot_id) == ballot_id))
    lines = [{"ballot_id": ballot_id, "option_id": option, "points": dots} for option, dots in sorted(given.items())]
    connection.execute(insert(BallotLine), lines)


def _counted(session: Session, round_id: str, person_id: str) -> Ballot | None:
    asked = select(Ballot).where(
        Ballot.round_id == round_id, Ballot.person_id == person_id, Ballot.state == BallotState.COUNTED
    )
    return session.exec(asked).first()


def _end_open(session: Session, row: Round, person_id: str, state: BallotState, now: datetime) -> dict[str, int] | None:
    ballot = _counted(session, row.id, person_id)
    if ballot is None:
        return None
    ballot.state, ballot.ended_at = state, now
    session.add(ballot)
    session.flush()
    return _lines(session, ballot.id)


def _lines(session: Session, ballot_id: str) -> dict[str, int]:
    rows = session.exec(select(BallotLine).where(BallotLine.ballot_id == ballot_id)).all()
    return {row.option_id: row.points for row in rows}
