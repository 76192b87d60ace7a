"""You said, we did: the public page, entry by entry, each published or not yet.

Invariants:
- An entry has the customers' words and what was done, written by somebody here in both languages or one; a figure in it
  is never typed: it is computed from the cases when the page is read, with the day of the data.
- It names no process, no cost and no person, and stands on the page only while it is published; who wrote, published
  and took it off is in the log.
- Nothing public tells who said it: the words are the company's short form of them.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, new_id, optional_text_of
from models.decisions import Decision, Outcome, standing_of
from models.errors import NotFound, Refusal
from models.ideas import Idea, idea_for
from models.outcome_checks import OutcomeCheck
from models.promise_terms import PromiseVersion
from models.promises import Promise, State, promise_for
from models.reply_all import sent_of
from models.verdicts import VerdictView, newest_verdicts

SAID_LIMIT = 180
DONE_LIMIT = 300
LISTED = 100
# "92 su 100", "92 volte su 100", "19 times of 20", "86 %": a figure that would grow old on the page.
_FIGURE = re.compile(r"\b\d+([.,]\d+)?\s+(\w+\s+)?(su|of|out of)\s+\d+\b|\d\s*%", re.IGNORECASE)


class Figure(StrEnum):
    """Which figure stands under an entry: none, how often it is kept, or before a measure and since."""

    NONE = "none"
    KEPT = "kept"
    SINCE = "since"


class AnswerDraft(Draft):
    """An entry as it may come in."""

    said: optional_text_of(SAID_LIMIT) = ""  # type: ignore[valid-type]
    done: optional_text_of(DONE_LIMIT) = ""  # type: ignore[valid-type]
    said_en: optional_text_of(SAID_LIMIT) = ""  # type: ignore[valid-type]
    done_en: optional_text_of(DONE_LIMIT) = ""  # type: ignore[valid-type]
    figure: Figure = Figure.NONE


class PublicAnswer(Row, table=True):
    """One entry."""

    __tablename__ = "public_answers"
    __table_args__ = (
        CheckConstraint("figure IN ('none', 'kept', 'since')", name="figure"),
        CheckConstraint("figure = 'none' OR promise_id IS NOT NULL", name="measured"),
        CheckConstraint("length(said) + length(said_en) > 0", name="said"),
        CheckConstraint("length(done) + length(done_en) > 0", name="done"),
        CheckConstraint(f"length(said) <= {SAID_LIMIT} AND length(said_en) <= {SAID_LIMIT}", name="said_length"),
        CheckConstraint(f"length(done) <= {DONE_LIMIT} AND length(done_en) <= {DONE_LIMIT}", name="done_length"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    idea_id: str | None = Field(default=None, max_length=32, foreign_key="ideas.id", index=True)
    promise_id: str | None = Field(default=None, max_length=32, foreign_key="promises.id", index=True)
    said: str = Field(default="", max_length=SAID_LIMIT)
    done: str = Field(default="", max_length=DONE_LIMIT)
    said_en: str = Field(default="", max_length=SAID_LIMIT)
    done_en: str = Field(default="", max_length=DONE_LIMIT)
    figure: str = Field(default=Figure.NONE, max_length=6)
    position: int = 0
    published_at: datetime | None = Field(default=None, index=True)
    written_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Measure:
    """The figure of an entry, as the cases say now: share (and before, where it is a before and since), and the day.
    told: it is promised to customers now; else it is what the same cases would have kept."""

    figure: Figure
    share: float
    before: float | None
    target: float
    as_of: datetime
    told: bool = True


@dataclass(frozen=True)
class PublicEntry:
    """An entry as anybody reads it. lang: the language its words are in, where it is not the reader's."""

    id: str
    said: str
    done: str
    lang: str
    measure: Measure | None


@dataclass(frozen=True)
class EntryForStaff:
    """An entry as staff see it: every word of it, published or not."""

    id: str
    said: str
    done: str
    said_en: str
    done_en: str
    figure: Figure
    promise_id: str | None
    published_at: datetime | None
    idea_id: str | None


@dataclass(frozen=True)
class Proposal:
    """What an entry may begin with: the idea's words, and the answer as it was sent."""

    idea_id: str
    said: str
    done: str
    promise_id: str | None


