"""The no's of what is for the whole organisation: boards, the month, archives of a group, each naming what to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences by code."""
    n = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    when = say.date(facts["day"]) if isinstance(facts.get("day"), date) else "?"
    return {
        "too_many_boards": say("There are %(n)s boards already: close one that nobody looks at.", n=n),
        "month_to_come": say("This month has not begun yet: choose one before it."),
        "archive_vote_open": say("A vote is open in this group. Close it, then take the group out."),
        "archive_broken": say("This archive is damaged or was changed: make it again where it came from."),
        "archive_unsafe": say("This is not an archive of a group made by Due Remi: nothing was opened."),
        "archive_too_large": say("This archive is too large to be taken in here."),
        "archive_newer": say("This archive comes from a newer Due Remi: bring this one up to date first."),
        "archive_known": say("This archive was taken in already, on %(day)s: nothing was changed.", day=when),
        "archive_here": say("The group of this archive is here already: an archive goes to another installation."),
        "table_unknown": say("There is no such table to take out."),
    }
