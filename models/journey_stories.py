"""What the journey lays over its average: single stories from diaries, hand-overs that hurt, and the voices of a cell.

Not a noun with a table. A story is one diary that went through at least three stages; it says its profile and month,
never whose it is. A hand-over names two touchpoints, from one to the other (A27), and is drawn from two voices on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import distinct, func, select, union_all
from sqlmodel import Session, col

from models.access import May, Viewer
from models.decisions import Decision, Outcome
from models.diaries import Diary, DiaryEntry
from models.diary_calls import DiaryCall
from models.feedback import Feedback
from models.ideas import Idea
from models.profiles import Profile
from models.standings import standing_ideas
from models.touchpoints import Touchpoint

MOST_STORIES, STORY_STAGES = 5, 3
STORIES_WITHIN = timedelta(days=365)
MOST_HAND_OVERS, FEWEST_HAND_OVER = 3, 2
CELL_VOICES = 3


@dataclass(frozen=True)
class HandOver:
    """From one touchpoint to another: how many voices named it, and the words of the one most argued."""

    from_id: str
    to_id: str
    voices: int
    words: str


@dataclass(frozen=True)
class Story:
    """One person's way: the mean face at each stage they noted, whose profile it is, when it ended."""

    profile: str
    at: datetime
    faces: dict[str, float]


@dataclass(frozen=True)
class CellVoice:
    """A voice in the panel. id: of the feedback; empty for a moment of a diary."""

    id: str
    words: str
    face: int | None
    argued: int
    at: datetime
    touchpoint: str


@dataclass(frozen=True)
class Cell:
    """What opens behind a stage or a touchpoint: voices, the most argued first, and open ideas."""

    voices: list[CellVoice]
    ideas: list[tuple[str, str]]


@dataclass(frozen=True)
class Moment:
    """One moment of a diary. diary: a number within its invitation; the same number is the same person, unnamed."""

    invitation: str
    diary: int
    profile: str | None
    at: datetime
    touchpoint: str
    face: int
    words: str


@dataclass(frozen=True)
class MomentPage:
    """Some moments, on how many pages."""

    rows: list[Moment]
    pages: int


