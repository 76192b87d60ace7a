"""Ideas: one thought in at most 180 signs, of a group, with the round it came from.

Invariants:
- Everybody sees an idea without its author's name; who conducts sees the name. A guest sees the workshops attended.
- The author changes or withdraws an idea while its round is open (on the desk: until somebody else has acted on it).
- Hiding keeps the row, with a reason the author reads. Merging is a link to the canonical idea. Nothing is deleted.
- A late idea was written when the round closed under the writer's hands, or comes into a round whose ideas are let in
  first: its author and who conducts see it, and who conducts may let it in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, func, text
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.attendance import Attendance
from models.base import Draft, Row, draft, fold, new_id, text_of
from models.errors import NotFound, Refusal
from models.functions import Side
from models.more_time import is_open_for, must_be_open_for
from models.round_settings import settings_from
from models.rounds import Round, RoundKind, RoundState, round_seen
from models.touchpoints import Touchpoint

TEXT_LIMIT = 180
REASON_LIMIT = 200
# More than a person writes in a minute; less than a script does.
PER_MINUTE = 10


class IdeaState(StrEnum):
    """Where an idea stands."""

    SHOWN = "shown"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"


class IdeaDraft(Draft):
    """An idea as it may come in."""

    text: text_of(TEXT_LIMIT)  # type: ignore[valid-type]
    touchpoint_id: str | None = None


class Idea(Row, table=True):
    """One idea."""

    __tablename__ = "ideas"
    __table_args__ = (
        CheckConstraint("state IN ('shown', 'late', 'withdrawn', 'hidden')", name="state"),
        CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),
        CheckConstraint(f"length(text) <= {TEXT_LIMIT}", name="text"),
        CheckConstraint("merged_into_id <> id", name="merged"),
        Index("ix_ideas_group_state", "group_id", "state", "created_at"),
        Index("ix_ideas_author", "author_id", "created_at"),
        # What is counted over all ideas of a group is read from here alone: the texts stay where they are.
        Index("ix_ideas_counted", "group_id", "state", "merged_into_id", "round_id", "created_at", "side",
              "touchpoint_id", "id", "author_id"),
        # How many at which touchpoint and from which side; and what is decided, place by place, from its ideas' ids.
        # Without the whole ones: they are nearly all, and must not be looked for here.
        Index("ix_ideas_merged", "merged_into_id", sqlite_where=text("merged_into_id IS NOT NULL"),
              postgresql_where=text("merged_into_id IS NOT NULL")),
        Index("ix_ideas_places", "group_id", "state", "merged_into_id", "touchpoint_id", "side", "round_id"),
        # From an id, whether it is in the backlog, and since when: the best of all are found by it.
        Index("ix_ideas_placed", "id", "state", "merged_into_id", "touchpoint_id", "round_id", "group_id",
              "created_at"),
        # The backlog: read without the words, in the order in which it is shown.
        Index("ix_ideas_backlog", "group_id", "state", "merged_into_id", "created_at", "id", "round_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    group_id: str = Field(max_length=32, foreign_key="groups.id")
    round_id: str | None = Field(default=None, max_length=32, foreign_key="rounds.id", index=True)
    author_id: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    # Who wrote it down, when it was said aloud (`models.spoken`): neither its author nor one more person behind it.
    noted_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    side: str | None = Field(default=None, max_length=10)
    text: str = Field(max_length=TEXT_LIMIT)
    folded: str = Field(max_length=TEXT_LIMIT * 4)
    touchpoint_id: str | None = Field(default=None, max_length=32, foreign_key="touchpoints.id")
    state: str = Field(default=IdeaState.SHOWN, max_length=10)
    hidden_reason: str = Field(default="", max_length=REASON_LIMIT)
    merged_into_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id")
    acted_on: bool = False
    created_at: datetime
    changed_at: datetime | None = None
    # When whoever conducts looked at it, in a round whose ideas are looked at after they are shown.
    looked_at: datetime | None = None


@dataclass(frozen=True)
class IdeaView:
    """An idea as this viewer may see it. `author_id` is empty unless the viewer conducts or wrote it."""

    id: str
    group_id: str
    round_id: str | None
    text: str
    touchpoint_id: str | None
    touchpoint: str | None
    side: str | None
    state: IdeaState
    hidden_reason: str
    merged_into_id: str | None
    created_at: datetime
    mine: bool
    author_id: str | None
    supports: int = 0
    supported: bool = False
    comments: int = 0
    # The writer's name, where the round shows names; else empty.
    author: str = ""
    looked_at: datetime | None = None


def write_idea(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, text: str, touchpoint_id: str | None = None
) -> str:
    """An idea in an open collect round. Returns its id.

    Raises:
        Refusal: `round_not_open`, `round_closed`, `idea_twice` (said by the same person already), `too_fast`,
            `guests_do_not_write`, `ideas_enough` (fact `limit`).
    """
    row = round_seen(session, viewer, round_id, May.IDEA_WRITE, shared=True)
    if row.kind != RoundKind.COLLECT:
        raise Refusal("round_not_open")
    must_be_open_for(session, viewer, row, now)
    state = _state_of_new(session, viewer, row)
    return _add(session, viewer, now, row.group_id, row.id, text, touchpoint_id, state)


def hand_in_late(
    session: Session, viewer: Viewer, *, now: datetime, round_id: str, text: str, touchpoint_id: str | None = None
) -> str:
    """The idea somebody was writing when the round closed: kept for who conducts. Returns its id."""
    row = round_seen(session, viewer, round_id, May.IDEA_WRITE)
    if row.kind != RoundKind.COLLECT or row.opened_at is None:
        raise Refusal("round_not_open")
    return _add(session, viewer, now, row.group_id, row.id, text, touchpoint_id, IdeaState.LATE)


def add_idea(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str, text: str, touchpoint_id: str | None = None,
    side: str | None = None,
) -> str:  # fmt: skip
    """An idea between workshops, on the desk (members; a guest writes in a workshop). Returns its id.

    `side`: whose words they are when they are not the writer's own (a customer's, from a feedback).
    """
    viewer.must(May.IDEA_ADD, group_id=group_id)
    if side is not None and side not in tuple(Side):
        raise Refusal("not_an_option", field="side")
    return _add(session, viewer, now, group_id, None, text, touchpoint_id, IdeaState.SHOWN, side)


def change_idea(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str, text: str, touchpoint_id: str | None = None
) -> None:
    """Say one's own idea better, while it may still change.

    Raises:
        Refusal: `idea_fixed`: the round has closed, or somebody has acted on it.
    """
    row = _own(session, viewer, idea_id, now)
    said = _said(session, text, touchpoint_id)
    before = {"text": row.text, "touchpoint_id": row.touchpoint_id}
    row.text, row.folded, row.touchpoint_id, row.changed_at = said.text, fold(said.text), said.touchpoint_id, now
    session.add(row)
    activity.record(
        session, viewer, "change", "idea", row.id, now=now, group_id=row.group_id, before=before,
        after=said.model_dump(), texts={"text": row.text},
    )  # fmt: skip


def withdraw_idea(session: Session, viewer: Viewer, *, now: datetime, idea_id: str) -> None:
    """Take one's own idea back: out of sight, kept."""
    row = _own(session, viewer, idea_id, now)
    move_idea(session, viewer, row, IdeaState.WITHDRAWN, "withdraw", now=now)


