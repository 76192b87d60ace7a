"""One idea as the desk shows it, for many at once: who asks, how it was voted, the promise touched, value and effort.

Not a noun with a table. A bounded number of questions, whatever the number of ideas; callers ask for permission. Cost,
value, effort and score are staff's alone; a customer of the group reads of a promise only once it is told to customers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import null, union_all
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.chains import Chain, PromiseLink, chains_and_links
from models.days import day_here
from models.decisions import DecisionView, Outcome, decision_as_seen
from models.idea_figures import IdeaFigures
from models.ideas import Idea, IdeaState
from models.people import Person
from models.promises import Promise, State
from models.replies import Reply
from models.standings import days_since
from models.statements import table_of
from models.touchpoints import Touchpoint
from models.votes import Vote
from models.wordings import Wording


@dataclass(frozen=True)
class TouchedPromise:
    """The promise an idea touches. `told_here`: only because it is told at the idea's touchpoint."""

    id: str
    sentence: str
    kept: int
    of: int
    verdict: str | None
    share: float | None
    told_here: bool


@dataclass(frozen=True)
class Figures:
    """Value, effort, score and cost as they stand, by how many people, and how far apart they are. Staff's alone."""

    value: float | None = None
    effort: float | None = None
    score: float | None = None
    cost: int | None = None
    evaluators: int = 0
    apart: float | None = None
    lever: str | None = None


@dataclass(frozen=True)
class DeskIdea:
    """One idea on the desk or in a list. `sides`: how many people of each side say it; `people`: all of them.

    similar: the ideas that became part of it, as (id, words). too_few: voted on, but by too few to show.
    """

    id: str
    group_id: str
    words: str
    touchpoint: str | None
    at: datetime
    age_days: int
    people: int
    sides: dict[str, int]
    similar: tuple[tuple[str, str], ...]
    vote: Vote | None
    promise: TouchedPromise | None
    decision: DecisionView | None
    replies: tuple[str, ...]
    waiting: bool
    may_decide: bool
    may_weigh: bool
    may_merge: bool
    figures: Figures
    too_few: bool


def desk_rows(session: Session, viewer: Viewer, ids: list[str], now: datetime) -> dict[str, DeskIdea]:
    """The ideas of one page, by id."""
    if not ids:
        return {}
    # Where promises are told is asked first, so that those and the ideas' own are read together.
    places = _told_where(session, ids)
    chains, links = chains_and_links(session, ids, now=now, also={promise_id for _, promise_id in places})
    found = [chains[idea_id] for idea_id in ids]
    told = _told_at(places, links)
    names, replies = _beside(session, found)
    return {c.idea.id: _row(viewer, c, names, told, replies, now) for c in found}


