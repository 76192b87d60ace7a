"""What the backlog can be narrowed by: touchpoints with their stages, promises in use. The company's own, so staff's.

Not a noun with a table: two questions in one visit, asked only while the filters are open.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.promise_terms import PromiseVersion
from models.promises import Promise, State
from models.touchpoints import Stage, Touchpoint


@dataclass(frozen=True)
class BacklogChoices:
    """Stages and touchpoints in the order of the journey, promises by their sentence; each by id."""

    stages: dict[str, str]
    touchpoints: dict[str, str]
    promises: dict[str, str]


def backlog_choices(session: Session, viewer: Viewer) -> BacklogChoices:
    """What may be chosen."""
    viewer.must(May.TOUCHPOINT_SEE)
    places = session.exec(
        select(Touchpoint.id, Touchpoint.name, Stage.id, Stage.name)
        .join(Stage, col(Stage.id) == col(Touchpoint.stage_id))
        .order_by(col(Stage.position), col(Touchpoint.folded))
    ).all()
    promises = session.exec(
        select(Promise.id, PromiseVersion.sentence)
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(col(Promise.state).not_in((State.WITHDRAWN, State.EXPIRED)))
        .order_by(col(PromiseVersion.sentence))
        .limit(500)
    ).all()
    return BacklogChoices(
        {stage_id: stage for _, _, stage_id, stage in places}, {one: name for one, name, _, _ in places},
        dict(promises),
    )  # fmt: skip
