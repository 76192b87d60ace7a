"""About to miss: open cases older than 0.8 of the time that a promise in use gives them, soonest to break first.

Invariants: counted, ordered and paged in SQL (`models.care_cases`); the age is that of now, so old data make a case
look older and never younger, and every view says from when the data are. Staff only.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import numpy as np
from sqlalchemy import Subquery, case, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from analysis.business_time import OpeningHours, inside
from models import people
from models.access import May, Viewer
from models.care_cases import Watched, open_cases, watched_promises
from models.care_sentences import sentences_of
from models.care_warnings import CareWarning
from models.processes import Noun, noun_of

PAGE = 12
MOST_IN_A_FILE = 10_000


class Standing(StrEnum):
    """Whether there is still time."""

    SOON = "soon"
    OVER = "over"


@dataclass(frozen=True)
class CareLine:
    """How many cases of a promise stand where. `as_of`: its data are complete up to here."""

    promise_id: str
    sentence: str
    process_id: str
    process: str
    noun: Noun
    zone: str
    as_of: datetime
    soon: int
    over: int


@dataclass(frozen=True)
class CareCase:
    """One open case. `left`: seconds until it breaks (negative: since when it is over); working time where `business`.

    due: when the promised time is up, on any clock. sentences: what to write to the customer, by language, where
    somebody wrote it for this promise.
    """

    promise_id: str
    sentence: str
    process_id: str
    noun: Noun
    zone: str
    case_id: str
    touchpoint: str
    started: datetime
    due: datetime
    left: float
    business: bool
    warned_at: datetime | None
    warned_by: str
    sentences: dict[str, str]


@dataclass(frozen=True)
class CarePage:
    """The list as the page and the file show it. `places`: (touchpoint, cases), the one with the most urgent first.

    total: cases behind `items`, all pages together. as_of: the oldest data any of it rests on.
    """

    lines: list[CareLine]
    places: list[tuple[str, int]]
    items: list[CareCase]
    total: int

    @property
    def soon(self) -> int:
        """All cases that are about to miss, whatever the touchpoint."""
        return sum(line.soon for line in self.lines)

    @property
    def over(self) -> int:
        """All that have missed already."""
        return sum(line.over for line in self.lines)

    @property
    def as_of(self) -> datetime | None:
        """The oldest data any of it rests on."""
        return min((line.as_of for line in self.lines), default=None)


def care_page(
    session: Session, viewer: Viewer, *, now: datetime, standing: str = Standing.SOON, touchpoint: str | None = None,
    start: int = 0, most: int = PAGE,
) -> CarePage:  # fmt: skip
    """Cases that are about to miss, or have missed, grouped by touchpoint, the group with the most urgent case first.

    touchpoint: only one's ("" are the cases without any). At most six statements.
    """
    viewer.must(May.CARE_SEE)
    watched = watched_promises(session, viewer, now)
    found = open_cases(session, watched, now)
    if found is None:
        return CarePage([], [], [], 0)
    keys = (found.c.promise_id, found.c.over, found.c.touchpoint)
    counted = session.connection().execute(
        select_columns(*keys, func.count().label("number"), func.min(found.c.left_over).label("first")).group_by(*keys)
    )
    wanted = standing == Standing.OVER
    urgent: dict[str, list[tuple[float, int]]] = defaultdict(list)
    totals: dict[tuple[str, bool], int] = defaultdict(int)
    for row in counted:
        totals[row.promise_id, bool(row.over)] += row.number
        if bool(row.over) is wanted:
            urgent[row.touchpoint].append((row.first, row.number))
    order = sorted(urgent, key=lambda place: (min(urgent[place]), place))
    places = [(place, sum(number for _, number in urgent[place])) for place in order]
    asked = _paged(found, order, over=wanted, touchpoint=touchpoint).offset(max(0, start)).limit(most)
    items = _items(session, watched, asked, now)
    shown = sum(number for place, number in places if touchpoint in (None, place))
    return CarePage(_lines(watched, totals), places, items, shown)


def care_counts(session: Session, viewer: Viewer, *, now: datetime) -> list[CareLine]:
    """How many cases of each promise are about to miss and have missed, for Home. At most four statements."""
    viewer.must(May.CARE_SEE)
    watched = watched_promises(session, viewer, now)
    found = open_cases(session, watched, now)
    totals: dict[tuple[str, bool], int] = {}
    if found is not None:
        keys = (found.c.promise_id, found.c.over)
        asked = select_columns(*keys, func.count().label("number")).group_by(*keys)
        totals = {(row.promise_id, bool(row.over)): row.number for row in session.connection().execute(asked)}
    return _lines(watched, totals)


def _paged(found: Subquery, order: Sequence[str], *, over: bool, touchpoint: str | None) -> Any:
    rank = case({place: number for number, place in enumerate(order)}, value=found.c.touchpoint, else_=len(order))
    columns: list[Any] = [found, CareWarning.at, col(people.Person.name).label("who")]
    asked = (
        select_columns(*columns)
        .outerjoin(
            CareWarning,
            (col(CareWarning.case_id) == found.c.case_id) & (col(CareWarning.promise_id) == found.c.promise_id)
            & (col(CareWarning.process_id) == found.c.process_id),
        )
        .outerjoin(people.Person, col(people.Person.id) == col(CareWarning.person_id))
        .where(found.c.over == int(over))
        .order_by(*([rank] if order else []), found.c.left_over, found.c.case_id, found.c.promise_id)
    )  # fmt: skip
    return asked if touchpoint is None else asked.where(found.c.touchpoint == touchpoint)


def _items(session: Session, watched: Sequence[Watched], asked: Any, now: datetime) -> list[CareCase]:
    by_promise = {one.promise_id: one for one in watched}
    rows = session.connection().execute(asked).all()
    said = sentences_of(session, {row.promise_id for row in rows})
    items = []
    for row in rows:
        one = by_promise[row.promise_id]
        left, due = row.left_over, row.start + row.seconds
        if one.terms.business and one.terms.hours is not None:
            left, due = _in_hours(one.terms.hours, row.start, row.seconds, now)
        items.append(CareCase(
            row.promise_id, one.terms.sentence, one.process.id, noun_of(one.process), one.process.zone, row.case_id,
            row.touchpoint, datetime.fromtimestamp(row.start, UTC), datetime.fromtimestamp(due, UTC), left,
            one.terms.business, row.at, row.who or "", said.get(row.promise_id, {}),
        ))  # fmt: skip
    return items


def _in_hours(hours: OpeningHours, start: float, seconds: float, now: datetime) -> tuple[float, float]:
    """Working seconds left, and the instant when they are up (to the minute)."""
    spent = inside(hours, np.array([start]), np.array([now.timestamp()]))
    low, high = start, start + seconds
    while float(inside(hours, np.array([start]), np.array([high]))[0]) < seconds and high < start + 5e8:
        low, high = high, high + 7 * 86_400.0
    while high - low > 60.0:
        middle = (low + high) / 2
        enough = float(inside(hours, np.array([start]), np.array([middle]))[0]) >= seconds
        low, high = (low, middle) if enough else (middle, high)
    return seconds - float(spent[0]), high


def _lines(watched: Sequence[Watched], totals: dict[tuple[str, bool], int]) -> list[CareLine]:
    found: dict[str, CareLine] = {}
    for one in watched:
        key = one.promise_id
        found[key] = CareLine(
            key, one.terms.sentence, one.process.id, one.process.name, noun_of(one.process), one.process.zone,
            one.which.as_of, totals.get((key, False), 0), totals.get((key, True), 0),
        )  # fmt: skip
    return list(found.values())
