"""Answers: what became of what somebody said, for whoever said it: guests, customers, staff, who left a feedback.

Said, decided, promised, measured. Invariants: only one's own ideas and feedback, or the one behind a code; what is
handed to the page holds no vote, no cost, no note, no process and nobody's name but the one that stands below an answer
that was sent; a promise shows only what customers may know of it; a no has the same place as a yes. Of a vote one reads
what was decided about its ideas, never which way anybody voted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, true, union_all
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.chains import Chain, PromiseLink, chains_of
from models.decisions import Decision, Outcome
from models.eligibility import Eligible
from models.feedback import Feedback, feedback_of_code
from models.felt import Felt, my_felt
from models.ideas import Idea, IdeaState
from models.options import RoundOption
from models.parts import canonical_ids
from models.promises import State
from models.replies import Reply
from models.reply_all import SentAnswer
from models.rounds import Round, RoundState
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
    VOTED = "voted"


@dataclass(frozen=True)
class DecidedAnswer:
    """What was decided, and why. `decision_id` only while it asks something. signed: whose name stands below."""

    outcome: Outcome
    reason: str
    until: date | None
    at: datetime
    decision_id: str | None
    signed: str = ""


@dataclass(frozen=True)
class PromisedAnswer:
    """What is promised. `since` None: agreed, not told to customers yet. asks: one may say whether it was so."""

    id: str
    sentence: str
    since: datetime | None
    kept: int
    of: int
    asks: bool
    felt: Felt | None


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
    def answered(self) -> bool:
        """Whether somebody has said something to it, or decided about it."""
        return bool(self.said_back or self.closing or self.decided)

    @property
    def became(self) -> bool:
        """Whether it became something: done, or promised."""
        return self.promised is not None or (self.decided is not None and self.decided.outcome is Outcome.DO)


@dataclass(frozen=True)
class Answers:
    """What one person said. `became` of `total` ideas became something; `answered` of `told` voices were.

    latest: there is more of what is counted than stands here (ideas, or voices where there is no idea).
    """

    name: str
    total: int
    became: int
    items: tuple[Answer, ...]
    told: int = 0
    answered: int = 0
    latest: bool = False

    @property
    def voted(self) -> int:
        """How many ideas stand here only because they were in a vote."""
        return len(self.items) - self.total - self.told


def my_answers(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str | None = None) -> Answers:
    """What became of this person's ideas (written and supported; of one workshop, where it is given) and feedback: what
    asks them something first."""
    viewer.must(May.ANSWER_SEE)
    me = viewer.person_id or ""
    here = select(Round.id).where(Round.workshop_id == workshop_id)
    there = true() if workshop_id is None else col(Idea.round_id).in_(here)
    mine = and_(col(Idea.group_id).in_(list(viewer.seats)), there)
    in_votes = (
        select(RoundOption.idea_id).join(Eligible, col(Eligible.round_id) == col(RoundOption.round_id))
        .join(Round, col(Round.id) == col(RoundOption.round_id))
        .where(Eligible.person_id == me, Round.state == RoundState.CLOSED)
    )  # fmt: skip
    decided = select(Decision.id).where(col(Decision.idea_id) == col(Idea.id), col(Decision.standing)).exists()
    voted = and_(col(Idea.id).in_(in_votes), col(Idea.state) == IdeaState.SHOWN, decided,
                 or_(col(Idea.author_id) != me, col(Idea.author_id).is_(None)))  # fmt: skip
    own = and_(col(Idea.author_id) == me, col(Idea.state) != IdeaState.WITHDRAWN)
    newest = col(Idea.created_at).desc()
    # Each found in its own order, from its own index (one condition for both would read every idea of the groups),
    # and both read at once.
    found = [select(Idea.id).where(mine, which).order_by(newest).limit(most).subquery()
             for which, most in ((own, LISTED + 1), (voted, 2 * LISTED))]  # fmt: skip
    either = col(Idea.id).in_(union_all(*(select(one.c.id) for one in found)))
    wrote_or_voted = session.exec(select(Idea).where(either).order_by(newest)).all()
    supported = session.exec(
        select(Idea).join(Support, col(Support.idea_id) == col(Idea.id))
        .where(Support.person_id == me, Idea.state == IdeaState.SHOWN, mine)
        .order_by(col(Support.created_at).desc()).limit(LISTED + 1)
    ).all()  # fmt: skip
    left = session.exec(
        select(Feedback).where(Feedback.person_id == me).order_by(col(Feedback.created_at).desc()).limit(LISTED + 1)
    ).all() if workshop_id is None else []  # fmt: skip
    wrote = [idea for idea in wrote_or_voted if idea.author_id == me]
    said: list[tuple[Part, Idea | Feedback]] = [
        *((Part.WROTE, idea) for idea in wrote[:LISTED]),
        *((Part.SUPPORTED, idea) for idea in supported[:LISTED]),
        *((Part.LEFT, voice) for voice in left[:LISTED]),
    ]
    known = {thing.id for _, thing in said}
    said += [(Part.VOTED, idea) for idea in wrote_or_voted if idea.id not in known and idea.author_id != me][:LISTED]
    # What customers see of a promise is theirs to say; who works here keeps it or tells it.
    items = _answers(session, said, now, person_id=me, asks=not viewer.is_staff)
    ideas = [item for item in items if item.part in (Part.WROTE, Part.SUPPORTED)]
    voices = [item for item in items if item.part is Part.LEFT]
    return Answers(
        viewer.name, len(ideas), sum(item.became for item in ideas), tuple(items), len(voices),
        sum(item.answered for item in voices),
        latest=max(len(wrote), len(supported)) > LISTED if ideas else len(left) > LISTED,
    )  # fmt: skip


def answer_of_code(session: Session, viewer: Viewer, *, now: datetime, code: str) -> Answer:
    """What became of one feedback, for whoever holds its code.

    Raises:
        Refusal: `follow_code_wrong`.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    voice = feedback_of_code(session, code=code)
    return _answers(session, [(Part.LEFT, voice)], now, person_id=None)[0]


