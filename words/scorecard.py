"""The touchpoint scorecard in words: its title, and each of its four answers as a sign and a word."""

from words.speech import Speech

ICONS = {"yes": "✔", "partly": "≈", "no": "✕", "none": "–"}


def scorecard_title(say: Speech, *, speaking: int, differ: int, over: int) -> str:
    """The answer in one sentence. speaking: touchpoints that promise anything; differ: that say another figure than is
    to be told; over: that promise more than is kept.
    """
    if not speaking:
        return say("No touchpoint promises anything yet.")
    parts = [
        (differ, say.many("%(n)s says another figure", "%(n)s say another figure", differ)),
        (over, say.many("%(n)s promises more than we keep", "%(n)s promise more than we keep", over)),
    ]
    said = ", ".join(words for n, words in parts if n)
    if not said:
        return say("All %(n)s touchpoints that promise something say the same figures, and we keep them.",
                   n=say.number(speaking))  # fmt: skip
    return say("Of %(n)s touchpoints that promise something: %(parts)s.", n=say.number(speaking), parts=said)


def figures_answer(say: Speech, answer: str) -> str:
    """Does it say the same figures?"""
    words = {"yes": say("the same"), "no": say("others"), "none": say("says none")}
    return f"{ICONS[answer]} {words[answer]}"


def words_answer(say: Speech, answer: str) -> str:
    """Does it say the same words?"""
    words = {"yes": say("the same"), "partly": say("its own"), "none": say("promises nothing")}
    return f"{ICONS[answer]} {words[answer]}"


def values_answer(say: Speech, values: tuple[tuple[str, bool], ...]) -> str:
    """Which values does it prove? Those whose proof does not hold stand after a sign of their own."""
    if not values:
        return f"{ICONS['none']} {say('none')}"
    proved = [name for name, holds in values if holds]
    open_ones = [name for name, holds in values if not holds]
    said = []
    if proved:
        said.append(f"{ICONS['yes']} {', '.join(proved)}")
    if open_ones:
        said.append(f"{ICONS['no']} {say('%(values)s: not yet', values=', '.join(open_ones))}")
    return " · ".join(said)


def keeps_answer(say: Speech, verdict: str | None) -> str:
    """Can it keep up?"""
    words = {
        "supported": say("keeps up"),
        "at risk": say("just so"),
        "not supportable": say("does not keep up"),
        "not enough evidence": say("nobody knows"),
    }
    signs = {"supported": "✔", "at risk": "≈", "not supportable": "✕", "not enough evidence": "?"}
    return f"{signs[verdict]} {words[verdict]}" if verdict is not None else f"{ICONS['none']} {say('promises nothing')}"


def voices_words(say: Speech, voices: int, unhappy: int) -> str:
    """What customers said of it in three months; empty where nobody did."""
    if not voices:
        return ""
    return say.many("%(n)s voice, %(bad)s unhappy", "%(n)s voices, %(bad)s unhappy", voices, bad=say.number(unhappy))


def trained_words(say: Speech, read: int, of: int) -> str:
    """How many at this touchpoint have read what may be said."""
    return say("read by %(n)s of %(of)s", n=say.number(read), of=say.number(of)) if of else ""
