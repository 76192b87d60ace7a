"""A question typed into *Can we say it?*, as far as it is understood, and what was chosen where it was asked back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from words.figures_said import Said, figures_said
from words.meant import Promised, meant
from words.numbers_said import tokens_of
from words.said_text import ENGLISH, ITALIAN, SECONDS, Time

MOST_SIGNS = 180
_ITALIAN_DAYS = {"domani", "dopodomani", "domattina", "indomani", "oggi", "stesso", "giornata"}
_BOTH = {"h", "s", "min", "sec"}
_ENGLISH_DAYS = {"tomorrow", "today", "overnight", "same", "next"}


class Terms(Protocol):
    """What a promise is counted in."""

    @property
    def value_unit(self) -> str: ...  # noqa: D102
    @property
    def business(self) -> bool: ...  # noqa: D102


class Subject(Protocol):
    """What is promised, as `models.subjects` tells it."""

    @property
    def key(self) -> str: ...  # noqa: D102
    @property
    def texts(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def seconds(self) -> float | None: ...  # noqa: D102
    @property
    def is_time(self) -> bool: ...  # noqa: D102
    @property
    def terms(self) -> Terms: ...  # noqa: D102
    def is_told_at(self, touchpoint_id: str) -> bool: ...  # noqa: D102


@dataclass(frozen=True)
class Question:
    """A sentence with what was heard in it. `time`: the one that was heard, or chosen when it was asked back."""

    sentence: str
    said: Said
    time: Time | None
    touchpoint_id: str = ""

    @property
    def share(self) -> tuple[int, int] | None:
        """How often, where it says so."""
        return self.said.share

    @property
    def says_time(self) -> bool:
        """Whether it says a time."""
        return self.time is not None

    @property
    def must_choose(self) -> bool:
        """Whether the time reads two ways, whatever promise it is about, and nobody has chosen yet."""
        return self.time is None and bool(self.said.choices) and self.said.doubt != "working"

    def still_asks(self, terms: Terms) -> bool:
        """Whether working days were said of a promise that counts all days: how many that is must be asked."""
        return self.time is None and self.said.doubt == "working" and not terms.business

    def about(self, subjects: Sequence[Subject]) -> tuple[str | None, Sequence[str]]:
        """Which subject is meant, or the likeliest."""
        among = [
            Promised(one.key, one.texts, one.seconds, bool(self.touchpoint_id) and one.is_told_at(self.touchpoint_id))
            for one in subjects
        ]
        found = meant(self.sentence, among, seconds=self.time.seconds if self.time else None)
        return found.sure, found.likely

    def figure(self, subject: Subject) -> tuple[float, str] | None:
        """The figure in the promise's own kind: a time, or a number of its unit ("days old" is counted in days)."""
        if self.time is not None and subject.is_time:
            return self.time.amount, self.time.unit
        if self.said.doubt == "working" and self.time is None and subject.is_time and subject.terms.business:
            # In business time a day is a working day: what was said is what is promised.
            return self.said.choices[0].amount, self.said.choices[0].unit
        if self.time is not None:
            unit = figures_said(f"1 {subject.terms.value_unit}").time
            return (self.time.seconds / unit.seconds, "value") if unit is not None else None
        value, unit_words = self.said.value, figures_said(subject.terms.value_unit).words
        if value is None or subject.is_time or self.said.share is not None:
            return None
        # Another number ("since 1958") is none of this promise's.
        named = not unit_words or not set(unit_words).isdisjoint(self.said.words) or not value.is_integer()
        return (value, "value") if named else None


def question_of(sentence: str, *, touchpoint_id: str = "", chosen: str = "") -> Question:
    """What a typed sentence asks. chosen: "24|h", one of the readings offered before; another one is not taken."""
    said = figures_said(sentence[:MOST_SIGNS])
    readings = {key_of(time): time for time in said.choices}
    return Question(sentence[:MOST_SIGNS].strip(), said, readings.get(chosen, said.time), touchpoint_id)


def key_of(time: Time) -> str:
    """A reading as it stands in an address."""
    return f"{time.amount:g}|{time.unit}"


def instead(question: Question, words: str, in_words: str) -> str:
    """The typed sentence with another time in the place of its own. words: "3 days"; in_words: "in 3 days", where a
    day's name stood.

    >>> instead(question_of("Consegna in 24 ore"), "3 giorni", "in 3 giorni")
    'Consegna in 3 giorni'
    """
    time = question.time
    if time is None:
        return in_words[:1].upper() + in_words[1:]
    put = in_words if time.wide else words
    if time.wide and time.start == 0:
        put = put[:1].upper() + put[1:]
    return question.sentence[: time.start] + put + question.sentence[time.end :]


def language_of(time: Time) -> str:
    """The language in which a time was said; empty where it does not tell ("48 h")."""
    words = {token.text for token in tokens_of(time.heard)} - _BOTH
    italian, english = words & ITALIAN.keys() or words & _ITALIAN_DAYS, words & ENGLISH.keys() or words & _ENGLISH_DAYS
    return "it" if italian and not english else "en" if english and not italian else ""


def same_time(words: str, amount: float, unit: str) -> Time | None:
    """How the words of a place say this very time: 48 hours where two days were noted. None where they do not."""
    time = figures_said(words).time
    if time is None or unit not in SECONDS or time.seconds != amount * SECONDS[unit]:
        return None
    return time
