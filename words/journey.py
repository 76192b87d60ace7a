"""The customer's journey in words: the answer of the page, what is expected, how many pass, what stands in a cell."""

from collections.abc import Sequence
from datetime import datetime
from math import floor

from words.promises import time_words
from words.speech import Speech

# Seconds of a unit in which people say a time, largest first.
_SIZES = (("w", 604_800.0), ("d", 86_400.0), ("h", 3_600.0), ("min", 60.0), ("s", 1.0))


def journey_title(
    say: Speech, *, voices: int, lowest: str, late: tuple[float, float] | None, broken: str, edge: bool = False,
    unhappy: int, of: int, too_close: tuple[str, str] | None = None,
) -> str:  # fmt: skip
    """The answer. late: seconds promised and needed at the lowest stage; broken: the words of the promise in worst
    shape there; edge: it holds only just, so nothing is said to take longer; too_close: two stages of which nobody can
    say that one is lower.
    """
    if not voices:
        return say("Nobody has told us about the journey yet.")
    if too_close is not None:
        return say("No stage is clearly the lowest: “%(stage)s” and “%(other)s” are too close to tell.",
                   stage=too_close[0], other=too_close[1])  # fmt: skip
    if not lowest:
        return say.many("%(n)s voice along the journey: too few to say where it hurts.",
                        "%(n)s voices along the journey: too few to say where it hurts.", voices)  # fmt: skip
    if late is not None and late[1] > late[0] and not edge:
        said, takes = size_words(say, *late)
        return say("The lowest point is “%(stage)s”: we promise %(said)s, it takes %(takes)s.", stage=lowest, said=said,
                   takes=takes)  # fmt: skip
    if broken and edge:
        return say("The lowest point is “%(stage)s”: “%(promise)s” is on the edge.", stage=lowest, promise=broken)
    if broken:
        return say("The lowest point is “%(stage)s”: “%(promise)s” does not hold.", stage=lowest, promise=broken)
    return say("The lowest point is “%(stage)s”: it went badly for %(n)s of %(of)s.", stage=lowest,
               n=say.number(unhappy), of=say.number(of))  # fmt: skip


def size_words(say: Speech, promised: float, needed: float) -> tuple[str, str]:
    """Two times in one unit, the second to the nearest half beyond the first: 2 days, 2 and a half days."""
    unit, size = next(((unit, size) for unit, size in _SIZES if promised >= size), _SIZES[-1])
    if unit == "w":
        unit, size = "d", 86_400.0
    amount = max(round(needed / size * 2) / 2, floor(promised / size * 2) / 2 + 0.5)
    return time_words(say, promised / size, unit), time_words(say, amount, unit)


def face_of_five(say: Speech, mean: float) -> str:
    """A mean face as people say it."""
    return say("%(mean)s of 5", mean=say.decimal(mean))


def spread_words(say: Speech, spread: float) -> str:
    """How far apart people are."""
    if spread < 0.8:
        return say("they agree")
    return say("a little apart") if spread < 1.2 else say("far apart")


def voices_words(say: Speech, voices: int, argued: int) -> str:
    """96 voices, 52 argued."""
    said = say.many("%(n)s voice", "%(n)s voices", voices)
    return f"{said}, {say.many('%(n)s argued', '%(n)s argued', argued)}" if argued else said


def flow_words(say: Speech, arrived: float, left: float | None) -> tuple[str, str]:
    """How many pass in a typical week, and how many of them leave here (empty when nobody counts them)."""
    if left is None or not arrived:
        return say("%(n)s a week", n=say.number(round(arrived))), ""
    through = say("%(n)s → %(m)s a week", n=say.number(round(arrived)), m=say.number(round(arrived - left)))
    return through, say("%(n)s of 100 leave", n=say.number(round(100 * left / arrived)))


def control_words(say: Speech, control: str) -> str:
    """In whose hands, where it is not ours; empty for what is."""
    return {"partly": say("only partly in our hands"), "no": say("not in our hands")}.get(control, "")


def story_words(say: Speech, number: int, profile: str, at: datetime) -> str:
    """Whose story a line is: a profile or a number, and its month; never a person."""
    return f"{profile or say('story %(n)s', n=say.number(number))}, {say.month(at)}"


def hand_over_words(say: Speech, here: str, there: str, voices: int) -> str:
    """From where to where, and how many say so."""
    return say.many("%(here)s → %(there)s: %(n)s voice", "%(here)s → %(there)s: %(n)s voices", voices, here=here,
                    there=there)  # fmt: skip


def picture_words(say: Speech, stages: Sequence[tuple[str, float | None, float | None]]) -> str:
    """The picture for who does not see it."""
    told = []
    for name, mean, spread in stages:
        if mean is None or spread is None:
            told.append(say("%(stage)s too few faces", stage=name))
        else:
            facts = {"stage": name, "face": face_of_five(say, mean), "spread": spread_words(say, spread)}
            told.append(say("%(stage)s %(face)s, %(spread)s", **facts))
    return say("How it felt: %(stages)s.", stages="; ".join(told))


def period_name(say: Speech, days: int) -> str:
    """The last so many days."""
    return say("last %(n)s days", n=say.number(days))
