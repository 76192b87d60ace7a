"""A verdict in sentences: what it says, what may be said today, what is missing. The first layer knows no percentages.

The facts are those of `models.studies.VerdictFacts`, seen here as plain values only.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from words.kinds import Bar, Variant, bar_at, figure_words, told_bar, variant_times, worst_variant
from words.promises import exact_time, hundredths, of_hundred, out_of, target_words, time_words
from words.speech import Speech

HOLDS, EDGE, BROKEN, FEW = "supported", "at risk", "not supportable", "not enough evidence"


class Figure(Protocol):
    """A time that is told, and the share that keeps it."""

    @property
    def amount(self) -> float: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def share(self) -> float | None: ...  # noqa: D102


class Part(Protocol):
    """A segment of the cases and its share."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def share(self) -> float: ...  # noqa: D102


class Facts(Protocol):
    """The figures of a verdict."""

    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def base_verdict(self) -> str: ...  # noqa: D102
    @property
    def cases(self) -> int: ...  # noqa: D102
    @property
    def open(self) -> int: ...  # noqa: D102
    @property
    def kept(self) -> int: ...  # noqa: D102
    @property
    def unknown(self) -> int: ...  # noqa: D102
    @property
    def share(self) -> float | None: ...  # noqa: D102
    @property
    def closed_only_share(self) -> float | None: ...  # noqa: D102
    @property
    def lower(self) -> float | None: ...  # noqa: D102
    @property
    def upper(self) -> float | None: ...  # noqa: D102
    @property
    def phi(self) -> float: ...  # noqa: D102
    @property
    def n_eff(self) -> float: ...  # noqa: D102
    @property
    def promise_within(self) -> float | None: ...  # noqa: D102
    @property
    def say(self) -> Figure | None: ...  # noqa: D102
    @property
    def sure_of(self) -> tuple[int, int] | None: ...  # noqa: D102
    @property
    def need_cases(self) -> int | None: ...  # noqa: D102
    @property
    def need_weeks(self) -> int | None: ...  # noqa: D102
    @property
    def downgrades(self) -> Sequence[tuple[str, object]]: ...  # noqa: D102
    @property
    def behind(self) -> Sequence[Part]: ...  # noqa: D102
    @property
    def variants(self) -> Sequence[Variant]: ...  # noqa: D102
    @property
    def headline_of(self) -> str: ...  # noqa: D102


def times_words(say: Speech, facts: Facts, target: float) -> str:
    """86 times of 100; the very numbers where there are few cases and each one's fate is known."""
    share = facts.share or 0.0
    if facts.verdict == FEW and facts.unknown == 0:
        return say("%(kept)s times of %(of)s", kept=say.number(facts.kept), of=say.number(facts.cases))
    return say("%(kept)s times of %(of)s", kept=say.number(hundredths(share, target)), of=say.number(100))


def headline(say: Speech, facts: Facts, *, kept: int, of: int, period: str) -> str:
    """The verdict in one sentence: "Does not hold: 86 times of 100 in the last 90 days; we promise 95."."""
    if facts.share is None:
        return say("Too few data: no case to judge yet.")
    times = times_words(say, facts, kept / of)
    said = {"times": times, "period": period, "target": target_words(say, kept, of)}
    if facts.verdict == HOLDS:
        return say("Holds: %(times)s %(period)s; we promise %(target)s.", **said)
    if facts.verdict == BROKEN:
        return say("Does not hold: %(times)s %(period)s; we promise %(target)s.", **said)
    if lowered(facts):
        if _worse(facts):
            return say("On the edge: %(times)s %(period)s; we promise %(target)s, and it is getting worse.", **said)
        if any(code == "part_not_supportable" for code, _ in facts.downgrades):
            return say("On the edge: %(times)s %(period)s; we promise %(target)s, and not everybody gets it.", **said)
        return say("On the edge: %(times)s %(period)s; we promise %(target)s, and the campaign tests it.", **said)
    if facts.verdict == EDGE:
        return say(
            "On the edge: %(times)s %(period)s; with these cases the true figure may lie between %(low)s and %(high)s,"
            " and we promise %(target)s.",
            low=say.number(hundredths(facts.lower or 0.0)), high=say.number(hundredths(facts.upper or 1.0)), **said,
        )  # fmt: skip
    if facts.base_verdict != FEW:
        return say("Too few data: as it is, this file would mislead. It says %(times)s %(period)s.", **said)
    said["target"] = out_of(say, kept, of)
    return say("Too few data: %(times)s %(period)s; we promise %(target)s.", **said)


