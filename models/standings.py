"""Where an idea stands: the conditions of the backlog as the database knows them, and how many ideas stand where.

Not a noun with a table. An idea waits when it is shown, not part of another, its round is over, and no decision stands,
or the one that stands has come due: "later" until a day that is here, a question that has an answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, func, literal, union_all
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.days import day_here
from models.decisions import Decision, Outcome
from models.ideas import Idea, IdeaState
from models.replies import Reply
from models.rounds import Round, RoundState
from models.statements import run

PATIENCE = timedelta(days=14)
# What may come back to the desk.
_RETURNS = (Outcome.LATER, Outcome.ASK)


class Standing(StrEnum):
    """Where an idea stands, as the table below the desk filters it."""

    ALL = "all"
    WAITING = "waiting"
    DO = "do"
    LATER = "later"
    NO = "no"
    ASK = "ask"


@dataclass(frozen=True)
class Counted:
    """How many ideas wait, how many of them longer than 14 days, the oldest's days; how many stand where."""

    waiting: int
    late: int
    oldest_days: int
    counts: dict[Standing, int]


def groups_decided_for(viewer: Viewer, group_id: str | None) -> list[str]:
    """The groups whose backlog this person sees: the one asked for, or all of theirs.

    Raises:
        NotFound: the group is not this person's.
    """
    if group_id is not None:
        viewer.must(May.DECISION_SEE, group_id=group_id)
        return [group_id]
    groups = [one for one in viewer.seats if viewer.may(May.DECISION_SEE, group_id=one)]
    if not groups:
        viewer.must(May.DECISION_SEE)
    return groups


def standing_ideas(groups: Sequence[str], *what: Any, decided: bool = True) -> Any:
    """A SELECT of the backlog's ideas, with the decision that stands (or none) joined to each; without it if not
    `decided`, where nobody looks at it."""
    found = select(*what).select_from(Idea).where(*in_backlog(groups))
    if not decided:
        return found
    return found.join(Decision, (col(Decision.idea_id) == col(Idea.id)) & col(Decision.standing), isouter=True)


def in_backlog(groups: Sequence[str]) -> tuple[Any, ...]:
    """Shown, not part of another, its round over: what may be decided about."""
    return *_shown_whole(groups), col(Idea.round_id).is_(None) | col(Idea.round_id).not_in(running_rounds(groups))


def places_in_backlog(groups: Sequence[str], sign: int) -> list[Any]:
    """SELECTs of touchpoint, how many ideas of the backlog are there, and the sign to add them up with. Counted from an
    index: all that are shown, less the few whose round still goes on."""
    parts = []
    for where, times in ((_shown_whole(groups), sign), (in_running(groups), -sign)):
        asked = select(col(Idea.touchpoint_id), func.count(), literal(times).label("sign")).where(*where)
        parts.append(asked.group_by(col(Idea.touchpoint_id)))
    return parts


def running_rounds(groups: Sequence[str]) -> Any:
    """The ids of their rounds that still go on."""
    return select(Round.id).where(col(Round.group_id).in_(groups), Round.state != RoundState.CLOSED)


def _shown_whole(groups: Sequence[str]) -> tuple[Any, ...]:
    return col(Idea.group_id).in_(groups), Idea.state == IdeaState.SHOWN, col(Idea.merged_into_id).is_(None)


def in_running(groups: Sequence[str]) -> tuple[Any, ...]:
    """Shown and not part of another, its round still going on: few."""
    return *_shown_whole(groups), col(Idea.round_id).in_(running_rounds(groups))


def _out_of_backlog(groups: Sequence[str]) -> Any:
    """The ids of these groups' ideas that are not in the backlog: each kind from where an index holds it together."""
    hidden = [one for one in IdeaState if one is not IdeaState.SHOWN]
    of = col(Idea.group_id).in_(groups)
    merged = Idea.state == IdeaState.SHOWN, col(Idea.merged_into_id).is_not(None)
    return union_all(
        select(Idea.id).where(of, col(Idea.state).in_(hidden)), select(Idea.id).where(of, *merged),
        select(Idea.id).where(*in_running(groups)),
    )  # fmt: skip


def waits(now: datetime) -> Any:
    """The condition that an idea of `standing_ideas` waits for a decision."""
    return waits_on(day_here(now))


def waits_on(today: date) -> Any:
    """The same on a day, for questions that are put together once a day."""
    return col(Decision.id).is_(None) | _came_back(today)


def stands(standing: str, now: datetime) -> Any:
    """The condition of one standing; None for all. What came back to the desk waits, and stands nowhere else."""
    if standing in (Standing.ALL, ""):
        return None
    if standing == Standing.WAITING:
        return waits(now)
    decided = col(Decision.outcome) == standing
    return decided & ~_came_back(day_here(now)) if standing in (Standing.LATER, Standing.ASK) else decided


def _came_back(today: date) -> Any:
    # Without a day it never comes back; NULL would make the contrary unknown too.
    due = (col(Decision.outcome) == Outcome.LATER) & (func.coalesce(col(Decision.until), date.max) <= today)
    return due | ((col(Decision.outcome) == Outcome.ASK) & col(Decision.id).in_(select(Reply.decision_id)))


