"""The no's of the backlog: scores, criteria, saved views, several ideas at once; each naming what to do."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    return {
        "criteria_missing": say("Add a criterion first: without one there is nothing to weigh."),
        "criteria_enough": say("Eight criteria are the most. Take one out first."),
        "views_enough": say("You keep 30 views already. Take one away first."),
        "nothing_chosen": say("Pick at least one idea."),
        "changed_since": say("One of these ideas was changed meanwhile: take back what concerns you one by one."),
        "undone_already": say("This was taken back already."),
    }
