"""The portfolio in words: its title and notes, a promise's next move, how far a bar moved, the year again."""

from datetime import date, datetime
from math import floor

from words.counts import capital
from words.kinds import Bar, bar_cell, figure_words
from words.promises import cases_words, hundredths, of_hundred, out_of, target_words
from words.speech import Speech
from words.verdicts import FEW, HOLDS, Facts, as_of_words, next_move

# Less of 100 is no promise. Longer than this nobody waits for more cases: a smaller share is said instead.
HALF, LONG_WEEKS = 50, 8


def move_words(
    say: Speech, facts: Facts | None, bar: Bar, *, places: int, worth_telling: bool, too_old: bool = False,
    noun: tuple[str, str] = ("", ""),
) -> str:  # fmt: skip
    """What to do next about a promise, in a few words."""
    if facts is None or facts.share is None or too_old:
        return next_move(say, facts, places=places, bar=bar, too_old=too_old)
    if facts.verdict == HOLDS and worth_telling:
        return say("Worth telling")
    if facts.verdict == FEW and facts.base_verdict == FEW and facts.need_cases:
        sure = 5 * floor(20 * (facts.lower or 0.0))
        if sure >= HALF and (facts.need_weeks or 0) > LONG_WEEKS:
            return say("Say %(share)s: it holds", share=out_of(say, sure, 100))
        return say("%(cases)s to go", cases=cases_words(say, facts.need_cases, *noun))
    # A segment's own name may stand first.
    return capital(next_move(say, facts, places=places, bar=bar))


def all_words(say: Speech, used: int, others: int, drafts: int) -> str:
    """All of them: how many in use, and how many are not (drafts, agreed, run out)."""
    if not used or not others:
        return say("All %(n)s", n=say.number(used + others))
    if drafts == others:
        return say("All: %(used)s in use, %(others)s drafts", used=say.number(used), others=say.number(others))
    return say("All: %(used)s in use, %(others)s not", used=say.number(used), others=say.number(others))


def age_words(say: Speech, at: datetime, now: datetime, zone: str) -> str:
    """As of which day, and for how long, where it is more than a week."""
    day = say("data as of %(day)s", day=as_of_words(say, at, zone))
    days = (now - at).days
    return f"{day} ({say.many('%(n)s day ago', '%(n)s days ago', days)})" if days > 7 else day


def data_line(say: Speech, oldest: tuple[datetime, str] | None, newest: tuple[datetime, str] | None) -> str:
    """Over the table: of which day the data are, or between which days."""
    if oldest is None or newest is None:
        return say("No data yet.")
    last, first = as_of_words(say, *newest), as_of_words(say, *oldest)
    if first == last:
        return say("Data as of %(day)s.", day=last)
    return say("Data between %(first)s and %(last)s.", first=first, last=last)


def told_without_data(say: Speech, n: int) -> str:
    """The one number: promises told to customers without data, or with data that have expired. Empty where none is."""
    if not n:
        return ""
    return say.many(
        "%(n)s promise is told to customers without data, or with data that have expired.",
        "%(n)s promises are told to customers without data, or with data that have expired.",
        n,
    )


def luck_words(say: Speech, holding: int, sentences: list[str]) -> str:
    """How many of those that hold may hold by luck. sentences: those so near their bar, already escaped."""
    if not holding:
        return ""
    if not sentences:
        return say("Looked at all together, none of those that hold does so by luck.")
    said = ", ".join(say.quoted(one) for one in sentences)
    return say.many(
        "Looked at all together, %(n)s of those that hold may hold by luck: %(which)s.",
        "Looked at all together, %(n)s of those that hold may hold by luck: %(which)s.",
        len(sentences), which=said,
    )  # fmt: skip


def misses_words(say: Speech, left: int, allowed: int) -> str:
    """How many may still go wrong: 12 of 40; or how many too many did."""
    if left < 0:
        return say.many("%(n)s miss too many", "%(n)s misses too many", -left)
    return say("%(left)s of %(allowed)s misses left", left=say.number(left), allowed=say.number(allowed))


def weeks_words(say: Speech, weeks: tuple[float, ...], kept: int, of: int) -> str:
    """The picture of the last weeks for whoever does not see it."""
    said = [of_hundred(say, week, kept / of) for week in weeks]
    return say("Last %(n)s weeks, the oldest first: %(weeks)s. Promised: %(target)s.", n=say.number(len(weeks)),
               weeks=", ".join(said), target=target_words(say, kept, of))  # fmt: skip


def moved_words(say: Speech, before: Bar, after: Bar, counts: tuple[date | None, date | None] = (None, None)) -> str:
    """How the bar moved: "from within 30 seconds to within 60 seconds", "from 95 to 90", "counting began again"."""
    said = []
    ways = ("metric", "direction", "business", "ceiling")
    alike = all(getattr(before, way) == getattr(after, way) for way in ways)
    bars = [figure_words(say, one, one.amount, str(one.unit)) if alike and not one.yes_when else bar_cell(say, one)
            for one in (before, after)]  # fmt: skip
    for old, new in (
        (bars[0], bars[1]),
        (target_words(say, before.kept, before.of), target_words(say, after.kept, after.of)),
    ):
        if old != new:
            said.append(say("from %(old)s to %(new)s", old=old, new=new))
    if counts[1] is not None and counts[0] != counts[1]:
        said.append(say("counting began again on %(day)s", day=say.date(counts[1])))
    return ", ".join(said) or say("another rule for what counts")


def public_sentence(say: Speech, sentence: str, share: float, kept: int, of: int, period: str) -> str:
    """A ready sentence for a promise that is kept beyond its target, as it may be told."""
    times = say("%(kept)s times of %(of)s", kept=say.number(hundredths(share, kept / of)), of=say.number(100))
    return say("%(sentence)s: so it was %(times)s, %(period)s.", sentence=sentence.rstrip(". "), times=times,
               period=period)  # fmt: skip
