"""Savings: what an improvement spares, who estimated it, and the hours a year it comes to. Time first, money if known.

Invariants: a saving names what is spared and who estimates it (somebody who works here); times a week and minutes each
give the hours a year, which nobody types; it is apart from the budget's sum, and is never changed: another estimate is
another entry, and one may be taken back, with who and when.
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field as Within
from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id
from models.budget_lines import FIRST_YEAR, LAST_YEAR
from models.errors import NotFound
from models.promises import promise_for

WHAT_LIMIT = 120
WEEKS = 52
SHOWN = 100


class SavingDraft(Draft):
    """A saving as it may come in. minutes: each time; euro: a year, where known."""

    what: name_of(WHAT_LIMIT)  # type: ignore[valid-type]
    year: int = Within(ge=FIRST_YEAR, le=LAST_YEAR)
    a_week: int = Within(ge=1, le=100_000)
    minutes: float = Within(gt=0, le=10_000)
    euro: int | None = Within(default=None, ge=1, le=1_000_000_000)


class Saving(Row, table=True):
    """One estimate."""

    __tablename__ = "savings"
    __table_args__ = (
        CheckConstraint("a_week > 0 AND minutes > 0", name="amount"),
        CheckConstraint(f"length(what) <= {WHAT_LIMIT}", name="what"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    what: str = Field(max_length=WHAT_LIMIT)
    year: int = Field(index=True)
    a_week: int
    minutes: float
    euro: int | None = None
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    action_id: str | None = Field(default=None, max_length=32, foreign_key="actions.id", index=True)
    estimated_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    entered_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    entered_at: datetime
    taken_back_at: datetime | None = None


@dataclass(frozen=True)
class SavingView:
    """A saving as staff see it; hours a year, computed."""

    id: str
    what: str
    a_week: int
    minutes: float
    euro: int | None
    promise_id: str | None
    estimated_by: str
    entered_at: datetime

    @property
    def hours(self) -> float:
        """Hours a year."""
        return self.a_week * self.minutes * WEEKS / 60


def enter_saving(
    session: Session, viewer: Viewer, *, now: datetime, estimated_by: str, promise_id: str | None = None,
    action_id: str | None = None, **what: object,
) -> str:  # fmt: skip
    """Enter what is spared, and who estimates it; `what` are the fields of `SavingDraft`. Returns its id.

    Raises:
        Refusal: `not_staff` (whoever estimates works here), or a field's own.
    """
    viewer.must(May.MONEY_MOVE)
    said = draft(SavingDraft, **what)
    estimator = people.staff_for(session, estimated_by, field="estimated_by")
    if promise_id is not None:
        promise_for(session, viewer, promise_id)
    row = Saving(
        **said.model_dump(), promise_id=promise_id, action_id=action_id, estimated_by=estimator,
        entered_by=viewer.person_id or "", entered_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "enter", "saving", row.id, now=now, texts={"what": row.what},
        after={"promise": promise_id, "estimated_by": estimator, **said.model_dump(exclude={"what"})},
    )  # fmt: skip
    return row.id


def take_back_saving(session: Session, viewer: Viewer, *, now: datetime, saving_id: str) -> None:
    """The estimate does not stand any more; it stays in the record."""
    viewer.must(May.MONEY_MOVE)
    row = session.get(Saving, saving_id)
    if row is None or row.taken_back_at is not None:
        raise NotFound()
    row.taken_back_at = now
    session.add(row)
    activity.record(session, viewer, "take_back", "saving", row.id, now=now)


def savings_of(session: Session, viewer: Viewer, *, year: int) -> list[SavingView]:
    """The savings of a year, newest first. Two statements."""
    viewer.must(May.MONEY_SEE)
    asked = (
        select(Saving).where(Saving.year == year, col(Saving.taken_back_at).is_(None))
        .order_by(col(Saving.entered_at).desc(), col(Saving.id)).limit(SHOWN)
    )  # fmt: skip
    rows = session.exec(asked).all()
    names = people.names_of(session, {row.estimated_by for row in rows})
    return [
        SavingView(row.id, row.what, row.a_week, row.minutes, row.euro, row.promise_id,
                   names.get(row.estimated_by, ""), row.entered_at)
        for row in rows
    ]  # fmt: skip
