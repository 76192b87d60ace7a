"""Replies: what people answer when a decision asks them something.

Invariants: only whoever had a part in the idea answers, with an account, a guest's place or the code of a feedback; one
answer a person, the last words count; the members of the group read the answers without a name; the decider is told.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from analysis.masking import masked
from models import activity, feedback, notices
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, text_of
from models.decisions import Decision, Outcome, standing_of
from models.errors import NotFound, Refusal
from models.ideas import Idea
from models.parts import canonical_ids, parts_in

WORDS_LIMIT = 300


class ReplyDraft(Draft):
    """A reply as it may come in."""

    words: text_of(WORDS_LIMIT)  # type: ignore[valid-type]


class Reply(Row, table=True):
    """One person's answer to one question."""

    __tablename__ = "replies"
    __table_args__ = (
        UniqueConstraint("decision_id", "person_id"),
        UniqueConstraint("decision_id", "feedback_id"),
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    decision_id: str = Field(max_length=32, foreign_key="decisions.id")
    person_id: str | None = Field(default=None, max_length=32, foreign_key="people.id", index=True)
    feedback_id: str | None = Field(default=None, max_length=32, foreign_key="feedback.id")
    words: str = Field(max_length=WORDS_LIMIT)
    at: datetime


def reply(session: Session, viewer: Viewer, *, now: datetime, decision_id: str, words: str) -> None:
    """Somebody who had a part in the idea answers what was asked.

    Raises:
        NotFound: not a question, no longer standing, or not about this person's idea.
    """
    viewer.must(May.ANSWER_SEE)
    row = session.get(Decision, decision_id)
    part = parts_in(session, [row.idea_id]).get(row.idea_id) if row is not None and row.idea_id else None
    if row is None or part is None or viewer.person_id not in part.people:
        raise NotFound()
    # Somebody outside the group, or no longer in it, answers only for a feedback of their own.
    if row.group_id not in viewer.seats and not _left_a_voice(session, row, viewer):
        raise NotFound()
    said = draft(ReplyDraft, words=words).words
    asked = select(Reply).where(Reply.decision_id == row.id, Reply.person_id == viewer.person_id)
    kept = session.exec(asked).first() or Reply(decision_id=row.id, person_id=viewer.person_id, words=said, at=now)
    _keep(session, row, kept, said, now)
    activity.record(session, viewer, "reply", "decision", row.id, now=now, group_id=row.group_id)


def reply_by_code(session: Session, viewer: Viewer, *, now: datetime, code: str, words: str) -> None:
    """Whoever left a feedback and follows it answers what was asked about the idea it became, without an account."""
    viewer.must(May.FEEDBACK_LEAVE)
    voice = feedback.feedback_of_code(session, code=code)
    if voice.closed_at is not None:
        raise Refusal("closed_with_respect", field="words")
    idea_id = canonical_ids(session, [voice.idea_id]).get(voice.idea_id) if voice.idea_id else None
    row = standing_of(session, [idea_id]).get(idea_id) if idea_id else None
    if row is None:
        raise NotFound()
    said = masked(draft(ReplyDraft, words=words).words).text[:WORDS_LIMIT]
    asked = select(Reply).where(Reply.decision_id == row.id, Reply.feedback_id == voice.id)
    kept = session.exec(asked).first() or Reply(decision_id=row.id, feedback_id=voice.id, words=said, at=now)
    _keep(session, row, kept, said, now)
    activity.record(session, None, "reply", "decision", row.id, now=now, group_id=row.group_id)


def _left_a_voice(session: Session, row: Decision, viewer: Viewer) -> bool:
    asked = (
        select(feedback.Feedback.id)
        .join(Idea, col(Idea.id) == col(feedback.Feedback.idea_id))
        .where(feedback.Feedback.person_id == viewer.person_id)
        .where((Idea.id == row.idea_id) | (Idea.merged_into_id == row.idea_id))
    )
    return session.exec(asked.limit(1)).first() is not None


def _keep(session: Session, decision: Decision, kept: Reply, said: str, now: datetime) -> None:
    if not decision.standing or decision.outcome != Outcome.ASK:
        raise NotFound()
    kept.words, kept.at = said, now
    session.add(kept)
    session.flush()
    idea = session.get(Idea, decision.idea_id)
    facts = {"idea": idea.text if idea else "", "idea_id": decision.idea_id, "words": said}
    notices.tell(session, person_id=decision.decided_by, kind="answered", now=now, about=decision.id, facts=facts)
