"""The backlog as a board and as a picture: the same question (`BacklogQuery`) as the table, drawn otherwise.

Not a noun with a table. What only staff may know (value, effort, score) is drawn for staff alone.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, literal, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from models.access import Viewer
from models.backlog import BacklogQuery, Sort, ideas_asked, in_order, narrowed_by, order_of
from models.chains import promise_links
from models.decisions import Decision
from models.desk import DeskView, desk_with, idea_in_front
from models.desk_rows import DeskIdea, TouchedPromise, desk_rows, in_sight, touched
from models.errors import Refusal
from models.idea_figures import IdeaFigures
from models.ideas import Idea
from models.paging import FEW, found_first
from models.promises import Promise
from models.search import how_asked
from models.standings import Standing, count_standing, groups_decided_for

# A page of a column, and how many pages there are at most: nobody turns further card by card, and what stands there is
# in the table, on any of its pages.
CARDS, PAGES_MOST = 6, 50
DOTS_MOST = 300
BOARD = (Standing.WAITING, Standing.ASK, Standing.LATER, Standing.DO, Standing.NO)


@dataclass(frozen=True)
class Board:
    """A page of the board: each column with its cards, and how many ideas stand there in all; `deepest`: how many cards
    of a column the board shows, where there are more.
    """

    columns: dict[Standing, list[DeskIdea]]
    totals: dict[Standing, int]
    page: int
    pages: int
    deepest: int | None = None


@dataclass(frozen=True)
class Dot:
    """One idea of the picture: how much it is worth and costs in effort, and the promise it touches."""

    id: str
    words: str
    value: float
    effort: float
    score: float | None
    standing: str
    promise: TouchedPromise | None


@dataclass(frozen=True)
class Picture:
    """The best ideas as dots, the best first; how many have a value and an effort, how many have not."""

    dots: list[Dot]
    scored: int
    unscored: int


def desk_and_board(
    session: Session, viewer: Viewer, *, now: datetime, asked: BacklogQuery, place: int = 1, idea_id: str | None = None,
    size: int = CARDS, most: int = PAGES_MOST,
) -> tuple[DeskView, Board]:  # fmt: skip
    """The desk and below it a page of the board, the next cards of every column, for half the questions to the
    database. What is asked of the standing is not looked at.
    """
    groups = groups_decided_for(viewer, asked.group_id)
    counted = count_standing(session, groups, now)
    place, front = idea_in_front(session, groups, now, counted.waiting, place, idea_id)
    wanted = replace(asked, standing=Standing.ALL)
    everything = counted.counts
    if asked.narrowed:
        everything = count_standing(session, groups, now, *narrowed_by(session, viewer, now, asked)).counts
    totals = {one: everything[one] for one in BOARD}
    pages = max(1, *(-(-n // size) for n in totals.values()))
    deepest, pages = most * size if pages > most else None, min(pages, most)
    page = min(max(1, asked.page), pages)
    start, parts = (page - 1) * size, []
    how = how_asked(everything[Standing.ALL], ordered=len(groups) == 1)
    for number, one in enumerate(BOARD):
        if totals[one] <= start:
            continue
        order = order_of(viewer, asked.sort)
        order = found_first(order) if totals[one] <= FEW and one is not Standing.WAITING else order
        column = replace(wanted, standing=one)
        part = ideas_asked(session, viewer, groups, now, column, Idea.id, literal(number), how=how)
        parts.append(select_columns(part.order_by(*order).offset(start).limit(size).subquery()))
    found = session.execute(union_all(*parts)).all() if parts else []
    placed = [(str(one), BOARD[number]) for one, number in found]
    columns: dict[Standing, list[str]] = {one: [] for one in BOARD}
    for card, where in placed:
        columns[where].append(card)
    rows = desk_rows(session, viewer, list(dict.fromkeys([*([front] if front else []), *(i for i, _ in placed)])), now)
    seen = {one: [rows[placed_id] for placed_id in ids] for one, ids in columns.items()}
    return desk_with(counted, place, rows[front] if front else None), Board(seen, totals, page, pages, deepest)


def picture(session: Session, viewer: Viewer, *, now: datetime, asked: BacklogQuery) -> Picture:
    """The best ideas that have a value and an effort. Staff's alone.

    Raises:
        Refusal: `not_allowed` for a customer of the group.
    """
    groups = groups_decided_for(viewer, asked.group_id)
    if not viewer.is_staff:
        raise Refusal("not_allowed")
    wanted = replace(asked, sort=Sort.BEST, page=1)
    both = [ideas_asked(session, viewer, groups, now, one, func.count()).correlate(None).scalar_subquery()
            for one in (replace(asked, sort=Sort.OLDEST), wanted)]  # fmt: skip
    best_of = ideas_asked(session, viewer, groups, now, wanted, Idea.id)
    ids_of_best = in_order(best_of, viewer, Sort.BEST).limit(DOTS_MOST)
    best = (
        select_columns(Idea.id, Idea.text, Decision.outcome, Decision.promise_id, IdeaFigures, *both)  # type: ignore[call-overload]
        .join(IdeaFigures, col(IdeaFigures.idea_id) == col(Idea.id))
        .join(Decision, (col(Decision.idea_id) == col(Idea.id)) & col(Decision.standing), isouter=True)
        .where(col(Idea.id).in_(ids_of_best.subquery().select()))
        .order_by(col(IdeaFigures.score).desc(), col(Idea.created_at), col(Idea.id))
    )
    rows = session.execute(best).all()
    # How many there are stands beside each of the best; where none has a score it is asked alone.
    total, scored = map(int, rows[0][5:] if rows else session.execute(select_columns(*both)).one())
    ids = [str(row[0]) for row in rows]
    named = {one for row in rows for one in (row[3], row[4].promise_id) if one}
    links = promise_links(session, col(Promise.id).in_(named) | col(Promise.idea_id).in_(ids), now=now) if ids else []
    by_promise = {link.promise_id: link for _, link in links}
    grown = {idea_id: link for idea_id, link in reversed(links) if idea_id}
    dots = []
    for idea_id, words, outcome, decided, kept, *_ in rows:
        link = grown.get(idea_id) or by_promise.get(kept.promise_id or "") or by_promise.get(decided or "")
        seen = touched(link) if link and in_sight(viewer, link) else None
        dots.append(Dot(idea_id, words, kept.value, kept.effort, kept.score, outcome or Standing.WAITING, seen))
    return Picture(dots, scored, total - scored)
