"""The lines of Home: one thing to look at, one sentence, one way there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from words.promises import hundredths, out_of
from words.speech import Speech

_ICONS = {
    "worse": "▼", "fails": "✕", "slipping": "▼", "sign": "✎", "waiting": "⏳", "unsent": "✉", "stale": "◷", "edge": "≈",
    "to_change": "⚠", "check": "◷", "answer": "◷", "still": "◷", "one_oar": "⛵", "asked": "✎", "better": "▲",
}  # fmt: skip


def line_icon(need: str) -> str:
    """The sign before a line; the sentence says the same in words."""
    return _ICONS[need]


def line_sentence(say: Speech, need: str, facts: Mapping[str, Any], sentence: str, more: int = 0) -> str:
    """The line as a sentence. `sentence` is the promise's (or the idea's) own, already escaped for where it is shown.

    more: so many others of the same kind are not shown.
    """
    said = _said(say, need, facts, _without_stop(sentence))
    if not more:
        return said
    return say.many("%(said)s And %(n)s more.", "%(said)s And %(n)s more.", more, said=said)


def _without_stop(sentence: str) -> str:
    """The line has a full stop of its own. The one that was typed may be escaped already; dots that trail off stay."""
    if sentence.endswith(("..", "\\.\\.")):
        return sentence
    return sentence[:-2] if sentence.endswith("\\.") else sentence.removesuffix(".")


def _said(say: Speech, need: str, facts: Mapping[str, Any], sentence: str) -> str:
    if need == "waiting":
        return say.many(
            "%(n)s idea has been waiting for a decision for more than 14 days. The oldest: %(days)s.",
            "%(n)s ideas have been waiting for a decision for more than 14 days. The oldest: %(days)s.",
            facts["number"],
            days=say.number(facts["oldest_days"]),
        )
    if need == "unsent":
        return say.many(
            "%(n)s decision that nobody has been told of yet.", "%(n)s decisions that nobody has been told of yet.",
            facts["number"],
        )  # fmt: skip
    if need in ("worse", "better"):
        return _changed(say, facts, sentence)
    if need == "fails":
        return _fails(say, facts, sentence)
    if need == "slipping":
        return _slipping(say, facts, sentence)
    if need == "edge":
        return say(
            "“%(sentence)s”: between %(low)s and %(high)s out of 100. Almost.", sentence=sentence,
            low=_hundred(say, facts["lower"]), high=_hundred(say, facts["upper"]),
        )  # fmt: skip
    if need == "sign":
        return say("You are asked: can you keep “%(sentence)s”?", sentence=sentence)
    if need == "to_change":
        return say.many(
            "“%(sentence)s” must still be changed in %(n)s place.",
            "“%(sentence)s” must still be changed in %(n)s places.", facts["left"], sentence=sentence,
        )  # fmt: skip
    if need == "answer":
        return say.many(
            "%(n)s customer still waits for your answer, %(days)s days late at most.",
            "%(n)s customers still wait for your answer, %(days)s days late at most.", facts["number"],
            days=say.number(facts["days"]),
        )  # fmt: skip
    if need == "check":
        if facts["late"]:
            return say.many("Did it work? “%(sentence)s” was to be checked %(n)s day ago.",
                            "Did it work? “%(sentence)s” was to be checked %(n)s days ago.", facts["late"],
                            sentence=sentence)  # fmt: skip
        return say("Did it work? “%(sentence)s” is to be checked today.", sentence=sentence)
    if need == "still":
        return _still(say, facts, sentence)
    if need == "one_oar":
        return say("“%(sentence)s” is in use with one oar: a signature is missing.", sentence=sentence)
    if need == "asked":
        return say("One signature is still missing: “%(sentence)s”.", sentence=sentence)
    return say("“%(sentence)s”: the data are too old, the verdict is suspended.", sentence=sentence)


def _still(say: Speech, facts: Mapping[str, Any], sentence: str) -> str:
    """An action that is late or stands still; whose it is where it is somebody else's."""
    who, late = str(facts.get("who", "")), facts["late"]
    if late > 0 and who:
        return say.many("%(who)s's action “%(sentence)s” is late by %(n)s day.",
                        "%(who)s's action “%(sentence)s” is late by %(n)s days.", late, who=who,
                        sentence=sentence)  # fmt: skip
    if late > 0:
        return say.many("The action “%(sentence)s” is late by %(n)s day.",
                        "The action “%(sentence)s” is late by %(n)s days.", late, sentence=sentence)  # fmt: skip
    if who:
        return say.many("%(who)s's action “%(sentence)s” has stood still for %(n)s day.",
                        "%(who)s's action “%(sentence)s” has stood still for %(n)s days.", facts["still"], who=who,
                        sentence=sentence)  # fmt: skip
    return say.many("The action “%(sentence)s” has stood still for %(n)s day.",
                    "The action “%(sentence)s” has stood still for %(n)s days.", facts["still"],
                    sentence=sentence)  # fmt: skip


