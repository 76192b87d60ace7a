"""In whose hands: the touchpoints a process passes through, and those a promise rests on that are not ours.

Invariants: a process is tied to touchpoints by whoever answers for it; a promise rests on the touchpoints of its
process and on those where it is told; one that is partly or not in our hands (a courier, a review) is said, never
hidden.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, union_all
from sqlmodel import Field, Session, col, delete, select

from models import activity
from models.access import May, Viewer
from models.base import Row, fold
from models.errors import Refusal
from models.processes import process_for
from models.promises import Promise
from models.touchpoints import Control, Touchpoint
from models.wordings import Wording

MOST_TOUCHPOINTS = 60


class ProcessTouchpoint(Row, table=True):
    """A touchpoint that a process passes through."""

    __tablename__ = "process_touchpoints"

    process_id: str = Field(primary_key=True, max_length=32, foreign_key="processes.id")
    touchpoint_id: str = Field(primary_key=True, max_length=32, foreign_key="touchpoints.id", index=True)


@dataclass(frozen=True)
class NotOurs:
    """A touchpoint that is not (wholly) in the company's hands. `by_process`: the cases pass through it; else the
    promise is told there."""

    name: str
    control: Control
    by_process: bool


def tie_process(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, touchpoint_ids: Sequence[str]
) -> None:
    """Say through which touchpoints a process passes: these, and no others.

    Raises:
        Refusal: `not_an_option` for a touchpoint that does not exist.
    """
    row = process_for(session, viewer, process_id)
    viewer.must(May.PROCESS_EDIT, owner_id=row.owner_id)
    wanted = sorted(set(touchpoint_ids))[: MOST_TOUCHPOINTS + 1]
    known = set(session.exec(select(Touchpoint.id).where(col(Touchpoint.id).in_(wanted))).all())
    if len(known) < len(wanted) or len(wanted) > MOST_TOUCHPOINTS:
        raise Refusal("not_an_option", field="touchpoint_ids")
    before = tied_to(session, viewer, process_id=process_id)
    session.exec(delete(ProcessTouchpoint).where(col(ProcessTouchpoint.process_id) == process_id))
    session.add_all([ProcessTouchpoint(process_id=process_id, touchpoint_id=one) for one in wanted])
    session.flush()
    activity.record(session, viewer, "tie", "process", process_id, now=now, before=before, after=wanted)


def tied_to(session: Session, viewer: Viewer, *, process_id: str) -> list[str]:
    """The ids of the touchpoints that a process passes through."""
    viewer.must(May.PROCESS_SEE)
    asked = select(ProcessTouchpoint.touchpoint_id).where(ProcessTouchpoint.process_id == process_id)
    return list(session.exec(asked.order_by(col(ProcessTouchpoint.touchpoint_id))).all())


def not_ours(session: Session, viewer: Viewer, *, promise_ids: Iterable[str]) -> dict[str, list[NotOurs]]:
    """What each promise rests on that is partly or not in our hands, least ours first. One statement."""
    viewer.must(May.PROMISE_SEE)
    ids = list(promise_ids)
    through = (
        select(Promise.id, Touchpoint.name, Touchpoint.control, literal(0).label("told"))
        .join(ProcessTouchpoint, col(ProcessTouchpoint.process_id) == col(Promise.process_id))
        .join(Touchpoint, col(Touchpoint.id) == col(ProcessTouchpoint.touchpoint_id))
        .where(col(Promise.id).in_(ids), Touchpoint.control != Control.OURS)
    )
    told = (
        select(Wording.promise_id, Touchpoint.name, Touchpoint.control, literal(1).label("told"))
        .join(Touchpoint, col(Touchpoint.id) == col(Wording.touchpoint_id))
        .where(col(Wording.promise_id).in_(ids), col(Wording.removed_at).is_(None), Touchpoint.control != Control.OURS)
    )
    found: dict[str, dict[str, NotOurs]] = defaultdict(dict)
    rows = session.connection().execute(union_all(through, told)).all() if ids else []
    for promise_id, name, control, is_told in sorted(rows, key=lambda row: row[3]):
        found[promise_id].setdefault(name, NotOurs(name, Control(control), not is_told))
    return {promise_id: _least_ours_first(named.values()) for promise_id, named in found.items()}


def not_ours_of_process(session: Session, viewer: Viewer, *, process_id: str) -> list[NotOurs]:
    """The same of a process, before a promise stands on it. One statement."""
    viewer.must(May.PROCESS_SEE)
    asked = (
        select(Touchpoint.name, Touchpoint.control)
        .join(ProcessTouchpoint, col(ProcessTouchpoint.touchpoint_id) == col(Touchpoint.id))
        .where(ProcessTouchpoint.process_id == process_id, Touchpoint.control != Control.OURS)
    )
    return _least_ours_first(NotOurs(name, Control(control), True) for name, control in session.exec(asked).all())


def not_ours_named(session: Session, viewer: Viewer, *, names: Iterable[str]) -> list[NotOurs]:
    """The same of names that stand in a file of cases, for a check that has no process yet. One statement."""
    viewer.must(May.PROMISE_CHECK)
    asked = select(Touchpoint.name, Touchpoint.control).where(
        col(Touchpoint.folded).in_(sorted({fold(name) for name in names})), Touchpoint.control != Control.OURS
    )
    return _least_ours_first(NotOurs(name, Control(control), True) for name, control in session.exec(asked).all())


def _least_ours_first(rows: Iterable[NotOurs]) -> list[NotOurs]:
    return sorted(rows, key=lambda one: (one.control is not Control.NO, one.name))
