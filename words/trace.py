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
    return say.many("%(n)s of 4 knots is tied.", "%(n)s of 4 knots are tied.", tied)


def version_line(say: Speech, number: int, sentence: str, day: str) -> str:
    """One version of a promise: the bar that moved stays in sight."""
    return say("%(number)s. “%(sentence)s”, since %(day)s", number=say.number(number), sentence=sentence, day=day)


def signed_line(say: Speech, answer: str, who: str, words: str, version: int) -> str:
    """What who keeps it answered to a version."""
    said = {
        "yes": say("%(who)s signed version %(n)s", who=who, n=say.number(version)),
        "but": say("%(who)s signed version %(n)s with a but", who=who, n=say.number(version)),
        "no": say("%(who)s did not sign version %(n)s", who=who, n=say.number(version)),
    }
    return f"{said[answer]}: {say.quoted(words)}" if words else said[answer]


def places_line(say: Speech, places: int, done: int) -> str:
    """The checklist: 2 of 5 places tell it already."""
    return say("%(done)s of %(n)s places tell it already.", done=say.number(done), n=say.number(places))


def felt_line(say: Speech, yes: int, no: int) -> str:
    """Was it so for you too: how many said yes, how many no."""
    said = say.many("%(n)s customer says: yes, it was so", "%(n)s customers say: yes, it was so", yes)
    denied = say.many("%(n)s says no", "%(n)s say no", no)
    return f"{said} · {denied}" if no else said
