"""Keeping a group's ideas in order: hide with a reason, let in, merge, split, bring many in at once.

Invariants: nothing is deleted; what was merged can be split again and is one link deep; the author reads why an idea
was hidden; an import is all or nothing and only for who conducts.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, draft, fold, new_id, text_of
from models.errors import NotFound, Refusal
from models.functions import Side
from models.groups import group_for
from models.ideas import REASON_LIMIT, TEXT_LIMIT, Idea, IdeaState, idea_for, move_idea
from models.parts import parts_in
from models.rounds import Round, round_for
from models.telling import Stage, in_pieces
from models.touchpoints import Touchpoint
from models.workshops import workshop_for

IMPORT_MOST = 10_000
# Read through at once.
LET_IN = 500


class ReasonDraft(Draft):
    """Why an idea is hidden."""

    reason: text_of(REASON_LIMIT)  # type: ignore[valid-type]


class ImportedIdea(Draft):
    """One idea of an import: its text, whose words they are, and optionally where and when it was said."""

    text: text_of(TEXT_LIMIT)  # type: ignore[valid-type]
    side: Side | None = None
    touchpoint_id: str | None = None
    said_at: datetime | None = None


def import_ideas(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, ideas: list[ImportedIdea],
    import_id: str | None = None,
) -> list[str]:  # fmt: skip
    """Bring ideas into a group, all or nothing. Returns their ids, in order. `import_id`: under which it is recorded.

    Raises:
        Refusal: `too_large` (fact `limit`), `not_an_option` (a touchpoint that is not there; fact `row`, from 0).
    """
    viewer.must(May.GROUP_IMPORT, group_id=group_id)
    group_for(session, viewer, group_id)
    if len(ideas) > IMPORT_MOST:
        raise Refusal("too_large", limit=IMPORT_MOST)
    wanted = {idea.touchpoint_id for idea in ideas} - {None}
    known = set(session.exec(select(Touchpoint.id).where(col(Touchpoint.id).in_(wanted))).all()) if wanted else set()
    rows: list[dict[str, object]] = []
    for number, idea in enumerate(ideas):
        if idea.touchpoint_id is not None and idea.touchpoint_id not in known:
            raise Refusal("not_an_option", field="touchpoint_id", row=number)
        # A microsecond apart: lists by time then keep the order in which they came.
        said_at = idea.said_at or now + timedelta(microseconds=number)
        rows.append(
            {"id": new_id(), "group_id": group_id, "side": idea.side, "text": idea.text, "folded": fold(idea.text),
             "touchpoint_id": idea.touchpoint_id, "state": IdeaState.SHOWN, "hidden_reason": "", "acted_on": False,
             "created_at": said_at}
        )  # fmt: skip
    if rows:
        # Plain rows, not objects: ten thousand of them hold the writing door five times shorter.
        session.flush()
        # Asked to give the ids back, many go in as one statement, and SQLite writes its index of words once for them.
        for some in in_pieces(Stage.STORING, rows):
            session.connection().execute(insert(Idea).returning(col(Idea.id)), some)
    ids = [str(row["id"]) for row in rows]
    # One record for the whole import: it is one act, and it is undone as one.
    activity.record(
        session, viewer, "import", "import", import_id or new_id(), now=now, group_id=group_id,
        after=ids,
    )  # fmt: skip
    return ids


def hide_idea(session: Session, viewer: Viewer, *, now: datetime, idea_id: str, reason: str) -> None:
    """Take an idea out of sight with a reason its author reads; who conducts does."""
    row = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_HIDE, group_id=row.group_id)
    row.hidden_reason = draft(ReasonDraft, reason=reason).reason
    move_idea(session, viewer, row, IdeaState.HIDDEN, "hide", now=now)


def show_idea(session: Session, viewer: Viewer, *, now: datetime, idea_id: str) -> None:
    """Let a hidden or late idea in; who conducts does."""
    row = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_HIDE, group_id=row.group_id)
    if row.state not in (IdeaState.HIDDEN, IdeaState.LATE):
        raise Refusal("idea_fixed")
    row.hidden_reason, row.looked_at = "", now
    move_idea(session, viewer, row, IdeaState.SHOWN, "show", now=now)


def merge_ideas(session: Session, viewer: Viewer, *, now: datetime, idea_id: str, into_id: str) -> None:
    """Say that two ideas are one: a link to the canonical one, reversible. Both of one group.

    Raises:
        Refusal: `merge_itself`, `merge_chain` (one of them is already part of another).
    """
    row = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_MERGE, group_id=row.group_id)
    canonical = idea_for(session, viewer, into_id)
    if canonical.group_id != row.group_id:
        raise NotFound()
    if canonical.id == row.id:
        raise Refusal("merge_itself")
    parts = session.exec(select(Idea.id).where(Idea.merged_into_id == row.id).limit(1)).first()
    if canonical.merged_into_id is not None or row.merged_into_id is not None or parts is not None:
        raise Refusal("merge_chain")
    row.merged_into_id = canonical.id
    session.add(row)
    activity.record(session, viewer, "merge", "idea", row.id, now=now, group_id=row.group_id, after=canonical.id)


def split_idea(session: Session, viewer: Viewer, *, now: datetime, idea_id: str) -> None:
    """Undo a merge."""
    row = idea_for(session, viewer, idea_id)
    viewer.must(May.IDEA_MERGE, group_id=row.group_id)
    before, row.merged_into_id = row.merged_into_id, None
    session.add(row)
    activity.record(session, viewer, "split", "idea", row.id, now=now, group_id=row.group_id, before=before)


def let_in_ideas(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, idea_ids: Sequence[str]
) -> int:  # fmt: skip
    """Let in those ideas of a round that were read and wait still. Returns how many; those gone meanwhile are left."""
    row = round_for(session, viewer, round_id, May.IDEA_HIDE)
    waiting = (
        (col(Idea.round_id) == row.id) & (col(Idea.state) == IdeaState.LATE) & col(Idea.id).in_(list(idea_ids)[:LET_IN])
    )
    session.flush()
    number = int(
        session.connection()
        .execute(update(Idea).where(waiting).values(state=IdeaState.SHOWN, looked_at=now, changed_at=now))
        .rowcount
    )
    session.expire_all()
    activity.record(session, viewer, "let_in", "round", round_id, now=now, group_id=row.group_id, after=number)
    return number


def look_at_ideas(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, idea_ids: Sequence[str] | None = None
) -> int:
    """Note that whoever conducts has looked at these ideas of a round (None: at all). Returns how many were new."""
    row = round_for(session, viewer, round_id, May.IDEA_HIDE)
    fresh = (col(Idea.round_id) == row.id) & (col(Idea.state) == IdeaState.SHOWN) & col(Idea.looked_at).is_(None)
    if idea_ids is not None:
        fresh = fresh & col(Idea.id).in_(list(idea_ids)[:LET_IN])
    session.flush()
    number = int(session.connection().execute(update(Idea).where(fresh).values(looked_at=now)).rowcount)
    session.expire_all()
    activity.record(session, viewer, "look", "round", round_id, now=now, group_id=row.group_id, after=number)
    return number


def people_behind(session: Session, viewer: Viewer, *, workshop_id: str) -> dict[str, int]:
    """How many different people stand behind each idea of a workshop, merged ones counted with the idea they joined."""
    workshop = workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    asked = (
        select(Idea.id)
        .join(Round, col(Round.id) == col(Idea.round_id))
        .where(Round.workshop_id == workshop.id, col(Idea.merged_into_id).is_(None))
    )
    return {key: part.count for key, part in parts_in(session, session.exec(asked).all()).items()}
