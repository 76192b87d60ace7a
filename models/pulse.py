"""The pulse of a workshop: where it stands, in one question, for everybody who waits for a change.

Phones get the word of `models.workshop_now`, which changes when their page should be shown anew. Wall and desk of who
conducts get a word that changes with everything that happens in the group, because every change is recorded.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.access import May
from models.activity import Activity
from models.attendance import Attendance
from models.groups import Membership
from models.rounds import Round, RoundState, round_as_seen
from models.viewers import viewers_of_sign_ins
from models.walls import Wall, beat_in
from models.workshop_now import ahead_word, is_due, kept_word, standing, state_word, talked_about
from models.workshops import Workshop


@dataclass(frozen=True)
class Pulse:
    """A workshop at this instant. `phone` and `desk`: the two words; `wall`: the token a wall must hold, None: closed.

    `due`: the end of something has passed and somebody must write the close down; `ends_in`: seconds until the next
    end, None where nothing ends by itself.
    """

    phone: str
    desk: str
    wall: str | None
    due: bool
    ends_in: float | None = None


def pulse(session: Session, *, workshop_id: str, now: datetime) -> Pulse | None:
    """One question to the database (two while ideas are collected or grouped), whoever listens.

    Their rights are `still_there`'s. None: no such workshop.
    """
    people = (
        select(func.count())
        .select_from(Attendance)
        .join(Membership, (col(Membership.group_id) == col(Workshop.group_id))
              & (col(Membership.person_id) == col(Attendance.person_id)) & col(Membership.left_at).is_(None))
        .where(Attendance.workshop_id == Workshop.id)
        .correlate(Workshop)
        .scalar_subquery()
    )  # fmt: skip
    last = select(func.max(Activity.seq)).where(Activity.group_id == Workshop.group_id).correlate(Workshop)
    asked = (
        select(Round, Wall, people, last.scalar_subquery())
        .select_from(Workshop)
        .join(Round, col(Round.workshop_id) == col(Workshop.id), isouter=True)
        .join(Wall, col(Wall.workshop_id) == col(Workshop.id), isouter=True)
        .where(Workshop.id == workshop_id)
        .order_by(col(Round.position))
    )
    found = session.exec(asked).all()
    if not found:
        return None
    rounds = [round_as_seen(row) for row, _, _, _ in found if row is not None]
    wall, inside, number = found[0][1], int(found[0][2]), found[0][3]
    step, on, beat = standing(rounds, wall)
    due = any(row.state is RoundState.OPEN and is_due(row, now) for row in rounds)
    desk = hashlib.sha256(repr((number, inside, due)).encode()).hexdigest()[:12]
    about = talked_about(rounds, on, wall) or on
    beat = beat if about is on or about is None else beat_in(wall, about)
    focus = wall.focus_option_id if wall and about and wall.token and wall.round_id == about.id else None
    phone = state_word(step, on, inside, beat, focus, kept_word(session, on), ahead_word(step, rounds))
    ends = [max(row.ends_at, row.waits_until or row.ends_at) for row in rounds
            if row.state is RoundState.OPEN and row.ends_at is not None and not row.paused]  # fmt: skip
    ends_in = min(((end - now).total_seconds() for end in ends if end > now), default=None)
    return Pulse(phone, desk, wall.token if wall else None, due, ends_in)


def still_there(
    session: Session, *, sign_in_ids: Iterable[str], workshop_id: str, now: datetime
) -> tuple[set[str], set[str]]:
    """Of these sign-ins, those that still see the workshop, and among them those that conduct it. Three questions.

    A guest sees only the workshops attended; the rule is that of `models.attendance.workshop_seen`, for many at once.
    """
    workshop = session.get(Workshop, workshop_id)
    if workshop is None:
        return set(), set()
    viewers = viewers_of_sign_ins(session, sign_in_ids, now=now)
    persons = {viewer.person_id for viewer in viewers.values()}
    asked = select(Attendance.person_id).where(
        Attendance.workshop_id == workshop_id, col(Attendance.person_id).in_(persons)
    )
    attending = set(session.exec(asked).all()) if persons else set()
    seen = {
        sign_in_id for sign_in_id, viewer in viewers.items()
        if viewer.may(May.WORKSHOP_SEE_ALL, group_id=workshop.group_id)
        or (viewer.may(May.WORKSHOP_SEE, group_id=workshop.group_id) and viewer.person_id in attending)
    }  # fmt: skip
    conducting = {one for one in seen if viewers[one].may(May.ROUND_RUN, group_id=workshop.group_id)}
    return seen, conducting