def _answers(
    session: Session, said: list[tuple[Part, Idea | Feedback]], now: datetime, *, person_id: str | None,
    asks: bool = False,
) -> list[Answer]:  # fmt: skip
    own = {id(thing): (thing.idea_id if isinstance(thing, Feedback) else thing.id) for _, thing in said}
    canonical = {thing.id: thing.merged_into_id or thing.id for _, thing in said if isinstance(thing, Idea)}
    canonical |= canonical_ids(session, {idea_id for idea_id in own.values() if idea_id} - canonical.keys())
    chains = chains_of(session, set(canonical.values()), now=now)
    decisions = [chain.decision.id for chain in chains.values() if chain.decision]
    voices = [thing.id for _, thing in said if isinstance(thing, Feedback)]
    sent, replies = _sent_and_replied(session, decisions, person_id, voices)
    told = {link.promise_id for chain in chains.values() for link in chain.promises if link.state in _PUBLIC}
    felt = my_felt(session, Viewer(person_id=person_id), promise_ids=told) if asks else {}
    names = touchpoint_names(session, {thing.touchpoint_id for _, thing in said if thing.touchpoint_id})
    items = []
    for part, thing in said:
        chain = chains.get(canonical.get(own[id(thing)] or "", ""))
        decision_id = chain.decision.id if chain and chain.decision else ""
        reply = replies.get((decision_id, thing.id)) or replies.get((decision_id, person_id))
        items.append(_answer(part, thing, chain, reply, names, sent, felt if asks else None))
    return sorted(items, key=lambda item: (
        not (item.asks and item.reply is None), item.part is Part.VOTED, -item.said_at.timestamp()))  # fmt: skip


def _sent_and_replied(
    session: Session, decision_ids: list[str], person_id: str | None, voice_ids: list[str]
) -> tuple[dict[str, SentAnswer], dict[tuple[str, str | None], str]]:
    """What was sent about each decision, and one's own replies by decision and whose they are. One statement."""
    if not decision_ids:
        return {}, {}
    left = col(Reply.feedback_id).in_(voice_ids)
    own = or_(left, col(Reply.person_id) == person_id) if person_id else left
    asked = (
        select(Decision.id, SentAnswer, Reply)
        .join(SentAnswer, col(SentAnswer.decision_id) == col(Decision.id), isouter=True)
        .join(Reply, and_(col(Reply.decision_id) == col(Decision.id), own), isouter=True)
        .where(col(Decision.id).in_(decision_ids))
    )
    rows = session.exec(asked).all()
    replied = {(one, reply.person_id or reply.feedback_id): reply.words for one, _, reply in rows if reply}
    return {one: sent for one, sent, _ in rows if sent}, replied


def _answer(
    part: Part, thing: Idea | Feedback, chain: Chain | None, reply: str | None, names: dict[str, str],
    sent: dict[str, SentAnswer], felt: dict[str, Felt] | None,
) -> Answer:  # fmt: skip
    # A no, a later or a question touches a promise as a yes does, and nothing was promised by it.
    yes = chain is not None and (chain.decision is None or chain.decision.outcome == Outcome.DO)
    promised, measured = _promised(chain.promises if chain and yes else (), None if part is Part.VOTED else felt)
    common: dict[str, Any] = {
        "touchpoint": names.get(thing.touchpoint_id or ""), "said_at": thing.created_at,
        "others": max(0, chain.part.count - 1) if chain else 0, "decided": _decided(chain, sent, part),
        "promised": promised, "measured": measured, "reply": reply,
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


def _decided(chain: Chain | None, sent: dict[str, SentAnswer], part: Part) -> DecidedAnswer | None:
    row = chain.decision if chain else None
    if row is None:
        return None
    outcome, told = Outcome(row.outcome), sent.get(row.id)
    # Only whoever had a part in the idea is asked; whoever could vote on it reads that a question is out.
    asks = row.id if outcome is Outcome.ASK and part is not Part.VOTED else None
    words = told.words if told else row.reason
    return DecidedAnswer(outcome, words, row.until, row.decided_at, asks, told.signed if told else "")


def _promised(
    links: tuple[PromiseLink, ...], felt: dict[str, Felt] | None
) -> tuple[PromisedAnswer | None, MeasuredAnswer | None]:
    link = next((link for link in links if link.state in _PUBLIC), None)
    if link is None:
        return None, None
    promised = PromisedAnswer(
        link.promise_id if felt is not None else "", link.terms.sentence, link.in_use_since, link.terms.kept,
        link.terms.of, felt is not None, (felt or {}).get(link.promise_id),
    )  # fmt: skip
    verdict = link.verdict
    # A verdict on another version of the promise would answer another question.
    if verdict is None or verdict.version != link.terms.number:
        return promised, None
    share = None if verdict.too_old else verdict.facts.share
    return promised, MeasuredAnswer(str(verdict.verdict), share, verdict.at)
