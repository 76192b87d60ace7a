"""Was it so for you too? The answers, and what customers say beside what the cases say."""

from words.promises import hundredths
from words.speech import Speech


def felt_words(say: Speech, answer: str) -> str:
    """An answer as it is tapped."""
    words = {"yes": say("Yes"), "no": say("No"), "unsure": say("Not sure")}
    return words[answer]


def felt_sentence(say: Speech, knowing: int, felt: float | None, kept: float | None) -> str:
    """In the customers' eyes, beside the data. felt is None while fewer than five know."""
    if felt is None:
        return say.many("In the customers' eyes: %(n)s answer so far, too few to say.",
                        "In the customers' eyes: %(n)s answers so far, too few to say.", knowing)  # fmt: skip
    eyes = say.number(hundredths(felt))
    if kept is None:
        return say.many(
            "In the customers' eyes kept %(eyes)s times of 100 (%(n)s answer).",
            "In the customers' eyes kept %(eyes)s times of 100 (%(n)s answers).",
            knowing,
            eyes=eyes,
        )
    return say.many("In the customers' eyes kept %(eyes)s times of 100 (%(n)s answer), in the data %(data)s.",
                    "In the customers' eyes kept %(eyes)s times of 100 (%(n)s answers), in the data %(data)s.", knowing,
                    eyes=eyes, data=say.number(hundredths(kept)))  # fmt: skip


def distance_sentence(say: Speech, low: float, high: float, kept: float) -> str:
    """What the distance between eyes and data means; the range is that of the customers' share."""
    if kept > high:
        return say("They see it less often than we count it: look at what they wait for.")
    if kept < low:
        return say("They see it more often than we count it: being told in time may be worth as much.")
    return say("They see what we count.")
