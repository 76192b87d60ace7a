"""How many pass: weekly numbers at each stage of the journey, and how many of those leave there (A28).

Invariants:
- Numbers a company already has, typed or brought as a sheet; nobody is followed here.
- A week begins on its Monday; of those who arrived no more can leave; unknown is not zero.
- What was noted later for the same stage and week counts, what stood there before is kept: taking a sheet back brings
  it forth again. A sheet comes in whole or not at all, the same file once, and has one row for a stage and week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, Index, delete, insert, text
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, new_id
from models.days import day_here, zone_here
from models.errors import NotFound, Refusal
from models.sheet_rows import BadCell
from models.telling import Stage as Far
from models.telling import in_pieces, telling
from models.touchpoints import Stage

MOST_PEOPLE = 1_000_000_000
MOST_ROWS = 10_000
LISTED = 5


class TrafficDraft(Draft):
    """A week at a stage as it may come in. left: of those who arrived; None when nobody counts it."""

    arrived: int = Within(ge=0, le=MOST_PEOPLE)
    left: int | None = Within(default=None, ge=0, le=MOST_PEOPLE)


class TrafficLoad(Row, table=True):
    """One sheet of weekly numbers. Of the file itself only its hash is kept."""

    __tablename__ = "traffic_loads"
    __table_args__ = (
        Index("uq_traffic_loads_standing", "sha256", unique=True, sqlite_where=text("undone_at IS NULL"),
              postgresql_where=text("undone_at IS NULL")),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    sha256: str = Field(max_length=64)
    row_count: int
    loaded_at: datetime
    loaded_by: str = Field(max_length=32, foreign_key="people.id")
    undone_at: datetime | None = None


class StageTraffic(Row, table=True):
    """A stage in one week, as noted at a moment; the latest note of a week counts."""

    __tablename__ = "stage_traffic"
    __table_args__ = (
        CheckConstraint("arrived >= 0 AND left_here >= 0 AND left_here <= arrived", name="people"),
        Index("ix_stage_traffic_week", "week", "stage_id", "noted_at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    stage_id: str = Field(max_length=32, foreign_key="stages.id", index=True)
    week: date
    arrived: int
    left_here: int | None = None
    noted_at: datetime
    noted_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    load_id: str | None = Field(default=None, max_length=32, foreign_key="traffic_loads.id", index=True)


@dataclass(frozen=True)
class TrafficRow:
    """One row of a sheet, as its cells were read: the stage's name, the week, the figures; `row` in the file."""

    stage: str
    week: date
    arrived: int
    left: int | None
    row: int


@dataclass(frozen=True)
class TrafficPlan:
    """What bringing a sheet in would do. again: rows of weeks noted before; earlier: when this very file came in."""

    again: int
    bad: tuple[BadCell, ...]
    earlier: datetime | None


@dataclass(frozen=True)
class LoadView:
    """A sheet that came in."""

    id: str
    rows: int
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True)
class StageFlow:
    """A stage in a typical week of a period: the mean of the weeks that were counted. left: None when never counted."""

    weeks: int
    arrived: float
    left: float | None


def note_traffic(
    session: Session, viewer: Viewer, *, now: datetime, stage_id: str, week: date, arrived: int, left: int | None = None
) -> str:
    """A week at a stage, by form. `week`: any day of it. Returns the row's id.

    Raises:
        Refusal: `not_an_option` (field `stage_id`), `more_left` (field `left`), `week_ahead`, or a field's own.
    """
    viewer.must(May.JOURNEY_EDIT)
    if session.get(Stage, stage_id) is None:
        raise Refusal("not_an_option", field="stage_id")
    said = _judged(arrived, left, week, now)
    row = StageTraffic(
        stage_id=stage_id, week=monday(week), arrived=said.arrived, left_here=said.left, noted_at=now,
        noted_by=viewer.person_id or "",
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, viewer, "record", "traffic", row.id, now=now, after=said.model_dump())
    return row.id


def traffic_plan(
    session: Session, viewer: Viewer, *, now: datetime, rows: Sequence[TrafficRow], sha256: str
) -> TrafficPlan:  # fmt: skip
    """What `load_traffic` would do with these rows, every cell it would refuse among it."""
    viewer.must(May.JOURNEY_EDIT)
    stages, bad = _sheet(session, rows, now)
    wanted = {(stages.get(fold(row.stage)), monday(row.week)) for row in rows}
    weeks = [week for _, week in wanted]
    asked = select(StageTraffic.stage_id, col(StageTraffic.week)).distinct()
    between = asked.where(StageTraffic.week >= min(weeks), StageTraffic.week <= max(weeks)) if weeks else None
    noted = set(session.exec(between).all()) if between is not None else set()
    return TrafficPlan(len(wanted & noted), tuple(bad), _earlier(session, sha256))


