"""Did it work? What will tell, by how much, and when one looks: fixed when the idea was accepted, computed on the day.

Invariants:
- Criterion, aim and day are fixed with the yes and never changed; otherwise what suits is picked afterwards.
- Before and after are computed from the cases (`analysis.before_after`), outside any door; the answer records them and
  refuses if the cases moved meanwhile. Nobody types a figure.
- "Not yet" opens a next look with the same aim on a later day; what was answered stays.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select

from analysis.before_after import BeforeAfter, before_after
from models import activity
from models.access import May, Viewer
from models.actions import Action, ActionState
from models.base import Draft, Row, draft, new_id, optional_text_of, text_of
from models.case_sets import evidence_cases
from models.days import day_here
from models.decisions import Decision, Outcome, decide_idea
from models.errors import NotFound, Refusal
from models.grounds import Basis, Reading
from models.ideas import Idea
from models.promises import promise_for
from models.shelf import Shelf
from models.verdicts import newest_verdicts, promise_bases

WORDS_LIMIT = 180
NOTE_LIMIT = 600
LATEST = timedelta(days=3 * 366)
KEPT = 64


class Answer(StrEnum):
    """What the day of the look said."""

    WORKED = "worked"
    NOT_YET = "not_yet"
    NO = "no"


class CheckDraft(Draft):
    """What will tell whether it worked. aim: so many of 100 (None where no promise measures it)."""

    words: text_of(WORDS_LIMIT)  # type: ignore[valid-type]
    aim: int | None = Within(default=None, ge=1, le=100)
    look_on: date


class AnswerDraft(Draft):
    """An answer as it may come in."""

    answer: Answer
    note: optional_text_of(NOTE_LIMIT) = ""  # type: ignore[valid-type]
    again_on: date | None = None


class OutcomeCheck(Row, table=True):
    """One look at whether a decision worked."""

    __tablename__ = "outcome_checks"
    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("aim BETWEEN 1 AND 100", name="aim"),
        CheckConstraint("answer IN ('worked', 'not_yet', 'no')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="answered"),
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    decision_id: str = Field(max_length=32, foreign_key="decisions.id")
    number: int = 1
    idea_id: str = Field(max_length=32, foreign_key="ideas.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    words: str = Field(max_length=WORDS_LIMIT)
    # So many of 100, as the data said on the day of the yes; and what is aimed at.
    before: float | None = None
    aim: int | None = None
    look_on: date = Field(index=True)
    fixed_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    fixed_at: datetime
    answer: str | None = Field(default=None, max_length=8)
    note: str = Field(default="", max_length=NOTE_LIMIT)
    answered_by: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    answered_at: datetime | None = None
    share_before: float | None = None
    share_after: float | None = None
    separated: bool | None = None


@dataclass(frozen=True)
class CheckView:
    """A look as the group's members see it. split: the day that parts before and after (the action's, else the yes)."""

    id: str
    idea_id: str
    idea: str
    promise_id: str | None
    words: str
    before: float | None
    aim: int | None
    look_on: date
    due: bool
    split: date
    answer: Answer | None
    note: str
    share_before: float | None
    share_after: float | None
    separated: bool | None
    may_answer: bool
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Fixed:
    """What will tell whether it worked, as it was fixed; looked at next on this day, unless somebody answered it."""

    words: str
    before: float | None
    aim: int | None
    look_on: date
    answer: str | None = None


@dataclass(frozen=True)
class Measured:
    """What the cases say of a look today, their fingerprint, and the unit of the promise, if it is a time."""

    found: BeforeAfter
    key: str
    unit: str = ""


_MEASURED: Shelf[Measured] = Shelf(KEPT)


def accept_idea(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str, reason: str = "", promise_id: str | None = None,
    words: str, aim: int | None = None, look_on: date,
) -> str:  # fmt: skip
    """Say yes to an idea and fix in the same moment what will tell whether it worked. Returns the decision's id.

    Raises:
        Refusal: `too_small` (the day to look is not after today), `too_large`, `aim_without_promise`, and those of
            `models.decisions.decide_idea`.
    """
    said = draft(CheckDraft, words=words, aim=aim, look_on=look_on)
    if said.look_on <= day_here(now):
        raise Refusal("too_small", field="look_on", limit=day_here(now))
    if said.look_on > day_here(now) + LATEST:
        raise Refusal("too_large", field="look_on", limit=day_here(now) + LATEST)
    if said.aim is not None and promise_id is None:
        raise Refusal("aim_without_promise", field="aim")
    decision_id = decide_idea(
        session, viewer, now=now, idea_id=idea_id, outcome=Outcome.DO, reason=reason, until=said.look_on,
        promise_id=promise_id,
    )  # fmt: skip
    newest = newest_verdicts(session, [promise_id], now).get(promise_id) if promise_id else None
    row = OutcomeCheck(
        decision_id=decision_id, idea_id=idea_id, promise_id=promise_id, **said.model_dump(),
        before=newest.facts.share if newest else None, fixed_by=viewer.person_id or "", fixed_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, viewer, "fix", row, now, {"aim": said.aim, "look_on": str(said.look_on)}, {"words": said.words})
    return decision_id


def answer_check(
    session: Session, viewer: Viewer, *, now: datetime, check_id: str, answer: str, note: str = "",
    again_on: date | None = None, measured: Measured | None = None,
) -> None:  # fmt: skip
    """Say whether it worked, with the figures of this day; "not yet" needs the day of the next look.

    Raises:
        Refusal: `already_answered`, `again_missing`, `inputs_changed` (new cases meanwhile: look again).
    """
    row = _check_for(session, viewer, check_id)
    if row.answer is not None:
        raise Refusal("already_answered")
    said = draft(AnswerDraft, answer=answer, note=note, again_on=again_on)
    if said.answer is Answer.NOT_YET and (said.again_on is None or said.again_on <= day_here(now)):
        raise Refusal("again_missing", field="again_on")
    if measured is not None and row.promise_id is not None:
        basis = promise_bases(session, viewer, promise_ids=[row.promise_id], lock=True).get(row.promise_id)
        if basis is None or basis.key != measured.key:
            raise Refusal("inputs_changed")
        row.share_before, row.share_after = measured.found.before.share, measured.found.after.share
        row.separated = measured.found.separated
    row.answer, row.note = said.answer, said.note
    row.answered_by, row.answered_at = viewer.person_id or "", now
    session.add(row)
    _record(session, viewer, "answer", row, now, {"answer": said.answer}, {"note": said.note})
    if said.answer is Answer.NOT_YET and said.again_on is not None:
        number = session.exec(select(func.max(OutcomeCheck.number)).where(_of(row))).one() or 0
        session.add(
            OutcomeCheck(decision_id=row.decision_id, number=number + 1, idea_id=row.idea_id, promise_id=row.promise_id,
                         words=row.words, before=row.before, aim=row.aim, look_on=said.again_on,
                         fixed_by=viewer.person_id or "", fixed_at=now)
        )  # fmt: skip
    session.flush()


def checks_of(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str | None = None, open_only: bool = False
) -> list[CheckView]:
    """The looks of one's groups whose decision stands, for staff, the next ones first (at most 100). One statement."""
    viewer.must(May.ACTION_SEE)
    groups = [group for group in viewer.seats if viewer.may(May.DECISION_SEE, group_id=group)]
    started = (
        select(func.min(Action.started_on))
        .where(col(Action.idea_id) == col(OutcomeCheck.idea_id), Action.state != ActionState.DROPPED)
        .correlate(OutcomeCheck).scalar_subquery()
    )  # fmt: skip
    asked = (
        select(OutcomeCheck, Decision, Idea.text, started)
        .join(Decision, col(Decision.id) == col(OutcomeCheck.decision_id))
        .join(Idea, col(Idea.id) == col(OutcomeCheck.idea_id))
        .where(col(Decision.group_id).in_(groups), col(Decision.standing))
    )
    if promise_id is not None:
        asked = asked.where(OutcomeCheck.promise_id == promise_id)
    asked = asked.where(col(OutcomeCheck.answer).is_(None)) if open_only else asked
    asked = asked.order_by(col(OutcomeCheck.answer).is_not(None), col(OutcomeCheck.look_on), col(OutcomeCheck.id))
    rows = session.exec(asked.limit(100)).all() if groups else []
    return [
        CheckView(
            row.id, row.idea_id, words, row.promise_id, row.words, row.before, row.aim, row.look_on,
            row.answer is None and row.look_on <= day_here(now), split or day_here(decision.decided_at),
            Answer(row.answer) if row.answer else None, row.note, row.share_before, row.share_after, row.separated,
            row.answer is None and viewer.may(May.DECISION_MAKE, group_id=decision.group_id), row.answered_at,
        )
        for row, decision, words, split in rows
    ]  # fmt: skip


