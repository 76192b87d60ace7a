"""What a mail says: what was answered, in the reader's language, with nobody's words but the reader's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from words.answers import outcome_words
from words.speech import Speech


def news_subject(say: Speech, number: int, company: str) -> str:
    """What stands in the list of mails."""
    return say.many("%(company)s: one answer for you", "%(company)s: %(n)s answers for you", number, company=company)


def news_line(say: Speech, kind: str, facts: Mapping[str, Any]) -> str:
    """One line of the mail; empty for what a mail does not tell. Only whoever said it reads the words again."""
    if kind == "decided":
        outcome = outcome_words(say, str(facts.get("outcome")))
        reader, own = str(facts.get("reader", "")), str(facts.get("idea", ""))
        if reader in ("said", "spoken_for") and own and facts.get("outcome") == "ask":
            return say("You said: “%(words)s” We ask you something about it.", words=own)
        if reader in ("said", "spoken_for") and own:
            return say("You said: “%(words)s” It was decided: %(outcome)s.", words=own, outcome=outcome)
        if facts.get("outcome") == "ask":
            return _asked_about(say, reader)
        if reader == "supports":
            return say("An idea that you support was decided: %(outcome)s.", outcome=outcome)
        if reader == "voted":
            return say("An idea that was in a vote of yours was decided: %(outcome)s.", outcome=outcome)
        return say("An idea of a workshop you were in was decided: %(outcome)s.", outcome=outcome)
    lines = {
        "decision_undone": say("A decision about an idea of yours was taken back; the new one follows."),
        "answered": say("Somebody answered a question that you asked."),
        "signature_asked": say("You are asked whether a promise can be kept."),
        "signature_answered": say("The question whether a promise can be kept was answered."),
        "promise_expired": say("A promise that you answer for has come to its last day."),
        "voice_given": say("A customer's voice is yours to answer."),
        "voice_answered": say("We have answered what you told us."),
        "voice_closed": say("We have written our last word on what you told us."),
    }
    return lines.get(kind, "")


def _asked_about(say: Speech, reader: str) -> str:
    """A question is open about an idea that is not the reader's own: nothing to answer for them."""
    if reader == "supports":
        return say("There is an open question about an idea that you support.")
    if reader == "voted":
        return say("There is an open question about an idea that was in a vote of yours.")
    return say("There is an open question about an idea of a workshop you were in.")


def news_lines(say: Speech, name: str, items: Sequence[tuple[str, Mapping[str, Any]]], more: int) -> tuple[str, ...]:
    """The paragraphs of the mail."""
    # One's own words come first, whatever came of them and whenever.
    ordered = sorted(items, key=lambda item: str(item[1].get("reader", "")) not in ("said", "spoken_for", ""))
    told = [line for kind, facts in ordered if (line := news_line(say, kind, facts))]
    rest = [say.many("And %(n)s more.", "And %(n)s more.", more)] if more else []
    # The words of a decision stay on the page: a mail travels, and can never be called back.
    why = [say("Why it was decided so stands on your page.")] if any(kind == "decided" for kind, _ in items) else []
    return (say("Hello, %(name)s", name=name), *told, *rest, *why)


def confirm_lines(say: Speech, company: str) -> tuple[str, ...]:
    """Whoever reads this address is asked before it is ever written to."""
    return (
        say("Somebody left this address at %(company)s, to be told what becomes of what they said.", company=company),
        say("Was it you? Press the button. If not, do nothing: we will not write again."),
    )


def last_line(say: Speech, *, weekly: bool) -> str:
    """Why one gets it, and how often."""
    if weekly:
        return say("You get this at most once a week, because you asked for it.")
    return say("You get this because you asked for it.")
