"""What may be said at a touchpoint, in sentences: «A casa tua in 3 giorni» · 99 su 100.

A line whose figure does not hold is said again with the one that does: the same words, another time.
"""

from typing import Protocol

from words.asking import instead, question_of
from words.promises import of_hundred, time_words
from words.saying import quoted, voice_for
from words.speech import Speech
from words.verdicts import BROKEN, EDGE, HOLDS, Figure


class Told(Figure, Protocol):
    """A figure that was judged."""

    @property
    def verdict(self) -> str: ...  # noqa: D102


class Line(Protocol):
    """One line of a sheet, as `models.front_line` tells it."""

    @property
    def promise(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def touchpoint(self) -> str: ...  # noqa: D102
    @property
    def told(self) -> Told | None: ...  # noqa: D102
    @property
    def say(self) -> Told | None: ...  # noqa: D102
    @property
    def kept(self) -> int: ...  # noqa: D102
    @property
    def of(self) -> int: ...  # noqa: D102
    @property
    def value_unit(self) -> str: ...  # noqa: D102
    @property
    def holds(self) -> bool: ...  # noqa: D102


class Readers(Protocol):
    """Who has read a sheet."""

    @property
    def readers(self) -> int: ...  # noqa: D102
    @property
    def of(self) -> int: ...  # noqa: D102


def to_say(say: Speech, line: Line) -> str:
    """The sentence that may be said: the words as told while they hold, else with the figure that does. Empty: none."""
    if line.holds:
        return line.words
    if line.say is None:
        return ""
    for sentence in (line.words, line.promise):
        question = question_of(sentence)
        if question.time is not None:
            voice = voice_for(say, question)
            words = time_words(voice, line.say.amount, line.say.unit, line.value_unit)
            return instead(question, words, quoted(voice, line.say, line.value_unit))
    return f"{line.promise}: {quoted(say, line.say, line.value_unit)}"


def how_often(say: Speech, line: Line) -> str:
    """How often what may be said is kept: "99 su 100"."""
    told = line.told if line.holds else line.say
    if told is None or told.share is None:
        return ""
    return of_hundred(say, told.share, line.kept / line.of)


def why_not(say: Speech, line: Line) -> str:
    """Why the words of a line are not to be said."""
    told = line.told
    if told is None or told.share is None:
        return say("no data to say it")
    times = of_hundred(say, told.share, line.kept / line.of)
    if told.verdict == BROKEN:
        return say("today %(times)s", times=times)
    if told.verdict == EDGE:
        return say("on the edge: %(times)s", times=times)
    if told.verdict == HOLDS:
        return times
    return say("too few data: %(times)s", times=times)


def if_asked(say: Speech, line: Line) -> tuple[str, str]:
    """What somebody may bring up, and what to answer."""
    answer = to_say(say, line)
    if line.holds:
        place = f"{line.touchpoint}: " if line.touchpoint else ""
        return f"{place}{say.quoted(line.words)}", say("Answer: yes, %(times)s.", times=how_often(say, line))
    if line.touchpoint:
        brought = say("%(touchpoint)s: “%(words)s”, %(why)s.", touchpoint=line.touchpoint, words=line.words,
                      why=why_not(say, line))  # fmt: skip
    else:
        brought = say("“%(words)s”: %(why)s.", words=line.words, why=why_not(say, line))
    if not answer:
        return brought, say("Answer: we do not promise a time for it yet.")
    often = how_often(say, line)
    return brought, say("Answer: “%(words)s” (%(times)s).", words=answer, times=often)


def read_by(say: Speech, readers: Readers) -> str:
    """Read by 14 of 19."""
    return say("Read by %(readers)s of %(of)s", readers=say.number(readers.readers), of=say.number(readers.of))


def sheet_title(say: Speech, touchpoint: str, may: int, never: int) -> str:
    """How many sentences may be said at a touchpoint; where none is told, what the sheet is good for."""
    if may:
        return say.many(
            "%(touchpoint)s: %(n)s sentence you may say", "%(touchpoint)s: %(n)s sentences you may say", may,
            touchpoint=touchpoint,
        )  # fmt: skip
    if never:
        return say("%(touchpoint)s: no figure holds today", touchpoint=touchpoint)
    return say("%(touchpoint)s: what to answer", touchpoint=touchpoint)


def nothing_to_say(say: Speech, never: int) -> str:
    """Where nothing may be said: because nothing told there holds, or because nothing is told there."""
    if never:
        return say("No figure holds here today: name none.")
    return say("No promise is told here.")