def fixed_with(session: Session, viewer: Viewer, *, idea_id: str) -> dict[str, Fixed]:
    """What will tell whether it worked, by the decision it was fixed with, for staff of the group. One statement."""
    viewer.must(May.ACTION_SEE)
    groups = [group for group in viewer.seats if viewer.may(May.DECISION_SEE, group_id=group)]
    asked = (
        select(OutcomeCheck)
        .join(Idea, col(Idea.id) == col(OutcomeCheck.idea_id))
        .where(OutcomeCheck.idea_id == idea_id, col(Idea.group_id).in_(groups))
        .order_by(col(OutcomeCheck.number))
    )
    rows = session.exec(asked.limit(50)).all() if groups else []
    return {row.decision_id: Fixed(row.words, row.before, row.aim, row.look_on, row.answer) for row in rows}


def measure(reading: Reading, viewer: Viewer, *, promise_id: str, day: date) -> Measured | None:
    """Before and after a day, from every case there is of the promise's people; outside any door. None without data.

    Kept by its inputs: the same cases, the same rule and the same day are read and judged once.
    """
    with reading() as session:
        basis: Basis | None = promise_bases(session, viewer, promise_ids=[promise_id]).get(promise_id)
    if basis is None or basis.which is None:
        return None
    which = basis.which

    def make() -> Measured:
        with reading() as session:
            cases = evidence_cases(session, viewer, which=which, segment=basis.terms.segment or None)
        start = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(basis.zone)).timestamp()
        at = which.as_of.timestamp()
        return Measured(before_after(cases, basis.terms.rule(), day=start, at=at, zone=basis.zone), basis.key,
                        "" if basis.terms.unit == "value" else str(basis.terms.unit or ""))  # fmt: skip

    return _MEASURED.get(f"{basis.key}|{day}", make)


def _of(row: OutcomeCheck) -> Any:
    return col(OutcomeCheck.decision_id) == row.decision_id


def _check_for(session: Session, viewer: Viewer, check_id: str) -> OutcomeCheck:
    # Of two who answer at once the second finds it answered.
    row = session.get(OutcomeCheck, check_id, with_for_update=True, populate_existing=True)
    decision = session.get(Decision, row.decision_id) if row else None
    viewer.must(May.DECISION_MAKE, group_id=decision.group_id if decision else None)
    if row is None or decision is None or not decision.standing:
        raise NotFound()
    if row.promise_id is not None:
        promise_for(session, viewer, row.promise_id)
    return row


def _record(
    session: Session, viewer: Viewer, verb: str, row: OutcomeCheck, now: datetime, after: dict[str, Any],
    texts: dict[str, str],
) -> None:  # fmt: skip
    activity.record(session, viewer, verb, "outcome_check", row.id, now=now, after=after, texts=texts)
