"""Said aloud: an idea that somebody in the room said and whoever conducts writes down on their behalf.

Invariants: the words belong to whoever said them: somebody in the room is their author, who finds, changes, withdraws
and erases them as if typed on a phone (law 7); a named side has no author. Who wrote them down is noted, and is not the
author: neither the words nor the count of people are theirs. The record holds no copy of the words.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.attendance import Attendance
from models.base import draft, fold
from models.errors import NotFound, Refusal
from models.functions import Side
from models.ideas import Idea, IdeaDraft, IdeaState
from models.rounds import RoundKind, must_be_open, round_for
from models.touchpoints import Touchpoint


def write_spoken_idea(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, text: str, side: str | None = None,
    person_id: str | None = None, touchpoint_id: str | None = None,
) -> str:  # fmt: skip
    """Write down an idea said aloud, in an open collect round: for `person_id`, who is in, or for a side. Its id.

    Raises:
        Refusal: `round_not_open`, `round_closed`, `side_missing` (neither a person nor a side), `not_an_option`.
        NotFound: nobody of that id is in the workshop.
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN)
    if row.kind != RoundKind.COLLECT:
        raise Refusal("round_not_open")
    must_be_open(row, now)
    said = draft(IdeaDraft, text=text, touchpoint_id=touchpoint_id or None)
    whose = session.get(Attendance, (row.workshop_id, person_id)) if person_id else None
    if person_id and whose is None:
        raise NotFound()
    side = whose.side if whose is not None else side
    if side is None and whose is None:
        raise Refusal("side_missing", field="side")
    if side is not None and side not in tuple(Side):
        raise Refusal("not_an_option", field="side")
    idea = Idea(
        group_id=row.group_id, round_id=row.id, author_id=person_id or None, noted_by=viewer.person_id, side=side,
        text=said.text, folded=fold(said.text), touchpoint_id=said.touchpoint_id, state=IdeaState.SHOWN, created_at=now,
    )  # fmt: skip
    twice = select(Idea.id).where(
        Idea.round_id == row.id, Idea.folded == idea.folded, Idea.state == IdeaState.SHOWN,
        Idea.author_id == idea.author_id if idea.author_id else col(Idea.author_id).is_(None),
    )  # fmt: skip
    if session.exec(twice.limit(1)).first():
        raise Refusal("idea_twice", field="text")
    if said.touchpoint_id is not None and session.get(Touchpoint, said.touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    session.add(idea)
    session.flush()
    # Without the words: a copy under the name of who wrote them down would outlive the erasure of who said them.
    activity.record(session, viewer, "note", "idea", idea.id, now=now, group_id=row.group_id, after=said.model_dump())
    return idea.id
