"""The room of the load bench: a company, a workshop with twelve ideas, their vote prepared, its wall open."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from models import conduct, ideas, options, walls
from models.access import NOBODY, Viewer
from models.base import new_token
from models.rounds import rounds_in
from models.sign_ins import start_sign_in
from models.viewers import viewer_of_person
from models.workshops import join_view
from tests.company import Company, found
from web.entry import COOKIE


@dataclass(frozen=True)
class Room:
    """A workshop whose collecting is on and whose vote has its options."""

    workshop_id: str
    vote_id: str
    options: list[str]
    join_token: str
    wall: str
    elena: str
    cookie: str
    company: Company


def a_collecting(session: Session) -> tuple[Company, str, str, str]:
    """A company and a secret workshop whose collecting is on: company, workshop, collecting, the vote after it."""
    now = datetime.now(UTC)
    company = found(session, now=now)
    workshop_id = conduct.create_workshop(
        session, company.facilitator, now=now, group_id=company.group_id, title="Natale senza sorprese",
        planned_on=now.date(), questions=["Che cosa?", "Quali?"], secret=True,
    )  # fmt: skip
    collect, vote = rounds_in(session, workshop_id)
    conduct.open_round(session, company.facilitator, now=now, round_id=collect.id)
    return company, workshop_id, collect.id, vote.id


def a_room(session: Session) -> Room:
    """A company, a workshop with twelve ideas, their vote prepared, its wall open."""
    now = datetime.now(UTC)
    company, workshop_id, collect_id, vote_id = a_collecting(session)
    elena = company.facilitator
    writers = (elena, company.marketing, company.logistics)
    written = [
        ideas.write_idea(session, writers[number % 3], now=now, round_id=collect_id, text=f"Idea numero {number}")
        for number in range(12)
    ]
    options.choose_options(session, elena, now=now, round_id=vote_id, idea_ids=written)
    walls.open_wall(session, elena, now=now, workshop_id=workshop_id)
    token = new_token()
    start_sign_in(session, NOBODY, now=now, person_id=elena.person_id or "", token=token)
    wall = walls.wall_view(session, elena, workshop_id=workshop_id).token or ""
    listed = [row.id for row in options.options_in(session, vote_id)]
    join = join_view(session, elena, workshop_id=workshop_id).token
    return Room(workshop_id, vote_id, listed, join, wall, elena.person_id or "", f"{COOKIE}={token}",
                company)  # fmt: skip


def some_points(room: Room) -> dict[str, int]:
    """Three dots on two ideas."""
    first, second = random.sample(room.options, 2)
    return {first: 2, second: 1}


def elena_of(session: Session, room: Room) -> Viewer:
    """Who conducts."""
    return viewer_of_person(session, room.elena)


def open_the_vote(session: Session, *, room: Room) -> None:
    """Collecting is over; everybody who is there may vote."""
    conduct.open_round(session, elena_of(session, room), now=datetime.now(UTC), round_id=room.vote_id)
