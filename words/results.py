"""A counted vote in three sentences: who wins, is it clear, who sees it differently.

`facts` is an `analysis.dots.Facts` (this layer knows no other one): what may not be shown is not in it.
"""

from collections.abc import Mapping
from typing import Any

from words.how_clear import how_clear, quoted, sides_alike
from words.rounds import side_name
from words.speech import Speech


def three_sentences(say: Speech, facts: Any, names: Mapping[str, str]) -> list[str]:
    """The first layer of a result. `names`: the words of the ideas by option. Fewer than three when little is known."""
    if not facts.voters:
        return [say("Nobody has voted.")]
    if facts.withheld:
        return [say("Not shown: with fewer than five people you could tell who voted.")]
    return [_who_wins(say, facts, names), _how_clear(say, facts, names), _who_differs(say, facts, names)]


def ties_sentences(say: Speech, facts: Any) -> list[str]:
    """Ties below the first place, as ties."""
    found = []
    by_id = {option.id: option for option in facts.options}
    for tied in facts.ties:
        first = by_id[tied[0]]
        if first.rank > 1:
            points = say.listed([say.number(first.total)] * len(tied))
            found.append(_tie(say, first.rank, points))
    return found


def _tie(say: Speech, place: int, points: str) -> str:
    if place == 2:
        return say("Tie at the second place: %(points)s.", points=points)
    if place == 3:
        return say("Tie at the third place: %(points)s.", points=points)
    if place == 4:
        return say("Tie at the fourth place: %(points)s.", points=points)
    return say("Tie at place %(place)s: %(points)s.", place=say.number(place), points=points)


def my_part(say: Speech, given: int, on_first: int, first: int) -> str:
    """Where one's own dots went, to whoever gave them."""
    dots, ideas = say.number(given), say.number(first)
    if first == 1:
        return say.many(
            "%(n)s of your %(dots)s dots is on the first idea.", "%(n)s of your %(dots)s dots are on the first idea.",
            on_first, dots=dots,
        )  # fmt: skip
    if first == 2:
        return say.many(
            "%(n)s of your %(dots)s dots is on the first two ideas.",
            "%(n)s of your %(dots)s dots are on the first two ideas.", on_first, dots=dots,
        )  # fmt: skip
    return say.many(
        "%(n)s of your %(dots)s dots is on the %(ideas)s ideas in front.",
        "%(n)s of your %(dots)s dots are on the %(ideas)s ideas in front.", on_first, dots=dots, ideas=ideas,
    )  # fmt: skip


def method_sentences(say: Speech, facts: Any, *, by_code: int) -> list[str]:
    """How it was counted, for the fold. `by_code`: how many might vote without an account."""
    found = [
        say("Dots are added up; the total decides. A side wants an idea when it gives it at least an equal share of "
            "its dots."),
    ]  # fmt: skip
    if by_code:
        found.append(
            say.many("%(n)s person could vote by the open code, without an account: one ballot each.",
                     "%(n)s people could vote by the open code, without an account: one ballot each.", by_code)
        )  # fmt: skip
    if facts.chance_first is not None:
        found.append(
            say("Chance to stay first: %(n)s of 100, drawing the same voters anew inside each side two thousand times. "
                "From 90 on we call it clear.", n=say.number(round(100 * facts.chance_first)))
        )  # fmt: skip
    if facts.sides and not facts.whole:
        found.append(say("Sides of fewer than five voters are in the totals only."))
    if any(option.even_share is not None for option in facts.options):
        found.append(say("Every side counts the same: the mean of the sides' shares of dots."))
    return found


def _who_wins(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    if not facts.leaders:
        return say("No idea got a dot.")
    by_id = {option.id: option for option in facts.options}
    best = by_id[facts.leaders[0]]
    if len(facts.leaders) > 1:
        ideas = say.listed([quoted(say, names[option]) for option in facts.leaders])
        return say("A tie in front: %(ideas)s, %(points)s dots each.", ideas=ideas, points=say.number(best.total))
    idea = quoted(say, names[best.id])
    if facts.whole and len(facts.sides) == 3 and len(facts.wanted_by[best.id]) == 3:
        return say("All three sides want %(idea)s.", idea=idea)
    return say(
        "%(idea)s comes first: %(points)s dots of %(all)s.", idea=idea, points=say.number(best.total),
        all=say.number(facts.given),
    )  # fmt: skip


def _how_clear(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    return how_clear(
        say, winners=len(facts.leaders), voters=facts.voters, chance=facts.chance_first, clear=facts.clear,
        rival=names[facts.rival] if facts.rival else None,
    )  # fmt: skip


def _who_differs(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    if facts.gap is not None:
        gap = facts.gap
        return say(
            "%(idea)s divides: %(more)s dots of %(more_all)s from %(more_side)s, %(less)s of %(less_all)s from "
            "%(less_side)s.", idea=quoted(say, names[gap.id]), more=say.number(gap.more_points),
            more_all=say.number(gap.more_given), more_side=side_name(say, gap.more), less=say.number(gap.less_points),
            less_all=say.number(gap.less_given), less_side=side_name(say, gap.less),
        )  # fmt: skip
    return sides_alike(say, facts)
