"""Answers: what became of what somebody said, for whoever said it: guests, customers, staff, who left a feedback.

Said, decided, promised, measured. Invariants: only one's own ideas and feedback, or the one behind a code; what is
handed to the page holds no vote, no cost, no note, no process and nobody's name; a promise shows only what customers
may know of it; a no has the same place as a yes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, true
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.chains import Chain, PromiseLink, chains_of
from models.decisions import Outcome
from models.feedback import Feedback, feedback_of_code
from models.ideas import Idea, IdeaState
from models.parts import canonical_ids
from models.promises import State
from models.replies import replies_to
from models.rounds import Round
from models.supports import Support
from models.touchpoints import touchpoint_names

LISTED = 100
# What a customer may know of: told to customers, or agreed and about to be.
_PUBLIC = (State.IN_USE, State.AGREED)


class Part(StrEnum):
    """What somebody did."""

    WROTE = "wrote"
    SUPPORTED = "supported"
    LEFT = "left"


@dataclass(frozen=True)
class DecidedAnswer:
    """What was decided, and why. `decision_id` only while it asks something."""

    outcome: Outcome
    reason: str
    until: date | None
    at: datetime
    decision_id: str | None


@dataclass(frozen=True)
class PromisedAnswer:
    """What is promised. `since` None: agreed, not told to customers yet."""

    sentence: str
    since: datetime | None
    kept: int
    of: int


@dataclass(frozen=True)
class MeasuredAnswer:
    """What the cases say. `share`: a fraction, None while there are too few data."""

    verdict: str
    share: float | None
    as_of: datetime


@dataclass(frozen=True)
class Answer:
    """One thing somebody said, and what became of it.

    `others`: how many more people say the same. `read`, `turned`: a feedback was read by a person, became an idea.
    `said_back`: what was answered to a feedback; `closing`: the last words to it, nothing more is said afterwards.
    """

    part: Part
    words: str
    face: int | None
    touchpoint: str | None
    said_at: datetime
    read: bool
    turned: bool
    others: int
    merged_into: str | None
    hidden_reason: str
    decided: DecidedAnswer | None
    promised: PromisedAnswer | None
    measured: MeasuredAnswer | None
    reply: str | None
    said_back: str = ""
    closing: str = ""

    @property
    def asks(self) -> bool:
        """Whether something is asked of the reader."""
        return self.decided is not None and self.decided.decision_id is not None

    @property
    def became(self) -> bool:
        """Whether it became something: done, or promised."""
        return self.promised is not None or (self.decided is not None and self.decided.outcome is Outcome.DO)


@dataclass(frozen=True)
class Answers:
    """Everything one person said. `became` of `total` ideas became something."""

    name: str
    total: int
    became: int
    items: tuple[Answer, ...]


def my_answers(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str | None = None) -> Answers:
    """What became of this person's ideas (written and supported) and feedback: what asks them something first.

    With a workshop: of the ideas of that workshop only.
    """
    viewer.must(May.ANSWER_SEE)
    me = viewer.person_id or ""
    here = select(Round.id).where(Round.workshop_id == workshop_id)
    there = true() if workshop_id is None else col(Idea.round_id).in_(here)
    mine = and_(col(Idea.group_id).in_(list(viewer.seats)), there)
    wrote = session.exec(
        select(Idea)
        .where(Idea.author_id == me, Idea.state != IdeaState.WITHDRAWN, mine)
        .order_by(col(Idea.created_at).desc()).limit(LISTED)
    ).all()  # fmt: skip
    supported = session.exec(
        select(Idea).join(Support, col(Support.idea_id) == col(Idea.id))
        .where(Support.person_id == me, Idea.state == IdeaState.SHOWN, mine)
        .order_by(col(Support.created_at).desc()).limit(LISTED)
    ).all()  # fmt: skip
    left = session.exec(
        select(Feedback).where(Feedback.person_id == me).order_by(col(Feedback.created_at).desc()).limit(LISTED)
    ).all() if workshop_id is None else []  # fmt: skip
    said: list[tuple[Part, Idea | Feedback]] = [
        *((Part.WROTE, idea) for idea in wrote),
        *((Part.SUPPORTED, idea) for idea in supported),
        *((Part.LEFT, voice) for voice in left),
    ]
    items = _answers(session, said, now, person_id=me)
    ideas = [item for item in items if item.part is not Part.LEFT]
    return Answers(viewer.name, len(ideas), sum(item.became for item in ideas), tuple(items))


def answer_of_code(session: Session, viewer: Viewer, *, now: datetime, code: str) -> Answer:
    """What became of one feedback, for whoever holds its code.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    voice = feedback_of_code(session, code=code)
    return _answers(session, [(Part.LEFT, voice)], now, person_id=None)[0]


