"""The boat in words: how the two oars, who promises and who keeps, pull on the options of a vote.

It takes what `words.shown.Shown` holds, so nothing is told that law 6 keeps back: a side that may not be shown has no
share here, and then there is no boat but a sentence that says why.
"""

from dataclasses import dataclass

from words.how_clear import quoted
from words.rounds import side_name
from words.shown import Shown, ShownRow
from words.speech import Speech

PORT, STARBOARD = "promises", "keeps"
# Two oars within so much of each other pull straight: a convention, said in the fold.
STRAIGHT_WITHIN = 0.05
# Within so much it turns a little.
LITTLE_WITHIN = 0.2
# More names than these make no sentence.
NAMED_MOST = 3
# Of shares that do not add up to one (marks, agreement), an oar wants what half of it wants.
WANTS_FROM = 0.5
# What people expect is a figure and no support: there is nothing to pull.
NO_BOAT = ("expect",)


@dataclass(frozen=True)
class Boat:
    """What the boat shows: the option in focus, both oars' shares of it (None: no boat), and the sentences below."""

    option_id: str
    promises: float | None
    keeps: float | None
    sentences: list[str]


def boat(say: Speech, shown: Shown, *, focus: str | None, kind: str, secret: bool) -> Boat:
    """The boat on the option in focus; without one, on the option that came first."""
    row = next((row for row in shown.rows if row.option_id == focus), None) or next(iter(shown.rows), None)
    if row is None or kind in NO_BOAT:
        return Boat("", None, None, [])
    promises, keeps = row.side_shares.get(PORT), row.side_shares.get(STARBOARD)
    if promises is None or keeps is None:
        return Boat(row.option_id, None, None, [_why_none(say, secret, len(shown.columns))])
    together = _together(say, shown.rows, kind)
    return Boat(row.option_id, promises, keeps, [_turns(say, row, promises, keeps), together])


def boat_told(say: Speech, shown: Shown, *, kind: str, secret: bool) -> list[str]:
    """The boat on paper, on the option that came first; nothing where there is no boat."""
    seen = boat(say, shown, focus=None, kind=kind, secret=secret)
    return seen.sentences if seen.promises is not None else []


def _turns(say: Speech, row: ShownRow, promises: float, keeps: float) -> str:
    idea = quoted(say, row.name)
    left, right = say.number(round(100 * promises)), say.number(round(100 * keeps))
    if abs(promises - keeps) < STRAIGHT_WITHIN:
        return say("On %(idea)s the boat goes straight: %(left)s of 100 from who promises, %(right)s from who keeps.",
                   idea=idea, left=left, right=right)  # fmt: skip
    side, more, less = (PORT, left, right) if promises > keeps else (STARBOARD, right, left)
    if abs(promises - keeps) < LITTLE_WITHIN:
        return say("On %(idea)s the boat turns a little towards %(side)s: %(more)s of 100 against %(less)s.", idea=idea,
                   side=side_name(say, side), more=more, less=less)  # fmt: skip
    return say("On %(idea)s the boat turns towards %(side)s: %(more)s of 100 against %(less)s.", idea=idea,
               side=side_name(say, side), more=more, less=less)  # fmt: skip


def _together(say: Speech, rows: list[ShownRow], kind: str) -> str:
    least = 1 / len(rows) if kind == "dots" else WANTS_FROM
    wanted = [row for row in rows if all(_share(row, side) >= least for side in (PORT, STARBOARD))]
    if not wanted:
        return say("The two oars pull together on none.")
    named = say.listed(
        [say("number %(n)s", n=row.rank) if row.rank and not row.tied else quoted(say, row.name) for row in wanted]
    )
    if len(wanted) == 1:
        return say("The two oars pull together on one: %(which)s.", which=named)
    if len(wanted) == len(rows):
        return say("The two oars pull together on all of them.")
    if len(wanted) > NAMED_MOST and not all(row.rank and not row.tied for row in wanted):
        return say("The two oars pull together on %(n)s of %(all)s.", n=say.number(len(wanted)),
                   all=say.number(len(rows)))  # fmt: skip
    return say("The two oars pull together on %(n)s: %(which)s.", n=say.number(len(wanted)), which=named)


def _share(row: ShownRow, side: str) -> float:
    return row.side_shares.get(side, 0.0)


def _why_none(say: Speech, secret: bool, sides: int) -> str:
    if secret and sides == 1:
        return say("A secret vote: of the sides, only one has enough voters to be shown.")
    if secret and sides:
        return say("A secret vote: of the two oars, one has too few voters to be shown.")
    if secret:
        return say("A secret vote and fewer than five a side: we show the total only.")
    return say("The two oars cannot be compared: one of them did not vote.")
