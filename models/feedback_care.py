"""Taken in charge: who answers a voice, by when, what was said; and closing one with respect.

Invariants:
- Whoever works here may answer, and give a voice to somebody who works here too; who left it reads the answer by their
  code or on their own page, without anybody's name. What is answered is not masked: often the number to call is the
  answer, it is the company's own, and one person reads it. What they reply is.
- Closing is the last polite word to one message: nothing more is said to it, it stays counted, its author reads why.
  The mark stands on the message; nobody can be asked for the messages of a person who was closed to.
- How much time care spent is said in minutes by whoever answers, never measured behind their back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import Field
from sqlalchemy import case, func, or_
from sqlmodel import Session, col, select

from models import activity, functions, notices
from models.access import Kind, May, Viewer
from models.base import Draft, draft, text_of
from models.days import day_here
from models.errors import Refusal
from models.feedback import ANSWER_LIMIT, Feedback, feedback_row
from models.people import Person

# The day proposed when somebody takes a voice in charge.
ANSWER_WITHIN = timedelta(days=7)
# A first answer in two weeks is what the installation asks of itself.
FIRST_ANSWER = timedelta(days=14)
MINUTES_LIMIT = 600
FACES_AT_ONCE = 200


class AnswerDraft(Draft):
    """What is said to whoever left a voice, and how long it took."""

    words: text_of(ANSWER_LIMIT)  # type: ignore[valid-type]
    minutes: int | None = Field(default=None, ge=0, le=MINUTES_LIMIT)


@dataclass(frozen=True)
class CareTime:
    """Minutes that care said it spent since a moment: on all voices, and on those closed with respect."""

    minutes: int
    closed_minutes: int
    closed: int


@dataclass(frozen=True)
class LateAnswers:
    """Voices whose day to be answered has passed; `oldest`: how many days ago the earliest was due."""

    number: int
    oldest_days: int


def take_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, answer_by: date, person_id: str | None = None
) -> None:
    """Say who answers (None: whoever does it) and by which day; again, to hand it over or to move the day.

    Raises:
        Refusal: `closed_with_respect`, `already_answered`, `day_gone` (field `answer_by`), `not_an_option`.
    """
    viewer.must(May.FEEDBACK_RECORD)
    row = _open_row(session, feedback_id)
    if row.answered_at is not None:
        raise Refusal("already_answered")
    if answer_by < day_here(now):
        raise Refusal("day_gone", field="answer_by")
    wanted = person_id or viewer.person_id
    taker = session.get(Person, wanted) if wanted else None
    if taker is None or taker.kind != Kind.STAFF or taker.disabled_at is not None or taker.erased_at is not None:
        raise Refusal("not_an_option", field="person_id")
    before = {"taken_by": row.taken_by, "answer_by": row.answer_by.isoformat() if row.answer_by else None}
    given = taker.id not in (row.taken_by, viewer.person_id)
    row.taken_by, row.answer_by, row.taken_at = taker.id, answer_by, row.taken_at or now
    _read(row, viewer, now)
    session.add(row)
    if given:
        # Not the words: a notice of somebody else must hold nothing that a customer may have erased.
        facts = {"by": answer_by.isoformat(), "feedback_id": row.id}
        notices.tell(session, person_id=taker.id, kind="voice_given", now=now, about=row.id, facts=facts)
    after = {"taken_by": taker.id, "answer_by": answer_by.isoformat()}
    activity.record(session, viewer, "take", "feedback", row.id, now=now, before=before, after=after)


def answer_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, words: str, minutes: int | None = None
) -> None:
    """What was said to whoever left it; said again, it replaces the words, and the first day of answering stays.

    Raises:
        Refusal: `closed_with_respect`, or a field's own.
    """
    viewer.must(May.FEEDBACK_RECORD)
    said = draft(AnswerDraft, words=words, minutes=minutes)
    row = _open_row(session, feedback_id)
    first = row.answered_at is None
    row.answer, row.answered_by, row.answered_at = said.words, viewer.person_id, row.answered_at or now
    row.minutes = said.minutes if said.minutes is not None else row.minutes
    row.taken_by, row.taken_at = row.taken_by or viewer.person_id, row.taken_at or now
    _read(row, viewer, now)
    session.add(row)
    if first:
        _tell_author(session, row, "voice_answered", now)
    activity.record(session, viewer, "answer", "feedback", row.id, now=now, texts={"words": said.words})


def close_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, words: str, minutes: int | None = None
) -> None:
    """The last polite words, with the reason in them. It stays counted; nothing more is said to this message.

    Raises:
        Refusal: `closed_with_respect` when it is already, or a field's own.
    """
    viewer.must(May.FEEDBACK_RECORD)
    said = draft(AnswerDraft, words=words, minutes=minutes)
    row = _open_row(session, feedback_id)
    row.closing, row.closed_by, row.closed_at = said.words, viewer.person_id, now
    row.minutes = said.minutes if said.minutes is not None else row.minutes
    _read(row, viewer, now)
    session.add(row)
    _tell_author(session, row, "voice_closed", now)
    activity.record(session, viewer, "close", "feedback", row.id, now=now, texts={"words": said.words})


def tick_argued(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, said_what: bool, said_when: bool,
    said_proof: bool,
) -> None:  # fmt: skip
    """Whether it says what happened, when and where, and whether there is a proof."""
    viewer.must(May.FEEDBACK_RECORD)
    row = feedback_row(session, feedback_id)
    before = [row.said_what, row.said_when, row.said_proof]
    after = [int(said_what), int(said_when), int(said_proof)]
    if before == after:
        return
    row.said_what, row.said_when, row.said_proof = after
    row.argued = sum(after)
    session.add(row)
    activity.record(session, viewer, "tick", "feedback", row.id, now=now, before=before, after=after)


def assign_feedback(
    session: Session, viewer: Viewer, *, now: datetime, feedback_id: str, function_id: str | None
) -> None:
    """Whose it is: the function it is about; None for nobody's."""
    viewer.must(May.FEEDBACK_RECORD)
    row = feedback_row(session, feedback_id)
    if function_id is not None and session.get(functions.Function, function_id) is None:
        raise Refusal("not_an_option", field="function_id")
    before, row.function_id = row.function_id, function_id
    session.add(row)
    activity.record(session, viewer, "assign", "feedback", row.id, now=now, before=before, after=function_id)


