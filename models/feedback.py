"""Feedback: how it went, in a face and a sentence, left at a touchpoint's open door or heard elsewhere by staff.

Invariants:
- It belongs to the company and to a touchpoint, to no group; staff read it, customers never read each other's.
- E-mails, telephones, IBANs, cards and tax codes are masked before anything is stored; how many is kept.
- A longer text is kept whole: its beginning as the words, what follows beside them; search knows `FOLDED_LIMIT` signs.
- Whoever leaves it stays unknown. A code, stored as a hash, opens what became of it; only who asked for it may use it.
- It becomes an idea, or joins one, once; several can join the same idea. The feedback points at the idea, never back.
"""

import hashlib
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, select

from analysis.masking import masked
from models import activity, touchpoints
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, new_id, normal_code, optional_text_of, token_hash
from models.days import day_here
from models.errors import NotFound, Refusal
from models.voice_indexes import of_few_voices

WORDS_LIMIT = 280
WHOLE_LIMIT = 20_000
FOLDED_LIMIT = WORDS_LIMIT * 4
REFERENCE_LIMIT = 60
FACES = (1, 2, 3, 4, 5)
CODE_LENGTH = 8
ANSWER_LIMIT = 600


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
    FORUM = "forum"


class CameBy(StrEnum):
    """How somebody came to the company."""

    FRIEND = "friend"
    REVIEWS = "reviews"
    ADVERT = "advert"
    LAST_TIME = "last_time"
    SHOP = "shop"
    OTHER = "other"


class FeedbackDraft(Draft):
    """A feedback as it may come in, through the door or from staff."""

    face: int = Field(ge=1, le=5)
    words: optional_text_of(WORDS_LIMIT) = ""  # type: ignore[valid-type]
    reference: optional_text_of(REFERENCE_LIMIT) = ""  # type: ignore[valid-type]
    source: Source = Source.DOOR


def _one_of(column: str, choices: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(one.value) for one in choices)})"


_NO = {"server_default": "0"}


class Feedback(Row, table=True):
    """One person's word on how it went.

    face: how it went, 1 to 5; None for a text that came without one; `proposed_face` waits for a person to confirm it.
    to_touchpoint_id: where a hand-over that hurt led to (*from -> to*).
    rest: what follows the words when the text was longer (an e-mail, a review); `whole_text` joins them.
    argued: 0 to 3, the sum of the three ticks (says what happened; when and where; there is a proof).
    taken_by, answer_by: who answers, and by which day; `answer`: what was said.
    closing: the last polite words; no more is said to it afterwards. The mark is on the message, never on a person.
    minutes: how long care spent on it.
    fingerprint: of day, masked words and touchpoint, to find the same row in the next import.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("face BETWEEN 1 AND 5", name="face"),
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
        CheckConstraint(_one_of("source", Source), name="source"),
        CheckConstraint("proposed_face BETWEEN 1 AND 5", name="proposed_face"),
        CheckConstraint(_one_of("came_by", CameBy), name="came_by"),
        CheckConstraint("argued = said_what + said_when + said_proof", name="argued"),
        CheckConstraint("recommends BETWEEN 0 AND 10", name="recommends"),
        CheckConstraint("effort BETWEEN 1 AND 7", name="effort"),
        # Read alone, without the words, for every number above a list and for the figures by touchpoint.
        Index("ix_feedback_counted", "created_at", "touchpoint_id", "face", "argued", "read_at", "idea_id", "taken_at",
              "answer_by", "answered_at", "closed_at", "source", "function_id"),
        # What few voices say or are, counted without looking at all the others.
        *of_few_voices(),
        # The newest first; and days, places and faces, in both orders.
        Index("ix_feedback_days", "created_at", "id", "touchpoint_id", "face", "argued"),
        Index("ix_feedback_places", "touchpoint_id", "created_at", "face", "argued"),
        Index("ix_feedback_argued_created_at", "argued", "created_at"),
        Index("ix_feedback_recorded", "recorded_by", "read_at"),
        # Of one place the most argued first.
        Index("ix_feedback_said", "touchpoint_id", "argued", "created_at"),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id")
    source: str = Field(max_length=16)
    face: int | None = None
    proposed_face: int | None = None
    words: str = Field(default="", max_length=WORDS_LIMIT)
    rest: str | None = Field(default=None, max_length=WHOLE_LIMIT)
    folded: str = Field(default="", max_length=FOLDED_LIMIT)
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
    to_touchpoint_id: str | None = Field(default=None, max_length=32, foreign_key="touchpoints.id", index=True)
    matter_id: str | None = Field(default=None, max_length=32, foreign_key="matters.id")
    came_by: str | None = Field(default=None, max_length=10)
    said_what: int = Field(default=0, sa_column_kwargs=_NO)
    said_when: int = Field(default=0, sa_column_kwargs=_NO)
    said_proof: int = Field(default=0, sa_column_kwargs=_NO)
    argued: int = Field(default=0, sa_column_kwargs=_NO)
    function_id: str | None = Field(default=None, max_length=32, foreign_key="functions.id", index=True)
    profile_id: str | None = Field(default=None, max_length=32, foreign_key="profiles.id", index=True)
    organisation_id: str | None = Field(default=None, max_length=32, foreign_key="organisations.id", index=True)
    taken_by: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    taken_at: datetime | None = None
    answer_by: date | None = Field(default=None, index=True)
    answered_at: datetime | None = None
    answered_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    answer: str | None = Field(default=None, max_length=ANSWER_LIMIT)
    closed_at: datetime | None = Field(default=None)
    closed_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    closing: str | None = Field(default=None, max_length=ANSWER_LIMIT)
    minutes: int | None = None
    recommends: int | None = None
    effort: int | None = None
    load_id: str | None = Field(default=None, max_length=32, foreign_key="feedback_loads.id", index=True)
    fingerprint: str | None = Field(default=None, max_length=32, index=True)


def leave_feedback(
    session: Session, viewer: Viewer, *, now: datetime, token: str, face: int, words: str = "", reference: str = "",
    code: str | None = None,
) -> str:  # fmt: skip
    """Through the open door of a touchpoint, by anybody. `code` is what may later open its follow page. Returns the id.

    Raises:
        Refusal: `not_found` when no such door is open; a field's own.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    point = touchpoints.touchpoint_at_door(session, token=token)
    hashed = token_hash(normal_code(code)) if code else None
    said = draft(FeedbackDraft, face=face, words=words, reference=reference)
    row = new_feedback(session, point.id, said, now, hashed)
    if row.words:
        row.fingerprint = fingerprint_of(day_here(now), whole_text(row.words, row.rest), point.id)
    # Nobody's name and no text: what a stranger left must be erasable in one place.
    activity.record(session, None, "leave", "feedback", row.id, now=now, after={"face": row.face})
    return row.id


