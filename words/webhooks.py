"""Webhooks in words: what was sent where, and why it did not arrive."""

from words.speech import Speech


def problem_words(say: Speech, problem: str, status: int | None) -> str:
    """Why a message did not arrive, and what to do."""
    known = {
        "refused_address": say("the name leads into a private network: we do not send there"),
        "unknown_host": say("nobody knows this name"),
        "unreachable": say("nobody answers there"),
        "certificate": say("its certificate is not for this name"),
        "timeout": say("it did not answer in time"),
        "no_answer": say("it broke off"),
        "redirect": say("it sends us elsewhere: enter that address instead"),
        "no_key": say("its key was not in the backup: make a new one"),
        "ended": say("the address was taken off"),
    }
    if problem == "refused" and status is not None:
        return say("it answered %(status)s", status=str(status))
    return known.get(problem, "")


def delivery_words(say: Speech, state: str, problem: str, status: int | None) -> str:
    """Where a message stands."""
    if state == "sent":
        return say("✔ arrived")
    why = problem_words(say, problem, status)
    if state == "given_up":
        return say("✕ given up: %(why)s", why=why)
    return say("⏳ to be tried again: %(why)s", why=why) if why else say("⏳ waiting")


def event_words(say: Speech, event: str, sentence: str) -> str:
    """What the message was about."""
    if event == "trial":
        return say("A trial")
    return say("The verdict of “%(sentence)s” changed", sentence=sentence)
