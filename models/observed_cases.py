"""What was observed becomes evidence: taps that have settled come in as cases, as every file does.

Invariants: one load a process, a quarter of an hour after its last tap; what is observed never moves the date of the
data while a case of the process is open: those cases are known up to that date and no further.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlmodel import Session, col, select

from analysis.cases import Cases, cases
from models.case_sets import evidence_sets, evidence_summary
from models.evidence import Source, store_load
from models.observations import SETTLES, Tap, Watch
from models.processes import Process
from models.promise_terms import Terms, terms_of
from models.promises import Promise, version_row
from models.touchpoints import touchpoint_names
from models.viewers import viewer_of_person

YES, NO = "sì", "no"

Seen = tuple[Tap, Watch, Promise, Process, str]


def take_in_taps(session: Session, *, now: datetime) -> int:
    """Scheduled work: taps that have settled become cases, one load a process. Returns how many."""
    asked = (
        select(Tap, Watch, Promise, Process)
        .join(Watch, col(Watch.id) == col(Tap.watch_id))
        .join(Promise, col(Promise.id) == col(Watch.promise_id))
        .join(Process, col(Process.id) == col(Promise.process_id))
        .where(col(Tap.load_number).is_(None), col(Tap.dropped_at).is_(None), col(Tap.ended_at).is_not(None))
        .order_by(col(Process.id), col(Tap.started_at), col(Tap.id))
        .limit(5_000)
    )
    waiting: dict[str, list[Seen]] = {}
    rows = session.exec(asked).all()
    points = touchpoint_names(session, {watch.touchpoint_id for _, watch, _, _ in rows})
    for tap, watch, promise, process in rows:
        waiting.setdefault(process.id, []).append((tap, watch, promise, process, points[watch.touchpoint_id]))
    taken = 0
    for found in waiting.values():
        if now - max(tap.ended_at or tap.started_at for tap, *_ in found) >= SETTLES:
            taken += _take_in(session, found, now)
    return taken


def _take_in(session: Session, found: list[Seen], now: datetime) -> int:
    process = found[0][3]
    # For whoever opened the newest of these links: a load always came in for somebody.
    viewer = viewer_of_person(session, max(found, key=lambda one: one[1].made_at)[1].made_by)
    if viewer.person_id is None:
        viewer = viewer_of_person(session, process.owner_id)
    if viewer.person_id is None:
        return 0
    terms = {promise.id: terms_of(version_row(session, promise)) for _, _, promise, _, _ in found}
    as_of = max(tap.ended_at or tap.started_at for tap, *_ in found) + timedelta(seconds=1)
    which = evidence_sets(session, viewer, process_ids={process.id}).get(process.id)
    if which is not None and (which.as_of > as_of or evidence_summary(session, viewer, which=which).open):
        # The others of its cases are known up to then and no further: these count once newer data have come.
        as_of = which.as_of
    names = "|".join(tap.id for tap, *_ in found)
    told = store_load(
        session, viewer, now=now, process=process, as_of=as_of, file_name="", source=Source.OBSERVED,
        file_hash=sha256(names.encode()).hexdigest(), found=_as_cases(found, terms),
    )  # fmt: skip
    ids = [tap.id for tap, *_ in found]
    session.connection().execute(update(Tap).where(col(Tap.id).in_(ids)).values(load_number=told["number"]))
    return len(found)


def _as_cases(found: list[Seen], terms: dict[str, Terms]) -> Cases:
    said = {
        promise_id: ((one.yes_when[0] if one.yes_when else YES), NO) for promise_id, one in terms.items()
    }  # fmt: skip
    return cases(
        [f"oss-{tap.id[:16]}" for tap, *_ in found],
        [tap.started_at.timestamp() for tap, *_ in found],
        [(tap.ended_at or tap.started_at).timestamp() for tap, *_ in found],
        outcome=[None if tap.answer is None else said[promise.id][0 if tap.answer else 1]
                 for tap, _, promise, _, _ in found],
        segment=[terms[promise.id].segment or None for _, _, promise, _, _ in found],
        touchpoint=[point for *_, point in found],
    )  # fmt: skip