def _beside(session: Session, found: list[Chain]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Names of touchpoints and of who decided by id; what was replied to each question, oldest first. One statement."""
    points = {chain.idea.touchpoint_id for chain in found if chain.idea.touchpoint_id}
    decisions = [chain.decision for chain in found if chain.decision]
    deciders = {row.decided_by for row in decisions}
    asked = [row.id for row in decisions if row.outcome == Outcome.ASK]
    parts: list[Any] = []
    no_moment = null().cast(table_of(Reply).c.at.type).label("at")
    for table, ids in ((Touchpoint, points), (Person, deciders)):
        if ids:
            parts.append(select(table.id, table.name, no_moment).where(col(table.id).in_(ids)))
    if asked:
        parts.append(select(Reply.decision_id, Reply.words, Reply.at).where(col(Reply.decision_id).in_(asked)))
    names, replies = dict[str, str](), dict[str, list[tuple[datetime, str]]]()
    for about, words, at in session.execute(union_all(*parts)).all() if parts else ():
        if at is None:
            names[str(about)] = str(words)
        else:
            replies.setdefault(str(about), []).append((at, str(words)))
    # In the order they came; what was said in one moment in whatever order it is found.
    return names, {one: [words for _, words in sorted(said, key=lambda s: s[0])] for one, said in replies.items()}


def touched(link: PromiseLink, told_here: bool = False) -> TouchedPromise:
    """A promise as an idea touches it, with the verdict of what it says now."""
    verdict = link.verdict if link.verdict and link.verdict.version == link.terms.number else None
    return TouchedPromise(
        link.promise_id, link.terms.sentence, link.terms.kept, link.terms.of,
        str(verdict.verdict) if verdict else None, verdict.facts.share if verdict and not verdict.too_old else None,
        told_here,
    )  # fmt: skip


def in_sight(viewer: Viewer, link: PromiseLink) -> bool:
    """Whether this reader may know of a promise on a chain."""
    return link.state is not State.WITHDRAWN and (viewer.is_staff or link.state is State.IN_USE)


def _row(
    viewer: Viewer, chain: Chain, names: dict[str, str], told: dict[str, PromiseLink], replies: dict[str, list[str]],
    now: datetime,
) -> DeskIdea:  # fmt: skip
    idea, row = chain.idea, chain.decision
    own = next((link for link in (*chain.promises, chain.touches) if link and in_sight(viewer, link)), None)
    there = told.get(idea.touchpoint_id or "")
    said = tuple(replies.get(row.id, ())) if row else ()
    due = row is not None and row.outcome == Outcome.LATER and row.until is not None and row.until <= day_here(now)
    return DeskIdea(
        id=idea.id, group_id=idea.group_id, words=idea.text, touchpoint=names.get(idea.touchpoint_id or ""),
        at=idea.created_at, age_days=days_since(idea.created_at, now), people=chain.part.count,
        sides=chain.part.sides,
        similar=tuple((other.id, other.text) for other in chain.merged if other.state == IdeaState.SHOWN),
        vote=chain.vote, promise=touched(own) if own else touched(there, True) if there else None,
        decision=decision_as_seen(row, names.get(row.decided_by, "")) if row else None, replies=said,
        waiting=row is None or due or (row.outcome == Outcome.ASK and bool(said)),
        may_decide=viewer.may(May.DECISION_MAKE, group_id=idea.group_id),
        may_weigh=viewer.is_staff and viewer.may(May.IDEA_SCORE, group_id=idea.group_id),
        may_merge=viewer.may(May.IDEA_MERGE, group_id=idea.group_id),
        figures=figures_seen(chain.figures if viewer.is_staff else None), too_few=chain.too_few,
    )  # fmt: skip


def figures_seen(kept: IdeaFigures | None) -> Figures:
    """The figures of a row; empty ones where there is none."""
    if kept is None:
        return Figures()
    return Figures(kept.value, kept.effort, kept.score, kept.cost, kept.evaluators, kept.apart, kept.lever)


def _told_where(session: Session, ids: list[str]) -> list[tuple[str, str]]:
    """Which promises are told at the touchpoints of these ideas, as (touchpoint, promise). One statement."""
    asked = (
        select(Wording.touchpoint_id, Wording.promise_id).join(Promise, col(Promise.id) == col(Wording.promise_id))
        .join(Idea, col(Idea.touchpoint_id) == col(Wording.touchpoint_id))
        .where(col(Idea.id).in_(ids), col(Wording.removed_at).is_(None), Promise.state == State.IN_USE).distinct()
    )  # fmt: skip
    return [(touchpoint_id, promise_id) for touchpoint_id, promise_id in session.exec(asked).all()]


def _told_at(places: list[tuple[str, str]], links: dict[str, PromiseLink]) -> dict[str, PromiseLink]:
    """The promise told at each touchpoint: of those in use, the one that falls shortest of its share."""
    found: dict[str, PromiseLink] = {}
    for touchpoint_id, promise_id in places:
        link, known = links.get(promise_id), found.get(touchpoint_id)
        if link is not None and (known is None or _missing(link) > _missing(known)):
            found[touchpoint_id] = link
    return found


def _missing(link: PromiseLink) -> float:
    """How far it falls short of its share; below every real figure without one."""
    share = link.verdict.facts.share if link.verdict else None
    return link.terms.kept / link.terms.of - share if share is not None else -2.0