def idea_for(session: Session, viewer: Viewer, idea_id: str) -> Idea:
    """The row of an idea in this viewer's sight, or `NotFound`. For the commands and questions of other nouns.

    In sight: the group's ideas for its members, the attended workshops' for a guest. Withdrawn, hidden and late ones,
    and those of a round that is still hidden, only for the author and for who conducts.
    """
    row = session.get(Idea, idea_id)
    viewer.must(May.IDEA_SEE, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    if viewer.may(May.IDEA_HIDE, group_id=row.group_id) or row.author_id == viewer.person_id:
        return row
    round_ = session.get(Round, row.round_id) if row.round_id else None
    if not viewer.may(May.WORKSHOP_SEE_ALL, group_id=row.group_id) and (
        round_ is None or session.get(Attendance, (round_.workshop_id, viewer.person_id or "")) is None
    ):
        raise NotFound()
    if row.state != IdeaState.SHOWN or (
        round_ is not None and not round_.others_see and round_.state != RoundState.CLOSED
    ):
        raise NotFound()
    return row


def mark_acted_on(session: Session, viewer: Viewer, row: Idea) -> None:
    """Note that somebody else supported, answered or voted on an idea: its words no longer change under them."""
    if row.author_id != viewer.person_id and not row.acted_on:
        row.acted_on = True
        session.add(row)


def _add(
    session: Session, viewer: Viewer, now: datetime, group_id: str, round_id: str | None, text: str,
    touchpoint_id: str | None, state: IdeaState, side: str | None = None,
) -> str:  # fmt: skip
    said = _said(session, text, touchpoint_id)
    folded = fold(said.text)
    recent = session.exec(
        select(func.count()).select_from(Idea)
        .where(Idea.author_id == viewer.person_id, col(Idea.created_at) > now - timedelta(minutes=1))
    ).one()  # fmt: skip
    if recent >= PER_MINUTE:
        raise Refusal("too_fast")
    twice = select(Idea.id).where(
        Idea.author_id == viewer.person_id, Idea.group_id == group_id, Idea.folded == folded,
        Idea.state == state, Idea.round_id == round_id if round_id else col(Idea.round_id).is_(None),
    )  # fmt: skip
    if session.exec(twice.limit(1)).first():
        raise Refusal("idea_twice", field="text")
    row = Idea(
        group_id=group_id, round_id=round_id, author_id=viewer.person_id, side=side or viewer.seat_in(group_id).side,
        text=said.text, folded=folded, touchpoint_id=said.touchpoint_id, state=state, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "write", "idea", row.id, now=now, group_id=group_id, after=said.model_dump(),
        texts={"text": row.text},
    )  # fmt: skip
    return row.id


def _state_of_new(session: Session, viewer: Viewer, row: Round) -> IdeaState:
    """What the round's settings make of one more idea of this person: shown, waiting to be let in, or refused."""
    settings = settings_from(row.settings)
    guest = not viewer.may(May.WORKSHOP_SEE_ALL, group_id=row.group_id)
    if guest and not settings.guests_write:
        raise Refusal("guests_do_not_write")
    if settings.ideas_each is not None:
        mine = select(func.count()).select_from(Idea).where(
            Idea.round_id == row.id, Idea.author_id == viewer.person_id, Idea.state != IdeaState.WITHDRAWN
        )  # fmt: skip
        if session.exec(mine).one() >= settings.ideas_each:
            raise Refusal("ideas_enough", field="text", limit=settings.ideas_each)
    watched = guest or settings.moderation_of == "everyone"
    waits = settings.moderation == "before" and watched and not viewer.may(May.IDEA_HIDE, group_id=row.group_id)
    return IdeaState.LATE if waits else IdeaState.SHOWN


def _said(session: Session, text: str, touchpoint_id: str | None) -> IdeaDraft:
    said = draft(IdeaDraft, text=text, touchpoint_id=touchpoint_id or None)
    if said.touchpoint_id is not None and session.get(Touchpoint, said.touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    return said


def _own(session: Session, viewer: Viewer, idea_id: str, now: datetime) -> Idea:
    row = idea_for(session, viewer, idea_id)
    if row.author_id != viewer.person_id:
        raise Refusal("not_allowed")
    if row.state not in (IdeaState.SHOWN, IdeaState.LATE) or row.merged_into_id is not None:
        raise Refusal("idea_fixed")
    if row.round_id is not None:
        round_ = round_seen(session, viewer, row.round_id, May.IDEA_WRITE, shared=True)
        if round_.paused_left is None and not is_open_for(session, viewer, round_, now):
            raise Refusal("idea_fixed")
        must_be_open_for(session, viewer, round_, now)
    elif row.acted_on:
        raise Refusal("idea_fixed")
    return row


def move_idea(session: Session, viewer: Viewer, row: Idea, state: IdeaState, verb: str, *, now: datetime) -> None:
    """Write another state with its record, for the commands that asked whether it may."""
    before, row.state, row.changed_at = row.state, state, now
    session.add(row)
    activity.record(
        session, viewer, verb, "idea", row.id, now=now, group_id=row.group_id, before=before, after=state,
        texts={"reason": row.hidden_reason} if row.hidden_reason else None,
    )  # fmt: skip
