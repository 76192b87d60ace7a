"""Feedback: how it went, in a face and a sentence, left at a touchpoint's open door or heard elsewhere by staff.

Invariants:
- It belongs to the company and to a touchpoint, to no group; staff read it, customers never read each other's.
- E-mails, telephones, IBANs, cards and tax codes are masked before anything is stored; how many is kept.
- Whoever leaves it stays unknown. A code, stored as a hash, opens what became of it; only who asked for it may use it.
- It becomes an idea, or joins one, once; several can join the same idea. The feedback points at the idea, never back.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, select

from analysis.masking import masked
from models import activity, functions, ideas, people, touchpoints
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, new_id, normal_code, optional_text_of, token_hash
from models.errors import NotFound, Refusal
from models.promises import Promise

WORDS_LIMIT = 280
REFERENCE_LIMIT = 60
FACES = (1, 2, 3, 4, 5)
CODE_LENGTH = 8


class Source(StrEnum):
    """Where it was heard."""

    DOOR = "door"
    PHONE = "phone"
    EMAIL = "email"
    SHOP = "shop"
    REVIEW = "review"
    SOCIAL = "social"
    CHAT = "chat"
    VISIT = "visit"
    MEETING = "meeting"
    WORD_OF_MOUTH = "word_of_mouth"


class FeedbackDraft(Draft):
    """A feedback as it may come in, through the door or from staff."""

    face: int = Field(ge=1, le=5)
    words: optional_text_of(WORDS_LIMIT) = ""  # type: ignore[valid-type]
    reference: optional_text_of(REFERENCE_LIMIT) = ""  # type: ignore[valid-type]
    source: Source = Source.DOOR


class Feedback(Row, table=True):
    """One person's word on how it went."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("face BETWEEN 1 AND 5", name="face"),
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
        CheckConstraint("source IN ({})".format(", ".join(f"'{one.value}'" for one in Source)), name="source"),
        Index("ix_feedback_created_at_id", "created_at", "id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id", index=True)
    source: str = Field(max_length=16)
    face: int
    words: str = Field(default="", max_length=WORDS_LIMIT)
    folded: str = Field(default="", max_length=WORDS_LIMIT * 4)
    reference: str = Field(default="", max_length=REFERENCE_LIMIT)
    hidden: int = 0
    code_hash: str | None = Field(default=None, max_length=64, unique=True)
    followed_at: datetime | None = None
    person_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    recorded_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    created_at: datetime
    read_at: datetime | None = None
    read_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    linked_at: datetime | None = None
    linked_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    # The published promise that was not kept, in the eyes of whoever left it.
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)


def leave_feedback(
    session: Session, viewer: Viewer, *, now: datetime, token: str, face: int, words: str = "", reference: str = "",
    code: str | None = None, promise_id: str | None = None,
) -> str:  # fmt: skip
    """Through the open door of a touchpoint, by anybody. `code` is what may later open its follow page. Returns the id.

    promise_id: the published promise that was not kept for them; another one is not kept.

    Raises:
        Refusal: `not_found` when no such door is open; a field's own.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    point = touchpoints.touchpoint_at_door(session, token=token)
    hashed = token_hash(normal_code(code)) if code else None
    row = _new(session, point.id, draft(FeedbackDraft, face=face, words=words, reference=reference), now, hashed)
    promise = session.get(Promise, promise_id) if promise_id else None
    if promise is not None and promise.published:
        row.promise_id = promise.id
        session.add(row)
    # Nobody's name and no text: what a stranger left must be erasable in one place.
    activity.record(session, None, "leave", "feedback", row.id, now=now, after={"face": row.face})
    return row.id


def follow_feedback(session: Session, viewer: Viewer, *, now: datetime, code: str) -> str:
    """Whoever left it wants to know what becomes of it; if they are signed in it joins their own page. Returns the id.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    row = _by_code(session, code)
    if row.followed_at is None:
        row.followed_at = now
        row.person_id = viewer.person_id
        session.add(row)
        activity.record(session, None, "follow", "feedback", row.id, now=now)
    return row.id


