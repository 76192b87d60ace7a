"""A gap as an idea, in whole words: one for each of the three levers. Plain values in."""

from words.claim import lever_words
from words.promises import of_hundred, promised_words
from words.speech import Speech

LEVERS = ("process", "promise", "waiting")
SIGNS = {"process": "⚙", "promise": "✎", "waiting": "◷"}


def gap_idea(say: Speech, lever: str, sentence: str, share: float, kept: int, of: int, limit: int) -> str:
    """The idea that one click makes of a gap: first what would change, so that a list tells three of one promise apart.

    The promise is shortened where the whole would be too long.
    """
    times, target = of_hundred(say, share, kept / of), promised_words(say, kept, of)

    def whole(said: str) -> str:
        words = {
            "process": say(
                "Let us change the process so that ‘%(said)s’ holds: kept %(times)s, promised %(target)s.",
                said=said, times=times, target=target,
            ),
            "promise": say(
                "Let us promise what holds: ‘%(said)s’ is kept %(times)s, promised %(target)s.", said=said, times=times,
                target=target,
            ),
            "waiting": say(
                "Let us tell people while they wait: ‘%(said)s’ is kept %(times)s, promised %(target)s.",
                said=said, times=times, target=target,
            ),
        }  # fmt: skip
        return words[lever]

    over = len(whole(sentence)) - limit
    return whole(sentence if over <= 0 else sentence[: max(1, len(sentence) - over - 1)].rstrip() + "…")


def lever_button(say: Speech, lever: str) -> str:
    """A lever on its button, short enough for one of three beside each other."""
    return f"{SIGNS[lever]} {say('change the waiting') if lever == 'waiting' else lever_words(say, lever)}"
