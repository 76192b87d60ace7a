"""You said, we did, in words: figures as customers read them, with the day of the data."""

from datetime import datetime

from words.promises import hundredths, of_hundred
from words.speech import Speech
from words.verdicts import as_of_words


def measure_words(
    say: Speech, figure: str, share: float, before: float | None, target: float, as_of: datetime, zone: str,
    *, told: bool = True,
) -> str:  # fmt: skip
    """The figure under an entry, computed now. told: it is promised now; else what would have been kept."""
    day = as_of_words(say, as_of, zone)
    now = of_hundred(say, share, target)
    if figure == "since" and before is not None:
        return say("Before: %(before)s. Now: %(now)s (data as of %(day)s).", before=of_hundred(say, before, target),
                   now=now, day=day)  # fmt: skip
    if not told:
        return say("Today we would manage it %(n)s times out of 100 (data as of %(day)s).",
                   n=say.number(hundredths(share, target)), day=day)  # fmt: skip
    return say("So far kept %(now)s (data as of %(day)s).", now=now, day=day)


def figure_words(say: Speech, figure: str) -> str:
    """What one chooses when an entry is written."""
    words = {
        "none": say("no figure"),
        "kept": say("how often it is kept"),
        "since": say("before the measure, and since"),
    }
    return words[figure]


def shelf_title(say: Speech, published: int, written: int) -> str:
    """The answer of the section: how many entries customers find."""
    if not written:
        return say("You said, we did: no entry yet.")
    return say.many("You said, we did: %(n)s of %(of)s entry published.",
                    "You said, we did: %(n)s of %(of)s entries published.", published,
                    of=say.number(written))  # fmt: skip


def entry_words(say: Speech, said: str, done: str, said_en: str, done_en: str) -> tuple[str, str]:
    """What was said and what was done, in the reader's language where it was written."""
    english = bool(said_en and done_en) and (say.language == "en" or not (said and done))
    return (said_en, done_en) if english else (said, done)


def published_words(say: Speech, published: bool) -> str:
    """Whether customers find an entry."""
    return say("● Published") if published else say("○ Not yet published")
