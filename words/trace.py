"""The thread in words: the names of its four knots and what an empty one says."""

from words.speech import Speech

KNOTS = ("said", "decided", "promised", "measured")


def knot_title(say: Speech, knot: str) -> str:
    """Said, decided, promised, measured."""
    titles = {
        "said": say("Said"),
        "decided": say("Decided"),
        "promised": say("Promised"),
        "measured": say("Measured"),
    }
    return titles[knot]


def empty_knot(say: Speech, knot: str) -> str:
    """What is missing there, and whose turn it is."""
    empty = {
        "said": say("Nobody has asked for this here: it does not come from an idea."),
        "decided": say("Not decided yet."),
        "promised": say("No promise has come of it."),
        "measured": say("Nothing is measured yet."),
    }
    return empty[knot]


def knots_tied(say: Speech, tied: int) -> str:
    """How far the thread reaches."""
    return say("%(n)s of 4 knots are tied.", n=say.number(tied))