def line_way(say: Speech, need: str) -> str:
    """What the link beside the line is called."""
    ways = {
        "worse": say("See the promise"),
        "fails": say("See the promise"),
        "slipping": say("How it is going"),
        "sign": say("Answer"),
        "waiting": say("Decide"),
        "unsent": say("Reply to all"),
        "stale": say("Load new data"),
        "edge": say("How it is going"),
        "to_change": say("Change it"),
        "check": say("Did it work?"),
        "answer": say("Answer"),
        "still": say("Move it on"),
        "one_oar": say("Ask for the signature"),
        "asked": say("See the promise"),
        "better": say("See the promise"),
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


def actions_words(say: Speech, going: int, stuck: int) -> str:
    """How many actions go on, and how many of them are late or stand still."""
    said = say.many("%(n)s open action", "%(n)s open actions", going)
    if not stuck:
        return said
    return say.many("%(going)s, %(n)s late or still", "%(going)s, %(n)s late or still", stuck, going=said)


def unbacked_words(say: Speech, unbacked: int) -> str:
    """How many promises are told to customers although no data stand behind them."""
    return say.many(
        "%(n)s promise is told to customers without data, or with data that are too old.",
        "%(n)s promises are told to customers without data, or with data that are too old.", unbacked,
    )  # fmt: skip


def _changed(say: Speech, facts: Mapping[str, Any], sentence: str) -> str:
    now, said = facts["verdict"], {"sentence": sentence}
    if now == "supported":
        return say("“%(sentence)s” holds now.", **said)
    if now == "not supportable" and facts["before"] != "supported":
        return _fails(say, facts, sentence)
    if now == "not supportable":
        wanted = facts["kept"] / facts["of"]
        return say(
            "“%(sentence)s” does not hold any more: %(kept)s out of 100 instead of %(wanted)s.",
            kept=_hundred(say, facts["share"], wanted), wanted=_hundred(say, wanted), **said,
        )  # fmt: skip
    if now == "at risk":
        if facts["before"] == "supported":
            return say("“%(sentence)s” held, and is on the edge now.", **said)
        return say("“%(sentence)s” is on the edge now.", **said)
    return say("“%(sentence)s”: there are too few data now to say it.", **said)


def _fails(say: Speech, facts: Mapping[str, Any], sentence: str) -> str:
    wanted = facts["kept"] / facts["of"]
    return say(
        "“%(sentence)s” does not hold: %(kept)s out of 100 instead of %(wanted)s.", sentence=sentence,
        kept=_hundred(say, facts["share"], wanted), wanted=_hundred(say, wanted),
    )  # fmt: skip


def _slipping(say: Speech, facts: Mapping[str, Any], sentence: str) -> str:
    if "allowed" in facts and facts["left"] >= 0:
        left = out_of(say, facts["left"], facts["allowed"])
        return say("“%(sentence)s” will soon miss its bar: %(left)s misses left, and they go fast.",
                   sentence=sentence, left=left)  # fmt: skip
    if "allowed" in facts:
        return say("“%(sentence)s” is missing its bar: more misses these weeks than it may have.", sentence=sentence)
    if facts.get("worse_since") is None:
        return say("“%(sentence)s” holds, and gets worse.", sentence=sentence)
    since = say.day(datetime.fromtimestamp(facts["worse_since"], UTC), facts.get("zone"))
    return say("“%(sentence)s” holds, and gets worse since %(day)s.", sentence=sentence, day=since)


def _hundred(say: Speech, share: float | None, target: float | None = None) -> str:
    return "?" if share is None else say.number(hundredths(share, target))