def follow_feedback(session: Session, viewer: Viewer, *, now: datetime, code: str) -> str:
    """Whoever left it wants to know what becomes of it; if they are signed in it joins their own page. Returns the id.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    row = feedback_by_code(session, code)
    if row.followed_at is None:
        row.followed_at = now
        row.person_id = viewer.person_id
        session.add(row)
        activity.record(session, None, "follow", "feedback", row.id, now=now)
    return row.id


def read_feedback(session: Session, viewer: Viewer, *, now: datetime, feedback_id: str) -> None:
    """A person has read it, as the door promised."""
    viewer.must(May.FEEDBACK_SEE)
    row = feedback_row(session, feedback_id)
    if row.read_at is None:
        row.read_at, row.read_by = now, viewer.person_id
        session.add(row)
        activity.record(session, viewer, "read", "feedback", row.id, now=now)


def feedback_of_code(session: Session, *, code: str) -> Feedback:
    """The row behind a follow code, for `models.answers`, which shows only what a stranger may see.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    row = feedback_by_code(session, code)
    if row.followed_at is None:
        raise Refusal("follow_code_wrong", field="code")
    return row


def new_feedback(
    session: Session, touchpoint_id: str, said: FeedbackDraft, at: datetime, code_hash: str | None
) -> Feedback:
    """A new row with its contacts hidden, for the commands that ask for permission. `at`: when it was said."""
    row = Feedback(
        touchpoint_id=touchpoint_id, source=said.source, face=said.face, code_hash=code_hash, created_at=at
    )
    put_words(row, said)
    session.add(row)
    session.flush()
    return row


def put_words(row: Feedback, said: FeedbackDraft) -> None:
    """What was said, on the row: contacts hidden in all of it first, then its beginning and what follows."""
    words, reference = masked(said.words), masked(said.reference, phones=False)
    row.words, row.rest = begun(words.text)
    row.folded = folded_words(words.text)
    row.reference, row.hidden = reference.text[:REFERENCE_LIMIT], words.hidden + reference.hidden


def begun(text: str) -> tuple[str, str | None]:
    """The beginning of a text, up to a whole word, as the words of a voice; and all that follows, None if nothing."""
    text = text.strip()
    if len(text) <= WORDS_LIMIT:
        return text, None
    kept = text[: WORDS_LIMIT - 1]
    blank = max(kept.rfind(" "), kept.rfind("\n"))
    kept = kept[: blank if blank > WORDS_LIMIT // 2 else len(kept)].rstrip()
    return f"{kept}…", text[len(kept) :][:WHOLE_LIMIT]


def whole_text(words: str, rest: str | None) -> str:
    """The text as it was said, from its beginning and what follows."""
    return words.removesuffix("…") + rest if rest else words


def folded_words(text: str) -> str:
    """What search knows of a text."""
    return fold(text)[:FOLDED_LIMIT]


def fingerprint_of(day: date | None, words: str, touchpoint_id: str) -> str:
    """What makes two rows one voice: day, words (masked already: nothing hidden can be found by it), touchpoint."""
    return hashlib.sha256(f"{day.isoformat() if day else ''}|{fold(words)}|{touchpoint_id}".encode()).hexdigest()[:32]


def feedback_by_code(session: Session, code: str) -> Feedback:
    """The row whose form made this code, whether or not anybody follows it.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    hashed = token_hash(normal_code(code))
    row = session.exec(select(Feedback).where(Feedback.code_hash == hashed)).first()
    if row is None:
        raise Refusal("follow_code_wrong", field="code")
    return row


def feedback_row(session: Session, feedback_id: str, *, lock: bool = False) -> Feedback:
    """The row, or `NotFound`. For the commands of other nouns (they ask for permission). lock: two come in turn."""
    if lock:
        session.flush()
    row = session.get(Feedback, feedback_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound()
    return row
