"""The backlog in words: filters, sorting, value and effort as dots, what was done to several ideas. Plain values in."""

from collections.abc import Mapping, Sequence
from typing import Any

from words.answers import vote_line
from words.phone import euros
from words.speech import Speech

FULL, EMPTY = "●", "○"
FIVE = FULL * 5


def how_voted(say: Speech, vote: Any, too_few: bool, zone: str) -> str:
    """How an idea fared in its last vote, or why there is no figure. too_few: voted on, by so few that the count would
    tell who chose what.
    """
    if vote is not None:
        return vote_line(say, vote, say.day(vote.at, zone))
    return say("voted on by too few to show how") if too_few else say("not voted on")


def view_words(say: Speech, view: str) -> str:
    """The three ways to look at the backlog, each with its sign."""
    words = {
        "table": f"⤢ {say('Table')}",
        "board": f"▤ {say('Board')}",
        "picture": f"◫ {say('Picture')}",
    }
    return words[view]


def sort_words(say: Speech, sort: str) -> str:
    """In which order the table stands."""
    words = {
        "oldest": say("Oldest first"),
        "newest": say("Newest first"),
        "best": say("Most value for the effort first"),
        "cheapest": say("Cheapest first"),
    }
    return words[sort]


def criterion_words(say: Speech, key: str, name: str = "") -> str:
    """What is scored; own criteria have a name of their own."""
    words = {
        "value": say("Value"),
        "effort": say("Effort"),
        "reach": say("Reach: how many people in three months"),
        "impact": say("Impact on each: from 0.25 (hardly) to 3 (a lot)"),
        "confidence": say("How sure are we, of 100?"),
        "months": say("Effort: months of one person"),
    }
    return name or words[key]


def method_words(say: Speech, method: str) -> str:
    """How a group scores."""
    words = {
        "value_effort": say("Value and effort, from 1 to 5"),
        "weighted": say("Own criteria with weights, and effort"),
        "rice": say("RICE: reach, impact, confidence, effort"),
    }
    return words[method]


def dots(say: Speech, figure: float | None, of: int = 5) -> str:
    """A figure from 1 to 5 as dots; a larger one, or one with a half, as a number."""
    if figure is None:
        return "–"
    if figure > of or figure != int(figure):
        return say.decimal(figure, 0 if figure >= 100 else 1)
    return FULL * int(figure) + EMPTY * (of - int(figure))


def by_rice(value: float | None) -> bool:
    """Whether a value is people times impact times confidence (RICE): no other scale goes beyond five."""
    return value is not None and value > len(FIVE)


def effort_words(say: Speech, value: float | None, effort: float | None) -> str:
    """Effort as dots; beside a value by RICE as months of one person, which are no points of five."""
    if effort is None or not by_rice(value):
        return dots(say, effort)
    if effort == 1:
        return say("1 month")
    return say("%(n)s months", n=say.decimal(effort, 0 if effort == int(effort) else 1))


def figures_line(
    say: Speech, value: float | None, effort: float | None, cost: int | None
) -> list[str]:
    """Value, effort and cost of an idea, those that are there; by RICE also what counts in the end, value a month."""
    said = []
    if value is not None:
        said.append(say("value %(dots)s", dots=dots(say, value)))
    if effort is not None:
        said.append(say("effort %(dots)s", dots=effort_words(say, value, effort)))
    if value is not None and effort and by_rice(value):
        said.append(say("%(n)s for each month", n=dots(say, value / effort, 0)))
    if cost is not None:
        said.append(say("cost %(sum)s", sum=euros(say, cost)))
    return said


def evaluators_line(say: Speech, people: int, apart: float | None, far: bool, rice: bool) -> str:
    """How many scored it, and whether they see it alike."""
    if people < 2 or apart is None:
        return ""
    scored = say.many("scored by %(n)s person", "scored by %(n)s people", people)
    if not far:
        return say("%(scored)s, who see it alike", scored=scored)
    if rice:
        return say("%(scored)s, who see it differently: %(n)s times", scored=scored, n=say.decimal(apart, 1))
    return say("%(scored)s, who see it differently: %(n)s points apart", scored=scored, n=say.decimal(apart, 0))


