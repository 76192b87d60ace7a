"""What a promise says is kept, for each of its kinds: within a time, yes or no, a measure; and its variants.

Plain values in, sentences out, for pages, prints, the phone and Excel alike.
"""

from collections.abc import Sequence
from typing import Protocol

from words.promises import of_hundred, out_of, time_words
from words.speech import Speech

WORSE = ("supported", "not enough evidence", "at risk", "not supportable")


class Bar(Protocol):
    """What a promise says: `models.promise_terms.Terms`, or the draft of it."""

    @property
    def metric(self) -> str: ...  # noqa: D102
    @property
    def direction(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> float: ...  # noqa: D102
    @property
    def ceiling(self) -> float | None: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def value_unit(self) -> str: ...  # noqa: D102
    @property
    def business(self) -> bool: ...  # noqa: D102
    @property
    def yes_when(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def kept(self) -> int: ...  # noqa: D102
    @property
    def of(self) -> int: ...  # noqa: D102


class Variant(Protocol):
    """A choice of the customer with its figures: `models.variants.VariantFacts`."""

    @property
    def segment(self) -> str: ...  # noqa: D102
    @property
    def amount(self) -> float | None: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def cases(self) -> int: ...  # noqa: D102
    @property
    def kept(self) -> int: ...  # noqa: D102
    @property
    def unknown(self) -> int: ...  # noqa: D102
    @property
    def share(self) -> float | None: ...  # noqa: D102


class Judged(Protocol):
    """A verdict with those of its variants: `models.studies.VerdictFacts`."""

    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def variants(self) -> Sequence[Variant]: ...  # noqa: D102
    @property
    def headline_of(self) -> str: ...  # noqa: D102


def figure_words(say: Speech, bar: Bar, amount: float, unit: str) -> str:
    """A figure as this promise counts it: 48 hours, 3 working days, 4.5 stars."""
    if not bar.business or unit not in ("d", "w"):
        return time_words(say, amount, unit, bar.value_unit)
    return working_words(say, amount, unit)


def working_words(say: Speech, amount: float, unit: str) -> str:
    """Days and weeks of opening hours: 3 working days."""
    whole = int(amount) if float(amount).is_integer() else 2
    shown = say.number(round(amount, 1))
    if unit == "d":
        return say.many("%(n)s working day", "%(n)s working days", whole, n=shown)
    return say.many("%(n)s working week", "%(n)s working weeks", whole, n=shown)


def bar_words(say: Speech, bar: Bar) -> str:
    """What keeps the promise: within 48 hours · 4.5 or more · between 60 and 65 °C. Empty for yes or no."""
    return bar_at(say, bar, bar.amount, str(bar.unit))


def bar_at(say: Speech, bar: Bar, amount: float, unit: str) -> str:
    """The same with another figure of the same promise, such as the one that could be said today."""
    figure = figure_words(say, bar, amount, unit)
    if bar.metric == "clock":
        if bar.business and unit not in ("d", "w"):
            return say("within %(time)s, in opening hours", time=figure)
        return say("within %(time)s", time=figure)
    if bar.yes_when:
        return ""
    if bar.direction == "between":
        high = time_words(say, bar.ceiling or amount, unit, bar.value_unit)
        return say("between %(low)s and %(high)s", low=say.number(amount), high=high)
    if bar.direction == "at least":
        return say("%(figure)s or more", figure=figure)
    return say("%(figure)s or less", figure=figure)


def told_bar(say: Speech, bar: Bar, amount: float, unit: str, least: str) -> str:
    """What may be told: "within 3 days, at least 19 of 20"; for yes or no the share alone. `least`: that share."""
    if bar.metric == "clock" and (not bar.business or unit in ("d", "w")):
        return say("within %(time)s, %(least)s", time=figure_words(say, bar, amount, unit), least=least)
    words = bar_at(say, bar, amount, unit)
    return say("%(bar)s, %(least)s", bar=words, least=least) if words else least


def bar_cell(say: Speech, bar: Bar) -> str:
    """The same where a cell must not be empty: yes or no says which outcomes keep it."""
    return bar_words(say, bar) or say("yes: %(outcomes)s", outcomes=", ".join(bar.yes_when))


def clock_sentence(say: Speech, bar: Bar) -> str:
    """Which clock a promise counts with, under its details; empty where it has none."""
    if bar.metric != "clock":
        return ""
    if bar.business:
        return say("Only opening hours count: nights, closed days and holidays do not.")
    return say("Calendar time: nights and Sundays count too.")


def kind_words(say: Speech, kind: str) -> str:
    """The three kinds, as one chooses them."""
    words = {"time": say("within a time"), "yes_no": say("yes or no"), "measure": say("a measure")}
    return words[kind]


def direction_words(say: Speech, direction: str) -> str:
    """Which way a measure keeps its promise."""
    words = {"at most": say("at most"), "at least": say("at least"), "between": say("between")}
    return words[direction]


def variant_times(say: Speech, variant: Variant, target: float) -> str:
    """77 of 100; the very numbers where there are too few cases and each one's fate is known."""
    if variant.share is None:
        return say("no case yet")
    if variant.verdict == "not enough evidence" and not variant.unknown:
        return out_of(say, variant.kept, variant.cases)
    return of_hundred(say, variant.share, target)


def worst_variant(facts: Judged) -> Variant | None:
    """The variant that pulls a promise down: worse than what all its cases together say. None where none is."""
    seen = [one for one in facts.variants if one.share is not None]
    worst = max(seen, key=lambda one: (WORSE.index(one.verdict), -(one.share or 0.0)), default=None)
    if worst is None or facts.headline_of:
        return None
    return worst if WORSE.index(worst.verdict) > WORSE.index(facts.verdict) else None


def variant_sentence(say: Speech, facts: Judged, target: float) -> str:
    """What the title says of the worst variant: "in bottega: 77 of 100, does not hold"; empty where nothing is."""
    if facts.headline_of:
        return say("These are the figures of the worst choice, “%(variant)s”.", variant=facts.headline_of)
    worst = worst_variant(facts)
    if worst is None:
        return ""
    times = variant_times(say, worst, target)
    if worst.verdict == "not supportable":
        return say("It does not hold for “%(variant)s”: %(times)s.", variant=worst.segment, times=times)
    if worst.verdict == "at risk":
        return say("It is on the edge for “%(variant)s”: %(times)s.", variant=worst.segment, times=times)
    return say("Too few data for “%(variant)s”: %(times)s.", variant=worst.segment, times=times)


def not_ours_sentence(say: Speech, names: Sequence[str], partly: Sequence[str]) -> str:
    """On what a promise rests that is not in our hands; `names` are escaped by whoever shows them."""
    if names and partly:
        return say("It rests on what is not in our hands (%(names)s) and on what is only partly so (%(partly)s).",
                   names=", ".join(names), partly=", ".join(partly))  # fmt: skip
    if names:
        return say("It rests on what is not in our hands: %(names)s.", names=", ".join(names))
    return say("It rests on what is only partly in our hands: %(partly)s.", partly=", ".join(partly)) if partly else ""


def period_reason(say: Speech, days: int, a_week: float) -> str:
    """Why this period is proposed, from the volume: "About 46 cases a week: we look back 90 days."."""
    cases = say.many("About %(n)s case a week", "About %(n)s cases a week", round(a_week))
    return say("%(cases)s: we propose to look back %(days)s.", cases=cases, days=time_words(say, days, "d"))