def record_feedback(
    session: Session, viewer: Viewer, *, now: datetime, touchpoint_id: str, source: str, face: int, words: str = "",
    reference: str = "", person_id: str | None = None,
) -> str:  # fmt: skip
    """Something heard elsewhere (a call, a review, a visit), noted by somebody who works here. Returns the id.

    `person_id` names a customer with an account, who then sees what became of it.
    """
    viewer.must(May.FEEDBACK_RECORD)
    if session.get(touchpoints.Touchpoint, touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    if person_id is not None:
        people.person_for(session, person_id)
    said = draft(FeedbackDraft, face=face, words=words, reference=reference, source=source)
    if not said.words:
        raise Refusal("empty", field="words")
    row = _new(session, touchpoint_id, said, now, None)
    row.recorded_by, row.person_id, row.read_at, row.read_by = viewer.person_id, person_id, now, viewer.person_id
    session.add(row)
    activity.record(session, viewer, "record", "feedback", row.id, now=now, after={"face": row.face})
    return row.id


def read_feedback(session: Session, viewer: Viewer, *, now: datetime, feedback_id: str) -> None:
    """A person has read it, as the door promised."""
    viewer.must(May.FEEDBACK_SEE)
    row = _feedback_for(session, viewer, feedback_id)
    if row.read_at is None:
        row.read_at, row.read_by = now, viewer.person_id
        session.add(row)
        activity.record(session, viewer, "read", "feedback", row.id, now=now)


def turn_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, group_id: str, words: str | None = None
) -> str:
    """Make an idea of it in a group (`words`: the idea as edited; else the feedback's own). Returns the idea's id.

    The idea is the customer's, not of whoever pressed the button: it speaks for the side that receives.

    Raises:
        Refusal: `already_an_idea`; `too_long` when the words do not fit an idea; the idea's own.
    """
    viewer.must(May.FEEDBACK_SEE)
    viewer.must(May.FEEDBACK_TURN, group_id=group_id)
    row = _loose_for(session, viewer, feedback_id)
    idea_id = ideas.add_idea(
        session, viewer, now=now, group_id=group_id, text=row.words if words is None else words,
        touchpoint_id=row.touchpoint_id,
    )  # fmt: skip
    idea = ideas.idea_for(session, viewer, idea_id)
    idea.author_id, idea.side, idea.acted_on = row.person_id, functions.Side.RECEIVES, True
    session.add(idea)
    _link(session, viewer, row, idea_id, group_id, now)
    return idea_id


def link_feedback(session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, idea_id: str) -> None:
    """It says the same as an idea that is there already.

    Raises:
        Refusal: `already_an_idea`, `not_found`.
    """
    viewer.must(May.FEEDBACK_SEE)
    idea = ideas.idea_for(session, viewer, idea_id)
    viewer.must(May.FEEDBACK_TURN, group_id=idea.group_id)
    _link(session, viewer, _loose_for(session, viewer, feedback_id), idea.id, idea.group_id, now)


def feedback_of_code(session: Session, *, code: str) -> Feedback:
    """The row behind a follow code, for `models.answers`, which shows only what a stranger may see.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    row = _by_code(session, code)
    if row.followed_at is None:
        raise Refusal("follow_code_wrong", field="code")
    return row


def _new(session: Session, touchpoint_id: str, said: FeedbackDraft, now: datetime, code_hash: str | None) -> Feedback:
    words, reference = masked(said.words), masked(said.reference, phones=False)
    # A mask can be longer than what it hides ("a@b.c" is not, but the limit must hold whatever comes).
    row = Feedback(
        touchpoint_id=touchpoint_id, source=said.source, face=said.face, words=words.text[:WORDS_LIMIT],
        folded=fold(words.text)[: WORDS_LIMIT * 4], reference=reference.text[:REFERENCE_LIMIT],
        hidden=words.hidden + reference.hidden, code_hash=code_hash, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _link(session: Session, viewer: Viewer, row: Feedback, idea_id: str, group_id: str, now: datetime) -> None:
    row.idea_id, row.linked_at, row.linked_by = idea_id, now, viewer.person_id
    if row.read_at is None:
        row.read_at, row.read_by = now, viewer.person_id
    session.add(row)
    activity.record(session, viewer, "link", "feedback", row.id, now=now, group_id=group_id, after=idea_id)


def _by_code(session: Session, code: str) -> Feedback:
    hashed = token_hash(normal_code(code))
    row = session.exec(select(Feedback).where(Feedback.code_hash == hashed)).first()
    if row is None:
        raise Refusal("follow_code_wrong", field="code")
    return row


def _loose_for(session: Session, viewer: Viewer, feedback_id: str) -> Feedback:
    row = _feedback_for(session, viewer, feedback_id)
    if row.idea_id is not None:
        raise Refusal("already_an_idea")
    return row


def _feedback_for(session: Session, viewer: Viewer, feedback_id: str) -> Feedback:
    row = session.get(Feedback, feedback_id)
    if row is None:
        raise NotFound()
    return row
