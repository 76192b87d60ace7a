"""Ballots that add up: who gave how many dots, when only each side's points are told. Deterministic."""

import numpy as np

from demo.rhythm import SEED

BUDGET, CAP = 5, 3
SWAPS = 600


def ballots(points: dict[int, int], voters: int) -> list[dict[int, int]]:
    """One ballot a voter (idea -> dots): five dots each, at most three on one, and each idea gets exactly its points.

    Raises:
        ValueError: the points cannot be given so.
    """
    dots = [idea for idea, given in sorted(points.items()) for _ in range(given)]
    if len(dots) != BUDGET * voters or max(points.values()) > CAP * voters:
        raise ValueError(f"{len(dots)} dots cannot be {voters} ballots of {BUDGET}")
    # Dealt like cards, every ballot has five dots and no idea more than its turn; then people get their own minds.
    table = np.zeros((voters, max(points) + 1), dtype=np.int64)
    for place, idea in enumerate(dots):
        table[place % voters, idea] += 1
    rng = np.random.default_rng([SEED, 17, voters])
    for _swap in range(SWAPS):
        one, other = rng.choice(voters, size=2, replace=False)
        mine, theirs = rng.choice(np.flatnonzero(table[one])), rng.choice(np.flatnonzero(table[other]))
        if mine == theirs or table[one, theirs] == CAP or table[other, mine] == CAP:
            continue
        before = int((table[[one, other]] ** 2).sum())
        _give(table, one, other, mine, theirs)
        # Real people put their dots together, up to a point.
        if int((table[[one, other]] ** 2).sum()) < before and rng.random() < 0.75:
            _give(table, one, other, theirs, mine)
    return [{int(idea): int(row[idea]) for idea in np.flatnonzero(row)} for row in table]


def _give(table: np.ndarray, one: int, other: int, mine: int, theirs: int) -> None:
    table[one, mine] -= 1
    table[one, theirs] += 1
    table[other, theirs] -= 1
    table[other, mine] += 1
