"""Budgets and consents as they are shown: what is funded, what has the green light, and what stands against it."""

from collections.abc import Mapping
from typing import Any

from words.how_clear import FEW, names_of, quoted, sides_alike
from words.rounds import side_name
from words.shown import Shown, ShownRow
from words.shown_choices import columns
from words.speech import Speech

# More names than these make no sentence.
NAMED_MOST = 3


def euros(say: Speech, amount: float) -> str:
    """An amount of money as people write it."""
    return say("€%(amount)s", amount=say.number(round(amount)))


def shown_budget(say: Speech, view: Any, head: list[str]) -> Shown:
    """How the money is spent: what is funded, plain greedy beside it, the money by side."""
    facts, names = view.facts, names_of(say, view)
    voters = {one.side: one.voters for one in facts.sides}
    most = max(facts.totals.values(), default=0) or 1
    ordered = sorted(facts.totals, key=lambda option: (option not in facts.funded, -facts.totals[option]))
    rows = [
        ShownRow(
            option, names[option], 0,
            _wanted(say, facts, option), facts.totals[option] / most,
            {side: say("%(n)s of %(all)s", n=say.number(own[option]), all=say.number(voters[side]))
             for side, own in facts.by_group.items()},
            {side: own[option] / voters[side] for side, own in facts.by_group.items()},
            option in facts.tied, note=say("funded") if option in facts.funded else say("not funded"),
        )
        for option in ordered
    ]  # fmt: skip
    sentences = [_funded(say, facts, names), _how_sure(say, facts, names), _money_by_side(say, facts)]
    return Shown(sentences, head, rows, _budget_notes(say, facts, names), _budget_method(say, view),
                 _budget_part(say, view), columns(say, facts))  # fmt: skip


def _wanted(say: Speech, facts: Any, option: str) -> str:
    votes = say.many("%(n)s vote", "%(n)s votes", int(facts.totals[option]))
    return f"{'✓ ' if option in facts.funded else ''}{votes} · {euros(say, facts.costs[option])}"


def _some(say: Speech, options: list[str], names: Mapping[str, str]) -> str:
    shown = [quoted(say, names[option]) for option in options[:NAMED_MOST]]
    left = len(options) - len(shown)
    if left:
        shown.append(say.many("%(n)s other", "%(n)s others", left))
    return say.listed(shown)


