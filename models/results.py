"""Results: what a closed dots round says, counted once at the close and kept with how it was counted.

Invariants: nobody sees a result before the close, who conducts neither; what may not be shown (law 6) is not even in
the record; the kept figures equal a recount from the ballots; ties stay ties.
"""

import hashlib
import json
import platform
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy
from sqlalchemy import Column, Text, func
from sqlmodel import Field, Session, col, select

from analysis import dots
from models.access import May, Viewer
from models.ballot_rows import Ballot, BallotLine, BallotState
from models.ballots import my_ballot, voted_by_side
from models.base import Row, new_id
from models.eligibility import eligible_by_code, eligible_by_side, expected_by_side
from models.errors import NotFound, Refusal
from models.functions import Side
from models.options import OptionView, option_as_seen, options_in
from models.rounds import Round, RoundKind, RoundState, RoundView, round_as_seen, round_for, round_seen
from models.workshops import Workshop

METHOD = "dots"


class Result(Row, table=True):
    """The count of one round."""

    __tablename__ = "results"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    round_id: str = Field(max_length=32, foreign_key="rounds.id", unique=True)
    method: str = Field(max_length=20)
    variant: str = Field(sa_column=Column(Text, nullable=False))
    versions: str = Field(sa_column=Column(Text, nullable=False))
    ballots_hash: str = Field(max_length=64)
    output: str = Field(sa_column=Column(Text, nullable=False))
    counted_at: datetime


@dataclass(frozen=True)
class SideTurnout:
    """How many of a side voted."""

    side: str
    voted: int
    eligible: int


@dataclass(frozen=True)
class TurnoutView:
    """How many voted, of how many; by side only for who conducts, and only where law 6 allows."""

    voted: int
    eligible: int
    sides: list[SideTurnout]


@dataclass(frozen=True)
class MyPart:
    """One's own dots, and how many of them stand on the first `first` ideas (two; more or one where a tie wants it)."""

    given: int
    on_first: int
    first: int


@dataclass(frozen=True)
class ResultView:
    """A counted round: the facts of `analysis.dots`, the words of the options, turnout, and one's own part.

    `by_code` of those who might vote came in by the open code, without an account: one ballot each, and one says so.
    """

    round: RoundView
    facts: dots.Facts
    options: dict[str, OptionView]
    eligible: int
    by_code: int
    method: str
    ballots_hash: str
    counted_at: datetime
    mine: MyPart | None


@dataclass(frozen=True)
class Preview:
    """What will be visible after a vote by the people who are here now."""

    people: int
    total: bool
    sides: list[str]
    all_sides: bool


def store_result(session: Session, row: Round, *, now: datetime) -> None:
    """Count a round that is being closed and keep the count (`models.conduct` closes)."""
    if row.kind != RoundKind.DOTS:
        return
    options = [option.id for option in options_in(session, row.id)]
    ballots = _sheet(session, row.id)
    facts = dots.count(
        options, [[lines.get(option, 0) for option in options] for _, lines in ballots],
        [side for side, _ in ballots], secret=row.secret,
        order=list(Side),
    )  # fmt: skip
    variant = {"budget": row.budget, "cap": row.cap, "secret": row.secret, "redraws": dots.REDRAWS,
               "clear_from": dots.CLEAR_FROM, "divides_from": dots.DIVIDES_FROM, "least": dots.LEAST}  # fmt: skip
    session.add(
        Result(
            round_id=row.id, method=METHOD, variant=json.dumps(variant, sort_keys=True),
            versions=json.dumps({"numpy": numpy.__version__, "python": platform.python_version()}, sort_keys=True),
            ballots_hash=_hash(ballots), output=json.dumps(facts.as_json()), counted_at=now,
        )
    )  # fmt: skip
    session.flush()


def result_view(session: Session, viewer: Viewer, *, round_id: str) -> ResultView:
    """What a closed round says. A fixed number of questions to the database, whatever the number of ballots.

    Raises:
        Refusal: `result_hidden` before the close, for everybody.
    """
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    if row.kind != RoundKind.DOTS:
        raise NotFound()
    kept = session.exec(select(Result).where(Result.round_id == row.id)).first()
    if row.state != RoundState.CLOSED or kept is None:
        raise Refusal("result_hidden")
    facts = dots.facts_of(json.loads(kept.output))
    options = {found.id: option_as_seen(found) for found in options_in(session, row.id)}
    eligible = sum(eligible_by_side(session, row.id).values())
    return ResultView(
        round_as_seen(row), facts, options, eligible, eligible_by_code(session, row.id), kept.method,
        kept.ballots_hash, kept.counted_at, _part(session, row, viewer, facts),
    )  # fmt: skip


