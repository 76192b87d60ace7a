"""What the phone tests of a workshop do over and over: come in, let who conducts act, open a vote."""

from sqlmodel import select

from models import conduct, ideas, options
from models.ideas import Idea
from models.workshops import Workshop
from store import clock, doors
from tests.models.room import Room
from tests.web.phones import Phone


def conducts(room: Room, command: object, **what: object) -> None:
    doors.writing(lambda session: command(session, room.elena, now=clock.now(), **what))  # type: ignore[operator]


def token_of(room: Room) -> str:
    with doors.reading() as session:
        return session.get(Workshop, room.workshop_id).join_token  # type: ignore[union-attr]


def joined(room: Room, name: str = "Anna", side: str = "receives") -> Phone:
    phone = Phone()
    phone.open(f"/join/{token_of(room)}")
    phone.send("", name=name, side=side)
    assert phone.status == 200, phone.text
    return phone


def a_vote(room: Room) -> None:
    conducts(room, conduct.open_round, round_id=room.collect_id)
    texts = ["Tre giorni certi", "Spedizione in giornata", "Terzo operatore", "Orario limite"]
    for text in texts:
        conducts(room, ideas.write_idea, round_id=room.collect_id, text=text)
    with doors.reading() as session:
        written = {idea.text: idea.id for idea in session.exec(select(Idea)).all()}
    chosen = [written[text] for text in texts]
    conducts(room, options.choose_options, round_id=room.vote_id, idea_ids=chosen)
    conducts(room, conduct.open_round, round_id=room.vote_id)


def option_named(text: str, room: Room) -> str:
    with doors.reading() as session:
        return {o.text: f"dots-{o.id}" for o in options.options_in(session, room.vote_id)}[text]
