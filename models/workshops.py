"""Workshops: one meeting of a group, made of rounds. From a ready format in under two minutes.

Invariants: a workshop belongs to one group for good; its code and its long token let people join until they expire, are
revoked or renewed. Both are kept in clear because the poster is printed again: they open a seat, never an account.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_code, new_id, new_token
from models.errors import NotFound, Refusal
from models.groups import Group, group_for
from models.touchpoints import Touchpoint

TITLE_LIMIT = 80
TOUCHPOINTS_MOST = 6
CODE_LENGTH = 8
# People may still join a few days after the date: a workshop can run over weeks, and its end can be moved.
JOIN_LASTS = timedelta(days=30)


class Format(StrEnum):
    """The ready formats that can be run."""

    COLLECT_AND_CHOOSE = "collect_and_choose"
    WHAT_WE_PROMISE = "what_we_promise"
    TELL_US = "tell_us"
    BROKEN_PROMISE = "broken_promise"
    MOVE_THE_BUDGET = "move_the_budget"


class WorkshopDraft(Draft):
    """A workshop as it may come in."""

    title: name_of(TITLE_LIMIT)  # type: ignore[valid-type]
    format: Format
    planned_on: date


class Workshop(Row, table=True):
    """One workshop."""

    __tablename__ = "workshops"
    __table_args__ = (
        CheckConstraint("format IN ({})".format(", ".join(f"'{one.value}'" for one in Format)), name="format"),
        CheckConstraint(f"length(title) <= {TITLE_LIMIT}", name="title"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    group_id: str = Field(max_length=32, foreign_key="groups.id", index=True)
    title: str = Field(max_length=TITLE_LIMIT)
    format: str = Field(max_length=24)
    planned_on: date
    join_code: str = Field(max_length=CODE_LENGTH, unique=True)
    join_token: str = Field(max_length=64, unique=True)
    join_until: datetime
    created_by: str = Field(max_length=32, foreign_key="people.id")
    created_at: datetime
    archived_at: datetime | None = None


class WorkshopTouchpoint(Row, table=True):
    """A touchpoint offered as a chip in a workshop."""

    __tablename__ = "workshop_touchpoints"

    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", primary_key=True)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id", primary_key=True)
    position: int


@dataclass(frozen=True)
class Chip:
    """A touchpoint to tap: id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class WorkshopView:
    """A workshop as its people see it."""

    id: str
    group_id: str
    group: str
    zone: str
    title: str
    format: Format
    planned_on: date
    archived: bool


@dataclass(frozen=True)
class JoinView:
    """How people come in, for who conducts: the code to read aloud and the token of the QR."""

    code: str
    token: str
    until: datetime


def new_workshop(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, title: str, format: str, planned_on: date
) -> Workshop:
    """The row of a new workshop without its rounds; `models.conduct.create_workshop` makes both."""
    viewer.must(May.WORKSHOP_PREPARE, group_id=group_id)
    said = draft(WorkshopDraft, title=title, format=format, planned_on=planned_on)
    group = group_for(session, viewer, group_id)
    row = Workshop(
        group_id=group.id, title=said.title, format=said.format, planned_on=said.planned_on,
        join_code=new_code(CODE_LENGTH), join_token=new_token(), join_until=_until(said.planned_on, group.zone, now),
        created_by=viewer.person_id or "", created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "create", "workshop", row.id, now=now, group_id=group_id,
        after=said.model_dump(mode="json"), texts={"title": row.title},
    )  # fmt: skip
    return row


def change_workshop(
    session: Session, viewer: Viewer, *, now: datetime, workshop_id: str, title: str, planned_on: date
) -> None:
    """Another title or another day; the time to join moves along."""
    row = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    said = draft(WorkshopDraft, title=title, format=row.format, planned_on=planned_on)
    before = {"title": row.title, "planned_on": row.planned_on}
    group = group_for(session, viewer, row.group_id)
    row.title, row.planned_on, row.join_until = said.title, said.planned_on, _until(said.planned_on, group.zone, now)
    session.add(row)
    activity.record(
        session, viewer, "change", "workshop", row.id, now=now, group_id=row.group_id, before=before,
        after=said.model_dump(mode="json"), texts={"title": row.title},
    )  # fmt: skip


