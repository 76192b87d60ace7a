"""The cases of Tostalba's nine processes: about 26,000, drawn from seed 1958, whose figures are those of the story.

Each process is drawn again, with the next number, until the verdict engine itself says what the story says: number of
cases and open ones exactly, shares and limits to the whole "of 100", and the verdict. No figure is typed in.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from analysis.verdict import Assessment, Verdict
from demo import paces
from demo.figures import CaseSet, Figures, assessed, known_by, of100, said_yes, says
from demo.rhythm import DAY, FIRST_DAY, HOUR, SEED, SNAPSHOT, durations, instant, starts, with_open

MOST_DRAWS = 2_000
RIGHT, WRONG = "giusto", "sbagliato"
SINCE_AUTUMN = date(2026, 9, 14)
LAST_DAY = date(2026, 11, 22)
LAST_90_DAYS = date(2026, 8, 25)


def _draw(number: int, make: Callable[[np.random.Generator], CaseSet], right: Callable[[CaseSet], bool]) -> CaseSet:
    for attempt in range(MOST_DRAWS):
        found = make(np.random.default_rng([SEED, number, attempt]))
        if right(found):
            return found
    raise AssertionError(f"promise {number}: no draw tells the story")


def _some_cases(
    rng: np.random.Generator, spec: paces.Process, n: int, first: date, last: date, still_open: int | None,
    segment: str = "", touchpoint: str = "",
) -> CaseSet:  # fmt: skip
    start = starts(rng, spec.rhythm, n, first, last, grain=spec.grain)
    lasts = durations(rng, start, spec.pace, grain=spec.grain)
    if still_open is not None:
        start = with_open(rng, start, lasts, still_open, instant(first, 2 * HOUR))
    end = np.where(start + lasts > SNAPSHOT, np.nan, start + lasts)
    order = np.argsort(start, kind="stable")
    blank = [segment] * n
    return CaseSet([""] * n, start[order], end[order], np.full(n, np.nan), blank, [touchpoint] * n)


def _together(*parts: CaseSet) -> CaseSet:
    start = np.concatenate([part.start for part in parts])
    whole = CaseSet(
        [name for part in parts for name in part.ids], start, np.concatenate([part.end for part in parts]),
        np.concatenate([part.value for part in parts]), [name for part in parts for name in part.segment],
        [name for part in parts for name in part.touchpoint],
    )  # fmt: skip
    return whole.some(np.argsort(start, kind="stable"))


def _numbered(found: CaseSet, prefix: str, first: int) -> CaseSet:
    return replace(found, ids=[f"{prefix}-{first + place}" for place in range(len(found))])


@cache
def online_deliveries() -> CaseSet:
    """P1: from the order to the door. 4,154 orders in the last 90 days, 75 still on the way."""
    told = Figures(4154, 75, 86, 85, 87, Verdict.NOT_SUPPORTABLE)

    def make(rng: np.random.Generator) -> CaseSet:
        return _some_cases(rng, paces.DELIVERY, told.cases, LAST_90_DAYS, LAST_DAY, told.open)

    def right(found: CaseSet) -> bool:
        if not says(assessed(found, 48 * HOUR, 0.95), told):
            return False
        day, three = assessed(found, 24 * HOUR, 0.95), assessed(found, 72 * HOUR, 0.95)
        today = assessed(found, 48 * HOUR, 0.95).promise_within
        fits = today is not None and 58 * HOUR < today <= 62 * HOUR
        return of100(day) == 21 and of100(three) == 99 and three.verdict is Verdict.SUPPORTED and fits

    recent = _draw(1, make, right)
    rng = np.random.default_rng([SEED, 100])
    older = _some_cases(rng, paces.DELIVERY, 3774, FIRST_DAY, date(2026, 8, 24), None)
    return _order_numbers(rng, _with_stories(_together(older, recent)))


def _with_stories(found: CaseSet) -> CaseSet:
    """The two parcels of the feedback: lost at Imola in August, and the Friday evening order of November."""
    lost = int(np.argmin(np.abs(found.start - instant(date(2026, 8, 6), 9.2 * HOUR))))
    found.start[lost], found.end[lost] = (
        instant(date(2026, 8, 6), 9.2 * HOUR), instant(date(2026, 8, 17), 11.5 * HOUR),
    )  # fmt: skip
    friday = instant(date(2026, 11, 6), 20.5 * HOUR)
    late = np.flatnonzero((found.end - found.start > 3 * DAY) & (found.start > friday - 28 * DAY))
    slow = int(late[np.argmin(np.abs(found.start[late] - friday))])
    found.start[slow], found.end[slow] = friday, instant(date(2026, 11, 10), 10.5 * HOUR)
    return found.some(np.argsort(found.start, kind="stable"))


def _order_numbers(rng: np.random.Generator, found: CaseSet) -> CaseSet:
    """Site orders count TB-, app orders AP-; TB-20877 and TB-23114 are the two of the feedback."""
    first = int(np.flatnonzero(found.start == instant(date(2026, 8, 6), 9.2 * HOUR))[0])
    second = int(np.flatnonzero(found.start == instant(date(2026, 11, 6), 20.5 * HOUR))[0])
    site = rng.random(len(found)) < 0.57
    site[first : second + 1] = False
    between = rng.choice(np.arange(first + 1, second), size=23114 - 20877 - 1, replace=False)
    site[[first, second]] = True
    site[between] = True
    numbers = np.where(site, np.cumsum(site), np.cumsum(~site))
    shift = 20877 - int(numbers[first])
    ids = [f"TB-{n + shift}" if mine else f"AP-{40000 + n}" for n, mine in zip(numbers, site.tolist(), strict=True)]
    return replace(found, ids=ids, touchpoint=["Sito" if mine else "App abbonamento" for mine in site.tolist()])


@cache
def repairs() -> CaseSet:
    """P2: from the machine at the counter to the machine back. 559 repairs before 14 September, 400 since."""
    told = Figures(400, 23, 92, 88, 94, Verdict.AT_RISK)

    def now(rng: np.random.Generator) -> CaseSet:
        return _some_cases(rng, paces.REPAIR, told.cases, SINCE_AUTUMN, date(2026, 11, 21), told.open)

    def now_right(found: CaseSet) -> bool:
        result = assessed(found, 7 * DAY, 0.9)
        today = result.promise_within
        middle = float(np.nanmedian(found.end - found.start))
        return says(result, told) and today is not None and 7 * DAY < today <= 8 * DAY and _days(middle) == 3.2

    def then(rng: np.random.Generator) -> CaseSet:
        return _some_cases(rng, paces.REPAIR_BEFORE, 559, FIRST_DAY, date(2026, 9, 12), None)

    def then_right(found: CaseSet) -> bool:
        result = assessed(found, 7 * DAY, 0.9)
        middle = float(np.nanmedian(found.end - found.start))
        # On the morning of 14 September some of them were still open, and the figure was the same.
        morning = assessed(known_by(found, instant(SINCE_AUTUMN, 0.0)), 7 * DAY, 0.9, at=instant(SINCE_AUTUMN, 0.0))
        told_then = says(result, Figures(559, 0, 71, 67, 74, Verdict.NOT_SUPPORTABLE))
        return told_then and _days(middle) == 5.1 and of100(morning) == 71

    return _numbered(_together(_draw(20, then, then_right), _draw(2, now, now_right)), "RIP", 3301)


def _days(seconds: float) -> float:
    return round(seconds / DAY, 1)


@cache
def calls() -> CaseSet:
    """P3: seconds until somebody answers. 3,834 calls in the last 90 days."""
    told = Figures(3834, 0, 85, 83, 86, Verdict.SUPPORTED)

    def make(rng: np.random.Generator) -> CaseSet:
        return _some_cases(rng, paces.CALL, told.cases, LAST_90_DAYS, date(2026, 11, 21), 0)

    recent = _draw(3, make, lambda found: says(assessed(found, 60.0, 0.8), told))
    older = _some_cases(np.random.default_rng([SEED, 300]), paces.CALL, 3640, FIRST_DAY, date(2026, 8, 24), 0)
    return _numbered(replace(_together(older, recent), touchpoint=["Contact center"] * (3640 + 3834)), "CH", 61001)


@cache
def bar_visits() -> CaseSet:
    """P4: from the bar's call to the technician at the counter. 166 of 170 within four hours."""
    told = Figures(170, 0, 98, 94, 99, Verdict.NOT_ENOUGH_EVIDENCE)

    def make(rng: np.random.Generator) -> CaseSet:
        return _some_cases(rng, paces.BAR_VISIT, told.cases, FIRST_DAY, date(2026, 11, 20), 0, "", "Tecnici bar")

    def right(found: CaseSet) -> bool:
        easier = assessed(found, 4 * HOUR, 0.9).verdict is Verdict.SUPPORTED
        result = assessed(found, 4 * HOUR, 0.95)
        return easier and result.kept == 166 and says(result, told)

    return _numbered(_draw(4, make, right), "TEC", 801)


