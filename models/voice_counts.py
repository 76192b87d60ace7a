"""How many said what, where and when: the counts under the figures of listening and under the journey.

Not a noun with a table. A voice is a feedback or a moment of a diary. Counted in the database, day by day and
touchpoint by touchpoint, so that a page holds at 200,000 voices: what comes back grows with days and touchpoints only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, literal, select, union_all
from sqlmodel import Session, col

from models.days import day_column, day_here
from models.diaries import Diary, DiaryEntry
from models.feedback import Feedback
from models.touchpoints import Control, Stage, Touchpoint

FACES = 5
UNHAPPY = 2


@dataclass(frozen=True)
class DayCount:
    """On one day at one touchpoint: voices with this face (None: without one), how many argued, how many of diaries."""

    day: date
    touchpoint_id: str
    face: int | None
    voices: int
    argued: int
    diaries: int = 0


@dataclass(frozen=True)
class Place:
    """A touchpoint on the way, with its stage."""

    id: str
    name: str
    control: Control
    stage_id: str
    stage: str


@dataclass
class Tally:
    """What was said in one place: how many, how many argued, from diaries, and each face."""

    voices: int = 0
    argued: int = 0
    diaries: int = 0
    faces: list[int] = field(default_factory=lambda: [0] * FACES)

    def add(self, count: DayCount) -> None:
        """One more line of counts."""
        self.voices += count.voices
        self.argued += count.argued
        self.diaries += count.diaries
        if count.face is not None:
            self.faces[count.face - 1] += count.voices

    @property
    def unhappy(self) -> int:
        """The two lowest faces."""
        return sum(self.faces[:UNHAPPY])


def places_of(session: Session) -> list[Place]:
    """Every touchpoint along the journey. One statement; whoever asks has asked for permission."""
    asked = (
        select(Touchpoint, col(Stage.name))
        .join(Stage, col(Stage.id) == col(Touchpoint.stage_id))
        .order_by(col(Stage.position), col(Touchpoint.folded))
    )
    rows = session.execute(asked).all()
    return [Place(row.id, row.name, Control(row.control), row.stage_id, stage) for row, stage in rows]


def day_counts(
    session: Session, *, since: datetime, until: datetime, touchpoint_ids: Iterable[str] | None = None,
    profile_id: str | None = None, zone: str | None = None,
) -> list[DayCount]:  # fmt: skip
    """Counts by day, touchpoint and face, of feedback and of diaries. One statement.

    zone: whose days; without one, all of them stand at the first day, for half of the work.
    """
    ids = None if touchpoint_ids is None else list(touchpoint_ids)
    by_day, first = zone is not None, literal(day_here(since).isoformat())

    def day_of(at: Any) -> Any:
        return first if zone is None else day_column(session, at, zone, since, until)

    day = day_of(col(Feedback.created_at))
    said = (
        select(day, col(Feedback.touchpoint_id), col(Feedback.face), func.count(),
               func.sum(_one_if(col(Feedback.argued) > 0)), literal(0).label("noted"))
        .where(col(Feedback.created_at) >= since, col(Feedback.created_at) < until)
        .group_by(*([day] if by_day else []), col(Feedback.touchpoint_id), col(Feedback.face))
    )  # fmt: skip
    then = day_of(col(DiaryEntry.at))
    noted = (
        select(then, col(DiaryEntry.touchpoint_id), col(DiaryEntry.face), func.count(), literal(0), literal(1))
        .where(col(DiaryEntry.at) >= since, col(DiaryEntry.at) < until)
        .group_by(*([then] if by_day else []), col(DiaryEntry.touchpoint_id), col(DiaryEntry.face))
    )
    if ids is not None:
        said = said.where(col(Feedback.touchpoint_id).in_(ids))
        noted = noted.where(col(DiaryEntry.touchpoint_id).in_(ids))
    if profile_id is not None:
        said = said.where(col(Feedback.profile_id) == profile_id)
        noted = noted.join(Diary, col(Diary.id) == col(DiaryEntry.diary_id)).where(col(Diary.profile_id) == profile_id)
    return [
        DayCount(plain_day(at), place, face, n, int(argued), n if of_diary else 0)
        for at, place, face, n, argued, of_diary in session.execute(union_all(said, noted)).all()
    ]


def tallied(counts: Iterable[DayCount], by: Callable[[DayCount], str | None]) -> dict[str, Tally]:
    """The counts put together by what `by` names; None is left out."""
    found: dict[str, Tally] = {}
    for count in counts:
        name = by(count)
        if name is not None:
            found.setdefault(name, Tally()).add(count)
    return found


def plain_day(day: Any) -> date:
    """A day as either database answers it."""
    return day if isinstance(day, date) else date.fromisoformat(str(day))


def _one_if(what: Any) -> Any:
    return case((what, 1), else_=0)
