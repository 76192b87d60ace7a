"""Opening hours in words: the days of the week."""

from words.speech import Speech


def weekdays(say: Speech) -> tuple[str, ...]:
    """Monday to Sunday."""
    return (say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"),
            say("Sunday"))  # fmt: skip
