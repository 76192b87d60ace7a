"""How the rules of workshops, rounds, ideas and votes say no, in sentences that name what to do."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of this area by code, filled with the facts of the refusal at hand."""
    limit = _number(say, facts, "limit")
    least = _number(say, facts, "least")
    over = _whole(facts, "given") - _whole(facts, "budget")
    return {
        "round_not_open": say("It has not started yet. This page changes by itself as soon as it does."),
        "round_closed": say("Time is up: it is closed. Nothing else is taken."),
        "round_frozen": say("It has already opened: its rules stay as they are. Make a new activity to change them."),
        "round_not_closed": say("It is not closed, so there is nothing to reopen."),
        "vote_stays_closed": say("A closed vote stays closed. Make a new vote if it is needed."),
        "cap_over_budget": say(
            "The most for one idea cannot be more than the dots each has: %(limit)s at most.", limit=limit
        ),
        "end_in_the_past": say("This time has already passed. Choose a later one."),
        "idea_twice": say("You had already sent it: it is safe."),
        "too_fast": say("That was a lot in one minute. Take a breath, then send the next one."),
        "idea_fixed": say("This idea can no longer be changed: others have acted on it, or its time is over."),
        "merge_itself": say("An idea cannot be merged with itself. Choose another one."),
        "merge_chain": say("One of the two is already part of another idea. Separate it first."),
        "own_idea": say("It is your own idea: it counts already."),
        "too_few_options": say("Choose at least %(least)s ideas to vote on.", least=least),
        "too_many_options": say("These are too many to read on a phone: %(limit)s ideas at most.", limit=limit),
        "not_eligible": say("You are not among those who vote here. Ask who conducts."),
        "over_budget": say.many(
            "You gave %(given)s dots, you have %(budget)s. Take %(n)s away.",
            "You gave %(given)s dots, but you have %(budget)s. Take %(n)s away.",
            over, given=_number(say, facts, "given"), budget=_number(say, facts, "budget"),
        ),
        "side_missing": say("Choose your side: it says whom you speak for."),
        "over_cap": say("At most %(limit)s dots on one idea.", limit=limit),
        "no_dots": say("Give at least one dot."),
        "no_ballot": say("There is no vote of yours to take back."),
        "result_hidden": say("The result stays hidden until the vote is closed, for everybody."),
        "workshop_archived": say("This workshop is in the archive: it can be read, no longer changed."),
    }  # fmt: skip


def _number(say: Speech, facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return say.number(value) if isinstance(value, int | float) else "?"


def _whole(facts: Mapping[str, Any], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
