"""The no's of processes, evidence, promises and signatures, each naming what to do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    day = say.date(facts["on"]) if isinstance(facts.get("on"), date | datetime) else "?"
    line = say.number(facts["line"]) if isinstance(facts.get("line"), int) else "?"
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    return {
        "noun_half": say("Write both: one order, many orders. Or leave both empty."),
        "no_cases": say("There is no case in this file."),
        "already_imported": say("This very file was already imported on %(day)s. Nothing was added.", day=day),
        "as_of_future": say("The data cannot be complete up to a day that has not come yet."),
        "as_of_older": say(
            "There are newer data already, as of %(day)s. Undo them first, or choose a later day.", day=day
        ),
        "case_text_long": say(
            "Row %(line)s holds a text that is too long: %(limit)s characters at most.", line=line, limit=limit
        ),
        "not_last_load": say("Only the last load can be undone, and this one is no longer the last."),
        "never_certain": say(
            "No data can ever prove 100 of 100: one day something goes wrong. Promise 99 of 100, and say what you do"
            " when it happens."
        ),
        "valid_until_past": say("This day has passed. Choose a later one."),
        "clock_at_most": say("A promise about a time is “at most”."),
        "changed_meanwhile": say("Somebody changed this promise meanwhile. Reload the page and look again."),
        "nothing_changed": say("Nothing has changed."),
        "promise_over": say("This promise was withdrawn or has expired. Renew it first."),
        "already_signed": say("Who keeps it has already said yes."),
        "not_asked": say("Nobody has asked for this signature yet."),
        "but_needs": say("Say what you could keep, or under which condition."),
        "no_needs": say("A no says why: write it, please."),
        "inputs_changed": say("New data came in while this was computed. Reload the page."),
    }  # fmt: skip
