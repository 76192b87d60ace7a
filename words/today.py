"""The lines of Home: one thing to look at, one sentence, one way there."""

from collections.abc import Mapping
from typing import Any

from words.promises import hundredths
from words.speech import Speech

_ICONS = {"fails": "✕", "sign": "✎", "waiting": "⏳", "edge": "≈", "one_oar": "⛵", "asked": "✎", "stale": "◷"}


def line_icon(need: str) -> str:
    """The sign before a line; the sentence says the same in words."""
    return _ICONS[need]


def line_sentence(say: Speech, need: str, facts: Mapping[str, Any], sentence: str) -> str:
    """The line as a sentence. `sentence` is the promise's own, already escaped for where it is shown."""
    if need == "waiting":
        return say.many(
            "%(n)s idea has been waiting for a decision for more than 14 days. The oldest: %(days)s.",
            "%(n)s ideas have been waiting for a decision for more than 14 days. The oldest: %(days)s.",
            facts["number"],
            days=say.number(facts["oldest_days"]),
        )
    if need == "fails":
        wanted = facts["kept"] / facts["of"]
        return say(
            "“%(sentence)s” does not hold: %(kept)s out of 100 instead of %(wanted)s.", sentence=sentence,
            kept=_hundred(say, facts["share"], wanted), wanted=_hundred(say, wanted),
        )  # fmt: skip
    if need == "edge":
        return say(
            "“%(sentence)s”: between %(low)s and %(high)s out of 100. Almost.", sentence=sentence,
            low=_hundred(say, facts["lower"]), high=_hundred(say, facts["upper"]),
        )  # fmt: skip
    if need == "sign":
        return say("You are asked: can you keep “%(sentence)s”?", sentence=sentence)
    if need == "one_oar":
        return say("“%(sentence)s” is in use with one oar: a signature is missing.", sentence=sentence)
    if need == "asked":
        return say("One signature is still missing: “%(sentence)s”.", sentence=sentence)
    return say("“%(sentence)s”: the data are too old, the verdict is suspended.", sentence=sentence)


def line_way(say: Speech, need: str) -> str:
    """What the link beside the line is called."""
    ways = {
        "fails": say("See the promise"),
        "sign": say("Answer"),
        "waiting": say("Decide"),
        "edge": say("How it is going"),
        "one_oar": say("Ask for the signature"),
        "asked": say("See the promise"),
        "stale": say("Load new data"),
    }
    return ways[need]


def home_title(say: Speech, promised: int, hold: int) -> str:
    """The title of Home: the answer in one sentence."""
    if promised == 0:
        return say("Nothing is promised yet.")
    if promised == 1:
        holds, not_yet = say("We promise one thing, and it holds."), say("We promise one thing. It does not hold yet.")
        return holds if hold else not_yet
    return say.many(
        "Of the %(of)s things we promise, %(n)s holds.", "Of the %(of)s things we promise, %(n)s hold.", hold,
        of=say.number(promised),
    )  # fmt: skip


def _hundred(say: Speech, share: float | None, target: float | None = None) -> str:
    return "?" if share is None else say.number(hundredths(share, target))
