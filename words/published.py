"""What goes out of a promise in words: for our public page, the JSON and the seal alike.

Plain values in. A figure is said only where the verdict is good now; too few data and data too old are said as that.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from words.counts import capital
from words.promises import out_of, period_words, time_words
from words.speech import Speech
from words.verdicts import EDGE, FEW, HOLDS, as_of_words


class Public(Protocol):
    """The public form of a promise (`models.publishing.PublicPromise`)."""

    @property
    def sentence(self) -> str: ...  # noqa: D102
    @property
    def kept(self) -> int: ...  # noqa: D102
    @property
    def of(self) -> int: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def as_of(self) -> datetime | None: ...  # noqa: D102
    @property
    def period_days(self) -> int: ...  # noqa: D102
    @property
    def counts_from(self) -> date | None: ...  # noqa: D102
    @property
    def too_old(self) -> bool: ...  # noqa: D102
    @property
    def zone(self) -> str: ...  # noqa: D102
    @property
    def ended(self) -> bool: ...  # noqa: D102
    @property
    def variant(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> float | None: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102
    @property
    def lowered(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True)
class SealWords:
    """The two lines of a seal, and what is read aloud. `state`: a verdict's code, `too old` or `ended`."""

    state: str
    first: str
    second: str
    title: str


def commitments_title(say: Speech, holds: int, total: int) -> str:
    """The answer of the public page: of what we promise, how much we keep; nothing while nothing is published."""
    if total == 0:
        return say("We have not published what we promise yet.")
    if holds == total:
        return say.many("We keep what we promise.", "We keep all %(n)s promises.", total)
    if holds == 0:
        return say.many("We promise one thing, and say how it goes.",
                        "We promise %(n)s things, and say how they go.", total)  # fmt: skip
    return say("Of %(total)s promises we keep %(holds)s.", total=say.number(total), holds=say.number(holds))


def public_sentence_of(say: Speech, seen: Public) -> str:
    """The sentence as it is promised, with the choice of the customer where it is about one: «…» (by card: 3 days)."""
    if not seen.variant:
        return seen.sentence
    own = f": {time_words(say, seen.amount, seen.unit)}" if seen.amount is not None and seen.unit is not None else ""
    return f"{seen.sentence} ({seen.variant}{own})"


def seal_words(say: Speech, seen: Public, times: tuple[int, int] | None) -> SealWords:
    """What the seal says: times kept (k of n) where there is a good figure, else why there is none."""
    day = _short_day(say, seen) if seen.as_of is not None else ""
    if seen.ended:
        gone = say("We no longer promise this")
        return SealWords("ended", gone, say("since %(day)s", day=day), gone)
    if seen.too_old:
        first, second = say("No figure: the data are too old"), say("Data as of %(day)s", day=day)
        return SealWords("too old", first, second, _titled(say, public_sentence_of(say, seen), first, second))
    if times is None or not day:
        first = say("Too few data to say it yet")
        second = say("Data as of %(day)s", day=day) if day else say("No data yet")
        return SealWords(FEW, first, second, _titled(say, public_sentence_of(say, seen), first, second))
    kept = {"kept": say.number(times[0]), "of": say.number(times[1])}
    first = say("Kept %(kept)s times of %(of)s", **kept)
    if seen.variant:
        first = say("%(variant)s: kept %(kept)s times of %(of)s", variant=capital(seen.variant), **kept)
    said = {"day": day, "target": _target(say, seen, times)}
    if seen.verdict == HOLDS:
        second = say("We keep it · data as of %(day)s", day=day)
    elif seen.verdict == EDGE:
        second = say("Only just: we promise %(target)s · %(day)s", **said)
    else:
        second = say("Not yet: we promise %(target)s · %(day)s", **said)
    return SealWords(seen.verdict, first, second, _titled(say, public_sentence_of(say, seen), first, second))


def kept_words(say: Speech, seen: Public, times: tuple[int, int] | None) -> str:
    """The sentence under a promise on the public page."""
    day = as_of_words(say, seen.as_of, seen.zone) if seen.as_of is not None else ""
    if seen.too_old:
        return say("We say no figure: the data are too old (%(day)s).", day=day)
    if times is None or not day:
        return say("Too few data to say how often we keep it.")
    said = {"kept": say.number(times[0]), "of": say.number(times[1]), "period": _period(say, seen),
            "day": day, "target": _target(say, seen, times)}  # fmt: skip
    if seen.verdict == HOLDS:
        return say("Kept %(kept)s times of %(of)s %(period)s; we promise %(target)s. Data as of %(day)s.", **said)
    if seen.verdict == EDGE and seen.lowered:
        return say("Kept %(kept)s times of %(of)s %(period)s; we promise %(target)s. The figure is enough, but we are"
                   " not sure that it stays so. Data as of %(day)s.", **said)  # fmt: skip
    if seen.verdict == EDGE and times[0] * seen.of > seen.kept * times[1]:
        return say("Kept %(kept)s times of %(of)s %(period)s; we promise %(target)s. It is a little above, but it could"
                   " be chance. Data as of %(day)s.", **said)  # fmt: skip
    if seen.verdict == EDGE:
        return say("Kept %(kept)s times of %(of)s %(period)s; we promise %(target)s. It is too close to say that we"
                   " keep it. Data as of %(day)s.", **said)  # fmt: skip
    return say("Kept %(kept)s times of %(of)s %(period)s: not yet the %(target)s we promise. Data as of %(day)s.",
               **said)  # fmt: skip


def _target(say: Speech, seen: Public, times: tuple[int, int]) -> str:
    """The share promised, of the same number as the share kept where it can be: 92 of 100, we promise 90."""
    same = seen.kept * times[1] % seen.of == 0
    return say.number(seen.kept * times[1] // seen.of) if same else out_of(say, seen.kept, seen.of)


def _period(say: Speech, seen: Public) -> str:
    if seen.counts_from is None and 180 <= seen.period_days <= 184:
        return say("in the last six months")
    return period_words(say, seen.period_days, seen.counts_from)


def _short_day(say: Speech, seen: Public) -> str:
    """22 nov; with its year where the data may be of another one."""
    assert seen.as_of is not None
    if seen.ended or seen.too_old or seen.period_days > 300:
        return as_of_words(say, seen.as_of, seen.zone)
    return say.day(seen.as_of - timedelta(seconds=1), seen.zone)


def _titled(say: Speech, sentence: str, first: str, second: str) -> str:
    return say("“%(sentence)s”: %(first)s. %(second)s.", sentence=sentence, first=first[:1].lower() + first[1:],
               second=second)  # fmt: skip
