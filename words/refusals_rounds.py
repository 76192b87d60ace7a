"""How the rules of rounds of every kind say no: settings, marks, duels, the clock. Sentences that name what to do."""

from collections.abc import Mapping
from typing import Any

from words.speech import Speech


def sentences(say: Speech, facts: Mapping[str, Any]) -> dict[str, str]:
    """The sentences of this area by code, filled with the facts of the refusal at hand."""
    limit, least = _number(say, facts, "limit"), _number(say, facts, "least")
    over = _whole(facts, "given") - _whole(facts, "limit")
    return {
        "round_paused": say("It is paused. What you wrote stays here; send it when it goes on."),
        "round_not_paused": say("It is not paused."),
        "ends_before_it_opens": say("It would end before it opens. Choose a later end."),
        "criteria_twice": say("The same criterion stands twice. Keep one."),
        "too_many_criteria": say("At most %(limit)s criteria: more cannot be rated on a phone.", limit=limit),
        "money_missing": say("Say how much money there is to spend."),
        "cost_missing": say("Every idea needs its cost before the vote opens."),
        "promise_needed": say("What people expect is asked about promises. Choose at least one."),
        "units_differ": say("These promises count different things. Ask about one at a time."),
        "marked_twice": say("One answer for each, please: one of them came twice. Reload the page and try again."),
        "nothing_marked": say("Nothing is chosen yet. Choose something, then send."),
        "over_picks": say.many(
            "You chose %(given)s, at most %(limit)s count. Take %(n)s away.",
            "You chose %(given)s, at most %(limit)s count. Take %(n)s away.",
            over, given=_number(say, facts, "given"), limit=limit,
        ),
        "score_outside": say("Rate from %(least)s to %(limit)s, or leave it empty.", least=least, limit=limit),
        "rank_not_positive": say("Places are whole numbers from 1, the best."),
        "number_negative": say("This number cannot be less than nothing."),
        "number_absurd": say("This number is too large to be meant: at most %(limit)s.", limit=limit),
        "duels_done": say("You have answered them all. Thank you."),
        "drafts_enough": say("You already keep %(limit)s drafts here. Hand one in or throw one away.", limit=limit),
        "guests_do_not_write": say("Here the people of the group write. You will read and vote with them."),
        "ideas_enough": say.many(
            "You have sent your %(n)s idea. Change it if you have a better one.",
            "You have sent your %(n)s ideas. Change one if you have a better one.", _whole(facts, "limit"),
        ),
        "comments_off": say("There are no comments here."),
    }  # fmt: skip


def _number(say: Speech, facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return say.number(value) if isinstance(value, int | float) else "?"


def _whole(facts: Mapping[str, Any], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