def count_standing(session: Session, groups: Sequence[str], now: datetime, *where: Any) -> Counted:
    """How many ideas stand where. One question. where: conditions on the idea that narrow it."""
    if not where:
        return _count_all(session, groups, now)
    wait, late = waits(now), col(Idea.created_at) < now - PATIENCE
    asked = standing_ideas(
        groups, func.count(), _number(wait), _number(wait & late), func.min(col(Idea.created_at)).filter(wait),
        *(_number(stands(outcome, now)) for outcome in Outcome),
    ).where(*where)  # fmt: skip
    everything, waiting, over, oldest, *by_outcome = session.execute(asked).one()
    counts = {Standing.ALL: int(everything), Standing.WAITING: int(waiting)}
    counts |= {Standing(o.value): int(n) for o, n in zip(Outcome, by_outcome, strict=True)}
    return Counted(int(waiting), int(over), days_since(oldest, now) if oldest else 0, counts)


def _count_all(session: Session, groups: Sequence[str], now: datetime) -> Counted:
    """The same of everything in the backlog."""
    total, fresh, *rest = run(session, _all_asked(tuple(groups), day_here(now)), since=now - PATIENCE).one()
    n = {one: int(found) for one, found in zip(Outcome, rest, strict=False)}
    came_back = {one: int(found) for one, found in zip(_RETURNS, rest[len(Outcome) :], strict=False)}
    waiting = int(total) - sum(n.values()) + sum(came_back.values())
    since = [found for found in rest[len(Outcome) + len(_RETURNS) :] if found is not None]
    counts = {Standing.ALL: int(total), Standing.WAITING: waiting}
    counts |= {Standing(one.value): n[one] - came_back.get(one, 0) for one in Outcome}
    return Counted(waiting, waiting - int(fresh), days_since(min(since), now) if since else 0, counts)


@lru_cache(maxsize=128)
def _all_asked(groups: Sequence[str], today: date) -> Any:
    """The question of `_count_all`: what stands in these groups, less what stands on ideas that are not in the backlog;
    both are read from indexes, and the latter are few. Kept: putting it together takes longer than a small company's
    database takes to answer it.
    """
    backs = dict(zip(_RETURNS, (col(Decision.until) <= today, col(Decision.id).in_(select(Reply.decision_id))),
                     strict=True))  # fmt: skip
    out = _out_of_backlog(groups).subquery()
    apart = (
        select(*(_number(col(Decision.outcome) == one).label(f"apart_{one}") for one in Outcome),
               *(_number((col(Decision.outcome) == one) & back).label(f"back_{one}") for one, back in backs.items()))
        # From the few ideas to their decisions: an outer join leaves no other way.
        .select_from(out)
        .join(Decision, (col(Decision.idea_id) == out.c.id) & col(Decision.standing), isouter=True)
        .subquery()
    )  # fmt: skip

    def standing(outcome: Outcome, *also: Any) -> Any:
        asked = select(func.count()).select_from(Decision).where(
            col(Decision.group_id).in_(groups), col(Decision.standing), col(Decision.idea_id).is_not(None),
            Decision.outcome == outcome, *also,
        )  # fmt: skip
        return asked.scalar_subquery()

    everything = select(func.count()).select_from(Idea).where(*_shown_whole(groups)).scalar_subquery()
    running = select(func.count()).select_from(Idea).where(*in_running(groups)).scalar_subquery()
    young = standing_ideas(groups, func.count()).where(waits_on(today), col(Idea.created_at) >= bindparam("since"))
    # The first that waits, group by group: so that each is found where its list begins.
    first = [standing_ideas([one], Idea.created_at).where(waits_on(today)).order_by(col(Idea.created_at), col(Idea.id))
             .limit(1).scalar_subquery() for one in groups]  # fmt: skip
    return select(
        everything - running, young.scalar_subquery(), *(standing(one) - apart.c[f"apart_{one}"] for one in Outcome),
        *(standing(one, back) - apart.c[f"back_{one}"] for one, back in backs.items()), *first,
    ).select_from(apart)  # fmt: skip


def _number(what: Any) -> Any:
    # Where it is so, and nothing for all the others.
    return func.count().filter(what)


def standings_of(session: Session, ids: list[str], now: datetime) -> dict[str, Standing]:
    """Where each of these ideas stands, those in the backlog only. Two questions; callers ask for permission."""
    if not ids:
        return {}
    groups = list(session.exec(select(Idea.group_id).where(col(Idea.id).in_(ids)).distinct()).all())
    waiting = case((waits(now), Standing.WAITING.value), else_=col(Decision.outcome))
    asked = standing_ideas(groups, Idea.id, waiting).where(col(Idea.id).in_(ids))
    return {str(idea_id): Standing(where) for idea_id, where in session.execute(asked).all()}


def days_since(moment: datetime, now: datetime) -> int:
    """Whole days from a moment until now, never less than none."""
    return max(0, (now - moment).days)
