"""The backlog: every idea with where it stands, filtered, searched and sorted by the database; the table.

Not a noun with a table. Table, board and picture (`models.backlog_views`) draw the same question (`BacklogQuery`), so
what one counts the others show.
What only staff may know (cost, scores) neither filters nor sorts a customer's list.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, union_all
from sqlmodel import Session, col, select

from models.access import Viewer
from models.decisions import Decision, Outcome
from models.desk import DeskView, desk_with, idea_in_front
from models.desk_rows import DeskIdea, desk_rows
from models.functions import Side
from models.idea_figures import IdeaFigures
from models.idea_scores import evaluated_by
from models.ideas import Idea
from models.paging import ENDS, FEW, apart, found_first, ids_of_page, page_shown
from models.promises import Promise
from models.search import Asked, how_asked, matching_ideas
from models.standings import Counted, Standing, count_standing, groups_decided_for, standing_ideas, stands
from models.supports import Support
from models.touchpoints import Touchpoint

PAGE_SIZE = 20


class Sort(StrEnum):
    """In which order the table stands."""

    OLDEST = "oldest"
    NEWEST = "newest"
    BEST = "best"
    CHEAPEST = "cheapest"


@dataclass(frozen=True)
class BacklogQuery:
    """What is asked of the backlog; nothing said is everything. standing: empty for what waits, or all if nothing does.

    promise_id: ideas that touch this promise; older_than: days; unscored: without value and effort; mine: written or
    supported by me; to_evaluate: not yet scored by me.
    """

    group_id: str | None = None
    standing: str = Standing.ALL
    search: str = ""
    touchpoint_id: str | None = None
    stage_id: str | None = None
    side: str | None = None
    promise_id: str | None = None
    older_than: int | None = None
    unscored: bool = False
    mine: bool = False
    to_evaluate: bool = False
    sort: str = Sort.OLDEST
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but group and standing limits the list."""
        return replace(self, group_id=None, standing=Standing.ALL, sort=Sort.OLDEST, page=1) != BacklogQuery()


@dataclass(frozen=True)
class BacklogPage:
    """A page of the table. standing: of the ideas that stand where; of all, or where the question left it open, of what
    was usual.
    """

    rows: list[DeskIdea]
    total: int
    page: int
    pages: int
    standing: str = Standing.ALL


@dataclass(frozen=True)
class PickedIdea:
    """An idea ticked in the table: enough to name it where its row is not shown, and to know what may be done."""

    id: str
    group_id: str
    words: str


def backlog(
    session: Session, viewer: Viewer, *, now: datetime, asked: BacklogQuery, size: int = PAGE_SIZE,
    ends: int | None = ENDS,
) -> BacklogPage:  # fmt: skip
    """A page of the table; ends: see `models.paging`."""
    groups = groups_decided_for(viewer, asked.group_id)
    # How many of them have a figure no other count knows.
    alone = asked.narrowed or _by_figure(viewer, asked)
    known = None if alone else _known(count_standing(session, groups, now), asked)
    found, ids = _listed(session, viewer, groups, now, asked, known, size=size, ends=ends)
    rows = desk_rows(session, viewer, ids, now)
    return replace(found, rows=[rows[idea_id] for idea_id in ids])


def desk_and_backlog(
    session: Session, viewer: Viewer, *, now: datetime, asked: BacklogQuery, place: int = 1,
    idea_id: str | None = None, listed: bool = True,
) -> tuple[DeskView, BacklogPage]:  # fmt: skip
    """The desk and the table below it, for half the questions to the database. `listed` false: an empty table."""
    groups = groups_decided_for(viewer, asked.group_id)
    counted = count_standing(session, groups, now)
    place, front = idea_in_front(session, groups, now, counted.waiting, place, idea_id)
    page, ids = BacklogPage([], 0, 1, 1), list[str]()
    if listed:
        if not asked.standing:
            usual = Standing.WAITING if counted.waiting and not asked.narrowed else Standing.ALL
            asked = replace(asked, standing=usual)
        known = None if asked.narrowed else _known(counted, asked)
        page, ids = _listed(session, viewer, groups, now, asked, known)
    rows = desk_rows(session, viewer, list(dict.fromkeys([*([front] if front else []), *ids])), now)
    view = desk_with(counted, place, rows[front] if front else None)
    return view, replace(page, rows=[rows[one] for one in ids], standing=asked.standing)


