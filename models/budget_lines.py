"""Money: budget lines of a year, and what was moved from where to where. Nothing is added: it is redirected.

Invariants:
- A line starts with an amount; what it holds now is that, plus what came, minus what went. No line goes below zero.
- A move takes from one line and gives to another: the sum stays. A saving is a move without a line it comes from: it
  says what is saved and who estimates it (somebody who works here), and stands apart from the sum.
- Moves are never changed; taking one back is a move the other way. Whole euros.
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal
from models.promise_terms import PromiseVersion
from models.promises import Promise, promise_for

NAME_LIMIT = 80
REASON_LIMIT = 300
MOST = 1_000_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
LINES_MOST = 200
MOVES_SHOWN = 200


class LineDraft(Draft):
    """A budget line as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    year: int = Within(ge=FIRST_YEAR, le=LAST_YEAR)
    amount: int = Within(ge=0, le=MOST)


class MoveDraft(Draft):
    """A move as it may come in."""

    amount: int = Within(ge=1, le=MOST)
    reason: optional_text_of(REASON_LIMIT) = ""  # type: ignore[valid-type]


class BudgetLine(Row, table=True):
    """One line of a year's budget."""

    __tablename__ = "budget_lines"
    __table_args__ = (
        UniqueConstraint("year", "folded"),
        CheckConstraint(f"amount BETWEEN 0 AND {MOST}", name="amount"),
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 2)
    year: int
    amount: int
    added_at: datetime


class BudgetMove(Row, table=True):
    """Money moved from one line to another; without `from_id`, a saving that somebody estimated."""

    __tablename__ = "budget_moves"
    __table_args__ = (
        CheckConstraint(f"amount BETWEEN 1 AND {MOST}", name="amount"),
        CheckConstraint("from_id IS NULL OR from_id <> to_id", name="elsewhere"),
        CheckConstraint("from_id IS NOT NULL OR length(reason) > 0", name="saving"),
        CheckConstraint(f"length(reason) <= {REASON_LIMIT}", name="reason"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    from_id: str | None = Field(default=None, max_length=32, foreign_key="budget_lines.id", index=True)
    to_id: str = Field(max_length=32, foreign_key="budget_lines.id", index=True)
    amount: int
    reason: str = Field(default="", max_length=REASON_LIMIT)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    action_id: str | None = Field(default=None, max_length=32, foreign_key="actions.id", index=True)
    moved_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    moved_at: datetime
    # Of a saving: who estimates it. Empty in what was entered before schema 0009.
    estimated_by: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)


@dataclass(frozen=True)
class LineView:
    """A line: what it started with, and what it holds. saved: estimated savings given to it, apart from the sum."""

    id: str
    name: str
    start: int
    now: int
    saved: int


@dataclass(frozen=True)
class MoveView:
    """A move as staff see it. source is empty for a saving; promise: the sentence each euro serves."""

    id: str
    source: str
    target: str
    amount: int
    reason: str
    promise_id: str | None
    promise: str
    by: str
    at: datetime
    estimated_by: str = ""


@dataclass(frozen=True)
class Budget:
    """A year: its lines, its moves (newest first), what was moved, and the sum that stays."""

    year: int
    years: tuple[int, ...]
    lines: tuple[LineView, ...]
    moves: tuple[MoveView, ...]
    may_move: bool

    @property
    def total(self) -> int:
        """The sum of all lines, the same before and after every move."""
        return sum(line.start for line in self.lines)

    @property
    def moved(self) -> int:
        """How much stands elsewhere than at the start: what lines gained, savings apart."""
        return sum(max(0, line.now - line.start) for line in self.lines)


def add_line(session: Session, viewer: Viewer, *, now: datetime, name: str, year: int, amount: int) -> str:
    """Add a line to a year's budget. Returns its id.

    Raises:
        Refusal: `name_taken`, `too_many_lines`, or a field's own.
    """
    viewer.must(May.MONEY_MOVE)
    said = draft(LineDraft, name=name, year=year, amount=amount)
    same = select(BudgetLine.id).where(BudgetLine.year == said.year, BudgetLine.folded == fold(said.name))
    if session.exec(same).first() is not None:
        raise Refusal("name_taken", field="name")
    number = session.exec(select(func.count()).select_from(BudgetLine).where(BudgetLine.year == said.year)).one()
    if number >= LINES_MOST:
        raise Refusal("too_many_lines", limit=LINES_MOST)
    row = BudgetLine(**said.model_dump(), folded=fold(said.name), added_at=now)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "add", "budget_line", row.id, now=now, after=said.model_dump(),
                    texts={"name": row.name})  # fmt: skip
    return row.id


