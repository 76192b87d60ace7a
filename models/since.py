"""Since last time: what was decided, done and measured between a group's last meeting and this one, and what is open.

Not a noun with a table. Invariants: the group's own things only; whoever does not work here reads what was decided,
and nothing of promises; a fixed number of questions to the database.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.actions import OPEN, STALLS_AFTER, Action, ActionState
from models.attendance import workshop_seen
from models.chains import PromiseLink, promise_links
from models.days import day_here, day_in
from models.decisions import Decision, Outcome
from models.groups import Group
from models.ideas import Idea
from models.people import Person
from models.promises import Promise, State
from models.verdicts import VerdictRow
from models.workshops import Workshop

SHOWN_MOST = 6
# Decisions looked through for what is still open.
_READ_MOST = 300


class Open(StrEnum):
    """Why something is still open."""

    TO_DO = "to_do"
    CHECK = "check"
    DUE = "due"
    ASKED = "asked"


@dataclass(frozen=True)
class Decided:
    """One decision since then."""

    idea_id: str
    words: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class Measured:
    """A promise of this group's ideas whose verdict is new. `before`: the one it was at the last meeting."""

    promise_id: str
    sentence: str
    verdict: Verdict
    before: Verdict | None


@dataclass(frozen=True)
class StillOpen:
    """What was decided and waits: to be done, to be checked or taken up again (its day is here), for an answer."""

    idea_id: str
    words: str
    why: Open
    since: date


@dataclass(frozen=True)
class ActionOpen:
    """An action of this group's ideas, or that serves a promise of theirs, and is not over yet. late: past its day."""

    action_id: str
    title: str
    owner: str
    due_on: date | None
    late: bool
    still_days: int
    stalled: bool


@dataclass(frozen=True)
class Since:
    """Between two meetings. `workshop_id`: the meeting before; `decided_all`: how many decisions in all."""

    workshop_id: str
    title: str
    on: date
    decided: tuple[Decided, ...]
    decided_all: int
    in_use: tuple[str, ...]
    measured: tuple[Measured, ...]
    still_open: tuple[StillOpen, ...]
    open_all: int
    actions: tuple[ActionOpen, ...] = ()
    actions_all: int = 0

    @property
    def anything(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.decided or self.in_use or self.measured or self.still_open or self.actions)


def since_last_time(session: Session, viewer: Viewer, *, workshop_id: str, now: datetime) -> Since | None:
    """What to begin a meeting with; None for the first meeting of a group. At most seven questions to the database."""
    workshop = workshop_seen(session, viewer, workshop_id)
    viewer.must(May.DECISION_SEE, group_id=workshop.group_id)
    earlier = (
        select(Workshop, Group.zone)
        .join(Group, col(Group.id) == col(Workshop.group_id))
        .where(Workshop.group_id == workshop.group_id, col(Workshop.planned_on) < workshop.planned_on)
        .order_by(col(Workshop.planned_on).desc(), col(Workshop.created_at).desc())
        .limit(1)
    )
    found = session.exec(earlier).first()
    if found is None:
        return None
    before, zone = found
    start = datetime.combine(before.planned_on, time(0), ZoneInfo(zone)).astimezone(UTC)
    asked = (
        select(Decision, Idea.text)
        .join(Idea, col(Idea.id) == col(Decision.idea_id))
        .where(Decision.group_id == workshop.group_id, col(Decision.standing))
        .order_by(col(Decision.decided_at).desc(), col(Decision.id))
        .limit(_READ_MOST)
    )
    decisions = [(row, words) for row, words in session.exec(asked).all() if row.idea_id]
    fresh = [(row, words) for row, words in decisions if row.decided_at >= start]
    links = _links(session, viewer, workshop.group_id, now)
    kept = {link.idea_id for link in links if link.promise.state is State.IN_USE}
    kept |= {row.idea_id for row, _ in decisions if row.promise_id in {link.promise.promise_id for link in links}}
    today = day_in(zone, now)
    waiting = [
        StillOpen(row.idea_id or "", words, why, day_in(zone, row.decided_at))
        for row, words in decisions
        if (why := _why_open(row, kept, today, staff=viewer.may(May.PROMISE_SEE))) is not None
    ]
    waiting.sort(key=lambda one: one.since)
    return Since(
        before.id, before.title, before.planned_on,
        tuple(Decided(row.idea_id or "", words, Outcome(row.outcome), row.reason) for row, words in fresh[:SHOWN_MOST]),
        len(fresh),
        tuple(
            link.promise.terms.sentence for link in links
            if link.promise.in_use_since is not None and link.promise.in_use_since >= start
        )[:SHOWN_MOST],
        tuple(_measured(session, [link.promise for link in links], start)[:SHOWN_MOST]),
        tuple(waiting[:SHOWN_MOST]), len(waiting), *_actions(session, viewer, workshop.group_id, links, now),
    )  # fmt: skip


