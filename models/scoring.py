"""How a group scores its ideas: value and effort, own criteria with weights, or RICE; by one or by several.

Invariants: every group begins with value and effort from 1 to 5, which nobody has to set up; own criteria, RICE and
several evaluators are switched on by whoever manages the group. A criterion taken out keeps what was scored on it; so
does a method, whose criteria are its own: months of one person (RICE) never stand in for an effort from 1 to 5.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, col, select

from models.access import May, Viewer
from models.base import Draft, Row, name_of, new_id

NAME_LIMIT = 60
WEIGHT_MOST = 10
CRITERIA_MOST = 8


class Method(StrEnum):
    """How scores become figures."""

    VALUE_EFFORT = "value_effort"
    WEIGHTED = "weighted"
    RICE = "rice"


# Own scales of the criteria that have a name: lowest, highest. Own criteria go from 1 to 5.
SCALES: dict[str, tuple[float, float]] = {
    "value": (1, 5), "effort": (1, 5), "reach": (0, 10_000_000), "impact": (0.25, 3), "confidence": (1, 100),
    "months": (0.1, 1000),
}  # fmt: skip
OWN_SCALE = (1.0, 5.0)


class CriterionDraft(Draft):
    """A criterion as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    weight: int = Field(default=1, ge=1, le=WEIGHT_MOST)


class GroupScoring(Row, table=True):
    """How one group scores. Without a row: value and effort, one figure for all."""

    __tablename__ = "group_scoring"
    __table_args__ = (CheckConstraint("method IN ('value_effort', 'weighted', 'rice')", name="method"),)

    group_id: str = Field(max_length=32, primary_key=True, foreign_key="groups.id")
    method: str = Field(default=Method.VALUE_EFFORT, max_length=16)
    several: bool = False
    changed_at: datetime


class ScoreCriterion(Row, table=True):
    """An own criterion of a group with its weight."""

    __tablename__ = "score_criteria"
    __table_args__ = (
        CheckConstraint(f"weight BETWEEN 1 AND {WEIGHT_MOST}", name="weight"),
        Index("ix_score_criteria_group", "group_id", "added_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    group_id: str = Field(max_length=32, foreign_key="groups.id")
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4)
    weight: int = 1
    added_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Criterion:
    """One thing that is scored. `key`: its name in scores; `name`: only of own criteria."""

    key: str
    name: str
    weight: int
    low: float
    high: float


@dataclass(frozen=True)
class Scoring:
    """How a group scores."""

    group_id: str
    method: Method
    several: bool
    criteria: tuple[Criterion, ...]
    own: tuple[Criterion, ...]

    @property
    def weights(self) -> dict[str, int]:
        """Own criteria with their weights."""
        return {one.key: one.weight for one in self.own}


def scoring_of(session: Session, viewer: Viewer, *, group_id: str) -> Scoring:
    """How a group scores, for its members."""
    viewer.must(May.DECISION_SEE, group_id=group_id)
    return scoring_for(session, group_id)


def scoring_for(session: Session, group_id: str) -> Scoring:
    """How a group scores, for the nouns that compute with it."""
    row = session.get(GroupScoring, group_id)
    method = Method(row.method) if row else Method.VALUE_EFFORT
    own = tuple(Criterion(one.id, one.name, one.weight, *OWN_SCALE) for one in own_criteria(session, group_id))
    if method is Method.RICE:
        criteria = tuple(Criterion(key, "", 1, *SCALES[key]) for key in ("reach", "impact", "confidence", "months"))
    else:
        effort = Criterion("effort", "", 1, *SCALES["effort"])
        first = own if method is Method.WEIGHTED else (Criterion("value", "", 1, *SCALES["value"]),)
        criteria = (*first, effort)
    return Scoring(group_id, method, bool(row and row.several), criteria, own)


def own_criteria(session: Session, group_id: str) -> list[ScoreCriterion]:
    """The rows of a group's own criteria, oldest first."""
    asked = (
        select(ScoreCriterion)
        .where(ScoreCriterion.group_id == group_id, col(ScoreCriterion.ended_at).is_(None))
        .order_by(col(ScoreCriterion.added_at), col(ScoreCriterion.id))
    )
    return list(session.exec(asked).all())
