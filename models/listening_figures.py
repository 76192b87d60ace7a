"""Listening in figures: how many, where, how they felt, whether they would recommend, what changed, how soon we answer.

Not a noun with a table; one reader for every page that shows such a figure.
Invariants: aggregates only, at most twelve statements and 2,000 texts, whatever there is. A scale with fewer than 20
answers shows its count only. Several voices of one person or one organisation are several voices and one who speaks
(A31). A voice waits for an answer when somebody here took it in charge or whoever left it follows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, or_, select
from sqlmodel import Session, col

from analysis.nps import STEPS, Nps, nps
from analysis.satisfaction import Ease, Share, ces, csat
from analysis.terms import Term, both_ways
from analysis.voices_over_time import Change, changes, unevenness, weekly
from models.access import May, Viewer
from models.days import day_column, day_in, midnight_in
from models.diaries import Diary, DiaryEntry
from models.feedback import Feedback
from models.profiles import Profile
from models.voice_counts import DayCount, Place, Tally, day_counts, places_of, plain_day, tallied

FIRST_ANSWER_DAYS = 14
MOST_TEXTS = 1_000
EFFORT_STEPS = 7
WEEK = 7
# Who speaks: an organisation, a person, or nobody that is known, each for themselves.
_SPEAKER = func.coalesce(col(Feedback.organisation_id), col(Feedback.person_id), col(Feedback.id))


@dataclass(frozen=True)
class Spoken:
    """One touchpoint, stage or profile: how many voices, argued, unhappy, of diaries; how many in the period before."""

    id: str
    name: str
    tally: Tally
    before: int
    weeks: list[tuple[date, int]]


@dataclass(frozen=True)
class Scale:
    """A question with a scale: how many answered; the figure stands only from 20 answers on."""

    n: int
    recommends: Nps | None = None
    satisfied: Share | None = None
    effort: Ease | None = None


@dataclass(frozen=True)
class FirstAnswers:
    """Of the voices older than 14 days that wait for an answer: how many had one in 14 days, and after how many days
    half of them had (None: fewer than half have one).
    """

    of: int
    in_time: int
    median_days: int | None


@dataclass(frozen=True)
class ListeningFigures:
    """Everything the page of figures shows, for one period and one choice."""

    days: int
    tally: Tally
    before: int
    speakers: int
    weeks: list[tuple[date, int]]
    by_touchpoint: list[Spoken]
    by_stage: list[Spoken]
    by_profile: list[Spoken]
    recommends: Scale
    satisfied: Scale
    effort: Scale
    changed: tuple[Change, ...]
    unhappy_words: tuple[Term, ...]
    happy_words: tuple[Term, ...]
    answers: FirstAnswers

    @property
    def unhappiest(self) -> Spoken | None:
        """The touchpoint with most unhappy voices; None while there is none."""
        found = max(self.by_touchpoint, key=lambda one: (one.tally.unhappy, one.name), default=None)
        return found if found is not None and found.tally.unhappy else None


def listening_figures(
    session: Session, viewer: Viewer, *, now: datetime, zone: str = "UTC", period_days: int = 90,
    touchpoint_id: str | None = None, stage_id: str | None = None, profile_id: str | None = None,
) -> ListeningFigures:  # fmt: skip
    """The figures of a period that ends now, beside the same number of days before it; all of them or of one place."""
    viewer.must(May.FEEDBACK_SEE)
    since, start = now - timedelta(days=period_days), now - timedelta(days=2 * period_days)
    places = places_of(session)
    chosen = [place for place in places if touchpoint_id in (None, place.id) and stage_id in (None, place.stage_id)]
    some = touchpoint_id is not None or stage_id is not None
    ids = [place.id for place in chosen] if some else None
    counts = day_counts(session, since=start, until=now, touchpoint_ids=ids, profile_id=profile_id, zone=zone)
    # By whole days of the zone.
    window = (day_in(zone, since), day_in(zone, now))
    after, before = _parted(counts, window)
    by_place = _spoken({place.id: place.name for place in chosen}, {}, after, before, window)
    stages = {place.stage_id: place.stage for place in chosen}
    mine = [col(Feedback.created_at) >= since, col(Feedback.created_at) < now]
    if ids is not None:
        mine.append(col(Feedback.touchpoint_id).in_(ids))
    if profile_id is not None:
        mine.append(col(Feedback.profile_id) == profile_id)
    whole = tallied(after, lambda _: "all").get("all", Tally())
    asked = _scales(session, mine)
    unhappy_words, happy_words = both_ways(*(_texts(session, mine, faces) for faces in ((1, 2), (4, 5))))
    names = {place.id: place.name for place in chosen}
    return ListeningFigures(
        days=period_days, tally=whole, before=sum(one.voices for one in before), speakers=asked.speakers,
        weeks=weekly(_by_day(after), *window), by_touchpoint=by_place,
        by_stage=_spoken(stages, {place.id: place.stage_id for place in chosen}, after, before, window),
        by_profile=_by_profile(session, start, now, ids, window, zone) if profile_id is None else [],
        recommends=Scale(sum(asked.recommends), recommends=nps(asked.recommends)),
        satisfied=Scale(sum(whole.faces), satisfied=csat(whole.faces)),
        effort=Scale(sum(asked.effort), effort=ces(asked.effort)),
        changed=_changed(names, before, after, window, (max(start, asked.since or start), now), zone),
        unhappy_words=unhappy_words, happy_words=happy_words,
        answers=_first_answers(session, mine, since, now, zone),
    )  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    recommends: list[int]
    effort: list[int]
    speakers: int
    since: datetime | None


def _spoken(
    names: Mapping[str, str], stage_of: Mapping[str, str], after: Sequence[DayCount], before: Sequence[DayCount],
    window: tuple[date, date],
) -> list[Spoken]:  # fmt: skip
    def group(count: DayCount) -> str:
        return stage_of.get(count.touchpoint_id, count.touchpoint_id)

    now, then = tallied(after, group), tallied(before, group)
    days: dict[str, dict[date, int]] = {}
    for count in after:
        of = days.setdefault(group(count), {})
        of[count.day] = of.get(count.day, 0) + count.voices
    return [
        Spoken(one, name, now.get(one, Tally()), then.get(one, Tally()).voices, weekly(days.get(one, {}), *window))
        for one, name in names.items()
        if one in now or one in then
    ]


def _by_day(counts: Sequence[DayCount]) -> dict[date, int]:
    found: dict[date, int] = {}
    for count in counts:
        found[count.day] = found.get(count.day, 0) + count.voices
    return found


def _parted(counts: Sequence[DayCount], window: tuple[date, date]) -> tuple[list[DayCount], list[DayCount]]:
    """The counts of the period, and those of the time before it."""
    return [one for one in counts if one.day >= window[0]], [one for one in counts if one.day < window[0]]


def _by_profile(
    session: Session, start: datetime, now: datetime, ids: list[str] | None, window: tuple[date, date], zone: str
) -> list[Spoken]:
    """What each profile said; the day and profile stand where day and touchpoint stand elsewhere. Three statements."""
    rows = session.execute(select(col(Profile.id), col(Profile.name)).order_by(col(Profile.position))).all()
    names: dict[str, str] = {str(profile_id): str(name) for profile_id, name in rows}
    if not names:
        return []
    counts: list[DayCount] = []
    sources: tuple[tuple[Any, Any, Any, Any], ...] = (
        (Feedback, Feedback.created_at, Feedback.profile_id, Feedback.touchpoint_id),
        (DiaryEntry, DiaryEntry.at, Diary.profile_id, DiaryEntry.touchpoint_id),
    )
    for table, at, profile, place in sources:
        day = day_column(session, at, zone, start, now)
        asked = select(day, profile, table.face, func.count()).where(profile.is_not(None), at >= start, at < now)
        if table is DiaryEntry:
            asked = asked.join(Diary, col(Diary.id) == col(DiaryEntry.diary_id))
        if ids is not None:
            asked = asked.where(place.in_(ids))
        counts += [DayCount(plain_day(then), who, face, n, 0) for then, who, face, n in
                   session.execute(asked.group_by(day, profile, table.face)).all()]  # fmt: skip
    return _spoken(names, {}, *_parted(counts, window), window)


def _scales(session: Session, mine: Sequence[ColumnElement[bool]]) -> _Asked:
    """How many chose each step of both scales, how many speak, since when anybody did. Three statements."""

    def steps(column: Any, values: range) -> list[int]:
        asked = select(column, func.count()).where(*mine, column.is_not(None)).group_by(column)
        found = {int(step): int(n) for step, n in session.execute(asked).all()}
        return [found.get(step, 0) for step in values]

    # Whoever is known counts once; a voice nobody is known behind is one who speaks.
    known = func.coalesce(col(Feedback.organisation_id), col(Feedback.person_id))
    # Few are known: they are read alone, and all the others are the rest of everybody.
    named = or_(col(Feedback.organisation_id).is_not(None), col(Feedback.person_id).is_not(None))
    everybody = select(func.count()).select_from(Feedback).where(*mine).scalar_subquery()
    first = select(func.min(col(Feedback.created_at))).scalar_subquery()
    asked: Any = select(func.count(distinct(known)), everybody - func.count(), first).where(*mine, named)
    several, single, since = session.execute(asked).one()
    return _Asked(
        steps(Feedback.recommends, range(STEPS)), steps(Feedback.effort, range(1, EFFORT_STEPS + 1)),
        int(several) + int(single or 0), since,
    )  # fmt: skip


def _texts(session: Session, mine: Sequence[ColumnElement[bool]], faces: tuple[int, int]) -> list[str]:
    """The newest words of who chose one of these faces, at most 1,000 voices; what somebody known said is one text, so
    that a word of three voices is a word of three people."""
    asked = (
        select(col(Feedback.words), _SPEAKER)
        .where(*mine, col(Feedback.face).in_(faces), col(Feedback.words) != "")
        .order_by(col(Feedback.created_at).desc(), col(Feedback.id))
        .limit(MOST_TEXTS)
    )
    by_speaker: dict[str, str] = {}
    for words, speaker in session.execute(asked).all():
        by_speaker[speaker] = f"{by_speaker[speaker]}\n{words}" if speaker in by_speaker else words
    return list(by_speaker.values())


def _changed(
    names: Mapping[str, str], before: Sequence[DayCount], after: Sequence[DayCount], window: tuple[date, date],
    between: tuple[datetime, datetime], zone: str,
) -> tuple[Change, ...]:  # fmt: skip
    """What rose or fell, as rates over the time there was: before anybody left a voice nothing could be heard."""
    parted = midnight_in(zone, window[0])
    days = [max(0.0, stretch / timedelta(days=1)) for stretch in (parted - between[0], between[1] - parted)]
    if days[0] < WEEK:
        return ()
    counted: list[dict[str, int]] = []
    weeks = {name: [[0] * (int(of) // WEEK) for of in days] for name in names.values()}
    for period, part in enumerate((before, after)):
        tallies = tallied(part, lambda count: count.touchpoint_id)
        counted.append({names[one]: tally.voices for one, tally in tallies.items()})
        for one in part:
            # Whole weeks, away from the day that parts both.
            week = ((one.day - window[0]).days if period else (window[0] - one.day).days - 1) // WEEK
            of_place = weeks[names[one.touchpoint_id]][period]
            if week < len(of_place):
                of_place[week] += one.voices
    return changes(*counted, days_before=days[0], days_after=days[1], uneven=unevenness(weeks))


def _first_answers(
    session: Session, mine: Sequence[ColumnElement[bool]], since: datetime, now: datetime, zone: str
) -> FirstAnswers:
    """By day said and day answered, so that one statement tells the share in time and the day in the middle."""
    waits = or_(col(Feedback.taken_at).is_not(None), col(Feedback.followed_at).is_not(None),
                col(Feedback.answered_at).is_not(None), col(Feedback.closed_at).is_not(None))  # fmt: skip
    said, answered = (
        day_column(session, at, zone, since, now)
        for at in (col(Feedback.created_at), func.coalesce(col(Feedback.answered_at), col(Feedback.closed_at)))
    )
    ripe = col(Feedback.created_at) < now - timedelta(days=FIRST_ANSWER_DAYS)
    asked = select(said, answered, func.count()).where(*mine, ripe, waits).group_by(said, answered)
    took: list[tuple[int | None, int]] = [
        (None if then is None else (plain_day(then) - plain_day(at)).days, n)
        for at, then, n in session.execute(asked).all()
    ]
    of = sum(n for _, n in took)
    in_time = sum(n for days, n in took if days is not None and days <= FIRST_ANSWER_DAYS)
    median: int | None = None
    seen = 0
    for days, n in sorted((days, n) for days, n in took if days is not None):
        seen += n
        if seen * 2 >= of:
            median = days
            break
    return FirstAnswers(of, in_time, median)


def places_to_choose(session: Session, viewer: Viewer) -> list[Place]:
    """The touchpoints with their stages, for a choice."""
    viewer.must(May.FEEDBACK_SEE)
    return places_of(session)