@dataclass(frozen=True)
class _Link:
    idea_id: str | None
    promise: PromiseLink


def _links(session: Session, viewer: Viewer, group_id: str, now: datetime) -> list[_Link]:
    """The promises that came from this group's ideas or that its decisions touch, for who works here."""
    if not viewer.may(May.PROMISE_SEE):
        return []
    of_ideas = select(Idea.id).where(Idea.group_id == group_id)
    touched = select(Decision.promise_id).where(
        Decision.group_id == group_id, col(Decision.standing), col(Decision.promise_id).is_not(None)
    )
    where = col(Promise.idea_id).in_(of_ideas) | col(Promise.id).in_(touched)
    return [_Link(idea_id, link) for idea_id, link in promise_links(session, where, now=now)]


def _actions(
    session: Session, viewer: Viewer, group_id: str, links: list[_Link], now: datetime
) -> tuple[tuple[ActionOpen, ...], int]:
    """What is being done about the group's ideas and promises, late and still ones first, for who works here."""
    if not viewer.may(May.ACTION_SEE):
        return (), 0
    served = {link.promise.promise_id for link in links}
    asked = (
        select(Action, Person.name)
        .join(Person, col(Person.id) == col(Action.owner_id))
        .join(Idea, col(Idea.id) == col(Action.idea_id), isouter=True)
        .where(col(Action.state).in_(OPEN), (col(Idea.group_id) == group_id) | col(Action.promise_id).in_(served))
        .order_by(col(Action.due_on), col(Action.id)).limit(_READ_MOST)
    )  # fmt: skip
    found = [
        ActionOpen(
            row.id, row.title, owner, row.due_on, row.due_on is not None and row.due_on < day_here(now),
            (now - row.touched_at).days, row.state == ActionState.RUNNING and now - row.touched_at > STALLS_AFTER,
        )
        for row, owner in session.exec(asked).all()
    ]  # fmt: skip
    found.sort(key=lambda one: (not one.late, not one.stalled, one.due_on or date.max))
    return tuple(found[:SHOWN_MOST]), len(found)


def _measured(session: Session, links: list[PromiseLink], start: datetime) -> list[Measured]:
    fresh = {
        link.promise_id: link for link in links
        if link.verdict is not None and not link.verdict.too_old and link.verdict.computed_at >= start
        and link.state is State.IN_USE
    }  # fmt: skip
    if not fresh:
        return []
    newest = (
        select(col(VerdictRow.promise_id).label("promise_id"), func.max(VerdictRow.number).label("number"))
        .where(col(VerdictRow.promise_id).in_(fresh), col(VerdictRow.computed_at) < start)
        .group_by(col(VerdictRow.promise_id))
        .subquery()
    )
    asked = select(VerdictRow.promise_id, VerdictRow.verdict).join(
        newest, (newest.c.promise_id == col(VerdictRow.promise_id)) & (newest.c.number == col(VerdictRow.number))
    )
    before = {promise_id: Verdict(word) for promise_id, word in session.exec(asked).all()}
    found = [
        Measured(key, link.terms.sentence, link.verdict.verdict, before.get(key))
        for key, link in fresh.items() if link.verdict is not None
    ]  # fmt: skip
    # What changed first, then by sentence.
    return sorted(found, key=lambda one: (one.before is None or one.before is one.verdict, one.sentence))


def _why_open(row: Decision, kept: set[str | None], today: date, *, staff: bool) -> Open | None:
    if row.outcome == Outcome.LATER and row.until is not None and row.until <= today:
        return Open.DUE
    if row.outcome == Outcome.ASK:
        return Open.ASKED
    if row.outcome == Outcome.DO and row.until is not None:
        return Open.CHECK if row.until <= today else Open.TO_DO
    if row.outcome == Outcome.DO and staff and row.idea_id not in kept:
        return Open.TO_DO
    return None
