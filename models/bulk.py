"""Several ideas at once: decided, hidden, put to a touchpoint, merged, tied to a promise; one receipt, one undo.

Invariants: all or nothing; each idea gets what its own command would do, with its own record; what was before is kept
by ids alone, so that the whole act can be taken back by whoever did it, while nobody has changed one of them since.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlmodel import Field, Session, col, select

from models import activity, curation, decisions, idea_figures
from models.access import May, Viewer
from models.base import Row, new_id
from models.errors import NotFound, Refusal
from models.ideas import Idea, IdeaState, idea_for
from models.touchpoints import Touchpoint

MOST = 200


class BulkAct(Row, table=True):
    """One act on several ideas. `before`: JSON, what each was before, in ids."""

    __tablename__ = "bulk_acts"
    __table_args__ = (Index("ix_bulk_acts_person", "person_id", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(max_length=32, foreign_key="people.id")
    what: str = Field(max_length=12)
    before: str = Field(sa_type=Text)
    at: datetime
    undone_at: datetime | None = None


def decide_many(
    session: Session, viewer: Viewer, *, now: datetime, idea_ids: Sequence[str], outcome: str, reason: str = "",
    until: date | None = None,
) -> str:  # fmt: skip
    """The same decision about several ideas. Returns the act's id.

    Raises:
        Refusal: `nothing_chosen`, `too_large` (fact `limit`), those of `decisions.decide_idea`.
    """
    viewer.must(May.ACCOUNT_OWN)
    before = []
    for one in _chosen(idea_ids):
        made = decisions.decide_idea(
            session, viewer, now=now, idea_id=one, outcome=outcome, reason=reason, until=until
        )
        before.append([one, made])
    return _kept(session, viewer, now, "decide", before)


def hide_many(
    session: Session, viewer: Viewer, *, now: datetime, idea_ids: Sequence[str], reason: str
) -> str:
    """Several ideas out of sight, with one reason their authors read. Returns the act's id."""
    viewer.must(May.ACCOUNT_OWN)
    for one in _chosen(idea_ids):
        if idea_for(session, viewer, one).state != IdeaState.SHOWN:
            raise Refusal("idea_fixed")
        curation.hide_idea(session, viewer, now=now, idea_id=one, reason=reason)
    return _kept(session, viewer, now, "hide", [[one, None] for one in _chosen(idea_ids)])


