"""What a promise says, version by version: the sentence, the time, the share, for whom, over which period.

Invariants: a version is never changed; the share is k of n, below all; a promise is of one kind: within a time, yes or
no, a measure; a clock promise is "at most" a time; times keep the unit they were written in, so that two days stay
"48 hours" where somebody said 48 hours; in business time a day is a working day.
"""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from analysis.business_time import OpeningHours
from analysis.rule import Cancelled, Direction, Metric, Rule
from analysis.units import UNITS, seconds_of
from analysis.yes_no import folded
from models.base import Draft, Row, name_of, new_id, optional_text_of
from models.errors import Refusal

SENTENCE_LIMIT = 120
SEGMENT_LIMIT = 120
REASON_LIMIT = 300
VALUE_UNIT_LIMIT = 20
MOST_OF = 1000
LONGEST = 200 * 366 * UNITS["d"]
PERIODS = (7, 3660)
DRIFT_DAYS = 365
MOST_VARIANTS = 12
MOST_OUTCOMES = 20


class Kind(StrEnum):
    """The three kinds of promise, as people choose them."""

    TIME = "time"
    YES_NO = "yes_no"
    MEASURE = "measure"


class Unit(StrEnum):
    """The unit of a time; `value` for a promise about a figure."""

    SECOND = "s"
    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WEEK = "w"
    VALUE = "value"


class VariantDraft(Draft):
    """A choice of the customer, which is a segment of the cases, with a figure of its own or the promise's."""

    segment: name_of(SEGMENT_LIMIT)  # type: ignore[valid-type]
    amount: float | None = Within(default=None, ge=-1e12, le=1e12, allow_inf_nan=False)
    unit: Unit | None = None


class TermsDraft(Draft):
    """What a version says, as it may come in. The share is `kept` of `of`; `segment` empty means everybody.

    ceiling: the upper figure of "between". business: the clock counts inside the opening hours of the process.
    yes_when: of a promise that is kept or not, the outcomes that say it was; `yes_no` says that it is one.
    variants: choices of the customer that the promise names. aim: what we aim at, better than what we say.
    """

    sentence: name_of(SENTENCE_LIMIT)  # type: ignore[valid-type]
    amount: float = Within(ge=-1e12, le=1e12, allow_inf_nan=False)
    ceiling: float | None = Within(default=None, ge=-1e12, le=1e12, allow_inf_nan=False)
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
    business: bool = False
    yes_no: bool = False
    yes_when: tuple[name_of(SEGMENT_LIMIT), ...] = Within(default=(), max_length=MOST_OUTCOMES)  # type: ignore[valid-type]
    variants: tuple[VariantDraft, ...] = Within(default=(), max_length=MOST_VARIANTS)
    aim_amount: float | None = Within(default=None, ge=-1e12, le=1e12, allow_inf_nan=False)
    aim_unit: Unit | None = None

    @property
    def kind(self) -> Kind:
        """Within a time, yes or no, a measure."""
        return kind_of(self.metric, self.yes_when)


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
    ceiling: float | None = None
    business: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    yes_when: str = Field(default="[]", sa_column=Column(Text, nullable=False, server_default="[]"))
    variants: str = Field(default="[]", sa_column=Column(Text, nullable=False, server_default="[]"))
    aim_amount: float | None = None
    aim_unit: str | None = Field(default=None, max_length=6)


@dataclass(frozen=True)
class Variant:
    """A choice of the customer that a promise names. Without an own figure the promise's counts."""

    segment: str
    amount: float | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Terms:
    """One version as pages see it, and as the verdict reads it. `hours`: the opening hours of its process."""

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
    ceiling: float | None = None
    business: bool = False
    yes_when: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    hours: OpeningHours | None = None
    aim_amount: float | None = None
    aim_unit: str | None = None

    @property
    def kind(self) -> Kind:
        """Within a time, yes or no, a measure."""
        return kind_of(self.metric, self.yes_when)

    def rule(self) -> Rule:
        """The rule for `analysis`."""
        return rule_of(self, self.hours)

    def since(self, as_of: datetime, zone: str) -> float:
        """The first start that counts, in seconds since 1970: the period back from D, or the day it starts again."""
        first = as_of.timestamp() - self.period_days * UNITS["d"]
        if self.counts_from is None:
            return first
        return max(first, datetime.combine(self.counts_from, time(), ZoneInfo(zone)).timestamp())

    def looks_back(self, as_of: datetime, zone: str) -> float:
        """The first start that drift looks at: a year back at least, and never before the day it starts again."""
        return min(self.since(as_of, zone), replace(self, period_days=DRIFT_DAYS).since(as_of, zone))


def kind_of(metric: Metric, yes_when: tuple[str, ...]) -> Kind:
    """Within a time, yes or no, a measure."""
    return Kind.TIME if metric is Metric.CLOCK else Kind.YES_NO if yes_when else Kind.MEASURE


def rule_of(said: "Terms | TermsDraft", hours: OpeningHours | None = None) -> Rule:
    """The rule for `analysis`: times in seconds, the share exactly.

    hours: the opening hours of the process, for a promise in business time.

    Raises:
        Refusal: `hours_missing`: business time without hours. Never calendar time instead, that is another promise.
    """
    clock = said.metric is Metric.CLOCK
    if said.business and hours is None:
        raise Refusal("hours_missing", field="business")
    inside = hours if said.business else None
    return Rule(
        seconds_of(said.amount, said.unit, inside) if clock else said.amount, Fraction(said.kept, said.of),
        metric=said.metric, direction=said.direction, ceiling=said.ceiling, cancelled=said.cancelled,
        complete_by_definition=said.complete, hours=inside, yes=frozenset(folded(one) for one in said.yes_when),
    )  # fmt: skip


def terms_of(row: PromiseVersion, hours: OpeningHours | None = None) -> Terms:
    """A version as pages see it; with the hours of its process where a rule will be made of it."""
    variants = tuple(Variant(**variant) for variant in json.loads(row.variants))
    return Terms(
        row.id, row.number, row.sentence, Metric(row.metric), Direction(row.direction), row.amount, row.unit,
        row.value_unit, row.kept, row.of_n, row.segment, Cancelled(row.cancelled), row.complete, row.period_days,
        row.counts_from, row.valid_until, row.reason, row.created_at, row.ceiling, row.business,
        tuple(json.loads(row.yes_when)), variants, hours, row.aim_amount, row.aim_unit,
    )  # fmt: skip


def row_fields(said: TermsDraft) -> dict[str, Any]:
    """What a version's row holds of it."""
    texts = {
        "yes_when": json.dumps(said.yes_when, ensure_ascii=False),
        "variants": json.dumps([one.model_dump(mode="json") for one in said.variants], ensure_ascii=False),
    }
    return said.model_dump(exclude={"of", "yes_no", *texts}) | texts | {"of_n": said.of}


def new_version(promise_id: str, said: TermsDraft, number: int, person_id: str, now: datetime) -> PromiseVersion:
    """The row of a new version."""
    return PromiseVersion(
        promise_id=promise_id, number=number, created_at=now, created_by=person_id, **row_fields(said)
    )