def still_asked(
    session: Session, viewer: Viewer, *, now: datetime, asked: BacklogQuery, ids: list[str]
) -> list[PickedIdea]:  # fmt: skip
    """Which of these are in the list asked for, on whatever page, in the order of `ids`. At most one statement."""
    groups = groups_decided_for(viewer, asked.group_id)
    if not ids:
        return []
    # Few are known already: their words are looked at, whatever else says the same.
    found = ideas_asked(session, viewer, groups, now, asked, Idea.id, Idea.group_id, Idea.text, how=Asked.WALK)
    rows = session.execute(found.where(col(Idea.id).in_(ids))).all()
    there = {str(row[0]): PickedIdea(str(row[0]), str(row[1]), str(row[2])) for row in rows}
    return [there[one] for one in ids if one in there]


def _known(counted: Counted, asked: BacklogQuery) -> int | None:
    """How many the list holds, where it is everything that stands somewhere: counted from indexes already."""
    return {str(one): n for one, n in counted.counts.items()}.get(asked.standing or Standing.ALL)


def _listed(
    session: Session, viewer: Viewer, groups: list[str], now: datetime, asked: BacklogQuery, known: int | None = None,
    size: int = PAGE_SIZE, ends: int | None = ENDS,
) -> tuple[BacklogPage, list[str]]:  # fmt: skip
    total = known if asked.sort in (Sort.OLDEST, Sort.NEWEST) else None
    if total is None and asked.page <= 1 and not asked.search.strip():
        # The first page, and how many there are, of one statement; no row at all is none in all. Of a search it must be
        # known before how many there are (`models.paging`).
        whole = ideas_asked(session, viewer, groups, now, asked, func.count()).correlate(None).scalar_subquery()
        found = in_order(ideas_asked(session, viewer, groups, now, asked, Idea.id, whole), viewer, asked.sort)
        rows = session.execute(found.limit(size)).all()
        total = int(rows[0][1]) if rows else 0
        return BacklogPage([], total, 1, max(1, -(-total // size))), [str(idea_id) for idea_id, _ in rows]
    if total is None:
        counted = ideas_asked(session, viewer, groups, now, asked, func.count())
        total = int(session.execute(counted).scalar_one())
    pages = max(1, -(-total // size))
    page = page_shown(asked.page, pages, ends)
    order = order_of(viewer, asked.sort)
    if _by_figure(viewer, asked):
        # Those that have the figure are walked by it, but for few of them.
        how = Asked.WALK if total > FEW else Asked.FOUND
    else:
        # Several groups stand in no one order: walked, all of them would be.
        how = how_asked(total, len(groups) == 1)
    if known is not None and known <= FEW and asked.standing in tuple(Outcome):
        order = found_first(order)
    wanted = ideas_asked(session, viewer, groups, now, asked, Idea.id, how=how)
    ids = ids_of_page(session, wanted, order, total=total, page=page, size=size)
    return BacklogPage([], total, page, pages), ids


def ideas_asked(
    session: Session, viewer: Viewer, groups: list[str], now: datetime, asked: BacklogQuery, *what: Any,
    how: Asked = Asked.FOUND,
) -> Any:  # fmt: skip
    """A SELECT of the ideas that are asked for, without an order; permission for the groups was asked."""
    standing = stands(asked.standing, now)
    # Each join costs a look-up for every idea there is: only what is asked for is joined.
    found = standing_ideas(groups, *what, decided=standing is not None)
    if _by_figure(viewer, asked):
        figure = IdeaFigures.score if asked.sort == Sort.BEST else IdeaFigures.cost
        idea_id: Any = col(IdeaFigures.idea_id)
        if how is Asked.WALK or not asked.search.strip():
            # From the figures to their ideas, in the order of an index: most ideas have none.
            idea_id = apart(session, idea_id)
        found = found.join(IdeaFigures, idea_id == col(Idea.id)).where(
            col(IdeaFigures.group_id).in_(groups), col(figure).is_not(None)
        )
    where = narrowed_by(session, viewer, now, asked, how)
    if asked.standing in tuple(Outcome):
        # A decision is of its idea's group: said again, as the index of what stands where says it.
        where.append(col(Decision.group_id).in_(groups))
    return found.where(*where) if standing is None else found.where(standing, *where)


def _by_figure(viewer: Viewer, asked: BacklogQuery) -> bool:
    return viewer.is_staff and asked.sort in (Sort.BEST, Sort.CHEAPEST)


def narrowed_by(
    session: Session, viewer: Viewer, now: datetime, asked: BacklogQuery, how: Asked = Asked.FOUND
) -> list[Any]:  # fmt: skip
    """The conditions on the idea itself."""
    staff = viewer.is_staff
    at_stage = select(Touchpoint.id).where(Touchpoint.stage_id == asked.stage_id)
    scored = select(IdeaFigures.idea_id).where(col(IdeaFigures.score).is_not(None))
    where = [
        matching_ideas(session, asked.search, how) if asked.search.strip() else None,
        col(Idea.touchpoint_id) == asked.touchpoint_id if asked.touchpoint_id else None,
        col(Idea.touchpoint_id).in_(at_stage) if asked.stage_id else None,
        col(Idea.side) == asked.side if asked.side in tuple(Side) else None,
        _touches(asked.promise_id) if asked.promise_id and staff else None,
        col(Idea.created_at) < now - timedelta(days=asked.older_than) if asked.older_than else None,
        col(Idea.id).not_in(scored) if asked.unscored and staff else None,
        _mine(viewer) if asked.mine else None,
        col(Idea.id).not_in(evaluated_by(viewer)) if asked.to_evaluate and staff else None,
    ]
    return [one for one in where if one is not None]


def in_order(found: Any, viewer: Viewer, sort: str) -> Any:
    """The same in the order asked for, a whole one."""
    return found.order_by(*order_of(viewer, sort))


def order_of(viewer: Viewer, sort: str) -> tuple[Any, ...]:
    """The order asked for; what only staff may know sorts nothing for others."""
    if sort == Sort.NEWEST:
        return col(Idea.created_at).desc(), col(Idea.id).desc()
    if sort == Sort.BEST and viewer.is_staff:
        return col(IdeaFigures.score).desc(), col(Idea.created_at), col(Idea.id)
    if sort == Sort.CHEAPEST and viewer.is_staff:
        return col(IdeaFigures.cost), col(Idea.created_at), col(Idea.id)
    return col(Idea.created_at), col(Idea.id)


def _touches(promise_id: str) -> Any:
    """Said to touch it, decided to, or what it grew out of."""
    return col(Idea.id).in_(
        union_all(
            select(IdeaFigures.idea_id).where(IdeaFigures.promise_id == promise_id),
            select(Decision.idea_id).where(
                Decision.promise_id == promise_id, col(Decision.standing), col(Decision.idea_id).is_not(None)
            ),
            select(Promise.idea_id).where(Promise.id == promise_id, col(Promise.idea_id).is_not(None)),
        )
    )


def _mine(viewer: Viewer) -> Any:
    supported = select(Support.idea_id).where(Support.person_id == viewer.person_id)
    return (col(Idea.author_id) == viewer.person_id) | col(Idea.id).in_(supported)
