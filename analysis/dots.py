"""Counting dots: totals by idea and side, what may be shown, and the facts behind the three sentences.

Pure: ballots in (points as integers, a side each), facts out. Nothing here knows tables or a language. Sums are exact.

Law 6 is `sides_to_show`: in a secret vote no number of fewer than `LEAST` voters, nor one that gives it by subtraction.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# The smallest number of voters whose sum hides each of them.
LEAST = 5
BUDGET_SMALLEST, BUDGET_LARGEST = 3, 7
REDRAWS = 2000
# A convention, said on the screen: first in at least 90 of 100 redraws of the same voters is called clear.
CLEAR_FROM = 0.90
# A convention too: two sides see it differently when their shares of dots differ by at least 15 in 100.
DIVIDES_FROM = 0.15


@dataclass(frozen=True)
class Option:
    """An idea's count: total, rank (ties share one), dots by shown side, its share if every side counts alike."""

    id: str
    total: int
    rank: int
    tied: bool
    by_side: dict[str, int]
    even_share: float | None


@dataclass(frozen=True)
class SideCount:
    """A side that may be shown: how many voted and how many dots they gave."""

    side: str
    voters: int
    given: int


@dataclass(frozen=True)
class Gap:
    """The idea on which two sides differ most: points and dots given by the one and by the other."""

    id: str
    more: str
    more_points: int
    more_given: int
    less: str
    less_points: int
    less_given: int


@dataclass(frozen=True)
class Facts:
    """What a count says, after law 6: nothing that may not be shown is in here.

    `withheld`: fewer than five voted in secret, so there are no options at all. `whole`: no voter is outside the shown
    sides. `chance_first` is the share of redraws in which the leader comes first (a tie counts in parts).
    """

    voters: int
    given: int
    withheld: bool
    whole: bool
    sides: list[SideCount]
    options: list[Option]
    leaders: list[str]
    chance_first: float | None
    clear: bool
    rival: str | None
    wanted_by: dict[str, list[str]]
    gap: Gap | None
    ties: list[list[str]]

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return asdict(self)


def facts_of(kept: Mapping[str, Any]) -> Facts:
    """The facts from `as_json` values."""
    gap = kept["gap"]
    return Facts(
        **{
            **kept,
            "sides": [SideCount(**side) for side in kept["sides"]],
            "options": [Option(**option) for option in kept["options"]],
            "gap": Gap(**gap) if gap else None,
        }
    )


def budget_for(options: int) -> int:
    """How many dots each gets: the square root of the number of ideas, never under 3 nor over 7."""
    return min(BUDGET_LARGEST, max(BUDGET_SMALLEST, round(math.sqrt(options))))


def sides_to_show(
    voters: Mapping[str, int] | Mapping[str | None, int], *, secret: bool, least: int = LEAST
) -> tuple[str, ...]:
    """The sides whose column may be shown (law 6).

    `voters` counts those who voted, by side; None stands for those who speak for no side. In an open vote every side is
    shown. In a secret one a side needs `least` voters, and so does everything outside the shown sides together, because
    the total minus the shown columns gives it: if it has some but fewer, the smallest shown side is hidden with it.
    """
    named = {side: count for side, count in voters.items() if side is not None}
    if not secret:
        return tuple(sorted(named))
    shown = sorted((side for side, count in named.items() if count >= least), key=lambda side: (named[side], side))
    everybody = sum(voters.values())
    while shown and 0 < everybody - sum(named[side] for side in shown) < least:
        shown.pop(0)
    return tuple(sorted(shown))


def total_may_show(voters: int, *, secret: bool, least: int = LEAST) -> bool:
    """Whether the totals themselves may be shown: in a secret vote from five voters on."""
    return not secret or voters >= least


