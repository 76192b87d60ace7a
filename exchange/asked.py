"""What the commands on files of cases were asked: times, shares, dates and rules as people write them.

Whatever cannot be understood raises `Refused`, whose `errors` are what `{"error": ...}` holds: row, column, sentence.
"""

import argparse
import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import isfinite
from typing import Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from analysis.business_time import OpeningHours
from analysis.rule import Cancelled, Direction, Metric, Rule
from analysis.units import UNITS, size_of
from exchange.dates import FORMATS
from words.speech import speech
from words.warnings import argument_sentence

LONGEST = 200 * 366 * UNITS["d"]
YES = "yes"  # the outcome that keeps a yes/no promise, once its column has been read
_QUOTED = 200
FILTERS = ("process", "segment", "touchpoint")

_DURATION = re.compile(r"\s*(\d{1,15}(?:[.,]\d{1,15})?)\s*(s|min|h|d)\s*", re.ASCII)
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.,]\d{1,15})?)\s*%\s*", re.ASCII)
_PART = re.compile(r"\s*(\d{1,15})\s*/\s*(\d{1,15})\s*|\s*(\d{0,3}[.,]?\d{1,15})\s*", re.ASCII)
_FIGURE = re.compile(r"\s*[+-]?\d{1,15}([.,]\d{1,15})?\s*", re.ASCII)

Named = dict[str, str | int | None]


class Refused(Exception):
    """The command cannot be carried out. errors: what `{"error": ...}` will hold."""

    def __init__(self, errors: list[Named]) -> None:
        self.errors = errors
        super().__init__(str(errors[0]["sentence"]))


def refused(column: str, code: str, **facts: str) -> Refused:
    """A refusal of one argument or of the whole command, to be raised."""
    # A name that the terminal could not write stays as it came: whoever typed it knows it again.
    said = {name: "".join(sign if sign.isprintable() or "\ud800" <= sign <= "\udfff" else " " for sign in value)
            for name, value in facts.items()} | {"column": column}  # fmt: skip
    if len(said.get("value", "")) > _QUOTED:
        said["value"] = said["value"][:_QUOTED] + "…"
    return Refused([{"row": None, "column": column, "sentence": argument_sentence(speech("en"), code, said)}])


@dataclass(frozen=True, slots=True)
class Duration:
    """A time and the unit it was written in, which the answer keeps. hours: in business time a day is a working day."""

    seconds: float
    unit: str
    hours: OpeningHours | None = None

    @property
    def size(self) -> float:
        """Seconds in one unit."""
        return size_of(self.unit, self.hours)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: its zone, its sheet, which column is which, how its dates are written.

    yes: the column of a yes/no promise; besides: what else may stand in it. start_event, end_event: of an event log,
    the events that are the clock.
    """

    zone: str = "UTC"
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    yes: str | None = None
    start_event: str | None = None
    end_event: str | None = None
    besides: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One promise and the file it is held against. `limit`: the promised time, None for a value or yes/no.

    abandoned: the outcomes that count as abandoned, None where the words themselves tell. period: seconds back from
    `at`. uplift, agents, handling: a campaign, and whoever answers its calls (seconds a call).
    """

    path: str
    rule: Rule
    limit: Duration | None
    at: float
    reading: Reading
    filters: Mapping[str, str | None] = field(default_factory=dict)
    abandoned: frozenset[str] | None = None
    period: float | None = None
    uplift: float | None = None
    agents: int | None = None
    handling: float | None = None

    @property
    def unit(self) -> float:
        """What the times of the answer are divided by."""
        return self.limit.size if self.limit else 1.0


def duration(text: str, name: str = "within", hours: OpeningHours | None = None) -> Duration:
    """14d, 48h, 1.5h, 30min, 45s; inside opening hours, of which a day has as many as a working day. Raises Refused."""
    found = _DURATION.fullmatch(text)
    if found:
        # Exact until the last step: 0.1 h is 360 s, not 360.00000000000006.
        seconds = float(Fraction(found[1].replace(",", ".")) * Fraction(size_of(found[2], hours)))
        if 0 < seconds <= LONGEST:
            return Duration(seconds, found[2], hours)
    raise refused(name, "not_a_duration", value=text)


