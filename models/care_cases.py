"""Which open cases have used up most of their time: one SQL statement over all promises in use, never the cases.

Invariants: open in the newest data, counted as the verdict counts them (segment or variant, period, opening hours,
cancelled ones left out); the age is that of the moment that is asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Float, Select, Subquery, case, exists, func, literal, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from analysis.business_time import back
from analysis.rule import Metric
from analysis.units import seconds_of
from models.access import Viewer
from models.case_sets import EvidenceSet, evidence_sets
from models.evidence import CaseVersion
from models.opening_hours import hours_of
from models.processes import Process
from models.promise_terms import PromiseVersion, Terms, terms_of
from models.promises import Promise, State, is_past

# From this part of the promised time on a case is about to miss.
SOON = 0.8
# Made once: each new alias works out all its columns anew.
_NEWER = aliased(CaseVersion)


@dataclass(frozen=True)
class Watched:
    """A promise in use, or one of its variants with a figure of its own, whose open cases are looked at.

    seconds: the time promised, on the promise's clock. segment: only these cases; others: not these.
    """

    promise_id: str
    terms: Terms
    process: Process
    which: EvidenceSet
    seconds: float
    segment: str | None
    others: tuple[str, ...]

    def cut(self, now: datetime, part: float) -> float:
        """The start before which a case is older than this part of its time."""
        at = now.timestamp()
        hours = self.terms.hours if self.terms.business else None
        return at - part * self.seconds if hours is None else back(hours, at, part * self.seconds)


def watched_promises(session: Session, viewer: Viewer, now: datetime) -> list[Watched]:
    """The promises in use that give a time and have data. Two statements."""
    asked = (
        select(PromiseVersion, Process)
        .join(
            Promise,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .join(Process, col(Process.id) == col(Promise.process_id))
        .where(Promise.state == State.IN_USE, PromiseVersion.metric == Metric.CLOCK)
        .order_by(col(Promise.in_use_since), col(Promise.id))
    )
    rows = [(row, of) for row, of in session.exec(asked).all() if not is_past(row.valid_until, of.zone, now)]
    sets = evidence_sets(session, viewer, process_ids={process.id for _, process in rows})
    found: list[Watched] = []
    for row, process in rows:
        which = sets.get(process.id)
        if which is None:
            continue
        terms = terms_of(row, hours_of(process))
        hours = terms.hours if terms.business else None
        own = [(one.segment, seconds_of(one.amount, one.unit, hours))
               for one in terms.variants if one.amount is not None and one.unit is not None]  # fmt: skip
        base = (row.promise_id, terms, process, which)
        named = tuple(segment for segment, _ in own)
        found.append(Watched(*base, float(terms.rule().threshold), terms.segment or None, named))
        found += [Watched(*base, seconds, segment, ()) for segment, seconds in own]
    return found


def open_cases(session: Session, watched: Sequence[Watched], now: datetime) -> Subquery | None:
    """One row an open case and promise that has used up 0.8 of its time; None where no promise is watched.

    Columns: promise_id, process_id, case_id, touchpoint ("" is none), start, seconds (the time promised), over (1: the
    time is up), left_over (calendar seconds until the start is past due: an order among cases, and the time left of a
    promise in calendar time). One statement, for the outcomes that say "cancelled".
    """
    if not watched:
        return None
    v = CaseVersion
    named = select(v.process_id, v.outcome).where(
        col(v.process_id).in_({one.process.id for one in watched}), col(v.end).is_(None), col(v.outcome).is_not(None)
    )
    outcomes = [(process_id, str(name)) for process_id, name in session.exec(named.distinct()).all()]
    return union_all(*[_of_one(one, outcomes, now) for one in watched]).subquery()


def _of_one(one: Watched, outcomes: list[tuple[str, str]], now: datetime) -> Select[tuple[object, ...]]:
    v, newer = CaseVersion, _NEWER
    due, soon = one.cut(now, 1.0), one.cut(now, SOON)
    rule = one.terms.rule()
    cancelled = [name for process_id, name in outcomes if process_id == one.process.id and rule.is_cancelled(name)]
    changed_since = exists().where(
        col(newer.process_id) == col(v.process_id), col(newer.case_id) == col(v.case_id),
        col(newer.load_number) > col(v.load_number), col(newer.load_number).in_(one.which.numbers),
    )  # fmt: skip
    conditions: list[ColumnElement[bool]] = [
        col(v.process_id) == one.process.id, col(v.load_number).in_(one.which.numbers), col(v.end).is_(None),
        col(v.start) >= one.terms.since(one.which.as_of, one.process.zone),
        col(v.start) <= min(soon, one.which.as_of.timestamp()), ~changed_since,
    ]  # fmt: skip
    if one.segment is not None:
        conditions.append(col(v.segment) == one.segment)
    if one.others:
        conditions.append(col(v.segment).is_(None) | col(v.segment).not_in(one.others))
    if cancelled:
        conditions.append(col(v.outcome).is_(None) | col(v.outcome).not_in(cancelled))
    first = func.min(v.start)
    wanted: Select[tuple[object, ...]] = select_columns(
        literal(one.promise_id).label("promise_id"), literal(one.process.id).label("process_id"),
        col(v.case_id).label("case_id"), func.coalesce(func.min(v.touchpoint), "").label("touchpoint"),
        first.label("start"), literal(one.seconds, Float).label("seconds"),
        case((first < due, 1), else_=0).label("over"), (first - literal(due, Float)).label("left_over"),
    )  # fmt: skip
    # An id that stands twice in a file is one case here: the one that waits longest.
    return wanted.where(*conditions).group_by(col(v.case_id))
