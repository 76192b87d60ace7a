"""Verdicts: computed, dated, and no longer good after a day (law 12). Nobody types one.

Invariants: a verdict is computed from arrays outside any door and recorded with the key of what it rests on: the
version, the loads, the snapshot date; a key that is no longer current is refused; the same key is recorded once; a
verdict is good until D plus the period, then it says "too old". Rows are never changed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint, case, func
from sqlmodel import Field, Session, col, select

from analysis.verdict import Verdict
from models import activity
from models.access import May, Viewer
from models.base import Row, new_id
from models.campaign_tests import may_be_tested, tests_now
from models.case_sets import EvidenceSet, evidence_sets
from models.errors import NotFound, Refusal
from models.grounds import Basis, Reading, Writing, basis_key, rekeyed, study_of
from models.opening_hours import hours_from
from models.processes import Process
from models.promise_terms import PromiseVersion, Terms, terms_of
from models.promises import Promise, State
from models.studies import Study, VerdictFacts, facts_of


class VerdictRow(Row, table=True):
    """One verdict. `at` is the snapshot date D, `until` the end of its being good; `facts` its figures as JSON."""

    __tablename__ = "verdicts"
    __table_args__ = (
        UniqueConstraint("promise_id", "basis"),
        UniqueConstraint("promise_id", "number"),
        CheckConstraint(
            "verdict IN ('supported', 'at risk', 'not supportable', 'not enough evidence')", name="verdict"
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id")
    number: int
    version: int
    load_number: int
    basis: str = Field(max_length=64)
    at: datetime
    until: datetime
    verdict: str = Field(max_length=20)
    share: float | None = None
    cases: int
    facts: str = Field(sa_column=Column(Text, nullable=False))
    computed_at: datetime


@dataclass(frozen=True)
class VerdictView:
    """A recorded verdict. `verdict` is what counts now: "not enough evidence" once it is `too_old`."""

    version: int
    at: datetime
    until: datetime
    computed_at: datetime
    verdict: Verdict
    too_old: bool
    facts: VerdictFacts


def promise_bases(
    session: Session, viewer: Viewer, *, promise_ids: Iterable[str] | None = None, lock: bool = False,
    now: datetime | None = None,
) -> dict[str, Basis]:  # fmt: skip
    """What the verdict of each promise rests on now (None: every promise that is not withdrawn). Three statements.

    now: a campaign that is on at this moment tests the promises it leans on (four statements more then); None: what
    the cases say by themselves.
    lock: inside a command, hold the promises until it ends, in one order, so that none waits for another in a ring.
    """
    viewer.must(May.PROMISE_SEE)
    asked: Any = (
        select(Promise, PromiseVersion, Process.zone, Process.opening)
        .add_columns(may_be_tested(col(Promise.id), now))
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .join(Process, col(Process.id) == col(Promise.process_id))
    )
    if promise_ids is None:
        asked = asked.where(Promise.state != State.WITHDRAWN)
    else:
        asked = asked.where(col(Promise.id).in_(list(promise_ids)))
    if lock:
        asked = asked.order_by(col(Promise.id)).with_for_update(of=Promise, key_share=True)
    rows: Sequence[tuple[Promise, PromiseVersion, str, str | None, bool]] = session.exec(asked).all()
    sets = evidence_sets(session, viewer, process_ids={row[0].process_id for row in rows})
    near = {p.id: (p.process_id, zone, sets[p.process_id].as_of.timestamp())
            for p, _, zone, _, tested in rows if tested and p.process_id in sets}  # fmt: skip
    tests = tests_now(session, viewer, now=now, promises=near) if now is not None and near else {}
    found: dict[str, tuple[Terms, str, EvidenceSet | None, str]] = {}
    for promise, version, zone, opening, _ in rows:
        which, terms = sets.get(promise.process_id), terms_of(version, hours_from(opening, zone))
        key = basis_key(terms, which, zone, tests.get(promise.id)) if which else ""
        found[promise.id] = (terms, zone, which, key)
    numbers = _numbers(session, {promise_id: key for promise_id, (_, _, _, key) in found.items()})
    return {
        promise_id: Basis(promise_id, terms, zone, which, *_again(key, *numbers.get(promise_id, (0, None, ""))),
                          campaign=tests.get(promise_id))
        for promise_id, (terms, zone, which, key) in found.items()
    }  # fmt: skip


def _numbers(session: Session, keys: Mapping[str, str]) -> dict[str, tuple[int, int | None, str]]:
    """For each promise: its last verdict's number, that of the one with this key, and the last one's own key where
    these differ. At most two statements.
    """
    there = func.max(case((col(VerdictRow.basis).in_([key for key in keys.values() if key]), col(VerdictRow.number))))
    counted = select(VerdictRow.promise_id, func.max(VerdictRow.number), there).where(
        col(VerdictRow.promise_id).in_(list(keys))
    )
    rows = session.exec(counted.group_by(col(VerdictRow.promise_id))).all()
    back = {one: last for one, last, number in rows if number is not None and number < last}
    bases: dict[str, str] = {}
    if back:
        asked = select(VerdictRow.promise_id, VerdictRow.number, VerdictRow.basis).where(
            col(VerdictRow.promise_id).in_(list(back)), col(VerdictRow.number).in_(set(back.values()))
        )
        bases = {one: basis for one, number, basis in session.exec(asked).all() if back[one] == number}
    return {one: (last, number, bases.get(one, "")) for one, last, number in rows}


def _again(key: str, last: int, number: int | None, newest: str) -> tuple[str, bool, int]:
    """Key, whether it is on record as the newest, and the last number.

    Where a verdict stands again on what it stood on before (a load was taken back, a campaign is over) the record gets
    a new row, with a key of its own: rows are never changed, and the newest one counts.
    """
    if number is None or number == last:
        return key, number is not None, last
    if newest == rekeyed(key, last - 1):
        return newest, True, last
    return rekeyed(key, last), False, last


def record_verdict(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, basis: str, facts: VerdictFacts
) -> None:
    """Keep a computed verdict. Whoever may see the promise may have it computed; recorded once.

    Raises:
        Refusal: `inputs_changed`: a new version or new data came in while it was computed.
    """
    viewer.must(May.PROMISE_SEE)
    if not record_verdicts(session, viewer, now=now, found={promise_id: (basis, facts)}):
        if session.get(Promise, promise_id) is None:
            raise NotFound()
        raise Refusal("inputs_changed")


def record_verdicts(
    session: Session, viewer: Viewer, *, now: datetime, found: Mapping[str, tuple[str, VerdictFacts]]
) -> int:
    """Keep computed verdicts (by promise: the key of what it rests on, its figures) in a bounded number of statements.

    Returns how many are on record now: one that is not there, or whose inputs moved meanwhile, is left out.
    """
    viewer.must(May.PROMISE_SEE)
    # One at a time for a promise: two people opening its page record one verdict.
    current = promise_bases(session, viewer, promise_ids=found, lock=True, now=now)
    good = [one for one in current.values() if one.which is not None and one.key == found[one.promise_id][0]]
    rows = []
    for one in good:
        if one.recorded or one.which is None:
            continue
        terms, which, facts = one.terms, one.which, found[one.promise_id][1]
        rows.append(VerdictRow(
            promise_id=one.promise_id, number=one.last + 1, version=terms.number,
            load_number=which.number, basis=one.key, at=which.as_of,
            until=which.as_of + timedelta(days=terms.period_days), verdict=facts.verdict, share=facts.share,
            cases=facts.cases, facts=json.dumps(facts.plain(), allow_nan=False), computed_at=now,
        ))  # fmt: skip
    session.add_all(rows)
    session.flush()
    done = [activity.Done(row.id, after={"promise": row.promise_id, "basis": row.basis, "verdict": row.verdict,
                                         "share": row.share}) for row in rows]  # fmt: skip
    activity.record_all(session, None, "compute", "verdict", done, now=now)
    return len(good)


def latest_verdicts(
    session: Session, viewer: Viewer, *, promise_ids: Iterable[str], now: datetime
) -> dict[str, VerdictView]:
    """The newest verdict of each promise. One statement."""
    viewer.must(May.PROMISE_SEE)
    return newest_verdicts(session, promise_ids, now)


def newest_verdicts(session: Session, promise_ids: Iterable[str], now: datetime) -> dict[str, VerdictView]:
    """The same for the questions of other nouns, which ask for permission (customers read public promises)."""
    newest = (
        select(col(VerdictRow.promise_id).label("promise_id"), func.max(VerdictRow.number).label("number"))
        .where(col(VerdictRow.promise_id).in_(list(promise_ids)))
        .group_by(col(VerdictRow.promise_id))
        .subquery()
    )
    asked = select(VerdictRow).join(
        newest, (newest.c.promise_id == col(VerdictRow.promise_id)) & (newest.c.number == col(VerdictRow.number))
    )
    return {row.promise_id: verdict_view(row, now) for row in session.exec(asked).all()}


def verdicts_of(session: Session, viewer: Viewer, *, promise_id: str, now: datetime) -> list[VerdictView]:
    """Every verdict of a promise, oldest first (the last hundred)."""
    viewer.must(May.PROMISE_SEE)
    asked = select(VerdictRow).where(VerdictRow.promise_id == promise_id).order_by(col(VerdictRow.number).desc())
    return [verdict_view(row, now) for row in reversed(session.exec(asked.limit(100)).all())]


def verdict_view(row: VerdictRow, now: datetime) -> VerdictView:
    """A verdict as pages see it at this moment."""
    facts = _facts(row.facts)
    too_old = now > row.until
    shown = Verdict.NOT_ENOUGH_EVIDENCE if too_old else Verdict(row.verdict)
    return VerdictView(row.version, row.at, row.until, row.computed_at, shown, too_old, facts)


@lru_cache(maxsize=512)
def _facts(written: str) -> VerdictFacts:
    # A row is never changed and every list reads it again: half a year of points is made of the same text once.
    return facts_of(json.loads(written))


def refresh_verdict(
    reading: Reading, writing: Writing, viewer: Viewer, *, promise_id: str, now: datetime,
    figures: Iterable[tuple[float, str]] = (),
) -> Study | None:  # fmt: skip
    """The study of a promise, computed between the two doors where nobody has yet, and its verdict on record.

    reading, writing: the doors of `store.doors`. figures: what is told elsewhere, each judged by the same cases.
    None while there are no data. For pages, the demo and `manage.py tick` alike.
    """
    found: Study | None = None
    for _ in range(2):
        with reading() as session:
            basis = promise_bases(session, viewer, promise_ids=[promise_id], now=now).get(promise_id)
        if basis is None:
            raise NotFound()
        found = study_of(reading, viewer, basis, figures=figures)
        if found is None or basis.recorded:
            return found
        record = partial(record_verdict, viewer=viewer, now=now, promise_id=promise_id, basis=basis.key,
                         facts=found.facts)  # fmt: skip
        try:
            writing(record)
            return found
        except Refusal as refusal:
            # Something came in meanwhile: once more with it, then the next visit records.
            if refusal.code != "inputs_changed":
                raise
    return found