def share(text: str) -> Fraction:
    """80%, 0.8, 4/5, 19/20, exactly. Raises Refused unless above 0 and at most 1."""
    if found := _PERCENT.fullmatch(text):
        given = Fraction(found[1].replace(",", ".")) / 100
    elif found := _PART.fullmatch(text):
        whole = int(found[2]) if found[2] else 1
        given = Fraction(int(found[1]), whole) if found[1] and whole else Fraction(0)
        given = Fraction(found[3].replace(",", ".")) if found[3] else given
    else:
        given = Fraction(0)
    if 0 < given <= 1:
        return given
    raise refused("share", "not_a_share", value=text)


def figure(text: str, name: str) -> float:
    """10, 4.5, -2,5. Raises Refused."""
    if _FIGURE.fullmatch(text) and isfinite(number := float(text.replace(",", "."))):
        return number
    raise refused(name, "not_a_figure", value=text)


def increase(text: str) -> float:
    """30%, 0.3: how much more a campaign brings, at least nothing and at most ten times. Raises Refused."""
    percent = text.strip().removesuffix("%")
    if _FIGURE.fullmatch(percent):
        number = float(percent.replace(",", ".")) / (100.0 if percent != text.strip() else 1.0)
        if 0 <= number <= 10:
            return number
    raise refused("uplift", "not_an_increase", value=text)


def moment(text: str, zone: str) -> float:
    """Seconds since 1970 of a date (00:00 on the zone's wall clock) or a date and time, with or without offset.

    Of an hour that exists twice, the first. Raises Refused.
    """
    there = known_zone(zone)
    try:
        when = datetime.fromisoformat(text.strip())
        return (when if when.tzinfo else when.replace(tzinfo=there)).timestamp()
    except (ValueError, OverflowError):
        raise refused("at", "not_a_date", value=text) from None