@cache
def freshness() -> CaseSet:
    """P5: days since roasting when the packet reaches the customer, looked at on 794 packets. The value is the days."""
    told = Figures(794, 0, 99, 98, 99, Verdict.SUPPORTED)

    def make(rng: np.random.Generator) -> CaseSet:
        found = _some_cases(rng, paces.FRESHNESS, told.cases, FIRST_DAY, date(2026, 11, 20), 0, "", "Confezione")
        # The packet is looked at when it is delivered: the case begins and ends there, the age is its value.
        age = np.floor((found.end - found.start) / DAY)
        return replace(found, end=found.start + 5 * 60.0, value=age)

    return _numbered(_draw(5, make, lambda found: says(_value(found, 10.0, 0.95), told)), "PAC", 1201)


def _value(found: CaseSet, most: float, share: float) -> Assessment:
    return assessed(found, most, share, value=True)


@cache
def refunds() -> CaseSet:
    """P6: from the return to the money. Card payments 95 of 100, paid in the shop 77 (70 to 83)."""
    told = Figures(574, 11, 91, 89, 93, Verdict.AT_RISK)

    def make(rng: np.random.Generator) -> CaseSet:
        last = date(2026, 11, 21)
        card = _some_cases(rng, paces.REFUND_CARD, 448, FIRST_DAY, last, 7, "carta", "Sito")
        shop = _some_cases(rng, paces.REFUND_SHOP, 126, FIRST_DAY, last, 4, "in bottega", "Botteghe")
        return _together(card, shop)

    def right(found: CaseSet) -> bool:
        result = assessed(found, 7 * DAY, 0.9)
        today = result.promise_within
        if not says(result, told) or today is None or not 7 * DAY < today <= 8 * DAY:
            return False
        shop = assessed(found.of("in bottega"), 7 * DAY, 0.9)
        return of100(assessed(found.of("carta"), 7 * DAY, 0.9)) == 95 and says(
            shop, Figures(126, 4, 77, 70, 83, Verdict.NOT_SUPPORTABLE)
        )

    return _numbered(_draw(6, make, right), "RES", 5001)