def _answers(
    session: Session, said: list[tuple[Part, Idea | Feedback]], now: datetime, *, person_id: str | None
) -> list[Answer]:
    own = {id(thing): (thing.idea_id if isinstance(thing, Feedback) else thing.id) for _, thing in said}
    canonical = canonical_ids(session, {idea_id for idea_id in own.values() if idea_id})
    chains = chains_of(session, set(canonical.values()), now=now)
    decisions = [chain.decision.id for chain in chains.values() if chain.decision]
    replies = replies_to(session, decisions)
    names = touchpoint_names(session, {thing.touchpoint_id for _, thing in said if thing.touchpoint_id})
    items = []
    for part, thing in said:
        chain = chains.get(canonical.get(own[id(thing)] or "", ""))
        reply = None
        if chain and chain.decision:
            voice_id = thing.id if isinstance(thing, Feedback) else None
            reply = next(
                (r.words for r in replies.get(chain.decision.id, [])
                 if (person_id and r.person_id == person_id) or (voice_id and r.feedback_id == voice_id)),
                None,
            )  # fmt: skip
        items.append(_answer(part, thing, chain, reply, names))
    return sorted(items, key=lambda item: (not (item.asks and item.reply is None), -item.said_at.timestamp()))


def _answer(
    part: Part, thing: Idea | Feedback, chain: Chain | None, reply: str | None, names: dict[str, str]
) -> Answer:
    promised, measured = _promised(chain.promises if chain else ())
    common: dict[str, Any] = {
        "touchpoint": names.get(thing.touchpoint_id or ""), "said_at": thing.created_at,
        "others": max(0, chain.part.count - 1) if chain else 0, "decided": _decided(chain), "promised": promised,
        "measured": measured, "reply": reply,
    }  # fmt: skip
    if isinstance(thing, Feedback):
        # A stranger reads what was decided, not the words of the idea: those are the group's.
        return Answer(
            part=part, words=thing.words, face=thing.face, read=thing.read_at is not None, turned=chain is not None,
            merged_into=None, hidden_reason="", said_back=thing.answer or "", closing=thing.closing or "", **common,
        )  # fmt: skip
    merged = chain is not None and chain.idea.id != thing.id and chain.idea.state == IdeaState.SHOWN
    return Answer(
        part=part, words=thing.text, face=None, read=True, turned=True, hidden_reason=thing.hidden_reason,
        merged_into=chain.idea.text if chain and merged else None, **common,
    )  # fmt: skip


def _decided(chain: Chain | None) -> DecidedAnswer | None:
    row = chain.decision if chain else None
    if row is None:
        return None
    outcome = Outcome(row.outcome)
    asks = row.id if outcome is Outcome.ASK else None
    return DecidedAnswer(outcome, row.reason, row.until, row.decided_at, asks)


def _promised(links: tuple[PromiseLink, ...]) -> tuple[PromisedAnswer | None, MeasuredAnswer | None]:
    link = next((link for link in links if link.state in _PUBLIC), None)
    if link is None:
        return None, None
    promised = PromisedAnswer(link.terms.sentence, link.in_use_since, link.terms.kept, link.terms.of)
    verdict = link.verdict
    # A verdict on another version of the promise would answer another question.
    if verdict is None or verdict.version != link.terms.number:
        return promised, None
    share = None if verdict.too_old else verdict.facts.share
    return promised, MeasuredAnswer(str(verdict.verdict), share, verdict.at)
