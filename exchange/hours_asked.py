"""Opening hours as an option of a command: "mon-fri 9-18; sat 9-13", and a file of days on which nobody is there.

The same engine as on the desk (`models.opening_hours`); days in English or Italian, wall clock in the zone asked.
"""

import re
from pathlib import Path

from analysis.business_time import WEEKDAYS, OpeningHours
from exchange.asked import known_zone, refused

DAYS = (("mon", "lun"), ("tue", "mar"), ("wed", "mer"), ("thu", "gio"), ("fri", "ven"), ("sat", "sab"), ("sun", "dom"))

_PART = re.compile(r"\s*([^\W\d_]+(?:\s*[-–,]\s*[^\W\d_]+)*)\s+(\S.*?)\s*", re.DOTALL)


def hours_asked(text: str | None, holidays: str | None, zone: str) -> OpeningHours | None:
    """The opening hours of `--hours` and `--holidays`, in the zone of the command; None without any. Raises Refused."""
    if text is None:
        if holidays is not None:
            raise refused("holidays", "only_with", needs="--hours")
        return None
    # Whoever asks no hours does not wait for the database's libraries, which come with every model.
    from models.errors import Refusal
    from models.opening_hours import read_hours

    known_zone(zone)
    week = [""] * WEEKDAYS
    for part in text.split(";"):
        found = _PART.fullmatch(part)
        if found is None:
            raise refused("hours", "not_hours", value=text)
        for day in _days(found[1], text):
            if week[day]:
                raise refused("hours", "not_hours", value=text)
            week[day] = found[2]
    free = "" if holidays is None else _free_days(holidays)
    try:
        hours = read_hours(week, free, zone)
    except Refusal as refusal:
        if refusal.field == "holidays":
            raise refused("holidays", "not_a_day", value=str(refusal.facts.get("text", holidays))) from None
        raise refused("hours", "not_hours", value=text) from None
    if hours is None:
        raise refused("hours", "not_hours", value=text)
    return hours


def _days(names: str, text: str) -> list[int]:
    """mon-fri · sat,sun · lun-ven: places in the week, Monday 0; a range may pass the end of the week."""
    found: list[int] = []
    for one in names.split(","):
        ends = [_day(name, text) for name in re.split(r"[-–]", one)]
        if len(ends) > 2:
            raise refused("hours", "not_hours", value=text)
        found += [(ends[0] + step) % WEEKDAYS for step in range((ends[-1] - ends[0]) % WEEKDAYS + 1)]
    return found


def _day(name: str, text: str) -> int:
    """Three letters or more of a day's name."""
    typed = name.strip().casefold()
    for place, known in enumerate(DAYS):
        if len(typed) >= 3 and typed[:3] in known:
            return place
    raise refused("hours", "not_hours", value=text)


def _free_days(path: str) -> str:
    """The days of a file: one a line, 25/12/2026 or 2026-12-25; what follows a # is for people."""
    from models.opening_hours import HOLIDAYS_LIMIT

    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            read = file.read(HOLIDAYS_LIMIT + 1)
    except (OSError, UnicodeDecodeError, ValueError):
        raise refused("holidays", "no_file", value=path) from None
    return "\n".join(line.partition("#")[0].strip() for line in read.splitlines())
