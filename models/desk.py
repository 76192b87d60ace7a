"""The decision desk: what waits for a decision, one idea at a time, oldest first; and every idea with where it stands.

Not a noun with a table. An idea waits when it is shown, not part of another, its round is over, and no decision stands,
or the one that stands has come due: "later" until a day that is here, a question that has an answer.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.base import fold
from models.chains import Chain, PromiseLink, chains_of, promise_links
from models.decisions import Decision, DecisionView, Outcome, decision_as_seen
from models.errors import NotFound
from models.ideas import Idea, IdeaState
from models.people import names_of
from models.promises import Promise, State
from models.replies import Reply, replies_to
from models.rounds import Round, RoundState
from models.touchpoints import touchpoint_names
from models.votes import Vote
from models.wordings import Wording

PATIENCE = timedelta(days=14)
PAGE_SIZE = 20


class Standing(StrEnum):
    """Where an idea stands, as the table below the desk filters it."""

    ALL = "all"
    WAITING = "waiting"
    DO = "do"
    LATER = "later"
    NO = "no"
    ASK = "ask"


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
class DeskIdea:
    """One idea on the desk or in the table. `sides`: how many people of each side say it; `people`: all of them."""

    id: str
    group_id: str
    words: str
    touchpoint: str | None
    at: datetime
    age_days: int
    people: int
    sides: dict[str, int]
    similar: tuple[str, ...]
    vote: Vote | None
    promise: TouchedPromise | None
    decision: DecisionView | None
    replies: tuple[str, ...]
    waiting: bool
    may_decide: bool


@dataclass(frozen=True)
class DeskView:
    """The desk: how many wait, how many longer than 14 days, the oldest's days; counts by state; the idea in front."""

    waiting: int
    late: int
    oldest_days: int
    counts: dict[Standing, int]
    place: int
    idea: DeskIdea | None


@dataclass(frozen=True)
class DeskPage:
    """A page of the table."""

    rows: list[DeskIdea]
    total: int
    page: int
    pages: int


def desk(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str | None = None, place: int = 1,
    idea_id: str | None = None,
) -> DeskView:  # fmt: skip
    """The desk of one group, or of every group this person is a member of.

    `place`: which of the waiting ideas is in front; `idea_id`: one that was chosen, waiting or not (place 0 then).
    """
    groups = _groups(viewer, group_id)
    counted = _counted(session, groups, now)
    place, front = _front(session, groups, now, counted.waiting, place, idea_id)
    rows = _desk_ideas(session, viewer, [front] if front else [], now)
    return replace(counted, place=place, idea=rows[front] if front else None)


def desk_counts(session: Session, viewer: Viewer, *, now: datetime) -> DeskView:
    """How many ideas wait, how many for too long and the oldest, in one question; nothing lies in front."""
    return _counted(session, _groups(viewer, None), now)


def desk_ideas(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str | None = None, standing: str = Standing.ALL,
    search: str = "", page: int = 1,
) -> DeskPage:  # fmt: skip
    """Every idea with where it stands, oldest first, a page at a time."""
    found, ids = _listed(session, _groups(viewer, group_id), now, standing, search, page)
    rows = _desk_ideas(session, viewer, ids, now)
    return replace(found, rows=[rows[idea_id] for idea_id in ids])


def desk_and_ideas(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str | None = None, place: int = 1,
    idea_id: str | None = None, standing: str = Standing.ALL, search: str = "", page: int = 1,
) -> tuple[DeskView, DeskPage]:  # fmt: skip
    """The desk and the table below it, as `desk` and `desk_ideas` give them, for half the questions to the database."""
    groups = _groups(viewer, group_id)
    counted = _counted(session, groups, now)
    place, front = _front(session, groups, now, counted.waiting, place, idea_id)
    known = None if search.strip() else {str(one): n for one, n in counted.counts.items()}.get(str(standing))
    found, ids = _listed(session, groups, now, standing, search, page, known)
    rows = _desk_ideas(session, viewer, list(dict.fromkeys([*([front] if front else []), *ids])), now)
    return (
        replace(counted, place=place, idea=rows[front] if front else None),
        replace(found, rows=[rows[one] for one in ids]),
    )


def _counted(session: Session, groups: list[str], now: datetime) -> DeskView:
    waits, late = _waits(now), col(Idea.created_at) < now - PATIENCE

    def number(what: Any) -> Any:
        return func.coalesce(func.sum(case((what, 1), else_=0)), 0)

    asked = _standing_ideas(
        groups, func.count(), number(waits), number(waits & late), func.min(case((waits, col(Idea.created_at)))),
        *(number(col(Decision.outcome) == outcome) for outcome in Outcome),
    )  # fmt: skip
    everything, waiting, over, oldest, *by_outcome = session.execute(asked).one()
    counts = {Standing.ALL: int(everything), Standing.WAITING: int(waiting)}
    counts |= {Standing(o.value): int(n) for o, n in zip(Outcome, by_outcome, strict=True)}
    return DeskView(int(waiting), int(over), _days(oldest, now) if oldest else 0, counts, 0, None)


def _front(
    session: Session, groups: list[str], now: datetime, waiting: int, place: int, idea_id: str | None
) -> tuple[int, str | None]:
    place = 0 if idea_id else min(max(1, place), waiting or 1)
    wanted = _standing_ideas(groups, Idea.id)
    if idea_id:
        wanted = wanted.where(col(Idea.id) == idea_id)
    else:
        wanted = wanted.where(_waits(now)).order_by(col(Idea.created_at), col(Idea.id)).offset(place - 1)
    first = session.execute(wanted.limit(1)).first()
    if idea_id and first is None:
        raise NotFound()
    return place, str(first[0]) if first else None


