"""The tables of votes: ballots, lines, the words beside a line, duels. `models.ballots` reads and writes them.

Invariants: a secret ballot bears no person and no time, and lies in tables without row numbers; one counted ballot a
person and round; a line stands once on an option and criterion.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Integer, text
from sqlmodel import Field

from models.base import Row
from models.mark_rules import REASON_LIMIT, VALUE_LEAST, VALUE_MOST


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
    # Duels: the pair that waits for an answer, so that it is the same on every device. No foreign key: it counts for
    # nothing.
    next_left: str | None = Field(default=None, max_length=32)
    next_right: str | None = Field(default=None, max_length=32)


class BallotLine(Row, table=True):
    """What one ballot says on one option, by one criterion."""

    __tablename__ = "ballot_lines"
    __table_args__ = (
        CheckConstraint(f"value BETWEEN {VALUE_LEAST} AND {VALUE_MOST}", name="value"),
        CheckConstraint("criterion >= 0", name="criterion"),
        {"sqlite_with_rowid": False},
    )

    ballot_id: str = Field(max_length=64, foreign_key="ballots.id", primary_key=True)
    option_id: str = Field(max_length=32, foreign_key="round_options.id", primary_key=True, index=True)
    criterion: int = Field(default=0, sa_column=Column(
        Integer, primary_key=True, autoincrement=False, nullable=False, server_default="0"))  # fmt: skip
    value: int


class BallotReason(Row, table=True):
    """Words beside a line: why somebody objects, or where an expected number comes from."""

    __tablename__ = "ballot_reasons"
    __table_args__ = (CheckConstraint(f"length(text) <= {REASON_LIMIT}", name="text"), {"sqlite_with_rowid": False})

    ballot_id: str = Field(max_length=64, foreign_key="ballots.id", primary_key=True)
    option_id: str = Field(max_length=32, foreign_key="round_options.id", primary_key=True, index=True)
    text: str = Field(max_length=REASON_LIMIT)


class DuelMark(Row, table=True):
    """Which of two one ballot says: 1 the first, -1 the second, 0 neither. `first_id` is the smaller of the two ids."""

    __tablename__ = "duel_marks"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="pair"),
        CheckConstraint("outcome IN (-1, 0, 1)", name="outcome"),
        {"sqlite_with_rowid": False},
    )

    ballot_id: str = Field(max_length=64, foreign_key="ballots.id", primary_key=True)
    first_id: str = Field(max_length=32, foreign_key="round_options.id", primary_key=True, index=True)
    second_id: str = Field(max_length=32, foreign_key="round_options.id", primary_key=True, index=True)
    outcome: int
