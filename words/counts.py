"""Small numbers as words: "Five places, three different figures". From eleven on, figures."""

from words.speech import Speech


def spelled(say: Speech, n: int) -> str:
    """A number from two to ten as a word, others in figures."""
    words = [
        say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"), say("eight"), say("nine"),
        say("ten"),
    ]  # fmt: skip
    return words[n - 2] if 2 <= n <= 10 else say.number(n)


def capital(text: str) -> str:
    """With a capital, at the beginning of a sentence."""
    return text[:1].upper() + text[1:]
