"""What is true and nobody tells: promises kept beyond their target, and the touchpoints that are silent about them.

Not a noun with a table: it reads verdicts and places. A promise is worth telling when its verdict holds today and it is
told nowhere, or when it misses at most two thirds of what it may miss and some touchpoint of ours is silent about it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.verdict import Verdict
from models.portfolio import PortfolioRow
from models.promises import State
from models.touchpoints import Control, TouchpointView
from models.wordings import ToldAt

BEYOND = 2 / 3


@dataclass(frozen=True)
class ToTell:
    """One truth to tell: the promise, in how many places it is told, and where nobody says it."""

    row: PortfolioRow
    places: int
    silent: tuple[str, ...]


def to_tell(
    rows: Iterable[PortfolioRow], told: Iterable[ToldAt], touchpoints: Sequence[TouchpointView]
) -> list[ToTell]:  # fmt: skip
    """The truths nobody tells, told nowhere first. Touchpoints that are not the company's cannot be made to speak."""
    spoken: dict[str, set[str]] = {}
    for one in told:
        spoken.setdefault(one.promise_id, set()).add(one.touchpoint_id)
    ours = [one for one in touchpoints if one.control is not Control.NO]
    found = []
    for row in rows:
        here = spoken.get(row.id, set())
        silent = tuple(one.name for one in ours if one.id not in here)
        if is_worth_telling(row) and silent:
            found.append(ToTell(row, row.places, silent))
    return sorted(found, key=lambda one: (one.places > 0, one.row.terms.sentence))


def is_worth_telling(row: PortfolioRow) -> bool:
    """Whether a promise is kept so well that it should be told more."""
    facts = row.verdict.facts if row.verdict else None
    if row.stands is not Verdict.SUPPORTED or row.state is State.EXPIRED or facts is None or facts.share is None:
        return False
    allowed = 1 - row.terms.kept / row.terms.of
    return row.places == 0 or 1 - facts.share <= BEYOND * allowed
