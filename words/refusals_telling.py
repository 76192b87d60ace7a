"""The no's of places where a promise is told, of what is to be changed there, and of values."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    limit = say.number(facts["limit"]) if isinstance(facts.get("limit"), int | float) else "?"
    return {
        "already_done": say("Somebody has already ticked this place off. Reload the page."),
        "nothing_to_change": say("There is nothing to change: every place tells this figure already."),
        "too_many_values": say("There are %(limit)s values already. Take one away first: few are remembered.",
                               limit=limit),
    }  # fmt: skip
