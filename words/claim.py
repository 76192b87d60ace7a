"""Words of the claim card: the three sentences under the marks, what people expect and why, how much may be said.

Plain values in, sentences out; times and shares as `words.promises` says them.
"""

from collections.abc import Mapping
from datetime import date

from words.promises import hundredths, time_words, unit_words
from words.speech import Speech


def story_words(say: Speech, story: str) -> str:
    """One of three: what the picture of expected, promised and kept tells."""
    words = {
        "overpromised": say("We promise more than we keep."),
        "expect_more": say("They expect more than we promise."),
        "room": say("Here we can surprise."),
    }
    return words[story]


def origin_words(say: Speech, origin: str) -> str:
    """Where an expectation comes from."""
    words = {
        "friend": say("a friend"),
        "reviews": say("reviews"),
        "advertising": say("advertising"),
        "last_time": say("the last time"),
        "another_company": say("another company"),
    }
    return words[origin]


def expected_words(say: Speech, count: int, median: float | None, unit: str, value_unit: str = "") -> str:
    """2 days (38 answers); with fewer than five answers only how many there are."""
    answers = say.many("%(n)s answer", "%(n)s answers", count)
    if median is None:
        return say("%(answers)s so far; from five on you see the figure", answers=answers)
    return f"{time_words(say, median, unit, value_unit)} ({answers})"


def sources_words(say: Speech, sources: Mapping[str, int]) -> str:
    """Where it comes from: advertising 17, another company 11. Empty without any."""
    said = ", ".join(f"{origin_words(say, origin)} {say.number(n)}" for origin, n in sources.items())
    return say("Where they have it from, and how many people: %(sources)s.", sources=said) if said else ""


def how_many_words(say: Speech, unit: str, value_unit: str = "") -> str:
    """The question everybody can be asked, in a promise's own unit: in how many days do you expect it?"""
    if unit == "value":
        return say("What do you expect? (%(unit)s)", unit=value_unit) if value_unit else say("What do you expect?")
    words = {
        "s": say("In how many seconds do you expect it?"),
        "min": say("In how many minutes do you expect it?"),
        "h": say("In how many hours do you expect it?"),
        "d": say("In how many days do you expect it?"),
        "w": say("In how many weeks do you expect it?"),
    }
    return words[unit]


def range_words(say: Speech, low: float, high: float, unit: str, value_unit: str = "") -> str:
    """1-2 days; 15 days."""
    if low == high:
        return time_words(say, low, unit, value_unit)
    name = value_unit if unit == "value" else unit_words(say, unit)
    return f"{say.number(low)}-{say.number(high)} {name}".strip()


def seen_words(say: Speech, seen_on: date, check_on: date, *, stale: bool) -> str:
    """Seen on a day; after 90 days to be checked again."""
    if stale:
        return say("seen on %(day)s: check it again", day=say.date(seen_on))
    return say("seen on %(day)s, check again by %(by)s", day=say.date(seen_on), by=say.date(check_on))


def gain_words(say: Speech, amount: float, unit: str, value_unit: str = "") -> str:
    """How much earlier: one day, 2 days; for a figure, by how much."""
    one = {"min": say("one minute"), "h": say("one hour"), "d": say("one day"), "w": say("one week")}
    return one[unit] if amount == 1 and unit in one else time_words(say, amount, unit, value_unit)


def margin_words(say: Speech, share: float, gain: str) -> str:
    """To 86 customers of 100 it comes one day before promised."""
    return say("To %(k)s customers of 100 it comes %(gain)s before promised.", k=say.number(hundredths(share)),
               gain=gain)  # fmt: skip


def better_words(say: Speech, share: float, figure: str) -> str:
    """For 95 customers of 100 it is even better than promised: 9 days or less."""
    return say("For %(k)s customers of 100 it is even better: %(figure)s.", k=say.number(hundredths(share)),
               figure=figure)  # fmt: skip


def soft_words(
    say: Speech, *, expected: str = "", competitor: str = "", figure: str = "", avoidable: bool = True
) -> str:
    """A promise softer than people expect or somebody else promises: it sells nothing. Where nothing bolder holds
    (`avoidable` False) only that this is so.
    """
    if expected and avoidable:
        return say("Too soft: they expect %(expected)s. A promise like this sells nothing.", expected=expected)
    if expected:
        return say("They expect %(expected)s; nothing bolder holds today.", expected=expected)
    if avoidable:
        return say("Too soft: %(name)s says %(figure)s. A promise like this sells nothing.", name=competitor,
                   figure=figure)  # fmt: skip
    return say("%(name)s says %(figure)s; nothing bolder holds today.", name=competitor, figure=figure)


def stop_words(say: Speech, stop: str) -> str:
    """Cautious, balanced, bold."""
    words = {"careful": say("Cautious"), "balanced": say("Balanced"), "bold": say("Bold")}
    return words[stop]


def lever_words(say: Speech, lever: str) -> str:
    """The three things one can do about a gap, and that an action moves (seed 000: queues that seem shorter)."""
    words = {
        "process": say("change the process"),
        "promise": say("change the promise"),
        "waiting": say("change the waiting (tell, keep company)"),
    }
    return words[lever]


def idea_words(say: Speech, lever: str, sentence: str) -> str:
    """A first draft of an idea for one of the three levers; whoever writes goes on from here."""
    words = {
        "process": say("To keep “%(said)s” more often we could…", said=sentence),
        "promise": say("Instead of “%(said)s” we could say…", said=sentence),
        "waiting": say("While somebody waits for “%(said)s” we could…", said=sentence),
    }
    return words[lever]
