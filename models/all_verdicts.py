"""Every verdict at once: what is missing is computed between the doors and recorded together.

Invariants: the number of statements does not grow with the number of promises, only with the number of cases (a
statement reads at most so many rows); what moved meanwhile is left for the next visit.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

from analysis.cases import Cases
from models.access import Viewer
from models.case_sets import EvidenceSet, evidence_of_many
from models.grounds import Basis, Reading, Writing, study_from
from models.studies import Study
from models.verdicts import promise_bases, record_verdicts

ROWS_AT_ONCE = 400_000
# SQLite joins at most 500 questions into one.
SETS_AT_ONCE = 400

Figures = Sequence[tuple[float, str]]


def refresh_verdicts(reading: Reading, writing: Writing, viewer: Viewer, *, now: datetime) -> int:
    """Compute and record every verdict that is not current. Returns how many were missing."""
    return judge_all(reading, writing, viewer, now=now)[0]


def judge_all(
    reading: Reading, writing: Writing, viewer: Viewer, *, now: datetime,
    figures: Mapping[str, Figures] = MappingProxyType({}),
) -> tuple[int, dict[str, Study]]:  # fmt: skip
    """The same, and the studies of the promises that `figures` names, each with those figures judged by its cases."""
    with reading() as session:
        bases = promise_bases(session, viewer, now=now)
    missing = [basis for basis in bases.values() if basis.which is not None and not basis.recorded]
    named = [basis for basis in bases.values() if basis.which is not None and basis.promise_id in figures]
    studies = studies_on(reading, viewer, {basis.promise_id: basis for basis in [*missing, *named]}.values(),
                         figures=figures)  # fmt: skip
    if missing:
        found = {basis.promise_id: (basis.key, studies[basis.key].facts) for basis in missing}
        writing(partial(record_verdicts, viewer=viewer, now=now, found=found))
    return len(missing), {basis.promise_id: studies[basis.key] for basis in named}


def studies_on(
    reading: Reading, viewer: Viewer, bases: Iterable[Basis], *, figures: Mapping[str, Figures] = MappingProxyType({})
) -> dict[str, Study]:
    """The study of each basis that has data, by its key: from the shelf, else from cases read together."""
    return {
        basis.key: study_from(basis, all_of, figures=figures.get(basis.promise_id, ()))
        for batch, all_of in together(reading, viewer, bases)
        for basis in batch
    }


def together(
    reading: Reading, viewer: Viewer, bases: Iterable[Basis]
) -> Iterator[tuple[list[Basis], Callable[[EvidenceSet], Cases]]]:
    """Bases that are read together, and what gives the cases of a set: all of a batch in one visit, once wanted."""
    for batch in _batches(bases):
        sets = list(dict.fromkeys(basis.which for basis in batch if basis.which is not None))
        read: dict[EvidenceSet, Cases] = {}

        def all_of(
            which: EvidenceSet, sets: list[EvidenceSet] = sets, read: dict[EvidenceSet, Cases] = read
        ) -> Cases:
            if not read:
                with reading() as session:
                    read.update(zip(sets, evidence_of_many(session, viewer, sets=sets), strict=True))
            return read[which]

        yield batch, all_of


def _batches(bases: Iterable[Basis]) -> Iterator[list[Basis]]:
    """Bases that are read together: those of one set, and as many sets as fit."""
    batch: list[Basis] = []
    sets: dict[EvidenceSet, int] = {}
    there = [(basis.which, basis) for basis in bases if basis.which is not None]
    for which, basis in sorted(there, key=lambda one: (one[0].process_id, one[0].numbers, one[1].promise_id)):
        full = sum(sets.values()) + which.rows > ROWS_AT_ONCE or len(sets) == SETS_AT_ONCE
        if batch and which not in sets and full:
            yield batch
            batch, sets = [], {}
        batch.append(basis)
        sets[which] = which.rows
    if batch:
        yield batch