def write_answer(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str | None = None, promise_id: str | None = None,
    entry_id: str | None = None, **what: object,
) -> str:  # fmt: skip
    """Write an entry, or mend one; `what` are the fields of `AnswerDraft`. Not published yet. Returns its id.

    Raises:
        Refusal: `answer_not_whole` (what was said and what was done, in one language at least), `figure_by_hand`,
            `figure_without_promise`, or a field's own.
    """
    viewer.must(May.PUBLIC_ANSWER_EDIT)
    said = draft(AnswerDraft, **what)
    if not ((said.said and said.done) or (said.said_en and said.done_en)):
        raise Refusal("answer_not_whole", field="done")
    if any(_FIGURE.search(words) for words in (said.said, said.done, said.said_en, said.done_en)):
        raise Refusal("figure_by_hand", field="done")
    if said.figure is not Figure.NONE and promise_id is None:
        raise Refusal("figure_without_promise", field="promise_id")
    if idea_id is not None:
        idea_for(session, viewer, idea_id)
    if promise_id is not None:
        promise_for(session, viewer, promise_id)
    values = said.model_dump() | {"promise_id": promise_id}
    if entry_id is None:
        last = session.exec(select(func.max(PublicAnswer.position))).one() or 0
        row = PublicAnswer(idea_id=idea_id, position=last + 1, written_by=viewer.person_id or "", created_at=now,
                           changed_at=now, **values)  # fmt: skip
    else:
        row = _entry(session, entry_id)
        for name, value in values.items():
            setattr(row, name, value)
        row.changed_at = now
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "write", "public_answer", row.id, now=now, after={"idea": row.idea_id, "promise": promise_id},
        texts={"said": row.said or row.said_en, "done": row.done or row.done_en},
    )  # fmt: skip
    return row.id


def publish_answer(session: Session, viewer: Viewer, *, now: datetime, entry_id: str, published: bool = True) -> None:
    """Let everybody read it, or take it off. Raises `nothing_changed` where it is so already."""
    viewer.must(May.PUBLIC_ANSWER_EDIT)
    row = _entry(session, entry_id)
    if (row.published_at is not None) == published:
        raise Refusal("nothing_changed")
    row.published_at = now if published else None
    session.add(row)
    activity.record(session, viewer, "publish" if published else "unpublish", "public_answer", row.id, now=now)


def move_answer(session: Session, viewer: Viewer, *, now: datetime, entry_id: str, up: bool) -> None:
    """One place up or down on the page; at the end of the list it stays."""
    viewer.must(May.PUBLIC_ANSWER_EDIT)
    row = _entry(session, entry_id)
    place = col(PublicAnswer.position)
    asked = select(PublicAnswer).where(place < row.position if up else place > row.position)
    other = session.exec(asked.order_by(place.desc() if up else place).limit(1)).first()
    if other is None:
        return
    row.position, other.position = other.position, row.position
    session.add_all([row, other])
    activity.record(session, viewer, "move", "public_answer", row.id, now=now)


def proposed_answer(session: Session, viewer: Viewer, *, idea_id: str) -> Proposal:
    """What an entry about a decided idea may begin with: its words, and what was answered, without figures."""
    viewer.must(May.PUBLIC_ANSWER_EDIT)
    idea = idea_for(session, viewer, idea_id)
    row = standing_of(session, [idea.id]).get(idea.id)
    if row is None:
        raise NotFound()
    sent = sent_of(session, [row.id]).get(row.id)
    words = sent.words if sent else row.reason
    # Sentences with a figure are left out: figures are computed.
    kept = [one for one in re.split(r"(?<=[.!?])\s+", words) if not _FIGURE.search(one)]
    return Proposal(idea.id, idea.text[:SAID_LIMIT], " ".join(kept)[:DONE_LIMIT], row.promise_id)


