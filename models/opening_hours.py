"""Opening hours of a process: when somebody works on its cases, for promises that count business time.

Invariants: hours are wall clock in the zone of the process; a week opens at least once; a holiday is a day of the
calendar; while a promise counts business time its process has hours. Whoever answers for the process writes them.
Changed hours change the verdicts that rest on them, and nothing else.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from analysis.business_time import DAY_MINUTES, WEEKDAYS, OpeningHours, Spans
from models import activity
from models.access import May, Viewer
from models.errors import Refusal
from models.processes import Process, process_for

DAY_LIMIT = 120
HOLIDAYS_LIMIT = 20_000
# As in tables: another year is a slip of the finger.
FIRST_YEAR, LAST_YEAR = 1970, 2100
MOST_HOLIDAYS = 400

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|a|to)\s*(\d{1,2})(?:[:.](\d{2}))?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;/+]|\be\b|\band\b|\s)\s*", re.IGNORECASE)
_CLOSED = frozenset(("", "-", "–", "chiuso", "chiusa", "closed"))
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class HoursView:
    """The hours of a process as its page shows them: a text a weekday, Monday first, and the holidays in order."""

    week: tuple[str, ...]
    holidays: tuple[date, ...]

    @property
    def told(self) -> bool:
        """Whether there are any."""
        return any(self.week)


def set_opening_hours(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, week: Sequence[str], holidays: str = ""
) -> None:
    """Say when a process works: seven texts like "9-13, 15:00-19:30", and the days on which nobody is there.

    Every text empty: no hours (any more).

    Raises:
        Refusal: `hours_unreadable` (facts `day` from 0, `text`), `hours_order` (fact `day`), `holiday_unreadable` (fact
            `text`), `too_long`, `hours_in_use`: a promise counts business time and needs them.
    """
    row = process_for(session, viewer, process_id)
    viewer.must(May.PROCESS_EDIT, owner_id=row.owner_id)
    write_hours(session, viewer, now=now, process=row, week=week, holidays=holidays)


def write_hours(
    session: Session, viewer: Viewer, *, now: datetime, process: Process, week: Sequence[str], holidays: str = ""
) -> None:
    """The same for the commands of other nouns, which ask for permission."""
    row, hours = process, read_hours(week, holidays, process.zone)
    if hours is None and _counted_in_business_time(session, row.id):
        raise Refusal("hours_in_use", field="week")
    before, row.opening = row.opening, _stored(hours)
    session.add(row)
    activity.record(
        session, viewer, "set_hours", "process", row.id, now=now, before=(before or "")[:MOST_HOLIDAYS],
        after=(row.opening or "")[:MOST_HOLIDAYS],
    )  # fmt: skip


def hours_of(process: Process) -> OpeningHours | None:
    """The opening hours of a process, in its zone; None while nobody told any."""
    return hours_from(process.opening, process.zone)


def hours_from(opening: str | None, zone: str) -> OpeningHours | None:
    """The same from the two columns."""
    if not opening:
        return None
    told = json.loads(opening)
    week = tuple(tuple((first, last) for first, last in spans) for spans in told["week"])
    return OpeningHours(zone, week, frozenset(date.fromisoformat(day) for day in told["holidays"]))


def hours_view(session: Session, viewer: Viewer, *, process_id: str) -> HoursView:
    """The hours of a process, to be shown and edited."""
    return view_of(hours_of(process_for(session, viewer, process_id)))


def view_of(hours: OpeningHours | None) -> HoursView:
    """Hours as texts."""
    if hours is None:
        return HoursView(("",) * WEEKDAYS, ())
    return HoursView(tuple(text_of(spans) for spans in hours.week), tuple(sorted(hours.holidays)))


def read_hours(week: Sequence[str], holidays: str, zone: str) -> OpeningHours | None:
    """Hours from what a person typed; None when every day is empty. Refuses as `set_opening_hours` says."""
    if len(week) != WEEKDAYS:
        raise Refusal("not_valid", field="week")
    spans = tuple(_spans(text, day) for day, text in enumerate(week))
    days = _holidays(holidays)
    return OpeningHours(zone, spans, days) if any(spans) else None


def text_of(spans: Spans) -> str:
    """Spans as people write them: "9:00-13:00, 15:00-19:30"."""
    return ", ".join(f"{_clock(first)}-{_clock(last)}" for first, last in spans)


def italian_holidays(year: int) -> list[date]:
    """The national holidays of a year, Easter Monday by the anonymous Gregorian computus (Meeus 1991)."""
    fixed = [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)]
    # Since 2026 Saint Francis is a holiday again (law 151 of 2025).
    days = {date(year, month, day) for month, day in fixed} | ({date(year, 10, 4)} if year >= 2026 else set())
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    full = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * full + 114, 31)
    return sorted(days | {date(year, month, day + 1) + timedelta(days=1)})


def _spans(text: str, day: int) -> Spans:
    typed = " ".join(text.split()) if len(text) <= DAY_LIMIT else None
    if typed is None:
        raise Refusal("too_long", field="week", limit=DAY_LIMIT)
    if typed.casefold() in _CLOSED:
        return ()
    found = list(_SPAN.finditer(typed))
    if not found or _BETWEEN.sub("", _SPAN.sub("", typed)):
        raise Refusal("hours_unreadable", field="week", day=day, text=typed)
    spans = []
    for one in found:
        first, last = (int(one[at]) * 60 + int(one[at + 1] or 0) for at in (1, 3))
        if int(one[2] or 0) > 59 or int(one[4] or 0) > 59:
            raise Refusal("hours_unreadable", field="week", day=day, text=typed)
        spans.append((first, last))
    ends = [minute for span in spans for minute in span]
    if any(first >= last for first, last in spans) or ends != sorted(ends) or ends[-1] > DAY_MINUTES:
        raise Refusal("hours_order", field="week", day=day)
    return tuple(spans)


def _holidays(text: str) -> frozenset[date]:
    if len(text) > HOLIDAYS_LIMIT:
        raise Refusal("too_long", field="holidays", limit=HOLIDAYS_LIMIT)
    days = set()
    for typed in (part.strip() for part in re.split(r"[\n,;]+", text)):
        if typed:
            days.add(_day(typed))
    if len(days) > MOST_HOLIDAYS:
        raise Refusal("too_large", field="holidays", limit=MOST_HOLIDAYS)
    return frozenset(days)


def _day(typed: str) -> date:
    found = _DAY.fullmatch(typed)
    try:
        if found is None:
            raise ValueError(typed)
        day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValueError(typed)
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refusal("holiday_unreadable", field="holidays", text=typed[:DAY_LIMIT]) from None


def _stored(hours: OpeningHours | None) -> str | None:
    if hours is None:
        return None
    days: Iterable[str] = sorted(day.isoformat() for day in hours.holidays)
    return json.dumps({"week": hours.week, "holidays": list(days)})


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def _counted_in_business_time(session: Session, process_id: str) -> bool:
    # Promises stand on hours, so they are only known here, where the question is asked.
    from models.promise_terms import PromiseVersion
    from models.promises import Promise, State

    asked = (
        select(Promise.id)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(Promise.process_id == process_id, Promise.state != State.WITHDRAWN, col(PromiseVersion.business))
    )
    return session.exec(asked.limit(1)).first() is not None
