"""Sets of evidence: which rows of a process count, and the arrays that `analysis` wants of them.

Invariants: a set is a snapshot date and the loads that counted; loads are never changed, so the same set gives the same
arrays for ever. Everything is asked in a bounded number of statements.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import func, literal, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from analysis.cases import Cases, cases
from models.access import May, Viewer
from models.evidence import CaseVersion, Load, Wanted, newest_versions


@dataclass(frozen=True)
class EvidenceSet:
    """Which rows count: the loads up to `number` that were not undone. `as_of` is the snapshot date D."""

    process_id: str
    number: int
    load_ids: tuple[str, ...]
    numbers: tuple[int, ...]
    as_of: datetime
    # How many rows these loads wrote: what reading the set costs.
    rows: int = 0


@dataclass(frozen=True)
class EvidenceSummary:
    """How much there is: cases, still open, first and last start (seconds since 1970), cases of each segment."""

    cases: int
    open: int
    first: float | None
    last: float | None
    segments: tuple[tuple[str, int], ...]


def evidence_sets(
    session: Session, viewer: Viewer, *, process_ids: set[str], loaded_by: datetime | None = None
) -> dict[str, EvidenceSet]:
    """The set that counts for each process: everything loaded (by that moment) and not undone. One statement."""
    viewer.must(May.EVIDENCE_SEE)
    asked = select(Load).where(col(Load.process_id).in_(process_ids), col(Load.undone_at).is_(None))
    if loaded_by is not None:
        asked = asked.where(col(Load.loaded_at) <= loaded_by)
    found: dict[str, list[Load]] = defaultdict(list)
    for row in session.exec(asked.order_by(col(Load.number))).all() if process_ids else []:
        found[row.process_id].append(row)
    return {
        process_id: EvidenceSet(
            process_id, loads[-1].number, tuple(load.id for load in loads), tuple(load.number for load in loads),
            max(load.as_of for load in loads), sum(load.row_count for load in loads),
        )
        for process_id, loads in found.items()
    }  # fmt: skip


def evidence_cases(
    session: Session, viewer: Viewer, *, which: EvidenceSet, since: float | None = None, segment: str | None = None
) -> Cases:
    """The cases of a set as arrays, in the order they came: of each case its newest version.

    since: leave out what started before (seconds since 1970); rows without a start stay, so that they are counted.
    """
    viewer.must(May.EVIDENCE_SEE)
    v = CaseVersion
    wanted: Wanted = newest_versions(select_columns(*_columns()), which.process_id, which.numbers)
    if since is not None:
        wanted = wanted.where(col(v.start).is_(None) | (col(v.start) >= since))
    if segment is not None:
        wanted = wanted.where(col(v.segment) == segment)
    rows = session.connection().execute(wanted.order_by(col(v.load_number), col(v.line))).all()
    return _as_cases(rows)


def evidence_of_many(session: Session, viewer: Viewer, *, sets: Sequence[EvidenceSet]) -> list[Cases]:
    """The cases of several sets, each as `evidence_cases` gives them, whole. One statement for all of them."""
    viewer.must(May.EVIDENCE_SEE)
    if not sets:
        return []
    v = CaseVersion
    parts: list[Any] = [
        newest_versions(
            select_columns(literal(place).label("place"), col(v.load_number).label("load_number"),
                           col(v.line).label("line"), *_columns()),
            which.process_id, which.numbers,
        )
        for place, which in enumerate(sets)
    ]  # fmt: skip
    together = union_all(*parts).subquery()
    found: list[list[Any]] = [[] for _ in sets]
    asked: Wanted = select_columns(together).order_by(together.c.place, together.c.load_number, together.c.line)
    for row in session.connection().execute(asked):
        found[row[0]].append(tuple(row[3:]))
    return [_as_cases(rows) for rows in found]


def _columns() -> list[Any]:
    v = CaseVersion
    names = (v.case_id, v.start, v.end, v.outcome, v.value, v.segment, v.touchpoint)
    return [col(name) for name in names]


def _as_cases(rows: Sequence[Any]) -> Cases:
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 7
    return cases(
        columns[0], np.array(columns[1], dtype=float), np.array(columns[2], dtype=float), outcome=columns[3],
        value=np.array(columns[4], dtype=float), segment=columns[5], touchpoint=columns[6],
    )  # fmt: skip


def evidence_summary(session: Session, viewer: Viewer, *, which: EvidenceSet) -> EvidenceSummary:
    """How much a set holds, counted by the database (an id that stands twice counts twice here)."""
    viewer.must(May.EVIDENCE_SEE)
    v = CaseVersion
    counted: Wanted = newest_versions(select_columns(
        func.count(), func.count(col(v.end)), func.min(v.start), func.max(v.start)
    ), which.process_id, which.numbers)  # fmt: skip
    total, ended, first, last = session.connection().execute(counted).one()
    parts: Wanted = newest_versions(select_columns(col(v.segment), func.count()), which.process_id, which.numbers)
    parts = parts.where(col(v.segment).is_not(None)).group_by(col(v.segment)).order_by(func.count().desc()).limit(50)
    found = session.connection().execute(parts).all()
    return EvidenceSummary(total, total - ended, first, last, tuple((str(name), int(n)) for name, n in found))


def evidence_outcomes(session: Session, viewer: Viewer, *, which: EvidenceSet, limit: int = 50) -> list[str]:
    """The outcomes that stand in a set, the most frequent first."""
    viewer.must(May.EVIDENCE_SEE)
    v = CaseVersion
    asked: Wanted = newest_versions(select_columns(col(v.outcome), func.count()), which.process_id, which.numbers)
    asked = asked.where(col(v.outcome).is_not(None)).group_by(col(v.outcome))
    rows = session.connection().execute(asked.order_by(func.count().desc(), col(v.outcome)).limit(limit)).all()
    return [str(outcome) for outcome, _ in rows]
