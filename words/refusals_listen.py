"""How the rules of listening, deciding and one's own data say no."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of this area by code."""
    return {
        "face_missing": say("Tap one of the five faces, please. The rest you can skip."),
        "follow_code_wrong": say("We cannot find this code. Check it sign by sign: there is no zero and no letter O."),
        "already_an_idea": say("It is already part of an idea."),
        "reason_missing": say("A no needs a reason: those who asked will read it."),
        "question_missing": say("Write what you want to ask: those who said it will read it."),
        "until_missing": say("Later, until when? Put the day: then it comes back to the desk by itself."),
        "merged_away": say("This idea is part of another one now. Decide about that one."),
        "decided_again": say("Somebody has decided again meanwhile. Reload the page to see it."),
        "erase_not_sure": say("Tick the box to say that you are sure. Nothing has been erased."),
    }
