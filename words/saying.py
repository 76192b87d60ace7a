"""Can we say it? in sentences: does it hold, what may be said, what is told elsewhere, what others say and expect.

Plain values in (`models.saying.Answer` seen through a Protocol). The first layer knows no percentages.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from words.asking import Question, instead, language_of, same_time
from words.promises import hundredths, of_hundred, out_of, target_words, time_words
from words.said_text import Time
from words.speech import LANGUAGES, Speech, speech
from words.verdicts import BROKEN, EDGE, HOLDS, Figure, as_of_words

_SITE = {"sito", "sito web", "il sito", "website", "web site", "site", "web"}


class Told(Figure, Protocol):
    """A figure that was judged."""

    @property
    def lower(self) -> float | None: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102


class Place(Protocol):
    """Where a promise is told."""

    @property
    def touchpoint(self) -> str: ...  # noqa: D102
    @property
    def touchpoint_id(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> float | None: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102


def sentences(say: Speech, question: Question, answer: Any) -> list[str]:
    """The whole answer, a sentence each: "Non regge: 21 su 100.", "Puoi dire «in 3 giorni» (99 su 100).", …"""
    found = [own_verdict(say, answer) if answer.own else verdict_sentence(say, answer), may_say(say, question, answer)]
    said = elsewhere_sentence(say, question, answer)
    return [one for one in (*found, said, *outside(say, answer)) if one]


def verdict_sentence(say: Speech, answer: Any) -> str:
    """Does it hold? With how often, of a hundred."""
    told, own = answer.asked, answer.terms
    if answer.too_old:
        return say("Too few data: these are too old.")
    if told.share is None:
        return say("Too few data: no case to judge yet.")
    target = answer.kept / answer.of
    times = of_hundred(say, told.share, target)
    if told.verdict == HOLDS:
        return say("Holds: %(times)s.", times=times)
    if told.verdict == BROKEN:
        return say("Does not hold: %(times)s.", times=times)
    if told.verdict == EDGE:
        return say("On the edge: %(times)s, but only %(low)s are sure and %(target)s are needed.", times=times,
                   low=say.number(hundredths(told.lower or 0.0)), target=target_words(say, answer.kept, answer.of),
                   )  # fmt: skip
    facts = answer.facts
    if answer.own or (told.amount, told.unit) == (own.amount, own.unit):
        times = out_of(say, facts.kept, facts.cases) if facts and not facts.unknown else times
    return say("Too few data: %(times)s so far.", times=times)


def own_verdict(say: Speech, answer: Any) -> str:
    """The same of the promise itself, by its name, where no figure of one's own was judged."""
    promise, told = answer.terms.sentence, answer.asked
    if answer.too_old or told.share is None or told.verdict not in (HOLDS, BROKEN, EDGE):
        return say("“%(promise)s”. %(verdict)s", promise=promise, verdict=verdict_sentence(say, answer))
    times = of_hundred(say, told.share, answer.kept / answer.of)
    if told.verdict == HOLDS:
        return say("“%(promise)s” holds: %(times)s.", promise=promise, times=times)
    if told.verdict == BROKEN:
        return say("“%(promise)s” does not hold: %(times)s.", promise=promise, times=times)
    return say("“%(promise)s” is on the edge: %(times)s.", promise=promise, times=times)


def may_say(say: Speech, question: Question, answer: Any) -> str:
    """What may be said instead, or that this may be."""
    unit = answer.terms.value_unit
    if answer.say is not None:
        share = of_hundred(say, answer.say.share or 0.0, answer.kept / answer.of)
        words = quoted(say, answer.say, unit)
        if answer.bolder:
            return say("You can say it, and even “%(words)s” (%(share)s).", words=words, share=share)
        return say("You can say “%(words)s” (%(share)s).", words=words, share=share)
    if answer.asked.verdict == HOLDS:
        return say("You can say it, without “always”.") if question.said.always else say("You can say it.")
    if answer.too_old or answer.facts is None:
        return say("Until new data come in, no figure is honest.")
    if answer.sure_of and answer.sure_of[0]:
        return say("You can say it if you add: at least %(share)s.", share=out_of(say, *answer.sure_of))
    return say("There is no honest figure yet.")


def elsewhere_sentence(say: Speech, question: Question, answer: Any) -> str:
    """One place that tells another figure: where one stands, else the website, else the first noted."""
    places: Sequence[Place] = answer.elsewhere
    if not places:
        return ""
    here = [place for place in places if place.touchpoint_id == question.touchpoint_id]
    site = [place for place in places if place.touchpoint.strip().casefold() in _SITE]
    place = (here or site or list(places))[0]
    figure = told_figure(say, place, answer.terms.value_unit)
    if here:
        return say("Here it says %(figure)s.", figure=figure)
    if place in site:
        return say("On the website it says %(figure)s.", figure=figure)
    return say("%(touchpoint)s: there it says %(figure)s.", touchpoint=place.touchpoint, figure=figure)