def confirm_faces(session: Session, viewer: Viewer, *, now: datetime, faces: dict[str, int]) -> int:
    """A person says which face belongs to texts that came without one. Returns how many now have theirs.

    faces: feedback id to face. One that has a face already keeps it.

    Raises:
        Refusal: `too_many` (fact `limit`), `too_small`, `too_large`.
    """
    viewer.must(May.FEEDBACK_RECORD)
    if len(faces) > FACES_AT_ONCE:
        raise Refusal("too_many_faces", limit=FACES_AT_ONCE)
    for face in faces.values():
        if face not in (1, 2, 3, 4, 5):
            raise Refusal("not_an_option", field="face")
    asked = select(Feedback).where(col(Feedback.id).in_(faces), col(Feedback.face).is_(None))
    rows = session.exec(asked).all()
    for row in rows:
        row.face, row.proposed_face = faces[row.id], None
        session.add(row)
    if rows:
        changed = {row.id: row.face for row in rows}
        activity.record(session, viewer, "confirm", "feedback", rows[0].id, now=now, after=changed)
    return len(rows)


def listening_people(
    session: Session, viewer: Viewer
) -> tuple[list[tuple[str, str]], list[functions.FunctionView]]:
    """Who may answer (id and name, by name), and the functions a voice may be given to. Two statements."""
    viewer.must(May.FEEDBACK_SEE)
    asked = (
        select(Person.id, Person.name)
        .where(Person.kind == Kind.STAFF, col(Person.disabled_at).is_(None), col(Person.erased_at).is_(None))
        .order_by(Person.name)
    )
    return [(str(one), str(name)) for one, name in session.exec(asked).all()], functions.functions_all(session)


def late_answers(session: Session, viewer: Viewer, *, today: date) -> LateAnswers:
    """The voices this person took in charge and has not answered by the day that was said. One statement."""
    viewer.must(May.FEEDBACK_SEE)
    asked = select(func.count(), func.min(Feedback.answer_by)).where(
        Feedback.taken_by == viewer.person_id, col(Feedback.answer_by) < today, col(Feedback.answered_at).is_(None),
        # As the index of what is in charge says it.
        col(Feedback.closed_at).is_(None), col(Feedback.taken_at).is_not(None),
    )  # fmt: skip
    number, oldest = session.exec(asked).one()
    return LateAnswers(number, (today - oldest).days if oldest else 0)


def care_time(session: Session, viewer: Viewer, *, since: datetime) -> CareTime:
    """How long care spent on voices answered or closed since then, and how much of it on those closed with respect."""
    viewer.must(May.FEEDBACK_SEE)
    closed = col(Feedback.closed_at).is_not(None)
    # As the index of those that somebody answers says it: the others are not looked at.
    answered = or_(col(Feedback.taken_at).is_not(None), col(Feedback.followed_at).is_not(None),
                   col(Feedback.answered_at).is_not(None), closed)  # fmt: skip

    def total(what: object) -> object:
        return func.coalesce(func.sum(what), 0)

    asked = select(  # type: ignore[call-overload]
        total(Feedback.minutes), total(case((closed, Feedback.minutes), else_=0)), total(case((closed, 1), else_=0))
    ).where(answered, (col(Feedback.answered_at) >= since) | (col(Feedback.closed_at) >= since))
    minutes, of_closed, number = session.exec(asked).one()
    return CareTime(int(minutes), int(of_closed), int(number))


def _open_row(session: Session, feedback_id: str) -> Feedback:
    row = feedback_row(session, feedback_id, lock=True)
    if row.closed_at is not None:
        raise Refusal("closed_with_respect")
    return row


def _read(row: Feedback, viewer: Viewer, now: datetime) -> None:
    if row.read_at is None:
        row.read_at, row.read_by = now, viewer.person_id


def _tell_author(session: Session, row: Feedback, what: str, now: datetime) -> None:
    author = session.get(Person, row.person_id) if row.person_id is not None else None
    # Whoever was erased is told nothing; the voice that stayed is answered like any other.
    if author is not None and author.erased_at is None:
        facts = {"words": row.words, "feedback_id": row.id}
        notices.tell(session, person_id=author.id, kind=what, now=now, about=row.id, facts=facts)
