"""The no's of the journey: profiles, diaries, weekly numbers, several voices at once; each names what to do."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    return {
        "too_many_profiles": say("There are %(limit)s profiles already, more than anybody keeps in mind. Change one.",
                                 limit=limit),
        "diary_code_wrong": say("No diary has this code. Check it, please; a deleted one is gone."),
        "diary_over": say("This diary is closed: its last day has passed. You can still read and delete it."),
        "diary_in_the_past": say("This day has already passed. Choose a later one."),
        "diary_too_long": say("A diary lasts %(limit)s days at most: longer ones nobody keeps.", limit=limit),
        "consent_missing": say("Without your yes we keep nothing. Tick the box, or close this page."),
        "too_many_entries": say("This diary holds %(limit)s moments already. Delete one to note another.", limit=limit),
        "place_missing": say("Say where it was, please."),
        "more_left": say("More people leave than arrive. Check both figures."),
        "week_ahead": say("This week has not begun yet. Choose an earlier one."),
    }  # fmt: skip
