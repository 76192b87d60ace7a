"""What stands on the big screen, in words that are read from five metres: short, one thing at a time."""

from datetime import datetime

from words.speech import Speech


def people_here(say: Speech, people: int) -> str:
    """How many are in, while people come in."""
    return say.many("%(n)s person is in", "%(n)s people are in", people) if people else say("Nobody is in yet.")


def ideas_so_far(say: Speech, ideas: int) -> str:
    """How many ideas came in."""
    return say.many("%(n)s idea", "%(n)s ideas", ideas) if ideas else say("The first idea can come.")


def more_on_phones(say: Speech) -> tuple[str, str]:
    """Beneath a list that does not fit, for one more and for several; the script puts the number in place of %n."""
    return say("and one more on the phones"), say("and %n more on the phones")


def clock(ends_at: datetime, now: datetime) -> str:
    """Minutes and seconds left as a clock shows them: 4:12. Empty from an hour on."""
    left = max(0, round((ends_at - now).total_seconds()))
    return f"{left // 60}:{left % 60:02d}" if left < 3600 else ""
