"""How the phone of a participant says no where the rule itself cannot know why."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of this area by code."""
    return {
        "not_whole": say("A whole number, please: 2 or 3, not 2.5."),
        "idea_gone": say("This idea is no longer here: it was hidden, taken back or joined with another one."),
        "card_gone": say("This address leads nowhere. Frame the card again, or type its address sign by sign."),
        "workshop_gone": say(
            "This workshop is not here, or you do not take part in it. Ask who conducts, or come in with the code."
        ),
        "objection_reason": say("An objection needs its reason. Write in a few words what stands in the way."),
    }
