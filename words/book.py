"""Words for the workbook of a group and for bringing ideas in."""

from collections.abc import Callable

Say = Callable[..., str]


def verdict_word(say: Say, verdict: str) -> str:
    """The four words for a verdict, for a cell."""
    words = {
        "supported": say("Holds"),
        "at risk": say("On the edge"),
        "not supportable": say("Does not hold"),
        "not enough evidence": say("Too few data"),
    }
    return words[verdict]


def yes_no(say: Say, value: bool | None) -> str:
    """Yes, no, or an empty cell where there is nothing to say."""
    return "" if value is None else say("yes") if value else say("no")
