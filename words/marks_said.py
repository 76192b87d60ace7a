"""One mark of a vote in words, for whoever finds their own line on the tally sheet."""

from words.promises import time_words
from words.speech import Speech


def mark_said(
    say: Speech, kind: str, idea: str, value: int, *, loser: str = "", criterion: str = "", unit: str = ""
) -> str:
    """What one line says. `kind` is that of the round; `loser`: of a duel; `unit`: of an expectation."""
    words = _value_said(say, kind, value, unit)
    if kind == "duels":
        return say("“%(idea)s” rather than “%(loser)s”", idea=idea, loser=loser)
    if criterion:
        return f"{say.quoted(idea)}, {criterion}: {words}"
    return f"{say.quoted(idea)}: {words}"


def _value_said(say: Speech, kind: str, value: int, unit: str) -> str:
    if kind == "dots":
        return say.many("%(n)s dot", "%(n)s dots", value)
    if kind == "score":
        return say("%(n)s of %(all)s", n=say.number(value), all=say.number(5))
    if kind == "ranked":
        return say("place %(n)s", n=say.number(value))
    if kind == "expect":
        return time_words(say, value, unit or "value")
    if kind in ("agreement", "consent"):
        return _answer(say, kind, value)
    return say("picked")


def _answer(say: Speech, kind: str, value: int) -> str:
    if value > 0:
        return say("agree")
    if kind == "consent":
        return say("abstain") if value == 0 else say("objection")
    return say("pass") if value == 0 else say("disagree")