def move_money(
    session: Session, viewer: Viewer, *, now: datetime, to_id: str, amount: int, from_id: str | None = None,
    reason: str = "", promise_id: str | None = None, action_id: str | None = None, estimated_by: str | None = None,
) -> str:  # fmt: skip
    """Move money between two lines of one year, or enter a saving (no `from_id`). Returns the move's id.

    Raises:
        Refusal: `line_missing` (none was chosen), `below_zero` (fact `left`), `same_line`, `other_year`,
            `saving_unexplained` (what is saved and who estimates it), `not_staff` (whoever estimates works here), or a
            field's own.
    """
    viewer.must(May.MONEY_MOVE)
    said = draft(MoveDraft, amount=amount, reason=reason)
    for field, line in (("from_id", from_id), ("to_id", to_id)):
        if line == "":
            raise Refusal("line_missing", field=field)
    if from_id == to_id:
        raise Refusal("same_line", field="to_id")
    wanted = sorted(one for one in (from_id, to_id) if one)
    # Both lines are held, always in one order: two moves at once come one after the other.
    asked = select(BudgetLine).where(col(BudgetLine.id).in_(wanted)).order_by(col(BudgetLine.id)).with_for_update()
    lines = {row.id: row for row in session.exec(asked).all()}
    if len(lines) != len(wanted):
        raise NotFound()
    if from_id is None:
        if not said.reason or not estimated_by:
            raise Refusal("saving_unexplained", field="estimated_by" if said.reason else "reason")
        estimated_by = people.staff_for(session, estimated_by, field="estimated_by")
    if from_id is not None:
        estimated_by = None
        if lines[from_id].year != lines[to_id].year:
            raise Refusal("other_year", field="to_id")
        came, went = _flows(session, [from_id])
        left = lines[from_id].amount + came.get(from_id, 0) - went.get(from_id, 0)
        if said.amount > left:
            raise Refusal("below_zero", field="amount", left=left)
    if promise_id is not None:
        promise_for(session, viewer, promise_id)
    row = BudgetMove(
        **said.model_dump(), from_id=from_id, to_id=to_id, promise_id=promise_id, action_id=action_id,
        moved_by=viewer.person_id or "", moved_at=now, estimated_by=estimated_by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "move", "budget", row.id, now=now,
        after={"from": from_id, "to": to_id, "amount": said.amount, "promise": promise_id,
               "estimated_by": estimated_by},
        texts={"reason": said.reason},
    )  # fmt: skip
    return row.id


def budget_view(session: Session, viewer: Viewer, *, year: int) -> Budget:
    """Lines and moves of a year. At most six statements."""
    viewer.must(May.MONEY_SEE)
    years = tuple(sorted(session.exec(select(BudgetLine.year).distinct()).all(), reverse=True))
    rows = session.exec(select(BudgetLine).where(BudgetLine.year == year).order_by(col(BudgetLine.folded))).all()
    ids = [row.id for row in rows]
    came, went = _flows(session, ids)
    saved = _savings(session, ids)
    lines = tuple(
        LineView(row.id, row.name, row.amount, row.amount + came.get(row.id, 0) - went.get(row.id, 0),
                 saved.get(row.id, 0))
        for row in rows
    )  # fmt: skip
    return Budget(year, years, lines, _moves(session, {row.id: row.name for row in rows}), viewer.may(May.MONEY_MOVE))


def _flows(session: Session, ids: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """What came to and went from each line, savings left out. Two statements."""
    if not ids:
        return {}, {}
    total = func.sum(BudgetMove.amount)
    came = select(BudgetMove.to_id, total).where(col(BudgetMove.to_id).in_(ids), col(BudgetMove.from_id).is_not(None))
    went = select(BudgetMove.from_id, total).where(col(BudgetMove.from_id).in_(ids))
    return (
        {str(line): int(amount) for line, amount in session.exec(came.group_by(col(BudgetMove.to_id))).all()},
        {str(line): int(amount) for line, amount in session.exec(went.group_by(col(BudgetMove.from_id))).all()},
    )


def _savings(session: Session, ids: list[str]) -> dict[str, int]:
    asked = select(BudgetMove.to_id, func.sum(BudgetMove.amount)).where(
        col(BudgetMove.to_id).in_(ids), col(BudgetMove.from_id).is_(None)
    )
    rows = session.exec(asked.group_by(col(BudgetMove.to_id))).all() if ids else []
    return {str(line): int(amount) for line, amount in rows}


def _moves(session: Session, names: dict[str, str]) -> tuple[MoveView, ...]:
    if not names:
        return ()
    asked = (
        select(BudgetMove, PromiseVersion.sentence)
        .join(Promise, col(Promise.id) == col(BudgetMove.promise_id), isouter=True)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
            isouter=True,
        )
        .where(col(BudgetMove.to_id).in_(list(names)))
        .order_by(col(BudgetMove.moved_at).desc(), col(BudgetMove.id))
        .limit(MOVES_SHOWN)
    )
    rows = session.exec(asked).all()
    who = people.names_of(session, {one for row, _ in rows for one in (row.moved_by, row.estimated_by) if one})
    return tuple(
        MoveView(row.id, names.get(row.from_id or "", ""), names[row.to_id], row.amount, row.reason, row.promise_id,
                 sentence or "", who.get(row.moved_by, ""), row.moved_at, who.get(row.estimated_by or "", ""))
        for row, sentence in rows
    )  # fmt: skip
