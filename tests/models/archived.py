"""A group with a life for the tests of archives: ideas, a merged one, comments, votes, decisions. All by commands."""

from datetime import timedelta

from sqlmodel import Session

from models import comments, conduct, curation, decisions, feedback, feedback_ideas, supports, touchpoints
from models.access import NOBODY
from models.marks import cast_marks
from models.options import options_in
from models.rounds import rounds_in
from tests.company import NOW, Company, again, found
from tests.models.promising import delivery, promise
from tests.models.room import START, Room, at
from tests.models.voting import TAKEN, a_vote, said


def lived_in(session: Session) -> tuple[Company, str]:
    """The company, and its group: a large secret vote, one of four people, an open one, all closed."""
    company = found(session)
    lucia = company.manager
    touchpoints.lay_stages(session, "it")
    stage = touchpoints.stages_all(session, lucia)[3]
    point = touchpoints.add_touchpoint(session, lucia, now=NOW, name="Bottega di Faenza", stage_id=stage.id)
    room = Room(session, company.facilitator, company.group_id)
    room.workshop_id = conduct.create_workshop(
        session, room.elena, now=START, group_id=room.group_id, title="Natale senza sorprese",
        planned_on=START.date(), questions=["Che cosa ti ha fatto aspettare?", "Quali?"], secret=True,
    )  # fmt: skip
    room.collect_id, room.vote_id = (row.id for row in rounds_in(session, room.workshop_id))
    room.collect("Tre giorni certi", "Spedizione in giornata", "Terzo operatore")
    supports.support_idea(session, company.customer, now=at(5), idea_id=room.idea_ids[0])
    comments.add_comment(session, company.logistics, now=at(6), idea_id=room.idea_ids[0], text="Li reggiamo.")
    few = a_vote(room, "approval", 22)
    voters = [company.customer, company.logistics, company.marketing, company.facilitator]
    for voter in voters:
        cast_marks(session, voter, now=at(23), round_id=few, marks=said(_ids(room, few), TAKEN["approval"][0]))
    conduct.close_round(session, room.elena, now=at(24), round_id=few)
    guests = room.guests(promises=6, keeps=5, receives=5)
    for kind, minute, secret in (("dots", 30.0, True), ("score", 40.0, False), ("consent", 50.0, False)):
        round_id = a_vote(room, kind, minute, secret=secret)
        for place, guest in enumerate(guests):
            marks = said(_ids(room, round_id), TAKEN[kind][place % 2])
            cast_marks(session, again(session, guest), now=at(minute + 2), round_id=round_id, marks=marks)
        conduct.close_round(session, room.elena, now=at(minute + 5), round_id=round_id)
    first, second, _ = room.idea_ids
    token = next(t.door_token for t in touchpoints.touchpoints_all(session, lucia) if t.id == point)
    voice = feedback.leave_feedback(session, NOBODY, now=NOW, token=token, face=2, words="Mi serve sapere quando.")
    alike = feedback_ideas.turn_feedback(
        session, company.marketing, now=NOW + timedelta(hours=2), feedback_id=voice, group_id=company.group_id,
        words="Non presto: quando",
    )  # fmt: skip
    curation.merge_ideas(session, lucia, now=NOW + timedelta(hours=2), idea_id=alike, into_id=first)
    touched = promise(session, company.logistics, delivery(session, company.logistics))
    decisions.decide_idea(
        session, lucia, now=NOW + timedelta(days=1), idea_id=first, outcome="do", promise_id=touched,
        reason="La vogliono tutti.",
    )  # fmt: skip
    decisions.decide_idea(
        session, lucia, now=NOW + timedelta(days=1), idea_id=second, outcome="no", reason="21 su 100."
    )
    return company, company.group_id


def _ids(room: Room, round_id: str) -> list[str]:
    return [option.id for option in options_in(room.session, round_id)]

