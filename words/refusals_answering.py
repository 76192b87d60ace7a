"""Refusals about answers: sent, told by mail, published."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Each code with its sentence."""
    return {
        "answer_sent": say("This answer was sent already; nobody gets it twice."),
        "email_missing": say("Leave an e-mail address, so that we can write to you."),
        "figure_by_hand": say(
            "Leave the figure out: it is computed from the data each time the page is read. Choose it below."
        ),
        "answer_not_whole": say("Write what was said and what was done, in one language at least."),
        "figure_without_promise": say("Choose the promise that the figure is computed from."),
    }
