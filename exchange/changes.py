"""What is new in a file against what is known, told by 64-bit fingerprints: 16 bytes a row and no text in memory."""

import hashlib
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Prints = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_TEXTS = ("outcome", "segment", "touchpoint")
_FIGURES = ("start", "end", "value")


def fingerprint(*parts: str) -> str:
    """One SHA-256 for several texts; of a single one with nothing beside it, that text itself."""
    if not any(parts[1:]):
        return parts[0]
    return hashlib.sha256("|".join(part for part in parts if part).encode()).hexdigest()


def fingerprints_of_rows(rows: pd.DataFrame) -> tuple[Prints, Prints]:
    """(of the id, of the content) of each row with case_id, start, end, outcome, value, segment and touchpoint."""
    content = np.zeros(len(rows), dtype=np.uint64)
    for name in _FIGURES:
        figures = pd.to_numeric(rows[name]).to_numpy(dtype=np.float64) + 0.0  # no -0.0
        bits = np.where(np.isnan(figures), np.uint64(1), figures.view(np.uint64))
        content = _mixed(content, bits.astype(np.uint64))
    for name in _TEXTS:
        content = _mixed(content, _of_text(rows[name]))
    return _of_text(rows["case_id"]), content


class Changes:
    """Which rows of a file say something new. A case may stand in several rows: their order is part of what it says."""

    def __init__(self, ids: Prints, contents: Prints) -> None:
        """The fingerprints of the file, in its order."""
        self._ids = ids
        self._cases, self._said = _by_case(ids, contents)
        self._known: list[tuple[Prints, Prints]] = []

    def know(self, ids: Prints, contents: Prints) -> None:
        """Add rows that are known already, in the order in which they came."""
        self._known.append((ids, contents))

    def news(self) -> tuple[NDArray[np.bool_], int, int]:
        """Which rows say something new, how many cases are new, and how many changed."""
        if not self._known:
            return np.ones(len(self._ids), dtype=np.bool_), len(self._cases), 0
        ids = np.concatenate([one for one, _ in self._known])
        known, said = _by_case(ids, np.concatenate([one for _, one in self._known]))
        if not len(known):
            return np.ones(len(self._ids), dtype=np.bool_), len(self._cases), 0
        place = np.minimum(np.searchsorted(known, self._cases), len(known) - 1)
        there = known[place] == self._cases
        same = there & (said[place] == self._said)
        of_row = np.searchsorted(self._cases, self._ids)
        return ~same[of_row], int(np.count_nonzero(~there)), int(np.count_nonzero(there & ~same))

    def twins(self) -> NDArray[np.bool_]:
        """Which rows share their id with another row of the file."""
        _, place, count = np.unique(self._ids, return_inverse=True, return_counts=True)
        return np.asarray(count[place] > 1, dtype=np.bool_)


def _by_case(ids: Prints, contents: Prints) -> tuple[Prints, Prints]:
    """Each case once, ascending, with one fingerprint of all its rows in their order."""
    order = np.argsort(ids, kind="stable")
    ids, contents = ids[order], contents[order]
    first = np.flatnonzero(np.append(True, ids[1:] != ids[:-1])) if len(ids) else np.empty(0, dtype=np.int64)
    said = contents[first].copy() if len(ids) else contents
    size = np.diff(np.append(first, len(ids)))
    for at in np.flatnonzero(size > 1):
        whole = contents[first[at]]
        for further in range(1, size[at]):
            whole = _mixed(np.array([whole]), contents[first[at] + further : first[at] + further + 1])[0]
        said[at] = whole
    return ids[first], said


def _mixed(before: Prints, more: Prints) -> Prints:
    # Wraps around on purpose.
    mixed = (before ^ more) * _STEP
    return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)


def _of_text(column: Any) -> Prints:
    texts = pd.Series(column).astype(object).where(pd.notna(column), "").to_numpy(dtype=object)
    return np.asarray(pd.util.hash_array(texts, categorize=False), dtype=np.uint64)
