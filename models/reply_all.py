"""Reply to all: whoever said an idea, stands behind it or was in the vote on it reads what was decided.

Invariants:
- A decision alone tells nobody: it is looked at first, exactly as each kind of reader will read it, then sent once.
- What was sent is kept with the decision: the words, whose name stands below, when, to how many of each kind.
- Whoever is part of it in several ways is counted once, by the strongest: said it, supports it, was spoken for, could
  vote on it, was in the room. Who was in a vote is known from who could vote, never from a ballot.
- In the group one reads the idea's words; outside it only whoever was spoken for, and only their own.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CheckConstraint, Column, Text, func, true
from sqlmodel import Field, Session, col, select

from models import activity, notices
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, optional_text_of
from models.decisions import REASON_LIMIT, Decision, Outcome
from models.errors import NotFound, Refusal
from models.ideas import Idea, idea_for
from models.mail_choices import written_to
from models.parts import Missed, missed_by, somebody_behind
from models.people import NAME_LIMIT, Person
from models.reply_readers import Reader, readers_of_decisions

UNSENT_SHOWN = 20


class AnswerDraft(Draft):
    """What is sent, as it may come in. signed: whose name stands below."""

    words: optional_text_of(REASON_LIMIT) = ""  # type: ignore[valid-type]
    signed: name_of(NAME_LIMIT)  # type: ignore[valid-type]


class SentAnswer(Row, table=True):
    """What was sent about one decision. readers: how many of each kind, as JSON."""

    __tablename__ = "sent_answers"
    __table_args__ = (CheckConstraint(f"length(words) <= {REASON_LIMIT}", name="words"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    decision_id: str = Field(max_length=32, foreign_key="decisions.id", unique=True)
    words: str = Field(max_length=REASON_LIMIT)
    signed: str = Field(default="", max_length=NAME_LIMIT)
    readers: str = Field(sa_column=Column(Text, nullable=False))
    people: int
    by_mail: int
    sent_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    sent_at: datetime


@dataclass(frozen=True)
class ReaderGroup:
    """One kind of reader: how many, how many of them by mail as well, and whose words they read it about."""

    reader: Reader
    people: int
    by_mail: int
    about: str


@dataclass(frozen=True)
class SentView:
    """What was sent, as the group's members see it."""

    decision_id: str
    words: str
    signed: str
    people: int
    by_mail: int
    readers: dict[Reader, int]
    at: datetime


@dataclass(frozen=True)
class ReplyPreview:
    """Exactly what will be read: the decision, its words, and each kind of reader. sent: it was, and this is it."""

    decision_id: str
    idea_id: str
    idea: str
    outcome: Outcome
    words: str
    until: date | None
    as_voted: bool | None
    signed: str
    at: datetime
    groups: tuple[ReaderGroup, ...]
    sent: SentView | None
    missed: Missed

    @property
    def people(self) -> int:
        """How many will read it."""
        return sum(one.people for one in self.groups)

    @property
    def by_mail(self) -> int:
        """How many of them by mail as well."""
        return sum(one.by_mail for one in self.groups)


@dataclass(frozen=True)
class Unsent:
    """A decision whose answer was not sent yet."""

    decision_id: str
    idea_id: str
    idea: str
    outcome: Outcome
    at: datetime


@dataclass(frozen=True)
class UnsentList:
    """Some of them, and how many there are."""

    items: tuple[Unsent, ...]
    total: int


def reply_preview(session: Session, viewer: Viewer, *, decision_id: str) -> ReplyPreview:
    """What each kind of reader will read, and how many they are. At most eighteen statements, whatever their number."""
    row, idea = _decision_for(session, viewer, decision_id)
    readers, followers = readers_of_decisions(session, viewer.person_id, [(row, idea)])[row.id]
    mailed = written_to(session, readers)
    groups = []
    for reader in Reader:
        who = [one for one, (kind, _) in readers.items() if kind is reader]
        people = followers if reader is Reader.FOLLOWS else len(who)
        if people:
            about = readers[who[0]][1] if who else ""
            groups.append(ReaderGroup(reader, people, len(mailed.intersection(who)), about))
    sent = sent_of(session, [row.id]).get(row.id)
    decider = session.get(Person, row.decided_by)
    return ReplyPreview(
        row.id, idea.id, idea.text, Outcome(row.outcome), row.reason, row.until, row.as_voted,
        decider.name if decider else "", row.decided_at, tuple(groups), sent,
        missed_by(session, viewer.person_id, idea, readers, followers),
    )  # fmt: skip


