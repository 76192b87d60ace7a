"""What could be said of a promise: cautious, balanced and bold, the stops of the slider, and the margin of surprise.

Invariants: pure; the three named figures show the verdict they were assessed with, every other one what the curve says;
nothing is asked of any database, so that moving the slider costs nothing. No figure where the evidence was trapped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.choices import Point, kept_size, one_better, point_at, sayable, sizes_to_try
from analysis.downgrades import of_another_figure
from analysis.expectation import Story, story_of
from analysis.rule import Direction
from analysis.today import Band
from analysis.units import UNITS, one_more, size_of
from analysis.verdict import Verdict
from models.competitors import ClaimView
from models.expectations import Expected
from models.promise_terms import Kind, Terms
from models.studies import Study, Told

Figure = tuple[float, str]


class Stop(StrEnum):
    """The named stops, from the softest figure to the hardest."""

    CAREFUL = "careful"
    BALANCED = "balanced"
    BOLD = "bold"


@dataclass(frozen=True)
class Choice:
    """One figure that could be said: its amount and unit, and what the cases say of it."""

    amount: float
    unit: str
    point: Point

    @property
    def size(self) -> float:
        """Seconds on the promise's clock, or the figure itself."""
        return self.point.size


@dataclass(frozen=True)
class Choices:
    """Every figure of the slider, from the smallest up; the named stops among them; where the promise stands."""

    all: tuple[Choice, ...]
    stops: dict[Stop, int]
    own: int
    clock: bool
    direction: Direction
    units: dict[str, float]

    def nearest(self, size: float) -> int:
        """The place of the figure nearest to a size."""
        return min(range(len(self.all)), key=lambda place: abs(self.all[place].size - size))


@dataclass(frozen=True)
class Margin:
    """A share of customers for whom it is better than promised, by how much, and what they get (`aim`)."""

    share: float
    amount: float
    unit: str
    aim: Figure


@dataclass(frozen=True)
class TooSoft:
    """A figure softer than people expect, or than a competitor's claim. `avoidable`: a bolder one holds."""

    avoidable: bool
    expected: Expected | None = None
    claim: ClaimView | None = None


def units_of(terms: Terms) -> dict[str, float]:
    """Seconds of each unit on this promise's clock: in business time a day is a working day."""
    hours = terms.hours if terms.business else None
    return {unit: size_of(unit, hours) for unit in UNITS}


def has_figure(terms: Terms) -> bool:
    """Whether the promise is about one figure: a time, or a measure on one side."""
    return terms.kind is not Kind.YES_NO and terms.direction is not Direction.BETWEEN


def kept_of(study: Study, terms: Terms) -> float | None:
    """The third mark: the best figure that is kept as often as promised. None without one, or without a curve."""
    band = study.assessment.band
    return None if band is None else kept_size(band, terms.kept / terms.of, terms.direction)


def story_now(study: Study, terms: Terms, expected: Expected | None) -> Story | None:
    """Which of the three sentences is true of this promise."""
    return story_of(
        promised=_size((terms.amount, terms.unit), units_of(terms)), kept=kept_of(study, terms),
        expected=None if expected is None else expected.size, direction=terms.direction,
        judged=study.facts.verdict is not Verdict.NOT_ENOUGH_EVIDENCE, holds=study.facts.verdict is Verdict.SUPPORTED,
    )  # fmt: skip


def choices_of(study: Study, terms: Terms, also: Sequence[float] = ()) -> Choices | None:
    """What could be said by these cases; None where the promise is about no single figure, where there is no honest
    figure yet, or where the evidence was trapped. also: sizes the slider should reach (what people expect).
    """
    facts, band = study.facts, study.assessment.band
    trapped = facts.verdict is Verdict.NOT_ENOUGH_EVIDENCE and facts.base_verdict is not Verdict.NOT_ENOUGH_EVIDENCE
    if band is None or not len(band.times) or not has_figure(terms) or trapped or facts.say is None:
        return None
    units, own = units_of(terms), (terms.amount, terms.unit)
    named = _named(facts.verdict, own, facts.say, facts.careful, terms.direction, units)
    figures = [own, *named.values()]
    sizes = sizes_to_try(_size(own, units), [*(_size(one, units) for one in named.values()), *also], terms.unit, units)
    assessed = [one for one in (facts.say, facts.careful, *study.told.values()) if one]
    told = {_size((one.amount, one.unit), units): one for one in assessed}
    told[_size(own, units)] = Told(*own, facts.share, facts.lower, facts.verdict)
    found = tuple(
        Choice(*sayable(size, own=own, named=figures, units=units), _point(study, terms, band, size, told))
        for size in sizes
    )
    if len(found) < 3:
        return None  # two figures are no slider
    places = {choice.size: place for place, choice in enumerate(found)}
    stops = {stop: places[_size(figure, units)] for stop, figure in named.items()}
    return Choices(found, stops, places[_size(own, units)], terms.unit != "value", terms.direction, units)