def count(
    options: Sequence[str], points: Sequence[Sequence[int]], sides: Sequence[str | None], *, secret: bool,
    order: Sequence[str] = (),
) -> Facts:  # fmt: skip
    """Count a dots round.

    Args:
        options: ids, one a column of `points`.
        points: one row a ballot, integers from 0.
        sides: the side of each ballot, None for no side.
        secret: whether law 6 applies.
        order: how the sides stand beside each other; those not named follow by name.
    """
    matrix: NDArray[np.int64] = np.array(points, dtype=np.int64).reshape(len(points), len(options))
    voters: dict[str | None, int] = {side: list(sides).count(side) for side in set(sides)}
    if not total_may_show(len(points), secret=secret):
        return Facts(len(points), 0, True, False, [], [], [], None, False, None, {}, None, [])
    places = {side: place for place, side in enumerate(order)}
    shown = sorted(sides_to_show(voters, secret=secret), key=lambda side: (places.get(side, len(places)), side))
    totals = matrix.sum(axis=0)
    mask = {side: np.array([own == side for own in sides], dtype=bool) for side in shown}
    columns = {side: matrix[mask[side]].sum(axis=0) for side in shown}
    given = {side: int(columns[side].sum()) for side in shown}
    whole = sum(voters[side] for side in shown) == len(points)
    rows = [
        Option(
            option,
            int(totals[j]),
            1 + int((totals > totals[j]).sum()),
            int((totals == totals[j]).sum()) > 1,
            {side: int(columns[side][j]) for side in shown},
            _even(columns, given, j) if whole and len(shown) > 1 else None,
        )
        for j, option in enumerate(options)
    ]
    rows.sort(key=lambda row: (row.rank, options.index(row.id)))
    best = int(totals.max(initial=0))
    leaders = [row.id for row in rows if row.total == best and best > 0]
    chances = _chances(list(options), matrix, list(sides)) if leaders else {}
    chance = chances[leaders[0]] if leaders else None
    others = sorted((row.id for row in rows if row.id != leaders[0]), key=lambda o: -chances[o]) if leaders else []
    return Facts(
        voters=len(points),
        given=int(totals.sum()),
        withheld=False,
        whole=whole,
        sides=[SideCount(side, voters[side], given[side]) for side in shown],
        options=rows,
        leaders=leaders,
        chance_first=chance,
        clear=len(leaders) == 1 and chance is not None and chance >= CLEAR_FROM,
        rival=others[0] if others and chances[others[0]] > 0 else None,
        wanted_by={row.id: _wanting(row, given, len(options)) for row in rows},
        gap=_gap(rows, given),
        ties=_ties(rows),
    )


def _even(columns: Mapping[str, NDArray[np.int64]], given: Mapping[str, int], j: int) -> float:
    shares = [int(column[j]) / given[side] if given[side] else 0.0 for side, column in columns.items()]
    return sum(shares) / len(shares)


def _wanting(row: Option, given: Mapping[str, int], options: int) -> list[str]:
    # A side wants an idea when it gives it at least an equal share of its dots.
    return [side for side, points in row.by_side.items() if points > 0 and points * options >= given[side]]


def _gap(rows: Sequence[Option], given: Mapping[str, int]) -> Gap | None:
    spoken = [side for side in given if given[side] > 0]
    best: Gap | None = None
    widest = 0.0
    for row in rows:
        ranked = sorted(spoken, key=lambda side: (row.by_side[side] / given[side], side))
        if len(ranked) < 2:
            return None
        less, more = ranked[0], ranked[-1]
        size = row.by_side[more] / given[more] - row.by_side[less] / given[less]
        if size >= DIVIDES_FROM and size > widest:
            widest = size
            best = Gap(row.id, more, row.by_side[more], given[more], less, row.by_side[less], given[less])
    return best


def _ties(rows: Sequence[Option]) -> list[list[str]]:
    by_rank: dict[int, list[str]] = {}
    for row in rows:
        if row.total > 0:
            by_rank.setdefault(row.rank, []).append(row.id)
    return [ids for _, ids in sorted(by_rank.items()) if len(ids) > 1]


def _chances(options: list[str], matrix: NDArray[np.int64], sides: list[str | None]) -> dict[str, float]:
    """Chance of each idea to come first: voters redrawn with replacement inside each side, seeded by the ballots.

    The seed is the hash of the sorted ballots, so the same votes give the same figure whatever their order.
    """
    ballots = sorted((str(side), row) for side, row in zip(sides, matrix.tolist(), strict=True))
    digest = hashlib.sha256(json.dumps([options, ballots]).encode()).digest()
    generator = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    sums = np.zeros((REDRAWS, len(options)), dtype=np.int64)
    for side in sorted({name for name, _ in ballots}):
        own = np.array([row for name, row in ballots if name == side], dtype=np.int64)
        sums += generator.multinomial(len(own), np.full(len(own), 1 / len(own)), size=REDRAWS) @ own
    first = sums == sums.max(axis=1, keepdims=True)
    parts = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return {option: float(parts[j]) for j, option in enumerate(options)}