def _listed(
    session: Session, groups: list[str], now: datetime, standing: str, search: str, page: int,
    known: int | None = None,
) -> tuple[DeskPage, list[str]]:  # fmt: skip
    asked = _standing_ideas(groups, Idea.id)
    if standing == Standing.WAITING:
        asked = asked.where(_waits(now))
    elif standing != Standing.ALL:
        asked = asked.where(col(Decision.outcome) == standing)
    if search.strip():
        asked = asked.where(col(Idea.folded).contains(fold(search), autoescape=True))
    total = known
    if total is None:
        total = int(session.execute(select(func.count()).select_from(asked.subquery())).scalar_one())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    ids = session.execute(
        asked.order_by(col(Idea.created_at), col(Idea.id)).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    ).scalars()
    return DeskPage([], total, page, pages), [str(one) for one in ids]


def _groups(viewer: Viewer, group_id: str | None) -> list[str]:
    if group_id is not None:
        viewer.must(May.DECISION_SEE, group_id=group_id)
        return [group_id]
    groups = [one for one in viewer.seats if viewer.may(May.DECISION_SEE, group_id=one)]
    if not groups:
        viewer.must(May.DECISION_SEE)
    return groups


def _standing_ideas(groups: list[str], *what: Any) -> Any:
    return (
        select(*what)
        .select_from(Idea)
        .join(Decision, (col(Decision.idea_id) == col(Idea.id)) & col(Decision.standing), isouter=True)
        .join(Round, col(Round.id) == col(Idea.round_id), isouter=True)
        .where(
            col(Idea.group_id).in_(groups), Idea.state == IdeaState.SHOWN, col(Idea.merged_into_id).is_(None),
            col(Round.id).is_(None) | (col(Round.state) == RoundState.CLOSED),
        )
    )  # fmt: skip


def _waits(now: datetime) -> Any:
    answered = select(Reply.id).where(col(Reply.decision_id) == col(Decision.id)).exists()
    due = (col(Decision.outcome) == Outcome.LATER) & (col(Decision.until) <= now.date())
    return col(Decision.id).is_(None) | due | ((col(Decision.outcome) == Outcome.ASK) & answered)


def _desk_ideas(session: Session, viewer: Viewer, ids: list[str], now: datetime) -> dict[str, DeskIdea]:
    chains = chains_of(session, ids, now=now)
    found = [chains[idea_id] for idea_id in ids]
    names = touchpoint_names(session, {chain.idea.touchpoint_id for chain in found if chain.idea.touchpoint_id})
    told = _told_at(session, {c.idea.touchpoint_id for c in found if c.idea.touchpoint_id and not c.promises}, now)
    deciders = names_of(session, {chain.decision.decided_by for chain in found if chain.decision})
    replies = replies_to(session, [chain.decision.id for chain in found if chain.decision])
    return {c.idea.id: _desk_idea(viewer, c, names, told, deciders, replies, now) for c in found}


def _desk_idea(
    viewer: Viewer, chain: Chain, names: dict[str, str], told: dict[str, PromiseLink], deciders: dict[str, str],
    replies: dict[str, list[Reply]], now: datetime,
) -> DeskIdea:  # fmt: skip
    idea, row = chain.idea, chain.decision
    # A customer of the group reads of a promise only once it is told to customers.
    own = next(
        (link for link in chain.promises
         if link.state is not State.WITHDRAWN and (viewer.is_staff or link.state is State.IN_USE)), None,
    )  # fmt: skip
    there = told.get(idea.touchpoint_id or "")
    said = tuple(reply.words for reply in replies.get(row.id, [])) if row else ()
    due = row is not None and row.outcome == Outcome.LATER and row.until is not None and row.until <= now.date()
    return DeskIdea(
        id=idea.id, group_id=idea.group_id, words=idea.text, touchpoint=names.get(idea.touchpoint_id or ""),
        at=idea.created_at, age_days=_days(idea.created_at, now), people=chain.part.count, sides=chain.part.sides,
        similar=tuple(other.text for other in chain.merged if other.state == IdeaState.SHOWN), vote=chain.vote,
        promise=_touched(own, False) if own else _touched(there, True) if there else None,
        decision=decision_as_seen(row, deciders.get(row.decided_by, "")) if row else None, replies=said,
        waiting=row is None or due or (row.outcome == Outcome.ASK and bool(said)),
        may_decide=viewer.may(May.DECISION_MAKE, group_id=idea.group_id),
    )  # fmt: skip


def _touched(link: PromiseLink, told_here: bool) -> TouchedPromise:
    verdict = link.verdict if link.verdict and link.verdict.version == link.terms.number else None
    return TouchedPromise(
        link.promise_id, link.terms.sentence, link.terms.kept, link.terms.of,
        str(verdict.verdict) if verdict else None, verdict.facts.share if verdict and not verdict.too_old else None,
        told_here,
    )  # fmt: skip


def _told_at(session: Session, touchpoint_ids: set[str], now: datetime) -> dict[str, PromiseLink]:
    """The promise told at each touchpoint: of those in use, the one that falls shortest of its share."""
    if not touchpoint_ids:
        return {}
    places = session.exec(
        select(Wording.touchpoint_id, Wording.promise_id).where(
            col(Wording.touchpoint_id).in_(touchpoint_ids), col(Wording.removed_at).is_(None)
        )
    ).all()
    if not places:
        return {}
    wanted = col(Promise.id).in_({promise_id for _, promise_id in places}) & (col(Promise.state) == State.IN_USE)
    links = {link.promise_id: link for _, link in promise_links(session, wanted, now=now)}
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


def _days(since: datetime, now: datetime) -> int:
    return max(0, (now - since).days)