def offer_touchpoints(
    session: Session, viewer: Viewer, *, now: datetime, workshop_id: str, touchpoint_ids: list[str]
) -> None:
    """Which touchpoints stand as chips under the field, in this order. At most six: more is a form, not a choice."""
    row = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    wanted = list(dict.fromkeys(touchpoint_ids))
    if len(wanted) > TOUCHPOINTS_MOST:
        raise Refusal("too_large", field="touchpoint_ids", limit=TOUCHPOINTS_MOST)
    found = session.exec(select(Touchpoint.id).where(col(Touchpoint.id).in_(wanted))).all()
    if len(found) != len(wanted):
        raise Refusal("not_an_option", field="touchpoint_ids")
    for old in session.exec(select(WorkshopTouchpoint).where(WorkshopTouchpoint.workshop_id == row.id)).all():
        session.delete(old)
    session.flush()
    for position, touchpoint_id in enumerate(wanted):
        session.add(WorkshopTouchpoint(workshop_id=row.id, touchpoint_id=touchpoint_id, position=position))
    activity.record(session, viewer, "offer", "workshop", row.id, now=now, group_id=row.group_id, after=wanted)


def renew_join(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> None:
    """A new code and a new QR; the old ones stop at once. Whoever is in stays in."""
    row = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    group = group_for(session, viewer, row.group_id)
    row.join_code, row.join_token = new_code(CODE_LENGTH), new_token()
    row.join_until = _until(row.planned_on, group.zone, now)
    session.add(row)
    activity.record(session, viewer, "renew_join", "workshop", row.id, now=now, group_id=row.group_id)


def revoke_join(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> None:
    """Nobody else comes in."""
    row = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    row.join_until = now
    session.add(row)
    activity.record(session, viewer, "revoke_join", "workshop", row.id, now=now, group_id=row.group_id)


def archive_workshop(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> None:
    """From here on the workshop is only read."""
    row = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    row.archived_at = now
    session.add(row)
    activity.record(session, viewer, "archive", "workshop", row.id, now=now, group_id=row.group_id)


def join_view(session: Session, viewer: Viewer, *, workshop_id: str) -> JoinView:
    """The code and the token that let people in, for who conducts."""
    row = workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE, to_change=False)
    return JoinView(row.join_code, row.join_token, row.join_until)


def chips_of(session: Session, workshop_id: str) -> list[Chip]:
    """The touchpoints offered in a workshop, in order (its questions ask for permission)."""
    asked = (
        select(Touchpoint.id, Touchpoint.name)
        .join(WorkshopTouchpoint, col(WorkshopTouchpoint.touchpoint_id) == col(Touchpoint.id))
        .where(WorkshopTouchpoint.workshop_id == workshop_id)
        .order_by(col(WorkshopTouchpoint.position))
    )
    return [Chip(str(touchpoint_id), str(name)) for touchpoint_id, name in session.exec(asked).all()]


def workshop_for(session: Session, viewer: Viewer, workshop_id: str, what: May, *, to_change: bool = True) -> Workshop:
    """The row of a workshop on which this viewer may do `what`, or `NotFound`. An archived one is only read."""
    row = session.get(Workshop, workshop_id)
    viewer.must(what, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    if to_change and row.archived_at is not None:
        raise Refusal("workshop_archived")
    return row


def workshop_as_seen(row: Workshop, group: Group) -> WorkshopView:
    """The view of a row whose permission was asked."""
    return WorkshopView(
        row.id, row.group_id, group.name, group.zone, row.title, Format(row.format), row.planned_on,
        row.archived_at is not None,
    )  # fmt: skip


def _until(day: date, zone: str, now: datetime) -> datetime:
    end = datetime.combine(day, time(0), ZoneInfo(zone)) + JOIN_LASTS
    return max(end, now + JOIN_LASTS).astimezone(now.tzinfo)
