"""A room for the tests of workshops: a company, a group, people of the three sides, and a workshop. All by commands."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from models import conduct, functions, groups, ideas, installation, joining, options
from models.access import NOBODY, Role, Viewer
from models.base import new_code, new_token
from models.functions import Function, Side
from models.people import Person
from models.rounds import rounds_in
from models.viewers import viewer_of_person
from models.workshops import Workshop
from tests.laid import laid

START = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
SIDES = {"promises": Side.PROMISES, "keeps": Side.KEEPS, "receives": Side.RECEIVES}


def at(minutes: float) -> datetime:
    """So many minutes after the start of the test's afternoon."""
    return START + timedelta(minutes=minutes)


@dataclass
class Room:
    """Who and what the tests talk about. Viewers are read anew by `again`."""

    session: Session
    elena: Viewer
    group_id: str
    workshop_id: str = ""
    collect_id: str = ""
    vote_id: str = ""
    idea_ids: list[str] = field(default_factory=list)

    def again(self, viewer: Viewer) -> Viewer:
        """The same person, read from the database anew."""
        return viewer_of_person(self.session, viewer.person_id or "")

    def staff(self, name: str, side: str, role: Role = Role.MEMBER) -> Viewer:
        """Somebody with an account in the group."""
        function = self.session.exec(select(Function).where(Function.side == side)).first()
        assert function is not None
        kind = "customer" if side == "receives" else "staff"
        person = Person(kind=kind, name=name, email=f"{name}@example.org".lower(), side=side, created_at=START,
                        function_id=function.id)  # fmt: skip
        self.session.add(person)
        self.session.flush()
        groups.seat(self.session, self.group_id, person.id, role, function.id, side, now=START)
        return viewer_of_person(self.session, person.id)

    def guest(self, name: str, side: str, now: datetime = START) -> Viewer:
        """Somebody who frames the QR."""
        workshop = self.session.get(Workshop, self.workshop_id)
        assert workshop is not None
        found = joining.join_workshop(
            self.session, NOBODY, now=now, token=new_token(), return_code=new_code(6),
            join_token=workshop.join_token, name=name, side=side,
        )  # fmt: skip
        return viewer_of_person(self.session, found["person_id"])

    def guests(self, **numbers: int) -> list[Viewer]:
        """So many guests of each side."""
        return [self.guest(f"{side} {i}", side) for side, number in numbers.items() for i in range(number)]

    def collect(self, *texts: str) -> None:
        """Open collecting, let Elena write these ideas and put them on the list of the vote."""
        conduct.open_round(self.session, self.elena, now=at(0), round_id=self.collect_id)
        for minute, said in enumerate(texts, start=1):
            self.idea_ids.append(
                ideas.write_idea(self.session, self.elena, now=at(minute), round_id=self.collect_id, text=said)
            )
        options.choose_options(
            self.session, self.elena, now=at(20), round_id=self.vote_id, idea_ids=self.idea_ids
        )  # fmt: skip

    def option_ids(self) -> list[str]:
        """The options of the vote, in the order of choosing."""
        return [option.id for option in options.options_in(self.session, self.vote_id)]


def a_room(session: Session, *, secret: bool = True) -> Room:
    """Elena conducts a group; one workshop from the ready format stands, nothing is open."""
    made = laid(session, ("room", secret), lambda: _by_commands(session, secret))
    return replace(made, session=session, idea_ids=[])


def _by_commands(session: Session, secret: bool) -> Room:
    functions.lay_functions(session, "it")
    installation.installation(session)
    elena = Person(kind="staff", name="Elena", email="elena@example.org", created_at=START)
    session.add(elena)
    session.flush()
    viewer = viewer_of_person(session, elena.id)
    group_id = groups.create_group(session, viewer, now=START, name="Il Tavolo del Caffè")
    room = Room(session, viewer_of_person(session, elena.id), group_id)
    room.workshop_id = conduct.create_workshop(
        session, room.elena, now=START, group_id=group_id, title="Natale senza sorprese", planned_on=START.date(),
        questions=["Che cosa ti ha fatto aspettare troppo?", "Quali portiamo avanti?"], secret=secret,
    )  # fmt: skip
    room.collect_id, room.vote_id = (row.id for row in rounds_in(session, room.workshop_id))
    return room