def tag_many(
    session: Session, viewer: Viewer, *, now: datetime, idea_ids: Sequence[str], touchpoint_id: str | None
) -> str:
    """Several ideas to one touchpoint. Returns the act's id."""
    viewer.must(May.ACCOUNT_OWN)
    rows = _rows(session, viewer, _chosen(idea_ids), May.IDEA_HIDE)
    if touchpoint_id is not None and session.get(Touchpoint, touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    before = []
    for row in rows:
        before.append([row.id, row.touchpoint_id, touchpoint_id])
        _tag(session, viewer, row, touchpoint_id, now)
    return _kept(session, viewer, now, "tag", before)


def merge_many(
    session: Session, viewer: Viewer, *, now: datetime, idea_ids: Sequence[str], into_id: str
) -> str:
    """Several ideas into one of them, or into another of their group. Returns the act's id.

    Raises:
        Refusal: `nothing_chosen` (nothing but the canonical one), those of `curation.merge_ideas`.
    """
    viewer.must(May.ACCOUNT_OWN)
    others = [one for one in _chosen(idea_ids) if one != into_id]
    for one in _chosen(others):
        curation.merge_ideas(session, viewer, now=now, idea_id=one, into_id=into_id)
    return _kept(session, viewer, now, "merge", [[one, into_id] for one in others])


def touch_many(
    session: Session, viewer: Viewer, *, now: datetime, idea_ids: Sequence[str], promise_id: str | None
) -> str:
    """Several ideas touch one promise (None: none). Returns the act's id."""
    viewer.must(May.ACCOUNT_OWN)
    before = []
    for one in _chosen(idea_ids):
        earlier = idea_figures.touch_promise(session, viewer, now=now, idea_id=one, promise_id=promise_id)
        before.append([one, earlier, promise_id])
    return _kept(session, viewer, now, "touch", before)


def undo_bulk(session: Session, viewer: Viewer, *, now: datetime, act_id: str) -> int:
    """Take one's own act back, wholly. Returns how many ideas are as before.

    Raises:
        Refusal: `changed_since` (one of them was changed meanwhile), `undone_already`, `decided_again`.
    """
    viewer.must(May.ACCOUNT_OWN)
    act = session.get(BulkAct, act_id)
    if act is None or act.person_id != viewer.person_id:
        raise NotFound()
    if act.undone_at is not None:
        raise Refusal("undone_already")
    before = json.loads(act.before)
    _UNDO[act.what](session, viewer, before, now)
    act.undone_at = now
    session.add(act)
    activity.record(session, viewer, "undo", "bulk", act.id, now=now, after=len(before))
    return len(before)


def _undo_decide(session: Session, viewer: Viewer, before: list[Any], now: datetime) -> None:
    for _, made in before:
        decisions.undo_decision(session, viewer, now=now, decision_id=made)


def _undo_hide(session: Session, viewer: Viewer, before: list[Any], now: datetime) -> None:
    for one, _ in before:
        if idea_for(session, viewer, one).state != IdeaState.HIDDEN:
            raise Refusal("changed_since")
        curation.show_idea(session, viewer, now=now, idea_id=one)


def _undo_tag(session: Session, viewer: Viewer, before: list[Any], now: datetime) -> None:
    rows = {row.id: row for row in _rows(session, viewer, [one[0] for one in before], May.IDEA_HIDE)}
    for one, earlier, given in before:
        if rows[one].touchpoint_id != given:
            raise Refusal("changed_since")
        _tag(session, viewer, rows[one], earlier, now)


def _undo_merge(session: Session, viewer: Viewer, before: list[Any], now: datetime) -> None:
    for one, into in before:
        if idea_for(session, viewer, one).merged_into_id != into:
            raise Refusal("changed_since")
        curation.split_idea(session, viewer, now=now, idea_id=one)


def _undo_touch(session: Session, viewer: Viewer, before: list[Any], now: datetime) -> None:
    kept = idea_figures.figures_by_idea(session, [one[0] for one in before])
    for one, earlier, given in before:
        if one in kept and kept[one].promise_id != given:
            raise Refusal("changed_since")
        idea_figures.touch_promise(session, viewer, now=now, idea_id=one, promise_id=earlier)


_UNDO = {"decide": _undo_decide, "hide": _undo_hide, "tag": _undo_tag, "merge": _undo_merge, "touch": _undo_touch}


def _chosen(idea_ids: Sequence[str]) -> list[str]:
    ids = list(dict.fromkeys(idea_ids))
    if not ids:
        raise Refusal("nothing_chosen")
    if len(ids) > MOST:
        raise Refusal("too_large", limit=MOST)
    return ids


def _rows(session: Session, viewer: Viewer, ids: list[str], may: May) -> list[Idea]:
    rows = session.exec(select(Idea).where(col(Idea.id).in_(ids))).all()
    for group_id in {row.group_id for row in rows}:
        viewer.must(may, group_id=group_id)
    if len(rows) != len(ids):
        raise NotFound()
    return list(rows)


def _tag(session: Session, viewer: Viewer, row: Idea, touchpoint_id: str | None, now: datetime) -> None:
    before, row.touchpoint_id, row.changed_at = row.touchpoint_id, touchpoint_id, now
    session.add(row)
    activity.record(
        session, viewer, "tag", "idea", row.id, now=now, group_id=row.group_id, before=before, after=touchpoint_id
    )


def _kept(session: Session, viewer: Viewer, now: datetime, what: str, before: list[Any]) -> str:
    row = BulkAct(person_id=viewer.person_id or "", what=what, before=json.dumps(before), at=now)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "bulk", "bulk", row.id, now=now, after=len(before))
    return row.id
