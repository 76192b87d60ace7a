"""The no's of the kinds of promise, of variants and of opening hours, each naming what to do."""

from collections.abc import Mapping
from typing import Any

from words.opening import weekdays
from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    at = facts.get("day")
    day = weekdays(say)[at] if isinstance(at, int) and 0 <= at < 7 else "?"
    text = str(facts.get("text", "?"))
    return {
        "yes_needed": say("Say which outcomes mean that it was kept: choose one, or write it."),
        "ceiling_needed": say("Between two figures: write the upper one too."),
        "ceiling_low": say("The upper figure must be above the lower one."),
        "hours_missing": say(
            "This process has no opening hours yet. Whoever answers for it writes them on its page; until then the"
            " clock runs day and night."
        ),
        "hours_unreadable": say("%(day)s: we cannot read “%(text)s”. Write it like 9-13, 15:00-19:30.", day=day,
                                text=text),
        "hours_order": say("%(day)s: each time must come after the one before, between 0:00 and 24:00.", day=day),
        "holiday_unreadable": say("We cannot read the holiday “%(text)s”. Write one day a line, like 25/12/2026.",
                                  text=text),
        "hours_in_use": say("A promise counts these opening hours. Change it to day and night first."),
        "variant_twice": say("A choice of the customer stands here twice. Name each one once."),
        "variant_of_segment": say(
            "A promise for one kind of customer has no further choices. Choose “everybody” first."
        ),
        "restart_reason": say("Say why you start counting again: what was done that day stays in view."),
    }  # fmt: skip
