"""The no's of actions, of looking whether they worked, and of money, each naming what to do."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """Code -> sentence."""
    left = facts.get("left")
    return {
        "about_nothing": say("Say which promise or which idea the action serves."),
        "action_over": say("This action is over: what was done stays. A new try is a new action."),
        "too_many_steps": say("An action has at most 12 milestones. Tick off or join some."),
        "aim_without_promise": say("Choose the promise by which one will see it, or leave the aim empty."),
        "already_answered": say("Somebody has answered already: look at the answer."),
        "again_missing": say("Say when we look again: a day to come."),
        "line_missing": say("Choose from which line and to which line."),
        "same_line": say("Choose two different lines."),
        "other_year": say("Both lines must be of the same year."),
        "below_zero": say("The line holds %(left)s euro: no line goes below zero.",
                          left=say.number(left) if isinstance(left, int) else ""),
        "saving_unexplained": say("Say what is saved, and who estimates it."),
        "too_many_lines": say("This year has too many lines already. Join some."),
    }  # fmt: skip
