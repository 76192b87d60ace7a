"""What is worth telling, as a sentence that can be told: what got better, what a value rests on, what was answered."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from words.promises import hundredths
from words.speech import Speech


def better_sentence(
    say: Speech, sentence: str, since: float, before: float, after: float, target: float, zone: str
) -> str:
    """From 71 to 92 times of 100 since a day (seconds since 1970)."""
    return say(
        "%(sentence)s: since %(day)s %(after)s times of 100, before %(before)s.", sentence=sentence.rstrip(". "),
        day=say.date(datetime.fromtimestamp(since, UTC), zone), after=say.number(hundredths(after, target)),
        before=say.number(hundredths(before, target)),
    )  # fmt: skip


def value_sentence(say: Speech, value: str, proofs: Sequence[str]) -> str:
    """A value, and what proves it."""
    return say("We say “%(value)s”, and here is the proof. %(proofs)s", value=value, proofs=" ".join(proofs))


def answers_sentence(say: Speech, answered: Mapping[str, int]) -> str:
    """How many ideas got an answer in the last three months, and which; empty where none did. Keys: do, later, no."""
    number = sum(answered.values())
    if not number:
        return ""
    return say.many(
        "In the last three months %(n)s idea got an answer: %(do)s done or begun, %(later)s later, %(no)s not.",
        "In the last three months %(n)s ideas got an answer: %(do)s done or begun, %(later)s later, %(no)s not.",
        number, do=say.number(answered.get("do", 0)), later=say.number(answered.get("later", 0)),
        no=say.number(answered.get("no", 0)),
    )  # fmt: skip
