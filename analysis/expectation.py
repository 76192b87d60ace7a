"""Expected, promised, kept: in which unit people say it, and which of three sentences stands under the three marks.

The three sentences are those of A2 (seed 004): we promise more than we keep; they expect more than we promise; here we
can surprise. Sizes are seconds for a time and the figure itself for a value; nothing here knows a table or a language.
"""

from enum import StrEnum

from analysis.rule import Direction
from analysis.units import UNITS

FEWEST_ANSWERS = 5
# The unit people would rather say, from how much of the smaller one on.
_RATHER = {"s": ("min", 60.0), "min": ("h", 60.0), "h": ("d", 24.0)}


class Story(StrEnum):
    """What the three marks tell."""

    OVERPROMISED = "overpromised"
    EXPECT_MORE = "expect_more"
    ROOM = "room"


def story_of(
    *, promised: float, kept: float | None, expected: float | None = None,
    direction: Direction = Direction.AT_MOST, judged: bool = True, holds: bool = True,
) -> Story | None:  # fmt: skip
    """Which sentence is true, in this order: what we keep comes before what people hope for.

    1. Overpromised: what is kept as often as promised is worse than what is promised (or is reached by no figure).
    2. Expect more: people expect better than we promise.
    3. Room: we keep better than people expect, or, while nobody was asked, better than a promise that holds.

    promised, kept, expected: sizes; `expected` None while fewer than five answered. judged: False while there are too
    few data for a verdict; then no sentence is true yet. holds: whether the promise itself does.
    None: the marks coincide, or nothing can be said.
    """
    if not judged:
        return None
    # "Better" is smaller for a time and larger for a grade.
    turn = -1.0 if direction is Direction.AT_LEAST else 1.0
    if kept is None or turn * kept > turn * promised:
        return Story.OVERPROMISED
    if expected is not None and turn * expected < turn * promised:
        return Story.EXPECT_MORE
    better = turn * kept < turn * (promised if expected is None else expected)
    if better and (holds or expected is not None):
        return Story.ROOM
    return None


def asked_unit(amount: float, unit: str) -> str:
    """The unit in which people are asked: the promise's own, or the next where the figure is a whole one there.

    >>> asked_unit(48, "h"), asked_unit(4, "h"), asked_unit(60, "s"), asked_unit(14, "d"), asked_unit(10, "value")
    ('d', 'h', 'min', 'd', 'value')
    """
    larger, size = _RATHER.get(unit, ("", 0.0))
    return larger if larger and amount >= size and amount % size == 0 else unit


def size_in(size: float, unit: str) -> float:
    """A size as an amount of a unit; a value stays what it is."""
    return size / UNITS.get(unit, 1.0)
