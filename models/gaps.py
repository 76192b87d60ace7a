"""A gap becomes an idea: a promise that does not hold, and what would be changed about it (A4).

Not a noun with a table: an idea like any other, which knows the promise it touches and its lever, so that the desk
shows the verdict beside it and the thread leads back to the promise.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from models.access import May, Viewer
from models.errors import Refusal
from models.idea_figures import figures_row
from models.ideas import add_idea, idea_for
from models.promises import promise_for


class Lever(StrEnum):
    """Where a gap can be closed: in the process, in the promise, or in how the waiting feels."""

    PROCESS = "process"
    PROMISE = "promise"
    WAITING = "waiting"


def idea_of_gap(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, group_id: str, lever: str, text: str
) -> str:
    """An idea about a promise that falls short. Returns its id.

    Raises:
        Refusal: `not_an_option` (no such lever), those of `ideas.add_idea`.
    """
    viewer.must(May.IDEA_ADD, group_id=group_id)
    promise = promise_for(session, viewer, promise_id)
    if lever not in tuple(Lever):
        raise Refusal("not_an_option", field="lever")
    idea_id = add_idea(session, viewer, now=now, group_id=group_id, text=text)
    kept = figures_row(session, idea_for(session, viewer, idea_id))
    kept.promise_id, kept.lever = promise.id, lever
    session.add(kept)
    session.flush()
    return idea_id