def _funded(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    if not facts.funded:
        return say("Nothing is funded: nothing that people want fits into %(budget)s.", budget=euros(say, facts.budget))
    best = sorted(facts.funded, key=lambda option: -facts.totals[option])
    return say("Funded: %(ideas)s. That is %(spent)s of %(budget)s.", ideas=_some(say, best, names),
               spent=euros(say, facts.spent), budget=euros(say, facts.budget))  # fmt: skip


def _how_sure(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    if facts.tied:
        return say("Between %(ideas)s a lot had to be drawn: look at them together before you spend.",
                   ideas=_some(say, facts.tied, names))  # fmt: skip
    if not facts.chances:
        return _by_votes(say, facts, names)
    if facts.voters < FEW:
        return say.many(
            "With %(n)s vote nobody can tell whether the same would be funded again.",
            "With %(n)s votes nobody can tell whether the same would be funded again.", facts.voters,
        )  # fmt: skip
    if facts.clear:
        return say("It is clear: with other people like these the same would be funded.")
    weakest = min(facts.funded, key=lambda option: facts.chances[option], default=None)
    rival = facts.rival
    if weakest is None or (rival is not None and facts.chances[rival] > 1 - facts.chances[weakest]):
        return say("Too close to call: with other people like these %(idea)s would be funded too, %(n)s times of 100.",
                   idea=quoted(say, names[rival]), n=say.number(round(100 * facts.chances[rival])))  # fmt: skip
    return say("Too close to call: with other people like these %(idea)s would be funded only %(n)s times of 100.",
               idea=quoted(say, names[weakest]), n=say.number(round(100 * facts.chances[weakest])))  # fmt: skip


def _by_votes(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    more = [option for option in facts.greedy if option not in facts.funded]
    less = [option for option in facts.funded if option not in facts.greedy]
    if not more and not less:
        return say("By the number of votes alone the same would be funded.")
    if more and less:
        return say("By the number of votes alone %(more)s would be funded instead of %(less)s.",
                   more=_some(say, more, names), less=_some(say, less, names))  # fmt: skip
    if more:
        return say("By the number of votes alone %(more)s would be funded too.", more=_some(say, more, names))
    return say("By the number of votes alone %(less)s would not be funded.", less=_some(say, less, names))


def _money_by_side(say: Speech, facts: Any) -> str:
    if len(facts.money_by_side) < 2 or not facts.spent:
        return sides_alike(say, facts)
    euros_each = of_hundred({side: money / facts.spent for side, money in facts.money_by_side.items()})
    parts = [
        say("%(n)s for what %(side)s wants", n=say.number(number), side=side_name(say, side))
        for side, number in euros_each.items()
    ]
    return say("Of 100 euros spent: %(parts)s.", parts=say.listed(parts))


def of_hundred(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares of a whole as whole numbers of a hundred that add up as the shares do: the largest remainders go up.

    >>> of_hundred({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 34, 'b': 33, 'c': 33}
    """
    # A grain of tolerance: .29 * 100 is 28.999999999999996.
    whole = {one: int(100 * share + 1e-9) for one, share in shares.items()}
    missing = round(100 * sum(shares.values())) - sum(whole.values())
    first = sorted(shares, key=lambda one: whole[one] - 100 * shares[one])
    return {one: number + (one in first[:missing]) for one, number in whole.items()}


def _budget_notes(say: Speech, facts: Any, names: Mapping[str, str]) -> list[str]:
    notes = [
        say.many("%(n)s of %(all)s who voted has at least one funded idea.",
                 "%(n)s of %(all)s who voted have at least one funded idea.", facts.served,
                 all=say.number(facts.voters)),
    ]  # fmt: skip
    if facts.chances or facts.tied:
        notes.append(_by_votes(say, facts, names))
    if facts.greedy_tied:
        notes.append(say("In that list by votes alone a lot was drawn between %(ideas)s: as many votes, and not money "
                         "for all.", ideas=_some(say, facts.greedy_tied, names)))  # fmt: skip
    return notes


def _budget_method(say: Speech, view: Any) -> list[str]:
    facts, how = view.facts, view.variant
    said = [say("Everybody holds the same part of the money; an idea is bought by those who want it, the one that "
                "costs each of them least first (Method of Equal Shares).")]  # fmt: skip
    if how.get("completion") != "none":
        said.append(say("While money is left, everybody's part grows by a euro at a time, until the next step would "
                        "spend too much."))  # fmt: skip
    if how.get("fill") == "greedy":
        said.append(say("What is left goes to the ideas with most votes that still fit."))
    said.append(say("By the number of votes alone it would spend %(spent)s.", spent=euros(say, facts.greedy_spent)))
    return said


def _budget_part(say: Speech, view: Any) -> str:
    if view.mine is None:
        return ""
    wanted = [mark.option_id for mark in view.mine.marks if mark.value > 0]
    among = sum(option in view.facts.funded for option in wanted)
    if len(wanted) == 1:
        return say("The idea you chose is funded.") if among else say("The idea you chose is not funded.")
    return say.many("%(n)s of your %(all)s ideas is funded.", "%(n)s of your %(all)s ideas are funded.", among,
                    all=say.number(len(wanted)))  # fmt: skip


def shown_consent(say: Speech, view: Any, head: list[str]) -> Shown:
    """Any objection: the green light, or what stands against it."""
    facts, names = view.facts, names_of(say, view)
    rows = []
    for option in (option for tied in facts.ranking for option in tied):
        said = facts.answers[option]
        voters = {one.side: one.voters for one in facts.sides}
        rows.append(
            ShownRow(
                option, names[option], 0,
                f"{'✓ ' if option in facts.winners else ''}"
                + say("%(yes)s agree, %(abstain)s abstain, %(no)s object", yes=say.number(said["agree"]),
                      abstain=say.number(said["abstain"]), no=say.number(said["object"])),
                said["agree"] / (sum(said.values()) or 1),
                {side: say("%(n)s of %(all)s", n=say.number(own[option]), all=say.number(voters[side]))
                 for side, own in facts.by_group.items()},
                {side: own[option] / voters[side] for side, own in facts.by_group.items()},
                divides=said["object"] > 0,
                note=say("green light") if option in facts.winners else
                say("objections to answer") if said["object"] else say("nobody agreed"),
            )
        )  # fmt: skip
    notes = [
        say("Against %(idea)s: “%(reason)s” (%(who)s)", idea=quoted(say, names[one.option_id]), reason=one.text,
            who=f"{one.by}, {side_name(say, one.side)}" if one.by else side_name(say, one.side))
        for one in view.objections
    ]  # fmt: skip
    sentences = [_green_light(say, facts, names), _how_many_object(say, facts), _who_objects(say, view)]
    return Shown(sentences, head, rows, notes, [
        say("An idea has the green light when somebody agrees and nobody objects. An objection needs its reason, and "
            "its name."),
    ], _consent_part(say, view), columns(say, facts))  # fmt: skip


def _green_light(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    if not facts.winners:
        return say("No green light: there are objections to answer.") if any(
            said["object"] for said in facts.answers.values()
        ) else say("No green light: nobody agreed.")  # fmt: skip
    if len(facts.winners) == len(facts.answers) > 1:
        return say("Green light for all of them.")
    return say("Green light for %(ideas)s.", ideas=_some(say, facts.winners, names))


def _how_many_object(say: Speech, facts: Any) -> str:
    objections = sum(said["object"] for said in facts.answers.values())
    if not objections:
        return say("It is clear: nobody objects.")
    return say.many("%(n)s objection waits for an answer.", "%(n)s objections wait for an answer.", objections)


def _who_objects(say: Speech, view: Any) -> str:
    sides = [one.side for one in view.facts.sides if any(two.side == one.side for two in view.objections)]
    if sides:
        named = say.listed([side_name(say, side) for side in sides])
        if len(view.objections) > 1:
            return say("The objections come from: %(sides)s.", sides=named)
        return say("The objection comes from: %(sides)s.", sides=named)
    abstain = sum(said["abstain"] for said in view.facts.answers.values())
    if abstain:
        return say.many("%(n)s answer abstains.", "%(n)s answers abstain.", abstain)
    return say("Everybody agrees.")


def _consent_part(say: Speech, view: Any) -> str:
    if view.mine is None:
        return ""
    against = sum(mark.value < 0 for mark in view.mine.marks)
    if against:
        return say.many("Your objection waits for an answer.", "Your %(n)s objections wait for an answer.", against)
    agreed = sum(mark.value > 0 for mark in view.mine.marks)
    return say("You agreed to %(n)s of %(all)s.", n=say.number(agreed), all=say.number(len(view.facts.answers)))
