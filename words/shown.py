"""What a counted vote shows, whatever its kind: phone, wall, desk and protocol all draw this and nothing else.

No number is in here that the kept result does not hold, so law 6 has been applied before.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ShownRow:
    """One line of a result.

    `rank` 0: this kind puts nothing in an order. `figure`: its number in words ("26 punti"); `share`: the length of
    its bar, 0 to 1. `sides`: what each shown side gave, in words; `side_shares`: the same as a part of what the side
    could give, 0 to 1. `divides`: the option on which two sides differ most.
    """

    option_id: str
    name: str
    rank: int
    figure: str
    share: float
    sides: dict[str, str] = field(default_factory=dict)
    side_shares: dict[str, float] = field(default_factory=dict)
    tied: bool = False
    divides: bool = False
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """A result as it is read.

    `sentences`: at most three, who wins, whether it is clear, who sees it differently. `head`: small words beside the
    title (how many voted, secret or open). `notes`: ties as ties, what is not shown. `part`: where one's own vote went,
    empty for who has none. `columns`: side and heading, in the order in which the sides stand. `method`: one fold
    below. `beside`: titles and lines of what stands beside the result, one fold below too.
    """

    sentences: list[str]
    head: list[str] = field(default_factory=list)
    rows: list[ShownRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    method: list[str] = field(default_factory=list)
    part: str = ""
    columns: list[tuple[str, str]] = field(default_factory=list)
    beside: list[tuple[str, list[str]]] = field(default_factory=list)