def margin_of(choices: Choices, study: Study, terms: Terms, chosen: Choice) -> Margin | None:
    """How many get more than is said, if `chosen` is said: at the promise's own aim where it has one that is better,
    else one step better. None where fewer than half would.
    """
    aim: Figure | None = None
    if terms.aim_amount is not None and terms.aim_unit is not None:
        aim = (terms.aim_amount, terms.aim_unit)
    turn = -1.0 if choices.direction is Direction.AT_LEAST else 1.0
    if aim is None or turn * _size(aim, choices.units) >= turn * chosen.size:
        aim = one_better(chosen.amount, chosen.unit, choices.direction)
    band = study.assessment.band
    if aim is None or band is None:
        return None
    size = _size(aim, choices.units)
    share = point_at(band, size, p0=terms.kept / terms.of, n_eff=study.facts.n_eff, direction=choices.direction).share
    gain = abs(chosen.size - size)
    amount, unit = sayable(gain, own=(gain, chosen.unit) if chosen.unit == "value" else (-1.0, chosen.unit),
                           units=choices.units)  # fmt: skip
    return Margin(share, amount, unit, aim) if share >= 0.5 else None


def too_soft(
    choices: Choices, chosen: Choice, expected: Expected | None, claims: Sequence[ClaimView]
) -> TooSoft | None:
    """Whether a figure is so careful that it sells nothing: softer than people expect, else than a competitor whose
    claim is fresh (their own careful end).
    """
    turn = -1.0 if choices.direction is Direction.AT_LEAST else 1.0
    bolder = [one for one in choices.all if turn * one.size < turn * chosen.size]
    avoidable = any(one.point.verdict is Verdict.SUPPORTED for one in bolder)
    if expected is not None and expected.size is not None and turn * chosen.size > turn * expected.size:
        return TooSoft(avoidable, expected=expected)
    fresh = [one for one in claims if one.sizes and not one.stale and (one.unit != "value") == choices.clock]
    softer = [one for one in fresh if one.sizes and turn * chosen.size > turn * one.sizes[1 if turn > 0 else 0]]
    return TooSoft(avoidable, claim=softer[0]) if softer else None


def _named(
    verdict: Verdict, own: Figure, say: Told, careful: Told | None, direction: Direction, units: dict[str, float]
) -> dict[Stop, Figure]:
    """Balanced: what is recommended, or the promise itself where it holds and could be harder by one step at most.
    Bold: the promise where it is harder than that, else the recommendation, else one step harder. Cautious: the promise
    where it is softer, else one step softer.
    """
    turn = -1.0 if direction is Direction.AT_LEAST else 1.0

    def harder(one: Figure, other: Figure) -> bool:
        return turn * _size(one, units) < turn * _size(other, units) * (1 - 1e-9 * turn)

    recommended: Figure = (say.amount, say.unit)
    step, same = one_better(*own, direction), not harder(own, recommended) and not harder(recommended, own)
    fits = verdict is Verdict.SUPPORTED and (step is None or not harder(recommended, step))
    balanced = own if same or fits else recommended
    soft = (careful.amount, careful.unit) if careful and balanced == recommended else _softer(balanced, turn)
    bold = own if harder(own, balanced) else (
        recommended if harder(recommended, balanced) else one_better(*balanced, direction)
    )  # fmt: skip
    named = {Stop.CAREFUL: own if harder(balanced, own) else soft, Stop.BALANCED: balanced, Stop.BOLD: bold}
    return {stop: figure for stop, figure in named.items() if figure is not None}


def _softer(figure: Figure, turn: float) -> Figure:
    amount, unit = figure
    return one_more(amount, unit) if unit != "value" else (amount + turn, unit)


def _size(figure: Figure, units: dict[str, float]) -> float:
    return figure[0] * units.get(figure[1], 1.0)


def _point(study: Study, terms: Terms, band: Band, size: float, told: dict[float, Told]) -> Point:
    """What the curve says; for a figure that was assessed in full, what that said."""
    there = point_at(band, size, p0=terms.kept / terms.of, n_eff=study.facts.n_eff, direction=terms.direction)
    known, facts = told.get(size), study.facts
    if known is None or known.share is None:
        own = _size((terms.amount, terms.unit), units_of(terms))
        bolder = size > own if terms.direction is Direction.AT_LEAST else size < own
        verdict = of_another_figure(there.verdict, own=facts.verdict, base=facts.base_verdict, bolder=bolder)
        return replace(there, verdict=verdict)
    lower = known.lower if known.lower is not None else there.lower
    return Point(size, known.share, lower, max(there.upper, known.share), known.verdict)
