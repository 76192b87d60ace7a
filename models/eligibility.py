"""Who may vote in a round: rows made when voting opens, and on joining while the round admits latecomers.

Invariants: one row a person and round, with side and function frozen; who speaks for no side does not vote; members
of the group with a side are in from the start, guests when they are in the workshop.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from models.access import GRANTS, Kind, May
from models.attendance import Attendance
from models.base import Row, new_id
from models.groups import Membership
from models.people import Person
from models.round_settings import settings_from
from models.rounds import VOTES, Round, RoundState, is_over
from models.statements import run, table_of
from models.workshops import Workshop


class Eligible(Row, table=True):
    """One person's right to one ballot in one round."""

    __tablename__ = "eligible"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    round_id: str = Field(max_length=32, foreign_key="rounds.id")
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    side: str = Field(max_length=10)
    function_id: str | None = Field(default=None, max_length=32, foreign_key="functions.id")


def freeze_eligible(session: Session, row: Round) -> int:
    """Write down who may vote, at the opening. Returns how many."""
    seats = [seat for seat in _seats(session, row.workshop_id, row.group_id) if _may_vote(row, seat.role)]
    session.add_all(
        Eligible(round_id=row.id, person_id=seat.person_id, side=seat.side or "", function_id=seat.function_id)
        for seat in seats
    )
    session.flush()
    return len(seats)


def admit_latecomer(session: Session, workshop_id: str, membership: Membership, *, now: datetime) -> None:
    """Let somebody who comes while a vote is open vote too, where the round allows it."""
    if membership.side is None:
        return
    for row in session.exec(
        select(Round).where(
            Round.workshop_id == workshop_id, col(Round.kind).in_(VOTES), Round.state == RoundState.OPEN
        )
    ).all():
        here = row.latecomers and not is_over(row, now) and _may_vote(row, membership.role)
        if here and eligible_in(session, row.id, membership.person_id) is None:
            session.add(
                Eligible(
                    round_id=row.id, person_id=membership.person_id, side=membership.side,
                    function_id=membership.function_id,
                )
            )  # fmt: skip
    session.flush()


def eligible_in(session: Session, round_id: str, person_id: str | None, *, lock: bool = False) -> Eligible | None:
    """The row of a person in a round, or None. With `lock`, nobody else votes with it until this transaction ends."""
    asked = select(Eligible).where(Eligible.round_id == round_id, Eligible.person_id == person_id)
    return session.exec(asked.with_for_update() if lock else asked).first()


def eligible_by_side(session: Session, round_id: str) -> dict[str, int]:
    """How many may vote, by side."""
    return {side: n for side, n in run(session, _BY_SIDE, round_id=round_id).all()}  # noqa: C416


def eligible_by_code(session: Session, round_id: str) -> int:
    """How many of those who may vote came in by the open code, without an account."""
    asked = (
        select(func.count())
        .select_from(Eligible)
        .join(Person, col(Person.id) == col(Eligible.person_id))
        .where(Eligible.round_id == round_id, Person.kind == Kind.GUEST)
    )
    return session.exec(asked).one()


def expected_by_side(session: Session, workshop: Workshop) -> dict[str, int]:
    """How many would vote if voting opened now, by side: what the builder says will be visible rests on this."""
    found: dict[str, int] = {}
    for seat in _seats(session, workshop.id, workshop.group_id):
        found[seat.side or ""] = found.get(seat.side or "", 0) + 1
    return found


def _may_vote(row: Round, role: str) -> bool:
    return role in GRANTS[May.WORKSHOP_SEE_ALL] or settings_from(row.settings).guests_vote


def _seats(session: Session, workshop_id: str, group_id: str) -> list[Membership]:
    asked = (
        select(Membership)
        .join(
            Attendance,
            (col(Attendance.person_id) == col(Membership.person_id)) & (col(Attendance.workshop_id) == workshop_id),
            isouter=True,
        )
        .where(
            Membership.group_id == group_id,
            col(Membership.left_at).is_(None),
            col(Membership.side).is_not(None),
            col(Membership.role).in_(GRANTS[May.WORKSHOP_SEE_ALL]) | col(Attendance.person_id).is_not(None),
        )
    )
    return list(session.exec(asked).all())


_eligible = table_of(Eligible)
_BY_SIDE = (
    select_columns(_eligible.c.side, func.count())
    .where(_eligible.c.round_id == bindparam("round_id"))
    .group_by(_eligible.c.side)
)
