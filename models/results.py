"""Results: what a closed vote says, counted once at the close and kept with how it was counted.

Invariants: nobody sees a result before the close, who conducts neither; what may not be shown (law 6) is not even in
the record; the kept figures equal a recount from the ballots (`models.recounts`); ties stay ties; the record names
method, every setting that matters, versions and the fingerprint of the ballots.
"""

import json
import platform
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy
from sqlalchemy import Column, Text, bindparam, func, literal_column, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from analysis import dots
from analysis.counted import Count
from models.access import May, Viewer
from models.ballot_rows import Ballot, BallotReason, BallotState
from models.ballots import my_ballot
from models.base import Row, new_id
from models.counting import EDITION, Facts, count_of, decided_in, facts_from, fingerprint, papers_of
from models.eligibility import Eligible, eligible_by_code, eligible_by_side, expected_by_side
from models.errors import NotFound, Refusal
from models.functions import Side
from models.mark_rules import Mark
from models.options import OptionView, RoundOption, option_as_seen, options_in
from models.people import Person
from models.promise_terms import PromiseVersion
from models.promises import Promise
from models.round_settings import settings_from
from models.rounds import VOTES, Round, RoundKind, RoundState, RoundView, round_as_seen, round_for, round_seen
from models.standing_beside import StandsBeside, beside_from, beside_of
from models.statements import run, table_of
from models.vote_codes import SHEET_LEAST
from models.workshops import Workshop


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
    # What stands beside the result; None where it was counted before there was anything.
    beside: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


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
    """One's own vote: its marks, and the duels answered as (winner, loser).

    Dots: how many were given, and how many of them stand on the first `first` ideas (two; more or one where a tie wants
    it). `code`: what finds one's own line on the tally sheet.
    """

    given: int = 0
    on_first: int = 0
    first: int = 0
    marks: tuple[Mark, ...] = ()
    duels: tuple[tuple[str, str], ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Objection:
    """Why somebody objects, in a consent. `by` is empty for a person who was erased."""

    option_id: str
    text: str
    by: str
    side: str


@dataclass(frozen=True)
class Promised:
    """What a promise said when people were asked what they expect."""

    amount: float
    unit: str
    value_unit: str


@dataclass(frozen=True)
class ResultView:
    """A counted vote: the facts of its method, the words of the options, turnout, and one's own part.

    `facts`: `analysis.dots.Facts`, or the `Count` of another kind's module. `by_code` of those who might vote came in
    by the open code, without an account: one ballot each, and one says so. `variant` and `versions`: the record.
    `sheet`: whether there is a tally sheet.
    """

    round: RoundView
    facts: Any
    options: dict[str, OptionView]
    eligible: int
    by_code: int
    method: str
    ballots_hash: str
    counted_at: datetime
    mine: MyPart | None
    variant: dict[str, Any]
    versions: dict[str, str]
    beside: StandsBeside | None = None
    objections: tuple[Objection, ...] = ()
    promised: dict[str, Promised] = field(default_factory=dict)
    sheet: bool = False


@dataclass(frozen=True)
class Preview:
    """What will be visible after a vote by the people who are here now."""

    people: int
    total: bool
    sides: list[str]
    all_sides: bool


def store_result(session: Session, row: Round, *, now: datetime) -> None:
    """Count a vote that is being closed and keep the count (`models.conduct` closes)."""
    if RoundKind(row.kind) not in VOTES:
        return
    options, papers = options_in(session, row.id), papers_of(session, row.id)
    facts = count_of(row, options, papers)
    beside = beside_of(row, options, papers, facts, eligible_by_side(session, row.id))
    session.add(
        Result(
            round_id=row.id, method=getattr(facts, "method", str(row.kind)),
            variant=json.dumps(_variant(session, row, facts), sort_keys=True),
            versions=json.dumps(versions(), sort_keys=True), ballots_hash=fingerprint(row.kind, papers),
            output=json.dumps(facts.as_json()), counted_at=now, beside=json.dumps(beside.as_json()),
        )
    )  # fmt: skip
    session.flush()


def versions() -> dict[str, str]:
    """What a count rests on, besides our own code."""
    return {"numpy": numpy.__version__, "python": platform.python_version()}


def result_view(session: Session, viewer: Viewer, *, round_id: str) -> ResultView:
    """What a closed vote says. A fixed number of questions to the database, whatever the number of ballots.

    Raises:
        Refusal: `result_hidden` before the close, for everybody.
    """
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    if RoundKind(row.kind) not in VOTES:
        raise NotFound()
    kept = session.exec(select(Result).where(Result.round_id == row.id)).first()
    if row.state != RoundState.CLOSED or kept is None:
        raise Refusal("result_hidden")
    facts = facts_from(row.kind, json.loads(kept.output))
    variant = json.loads(kept.variant)
    promised = {option_id: Promised(**said) for option_id, said in variant.get("promised", {}).items()}
    return ResultView(
        round_as_seen(row), facts, {found.id: option_as_seen(found) for found in options_in(session, row.id)},
        sum(eligible_by_side(session, row.id).values()), eligible_by_code(session, row.id), kept.method,
        kept.ballots_hash, kept.counted_at, _part(session, row, viewer, facts), variant, json.loads(kept.versions),
        beside_from(json.loads(kept.beside)) if kept.beside else None, _objections(session, row), promised,
        facts.voters >= SHEET_LEAST,
    )  # fmt: skip


def turnout(session: Session, viewer: Viewer, *, round_id: str) -> TurnoutView:
    """How many have voted. While a round is open this is all anybody learns."""
    return turnout_in(session, viewer, round_seen(session, viewer, round_id, May.RESULT_SEE))


def turnout_in(session: Session, viewer: Viewer, row: Round | RoundView) -> TurnoutView:
    """The same, of a round whose permission was asked. One statement."""
    eligible, voted = dict[str, int](), dict[str, int]()
    for cast, side, number in run(session, _TURNOUT, round_id=row.id).all():
        (voted if cast else eligible)[side] = number
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


def _variant(session: Session, row: Round, facts: Facts) -> dict[str, Any]:
    """Every setting the count rests on."""
    said: dict[str, Any] = {"secret": row.secret, "redraws": dots.REDRAWS, "clear_from": dots.CLEAR_FROM,
            "divides_from": dots.DIVIDES_FROM, "least": dots.LEAST, "seed": 0, "edition": EDITION}  # fmt: skip
    if isinstance(facts, dots.Facts):
        return said | {"budget": row.budget, "cap": row.cap}
    settings, kind = settings_from(row.settings).model_dump(), RoundKind(row.kind)
    said |= {"rule": facts.variant} | {name: settings[name] for name in _MATTERS.get(kind, ())}
    if kind is RoundKind.BUDGET:
        said["costs"] = {option.id: option.cost for option in options_in(session, row.id)}
    if kind is RoundKind.EXPECT:
        said["promised"] = _promised(session, row.id)
    return said


_MATTERS: dict[RoundKind, tuple[str, ...]] = {
    RoundKind.APPROVAL: ("picks",), RoundKind.SCORE: ("criteria",), RoundKind.RANKED: ("none_option",),
    RoundKind.DUELS: ("pairs_each",), RoundKind.BUDGET: ("money", "completion", "fill"), RoundKind.EXPECT: ("unit",),
}  # fmt: skip


def _promised(session: Session, round_id: str) -> dict[str, dict[str, Any]]:
    asked = (
        select(RoundOption.id, PromiseVersion)
        .join(Promise, col(Promise.id) == col(RoundOption.promise_id))
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(RoundOption.round_id == round_id)
    )
    return {
        option_id: {"amount": said.amount, "unit": said.unit, "value_unit": said.value_unit}
        for option_id, said in session.exec(asked).all()
    }


def _objections(session: Session, row: Round) -> tuple[Objection, ...]:
    if row.kind != RoundKind.CONSENT:
        return ()
    return tuple(Objection(*one) for one in run(session, _OBJECTED, round_id=row.id).all())


_reasons, _ballots, _people, _eligible = map(table_of, (BallotReason, Ballot, Person, Eligible))
# In the order of the fields of `Objection`. Columns: a full room that objects to a dozen ideas has a thousand of them.
_OBJECTED = (
    select_columns(_reasons.c.option_id, _reasons.c.text, func.coalesce(_people.c.name, ""), _ballots.c.side)
    .join_from(_reasons, _ballots, _ballots.c.id == _reasons.c.ballot_id)
    .join(_people, _people.c.id == _ballots.c.person_id)
    .where(_ballots.c.round_id == bindparam("round_id"), _ballots.c.state == BallotState.COUNTED)
    .order_by(_reasons.c.option_id, _people.c.name, _reasons.c.ballot_id)
)
# Those who may vote by side, and the ballots that count.
_TURNOUT = union_all(
    select_columns(literal_column("0"), _eligible.c.side, func.count())
    .where(_eligible.c.round_id == bindparam("round_id")).group_by(_eligible.c.side),
    select_columns(literal_column("1"), _ballots.c.side, func.count())
    .where(_ballots.c.round_id == bindparam("round_id"), _ballots.c.state == BallotState.COUNTED)
    .group_by(_ballots.c.side),
)  # fmt: skip


def _part(session: Session, row: Round, viewer: Viewer, facts: Facts) -> MyPart | None:
    mine = my_ballot(session, row, viewer.person_id)
    if mine is None or facts.withheld:
        return None
    if isinstance(facts, Count):
        return MyPart(marks=mine.marks, duels=decided_in(session, mine.id), code=mine.code)
    first = [option.id for option in facts.options if option.rank <= 2 and option.total > 0]
    if len(first) > 2 and len(facts.leaders) == 1:
        # A tie at the second place: only the first one is plain.
        first = facts.leaders
    on_first = sum(n for option, n in mine.points.items() if option in first)
    return MyPart(sum(mine.points.values()), on_first, len(first), mine.marks, (), mine.code)