def turnout(session: Session, viewer: Viewer, *, round_id: str) -> TurnoutView:
    """How many have voted. While a round is open this is all anybody learns."""
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    eligible, voted = eligible_by_side(session, row.id), voted_by_side(session, row.id)
    sides: tuple[str, ...] = ()
    if viewer.may(May.ROUND_RUN, group_id=row.group_id):
        sides = dots.sides_to_show(dict(eligible), secret=row.secret)
    return TurnoutView(
        sum(voted.values()), sum(eligible.values()),
        [SideTurnout(side, voted.get(side, 0), eligible[side]) for side in Side if side in sides],
    )  # fmt: skip


def preview_of(session: Session, viewer: Viewer, *, round_id: str, secret: bool) -> Preview:
    """What a vote by everybody who could vote now would show, before it opens."""
    row = round_for(session, viewer, round_id, May.WORKSHOP_PREPARE, to_change=False)
    workshop = session.get(Workshop, row.workshop_id)
    assert workshop is not None  # foreign key
    expected = expected_by_side(session, workshop)
    people = sum(expected.values())
    shown = dots.sides_to_show(expected, secret=secret)
    sides = [side.value for side in Side if side in shown]
    return Preview(people, dots.total_may_show(people, secret=secret), sides, len(sides) == len(expected))


def recount(session: Session, round_id: str) -> dict[str, dict[str, int]]:
    """Dots by option and side, summed by the database: what the kept result must equal. For `manage.py verify`."""
    rows = session.exec(
        select(BallotLine.option_id, Ballot.side, func.sum(BallotLine.value))
        .join(Ballot, col(Ballot.id) == col(BallotLine.ballot_id))
        .where(Ballot.round_id == round_id, Ballot.state == BallotState.COUNTED)
        .group_by(BallotLine.option_id, Ballot.side)
    ).all()
    found: dict[str, dict[str, int]] = {}
    for option_id, side, points in rows:
        found.setdefault(str(option_id), {})[str(side)] = int(points)
    return found


def overspent_rounds(session: Session) -> list[str]:
    """The rounds that hold a ballot with more dots than its budget. For `manage.py verify`; no command lets one in."""
    spent = func.sum(BallotLine.value)
    asked = (
        select(Ballot.round_id)
        .join(BallotLine, col(BallotLine.ballot_id) == col(Ballot.id))
        .join(Round, col(Round.id) == col(Ballot.round_id))
        .group_by(col(Ballot.id), col(Ballot.round_id), col(Round.budget))
        .having(spent > func.coalesce(Round.budget, 0))
    )
    return sorted(set(session.exec(asked).all()))


def first_wrong_result(session: Session) -> str | None:
    """The first round whose kept result is not what its ballots say, or None. For `manage.py verify`."""
    for kept in session.exec(select(Result)).all():
        if _hash(_sheet(session, kept.round_id)) != kept.ballots_hash:
            return kept.round_id
        facts, counted = dots.facts_of(json.loads(kept.output)), recount(session, kept.round_id)
        if any(option.total != sum(counted.get(option.id, {}).values()) for option in facts.options):
            return kept.round_id
    return None


def _sheet(session: Session, round_id: str) -> list[tuple[str, dict[str, int]]]:
    """Every counted ballot as (side, dots by option), in the order of their contents: no order of voting survives."""
    asked = (
        select(Ballot.id, Ballot.side, BallotLine.option_id, BallotLine.value)
        .join(BallotLine, col(BallotLine.ballot_id) == col(Ballot.id))
        .where(Ballot.round_id == round_id, Ballot.state == BallotState.COUNTED)
    )
    sheet: dict[str, tuple[str, dict[str, int]]] = {}
    for ballot_id, side, option_id, points in session.exec(asked).all():
        sheet.setdefault(ballot_id, (side, {}))[1][option_id] = points
    return sorted(sheet.values(), key=lambda ballot: (ballot[0], sorted(ballot[1].items())))


def _hash(ballots: list[tuple[str, dict[str, int]]]) -> str:
    plain: list[Any] = [[side, sorted(lines.items())] for side, lines in ballots]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def _part(session: Session, row: Round, viewer: Viewer, facts: dots.Facts) -> MyPart | None:
    mine = my_ballot(session, row, viewer.person_id)
    if mine is None or facts.withheld:
        return None
    first = [option.id for option in facts.options if option.rank <= 2 and option.total > 0]
    if len(first) > 2 and len(facts.leaders) == 1:
        # A tie at the second place: only the first one is plain.
        first = facts.leaders
    return MyPart(sum(mine.points.values()), sum(n for option, n in mine.points.items() if option in first), len(first))