@cache
def parcels_right() -> CaseSet:
    """P7: whether the order was right the first time, yes or no: 81 of 7,928 parcels were wrong."""
    told = Figures(7928, 0, 99.0, 98.8, 99.2, Verdict.SUPPORTED, places=1)

    def make(rng: np.random.Generator) -> CaseSet:
        found = _some_cases(rng, paces.PACKING, told.cases, FIRST_DAY, date(2026, 11, 20), 0, "", "Confezione")
        wrong = set(rng.choice(told.cases, size=81, replace=False).tolist())
        return replace(found, outcome=[WRONG if place in wrong else RIGHT for place in range(told.cases)])

    return _numbered(_draw(7, make, lambda found: says(said_yes(found, RIGHT, 0.98), told)), "SP", 70001)


@cache
def shop_queue() -> CaseSet:
    """P8: minutes from the door to the counter, observed by eye in two of six shops: 52 of 55 within five."""
    told = Figures(55, 0, 95, 87, 98, Verdict.NOT_ENOUGH_EVIDENCE)

    def make(rng: np.random.Generator) -> CaseSet:
        found = _some_cases(rng, paces.SHOP_QUEUE, told.cases, date(2026, 10, 12), LAST_DAY, 0, "", "Botteghe")
        return replace(found, segment=[("Faenza", "Bologna")[int(shop)] for shop in rng.integers(0, 2, told.cases)])

    def right(found: CaseSet) -> bool:
        result = assessed(found, 300.0, 0.9)
        needed = result.need is not None and result.need.cases == 74
        return needed and result.kept == 52 and says(result, told)

    return _numbered(_draw(8, make, right), "OSS", 1)


PROCESSES: dict[str, Callable[[], CaseSet]] = {
    "P1": online_deliveries, "P2": repairs, "P3": calls, "P4": bar_visits, "P5": freshness, "P6": refunds,
    "P7": parcels_right, "P8": shop_queue,
}  # fmt: skip
