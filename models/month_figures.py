"""The figures of a month: what `models.month` counts, as plain values for page, workbook, deck and board."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analysis.nps import Nps
from analysis.satisfaction import Ease, Share
from analysis.verdict import Verdict
from models.days import day_in
from models.decisions import Outcome
from models.promise_terms import Terms

MONTHS_BACK = 36
# A week has every kind of day once: with fewer, a month cannot be held against another.
FEWEST_DAYS = 7


@dataclass(frozen=True)
class Span:
    """A month: its first day, and its bounds as instants in the zone."""

    first: date
    start: datetime
    end: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first day, and the first of the next month."""
        return self.first, month_after(self.first)


@dataclass(frozen=True)
class Stood:
    """Where a promise stood on a day: the verdict, the share kept (None: too few data), how many cases."""

    verdict: Verdict
    share: float | None
    cases: int
    at: datetime


@dataclass(frozen=True)
class PromiseMonth:
    """A promise in use, where it stood at the beginning and at the end of the month (None: nothing was computed)."""

    promise_id: str
    terms: Terms
    then: Stood | None
    now: Stood | None


@dataclass(frozen=True)
class WeekOf:
    """The voices of a week that began on that day, or of the part of it that lies in the month."""

    day: date
    voices: int
    argued: int


@dataclass(frozen=True)
class Voices:
    """What was heard. faces: how many of each, 1 to 5. places: touchpoint, voices, how many of them badly (1 or 2).

    before: voices of the month before; of a month that is running, only of as much of the month before.
    so_far: how many of its days a running month has begun, None of one that is over.
    due: answers that had been given a day in this month; in_time: how many were given by that day.
    """

    total: int
    before: int
    argued: int
    faces: dict[int, int]
    weeks: tuple[WeekOf, ...]
    places: tuple[tuple[str, int, int], ...]
    # The same two counts of all the touchpoints that are not among `places`.
    elsewhere: tuple[int, int]
    due: int
    in_time: int
    # By their standard definitions; None with fewer than twenty answers.
    satisfied: Share | None = None
    recommends: Nps | None = None
    effort: Ease | None = None
    so_far: int | None = None

    @property
    def too_early(self) -> bool:
        """Whether the month has hardly begun: nothing can be said beside the one before."""
        return self.so_far is not None and self.so_far < FEWEST_DAYS


@dataclass(frozen=True)
class Decided:
    """One decision as it stands; words are empty where the idea belongs to a group the reader is not in."""

    words: str
    outcome: Outcome
    reason: str
    by: str
    at: datetime
    as_voted: bool | None


@dataclass(frozen=True)
class Done:
    """An action: done in the month, or late at its end."""

    title: str
    owner: str
    due_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class Moved:
    """Money moved in the month; source empty: a saving somebody estimated."""

    source: str
    target: str
    amount: int
    promise: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Month:
    """Everything of a month. ideas: how many were written. outcomes: decisions by what they say."""

    span: Span
    promises: tuple[PromiseMonth, ...]
    voices: Voices
    ideas: int
    outcomes: dict[Outcome, int]
    decisions: tuple[Decided, ...]
    done: tuple[Done, ...]
    late: tuple[Done, ...]
    open_actions: int
    moves: tuple[Moved, ...]
    published: tuple[tuple[str, str], ...]

    @property
    def counted(self) -> dict[Verdict, int]:
        """How many promises stand where at the end of the month."""
        stands = [one.now.verdict if one.now else Verdict.NOT_ENOUGH_EVIDENCE for one in self.promises]
        return {verdict: stands.count(verdict) for verdict in Verdict}

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened that could be told."""
        told = (self.voices.total, self.ideas, self.outcomes, self.done, self.moves, self.published)
        return not any(told) and not any(one.now for one in self.promises)


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def span_of(first: date, zone: str) -> Span:
    """A month in a zone."""
    here, next_one = ZoneInfo(zone), month_after(first)
    return Span(first, datetime.combine(first, time(), here), datetime.combine(next_one, time(), here))


def months_to_choose(now: datetime, zone: str) -> list[date]:
    """The month that is running and those before it, newest first."""
    found = [day_in(zone, now).replace(day=1)]
    while len(found) < MONTHS_BACK:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found