def lowered(facts: Facts) -> bool:
    """Whether the figures alone hold, and something else puts the promise on the edge (`downgrades` says what)."""
    return facts.verdict == EDGE and facts.base_verdict == HOLDS


def _worse(facts: Facts) -> bool:
    return any(code in ("week_below", "falling", "block_missed") for code, _ in facts.downgrades)


def evidence_line(say: Speech, facts: Facts, *, cases: str, as_of: datetime, zone: str) -> str:
    """4.154 orders, 75 still open, data as of 22 Nov."""
    day = as_of_words(say, as_of, zone)
    if facts.open:
        return say("%(cases)s, %(open)s still open, data as of %(day)s.", cases=cases, open=say.number(facts.open),
                   day=day)  # fmt: skip
    return say("%(cases)s, none still open, data as of %(day)s.", cases=cases, day=day)


def as_of_words(say: Speech, as_of: datetime, zone: str) -> str:
    """The last day that is whole in the data: what ends at midnight is the day before, at 24:00."""
    return say.date(as_of - timedelta(seconds=1), zone)


def today_sentence(say: Speech, facts: Facts, bar: Bar) -> str:
    """The nearest sentence that holds today. `bar`: what the promise says."""
    amount, unit = bar.amount, str(bar.unit)
    least = say("at least %(share)s", share=out_of(say, bar.kept, bar.of))
    if facts.verdict == HOLDS:
        return say("You can say it today: %(told)s.", told=told_bar(say, bar, amount, unit, least))
    if lowered(facts):
        return say("You can still say it today: %(told)s.", told=told_bar(say, bar, amount, unit, least))
    if facts.verdict == FEW and facts.base_verdict != FEW:
        return say("First get the whole list of cases: until then no figure is honest.")
    if facts.say is not None:
        return say("You can say today: %(told)s.", told=told_bar(say, bar, facts.say.amount, facts.say.unit, least))
    if facts.sure_of and facts.sure_of[0]:
        least = say("at least %(share)s", share=out_of(say, *facts.sure_of))
        return say("You can say today: %(told)s.", told=told_bar(say, bar, amount, unit, least))
    return say("There is no honest figure yet.")


def other_sentence(say: Speech, facts: Facts, bar: Bar) -> str:
    """The other way out: keep the time, say a smaller share. Empty where there is none to say."""
    if facts.verdict == HOLDS or lowered(facts) or facts.say is None or not facts.sure_of or not facts.sure_of[0]:
        return ""
    if facts.verdict == FEW and facts.base_verdict != FEW:
        return ""
    clock = bar.metric == "clock"
    kept = figure_words(say, bar, bar.amount, str(bar.unit)) if clock else bar_at(say, bar, bar.amount, str(bar.unit))
    return say("Or keep %(time)s and say: at least %(share)s.", time=kept, share=out_of(say, *facts.sure_of))


def missing_sentence(say: Speech, facts: Facts) -> str:
    """What is missing until the data decide: "38 more cases, about 5 weeks". Empty where nothing is."""
    if facts.verdict != FEW or not facts.need_cases:
        return ""
    more = say.many("%(n)s more case", "%(n)s more cases", facts.need_cases)
    if not facts.need_weeks:
        return say("Too few cases: %(more)s.", more=more)
    weeks = say.many("about %(n)s week", "about %(n)s weeks", facts.need_weeks)
    return say("Too few cases: %(more)s, %(weeks)s.", more=more, weeks=weeks)


