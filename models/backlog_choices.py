"""What the backlog can be narrowed by: touchpoints with their stages, promises in use. The company's own, so staff's.

Not a noun with a table: one question, asked only while the filters are open.
"""

from dataclasses import dataclass

from sqlalchemy import literal, select, union_all
from sqlmodel import Session, col

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
    places = select(col(Touchpoint.id), col(Touchpoint.name), col(Stage.id), col(Stage.name), col(Stage.position),
                    col(Touchpoint.folded)).join(Stage, col(Stage.id) == col(Touchpoint.stage_id))  # fmt: skip
    promises = (
        select(col(Promise.id).label("id"), col(PromiseVersion.sentence).label("sentence"))
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .where(col(Promise.state).not_in((State.WITHDRAWN, State.EXPIRED)))
        .order_by(col(PromiseVersion.sentence))
        .limit(500)
        .subquery()
    )
    # One question for both: a place has a stage, a promise has none.
    none = literal("")
    told = select(promises.c.id, promises.c.sentence, none, none, literal(0), promises.c.sentence)
    rows = sorted(session.execute(union_all(places, told)).all(), key=lambda row: (row[4], row[5]))
    return BacklogChoices(
        {stage_id: stage for _, _, stage_id, stage, _, _ in rows if stage_id},
        {one: name for one, name, stage_id, *_ in rows if stage_id},
        {one: sentence for one, sentence, stage_id, *_ in rows if not stage_id},
    )
