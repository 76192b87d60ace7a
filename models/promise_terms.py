"""What a promise says, version by version: the sentence, the time, the share, for whom, over which period.

Invariants: a version is never changed; the share is k of n, below all; a clock promise is "at most" a time; times keep
the unit they were written in, so that two days stay "48 hours" where somebody said 48 hours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from analysis.rule import Cancelled, Direction, Metric, Rule
from analysis.units import UNITS, seconds_of
from models.base import Draft, Row, draft, name_of, new_id, optional_text_of
from models.errors import Refusal

SENTENCE_LIMIT = 120
SEGMENT_LIMIT = 120
REASON_LIMIT = 300
VALUE_UNIT_LIMIT = 20
MOST_OF = 1000
LONGEST = 200 * 366 * UNITS["d"]
PERIODS = (7, 3660)


class Unit(StrEnum):
    """The unit of a time; `value` for a promise about a figure."""

    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"
    VALUE = "value"


class TermsDraft(Draft):
    """What a version says, as it may come in. The share is `kept` of `of`; `segment` empty means everybody."""

    sentence: name_of(SENTENCE_LIMIT)  # type: ignore[valid-type]
    amount: float = Within(ge=0, le=1e12, allow_inf_nan=False)
    unit: Unit = Unit.DAY
    kept: int = Within(ge=1, le=MOST_OF)
    of: int = Within(ge=2, le=MOST_OF)
    metric: Metric = Metric.CLOCK
    direction: Direction = Direction.AT_MOST
    value_unit: optional_text_of(VALUE_UNIT_LIMIT) = ""  # type: ignore[valid-type]
    segment: optional_text_of(SEGMENT_LIMIT) = ""  # type: ignore[valid-type]
    cancelled: Cancelled = Cancelled.EXCLUDED
    complete: bool = False
    period_days: int = Within(default=90, ge=PERIODS[0], le=PERIODS[1])
    counts_from: date | None = None
    valid_until: date
    reason: optional_text_of(REASON_LIMIT) = ""  # type: ignore[valid-type]


class PromiseVersion(Row, table=True):
    """What a promise said from one moment on."""

    __tablename__ = "promise_versions"
    __table_args__ = (
        UniqueConstraint("promise_id", "number"),
        CheckConstraint(f"length(sentence) <= {SENTENCE_LIMIT}", name="sentence"),
        CheckConstraint(f"kept >= 1 AND kept < of_n AND of_n <= {MOST_OF}", name="share"),
        CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w', 'value')", name="unit"),
        CheckConstraint("cancelled IN ('broken', 'excluded', 'censored')", name="cancelled"),
        CheckConstraint(f"period_days BETWEEN {PERIODS[0]} AND {PERIODS[1]}", name="period"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id")
    number: int
    sentence: str = Field(max_length=SENTENCE_LIMIT)
    metric: str = Field(max_length=8)
    direction: str = Field(max_length=10)
    amount: float
    unit: str = Field(max_length=6)
    value_unit: str = Field(default="", max_length=VALUE_UNIT_LIMIT)
    kept: int
    of_n: int
    segment: str = Field(default="", max_length=SEGMENT_LIMIT)
    cancelled: str = Field(max_length=10)
    complete: bool
    period_days: int
    counts_from: date | None = None
    valid_until: date
    reason: str = Field(default="", max_length=REASON_LIMIT)
    created_at: datetime
    created_by: str = Field(max_length=32, foreign_key="people.id")


@dataclass(frozen=True)
class Terms:
    """One version as pages see it, and as the verdict reads it."""

    version_id: str
    number: int
    sentence: str
    metric: Metric
    direction: Direction
    amount: float
    unit: str
    value_unit: str
    kept: int
    of: int
    segment: str
    cancelled: Cancelled
    complete: bool
    period_days: int
    counts_from: date | None
    valid_until: date
    reason: str
    created_at: datetime

    def rule(self) -> Rule:
        """The rule for `analysis`."""
        return rule_of(self)

    def since(self, as_of: datetime, zone: str) -> float:
        """The first start that counts, in seconds since 1970: the period back from D, or the day it starts again."""
        first = as_of.timestamp() - self.period_days * UNITS["d"]
        if self.counts_from is None:
            return first
        return max(first, datetime.combine(self.counts_from, time(), ZoneInfo(zone)).timestamp())


def rule_of(said: "Terms | TermsDraft") -> Rule:
    """The rule for `analysis`: times in seconds, the share exactly."""
    clock = said.metric is Metric.CLOCK
    return Rule(
        seconds_of(said.amount, said.unit) if clock else said.amount, Fraction(said.kept, said.of),
        metric=said.metric, direction=said.direction, cancelled=said.cancelled, complete_by_definition=said.complete,
    )  # fmt: skip


def terms_of(row: PromiseVersion) -> Terms:
    """A version as pages see it."""
    return Terms(
        row.id, row.number, row.sentence, Metric(row.metric), Direction(row.direction), row.amount, row.unit,
        row.value_unit, row.kept, row.of_n, row.segment, Cancelled(row.cancelled), row.complete, row.period_days,
        row.counts_from, row.valid_until, row.reason, row.created_at,
    )  # fmt: skip


def terms_draft(now: datetime, **terms: Any) -> TermsDraft:
    """What a version says, checked as a whole."""
    said = draft(TermsDraft, **terms)
    if said.kept >= said.of:
        raise Refusal("never_certain" if said.kept == said.of else "not_valid", field="kept")
    if said.valid_until < now.astimezone(UTC).date():
        raise Refusal("valid_until_past", field="valid_until")
    if said.metric is Metric.CLOCK:
        if said.unit is Unit.VALUE:
            raise Refusal("not_an_option", field="unit")
        if said.direction is not Direction.AT_MOST:
            raise Refusal("clock_at_most", field="direction")
        if not 0 < seconds_of(said.amount, said.unit) <= LONGEST:
            raise Refusal("too_small" if said.amount <= 0 else "too_large", field="amount",
                          limit=round(LONGEST / UNITS[said.unit]))  # fmt: skip
    elif said.unit is not Unit.VALUE or said.direction is Direction.BETWEEN:
        raise Refusal("not_an_option", field="unit" if said.unit is not Unit.VALUE else "direction")
    return said


def new_version(promise_id: str, said: TermsDraft, number: int, person_id: str, now: datetime) -> PromiseVersion:
    """The row of a new version."""
    return PromiseVersion(
        promise_id=promise_id, number=number, created_at=now, created_by=person_id, of_n=said.of,
        **said.model_dump(exclude={"of"}),
    )  # fmt: skip