def diary_moments(session: Session, viewer: Viewer, *, page: int = 1, size: int = 1000) -> MomentPage:
    """Every moment noted, diary by diary as it went, the newest invitation first. Two statements."""
    viewer.must(May.JOURNEY_SEE)
    total = int(session.execute(select(func.count()).select_from(DiaryEntry)).scalar_one())
    number = func.dense_rank().over(partition_by=col(DiaryCall.id), order_by=col(Diary.id))
    asked: Any = (
        select(col(DiaryCall.title), number, col(Profile.name), DiaryEntry, col(Touchpoint.name))
        .select_from(DiaryEntry)
        .join(Diary, col(Diary.id) == col(DiaryEntry.diary_id))
        .join(DiaryCall, col(DiaryCall.id) == col(Diary.call_id))
        .join(Touchpoint, col(Touchpoint.id) == col(DiaryEntry.touchpoint_id))
        .join(Profile, col(Profile.id) == col(Diary.profile_id), isouter=True)
        .order_by(col(DiaryCall.opened_at).desc(), col(DiaryCall.id), col(Diary.id), col(DiaryEntry.at),
                  col(DiaryEntry.id))
        .limit(size)
        .offset((max(page, 1) - 1) * size)
    )  # fmt: skip
    rows = [Moment(title, int(diary), profile, row.at, place, row.face, row.words)
            for title, diary, profile, row, place in session.execute(asked).all()]  # fmt: skip
    return MomentPage(rows, max(1, -(-total // size)))


def hand_overs(
    session: Session, *, since: datetime, until: datetime, profile_id: str | None = None
) -> list[HandOver]:  # fmt: skip
    """The hand-overs most voices name, with the words of the most argued one. One statement."""
    pair = (col(Feedback.touchpoint_id), col(Feedback.to_touchpoint_id))
    best = func.row_number().over(
        partition_by=pair,
        order_by=((col(Feedback.words) != "").desc(), col(Feedback.argued).desc(), col(Feedback.created_at).desc(),
                  col(Feedback.id)),
    )  # fmt: skip
    asked = select(
        pair[0].label("here"), pair[1].label("there"), col(Feedback.words).label("words"), best.label("place"),
        func.count().over(partition_by=pair).label("n"),
    ).where(pair[1].is_not(None), col(Feedback.created_at) >= since, col(Feedback.created_at) < until)  # fmt: skip
    if profile_id is not None:
        asked = asked.where(col(Feedback.profile_id) == profile_id)
    lined = asked.subquery()
    chosen = (
        select(lined.c.here, lined.c.there, lined.c.n, lined.c.words)
        .where(lined.c.place == 1, lined.c.n >= FEWEST_HAND_OVER)
        .order_by(lined.c.n.desc(), lined.c.here)
        .limit(MOST_HAND_OVERS)
    )
    return [HandOver(here, there, int(n), words) for here, there, n, words in session.execute(chosen).all()]


def stories(session: Session, *, now: datetime, profile_id: str | None = None) -> list[Story]:
    """Up to five diaries of the last year that went furthest, the newest first among equals. One statement."""
    far = (
        select(col(DiaryEntry.diary_id), func.count(distinct(col(Touchpoint.stage_id))).label("stages"),
               func.max(col(DiaryEntry.at)).label("at"))
        .join(Touchpoint, col(Touchpoint.id) == col(DiaryEntry.touchpoint_id))
        .join(Diary, col(Diary.id) == col(DiaryEntry.diary_id))
        .where(col(DiaryEntry.at) >= now - STORIES_WITHIN, col(DiaryEntry.at) < now)
        .group_by(col(DiaryEntry.diary_id))
        .having(func.count(distinct(col(Touchpoint.stage_id))) >= STORY_STAGES)
    )  # fmt: skip
    if profile_id is not None:
        far = far.where(col(Diary.profile_id) == profile_id)
    chosen = far.order_by(func.count(distinct(col(Touchpoint.stage_id))).desc(), func.max(col(DiaryEntry.at)).desc(),
                          col(DiaryEntry.diary_id)).limit(MOST_STORIES).subquery()  # fmt: skip
    asked: Any = (
        select(chosen.c.diary_id, func.coalesce(col(Profile.name), ""), chosen.c.at, col(Touchpoint.stage_id),
               func.avg(col(DiaryEntry.face)))
        .select_from(chosen)
        .join(Diary, col(Diary.id) == chosen.c.diary_id)
        .join(DiaryEntry, col(DiaryEntry.diary_id) == chosen.c.diary_id)
        .join(Touchpoint, col(Touchpoint.id) == col(DiaryEntry.touchpoint_id))
        .join(Profile, col(Profile.id) == col(Diary.profile_id), isouter=True)
        .group_by(chosen.c.diary_id, col(Profile.name), chosen.c.at, col(Touchpoint.stage_id))
        .order_by(chosen.c.at.desc(), chosen.c.diary_id)
    )  # fmt: skip
    found: dict[str, Story] = {}
    for diary_id, profile, at, stage_id, face in session.execute(asked).all():
        found.setdefault(diary_id, Story(profile, at, {})).faces[stage_id] = float(face)
    return list(found.values())


def journey_cell(
    session: Session, viewer: Viewer, *, now: datetime, touchpoint_ids: Sequence[str], period_days: int = 90,
    profile_id: str | None = None, diaries: bool = True,
) -> Cell:  # fmt: skip
    """Three voices and three open ideas of these touchpoints. Three statements at most; two where there are no diaries.

    diaries: whether moments of diaries fill up where fewer than three put it into words.
    """
    viewer.must(May.JOURNEY_SEE)
    places, since = list(touchpoint_ids), now - timedelta(days=period_days)
    voices = _heard(session, places, since, now, profile_id)
    if diaries and len(voices) < CELL_VOICES:
        voices += _noted(session, places, since, now, profile_id, CELL_VOICES - len(voices))
    groups = [one for one in viewer.seats if viewer.may(May.DECISION_SEE, group_id=one)]
    asked = (
        open_ideas(groups, Idea.id, Idea.text)
        .where(col(Idea.touchpoint_id).in_(places))
        .order_by(col(Idea.created_at), col(Idea.id))
        .limit(CELL_VOICES)
    )
    ideas = [(one, text) for one, text in session.execute(asked).all()] if groups else []
    return Cell(voices, ideas)


def open_ideas(groups: list[str], *what: Any) -> Any:
    """A SELECT of these groups' ideas that have a place on the way and are neither done nor refused."""
    still = col(Decision.id).is_(None) | col(Decision.outcome).in_([Outcome.LATER, Outcome.ASK])
    return standing_ideas(groups, *what).where(col(Idea.touchpoint_id).is_not(None), still)


def _heard(
    session: Session, places: list[str], since: datetime, now: datetime, profile_id: str | None
) -> list[CellVoice]:
    if not places:
        return []
    where = [col(Feedback.created_at) >= since, col(Feedback.created_at) < now, col(Feedback.words) != "",
             col(Feedback.closed_at).is_(None)]  # fmt: skip
    if profile_id is not None:
        where.append(col(Feedback.profile_id) == profile_id)
    order = (col(Feedback.argued).desc(), col(Feedback.created_at).desc(), col(Feedback.id))
    # The first of each place, as an index has them; the first of those together.
    said = select(col(Feedback.id)).where(*where).order_by(*order).limit(CELL_VOICES)
    first = [said.where(col(Feedback.touchpoint_id) == one).subquery() for one in places]
    asked: Any = (
        select(Feedback, col(Touchpoint.name))
        .join(Touchpoint, col(Touchpoint.id) == col(Feedback.touchpoint_id))
        .where(col(Feedback.id).in_(union_all(*(select(one.c.id) for one in first))))
        .order_by(*order)
        .limit(CELL_VOICES)
    )
    return [
        CellVoice(row.id, row.words, row.face, row.argued, row.created_at, name)
        for row, name in session.execute(asked).all()
    ]


def _noted(
    session: Session, places: list[str], since: datetime, now: datetime, profile_id: str | None, most: int
) -> list[CellVoice]:
    asked: Any = (
        select(DiaryEntry, col(Touchpoint.name))
        .join(Touchpoint, col(Touchpoint.id) == col(DiaryEntry.touchpoint_id))
        .where(col(DiaryEntry.touchpoint_id).in_(places), col(DiaryEntry.at) >= since, col(DiaryEntry.at) < now,
               col(DiaryEntry.words) != "")
        .order_by(col(DiaryEntry.at).desc(), col(DiaryEntry.id))
        .limit(most)
    )  # fmt: skip
    if profile_id is not None:
        asked = asked.join(Diary, col(Diary.id) == col(DiaryEntry.diary_id)).where(col(Diary.profile_id) == profile_id)
    return [CellVoice("", row.words, row.face, 0, row.at, name) for row, name in session.execute(asked).all()]
