"""Drafts: what somebody was writing when the round closed under their hands, kept until they say what for.

Invariants: a draft is its writer's own; who conducts sees it once it is handed in, as a late idea, and not before;
thrown away means gone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, select

from models import activity
from models.access import May, Viewer
from models.base import Row, draft, new_id
from models.errors import NotFound, Refusal
from models.ideas import TEXT_LIMIT, IdeaDraft, hand_in_late
from models.rounds import TO_OPEN, RoundKind, round_seen
from models.statements import run, table_of

# More than somebody has open at once; less than a script writes.
DRAFTS_MOST = 10


class KeptDraft(Row, table=True):
    """One text that was not sent."""

    __tablename__ = "drafts"
    __table_args__ = (CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    round_id: str = Field(max_length=32, foreign_key="rounds.id", index=True)
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    touchpoint_id: str | None = Field(default=None, max_length=32, foreign_key="touchpoints.id")
    text: str = Field(max_length=TEXT_LIMIT)
    kept_at: datetime


@dataclass(frozen=True)
class DraftView:
    """One's own draft."""

    id: str
    round_id: str
    text: str
    touchpoint_id: str | None
    kept_at: datetime


def keep_draft(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, text: str, touchpoint_id: str | None = None
) -> str:
    """Keep what somebody was writing. The same words again are one draft. Returns its id.

    Raises:
        Refusal: `round_not_open` where nothing could be written, `drafts_enough` (fact `limit`), or the text's own.
    """
    row = round_seen(session, viewer, round_id, May.IDEA_WRITE)
    if row.kind != RoundKind.COLLECT or row.state in TO_OPEN:
        raise Refusal("round_not_open")
    said = draft(IdeaDraft, text=text, touchpoint_id=touchpoint_id or None)
    mine = session.exec(
        select(KeptDraft).where(KeptDraft.round_id == row.id, KeptDraft.person_id == viewer.person_id)
    ).all()
    for kept in mine:
        if kept.text == said.text:
            return kept.id
    if len(mine) >= DRAFTS_MOST:
        raise Refusal("drafts_enough", limit=DRAFTS_MOST)
    made = KeptDraft(round_id=row.id, person_id=viewer.person_id or "", text=said.text, kept_at=now,
                     touchpoint_id=said.touchpoint_id)  # fmt: skip
    session.add(made)
    session.flush()
    # That there is a draft, not what it says: the words are nobody's business yet.
    activity.record(session, viewer, "keep", "draft", made.id, now=now, group_id=row.group_id)
    return made.id


def hand_in(session: Session, viewer: Viewer, *, now: datetime, draft_id: str) -> str:
    """Give a draft to who conducts, as a late idea. Returns the idea's id.

    Raises:
        Refusal: those of `ideas.hand_in_late`.
    """
    kept = _own(session, viewer, draft_id)
    idea_id = hand_in_late(
        session, viewer, now=now, round_id=kept.round_id, text=kept.text, touchpoint_id=kept.touchpoint_id
    )
    session.delete(kept)
    session.flush()
    return idea_id


def throw_away(session: Session, viewer: Viewer, *, now: datetime, draft_id: str) -> None:
    """Let a draft go: nothing of it stays."""
    kept = _own(session, viewer, draft_id)
    session.delete(kept)
    activity.record(session, viewer, "throw_away", "draft", kept.id, now=now)


def my_drafts(session: Session, viewer: Viewer, *, round_id: str) -> list[DraftView]:
    """One's own drafts in a round, the newest first."""
    return drafts_in(session, viewer, round_seen(session, viewer, round_id, May.IDEA_SEE).id)


def drafts_in(session: Session, viewer: Viewer, round_id: str) -> list[DraftView]:
    """The same, of a round whose permission was asked. One statement."""
    found = run(session, _MINE, round_id=round_id, person_id=viewer.person_id).all()
    return [DraftView(one.id, round_id, one.text, one.touchpoint_id, one.kept_at) for one in found]


def _own(session: Session, viewer: Viewer, draft_id: str) -> KeptDraft:
    viewer.must(May.ACCOUNT_OWN)
    kept = session.get(KeptDraft, draft_id)
    if kept is None or kept.person_id != viewer.person_id:
        raise NotFound()
    return kept


_kept: Any = table_of(KeptDraft)
_MINE = (
    select_columns(_kept.c.id, _kept.c.text, _kept.c.touchpoint_id, _kept.c.kept_at)
    .where(_kept.c.round_id == bindparam("round_id"), _kept.c.person_id == bindparam("person_id"))
    .order_by(_kept.c.kept_at.desc(), _kept.c.id)
)
