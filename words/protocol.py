"""Words of the protocol of a workshop."""

from collections.abc import Mapping

from words.answers import sides_short
from words.rounds import side_name
from words.speech import Speech


def attendance_name(say: Speech, side: str) -> str:
    """Whom somebody who came speaks for."""
    return side_name(say, side) if side else say("no side")


def attendance_line(say: Speech, attendance: Mapping[str, int]) -> str:
    """How many came, and of which sides."""
    people = sum(attendance.values())
    if not people:
        return say("Nobody has come in yet.")
    there = say.many("%(n)s person was there", "%(n)s people were there", people)
    none = attendance.get("", 0)
    without = [say("%(n)s for no side", n=say.number(none))] if none else []
    return f"{there}: {', '.join([sides_short(say, attendance), *without])}."


def ideas_line(say: Speech, ideas: int, shown: int) -> str:
    """How many ideas came, and how many of them stand on the page."""
    if not ideas:
        return say("No idea was written.")
    came = say.many("%(n)s idea came in.", "%(n)s ideas came in.", ideas)
    if shown < ideas:
        return f"{came} {say('Here are the %(n)s with most support; the workbook has them all.', n=say.number(shown))}"
    return came
