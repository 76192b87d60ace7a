"""The no's of campaigns, capacities and chains of processes, each naming what to do."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    return {
        "agents_half": say("Say both: how many people answer, and how long one call takes them."),
        "days_turned": say("The last day comes before the first one. Turn them round."),
        "guess_order": say("Put the three guesses in order: low, likely, high."),
        "no_promises": say("Choose the promises the campaign leans on, at least one."),
        "campaign_over": say("This campaign was called off. Plan a new one."),
        "guess_fixed": say(
            "It has begun: the guesses and the first day stay as they were, to be held against what comes."
        ),
        "no_steps": say("A chain has at least one step."),
        "same_step": say("The same process stands twice at the same place. Take one away."),
        "chain_promise_half": say("A promise over the whole chain needs a time and how many out of how many."),
    }
