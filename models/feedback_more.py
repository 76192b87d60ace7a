"""What whoever left a voice may add once it is sent: what counts for them, how they came, one figure, three ticks.

Invariants: it costs the form of the open door not a second, because it is asked afterwards; only with the code that the
form itself made, and only within the hour; what care has said meanwhile stays.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field
from sqlmodel import Session

from models import activity
from models.access import May, Viewer
from models.base import Draft, draft, normal_code
from models.errors import Refusal
from models.feedback import CameBy, feedback_by_code
from models.matters import Matter

ASKED_WITHIN = timedelta(hours=1)


class Figure(StrEnum):
    """The one figure asked for."""

    RECOMMENDS = "recommends"
    EFFORT = "effort"


class MoreDraft(Draft):
    """What may be added, all of it or nothing."""

    matter_id: str | None = None
    came_by: CameBy | None = None
    recommends: int | None = Field(default=None, ge=0, le=10)
    effort: int | None = Field(default=None, ge=1, le=7)
    said_what: bool = False
    said_when: bool = False
    said_proof: bool = False


def figure_asked(code: str) -> Figure:
    """Whether one would recommend, or how much effort it took: half of the voices are asked the one, half the other.

    By the code, so that the same form asks the same when it comes twice.
    """
    return Figure.RECOMMENDS if ord(normal_code(code)[-1:] or "A") % 2 else Figure.EFFORT


def add_to_feedback(session: Session, viewer: Viewer, *, now: datetime, code: str, **more: object) -> str:
    """Add what was asked after sending. `more`: the fields of `MoreDraft`. Returns the id.

    Raises:
        Refusal: `follow_code_wrong`, `asked_too_late`, `not_an_option`, or a field's own.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    row = feedback_by_code(session, code)
    if now - row.created_at > ASKED_WITHIN:
        raise Refusal("asked_too_late")
    said = draft(MoreDraft, **more)
    if said.matter_id is not None and session.get(Matter, said.matter_id) is None:
        raise Refusal("not_an_option", field="matter_id")
    row.matter_id, row.came_by = said.matter_id or row.matter_id, said.came_by or row.came_by
    row.recommends = said.recommends if said.recommends is not None else row.recommends
    row.effort = said.effort if said.effort is not None else row.effort
    row.said_what, row.said_when = max(row.said_what, said.said_what), max(row.said_when, said.said_when)
    row.said_proof = max(row.said_proof, said.said_proof)
    row.argued = row.said_what + row.said_when + row.said_proof
    session.add(row)
    # Nobody's name, as when it was left.
    activity.record(session, None, "add_more", "feedback", row.id, now=now, after={"argued": row.argued})
    return row.id
