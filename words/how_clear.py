"""Is it clear, or too close, and do the sides see it alike: the second and third sentence of a result of any kind.

Which share is called clear or divided is a convention; the fold below says so.
"""

from collections.abc import Mapping
from typing import Any

from words.rounds import side_name
from words.speech import Speech

# Below so many votes nothing is said about how clear a result is.
FEW = 5
# From so many of a hundred on, the first leads; below, it is a head-to-head. Clear is what the count calls clear.
LEADS_FROM = 0.7
# More signs than these are cut inside a sentence: the row of the idea has all of them.
QUOTED_MOST = 100


def quoted(say: Speech, text: str) -> str:
    """An idea's words inside a sentence, which has a full stop of its own; a long one is cut after a word."""
    if len(text) > QUOTED_MOST:
        text = text[:QUOTED_MOST].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
    return say.quoted(text[:-1] if text.endswith(".") and not text.endswith("..") else text)


def names_of(say: Speech, view: Any) -> dict[str, str]:
    """The words of each option; "none of these" has none of its own. `view` is a `models.results.ResultView`."""
    return {option_id: option.text or say("none of these") for option_id, option in view.options.items()}


def how_clear(say: Speech, *, winners: int, voters: int, chance: float | None, clear: bool, rival: str | None) -> str:
    """Whether the first would be first again. `rival`: the words of who else comes first most often."""
    if winners != 1:
        return say("The tie stays a tie: say how you break it before you decide.")
    if voters < FEW:
        # Drawing three voters anew, one a side, gives the same three: a hundred of a hundred would say nothing.
        return say.many(
            "With %(n)s vote nobody can tell whether it would win again.",
            "With %(n)s votes nobody can tell whether it would win again.", voters,
        )  # fmt: skip
    times = say.number(round(100 * (chance or 0.0)))
    if clear:
        return say("It is clear: with other people like these it would win again %(n)s times of 100.", n=times)
    if rival is None:
        return say("It is close: with other people like these it would win again %(n)s times of 100.", n=times)
    if (chance or 0.0) >= LEADS_FROM:
        return say(
            "It leads, but %(idea)s is close behind: with other people like these it would win again %(n)s times of "
            "100.", idea=quoted(say, rival), n=times,
        )  # fmt: skip
    return say(
        "It is close, with %(idea)s behind: with other people like these it would win again %(n)s times of 100.",
        idea=quoted(say, rival), n=times,
    )  # fmt: skip


def clear_count(say: Speech, facts: Any, names: Mapping[str, str]) -> str:
    """The same for an `analysis.counted.Count`."""
    first = facts.winners[0] if facts.winners else ""
    return how_clear(
        say, winners=len(facts.winners), voters=facts.voters, chance=facts.chances.get(first, 0.0), clear=facts.clear,
        rival=names[facts.rival] if facts.rival else None,
    )  # fmt: skip


def sides_alike(say: Speech, facts: Any) -> str:
    """What is said of the sides where no idea divides them, or where law 6 hides them."""
    if len(facts.sides) > 1:
        return say("The sides that can be shown see it alike.") if not facts.whole else say("The sides see it alike.")
    if facts.whole:
        return say("Only one side voted.")
    if facts.sides:
        return say("A secret vote: of the sides, only one has enough voters to be shown.")
    return say("A secret vote and fewer than five a side: we show the total only.")


def by_criterion(view: Any) -> list[tuple[str, Any]]:
    """What stands beside the result, with the name of its criterion; "" where there is one only."""
    if view.beside is None:
        return []
    figures = [view.beside.figures, *view.beside.more]
    named = list(view.variant.get("criteria") or []) if len(figures) > 1 else []
    return [(named[at] if at < len(named) else "", own) for at, own in enumerate(figures)]


def widest(view: Any) -> Any:
    """The option on which two sides differ, when it is more than the convention; None otherwise."""
    return widest_of(view)[1]


def widest_of(view: Any) -> tuple[str, Any]:
    """The same with the criterion on which they differ, "" where there is one only."""
    gaps = [(name, figures.gap) for name, figures in by_criterion(view) if figures.gap is not None]
    name, gap = max(gaps, key=lambda one: _wide(one[1]), default=("", None))
    if gap is None or _wide(gap) < view.variant["divides_from"]:
        return "", None
    return name, gap


def _wide(gap: Any) -> float:
    return float(gap.more_for / gap.more_of - gap.less_for / gap.less_of)


def gap_facts(say: Speech, gap: Any, names: Mapping[str, str]) -> dict[str, str]:
    """What fills a sentence about a gap: how many of each of the two sides."""
    return {
        "idea": quoted(say, names[gap.option]), "more_side": side_name(say, gap.more), "more": say.number(gap.more_for),
        "more_all": say.number(gap.more_of), "less_side": side_name(say, gap.less), "less": say.number(gap.less_for),
        "less_all": say.number(gap.less_of),
    }  # fmt: skip