def queue_line(say: Speech, done: int, pending: int) -> str:
    """One's own evaluations: done against pending."""
    if not pending:
        return say("You have scored everything that waits for a decision.")
    return say.many(
        "You have scored %(done)s; %(n)s idea still waits for your view.",
        "You have scored %(done)s; %(n)s ideas still wait for your view.", pending, done=say.number(done),
    )  # fmt: skip


def voices_line(say: Speech, voices: int, argued: int) -> str:
    """5 voices, 4 argued."""
    if not voices:
        return ""
    said = say.many("%(n)s voice", "%(n)s voices", voices)
    return say.many("%(voices)s, %(n)s argued", "%(voices)s, %(n)s argued", argued, voices=said)


def organisations_line(say: Speech, number: int) -> str:
    """Bars and offices, each counted once."""
    return say.many("%(n)s organisation", "%(n)s organisations", number) if number else ""


def functions_line(functions: Sequence[tuple[str, int]]) -> str:
    """Colleagues behind an idea by function: Botteghe 2, Logistica 1."""
    return ", ".join(f"{name} {number}" for name, number in functions)


def sides_column(sides: Mapping[str, int]) -> str:
    """How many of each side, in the order promises, keeps, customers: 3 · 4 · 9."""
    return " · ".join(str(sides.get(side, 0)) for side in ("promises", "keeps", "receives"))


def counted_apart(say: Speech, merged: int, gathering: int) -> str:
    """Why the list of ideas is longer than the backlog, in one line."""
    said = []
    if merged:
        said.append(say.many("%(n)s more is part of another idea.", "%(n)s more are part of another idea.", merged))
    if gathering:
        said.append(say.many("%(n)s is still being gathered: it can be decided when its activity is over.",
                             "%(n)s are still being gathered: they can be decided when their activity is over.",
                             gathering))  # fmt: skip
    return " ".join(said)


def bulk_words(say: Speech, what: str) -> str:
    """What can be done with several ideas."""
    words = {
        "decide": say("Decide"),
        "hide": say("Hide"),
        "tag": say("Set the touchpoint"),
        "touch": say("Set the promise they touch"),
        "merge": say("Merge into one"),
    }
    return words[what]


def bulk_done(say: Speech, what: str, number: int) -> str:
    """What was done with several ideas."""
    done = {
        "decide": lambda n: say.many("Decided: %(n)s idea.", "Decided: %(n)s ideas.", n),
        "hide": lambda n: say.many("Hidden: %(n)s idea.", "Hidden: %(n)s ideas.", n),
        "tag": lambda n: say.many("Touchpoint set: %(n)s idea.", "Touchpoint set: %(n)s ideas.", n),
        "touch": lambda n: say.many("Promise set: %(n)s idea.", "Promise set: %(n)s ideas.", n),
        "merge": lambda n: say.many("Merged: %(n)s idea.", "Merged: %(n)s ideas.", n),
    }
    return done[what](number)


def picture_title(say: Speech, best: int, scored: int, unscored: int, first: str = "") -> str:
    """The answer of the picture: how many are worth more than they cost in effort.

    first: by RICE, the idea that gives the most; people and months are no points to hold against each other.
    """
    if not scored:
        return say("No idea here has a value and an effort yet.")
    said = say("%(idea)s gives the most for each month of work.", idea=first) if first else say.many(
        "%(n)s of %(all)s ideas is worth more than its effort.",
        "%(n)s of %(all)s ideas are worth more than their effort.", best, all=say.number(scored),
    )  # fmt: skip
    left = say.many("%(n)s has no score yet.", "%(n)s have no score yet.", unscored) if unscored else ""
    return f"{said} {left}".strip()


def found_line(say: Speech, number: int) -> str:
    """How many ideas the filters leave."""
    return say.many("%(n)s idea found.", "%(n)s ideas found.", number) if number else say(
        "Nothing with these words or filters. Try fewer of them."
    )
