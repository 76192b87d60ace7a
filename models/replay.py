"""A year again: for each month's end, the verdict each promise would have had with what was loaded by then.

Not a noun with a table: loads and versions are never changed, so what was known on a day can be read again for ever.
A verdict that was recorded then is taken as it is; what nobody computed is computed now, between the doors, a bounded
number at a time, and kept as a word and a figure.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.all_verdicts import studies_on
from models.case_sets import EvidenceSet
from models.evidence import Load
from models.grounds import Basis, Reading, basis_key
from models.opening_hours import hours_from
from models.processes import Process
from models.promise_terms import PromiseVersion, Terms, terms_of
from models.promises import Promise, State
from models.verdicts import VerdictRow

MONTHS = 12
# Studies computed for one reader at once; whoever wants the rest asks again.
MOST_AT_ONCE = 60
KEPT = 10_000
Said = tuple[Verdict, float | None]


@dataclass(frozen=True)
class Cell:
    """One promise at one month's end. `verdict` None: not computed yet. too_old: the data were older than it looks."""

    verdict: Verdict | None
    share: float | None
    version: int
    as_of: datetime | None
    too_old: bool


@dataclass(frozen=True)
class ReplayRow:
    """A promise over the year; a cell is None before the promise was written."""

    promise_id: str
    sentence: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Replay:
    """The last day of each month, oldest first, and a row a promise. left: cells that nobody computed yet."""

    days: tuple[date, ...]
    rows: list[ReplayRow]
    left: int


class _Known:
    """What was computed for a month that nobody recorded: a word and a figure each. Thread-safe; bounded."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._kept: OrderedDict[str, Said] = OrderedDict()

    def get(self, key: str) -> Said | None:
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: str, said: Said) -> Said:
        with self._lock:
            self._kept[key] = said
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return said


_KNOWN = _Known(KEPT)


@dataclass(frozen=True)
class _Moment:
    """What counted for a promise at one month's end."""

    terms: Terms
    basis: Basis | None
    too_old: bool


@dataclass(frozen=True)
class Plan:
    """What the year rests on: for each promise its moments, and the verdicts recorded then."""

    days: tuple[date, ...]
    moments: dict[str, list[_Moment | None]]
    recorded: dict[str, Said]
    sentences: dict[str, str]


def replay_plan(session: Session, viewer: Viewer, *, today: date) -> Plan:
    """What was known at the end of each of the last twelve months. Three statements."""
    viewer.must(May.PROMISE_SEE)
    viewer.must(May.EVIDENCE_SEE)
    asked = (
        select(PromiseVersion, Promise, Process)
        .join(Promise, col(Promise.id) == col(PromiseVersion.promise_id))
        .join(Process, col(Process.id) == col(Promise.process_id))
        .where(Promise.state != State.WITHDRAWN)
        .order_by(col(Promise.created_at), col(Promise.id), col(PromiseVersion.number))
    )
    versions: dict[str, list[tuple[PromiseVersion, Process]]] = defaultdict(list)
    for version, promise, process in session.exec(asked).all():
        versions[promise.id].append((version, process))
    processes = {process.id for rows in versions.values() for _, process in rows}
    loads: dict[str, list[Load]] = defaultdict(list)
    wanted = select(Load).where(col(Load.process_id).in_(processes)).order_by(col(Load.number))
    for load in session.exec(wanted).all():
        loads[load.process_id].append(load)
    days = month_ends(today)
    moments = {promise_id: [_moment(rows, loads, day) for day in days] for promise_id, rows in versions.items()}
    keys = {one.basis.key for row in moments.values() for one in row if one is not None and one.basis is not None}
    v = VerdictRow
    known = session.exec(select(v.basis, v.verdict, v.share).where(col(v.basis).in_(keys))).all()
    recorded = {key: (Verdict(verdict), share) for key, verdict, share in known}
    return Plan(days, moments, recorded, {promise_id: rows[-1][0].sentence for promise_id, rows in versions.items()})


def replay(reading: Reading, viewer: Viewer, *, today: date, most: int = MOST_AT_ONCE) -> Replay:
    """The year, computed where nobody has yet: at most so many verdicts, the newest months first."""
    with reading() as session:
        plan = replay_plan(session, viewer, today=today)
    found = dict(plan.recorded)
    missing: dict[str, Basis] = {}
    for place in reversed(range(len(plan.days))):
        for row in plan.moments.values():
            one = row[place]
            if one is None or one.basis is None or one.too_old or one.basis.key in found:
                continue
            known = _KNOWN.get(one.basis.key)
            if known is None:
                missing.setdefault(one.basis.key, one.basis)
            else:
                found[one.basis.key] = known
    for key, study in studies_on(reading, viewer, list(missing.values())[:most]).items():
        found[key] = _KNOWN.keep(key, (study.facts.verdict, study.facts.share))
    rows = [
        ReplayRow(promise_id, plan.sentences[promise_id], tuple(_cell(one, found) for one in row))
        for promise_id, row in plan.moments.items()
    ]
    left = sum(cell is not None and cell.verdict is None for row in rows for cell in row.cells)
    return Replay(plan.days, rows, left)


def month_ends(today: date) -> tuple[date, ...]:
    """The last day of each of the last twelve months that are over, and today; oldest first."""
    found, first = [today], today.replace(day=1)
    for _ in range(MONTHS - 1):
        last = first - timedelta(days=1)
        found.append(last)
        first = last.replace(day=1)
    return tuple(reversed(found))


def _moment(
    rows: Sequence[tuple[PromiseVersion, Process]], loads: dict[str, list[Load]], day: date
) -> _Moment | None:  # fmt: skip
    process = rows[0][1]
    until = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(process.zone))
    version = next((one for one, _ in reversed(rows) if one.created_at < until), None)
    if version is None:
        return None
    terms = terms_of(version, hours_from(process.opening, process.zone))
    there = [
        load for load in loads.get(process.id, ())
        if load.loaded_at < until and (load.undone_at is None or load.undone_at >= until)
    ]  # fmt: skip
    if not there:
        return _Moment(terms, None, False)
    which = EvidenceSet(
        process.id, there[-1].number, tuple(load.id for load in there), tuple(load.number for load in there),
        max(load.as_of for load in there), sum(load.row_count for load in there),
    )  # fmt: skip
    basis = Basis(version.promise_id, terms, process.zone, which, basis_key(terms, which, process.zone), False)
    return _Moment(terms, basis, until > which.as_of + timedelta(days=terms.period_days))


def _cell(one: _Moment | None, found: dict[str, Said]) -> Cell | None:
    if one is None:
        return None
    if one.basis is None or one.basis.which is None:
        return Cell(Verdict.NOT_ENOUGH_EVIDENCE, None, one.terms.number, None, False)
    as_of = one.basis.which.as_of
    if one.too_old:
        return Cell(Verdict.NOT_ENOUGH_EVIDENCE, None, one.terms.number, as_of, True)
    verdict, share = found.get(one.basis.key, (None, None))
    return Cell(verdict, share, one.terms.number, as_of, False)
