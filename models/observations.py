"""Observed on the spot: one promise at one touchpoint, watched by whoever stands there, in ten taps a day.

Invariants: a link opens one promise at one touchpoint and nothing else, and can be closed; a tap keeps no person; a
stopwatch that nobody stopped is no evidence; taps come in as cases through the same door as every file, a quarter of an
hour after the last one, so that a wrong tap can be taken back; what is observed never moves the date of the data while
a case of the process is open.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Index, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Row, new_id, token_hash
from models.errors import NotFound, Refusal
from models.processes import Process, process_for
from models.promise_terms import Kind, PromiseVersion, Terms, terms_of
from models.promises import Promise, State, promise_for, version_row
from models.touchpoints import Touchpoint, touchpoint_row

LONGEST = timedelta(hours=12)
MOST_A_DAY = 300
SETTLES = timedelta(minutes=15)


class Watch(Row, table=True):
    """One link: one promise at one touchpoint. Only the hash of its token is kept."""

    __tablename__ = "watches"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    made_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    made_at: datetime
    closed_at: datetime | None = None


class Tap(Row, table=True):
    """One thing seen: an answer, or a stopwatch (without an end while it runs). `load_number`: came in with it."""

    __tablename__ = "taps"
    __table_args__ = (Index("ix_taps_waiting", "watch_id", "load_number"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    watch_id: str = Field(max_length=32, foreign_key="watches.id")
    started_at: datetime
    ended_at: datetime | None = None
    answer: bool | None = None
    dropped_at: datetime | None = None
    load_number: int | None = None


@dataclass(frozen=True)
class WatchView:
    """A link as its process lists it."""

    id: str
    sentence: str
    touchpoint: str
    made_at: datetime
    closed_at: datetime | None
    taps: int
    waiting: int
    last_at: datetime | None


@dataclass(frozen=True)
class Watched:
    """What whoever holds the phone sees. running: since when the stopwatch runs. last: the tap that can go back."""

    sentence: str
    touchpoint: str
    kind: Kind
    amount: float
    unit: str
    today: int
    running: datetime | None
    can_take_back: bool
    zone: str


def open_watch(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, touchpoint_id: str, token: str
) -> str:
    """A link for watching a promise at a touchpoint; the caller made `token` and shows it once. Returns its id.

    Raises:
        Refusal: `not_watchable`: a promise about a figure, or over a time nobody stands there for.
    """
    promise, process = _promise_for(session, viewer, promise_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    point = touchpoint_row(session, touchpoint_id)
    terms = terms_of(version_row(session, promise))
    if promise.state in (State.WITHDRAWN, State.EXPIRED) or not can_be_watched(terms):
        raise Refusal("not_watchable", field="promise_id")
    row = Watch(
        promise_id=promise_id, touchpoint_id=point.id, token_hash=token_hash(token), made_by=viewer.person_id or "",
        made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, viewer, "open", "watch", row.id, now=now, after={"promise": promise_id})
    return row.id


def close_watch(session: Session, viewer: Viewer, *, now: datetime, watch_id: str) -> None:
    """Close a link: what was seen stays. Twice is once."""
    viewer.must(May.PROCESS_SEE)
    row = session.get(Watch, watch_id)
    if row is None:
        raise NotFound()
    viewer.must(May.EVIDENCE_LOAD, owner_id=_promise_for(session, viewer, row.promise_id)[1].owner_id)
    if row.closed_at is None:
        row.closed_at = now
        session.add(row)
        activity.record(session, viewer, "close", "watch", row.id, now=now, before={"promise": row.promise_id})


def watches_of(session: Session, viewer: Viewer, *, process_id: str) -> list[WatchView]:
    """The links of a process, newest first."""
    process_for(session, viewer, process_id)
    version = (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version))
    asked = (
        select(Watch, PromiseVersion.sentence, Touchpoint.name)
        .join(Promise, col(Promise.id) == col(Watch.promise_id))
        .join(PromiseVersion, version)
        .join(Touchpoint, col(Touchpoint.id) == col(Watch.touchpoint_id))
        .where(Promise.process_id == process_id)
        .order_by(col(Watch.made_at).desc())
        .limit(50)
    )
    rows = session.exec(asked).all()
    if not rows:
        return []
    counting = (
        select(Tap.watch_id, func.count(), func.count(col(Tap.load_number)), func.max(Tap.started_at))
        .where(col(Tap.watch_id).in_([row.id for row, _, _ in rows]), col(Tap.dropped_at).is_(None))
        .group_by(col(Tap.watch_id))
    )
    counts = {watch_id: (n, n - taken, last) for watch_id, n, taken, last in session.exec(counting).all()}
    none = (0, 0, None)
    return [
        WatchView(row.id, sentence, point, row.made_at, row.closed_at, *counts.get(row.id, none))
        for row, sentence, point in rows
    ]


def watched_at(session: Session, *, token: str, now: datetime) -> Watched:
    """What stands behind a link, for anybody who holds it, or `NotFound`."""
    row, promise, process = _good(session, token)
    terms = terms_of(version_row(session, promise))
    point = touchpoint_row(session, row.touchpoint_id)
    running = _running(session, row.id)
    last = _last(session, row.id)
    return Watched(
        terms.sentence, point.name, terms.kind, terms.amount, terms.unit, _today(session, row.id, process.zone, now),
        running.started_at if running is not None and now - running.started_at < LONGEST else None,
        last is not None and now - (last.ended_at or last.started_at) < SETTLES, process.zone,
    )  # fmt: skip


def tap_answer(session: Session, viewer: Viewer, *, now: datetime, token: str, yes: bool) -> None:
    """It went as promised, or it did not.

    Raises:
        Refusal: `enough_taps`: so many a day that nobody can have seen them; `not_valid` for a promise about a time.
    """
    viewer.must(May.OBSERVE)
    row, promise, process = _good(session, token)
    if terms_of(version_row(session, promise)).kind is not Kind.YES_NO:
        raise Refusal("not_valid")
    _not_too_many(session, row.id, process.zone, now)
    _keep(session, Tap(watch_id=row.id, started_at=now, ended_at=now, answer=yes), now)


def start_stopwatch(session: Session, viewer: Viewer, *, now: datetime, token: str) -> None:
    """Somebody begins to wait. A stopwatch that still runs starts anew: nobody knows when that one ended."""
    viewer.must(May.OBSERVE)
    row, promise, process = _good(session, token)
    if terms_of(version_row(session, promise)).kind is not Kind.TIME:
        raise Refusal("not_valid")
    _not_too_many(session, row.id, process.zone, now)
    running = _running(session, row.id)
    if running is not None:
        running.dropped_at = now
        session.add(running)
    _keep(session, Tap(watch_id=row.id, started_at=now), now)


def stop_stopwatch(session: Session, viewer: Viewer, *, now: datetime, token: str) -> float:
    """The wait is over. Returns how many seconds it took.

    Raises:
        Refusal: `not_running`: nobody started it, or it ran longer than anybody stands there.
    """
    viewer.must(May.OBSERVE)
    row, _, _ = _good(session, token)
    running = _running(session, row.id)
    if running is None or now - running.started_at >= LONGEST:
        raise Refusal("not_running")
    running.ended_at = max(now, running.started_at)
    _keep(session, running, now)
    return (running.ended_at - running.started_at).total_seconds()


def take_back_tap(session: Session, viewer: Viewer, *, now: datetime, token: str) -> None:
    """The last tap was wrong (or the stopwatch that runs). Only until it has come in.

    Raises:
        Refusal: `tap_settled`.
    """
    viewer.must(May.OBSERVE)
    row, _, _ = _good(session, token)
    last = _running(session, row.id) or _last(session, row.id)
    if last is None or now - (last.ended_at or last.started_at) >= (LONGEST if last.ended_at is None else SETTLES):
        raise Refusal("tap_settled")
    last.dropped_at = now
    _keep(session, last, now, verb="take_back")


def can_be_watched(terms: Terms) -> bool:
    """Kept or not, or a time that somebody can stand there for."""
    rule = terms.rule()
    return terms.kind is Kind.YES_NO or (terms.kind is Kind.TIME and rule.threshold <= LONGEST.total_seconds())


def _promise_for(session: Session, viewer: Viewer, promise_id: str) -> tuple[Promise, Process]:
    promise = promise_for(session, viewer, promise_id)
    return promise, process_for(session, viewer, promise.process_id)


def _good(session: Session, token: str) -> tuple[Watch, Promise, Process]:
    asked = (
        select(Watch, Promise, Process)
        .join(Promise, col(Promise.id) == col(Watch.promise_id))
        .join(Process, col(Process.id) == col(Promise.process_id))
        .where(Watch.token_hash == token_hash(token), col(Watch.closed_at).is_(None))
    )
    found = session.exec(asked).first()
    if found is None:
        raise NotFound()
    return found


def _running(session: Session, watch_id: str) -> Tap | None:
    asked = select(Tap).where(Tap.watch_id == watch_id, col(Tap.ended_at).is_(None), col(Tap.dropped_at).is_(None))
    return session.exec(asked.order_by(col(Tap.started_at).desc()).limit(1)).first()


def _last(session: Session, watch_id: str) -> Tap | None:
    asked = select(Tap).where(
        Tap.watch_id == watch_id, col(Tap.ended_at).is_not(None), col(Tap.dropped_at).is_(None),
        col(Tap.load_number).is_(None),
    )  # fmt: skip
    return session.exec(asked.order_by(col(Tap.ended_at).desc()).limit(1)).first()


def _today(session: Session, watch_id: str, zone: str, now: datetime) -> int:
    here = now.astimezone(ZoneInfo(zone))
    midnight = datetime.combine(here.date(), time(), here.tzinfo)
    asked = select(func.count()).select_from(Tap).where(
        Tap.watch_id == watch_id, Tap.started_at >= midnight, col(Tap.dropped_at).is_(None),
        col(Tap.ended_at).is_not(None),
    )  # fmt: skip
    return session.exec(asked).one()


def _not_too_many(session: Session, watch_id: str, zone: str, now: datetime) -> None:
    if _today(session, watch_id, zone, now) >= MOST_A_DAY:
        raise Refusal("enough_taps", limit=MOST_A_DAY)


def _keep(session: Session, tap: Tap, now: datetime, verb: str = "tap") -> None:
    session.add(tap)
    session.flush()
    # Without a person: nobody keeps who stood there.
    activity.record(session, None, verb, "watch", tap.watch_id, now=now, after={"tap": tap.id})
