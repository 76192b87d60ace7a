"""About to miss, in words: how many, how long there is, and what to write to the customer before the customer calls."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from words.promises import cases_words
from words.speech import Speech

_DAY, _HOUR, _MINUTE = 86_400.0, 3_600.0, 60.0


def care_title(say: Speech, soon: int) -> str:
    """The title of the page: the answer."""
    if not soon:
        return say("No case is about to miss.")
    return say.many("%(n)s case is about to miss.", "%(n)s cases are about to miss.", soon)


def counts_words(say: Speech, counted: Iterable[tuple[int, str, str]]) -> str:
    """0 repairs, 12 orders: (number, one, many) of each process, those with the most first."""
    rows = sorted(counted, key=lambda one: -one[0])
    shown = [one for one in rows if one[0]] or rows[:2]
    return say.listed([cases_words(say, *one) for one in shown])


def care_line(say: Speech, counted: Iterable[tuple[int, str, str]]) -> str:
    """The line of Home: "About to miss: 12 orders and 5 repairs."."""
    return say("About to miss: %(cases)s.", cases=counts_words(say, counted))


def left_words(say: Speech, seconds: float, *, business: bool = False) -> str:
    """How long there is, or since when it is over; rounded down, so that nobody has less time than is said."""
    span, over = abs(seconds), seconds < 0
    if span >= 2 * _DAY and not business:
        words = say.many("%(n)s day", "%(n)s days", int(span // _DAY))
    elif span >= 1.5 * _HOUR:
        hours = int(span // _HOUR)
        words = (
            say.many("%(n)s working hour", "%(n)s working hours", hours)
            if business
            else say.many("%(n)s hour", "%(n)s hours", hours)
        )
    elif span >= _MINUTE:
        words = say.many("%(n)s minute", "%(n)s minutes", int(span // _MINUTE))
    else:
        words = say("less than a minute")
    return say("over since %(time)s", time=words) if over else say("%(time)s left", time=words)


def place_words(say: Speech, touchpoint: str) -> str:
    """A touchpoint as the data name it; the empty one is none."""
    return touchpoint or say("Without a touchpoint")


def case_words(noun_one: str, case_id: str) -> str:
    """Order TB-23114, or only the number where the trade has no noun."""
    return f"{noun_one} {case_id}".strip()


def standard_sentence(say: Speech, *, over: bool) -> str:
    """What the product proposes, with its places still open."""
    if over:
        return say(
            "Hello, we write about {case}: we said “{promise}” and we have not made it. We are sorry. We are on it and"
            " write again as soon as we know when."
        )
    return say(
        "Hello, we write before you have to call ({case}): we may not keep what we said, “{promise}”. We are on it and"
        " write again as soon as we know when."
    )


def sentence_to_send(
    say: Speech, written: Mapping[str, str], *, case: str, promise: str, due: datetime, zone: str, over: bool
) -> str:
    """The sentence with its places filled in. `written`: the company's own words by language; for what is over the
    product's, because the own ones speak of what may still be kept.
    """
    words = written.get(say.language, "") if not over else ""
    by = say.moment(due, zone)
    known = {"case": case, "caso": case, "promise": promise, "promessa": promise, "by": by, "entro": by}
    parts = (words or standard_sentence(say, over=over)).split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        # Never str.format: the words were typed by a person, and the case by whoever filled in the file.
        filled.append(f"{known[name]}{rest}" if closed and name in known else "{" + part)
    return "".join(filled)
