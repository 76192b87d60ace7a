"""Decisions: what becomes of an idea or a promise, by whom, and the reason people can read.

Invariants:
- A decision is a record of its own beside the result of the vote, and says whether it follows it or departs from it.
- A no needs a reason, a later its day; a question is a question to people, who can answer it.
- Nothing is overwritten: deciding anew or taking back keeps the row and its reason; one decision stands for each thing.
- A decision about an idea may name the promise it touches: that is how an idea reaches a promise that was there before.
- A decision tells nobody by itself: its answer is looked at and sent (`models.reply_all`). One that is taken back is
  taken out of what was not read yet, and who had read it is told.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Session, col, select

from models import activity, ideas, notices, people, promises
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, optional_text_of
from models.errors import NotFound, Refusal
from models.votes import votes_on

REASON_LIMIT = 600


class Outcome(StrEnum):
    """The four words of the desk: do it, later, not doing, ask."""

    DO = "do"
    LATER = "later"
    NO = "no"
    ASK = "ask"


class DecisionDraft(Draft):
    """A decision as it may come in."""

    outcome: Outcome
    reason: optional_text_of(REASON_LIMIT) = ""  # type: ignore[valid-type]
    until: date | None = None


class Decision(Row, table=True):
    """One decision. `standing` is true for the one that counts."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("outcome IN ('do', 'later', 'no', 'ask')", name="outcome"),
        CheckConstraint("outcome NOT IN ('no', 'ask') OR length(reason) > 0", name="reason"),
        CheckConstraint("idea_id IS NOT NULL OR promise_id IS NOT NULL", name="about"),
        Index("uq_decisions_standing_idea", "idea_id", unique=True, sqlite_where=text("standing"),
              postgresql_where=text("standing")),
        # Where every idea stands, without reading the reasons.
        Index("ix_decisions_stands", "idea_id", "standing", "outcome", "until", "id", "promise_id"),
        Index("ix_decisions_promise_id", "promise_id"),
        Index("ix_decisions_decided_at", "decided_at"),
        # How many ideas stand where in a group, and what was decided there lately: read from here alone.
        Index("ix_decisions_group_stands", "group_id", "standing", "outcome", "idea_id", "until",
              sqlite_where=text("idea_id IS NOT NULL"), postgresql_where=text("idea_id IS NOT NULL")),
        Index("ix_decisions_group_decided", "group_id", "decided_at", "standing", "replaces_id", "undone_at",
              "idea_id", "id"),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    group_id: str | None = Field(default=None, max_length=32, foreign_key="groups.id", index=True)
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id")
    outcome: str = Field(max_length=8)
    reason: str = Field(default="", max_length=REASON_LIMIT)
    until: date | None = None
    as_voted: bool | None = None
    decided_by: str = Field(max_length=32, foreign_key="people.id")
    decided_at: datetime
    replaces_id: str | None = Field(default=None, max_length=32, foreign_key="decisions.id")
    standing: bool = True
    undone_at: datetime | None = None


@dataclass(frozen=True)
class DecisionView:
    """A decision as the group's members read it. `by` is empty for a person who was erased."""

    id: str
    outcome: Outcome
    reason: str
    until: date | None
    as_voted: bool | None
    by: str
    at: datetime
    standing: bool
    undone: bool


def decide_idea(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str, outcome: str, reason: str = "",
    until: date | None = None, promise_id: str | None = None,
) -> str:  # fmt: skip
    """Decide about an idea, or decide anew; `promise_id`: the promise it touches. Returns the decision's id.

    Raises:
        Refusal: `reason_missing` (a no without a reason), `question_missing`, `until_missing` (a later without its
            day), `merged_away` (decide about the idea it was merged into), or a field's own.
    """
    idea = _idea_to_decide(session, viewer, idea_id)
    said = _said(outcome, reason, until)
    if promise_id is not None:
        promises.promise_for(session, viewer, promise_id)
    before = _standing(session, idea_id)
    vote = votes_on(session, [idea_id]).get(idea_id)
    row = Decision(
        group_id=idea.group_id, idea_id=idea_id, promise_id=promise_id, outcome=said.outcome, reason=said.reason,
        until=said.until,
        as_voted=_as_voted(said.outcome, vote.wanted if vote else None), decided_by=viewer.person_id or "",
        decided_at=now, replaces_id=before.id if before else None,
    )  # fmt: skip
    _replace(session, before, row)
    activity.record(
        session, viewer, "decide", "decision", row.id, now=now, group_id=idea.group_id,
        before=before.outcome if before else None, after={"idea": idea_id, **said.model_dump(mode="json")},
        texts={"outcome": said.outcome, "reason": said.reason},
    )  # fmt: skip
    return row.id


