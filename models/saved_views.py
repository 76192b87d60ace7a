"""Saved views: filters of the backlog under a name, for oneself or for a whole group; what is kept is the address.

Invariants: a view holds no ideas, only what was asked, so whoever opens it sees what they may see. A shared one is seen
by the members of its group; whoever saved it or manages the group takes it away.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal

NAME_LIMIT = 60
ASKED_LIMIT = 600
VIEWS_MOST = 30


class ViewDraft(Draft):
    """A view as it may come in. `asked`: the query part of the address."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    asked: optional_text_of(ASKED_LIMIT) = ""  # type: ignore[valid-type]


class SavedView(Row, table=True):
    """One saved view."""

    __tablename__ = "saved_views"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        Index("ix_saved_views_person", "person_id"),
        Index("ix_saved_views_group", "group_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(max_length=32, foreign_key="people.id")
    group_id: str | None = Field(default=None, max_length=32, foreign_key="groups.id")
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4)
    asked: str = Field(default="", max_length=ASKED_LIMIT)
    saved_at: datetime


@dataclass(frozen=True)
class SavedViewSeen:
    """A view as its readers see it. `shared`: the group it is shared with, or None."""

    id: str
    name: str
    asked: str
    shared: str | None
    may_remove: bool


def save_view(
    session: Session, viewer: Viewer, *, now: datetime, name: str, asked: str, group_id: str | None = None
) -> str:
    """Keep a view under a name; a name of one's own that is there already is replaced. Returns its id.

    Raises:
        Refusal: `views_enough` (fact `limit`), or a field's own.
    """
    viewer.must(May.ACCOUNT_OWN)
    if group_id is not None:
        viewer.must(May.DECISION_SEE, group_id=group_id)
    said = draft(ViewDraft, name=name, asked=asked)
    mine = SavedView.person_id == viewer.person_id
    row = session.exec(select(SavedView).where(mine, SavedView.folded == fold(said.name))).first()
    if row is None:
        if session.exec(select(func.count()).select_from(SavedView).where(mine)).one() >= VIEWS_MOST:
            raise Refusal("views_enough", limit=VIEWS_MOST)
        row = SavedView(person_id=viewer.person_id or "", name=said.name, folded=fold(said.name), saved_at=now)
    row.name, row.asked, row.group_id, row.saved_at = said.name, said.asked, group_id, now
    session.add(row)
    session.flush()
    activity.record(session, viewer, "save", "view", row.id, now=now, group_id=group_id, texts={"name": row.name})
    return row.id


def remove_view(session: Session, viewer: Viewer, *, now: datetime, view_id: str) -> None:
    """Take a view away: one's own, or a shared one for whoever manages its group."""
    viewer.must(May.ACCOUNT_OWN)
    row = session.get(SavedView, view_id)
    if row is None or not _may_see(viewer, row):
        raise NotFound()
    if not _may_remove(viewer, row):
        raise Refusal("not_allowed")
    activity.record(session, viewer, "remove", "view", row.id, now=now, group_id=row.group_id)
    session.delete(row)


def my_views(session: Session, viewer: Viewer) -> list[SavedViewSeen]:
    """One's own views and those shared with one's groups, by name. One question."""
    viewer.must(May.ACCOUNT_OWN)
    groups = [one for one in viewer.seats if viewer.may(May.DECISION_SEE, group_id=one)]
    asked = (
        select(SavedView)
        .where((col(SavedView.person_id) == viewer.person_id) | col(SavedView.group_id).in_(groups))
        .order_by(col(SavedView.folded), col(SavedView.id))
        .limit(200)
    )
    return [
        SavedViewSeen(row.id, row.name, row.asked, row.group_id, _may_remove(viewer, row))
        for row in session.exec(asked).all()
    ]


def _may_see(viewer: Viewer, row: SavedView) -> bool:
    shared = row.group_id is not None and viewer.may(May.DECISION_SEE, group_id=row.group_id)
    return row.person_id == viewer.person_id or shared


def _may_remove(viewer: Viewer, row: SavedView) -> bool:
    manages = row.group_id is not None and viewer.may(May.GROUP_EDIT, group_id=row.group_id)
    return row.person_id == viewer.person_id or manages
