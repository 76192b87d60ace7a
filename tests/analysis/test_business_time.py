"""Time inside opening hours: against a count minute by minute, over clock changes, holidays and backwards."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.business_time import OpeningHours, back, inside
from analysis.cases import cases, clean
from analysis.rule import Rule
from analysis.units import customer_time, seconds_of
from analysis.verdict import assess, inputs_hash

ROME = ZoneInfo("Europe/Rome")
OFFICE = OpeningHours("Europe/Rome", (((540, 780), (900, 1140)),) * 5 + ((), ()), frozenset([date(2026, 12, 25)]))
ALWAYS = OpeningHours("Europe/Rome", (((0, 1440),),) * 7)
HOUR = 3_600.0


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ROME).timestamp()


def hours_between(hours: OpeningHours, start: str, end: str) -> float:
    return float(inside(hours, np.array([at(start)]), np.array([at(end)]))[0]) / HOUR


def counted_by_the_minute(hours: OpeningHours, start: int, end: int) -> float:
    """The same by looking at the wall clock of every minute."""
    zone, minutes = ZoneInfo(hours.zone), 0
    for moment in range(start, end, 60):
        wall = datetime.fromtimestamp(moment, zone)
        minute = wall.hour * 60 + wall.minute
        if wall.date() not in hours.holidays:
            minutes += any(first <= minute < last for first, last in hours.week[wall.weekday()])
    return 60.0 * minutes


@st.composite
def opening(draw: st.DrawFn) -> OpeningHours:
    """Any week that opens, also at night."""
    week = []
    for _ in range(7):
        ends = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
        pairs = ends[: len(ends) // 2 * 2]
        week.append(tuple((15 * first, 15 * last) for first, last in zip(pairs[::2], pairs[1::2], strict=True)))
    if not any(week):
        week[draw(st.integers(0, 6))] = ((480, 1020),)
    off = draw(st.frozensets(st.dates(date(2026, 3, 20), date(2026, 4, 10)), max_size=3))
    zone = draw(st.sampled_from(["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "UTC"]))
    return OpeningHours(zone, tuple(week), off)


MOMENTS = st.integers(int(at("2026-03-22")), int(at("2026-04-08"))).map(lambda second: second - second % 60)


@given(opening(), MOMENTS, st.integers(0, 5 * 1440))
@settings(max_examples=60, deadline=None)
def test_it_is_what_one_counts_minute_by_minute_except_on_the_night_the_clocks_change(
    hours: OpeningHours, start: int, minutes: int
) -> None:
    end = start + 60 * minutes
    zone = ZoneInfo(hours.zone)
    offsets = {datetime.fromtimestamp(moment, zone).utcoffset() for moment in range(start, end + 1, 1800)}
    counted = counted_by_the_minute(hours, start, end)
    found = float(inside(hours, np.array([float(start)]), np.array([float(end)]))[0])
    # Where the clocks change a minute may exist twice: the day has its hour more or less, never more than that hour.
    assert abs(found - counted) <= (0 if len(offsets) < 2 else HOUR)


@given(opening(), MOMENTS, MOMENTS, MOMENTS)
@settings(max_examples=100, deadline=None)
def test_times_add_up_and_are_never_longer_than_the_calendar(hours: OpeningHours, a: int, b: int, c: int) -> None:
    first, middle, last = sorted(map(float, (a, b, c)))
    parts = inside(hours, np.array([first, middle, first]), np.array([middle, last, last]))
    assert parts[0] + parts[1] == pytest.approx(parts[2], abs=1e-6)
    assert 0 <= parts[2] <= last - first


@given(opening(), MOMENTS, st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_backwards_is_the_latest_moment_from_which_so_much_passed(
    hours: OpeningHours, end: int, quarters: int
) -> None:
    wanted = 900.0 * quarters
    since = back(hours, float(end), wanted)
    passed = inside(hours, np.array([since, since + 1.0]), np.array([float(end)] * 2))
    assert passed[0] == pytest.approx(wanted, abs=1e-6)
    assert since == end or passed[1] < wanted or wanted == 0


def test_nights_weekends_lunch_and_holidays_do_not_count() -> None:
    assert hours_between(OFFICE, "2026-11-20T18:00", "2026-11-23T10:00") == 2  # Friday evening to Monday morning
    assert hours_between(OFFICE, "2026-11-23T12:00", "2026-11-23T16:00") == 2
    assert hours_between(OFFICE, "2026-12-24T18:00", "2026-12-28T10:00") == 2
    assert hours_between(OFFICE, "2026-11-21T10:00", "2026-11-22T23:00") == 0


def test_the_day_the_clocks_change_has_23_or_25_hours_and_a_shop_its_usual_ones() -> None:
    assert hours_between(ALWAYS, "2026-03-29T00:00", "2026-03-30T00:00") == 23
    assert hours_between(ALWAYS, "2026-10-25T00:00", "2026-10-26T00:00") == 25
    daytime = replace(ALWAYS, week=(((480, 1080),),) * 7)
    for day in ("2026-03-29", "2026-10-25"):
        assert hours_between(daytime, f"{day}T00:00", f"{day}T23:59") == 10
    # An opening time that does not exist that night begins when the clock jumps.
    early = replace(ALWAYS, week=(((150, 240),),) * 7)
    assert hours_between(early, "2026-03-29T00:00", "2026-03-29T12:00") == 1


def test_what_is_missing_stays_missing() -> None:
    found = inside(OFFICE, np.array([at("2026-11-23T09:00"), np.nan]), np.array([np.nan, at("2026-11-23T10:00")]))
    assert np.isnan(found).all()
    assert inside(OFFICE, np.array([]), np.array([])).size == 0


@pytest.mark.parametrize(
    "week", [((),) * 7, (((540, 540),),) * 7, (((540, 600), (590, 700)),) * 7, (((0, 1500),),) * 7, (((0, 60),),) * 6]
)
def test_a_week_that_makes_no_sense_is_refused(week: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"week|span"):
        OpeningHours("Europe/Rome", week)


def some_cases(n: int = 300) -> tuple[list[str], list[float], list[float]]:
    rng = np.random.default_rng(7)
    start = np.sort(at("2026-08-03T09:00") + rng.random(n) * 100 * 86_400)
    took = rng.exponential(40 * HOUR, n)
    end = np.where(start + took > at("2026-11-23"), np.nan, start + took)
    return [f"C{k}" for k in range(n)], start.tolist(), end.tolist()


def test_a_process_that_never_closes_has_the_verdict_of_the_calendar() -> None:
    found = clean(cases(*some_cases()), at("2026-11-23"))
    rule = Rule(48 * HOUR, Fraction(3, 5))
    calendar, business = assess(found, rule), assess(found, replace(rule, hours=ALWAYS))
    for name in ("cases", "open", "kept", "matured", "verdict", "phi"):
        assert getattr(calendar, name) == getattr(business, name)
    for name in ("share", "lower", "upper", "promise_within"):
        assert getattr(calendar, name) == pytest.approx(getattr(business, name), abs=1e-9)


def test_in_opening_hours_the_same_cases_are_kept_more_often_and_the_fingerprint_is_another() -> None:
    raw = cases(*some_cases())
    rule = Rule(16 * HOUR, Fraction(3, 5))
    business = replace(rule, hours=OFFICE)
    found = clean(raw, at("2026-11-23"))
    assert (assess(found, business).share or 0) > (assess(found, rule).share or 0)
    hashes = {inputs_hash(raw, one, found.at) for one in (
        rule, business, replace(business, hours=replace(OFFICE, holidays=frozenset([date(2026, 11, 2)]))),
    )}  # fmt: skip
    assert len(hashes) == 3


def test_an_open_case_waits_only_while_somebody_is_there() -> None:
    friday, sunday = at("2026-11-20T18:00"), at("2026-11-22T20:00")
    raw = cases([f"C{k}" for k in range(40)], [friday] * 40)
    rule = Rule(8 * HOUR, Fraction(9, 10))
    assert assess(clean(raw, sunday), rule).broken == 40
    assert assess(clean(raw, sunday), replace(rule, hours=OFFICE)).unknown == 40


def test_a_day_is_a_working_day_where_opening_hours_count() -> None:
    assert seconds_of(3, "d", OFFICE) == 3 * 8 * HOUR
    assert seconds_of(1, "w", OFFICE) == 40 * HOUR
    assert [customer_time(hours * HOUR, OFFICE) for hours in (3.5, 16.0, 16.5, 40.0)] == [
        (4, "h"), (16, "h"), (3, "d"), (5, "d"),
    ]  # fmt: skip


def test_a_case_that_ends_before_it_starts_is_done_at_once_here_too() -> None:
    start = at("2026-11-20T10:00")
    found = clean(cases(["C1"], [start], [start - HOUR]), at("2026-11-23"))
    assert assess(found, Rule(HOUR, Fraction(9, 10), hours=OFFICE)).kept == 1


def test_hours_of_any_year_can_be_asked() -> None:
    long = back(OFFICE, datetime(2026, 1, 1, tzinfo=UTC).timestamp(), 60_000 * HOUR)
    assert datetime.fromtimestamp(long, UTC) < datetime(1998, 1, 1, tzinfo=UTC) + timedelta(days=365)
    assert back(OFFICE, 0.0, 1e12) == -np.inf
