"""How what customers expect, what competitors promise and what we aim at say no."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of `models.asking`, `models.expectations`, `models.competitors` and of an aim."""
    return {
        "nothing_to_expect": say("This promise is kept or not: there is no figure to expect."),
        "range_turned": say("The first figure is the lower one: turn them round."),
        "seen_later": say("This day has not come yet. When did you see it?"),
        "aim_softer": say("What you aim at must be better than what you say: otherwise nobody is surprised."),
    }