def decide_promise(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, outcome: str, reason: str = "",
    until: date | None = None,
) -> str:  # fmt: skip
    """Decide about a promise ("do": it changes). Its owner does, or an administrator. Returns the decision's id."""
    promise = promises.promise_for(session, viewer, promise_id)
    viewer.must(May.PROMISE_EDIT, owner_id=promise.owner_id)
    said = _said(outcome, reason, until)
    asked = select(Decision).where(
        Decision.promise_id == promise_id, col(Decision.idea_id).is_(None), col(Decision.standing)
    )
    before = session.exec(asked).first()
    row = Decision(
        promise_id=promise_id, outcome=said.outcome, reason=said.reason, until=said.until,
        decided_by=viewer.person_id or "", decided_at=now, replaces_id=before.id if before else None,
    )  # fmt: skip
    _replace(session, before, row)
    activity.record(
        session, viewer, "decide", "decision", row.id, now=now, before=before.outcome if before else None,
        after={"promise": promise_id, **said.model_dump(mode="json")},
        texts={"outcome": said.outcome, "reason": said.reason},
    )  # fmt: skip
    return row.id


def undo_decision(session: Session, viewer: Viewer, *, now: datetime, decision_id: str) -> None:
    """Take a decision back: what stood before stands again. It stays in the history; who had read it is told.

    Raises:
        Refusal: `decided_again` when a newer decision stands.
    """
    row = session.get(Decision, decision_id)
    viewer.must(May.DECISION_MAKE, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    if not row.standing:
        raise Refusal("decided_again")
    row.standing, row.undone_at = False, now
    session.add(row)
    session.flush()
    earlier = session.get(Decision, row.replaces_id) if row.replaces_id else None
    if earlier is not None and earlier.undone_at is None:
        earlier.standing = True
        session.add(earlier)
        session.flush()
    activity.record(
        session, viewer, "undo", "decision", row.id, now=now, group_id=row.group_id, before=row.outcome,
        after=earlier.outcome if earlier else None,
    )  # fmt: skip
    for person_id, told in sorted(notices.take_back(session, about=row.id).items()):
        facts = {"idea": told.get("idea", ""), "idea_id": row.idea_id}
        notices.tell(session, person_id=person_id, kind="decision_undone", now=now, facts=facts)


def decision_history(session: Session, viewer: Viewer, *, idea_id: str) -> list[DecisionView]:
    """Every decision about an idea, newest first, for members of its group."""
    viewer.must(May.DECISION_SEE, group_id=ideas.idea_for(session, viewer, idea_id).group_id)
    asked = (
        select(Decision)
        .where(Decision.idea_id == idea_id)
        .order_by(col(Decision.decided_at).desc(), col(Decision.standing).desc())
        .limit(50)
    )
    rows = session.exec(asked).all()
    names = people.names_of(session, {row.decided_by for row in rows})
    return [decision_as_seen(row, names.get(row.decided_by, "")) for row in rows]


def standing_of(session: Session, idea_ids: list[str]) -> dict[str, Decision]:
    """The decision that stands for each idea, for `models.desk`, `models.trace` and `models.answers`."""
    asked = select(Decision).where(col(Decision.idea_id).in_(idea_ids), col(Decision.standing))
    return {row.idea_id: row for row in session.exec(asked).all() if row.idea_id} if idea_ids else {}


def decision_as_seen(row: Decision, by: str) -> DecisionView:
    """The view of a row whose permission was asked; `by`: the decider's name."""
    return DecisionView(
        row.id, Outcome(row.outcome), row.reason, row.until, row.as_voted, by, row.decided_at, row.standing,
        row.undone_at is not None,
    )  # fmt: skip


def _idea_to_decide(session: Session, viewer: Viewer, idea_id: str) -> ideas.Idea:
    # Locked: of two who decide at once, the second replaces what the first decided and sees it in the history.
    idea = session.exec(select(ideas.Idea).where(ideas.Idea.id == idea_id).with_for_update()).first()
    viewer.must(May.DECISION_MAKE, group_id=idea.group_id if idea else None)
    if idea is None:
        raise NotFound()
    if idea.merged_into_id is not None:
        raise Refusal("merged_away")
    return idea


def _said(outcome: str, reason: str, until: date | None) -> DecisionDraft:
    said = draft(DecisionDraft, outcome=outcome, reason=reason, until=until)
    if not said.reason and said.outcome in (Outcome.NO, Outcome.ASK):
        raise Refusal("reason_missing" if said.outcome is Outcome.NO else "question_missing", field="reason")
    if said.until is None and said.outcome is Outcome.LATER:
        raise Refusal("until_missing", field="until")
    return said


def _as_voted(outcome: Outcome, wanted: bool | None) -> bool | None:
    """Whether it follows the vote: an idea is wanted when it got at least an equal share of the dots."""
    if wanted is None or outcome is Outcome.ASK:
        return None
    return wanted == (outcome is Outcome.DO)


def _standing(session: Session, idea_id: str) -> Decision | None:
    return standing_of(session, [idea_id]).get(idea_id)


def _replace(session: Session, before: Decision | None, row: Decision) -> None:
    if before is not None:
        before.standing = False
        session.add(before)
        session.flush()
    session.add(row)
    session.flush()