def known_zone(zone: str) -> ZoneInfo:
    """The zone of this name. Raises Refused."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refused("zone", "not_a_zone", value=zone) from None


def rule_asked(
    share_kept: str, *, within: str | None = None, value_at_most: str | None = None, value_at_least: str | None = None,
    between: str | None = None, yes: str | None = None, cancelled: Cancelled = Cancelled.EXCLUDED,
    complete: bool = False, hours: OpeningHours | None = None,
) -> tuple[Rule, Duration | None]:  # fmt: skip
    """The rule of one promise, and its time when it has one, counted inside opening hours where there are any.

    Raises Refused unless exactly one kind is asked for, and hours only for a time.
    """
    kinds = {"within": within, "value-at-most": value_at_most, "value-at-least": value_at_least, "between": between,
             "yes": yes}  # fmt: skip
    given = [name for name, text in kinds.items() if text is not None]
    if len(given) != 1:
        raise refused("command", "one_kind", kinds=", ".join(f"--{name}" for name in given or kinds))
    p0 = share(share_kept)
    rest: dict[str, Any] = {"cancelled": cancelled, "complete_by_definition": complete}
    if within is not None:
        limit = duration(within, hours=hours)
        return Rule(limit.seconds, p0, hours=hours, **rest), limit
    if hours is not None:
        raise refused("hours", "clock_only")
    rest["metric"] = Metric.VALUE
    if yes is not None:
        return Rule(1.0, p0, direction=Direction.AT_LEAST, yes=frozenset({YES}), **rest), None
    if between is not None:
        ends = between.split(";") if ";" in between else between.split(",")
        low, high = (figure(ends[0], "between"), figure(ends[1], "between")) if len(ends) == 2 else (1.0, 0.0)
        if low > high:
            raise refused("between", "not_between", value=between)
        return Rule(low, p0, direction=Direction.BETWEEN, ceiling=high, **rest), None
    if value_at_most is not None:
        return Rule(figure(value_at_most, "value-at-most"), p0, **rest), None
    least = figure(value_at_least or "", "value-at-least")
    return Rule(least, p0, direction=Direction.AT_LEAST, **rest), None


def several(text: str | None, name: str) -> frozenset[str] | None:
    """The names in "a, b, \"c, d\"". Raises Refused when there is none."""
    if text is None:
        return None
    found = frozenset(part.strip() for part in next(csv.reader([text], skipinitialspace=True), []) if part.strip())
    if not found:
        raise refused(name, "not_understood", value=text)
    return found


def reading_asked(
    asked: argparse.Namespace, *, zone: str, yes: str | None = None, besides: Callable[[str], bool] | None = None
) -> Reading:
    """How the file is to be read, from the options of `add_reading`. Raises Refused."""
    known_zone(zone)
    columns: dict[str, str] = {}
    for pair in sorted(several(asked.columns, "columns") or ()):
        name, sign, label = pair.partition("=")
        if not sign:
            raise refused("columns", "not_understood", value=pair)
        columns[name.strip()] = label.strip()
    if asked.dates is not None and asked.dates not in FORMATS:
        raise refused("dates", "unknown_name", value=asked.dates, names=", ".join(FORMATS))
    return Reading(zone, asked.sheet, columns, asked.dates, yes, asked.start_event, asked.end_event, besides)


class Parser(argparse.ArgumentParser):
    """Arguments whose mistakes are refusals like all others."""

    def error(self, message: str) -> NoReturn:
        """Raises Refused with the parser's own words."""
        raise refused("command", "not_understood", value=message)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """The options that say how a file is to be read."""
    parser.add_argument("--sheet", help="which sheet of a workbook")
    parser.add_argument("--columns", help="which column is which: case_id=Ordine,start=Aperto il,end=Chiuso il")
    parser.add_argument("--dates", help=f"how all dates are written: {', '.join(FORMATS)}")
    parser.add_argument("--start-event", help=".xes: the event that starts the clock (default the first of a case)")
    parser.add_argument("--end-event", help=".xes: the event that stops it (default the last of a case)")


def add_promise(parser: argparse.ArgumentParser) -> None:
    """The file and the options that say which promise is held against it."""
    parser.add_argument("cases", help=".xlsx, .csv, .csv.gz, .xes or .xes.gz with one case a row or trace")
    parser.add_argument("--within", help="the promised time: 14d, 48h, 30min, 45s")
    parser.add_argument("--hours", metavar="WEEK", help="count --within inside opening hours, wall clock in --zone:"
                        " 'mon-fri 9-13, 14-18; sat 9-13' (a day is then a working day)")  # fmt: skip
    parser.add_argument("--holidays", metavar="FILE", help="days on which nobody is there, one a line: 2026-12-25")
    parser.add_argument("--value-at-most", metavar="X", help="a figure instead of a time: at most X")
    parser.add_argument("--value-at-least", metavar="X", help="at least X")
    parser.add_argument("--between", metavar="X,Y", help="from X to Y")
    parser.add_argument("--yes", metavar="COLUMN", help="a column of yes and no instead of a time")
    parser.add_argument("--share", required=True, help="how often: 80%%, 0.8, 4/5")
    for name in FILTERS:
        parser.add_argument(f"--{name}", help=f"only the cases of this {name}")
    parser.add_argument("--zone", default="UTC", help="where times without offset are wall clock (default UTC)")
    policies = [policy.value for policy in Cancelled]
    parser.add_argument("--cancelled", choices=policies, help="how cases count whose outcome says cancelled or"
                        " abandoned (default excluded)")  # fmt: skip
    parser.add_argument("--outcome-abandoned", metavar="VALUES", help="the outcomes, with commas, that mean abandoned")
    parser.add_argument("--abandoned", choices=policies, help="how those count (default excluded)")
    parser.add_argument("--complete", action="store_true", help="all cases of the file are complete by definition")
    add_reading(parser)
