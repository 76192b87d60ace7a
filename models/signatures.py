"""The second signature: who must keep a promise says yes, yes but, or no and why.

Invariants: only the owner of the process answers, and only what was asked; an answer belongs to one version and stays,
a new version asks anew; "yes, but" names what could be kept, "no" names why. The promiser is told.
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity, notices, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, optional_text_of
from models.errors import Refusal
from models.processes import Process, process_for
from models.promise_terms import Unit
from models.promises import Keeper, Promise, State, promise_for, version_row

WORDS_LIMIT = 300


class AnswerDraft(Draft):
    """An answer as it may come in: yes · but (with the figure that could be kept, if any) · no (with the reason)."""

    answer: Keeper
    words: optional_text_of(WORDS_LIMIT) = ""  # type: ignore[valid-type]
    amount: float | None = Within(default=None, gt=0, le=1e12, allow_inf_nan=False)
    unit: Unit | None = None


class Signature(Row, table=True):
    """One answer."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("promise_id", "number"),
        CheckConstraint("answer IN ('yes', 'but', 'no')", name="answer"),
        CheckConstraint("answer <> 'no' OR length(words) > 0", name="reason"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id")
    number: int
    version: int
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    answer: str = Field(max_length=6)
    words: str = Field(default="", max_length=WORDS_LIMIT)
    amount: float | None = None
    unit: str | None = Field(default=None, max_length=6)
    at: datetime


@dataclass(frozen=True)
class SignatureView:
    """An answer as staff read it. `who` is empty for a person who was erased."""

    version: int
    who: str
    answer: Keeper
    words: str
    amount: float | None
    unit: str | None
    at: datetime


def sign_promise(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, version: int, answer: str, words: str = "",
    amount: float | None = None, unit: str | None = None,
) -> str:  # fmt: skip
    """Answer for the process, to the version that was read. Returns the promise's state.

    Raises:
        Refusal: `changed_meanwhile`, `not_asked`, `promise_over`, `but_needs` (say what you could keep, or under which
            condition), `no_needs` (a no says why).
    """
    row = promise_for(session, viewer, promise_id, lock=True)
    process = process_for(session, viewer, row.process_id)
    viewer.must(May.PROMISE_SIGN, owner_id=process.owner_id)
    said = draft(AnswerDraft, answer=answer, words=words, amount=amount, unit=unit)
    if said.answer not in (Keeper.YES, Keeper.BUT, Keeper.NO):
        raise Refusal("not_an_option", field="answer")
    if row.state in (State.WITHDRAWN, State.EXPIRED):
        raise Refusal("promise_over")
    if row.version != version:
        raise Refusal("changed_meanwhile")
    if row.keeper == Keeper.NOT_ASKED:
        raise Refusal("not_asked")
    if said.answer is Keeper.BUT and not said.words and (said.amount is None or said.unit is None):
        raise Refusal("but_needs", field="words")
    if said.answer is Keeper.NO and not said.words:
        raise Refusal("no_needs", field="words")
    before, row.keeper = row.keeper, said.answer
    if row.state != State.IN_USE:
        row.state = State.AGREED if said.answer is Keeper.YES else State.CONTESTED
    last = session.exec(
        select(Signature.number).where(Signature.promise_id == row.id).order_by(col(Signature.number).desc()).limit(1)
    ).first()
    figure = said.answer is Keeper.BUT and said.amount is not None and said.unit is not None
    session.add(
        Signature(
            promise_id=row.id,
            number=(last or 0) + 1,
            version=row.version,
            person_id=viewer.person_id or "",
            answer=said.answer,
            words=said.words,
            amount=said.amount if figure else None,
            unit=said.unit if figure else None,
            at=now,
        )
    )
    session.add(row)
    session.flush()
    facts = {"promise_id": row.id, "sentence": version_row(session, row).sentence, "answer": said.answer.value,
             "words": said.words, "by": viewer.name}  # fmt: skip
    if row.owner_id != viewer.person_id:
        notices.tell(session, person_id=row.owner_id, kind="signature_answered", facts=facts, now=now, about=row.id)
    activity.record(
        session, viewer, "sign", "promise", row.id, now=now, before=before,
        after={"version": row.version, "answer": said.answer}, texts={"answer": said.answer, "words": said.words},
    )  # fmt: skip
    return row.state


def signatures_of(session: Session, viewer: Viewer, *, promise_id: str) -> list[SignatureView]:
    """Every answer to a promise, newest first."""
    viewer.must(May.PROMISE_SEE)
    asked = (
        select(Signature, people.Person.name)
        .join(people.Person, col(people.Person.id) == col(Signature.person_id))
        .where(Signature.promise_id == promise_id)
        .order_by(col(Signature.number).desc())
    )
    return [
        SignatureView(s.version, who, Keeper(s.answer), s.words, s.amount, s.unit, s.at)
        for s, who in session.exec(asked).all()
    ]


def to_sign(session: Session, viewer: Viewer) -> int:
    """How many promises wait for this person's signature."""
    viewer.must(May.PROMISE_SEE)
    asked = (
        select(func.count())
        .select_from(Promise)
        .join(Process, col(Process.id) == col(Promise.process_id))
        .where(Process.owner_id == viewer.person_id, Promise.keeper == Keeper.ASKED)
        .where(col(Promise.state).not_in([State.WITHDRAWN, State.EXPIRED]))
    )
    return session.exec(asked).one()
