"""Why a file of votes, or what was asked of it, was refused, each in one sentence.

The codes come from `exchange.ballot_files`, `exchange.pabulib` and `exchange.tally`.
"""

from collections.abc import Mapping

from words.speech import Speech


def tally_sentence(say: Speech, code: str, facts: Mapping[str, object]) -> str:
    """The sentence for a refusal of the `tally` command. An unknown code still says that something is wrong."""
    given = {name: str(value) for name, value in facts.items()}
    value, option, voter = given.get("value", ""), given.get("option", ""), given.get("voter", "")
    known = {
        "no_votes": lambda: say("There is no vote in this file."),
        "no_column": lambda: say(
            "The file has no column “%(name)s”: its first line must name the columns, such as %(example)s.",
            name=given.get("name", ""), example=given.get("example", ""),
        ),
        "column_twice": lambda: say("Two columns are called “%(name)s”: keep one of them.", name=given.get("name", "")),
        "no_voter": lambda: say("Say who voted, or leave the column of the voters out."),
        "no_option": lambda: say("Say which option is meant."),
        "unknown_option": lambda: say("There is no option “%(option)s” to vote for.", option=option),
        "marked_twice": lambda: say(
            "“%(voter)s” marks “%(option)s” a second time: each option counts once a ballot.",
            voter=voter, option=option,
        ),
        "voter_twice": lambda: say("“%(voter)s” votes a second time: everybody has one ballot.", voter=voter),
        "two_groups": lambda: say(
            "“%(voter)s” is in two groups, “%(one)s” and “%(other)s”: a voter speaks for one.",
            voter=voter, one=given.get("one", ""), other=given.get("other", ""),
        ),
        "not_whole": lambda: say("“%(value)s” is not a whole number from 0.", value=value),
        "not_a_pick": lambda: say("“%(value)s” is neither 1 (picked) nor 0.", value=value),
        "not_a_score": lambda: say("“%(value)s” is not a score: a whole number from 1 to 5, or nothing.", value=value),
        "not_a_rank": lambda: say("“%(value)s” is not a rank: a whole number, 1 for the best.", value=value),
        "not_an_answer": lambda: say("“%(value)s” is not an answer: 1 agree, -1 disagree, 0 pass.", value=value),
        "not_consent": lambda: say("“%(value)s” is not an answer: agree, abstain or object.", value=value),
        "not_an_amount": lambda: say("“%(value)s” is not an amount: a number from 0, such as 12000 or 99.50.",
                                     value=value),
        "two_readings": lambda: say("“%(value)s” could be thousands or decimals: write it without a thousands sign.",
                                    value=value),
        "negative_cost": lambda: say("“%(value)s” is below 0: a cost is 0 or more.", value=value),
        "no_cost": lambda: say("“%(option)s” has no cost.", option=option),
        "option_twice": lambda: say("“%(option)s” is there twice: each option stands in one line.", option=option),
        "no_options": lambda: say("There is no option in this file."),
        "against_itself": lambda: say("“%(option)s” cannot win against itself.", option=option),
        "over_budget": lambda: say(
            "“%(voter)s” gives %(value)s, more than the %(limit)s that everybody has.",
            voter=voter, value=value, limit=given.get("limit", ""),
        ),
        "over_cap": lambda: say("“%(value)s” is more than the %(limit)s allowed on one option.", value=value,
                                limit=given.get("limit", "")),
        "needs": lambda: say("This method also needs %(needs)s.", needs=given.get("needs", "")),
        "not_for_method": lambda: say("%(name)s means nothing for this method.", name=given.get("name", "")),
        "pb_inside": lambda: say("A .pb file brings its own options and money: leave %(name)s out.",
                                 name=given.get("name", "")),
        "pb_section": lambda: say("This .pb file has no part “%(name)s”.", name=given.get("name", "")),
        "pb_budget": lambda: say("This .pb file does not say how much money there is (budget)."),
        "pb_type": lambda: say("We do not know how to count votes of the kind “%(value)s”.", value=value),
        "pb_points": lambda: say("There must be as many points as options: %(options)s options, %(points)s points.",
                                 options=given.get("options", ""), points=given.get("points", "")),
        "pb_method": lambda: say("These votes are of the kind “%(value)s” and cannot be counted by this method.",
                                 value=value),
    }  # fmt: skip
    return known[code]() if code in known else say("This file of votes cannot be counted.")
