"""The thread: said, decided, promised, measured, from any knot to the others, both ways.

Not a noun with a table: it reads what the nouns hold and which ids point where. For staff; ideas of a group the reader
is not in are not on it (law 4), nor those that are hidden or still being collected. Customers and guests read
`models.answers` instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.actions import Action
from models.chains import Chain, PromiseLink, chains_of, promise_links
from models.decisions import Decision, DecisionView, decision_as_seen
from models.errors import NotFound
from models.feedback import Feedback
from models.idea_figures import IdeaFigures
from models.idea_views import in_sight
from models.ideas import Idea, IdeaState, idea_for
from models.matters import Matter
from models.parts import canonical_ids
from models.processes import Process
from models.promises import Promise
from models.reply_all import SentView
from models.rounds import Round
from models.studies import Told
from models.touchpoints import touchpoint_names
from models.trace_more import Beside, beside, decided_and_sent
from models.votes import Vote

VOICES_SHOWN = 10
IDEAS_SHOWN = 20
NOUNS = ("idea", "feedback", "decision", "promise", "process", "action")

# A promise that hundreds of ideas touch: its thread shows some of them, the backlog all.
TOUCHING_MOST = 50


@dataclass(frozen=True)
class SaidKnot:
    """An idea, how many people say it, the ideas that became part of it, and where it touches the journey."""

    idea_id: str
    words: str
    at: datetime
    people: int
    sides: dict[str, int]
    similar: tuple[str, ...]
    touchpoint: str | None


@dataclass(frozen=True)
class VoiceKnot:
    """A feedback behind it."""

    feedback_id: str
    idea_id: str | None
    words: str
    face: int | None
    source: str
    touchpoint: str
    at: datetime
    matter: str = ""


@dataclass(frozen=True)
class DecidedKnot:
    """The vote and the decision about one idea, or about a promise."""

    idea_id: str | None
    promise_id: str | None
    vote: Vote | None
    decision: DecisionView | None


@dataclass(frozen=True)
class PromisedKnot:
    """A promise, where it stands, and who keeps it."""

    promise_id: str
    sentence: str
    kept: int
    of: int
    state: str
    keeper: str
    since: datetime | None
    process_id: str
    process: str


@dataclass(frozen=True)
class MeasuredKnot:
    """The newest verdict of a promise. `share` None: too few data, or too old."""

    promise_id: str
    process_id: str
    verdict: str
    share: float | None
    cases: int
    open: int
    as_of: datetime
    too_old: bool
    # What may be said today by the same cases: the figure, its share, its verdict. None: what is said, or nothing.
    say: Told | None = None


@dataclass(frozen=True)
class Thread:
    """The four knots."""

    noun: str
    object_id: str
    said: tuple[SaidKnot, ...]
    voices: tuple[VoiceKnot, ...]
    voice_count: int
    decided: tuple[DecidedKnot, ...]
    promised: tuple[PromisedKnot, ...]
    measured: tuple[MeasuredKnot, ...]
    beside: Beside
    # What everybody was told of a decision, by the decision's id.
    sent: dict[str, SentView]


def trace_of(session: Session, viewer: Viewer, *, now: datetime, noun: str, object_id: str) -> Thread:
    """The thread through an idea, a feedback, a decision, a promise, a process or an action.

    Raises:
        NotFound: not there, or not this person's to see.
    """
    viewer.must(May.THREAD_SEE)
    starts = {"idea": _from_idea, "feedback": _from_feedback, "decision": _from_decision, "promise": _from_promise,
              "process": _from_process, "action": _from_action}  # fmt: skip
    if noun not in starts:
        raise NotFound()
    idea_ids, promise_ids = starts[noun](session, viewer, object_id)
    canonical = set(canonical_ids(session, idea_ids).values())
    chains = chains_of(session, _in_sight(session, viewer, canonical), now=now)
    links = {
        link.promise_id: link for chain in chains.values() for link in (*chain.promises, chain.touches) if link
    }
    missing = promise_ids - set(links)
    if missing:
        links |= {link.promise_id: link for _, link in promise_links(session, col(Promise.id).in_(missing), now=now)}
    shown = [link for key, link in links.items() if not promise_ids or key in promise_ids]
    own = _own_voice(session, object_id) if noun == "feedback" else None
    return _thread(session, noun, object_id, list(chains.values()), shown, own)


def _thread(
    session: Session, noun: str, object_id: str, chains: list[Chain], links: list[PromiseLink], own: Feedback | None
) -> Thread:
    chains.sort(key=lambda chain: (chain.decision is None, chain.idea.created_at))
    family = {idea.id for chain in chains for idea in (chain.idea, *chain.merged)}
    heard = session.exec(
        select(Feedback, Matter.name).join(Matter, col(Matter.id) == col(Feedback.matter_id), isouter=True)
        .where(col(Feedback.idea_id).in_(family)).order_by(col(Feedback.created_at))
    ).all() if family else []  # fmt: skip
    voices, matters = [voice for voice, _ in heard], {voice.id: matter or "" for voice, matter in heard}
    if own is not None and own.id not in {voice.id for voice in voices}:
        voices.insert(0, own)
    points = touchpoint_names(
        session, {t for t in [*(c.idea.touchpoint_id for c in chains), *(v.touchpoint_id for v in voices)] if t}
    )
    about = _decisions_on(session, [link.promise_id for link in links])
    rows = [chain.decision for chain in chains if chain.decision] + about
    names, sent = decided_and_sent(session, [row.id for row in rows])
    decided = [
        DecidedKnot(c.idea.id, c.decision.promise_id if c.decision else None, c.vote, _seen(c.decision, names))
        for c in chains if c.decision or c.vote
    ]  # fmt: skip
    decided += [DecidedKnot(None, row.promise_id, None, _seen(row, names)) for row in about]
    processes = {link.process_id for link in links}
    called = dict(session.exec(select(Process.id, Process.name).where(col(Process.id).in_(processes))).all())
    return Thread(
        noun, object_id,
        said=tuple(
            SaidKnot(
                c.idea.id, c.idea.text, c.idea.created_at, c.part.count, c.part.sides,
                tuple(i.text for i in c.merged if i.state == IdeaState.SHOWN), points.get(c.idea.touchpoint_id or ""),
            )
            for c in chains[:IDEAS_SHOWN]
        ),
        voices=tuple(
            VoiceKnot(v.id, v.idea_id, v.words, v.face, v.source, points.get(v.touchpoint_id, ""), v.created_at,
                      matters.get(v.id, ""))
            for v in voices[:VOICES_SHOWN]
        ),
        voice_count=len(voices),
        decided=tuple(decided[:IDEAS_SHOWN]),
        promised=tuple(
            PromisedKnot(
                k.promise_id, k.terms.sentence, k.terms.kept, k.terms.of, k.state, k.keeper, k.in_use_since,
                k.process_id, called.get(k.process_id, ""),
            )
            for k in links
        ),
        measured=tuple(_measured(link) for link in links if link.verdict is not None),
        beside=beside(session, idea_ids=family, promises={link.promise_id: link.terms.number for link in links}),
        sent=sent,
    )  # fmt: skip


def _measured(link: PromiseLink) -> MeasuredKnot:
    verdict = link.verdict
    assert verdict is not None
    return MeasuredKnot(
        link.promise_id, link.process_id, str(verdict.verdict), None if verdict.too_old else verdict.facts.share,
        verdict.facts.cases, verdict.facts.open, verdict.at, verdict.too_old,
        None if verdict.too_old else verdict.facts.say,
    )  # fmt: skip


def _seen(row: Decision | None, names: dict[str, str]) -> DecisionView | None:
    return decision_as_seen(row, names.get(row.decided_by, "")) if row else None


def _in_sight(session: Session, viewer: Viewer, idea_ids: Iterable[str]) -> list[str]:
    """Those of the ideas that are shown to this person."""
    wanted = set(idea_ids)
    if not wanted:
        return []
    rows = session.exec(
        select(Idea.id, Idea.group_id)
        .join(Round, col(Round.id) == col(Idea.round_id), isouter=True)
        .where(col(Idea.id).in_(wanted), in_sight(viewer), Idea.state == IdeaState.SHOWN)
    ).all()
    return [one for one, group_id in rows if viewer.may(May.DECISION_SEE, group_id=group_id)]


def _own_voice(session: Session, feedback_id: str) -> Feedback | None:
    return session.get(Feedback, feedback_id)


def _decisions_on(session: Session, promise_ids: list[str]) -> list[Decision]:
    asked = select(Decision).where(
        col(Decision.promise_id).in_(promise_ids), col(Decision.idea_id).is_(None), col(Decision.standing)
    )
    return list(session.exec(asked).all()) if promise_ids else []


def _from_idea(session: Session, viewer: Viewer, object_id: str) -> tuple[set[str], set[str]]:
    return {idea_for(session, viewer, object_id).id}, set()


def _from_feedback(session: Session, viewer: Viewer, object_id: str) -> tuple[set[str], set[str]]:
    row = session.get(Feedback, object_id)
    if row is None:
        raise NotFound()
    return ({row.idea_id} if row.idea_id else set()), set()


def _from_decision(session: Session, viewer: Viewer, object_id: str) -> tuple[set[str], set[str]]:
    row = session.get(Decision, object_id)
    if row is None:
        raise NotFound()
    if row.idea_id is not None:
        return {idea_for(session, viewer, row.idea_id).id}, set()
    return set(), {row.promise_id or ""}


def _from_promise(session: Session, viewer: Viewer, object_id: str) -> tuple[set[str], set[str]]:
    row = session.get(Promise, object_id)
    if row is None:
        raise NotFound()
    return _ideas_behind(session, {row.id: row.idea_id}), {row.id}


def _from_action(session: Session, viewer: Viewer, object_id: str) -> tuple[set[str], set[str]]:
    row = session.get(Action, object_id)
    if row is None:
        raise NotFound()
    served = {row.promise_id} if row.promise_id else set()
    came_of = dict(session.exec(select(Promise.id, Promise.idea_id).where(col(Promise.id).in_(served))).all())
    return _ideas_behind(session, came_of) | ({row.idea_id} if row.idea_id else set()), served


def _from_process(session: Session, viewer: Viewer, object_id: str) -> tuple[set[str], set[str]]:
    asked = select(Promise.id, Promise.idea_id).where(Promise.process_id == object_id)
    came_of = dict(session.exec(asked).all())
    if not came_of and session.get(Process, object_id) is None:
        raise NotFound()
    # A process nobody has promised anything about has an empty thread, not everybody's.
    return _ideas_behind(session, came_of), set(came_of) or {""}


def _ideas_behind(session: Session, came_of: dict[str, str | None]) -> set[str]:
    asked = select(Decision.idea_id).where(
        col(Decision.promise_id).in_(came_of), col(Decision.standing), col(Decision.idea_id).is_not(None)
    )
    touched = {idea_id for idea_id in session.exec(asked).all() if idea_id} if came_of else set()
    if came_of:
        said = select(IdeaFigures.idea_id).where(col(IdeaFigures.promise_id).in_(came_of))
        touched |= set(session.exec(said.limit(TOUCHING_MOST)).all())
    return touched | {idea_id for idea_id in came_of.values() if idea_id}