def send_reply(
    session: Session, viewer: Viewer, *, now: datetime, decision_id: str, words: str, signed: str = ""
) -> dict[str, int]:
    """Tell everybody, once. Returns how many people, and how many of them by mail as well.

    Raises:
        Refusal: `answer_sent` (it was sent already), `reason_missing`, `question_missing` (a no says why, a question
            asks), `decided_again` (another decision stands now), or a field's own.
    """
    row, idea = _decision_for(session, viewer, decision_id, lock=True)
    if not row.standing:
        raise Refusal("decided_again")
    if sent_of(session, [row.id]):
        raise Refusal("answer_sent")
    said = draft(AnswerDraft, words=words, signed=signed.strip() or viewer.name)
    if not said.words and row.outcome in (Outcome.NO, Outcome.ASK):
        raise Refusal("reason_missing" if row.outcome == Outcome.NO else "question_missing", field="words")
    readers, followers = readers_of_decisions(session, viewer.person_id, [(row, idea)])[row.id]
    by_mail = len(written_to(session, readers))
    counted = {reader: sum(kind is reader for kind, _ in readers.values()) for reader in Reader}
    counted[Reader.FOLLOWS] = followers
    kept = SentAnswer(
        decision_id=row.id, words=said.words, signed=said.signed, people=len(readers) + followers, by_mail=by_mail,
        readers=json.dumps({reader.value: n for reader, n in counted.items() if n}), sent_by=viewer.person_id or "",
        sent_at=now,
    )  # fmt: skip
    session.add(kept)
    facts = {"idea_id": idea.id, "outcome": row.outcome, "reason": said.words, "signed": said.signed,
             "until": row.until.isoformat() if row.until else None}  # fmt: skip
    for person_id, (reader, about) in sorted(readers.items()):
        told = {"idea": about, "reader": reader.value, **facts}
        notices.tell(session, person_id=person_id, kind="decided", facts=told, now=now, about=row.id)
    session.flush()
    activity.record(
        session, viewer, "send_answer", "decision", row.id, now=now, group_id=row.group_id, texts={"words": said.words},
        after={"people": kept.people, "by_mail": by_mail},
    )  # fmt: skip
    return {"people": kept.people, "by_mail": by_mail}


def unsent_answers(
    session: Session, viewer: Viewer, *, group_id: str | None = None, limit: int = UNSENT_SHOWN,
    between: tuple[datetime, datetime] | None = None,
) -> UnsentList:  # fmt: skip
    """Decisions that stand and were not told yet, of the groups this person decides for, the newest first."""
    groups = [g for g in viewer.seats if group_id in (None, g) and viewer.may(May.DECISION_MAKE, group_id=g)]
    if not groups:
        return UnsentList((), 0)
    rows = session.execute(_unsent_asked(tuple(groups), limit, between)).all()
    items = (Unsent(r.id, r.idea_id or "", text, Outcome(r.outcome), r.decided_at) for r, text, _ in rows)
    return UnsentList(tuple(items), int(rows[0][2]) if rows else 0)


@lru_cache(maxsize=64)
def _unsent_asked(groups: Sequence[str], limit: int, between: tuple[datetime, datetime] | None) -> Any:
    """The question of `unsent_answers`; putting it together costs every page of the desk more than asking it."""
    sent = select(SentAnswer.decision_id).where(col(SentAnswer.decision_id) == col(Decision.id)).exists()
    when = col(Decision.decided_at).between(*between) if between else true()
    where = (col(Decision.group_id).in_(groups), col(Decision.standing), when, ~sent, somebody_behind())
    joined = col(Idea.id) == col(Decision.idea_id)
    total = select(func.count()).select_from(Decision).join(Idea, joined).where(*where).scalar_subquery()
    return (
        select(Decision, Idea.text, total).join(Idea, joined).where(*where)
        .order_by(col(Decision.decided_at).desc(), col(Decision.id)).limit(limit)
    )  # fmt: skip


def sent_answers(session: Session, viewer: Viewer, *, idea_id: str) -> dict[str, SentView]:
    """What was sent about each decision of an idea, for members of its group. Three statements."""
    viewer.must(May.DECISION_SEE, group_id=idea_for(session, viewer, idea_id).group_id)
    ids = session.exec(select(Decision.id).where(Decision.idea_id == idea_id).limit(50)).all()
    return sent_of(session, ids)


def sent_of(session: Session, decision_ids: Iterable[str]) -> dict[str, SentView]:
    """What was sent about each decision, for the questions of other nouns (they ask for permission). One statement."""
    ids = list(decision_ids)
    rows = session.exec(select(SentAnswer).where(col(SentAnswer.decision_id).in_(ids))).all() if ids else []
    return {row.decision_id: sent_view(row) for row in rows}


def sent_view(row: SentAnswer) -> SentView:
    """What was sent, as others may read it."""
    return SentView(
        row.decision_id, row.words, row.signed, row.people, row.by_mail,
        {Reader(reader): n for reader, n in json.loads(row.readers).items()}, row.sent_at,
    )  # fmt: skip


def _decision_for(session: Session, viewer: Viewer, decision_id: str, *, lock: bool = False) -> tuple[Decision, Idea]:
    asked = select(Decision).where(Decision.id == decision_id)
    row = session.exec(asked.with_for_update() if lock else asked).first()
    viewer.must(May.DECISION_MAKE, group_id=row.group_id if row else None)
    idea = session.get(Idea, row.idea_id) if row is not None and row.idea_id else None
    if row is None or idea is None:
        raise NotFound()
    return row, idea
