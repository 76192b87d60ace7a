"""What competitors promise where we promise: the claim, how they do it, where somebody read it, and when.

Invariants: a claim is tied to a promise; staff only, on no public page and in no interface for others (comparing
oneself in public is regulated); its figure is a range from low to high with a unit, or none; the source is a web
address that begins with http:// or https://, or a plain place; 90 days after it was seen it is `stale` and says so; one
that was taken away is kept and no longer shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic import Field as Within
from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from analysis.units import UNITS
from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, optional_text_of
from models.days import day_here
from models.errors import NotFound, Refusal
from models.promise_terms import Unit
from models.promises import promise_for
from models.wording_terms import checked_place, is_link

NAME_LIMIT = 60
CLAIM_LIMIT = 160
HOW_LIMIT = 200
SOURCE_LIMIT = 300
CHECK_AGAIN = timedelta(days=90)


class CompetitorDraft(Draft):
    """A competitor's claim as it may come in. For a single figure `low` or `high` may be left out."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    claim: name_of(CLAIM_LIMIT)  # type: ignore[valid-type]
    low: float | None = Within(default=None, gt=0, le=1e12, allow_inf_nan=False)
    high: float | None = Within(default=None, gt=0, le=1e12, allow_inf_nan=False)
    unit: Unit | None = None
    how: optional_text_of(HOW_LIMIT) = ""  # type: ignore[valid-type]
    source: Annotated[optional_text_of(SOURCE_LIMIT), AfterValidator(checked_place)] = ""  # type: ignore[valid-type]
    seen_on: date


class Competitor(Row, table=True):
    """One claim of one competitor, beside one promise of ours."""

    __tablename__ = "competitors"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        CheckConstraint(f"length(claim) <= {CLAIM_LIMIT}", name="claim"),
        CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w', 'value')", name="unit"),
        CheckConstraint("(low IS NULL) = (unit IS NULL) AND (high IS NULL) = (unit IS NULL)", name="figure"),
        CheckConstraint("low <= high", name="range"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    name: str = Field(max_length=NAME_LIMIT)
    claim: str = Field(max_length=CLAIM_LIMIT)
    low: float | None = None
    high: float | None = None
    unit: str | None = Field(default=None, max_length=6)
    how: str = Field(default="", max_length=HOW_LIMIT)
    source: str = Field(default="", max_length=SOURCE_LIMIT)
    seen_on: date
    created_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True)
class ClaimView:
    """A competitor's claim as staff see it. `source` may be a web address; only then `is_link`. `check_on`: 90 days
    after it was seen; from then on `stale`.
    """

    id: str
    promise_id: str
    name: str
    claim: str
    low: float | None
    high: float | None
    unit: str | None
    how: str
    source: str
    is_link: bool
    seen_on: date
    check_on: date
    stale: bool

    @property
    def sizes(self) -> tuple[float, float] | None:
        """Low and high as sizes that compare: seconds for a time, the figure itself for a value. None without."""
        if self.low is None or self.high is None or self.unit is None:
            return None
        size = UNITS.get(self.unit, 1.0)
        return self.low * size, self.high * size


def add_competitor(session: Session, viewer: Viewer, *, now: datetime, promise_id: str, **what: Any) -> str:
    """Note what somebody else promises; `what` are the fields of `CompetitorDraft`. Returns its id.

    Raises:
    """
    viewer.must(May.COMPETITOR_EDIT)
    promise = promise_for(session, viewer, promise_id)
    said = _said(now, what)
    row = Competitor(promise_id=promise.id, created_at=now, **said)
    session.add(row)
    session.flush()
    _note(session, viewer, "add", row, now)
    return row.id


def change_competitor(session: Session, viewer: Viewer, *, now: datetime, competitor_id: str, **what: Any) -> None:
    """Looked again: what they promise now, and the day it was seen."""
    viewer.must(May.COMPETITOR_EDIT)
    row = _competitor_for(session, competitor_id)
    before = {"claim": row.claim, "low": row.low, "high": row.high, "unit": row.unit, "seen_on": str(row.seen_on)}
    for name, value in _said(now, what).items():
        setattr(row, name, value)
    session.add(row)
    _note(session, viewer, "change", row, now, before)


def remove_competitor(session: Session, viewer: Viewer, *, now: datetime, competitor_id: str) -> None:
    """They no longer promise it, or it is no competitor."""
    viewer.must(May.COMPETITOR_EDIT)
    row = _competitor_for(session, competitor_id)
    row.removed_at = now
    session.add(row)
    _note(session, viewer, "remove", row, now, {"removed": False})


def claims_of(session: Session, viewer: Viewer, *, promise_ids: Iterable[str], today: date) -> list[ClaimView]:
    """What competitors promise beside these promises, the boldest first (without a figure last). One statement."""
    viewer.must(May.COMPETITOR_SEE)
    asked = select(Competitor).where(
        col(Competitor.promise_id).in_(list(promise_ids)), col(Competitor.removed_at).is_(None)
    )
    found = [_view(row, today) for row in session.exec(asked).all()]
    return sorted(found, key=lambda one: (one.sizes is None, one.sizes or (0.0, 0.0), one.name, one.id))


def _said(now: datetime, what: dict[str, Any]) -> dict[str, Any]:
    said = draft(CompetitorDraft, **what).model_dump()
    low, high = said["low"], said["high"]
    low, high = (low if low is not None else high), (high if high is not None else low)
    if (low is None) != (said["unit"] is None):
        raise Refusal("empty", field="low" if low is None else "unit")
    if low is not None and high is not None and low > high:
        raise Refusal("range_turned", field="high")
    # A day's grace: it may be tomorrow already where somebody saw it.
    if said["seen_on"] > day_here(now) + timedelta(days=1):
        raise Refusal("seen_later", field="seen_on")
    return {**said, "low": low, "high": high}


def _note(
    session: Session, viewer: Viewer, verb: str, row: Competitor, now: datetime, before: dict[str, Any] | None = None
) -> None:
    after = {"promise": row.promise_id, "claim": row.claim, "low": row.low, "high": row.high, "unit": row.unit}
    activity.record(
        session, viewer, verb, "competitor", row.id, now=now, before=before, after=after,
        texts={"name": row.name, "claim": row.claim},
    )  # fmt: skip


def _view(row: Competitor, today: date) -> ClaimView:
    check_on = row.seen_on + CHECK_AGAIN
    return ClaimView(
        row.id, row.promise_id, row.name, row.claim, row.low, row.high, row.unit, row.how, row.source,
        is_link(row.source), row.seen_on, check_on, today > check_on,
    )  # fmt: skip


def _competitor_for(session: Session, competitor_id: str) -> Competitor:
    row = session.get(Competitor, competitor_id)
    if row is None or row.removed_at is not None:
        raise NotFound()
    return row
