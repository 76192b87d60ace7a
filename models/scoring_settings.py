"""What whoever manages a group sets of its scoring: the method, several evaluators, own criteria and their weights.

Invariant: the figures of the group's ideas follow in the same transaction, so no list ever mixes two ways of counting.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import draft, fold
from models.errors import NotFound, Refusal
from models.groups import group_for
from models.idea_scores import figure_group
from models.scoring import CRITERIA_MOST, CriterionDraft, GroupScoring, Method, ScoreCriterion, own_criteria


def set_scoring(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, method: str, several: bool
) -> None:
    """Choose how a group scores. The figures of its ideas follow at once.

    Raises:
        Refusal: `not_an_option`; `criteria_missing` (own criteria without a single one).
    """
    viewer.must(May.GROUP_EDIT, group_id=group_id)
    group_for(session, viewer, group_id)
    if method not in tuple(Method):
        raise Refusal("not_an_option", field="method")
    if method == Method.WEIGHTED and not own_criteria(session, group_id):
        raise Refusal("criteria_missing", field="method")
    row = session.get(GroupScoring, group_id) or GroupScoring(group_id=group_id, changed_at=now)
    before = {"method": row.method, "several": row.several}
    row.method, row.several, row.changed_at = method, several, now
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "change", "scoring", group_id, now=now, group_id=group_id, before=before,
        after={"method": method, "several": several},
    )  # fmt: skip
    figure_group(session, group_id)


def add_criterion(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, name: str, weight: int = 1
) -> str:
    """An own criterion. Returns its id. One that was taken out comes back with what was scored on it.

    Raises:
        Refusal: `name_taken`, `criteria_enough` (fact `limit`), or a field's own.
    """
    viewer.must(May.GROUP_EDIT, group_id=group_id)
    group_for(session, viewer, group_id)
    said = draft(CriterionDraft, name=name, weight=weight)
    there = own_criteria(session, group_id)
    if fold(said.name) in {row.folded for row in there}:
        raise Refusal("name_taken", field="name")
    if len(there) >= CRITERIA_MOST:
        raise Refusal("criteria_enough", limit=CRITERIA_MOST)
    taken_out = (
        select(ScoreCriterion)
        .where(ScoreCriterion.group_id == group_id, ScoreCriterion.folded == fold(said.name))
        .order_by(col(ScoreCriterion.ended_at).desc())
    )
    row = session.exec(taken_out).first() or ScoreCriterion(
        group_id=group_id, name=said.name, folded=fold(said.name), added_at=now
    )
    row.name, row.weight, row.ended_at = said.name, said.weight, None
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "add", "criterion", row.id, now=now, group_id=group_id, after={"weight": said.weight},
        texts={"name": said.name},
    )  # fmt: skip
    figure_group(session, group_id)
    return row.id


def weigh_criterion(
    session: Session, viewer: Viewer, *, now: datetime, criterion_id: str, weight: int, name: str | None = None
) -> None:
    """Give a criterion another weight, or another name too; what was scored on it stays.

    Raises:
        Refusal: `name_taken`, or a field's own.
    """
    row = _criterion_for(session, viewer, criterion_id)
    said = draft(CriterionDraft, name=row.name if name is None else name, weight=weight)
    others = (one for one in own_criteria(session, row.group_id) if one.id != row.id)
    if fold(said.name) in {one.folded for one in others}:
        raise Refusal("name_taken", field="name")
    before, after = {"weight": row.weight}, {"weight": said.weight}
    texts = {"name": said.name} if said.name != row.name else None
    row.weight, row.name, row.folded = said.weight, said.name, fold(said.name)
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "change", "criterion", row.id, now=now, group_id=row.group_id, before=before, after=after,
        texts=texts,
    )  # fmt: skip
    figure_group(session, row.group_id)


def end_criterion(session: Session, viewer: Viewer, *, now: datetime, criterion_id: str) -> None:
    """Take a criterion out. The last one makes the group score value and effort again."""
    row = _criterion_for(session, viewer, criterion_id)
    row.ended_at = now
    session.add(row)
    session.flush()
    kept = session.get(GroupScoring, row.group_id)
    if kept is not None and kept.method == Method.WEIGHTED and not own_criteria(session, row.group_id):
        kept.method, kept.changed_at = Method.VALUE_EFFORT, now
        session.add(kept)
        session.flush()
    activity.record(session, viewer, "end", "criterion", row.id, now=now, group_id=row.group_id)
    figure_group(session, row.group_id)


def _criterion_for(session: Session, viewer: Viewer, criterion_id: str) -> ScoreCriterion:
    row = session.get(ScoreCriterion, criterion_id)
    viewer.must(May.GROUP_EDIT, group_id=row.group_id if row else None)
    if row is None or row.ended_at is not None:
        raise NotFound()
    return row
