"""Meetings: when a lasting group meets again, and how often. What makes it last is a date that stands.

Invariants: one rhythm a group; dates are wall clock in the group's zone, so four in the afternoon stays four in the
afternoon when the clocks change; a month means the same weekday of the month (the third Tuesday); a date that has
passed gives way to the next one by itself.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, optional_text_of
from models.errors import NotFound, Refusal
from models.groups import Group, group_for
from models.workshops import Workshop

PLACE_LIMIT = 120
MINUTES_LEAST, MINUTES_MOST = 10, 600
DATES_SHOWN = 6
# Ten years of weeks: further than anybody plans, and the search for the next date ends.
_STEPS_MOST = 520


class Every(StrEnum):
    """How often a group meets."""

    ONCE = "once"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    THREE_WEEKS = "three_weeks"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    QUARTER = "quarter"


_WEEKS = {Every.WEEK: 1, Every.TWO_WEEKS: 2, Every.THREE_WEEKS: 3, Every.FOUR_WEEKS: 4}
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}


class MeetingDraft(Draft):
    """A rhythm as it may come in. `at`: the hour on the wall, in the group's zone."""

    every: Every
    first_on: date
    at: time
    minutes: int = Field(default=60, ge=MINUTES_LEAST, le=MINUTES_MOST)
    place: optional_text_of(PLACE_LIMIT) = ""  # type: ignore[valid-type]


class MeetingPlan(Row, table=True):
    """The rhythm of a group."""

    __tablename__ = "meeting_plans"
    __table_args__ = (
        CheckConstraint("every IN ({})".format(", ".join(f"'{one.value}'" for one in Every)), name="every"),
        CheckConstraint(f"minutes BETWEEN {MINUTES_LEAST} AND {MINUTES_MOST}", name="minutes"),
        CheckConstraint(f"length(place) <= {PLACE_LIMIT}", name="place"),
    )

    group_id: str = Field(max_length=32, foreign_key="groups.id", primary_key=True)
    every: str = Field(max_length=12)
    first_on: date
    # "16:00": an hour on the wall, not an instant.
    at: str = Field(max_length=5)
    minutes: int
    place: str = Field(default="", max_length=PLACE_LIMIT)


@dataclass(frozen=True)
class NextMeeting:
    """When a group meets next: the instants ahead, in order. `workshop_id`: what is prepared for the first."""

    group_id: str
    group: str
    zone: str
    every: Every
    first_on: date
    at: time
    minutes: int
    place: str
    dates: tuple[datetime, ...]
    workshop_id: str | None


def plan_meetings(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, every: str, first_on: date, at: time,
    minutes: int = 60, place: str = "",
) -> None:  # fmt: skip
    """Say when a group meets and how often; what was said before is replaced.

    Raises:
        Refusal: `end_in_the_past` (a single date that has passed), or a field's own.
    """
    viewer.must(May.WORKSHOP_PREPARE, group_id=group_id)
    said = draft(MeetingDraft, every=every, first_on=first_on, at=at, minutes=minutes, place=place)
    group = group_for(session, viewer, group_id)
    if said.every is Every.ONCE and _instant(said.first_on, said.at, group.zone) <= now:
        raise Refusal("end_in_the_past", field="first_on")
    row = session.get(MeetingPlan, group_id)
    before = {"every": row.every, "first_on": str(row.first_on), "at": row.at} if row else None
    row = row or MeetingPlan(group_id=group_id, every=said.every, first_on=said.first_on, at="", minutes=said.minutes)
    row.every, row.first_on, row.at = said.every, said.first_on, f"{said.at:%H:%M}"
    row.minutes, row.place = said.minutes, " ".join(said.place.split())
    session.add(row)
    activity.record(
        session, viewer, "plan", "meetings", group_id, now=now, group_id=group_id, before=before,
        after=said.model_dump(mode="json"), texts={"place": row.place} if row.place else None,
    )  # fmt: skip


def next_meeting(session: Session, viewer: Viewer, *, now: datetime, group_id: str) -> NextMeeting | None:
    """When a group meets next, for its members; None where nobody said, or a single date has passed."""
    viewer.must(May.WORKSHOP_SEE_ALL, group_id=group_id)
    row, group = session.get(MeetingPlan, group_id), session.get(Group, group_id)
    if group is None:
        raise NotFound()
    if row is None:
        return None
    every, at = Every(row.every), time.fromisoformat(row.at)
    moments = next_moments(row, group.zone, now)
    if not moments:
        return None
    day, ahead = moments[0][0], [moment for _, moment in moments]
    prepared = session.exec(
        select(Workshop.id)
        .where(Workshop.group_id == group_id, Workshop.planned_on == day, col(Workshop.archived_at).is_(None))
        .limit(1)
    ).first()
    return NextMeeting(
        group.id, group.name, group.zone, every, row.first_on, at, row.minutes, row.place, tuple(ahead), prepared
    )


def next_moments(row: MeetingPlan, zone: str, now: datetime) -> list[tuple[date, datetime]]:
    """The days of a rhythm that are not over yet, and the instant each begins; the first few, in order."""
    at, length = time.fromisoformat(row.at), timedelta(minutes=row.minutes)
    ahead = ((day, _instant(day, at, zone)) for day in _days(Every(row.every), row.first_on))
    return list(islice((one for one in ahead if one[1] + length > now), DATES_SHOWN))


def _days(every: Every, first: date) -> Iterator[date]:
    """The days of a rhythm, from its first one on."""
    if every is Every.ONCE:
        yield first
        return
    if every in _WEEKS:
        for step in range(_STEPS_MOST):
            yield first + timedelta(weeks=step * _WEEKS[every])
        return
    which = (first.day - 1) // 7
    for step in range(_STEPS_MOST // 4):
        months = first.year * 12 + first.month - 1 + step * _MONTHS[every]
        yield _nth_weekday(months // 12, months % 12 + 1, first.weekday(), which)


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """The third Tuesday (`which` 2) of a month; the last one where the month has no fifth."""
    first = date(year, month, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * which
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day if day <= last else day - 7)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