def outside(say: Speech, answer: Any) -> list[str]:
    """What the boldest competitor says, and what customers expect."""
    found, unit = [], ""
    claims = [claim for claim in answer.rivals if claim.low is not None and not claim.stale]
    if claims:
        first = claims[0]
        unit = first.unit
        words = range_words(say, first.low, first.high, unit, answer.terms.value_unit)
        found.append(say("A competitor says %(words)s.", words=words))
    expected = answer.expected
    if expected is not None and expected.median is not None:
        if expected.unit == unit and unit != "value":
            found.append(say("Customers expect %(n)s.", n=say.number(round(expected.median, 1))))
        else:
            words = time_words(say, round(expected.median, 1), expected.unit, answer.terms.value_unit)
            found.append(say("Customers expect %(words)s.", words=words))
    return found


def quoted(say: Speech, told: Figure, value_unit: str = "") -> str:
    """The figure as it is said: "in 3 giorni"."""
    words = time_words(say, told.amount, told.unit, value_unit)
    return words if told.unit == "value" else say("in %(time)s", time=words)


def sayable(say: Speech, question: Question, answer: Any) -> str:
    """The sentence to copy: the typed one while it holds, else the same with the figure that does. Empty: none."""
    if question.said.always:
        # Whoever copies it would copy "always" too.
        return ""
    if answer.asked.verdict == HOLDS and not answer.own:
        return question.sentence
    told = answer.say if answer.say is not None and not answer.bolder else None
    if told is None:
        return str(answer.terms.sentence) if answer.asked.verdict == HOLDS else ""
    voice = voice_for(say, question)
    words = time_words(voice, told.amount, told.unit, answer.terms.value_unit)
    return instead(question, words, quoted(voice, told, answer.terms.value_unit))


def voice_for(say: Speech, question: Question) -> Speech:
    """The voice in which a sentence was written: another figure in it speaks the same language."""
    language = language_of(question.time) if question.time is not None else ""
    return speech(language) if language and say.language in LANGUAGES else say


def told_figure(say: Speech, place: Place, value_unit: str = "") -> str:
    """What a place says, in its own words where they name the very figure: "48 ore"."""
    if place.amount is None or place.unit is None:
        return say.quoted(place.words)
    own = same_time(place.words, place.amount, place.unit)
    if own is None:
        return time_words(say, place.amount, place.unit, value_unit)
    return say.quoted(own.heard) if own.wide else time_words(say, own.amount, own.unit)


def range_words(say: Speech, low: float, high: float, unit: str, value_unit: str = "") -> str:
    """1-2 days."""
    if low == high:
        return time_words(say, high, unit, value_unit)
    return f"{say.number(low)}-{time_words(say, high, unit, value_unit)}"


def understood(say: Speech, question: Question, answer: Any) -> str:
    """What was understood: the promise, the figure and where the word of a day was counted in one's favour."""
    time, promise = question.time, answer.terms.sentence
    if answer.other_kind:
        return say("I understood: “%(promise)s”. This promise is not about a time.", promise=promise)
    if answer.own:
        return say("I understood: “%(promise)s”.", promise=promise)
    words = time_words(say, answer.asked.amount, answer.asked.unit, answer.terms.value_unit)
    if time is not None and time.wide:
        return say("I understood: %(time)s, for the promise “%(promise)s”. A day's name counts as the whole of it.",
                   promise=promise, time=words)  # fmt: skip
    return say("I understood: %(time)s, for the promise “%(promise)s”.", promise=promise, time=words)


def always_sentence(say: Speech) -> str:
    """Somebody wrote "always" or 100 %."""
    return say("“Always” can never be promised: one day something goes wrong.")


def doubt_sentence(say: Speech, question: Question) -> str:
    """Why a time is asked back; empty where it is clear."""
    said = question.said
    if question.time is not None:
        return ""
    words = {
        "which": say("I read more than one time. Which one do you mean?"),
        "unit": say("A number alone is no time. Which one do you mean?"),
        "few": say("How many are a few?"),
        "part": say("How long is that?"),
        "thousands": say("This number reads two ways. Which one do you mean?"),
        "working": say("Working time: how long is that for who waits?"),
        "clock": say("An hour or a day of the week is no time to wait: say how long after the order."),
        "soon": say("“Soon” is no figure: say how long."),
    }
    return words.get(said.doubt, "")


def unheard_sentence(say: Speech, question: Question) -> str:
    """Why what was typed says no time, beside an answer about the promise itself: an hour of the day, "soon"."""
    return doubt_sentence(say, question) if question.said.doubt in ("clock", "soon") else ""


def choice_words(say: Speech, time: Time) -> str:
    """A reading, on its button."""
    return time_words(say, time.amount, time.unit)


def which_sentence(say: Speech) -> str:
    """Which promise is meant is asked back."""
    return say("Which promise is it about?")


def based_on(say: Speech, answer: Any, cases: str, zone: str) -> str:
    """The figures behind it, in one line."""
    at: datetime | None = answer.as_of
    if at is None or answer.facts is None:
        return ""
    wanted = out_of(say, answer.kept, answer.of)
    return say("%(cases)s, data as of %(day)s. It holds when at least %(share)s are sure.", cases=cases,
               day=as_of_words(say, at, zone), share=wanted)  # fmt: skip
