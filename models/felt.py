"""Was it so for you too? What customers say of a published promise, beside what its cases say (A30).

Invariants:
- Asked about is what customers find on the public page, and also, of somebody whose idea became it, a promise that is
  agreed or in use; one answer a person, or a browser where nobody is signed in, changeable: the last one counts. A
  browser is kept as a hash that differs from promise to promise.
- Fewer than five who know (yes or no) show as their count only; "I do not know" counts for nothing else.
- Who said what is nobody's to see: the record names no one. Erasing a person keeps the answer and drops the link.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from analysis.limits import limits
from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, token_hash
from models.decisions import Decision
from models.errors import NotFound
from models.feedback import Feedback, leave_feedback
from models.in_hands import ProcessTouchpoint
from models.parts import parts_in
from models.promise_terms import PromiseVersion
from models.promises import Promise, State
from models.touchpoints import Stage, Touchpoint
from models.wording_terms import Wording

FEWEST = 5


class Felt(StrEnum):
    """How it went, in the customer's eyes."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class FeltDraft(Draft):
    """An answer as it may come in."""

    answer: Felt


class FeltAnswer(Row, table=True):
    """One customer's answer about one promise."""

    __tablename__ = "felt_answers"
    __table_args__ = (
        UniqueConstraint("promise_id", "person_id"),
        UniqueConstraint("promise_id", "browser_hash"),
        CheckConstraint("answer IN ('yes', 'no', 'unsure')", name="answer"),
        CheckConstraint("(person_id IS NULL) OR (browser_hash IS NULL)", name="one_of"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    answer: str = Field(max_length=6)
    person_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    browser_hash: str | None = Field(default=None, max_length=64)
    said_at: datetime


@dataclass(frozen=True)
class FeltView:
    """What customers say: how many know, and from five on how often it was so, with its range."""

    yes: int
    no: int
    unsure: int

    @property
    def knowing(self) -> int:
        """How many said yes or no."""
        return self.yes + self.no

    @property
    def share(self) -> float | None:
        """How often it was so, of those who know; None under five."""
        return self.yes / self.knowing if self.knowing >= FEWEST else None

    @property
    def range(self) -> tuple[float, float] | None:
        """From where to where the share may lie."""
        return limits(self.yes / self.knowing, self.knowing) if self.knowing >= FEWEST else None


def say_how_it_was(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, answer: str, browser: str = ""
) -> str | None:
    """Say whether a published promise was kept for oneself. Returns the open door where one can tell what happened.

    Raises:
        NotFound: customers do not find this promise on the public page, or nobody is there to answer.
        Refusal: `not_an_option`.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    if _theirs_to_read(session, viewer, promise_id) is None:
        raise NotFound()
    said = draft(FeltDraft, answer=answer)
    row = _mine(session, viewer, promise_id, browser)
    if row is None:
        row = FeltAnswer(
            promise_id=promise_id, answer=said.answer, said_at=now, person_id=viewer.person_id,
            browser_hash=None if viewer.person_id else _browser(promise_id, browser),
        )  # fmt: skip
    row.answer, row.said_at = said.answer, now
    session.add(row)
    session.flush()
    activity.record(session, None, "say", "felt", row.id, now=now, after={"promise": promise_id})
    return _door(session, promise_id)


def felt_of(session: Session, viewer: Viewer, *, promise_ids: Iterable[str]) -> dict[str, FeltView]:
    """What customers say of each promise, those with an answer only. One statement."""
    viewer.must(May.PROMISE_SEE)
    asked = (
        select(FeltAnswer.promise_id, FeltAnswer.answer, func.count())
        .where(col(FeltAnswer.promise_id).in_(list(promise_ids)))
        .group_by(col(FeltAnswer.promise_id), col(FeltAnswer.answer))
    )
    counted: dict[str, dict[str, int]] = {}
    for promise_id, answer, number in session.exec(asked).all():
        counted.setdefault(promise_id, {})[answer] = number
    return {
        promise_id: FeltView(*(answers.get(one, 0) for one in (Felt.YES, Felt.NO, Felt.UNSURE)))
        for promise_id, answers in counted.items()
    }


def my_felt(session: Session, viewer: Viewer, *, promise_ids: Iterable[str], browser: str = "") -> dict[str, Felt]:
    """What this person, or this browser, said before, by promise. One statement."""
    viewer.must(May.FEEDBACK_LEAVE)
    ids = list(promise_ids)
    asked = select(FeltAnswer).where(col(FeltAnswer.promise_id).in_(ids))
    if viewer.person_id:
        asked = asked.where(FeltAnswer.person_id == viewer.person_id)
    else:
        asked = asked.where(col(FeltAnswer.browser_hash).in_([_browser(one, browser) for one in ids]))
    rows = session.exec(asked).all() if ids and (viewer.person_id or browser) else []
    return {row.promise_id: Felt(row.answer) for row in rows}


def sentence_reported(session: Session, viewer: Viewer, *, promise_id: str) -> str:
    """The promise that somebody says was not kept, as customers read it; "" for one that is not theirs to read."""
    viewer.must(May.FEEDBACK_LEAVE)
    promise = _theirs_to_read(session, viewer, promise_id)
    if promise is None:
        return ""
    asked = select(PromiseVersion.sentence).where(
        PromiseVersion.promise_id == promise.id, PromiseVersion.number == promise.version
    )
    return session.exec(asked).first() or ""


def leave_about_promise(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, token: str, face: int, words: str = "",
    reference: str = "", code: str | None = None,
) -> str:  # fmt: skip
    """What somebody leaves at an open door about a promise that was not kept for them. Returns the feedback's id.

    What is left is kept whatever the promise; it is tied to one only that is theirs to read.

    Raises:
        Refusal: those of `feedback.leave_feedback`.
    """
    left = leave_feedback(
        session, viewer, now=now, token=token, face=face, words=words, reference=reference, code=code
    )  # fmt: skip
    row, promise = session.get(Feedback, left), _theirs_to_read(session, viewer, promise_id)
    if row is not None and promise is not None:
        row.promise_id = promise.id
        session.add(row)
    return left


def told_at_door(session: Session, viewer: Viewer, *, door: str) -> set[str]:
    """Which promises are told at the touchpoint of an open door: those are the first to be asked about there."""
    viewer.must(May.PROMISE_SEE_PUBLIC)
    asked = (
        select(Wording.promise_id)
        .join(Touchpoint, col(Touchpoint.id) == col(Wording.touchpoint_id))
        .where(Touchpoint.door_token == door, col(Wording.removed_at).is_(None))
    )
    return set(session.exec(asked).all())


def _theirs_to_read(session: Session, viewer: Viewer, promise_id: str) -> Promise | None:
    """A promise that this reader finds: published and in use, or grown out of an idea they had a part in."""
    promise = session.get(Promise, promise_id)
    if promise is None or promise.state not in (State.IN_USE, State.AGREED):
        return None
    public = promise.published and promise.state == State.IN_USE
    return promise if public or _had_a_part(session, viewer, promise) else None


def _had_a_part(session: Session, viewer: Viewer, promise: Promise) -> bool:
    """Whether an idea this person wrote, supports or said first became this promise, or its decision touches it."""
    if viewer.person_id is None:
        return False
    touched = select(Decision.idea_id).where(Decision.promise_id == promise.id, col(Decision.standing))
    ids = {one for one in [promise.idea_id, *session.exec(touched).all()] if one}
    return any(viewer.person_id in part.people for part in parts_in(session, ids).values())


def _mine(session: Session, viewer: Viewer, promise_id: str, browser: str) -> FeltAnswer | None:
    asked = select(FeltAnswer).where(FeltAnswer.promise_id == promise_id)
    if viewer.person_id:
        return session.exec(asked.where(FeltAnswer.person_id == viewer.person_id)).first()
    if not browser:
        raise NotFound()
    return session.exec(asked.where(FeltAnswer.browser_hash == _browser(promise_id, browser))).first()


def _browser(promise_id: str, browser: str) -> str:
    return token_hash(f"felt|{promise_id}|{browser}")


def _door(session: Session, promise_id: str) -> str | None:
    """The open door of the last touchpoint its process passes through: there customers felt it, and there the journey
    shows it; else the one where it is told first; else the first there is: whoever says no can always say more."""
    told = (
        select(Touchpoint.door_token)
        .join(Wording, col(Wording.touchpoint_id) == col(Touchpoint.id))
        .where(Wording.promise_id == promise_id, col(Wording.removed_at).is_(None))
        .order_by(col(Wording.created_at), col(Wording.id))
    )
    passed = (
        select(Touchpoint.door_token)
        .join(ProcessTouchpoint, col(ProcessTouchpoint.touchpoint_id) == col(Touchpoint.id))
        .join(Promise, col(Promise.process_id) == col(ProcessTouchpoint.process_id))
        .join(Stage, col(Stage.id) == col(Touchpoint.stage_id), isouter=True)
        .where(Promise.id == promise_id)
        .order_by(func.coalesce(col(Stage.position), -1).desc(), col(Touchpoint.created_at), col(Touchpoint.id))
    )
    some = select(Touchpoint.door_token).order_by(col(Touchpoint.created_at), col(Touchpoint.id))
    return next((door for asked in (passed, told, some) if (door := session.exec(asked).first())), None)
