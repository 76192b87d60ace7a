"""Rankings as a pairwise matrix: how many put one option above another, and what follows from it.

A ballot maps an option to its rank, 1 the best; equal ranks are allowed, and what is not ranked stands below all that
is. Sources: Schulze, A new monotonic, clone-independent, reversal symmetric and Condorcet-consistent single-winner
election method, Social Choice and Welfare 36 (2011), strength of a link by winning votes; Borda points with half a
point for a tie (Black 1976; Emerson 2013).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int64]
Counts = NDArray[np.float64]

BELOW = np.iinfo(np.int64).max


def ranks_of(options: Sequence[str], ballots: Sequence[Mapping[str, int]]) -> Ranks:
    """Ranks as a table, ballots x options; what a ballot leaves out shares the place below all it ranks."""
    rows = [[ballot.get(option, BELOW) for option in options] for ballot in ballots]
    return np.array(rows, dtype=np.int64).reshape(len(ballots), len(options))


def above(ranks: Ranks) -> NDArray[np.bool_]:
    """Who is above whom on each ballot: ballots x options x options."""
    found: NDArray[np.bool_] = ranks[:, :, None] < ranks[:, None, :]
    return found


def pairwise(ranks: Ranks) -> NDArray[np.int64]:
    """How many ballots put the option of the row above the option of the column."""
    options = ranks.shape[1]
    found = [[int((ranks[:, row] < ranks[:, column]).sum()) for column in range(options)] for row in range(options)]
    return np.array(found, dtype=np.int64).reshape(options, options)


def borda_twice(matrix: NDArray[np.int64], voters: int) -> list[int]:
    """Twice the Borda points of each option, so that they are whole: 2 for each option below it, 1 for each beside."""
    options = len(matrix)
    return [
        sum(int(matrix[row, other]) - int(matrix[other, row]) + voters for other in range(options) if other != row)
        for row in range(options)
    ]


def condorcet_winner(matrix: NDArray[np.int64]) -> int | None:
    """The option that a majority of those who tell them apart puts above each other one, or None."""
    options = len(matrix)
    for row in range(options):
        if all(matrix[row, other] > matrix[other, row] for other in range(options) if other != row):
            return row
    return None


def strongest_paths(matrix: Counts) -> Counts:
    """The strength of the strongest path from row to column, for one matrix or a stack (... x options x options).

    A link counts with the votes of the side that wins it, else nothing (winning votes).
    """
    strength: Counts = np.where(matrix > np.swapaxes(matrix, -1, -2), matrix, 0.0)
    for middle in range(strength.shape[-1]):
        through = np.minimum(strength[..., :, middle, None], strength[..., None, middle, :])
        strength = np.maximum(strength, through)
    return strength


def schulze_places(matrix: NDArray[np.int64]) -> list[list[int]]:
    """Options by place: those that nobody beats, then those that nobody beats of the rest, and so on."""
    paths = strongest_paths(matrix.astype(np.float64))
    left = list(range(len(matrix)))
    places = []
    while left:
        first = [row for row in left if all(paths[other, row] <= paths[row, other] for other in left if other != row)]
        places.append(first)
        left = [row for row in left if row not in first]
    return places


def schulze_first(matrices: Counts) -> Counts:
    """For a stack of matrices: 1.0 for each option that nobody beats, else 0.0."""
    paths = strongest_paths(matrices)
    beaten = np.any(np.swapaxes(paths, -1, -2) > paths, axis=-1)
    return np.where(beaten, 0.0, 1.0)
