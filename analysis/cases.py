"""Cases as arrays, and step 1: clean them, and say so.

A dirty row is never dropped in silence: it is kept where it can be, its row number is flagged, and a caveat counts it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]

# Times are whole microseconds: "finished exactly at T" must not hang on the last bit of a float.
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something the reader must know beside the figures. `code` is stable; `words.warnings` has the sentence.

    count: how many rows (or weeks, or cases) it concerns. facts: further figures for the sentence.
    """

    code: str
    count: int
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """One row a case, all arrays of the same length, as read: nothing repaired yet.

    ids: text. start, end: seconds since 1970 UTC; NaN start is missing, NaN end is still open. outcome: text or None.
    value: NaN is missing. segment, touchpoint: text or None; carried along, never used by a verdict.
    """

    ids: Objects
    start: Floats
    end: Floats
    outcome: Objects
    value: Floats
    segment: Objects
    touchpoint: Objects

    def __post_init__(self) -> None:
        lengths = {len(getattr(self, name)) for name in self.__slots__}
        if len(lengths) > 1:
            raise ValueError(f"columns of different length: {sorted(lengths)}")

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class CleanCases:
    """The cases that exist on the snapshot date `at`, each with a usable start.

    time: seconds from start to end, at least 0; NaN while open at the snapshot. age: seconds from start to snapshot.
    rows: index of each case in the `Cases` it came from. flags: code -> those indices of dirty rows.
    """

    at: float
    ids: Objects
    start: Floats
    time: Floats
    age: Floats
    outcome: Objects
    value: Floats
    segment: Objects
    touchpoint: Objects
    rows: Rows
    flags: Mapping[str, Rows]
    warnings: tuple[Caveat, ...]

    def __len__(self) -> int:
        return len(self.start)


def cases(
    ids: Iterable[str],
    start: Iterable[float],
    end: Iterable[float] | None = None,
    *,
    outcome: Iterable[str | None] | None = None,
    value: Iterable[float] | None = None,
    segment: Iterable[str | None] | None = None,
    touchpoint: Iterable[str | None] | None = None,
) -> Cases:
    """Cases from any columns; a column that is not given is empty. Raises ValueError when lengths differ."""
    id_column = _objects(ids)
    n = len(id_column)
    return Cases(
        ids=id_column,
        start=_floats(start, n),
        end=_floats(end, n),
        outcome=_objects(outcome, n),
        value=_floats(value, n),
        segment=_objects(segment, n),
        touchpoint=_objects(touchpoint, n),
    )


def clean(raw: Cases, at: float) -> CleanCases:
    """Step 1 on snapshot date `at` (seconds since 1970 UTC).

    Codes, in this order: `no_start` (left out) · `start_after_snapshot` (not there yet) · `end_after_snapshot` (open
    at the snapshot) · `same_id` (of rows with one id the last with an end stays, else the last) · `end_before_start`
    (time 0). An empty id is nobody's twin. Raises ValueError when `at` is not a finite number.
    """
    if not np.isfinite(at):
        raise ValueError("the snapshot date is not a finite number")
    flags: dict[str, Rows] = {}
    missing = np.isnan(raw.start)
    later = raw.start > at
    flags["no_start"] = np.flatnonzero(missing)
    flags["start_after_snapshot"] = np.flatnonzero(later)
    there = ~(missing | later)
    ended_later = there & (raw.end > at)
    flags["end_after_snapshot"] = np.flatnonzero(ended_later)
    end = np.where(ended_later, np.nan, raw.end)
    rows = np.flatnonzero(there)
    twins = _surplus_rows(raw.ids, end, rows)
    flags["same_id"] = twins
    if len(twins):
        rows = np.setdiff1d(rows, twins, assume_unique=True)
    start = raw.start[rows]
    time = np.round(end[rows] - start, DECIMALS)
    flags["end_before_start"] = rows[time < 0]
    return CleanCases(
        at=float(at),
        ids=raw.ids[rows],
        start=start,
        time=np.maximum(time, 0.0),
        age=np.round(at - start, DECIMALS),
        outcome=raw.outcome[rows],
        value=raw.value[rows],
        segment=raw.segment[rows],
        touchpoint=raw.touchpoint[rows],
        rows=rows,
        flags={code: found for code, found in flags.items() if len(found)},
        warnings=tuple(Caveat(code, len(found)) for code, found in flags.items() if len(found)),
    )


def only(clean: CleanCases, keep: Bools) -> CleanCases:
    """Some of the cases, as if the others had not been there; what was told of dirty rows stays that of the whole."""
    if keep.all():
        return clean
    names = ("ids", "start", "time", "age", "outcome", "value", "segment", "touchpoint", "rows")
    return replace(clean, **{name: getattr(clean, name)[keep] for name in names})


def _surplus_rows(ids: Objects, end: Floats, rows: Rows) -> Rows:
    """The rows that give way to another row with the same id."""
    names = ids[rows].tolist()
    if len(set(names)) == len(names):
        return np.empty(0, dtype=np.int64)
    best: dict[str, int] = {}
    surplus: list[int] = []
    has_end = (~np.isnan(end)).tolist()
    for row, name in zip(rows.tolist(), names, strict=True):
        if not name:
            continue
        rival = best.get(name)
        if rival is None:
            best[name] = row
        elif has_end[row] or not has_end[rival]:
            best[name] = row
            surplus.append(rival)
        else:
            surplus.append(row)
    return np.array(sorted(surplus), dtype=np.int64)


def _floats(column: Iterable[float] | None, n: int) -> Floats:
    if column is None:
        return np.full(n, np.nan)
    return np.asarray(column if isinstance(column, np.ndarray) else list(column), dtype=np.float64)


def _objects(column: Iterable[str | None] | None, n: int = 0) -> Objects:
    if isinstance(column, np.ndarray) and column.dtype == object:
        return column
    filled = [None] * n if column is None else list(column)
    array = np.empty(len(filled), dtype=object)
    array[:] = filled
    return array