def ideas_to_tell(session: Session, viewer: Viewer) -> dict[str, str]:
    """Decided ideas of one's groups that have no entry yet, the newest first. One statement."""
    viewer.must(May.PUBLIC_ANSWER_EDIT)
    groups = [one for one in viewer.seats if viewer.may(May.DECISION_SEE, group_id=one)]
    there = select(PublicAnswer.id).where(col(PublicAnswer.idea_id) == col(Idea.id)).exists()
    asked = (
        select(Idea.id, Idea.text).join(Decision, col(Decision.idea_id) == col(Idea.id))
        .where(col(Decision.group_id).in_(groups), col(Decision.standing), Decision.outcome != Outcome.ASK, ~there)
        .order_by(col(Decision.decided_at).desc(), col(Idea.id)).limit(LISTED)
    )  # fmt: skip
    return dict(session.exec(asked).all())


def answers_written(session: Session, viewer: Viewer) -> list[EntryForStaff]:
    """Every entry in its order, published or not, for staff. One statement."""
    viewer.must(May.PROMISE_SEE)
    asked = select(PublicAnswer).order_by(col(PublicAnswer.position), col(PublicAnswer.id)).limit(LISTED)
    return [
        EntryForStaff(row.id, row.said, row.done, row.said_en, row.done_en, Figure(row.figure), row.promise_id,
                      row.published_at, row.idea_id)
        for row in session.exec(asked).all()
    ]  # fmt: skip


def public_answers(session: Session, viewer: Viewer, *, now: datetime) -> list[PublicEntry]:
    """The published entries in their order, in the reader's language where it was written, with figures of now."""
    viewer.must(May.PROMISE_SEE_PUBLIC)
    asked = select(PublicAnswer).where(col(PublicAnswer.published_at).is_not(None))
    rows = session.exec(asked.order_by(col(PublicAnswer.position), col(PublicAnswer.id)).limit(LISTED)).all()
    ids = {row.promise_id for row in rows if row.promise_id and row.figure != Figure.NONE}
    measured = _measured(session, ids, now)
    return [_entry_seen(row, viewer.language, measured.get(row.promise_id or "")) for row in rows]


def _entry_seen(row: PublicAnswer, language: str, found: "_Found | None") -> PublicEntry:
    english = bool(row.said_en and row.done_en) and (language == "en" or not (row.said and row.done))
    lang = "en" if english else "it"
    said, done = (row.said_en, row.done_en) if english else (row.said, row.done)
    return PublicEntry(row.id, said, done, "" if lang == language else lang, _measure(row, found) if found else None)


@dataclass(frozen=True)
class _Found:
    verdict: VerdictView
    target: float
    before: float | None
    told: bool


def _measured(session: Session, promise_ids: set[str], now: datetime) -> dict[str, _Found]:
    """The newest verdict on what is promised now, and what was measured before the last look. Three statements."""
    if not promise_ids:
        return {}
    asked = (
        select(  # type: ignore[call-overload]
            Promise.id, Promise.state, PromiseVersion.number, PromiseVersion.kept, PromiseVersion.of_n
        )
        .join(PromiseVersion, (col(PromiseVersion.promise_id) == col(Promise.id))
              & (col(PromiseVersion.number) == col(Promise.version)))
        .where(col(Promise.id).in_(promise_ids))
    )  # fmt: skip
    terms = {key: (number, kept / of, state == State.IN_USE) for key, state, number, kept, of in session.exec(asked)}
    looks = (
        select(OutcomeCheck.promise_id, OutcomeCheck.share_before).where(
            col(OutcomeCheck.promise_id).in_(promise_ids), col(OutcomeCheck.share_before).is_not(None))
        .order_by(col(OutcomeCheck.answered_at))
    )  # fmt: skip
    before = dict(session.exec(looks).all())
    return {
        key: _Found(view, terms[key][1], before.get(key), terms[key][2])
        for key, view in newest_verdicts(session, promise_ids, now).items()
        if key in terms and view.version == terms[key][0] and not view.too_old and view.facts.share is not None
    }


def _measure(row: PublicAnswer, found: _Found) -> Measure | None:
    share, figure = found.verdict.facts.share, Figure(row.figure)
    if share is None or (figure is Figure.SINCE and found.before is None):
        return None
    before = found.before if figure is Figure.SINCE else None
    return Measure(figure, share, before, found.target, found.verdict.at, found.told)


def _entry(session: Session, entry_id: str) -> PublicAnswer:
    row = session.get(PublicAnswer, entry_id, with_for_update=True)
    if row is None:
        raise NotFound()
    return row