def load_traffic(
    session: Session, viewer: Viewer, *, now: datetime, rows: Sequence[TrafficRow], sha256: str
) -> str:  # fmt: skip
    """A whole sheet, or nothing of it. Returns the load's id.

    Raises:
        Refusal: `too_large` (`limit`), `nothing_new`, `file_imported` (`on`), `rows_unreadable` (`count`, and `row`,
            `cell`, `reason` of the first).
    """
    viewer.must(May.JOURNEY_EDIT)
    if len(rows) > MOST_ROWS:
        raise Refusal("too_large", limit=MOST_ROWS)
    if not rows:
        raise Refusal("nothing_new")
    earlier = _earlier(session, sha256)
    if earlier is not None:
        raise Refusal("file_imported", on=earlier, zone=zone_here())
    stages, bad = _sheet(session, rows, now)
    if bad:
        first = bad[0]
        raise Refusal("rows_unreadable", count=len(bad), row=first.row, cell=first.field, reason=first.code)
    load = TrafficLoad(sha256=sha256, row_count=len(rows), loaded_at=now, loaded_by=viewer.person_id or "")
    session.add(load)
    session.flush()
    for some in in_pieces(Far.STORING, rows):
        session.connection().execute(insert(StageTraffic), [
            {"id": new_id(), "stage_id": stages[fold(row.stage)], "week": monday(row.week), "arrived": row.arrived,
             "left_here": row.left, "noted_at": now, "noted_by": viewer.person_id or "", "load_id": load.id}
            for row in some
        ])  # fmt: skip
    activity.record(session, viewer, "load", "traffic", load.id, now=now, after={"rows": len(rows)})
    return load.id


def undo_traffic(session: Session, viewer: Viewer, *, now: datetime, load_id: str) -> None:
    """Take a sheet back: what stood there before counts again. Twice is once."""
    viewer.must(May.JOURNEY_EDIT)
    load = session.get(TrafficLoad, load_id)
    if load is None:
        raise NotFound()
    if load.undone_at is None:
        session.connection().execute(delete(StageTraffic).where(col(StageTraffic.load_id) == load_id))
        load.undone_at = now
        session.add(load)
        activity.record(session, viewer, "undo", "traffic", load.id, now=now)


def traffic_loads(session: Session, viewer: Viewer) -> list[LoadView]:
    """The last sheets that came in, newest first."""
    viewer.must(May.JOURNEY_SEE)
    rows = session.exec(select(TrafficLoad).order_by(col(TrafficLoad.loaded_at).desc()).limit(LISTED)).all()
    return [LoadView(row.id, row.row_count, row.loaded_at, row.undone_at) for row in rows]


def traffic_by_stage(session: Session, viewer: Viewer, *, since: date, until: date) -> dict[str, StageFlow]:
    """A typical week of each stage, from the whole weeks that begin within a period. One statement."""
    viewer.must(May.JOURNEY_SEE)
    asked = (
        select(StageTraffic)
        .where(StageTraffic.week >= since, StageTraffic.week <= until)
        .order_by(col(StageTraffic.noted_at), col(StageTraffic.id))
    )
    # Later notes of a week come later and stand.
    latest = {(row.stage_id, row.week): (row.arrived, row.left_here) for row in session.exec(asked).all()}
    found: dict[str, StageFlow] = {}
    for stage_id in {stage for stage, _ in latest}:
        weeks = [counted for (stage, _), counted in latest.items() if stage == stage_id]
        left = [gone for _, gone in weeks if gone is not None]
        found[stage_id] = StageFlow(
            len(weeks), sum(arrived for arrived, _ in weeks) / len(weeks), sum(left) / len(left) if left else None
        )
    return found


def traffic_noted(session: Session, viewer: Viewer, *, since: date) -> list[TrafficRow]:
    """The weeks as they stand, week by week along the journey, as rows of a sheet. One statement."""
    viewer.must(May.JOURNEY_SEE)
    asked = (
        select(StageTraffic, Stage.name, Stage.position)
        .join(Stage, col(Stage.id) == col(StageTraffic.stage_id))
        .where(StageTraffic.week >= since)
        .order_by(col(StageTraffic.noted_at), col(StageTraffic.id))
    )
    latest = {(row.week, place): (name, row) for row, name, place in session.exec(asked).all()}
    return [
        TrafficRow(name, row.week, row.arrived, row.left_here, number)
        for number, (_, (name, row)) in enumerate(sorted(latest.items(), key=lambda found: found[0]), start=2)
    ]


def monday(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())


def _judged(arrived: int, left: int | None, week: date, now: datetime) -> TrafficDraft:
    said = draft(TrafficDraft, arrived=arrived, left=left)
    if said.left is not None and said.left > said.arrived:
        raise Refusal("more_left", field="left")
    if monday(week) > day_here(now):
        raise Refusal("week_ahead", field="week")
    return said


def _earlier(session: Session, sha256: str) -> datetime | None:
    asked = select(TrafficLoad.loaded_at).where(TrafficLoad.sha256 == sha256, col(TrafficLoad.undone_at).is_(None))
    return session.exec(asked).first()


def _sheet(
    session: Session, rows: Sequence[TrafficRow], now: datetime
) -> tuple[dict[str, str], list[BadCell]]:  # fmt: skip
    """The ids of the stages by their folded names, and what cannot come in."""
    stages = {str(name): str(stage_id) for name, stage_id in session.exec(select(Stage.folded, Stage.id)).all()}
    bad: list[BadCell] = []
    first: dict[tuple[str, date], int] = {}
    for row in telling(Far.CHECKING, rows):
        if fold(row.stage) not in stages:
            bad.append(BadCell(row.row, "stage", "stage_unknown", {"value": row.stage[:40]}))
        at = first.setdefault((fold(row.stage), monday(row.week)), row.row)
        if at != row.row:
            bad.append(BadCell(row.row, "week", "week_twice", {"first": at}))
        try:
            _judged(row.arrived, row.left, row.week, now)
        except Refusal as refusal:
            bad.append(BadCell(row.row, refusal.field or "arrived", refusal.code, dict(refusal.facts)))
    return stages, bad
