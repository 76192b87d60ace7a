"""What a process can take, as who answers for it says: cases a week, or people on the phone and how long a call takes.

Invariants: declarations are never changed, the newest counts, all stay with who said it and when; agents and handling
time go together; a declaration that says nothing takes the last one back. Cases never replace a declaration, nor it
them: what was carried and what is said stand side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from analysis.prediction import Staff
from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, optional_text_of
from models.errors import Refusal
from models.processes import process_for

NOTE_LIMIT = 180
MOST_AGENTS = 500
LONGEST_CALL = 86_400.0
MOST_A_WEEK = 1e9


class CapacityDraft(Draft):
    """A declaration as it may come in. a_week: cases; handling, patience: seconds (patience: until people hang up)."""

    a_week: float | None = Within(default=None, gt=0, le=MOST_A_WEEK, allow_inf_nan=False)
    agents: int | None = Within(default=None, ge=1, le=MOST_AGENTS)
    handling: float | None = Within(default=None, gt=0, le=LONGEST_CALL, allow_inf_nan=False)
    patience: float | None = Within(default=None, gt=0, le=LONGEST_CALL, allow_inf_nan=False)
    note: optional_text_of(NOTE_LIMIT) = ""  # type: ignore[valid-type]


class Capacity(Row, table=True):
    """One declaration."""

    __tablename__ = "capacities"
    __table_args__ = (
        UniqueConstraint("process_id", "number"),
        CheckConstraint("a_week > 0", name="a_week"),
        CheckConstraint(f"agents BETWEEN 1 AND {MOST_AGENTS}", name="agents"),
        CheckConstraint("(agents IS NULL) = (handling IS NULL)", name="phones"),
        CheckConstraint(f"length(note) <= {NOTE_LIMIT}", name="note"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    process_id: str = Field(max_length=32, foreign_key="processes.id")
    number: int
    a_week: float | None = None
    agents: int | None = None
    handling: float | None = None
    patience: float | None = None
    note: str = Field(default="", max_length=NOTE_LIMIT)
    said_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    said_at: datetime


@dataclass(frozen=True)
class CapacityView:
    """A declaration as staff see it."""

    process_id: str
    a_week: float | None
    agents: int | None
    handling: float | None
    patience: float | None
    note: str
    by: str
    at: datetime

    @property
    def staff(self) -> Staff | None:
        """Who answers, for a process on the phone."""
        if self.agents is None or self.handling is None:
            return None
        return Staff(self.agents, self.handling, self.patience)

    @property
    def a_day(self) -> float | None:
        """Cases a day, for the queue's formula."""
        return None if self.a_week is None else self.a_week / 7.0

    @property
    def said(self) -> bool:
        """Whether it says anything."""
        return self.a_week is not None or self.agents is not None


def declare_capacity(session: Session, viewer: Viewer, *, now: datetime, process_id: str, **what: Any) -> str:
    """Say what the process can take; `what` are the fields of `CapacityDraft`. Returns the declaration's id.

    Raises:
        Refusal: `agents_half` (agents without handling time, or the other way round), or a field's own.
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.PROCESS_EDIT, owner_id=process.owner_id)
    said = draft(CapacityDraft, **what)
    if (said.agents is None) != (said.handling is None):
        raise Refusal("agents_half", field="handling" if said.handling is None else "agents")
    if said.patience is not None and said.agents is None:
        raise Refusal("agents_half", field="agents")
    last = session.exec(select(func.max(Capacity.number)).where(Capacity.process_id == process.id)).one()
    row = Capacity(
        process_id=process.id, number=(last or 0) + 1, said_by=viewer.person_id or "", said_at=now, **said.model_dump()
    )
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "declare", "capacity", row.id, now=now,
        after={"process": process.id, **said.model_dump(exclude={"note"})}, texts={"note": said.note},
    )  # fmt: skip
    return row.id


def capacities_of(session: Session, viewer: Viewer, *, process_ids: Iterable[str]) -> dict[str, CapacityView]:
    """The declaration that counts for each process that has one. Two statements."""
    viewer.must(May.PROCESS_SEE)
    newest = (
        select(col(Capacity.process_id).label("process_id"), func.max(Capacity.number).label("number"))
        .where(col(Capacity.process_id).in_(list(process_ids)))
        .group_by(col(Capacity.process_id))
        .subquery()
    )
    asked = select(Capacity).join(
        newest, (newest.c.process_id == col(Capacity.process_id)) & (newest.c.number == col(Capacity.number))
    )
    return {view.process_id: view for view in _views(session, list(session.exec(asked).all())) if view.said}


def capacity_history(session: Session, viewer: Viewer, *, process_id: str) -> list[CapacityView]:
    """Everything that was declared for a process, newest first (the last fifty). Two statements."""
    viewer.must(May.PROCESS_SEE)
    asked = select(Capacity).where(Capacity.process_id == process_id).order_by(col(Capacity.number).desc()).limit(50)
    return _views(session, list(session.exec(asked).all()))


def _views(session: Session, rows: list[Capacity]) -> list[CapacityView]:
    names = people.names_of(session, {row.said_by for row in rows})
    return [
        CapacityView(row.process_id, row.a_week, row.agents, row.handling, row.patience, row.note,
                     names.get(row.said_by, ""), row.said_at)
        for row in rows
    ]  # fmt: skip
