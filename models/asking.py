"""Asking customers what they expect: what is asked about a promise, in which words, and the page where it is asked.

Invariants: who owns a promise decides what is asked, in words without our figure (who reads "in 48 hours?" answers 48
hours); one question a promise, and its page keeps its address; closed, nobody is asked and what was answered stays.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_code
from models.errors import NotFound, Refusal
from models.promise_terms import PromiseVersion
from models.promises import Promise, State, promise_for, version_row

QUESTION_LIMIT = 140
TOKEN_LENGTH = 12


class QuestionDraft(Draft):
    """What is asked, as it may come in."""

    question: name_of(QUESTION_LIMIT)  # type: ignore[valid-type]


class ExpectationQuestion(Row, table=True):
    """What is asked about one promise, and the token of its page. Closed: nobody is asked any more."""

    __tablename__ = "expectation_questions"
    __table_args__ = (CheckConstraint(f"length(question) <= {QUESTION_LIMIT}", name="question"),)

    promise_id: str = Field(max_length=32, foreign_key="promises.id", primary_key=True)
    question: str = Field(max_length=QUESTION_LIMIT)
    token: str = Field(max_length=TOKEN_LENGTH, unique=True)
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Asking:
    """What is asked about a promise, as staff see it."""

    question: str
    token: str
    is_open: bool


def start_asking(session: Session, viewer: Viewer, *, now: datetime, promise_id: str, question: str) -> str:
    """Ask customers, from now on, in these words; asked before, the words change and the page stays. Returns its token.

    Raises:
        Refusal: `promise_over`, `nothing_to_expect` (a promise that is kept or not), or a field's own.
    """
    promise = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=promise.owner_id)
    if promise.state in (State.WITHDRAWN, State.EXPIRED):
        raise Refusal("promise_over")
    if version_row(session, promise).yes_when != "[]":
        raise Refusal("nothing_to_expect")
    said = draft(QuestionDraft, question=question)
    row = session.get(ExpectationQuestion, promise.id)
    before = row.question if row else None
    if row is None:
        row = ExpectationQuestion(promise_id=promise.id, question="", token=new_code(TOKEN_LENGTH), opened_at=now)
    row.question, row.closed_at = said.question, None
    session.add(row)
    activity.record(
        session, viewer, "start_asking", "promise", promise.id, now=now, before=before, after=said.question,
        texts={"question": said.question},
    )  # fmt: skip
    return row.token


def stop_asking(session: Session, viewer: Viewer, *, now: datetime, promise_id: str) -> None:
    """Nobody is asked any more; what was answered stays."""
    promise = promise_for(session, viewer, promise_id)
    viewer.must(May.PROMISE_EDIT, owner_id=promise.owner_id)
    row = session.get(ExpectationQuestion, promise.id)
    if row is None:
        raise NotFound()
    if row.closed_at is None:
        row.closed_at = now
        session.add(row)
        activity.record(session, viewer, "stop_asking", "promise", promise.id, now=now)


def asking_of(session: Session, viewer: Viewer, *, promise_id: str) -> Asking | None:
    """What is or was asked about a promise. One statement."""
    viewer.must(May.PROMISE_SEE)
    row = session.get(ExpectationQuestion, promise_id)
    return Asking(row.question, row.token, row.closed_at is None) if row else None


def asked_behind(
    session: Session, token: str, *, lock: bool = False
) -> tuple[Promise, ExpectationQuestion, PromiseVersion]:
    """What is asked behind a token while somebody is asked at all, for the commands of the answers, or `NotFound`."""
    # One at a time for a question: the same person from two tabs leaves one answer.
    asked = select(ExpectationQuestion).where(
        ExpectationQuestion.token == token, col(ExpectationQuestion.closed_at).is_(None)
    )
    row = session.exec(asked.with_for_update() if lock else asked).first()
    promise = session.get(Promise, row.promise_id) if row else None
    if row is None or promise is None or promise.state in (State.WITHDRAWN, State.EXPIRED):
        raise NotFound()
    return promise, row, version_row(session, promise)
