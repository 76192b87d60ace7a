"""A gap becomes an idea: a promise that does not hold, and what would be changed about it (A4).

A lever pressed twice, by whomever, is one idea: the second press leads to the one that is there. Own words are always
an idea of their own.

Not a noun with a table: an idea like any other, which knows the promise it touches and its lever, so that the desk
shows the verdict beside it and the thread leads back to the promise.
"""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.errors import Refusal
from models.idea_figures import IdeaFigures, figures_row
from models.ideas import Idea, IdeaState, add_idea, idea_for
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


def pull_lever(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, group_id: str, lever: str, text: str
) -> dict[str, str | bool]:
    """The idea of one lever on a promise that falls short: the one that is there, decided or not, else a new one.

    Returns its `id`, and as `there` whether it was there; a merged one gives the idea it is part of.
    """
    viewer.must(May.IDEA_ADD, group_id=group_id)
    # Two who press at once stand in line here: the second finds the idea of the first.
    promise = promise_for(session, viewer, promise_id, lock=True)
    asked = (
        select(Idea).join(IdeaFigures, col(IdeaFigures.idea_id) == col(Idea.id))
        .where(IdeaFigures.promise_id == promise.id, IdeaFigures.lever == lever, Idea.group_id == group_id,
               Idea.state == IdeaState.SHOWN)
        .order_by(col(Idea.created_at).desc(), col(Idea.id)).limit(1)
    )  # fmt: skip
    found = session.exec(asked).first()
    if found is not None:
        return {"id": found.merged_into_id or found.id, "there": True}
    made = idea_of_gap(
        session, viewer, now=now, promise_id=promise_id, group_id=group_id, lever=lever, text=text
    )  # fmt: skip
    return {"id": made, "there": False}
