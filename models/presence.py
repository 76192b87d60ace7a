"""Presence: which sides came to a group's meetings, and which function has been missing for some.

Not a noun with a table: the attendances of the last workshops, counted. Invariants: no figure about a single person, no
name; who has been in the group only since yesterday has missed nothing before; only who conducts sees who is missing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.access import Kind, May, Viewer
from models.attendance import Attendance
from models.days import day_here
from models.functions import Function, Side
from models.groups import Membership, group_for
from models.people import Person
from models.workshops import Workshop

MEETINGS_MOST = 6
# Once can happen to everybody.
MISSING_FROM = 2


@dataclass(frozen=True)
class Met:
    """One meeting: how many people of each side came."""

    workshop_id: str
    title: str
    on: date
    sides: dict[str, int]


@dataclass(frozen=True)
class Missing:
    """A function, or a whole side (`function` empty), that did not come to the last `meetings` meetings."""

    side: str
    function: str
    meetings: int


@dataclass(frozen=True)
class Presence:
    """The last meetings, the newest first, and who is missing."""

    met: tuple[Met, ...]
    missing: tuple[Missing, ...]


def presence_of(session: Session, viewer: Viewer, *, group_id: str, today: date) -> Presence:
    """Who came, by side, to the last six meetings at which anybody was; four questions to the database."""
    viewer.must(May.WORKSHOP_PREPARE, group_id=group_id)
    group_for(session, viewer, group_id)
    came = (
        select_columns(
            col(Workshop.id), col(Workshop.title), col(Workshop.planned_on), col(Attendance.side), func.count()
        )
        .join(Attendance, col(Attendance.workshop_id) == col(Workshop.id))
        .where(col(Workshop.group_id) == group_id, col(Workshop.planned_on) <= today)
        .group_by(col(Workshop.id), col(Workshop.title), col(Workshop.planned_on), col(Attendance.side))
        .order_by(col(Workshop.planned_on).desc(), col(Workshop.id))
    )
    met: dict[str, Met] = {}
    for workshop_id, title, day, side, number in session.execute(came).all():
        if workshop_id not in met and len(met) == MEETINGS_MOST:
            break
        meeting = met.setdefault(workshop_id, Met(workshop_id, title, day, {}))
        if side:
            meeting.sides[side] = number
    meetings = list(met.values())
    return Presence(tuple(meetings), (*_sides(session, group_id, meetings), *_functions(session, group_id, meetings)))


def _sides(session: Session, group_id: str, meetings: list[Met]) -> list[Missing]:
    since = _since(session, group_id, col(Membership.side))
    return [
        Missing(side, "", missed)
        for side in Side
        if side in since and (missed := _missed(meetings, since[side], lambda one, s=side: one.sides.get(s, 0) > 0))
        >= MISSING_FROM
    ]  # fmt: skip


def _functions(session: Session, group_id: str, meetings: list[Met]) -> list[Missing]:
    since = _since(session, group_id, col(Membership.function_id))
    asked = (
        select(Attendance.workshop_id, Membership.function_id)
        .join(
            Membership,
            (col(Membership.person_id) == col(Attendance.person_id)) & (col(Membership.group_id) == group_id),
        )
        .where(col(Attendance.workshop_id).in_([one.workshop_id for one in meetings]))
        .distinct()
    )
    came = {(str(workshop_id), str(function_id)) for workshop_id, function_id in session.exec(asked).all()}
    names = {row.id: row for row in session.exec(select(Function).where(col(Function.id).in_(list(since)))).all()}
    found = [
        Missing(row.side or "", row.name, missed)
        for key, row in names.items()
        # Direction speaks for no side: whether it comes is its own affair.
        if row.side is not None
        and (missed := _missed(meetings, since[key], lambda one, k=key: (one.workshop_id, k) in came)) >= MISSING_FROM
    ]
    return sorted(found, key=lambda one: (-one.meetings, one.function))


def _since(session: Session, group_id: str, what: Any) -> dict[str, datetime]:
    """Since when somebody who is in the group now stands for a side or a function. Guests of one evening do not."""
    asked = (
        select_columns(what, func.min(col(Membership.joined_at)))
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(
            col(Membership.group_id) == group_id, col(Membership.left_at).is_(None), what.is_not(None),
            col(Person.kind) != Kind.GUEST,
        )
        .group_by(what)
    )  # fmt: skip
    return {str(key): joined for key, joined in session.execute(asked).all()}


def _missed(meetings: list[Met], joined: datetime, came: Any) -> int:
    """How many of the last meetings in a row went without them, since they are in the group."""
    missed = 0
    for one in meetings:
        if one.on < day_here(joined) or came(one):
            break
        missed += 1
    return missed