def too_old_sentence(say: Speech, days: int) -> str:
    """When the data are older than the promise looks back."""
    return say.many(
        "Data are %(n)s day old: the verdict is suspended until new ones arrive.",
        "Data are %(n)s days old: the verdict is suspended until new ones arrive.",
        days,
    )


def next_move(say: Speech, facts: Facts | None, *, places: int, bar: Bar | None = None, too_old: bool = False) -> str:
    """What to do about a promise, in three words. `bar`: what it says; without, a time."""
    if too_old:
        return say("Bring new data")
    if facts is None or facts.share is None:
        return say("Bring the data")
    if facts.verdict == HOLDS:
        return say("Worth telling") if not places else say("Keep it up")
    if facts.verdict == FEW and facts.base_verdict != FEW:
        return say("Ask for all cases")
    if lowered(facts) and _worse(facts):
        return say("Find out why it gets worse")
    if bar is not None and (worst := worst_variant(facts)) is not None:
        times = variant_times(say, worst, bar.kept / bar.of)
        return say("%(variant)s: %(times)s", variant=worst.segment, times=times)
    if facts.verdict == EDGE and facts.behind:
        last = facts.behind[0]
        return say("%(variant)s: %(times)s", variant=last.name[:1].upper() + last.name[1:],
                   times=of_hundred(say, last.share))  # fmt: skip
    if facts.verdict != FEW and facts.say is not None:
        told = facts.say
        if bar is None:
            return say("Say %(time)s", time=time_words(say, told.amount, told.unit))
        figure = figure_words(say, bar, told.amount, told.unit)
        words = figure if bar.metric == "clock" else bar_at(say, bar, told.amount, told.unit)
        return say("Say %(time)s", time=words)
    if facts.need_cases:
        more = say.many("%(n)s more case", "%(n)s more cases", facts.need_cases)
        return more[:1].upper() + more[1:]
    return say("Improve the process")


def closed_only_sentence(say: Speech, facts: Facts) -> str:
    """Why does my report say something else? The closed-only figure, and why it flatters."""
    if facts.closed_only_share is None or facts.share is None:
        return ""
    closed, honest = of_hundred(say, facts.closed_only_share), of_hundred(say, facts.share)
    if not facts.open:
        return say("Counting closed cases only says %(closed)s, and so do we: no case is open.", closed=closed)
    return say(
        "Counting closed cases only says %(closed)s; counting the open ones too, %(honest)s. Your report counts closed"
        " cases only; the slow ones are still open, so it looks better.",
        closed=closed, honest=honest,
    )  # fmt: skip


def method_sentences(say: Speech, facts: Facts, *, bar: Bar) -> list[str]:
    """How it was computed, in plain words with the exact figures: the second layer. `bar`: what the promise says."""
    clock = bar.metric == "clock"
    if facts.share is None or facts.lower is None or facts.upper is None:
        return []

    def tenth(share: float) -> str:
        return say.decimal(100 * share, 1)

    said = [
        say(
            "Kept %(share)s of 100, sure to lie between %(low)s and %(high)s (each limit errs at most 5 times of 100).",
            share=tenth(facts.share), low=tenth(facts.lower), high=tenth(facts.upper),
        ),
        say(
            "A case that is still open counts for the time it has waited so far (Kaplan-Meier curve at the date of the"
            " data)."
        ) if clock else say("Every case with an outcome or a figure counts once; nothing is open."),
        say(
            "Weeks are not alike: they differ %(phi)s times as much as chance would have it, so the cases weigh like"
            " %(n)s independent ones.",
            phi=say.decimal(facts.phi, 1), n=say.number(round(facts.n_eff)),
        ),
    ]  # fmt: skip
    if clock and bar.business:
        said.append(say("The time counts inside the opening hours of the process and its holidays only."))
    if facts.promise_within is not None and clock:
        within = facts.promise_within
        # In opening hours a day is no fixed time: hours at most.
        time = time_words(say, within / 3_600, "h") if bar.business and within >= 3_600 else exact_time(say, within)
        said.append(say("Exactly, %(time)s could be promised today.", time=time))
    return said
