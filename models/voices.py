"""Voices: the lists of feedback that staff read. `models.feedback` says what a feedback is and how it comes in.

Invariants: only staff; an idea is named only to somebody in its group, though everybody sees that there is one; the
numbers above the list are one statement, a page of the list is at most fourteen, whatever the number of rows.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import false, func, literal, true
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.feedback import Feedback
from models.ideas import idea_for
from models.paging import ENDS, apart, ids_of_page, ids_with_first, page_shown
from models.search import Asked, how_asked, matching_feedback
from models.voice_views import FeedbackView, voice_views

PAGE_SIZE = 20
NOTED_LISTED = 5


class Which(StrEnum):
    """Which feedback a list shows."""

    ALL = "all"
    NEW = "new"
    LOOSE = "loose"
    TURNED = "turned"
    CHARGE = "charge"
    LATE = "late"
    ARGUED = "argued"
    FACELESS = "faceless"
    CLOSED = "closed"


class Order(StrEnum):
    """What stands on top of a list."""

    NEWEST = "newest"
    ARGUED = "argued"
    DUE = "due"


@dataclass(frozen=True)
class FeedbackCounts:
    """How much there is; `loose`: part of no idea yet; `argued`: at least one tick.

    charge: taken in charge and not answered yet; late: of these, past their day; faceless: no face yet.
    """

    all: int
    new: int
    loose: int
    turned: int
    charge: int = 0
    late: int = 0
    argued: int = 0
    faceless: int = 0
    closed: int = 0


@dataclass(frozen=True)
class FeedbackPage:
    """One page of a list; `total` counts what the choice and the search found, `argued` how many of them are argued."""

    rows: list[FeedbackView]
    total: int
    page: int
    pages: int
    argued: int = 0


def feedback_counts(session: Session, viewer: Viewer, *, today: date | None = None) -> FeedbackCounts:
    """The numbers above the list, in one question to the database. today: without it nothing is late."""
    viewer.must(May.FEEDBACK_SEE)
    numbers = (Which.NEW, Which.LOOSE, Which.CHARGE, Which.LATE, Which.ARGUED, Which.FACELESS, Which.CLOSED)
    # Each from an index of its own, which most voices are not in: together a tenth of one walk over all of them.
    asked: Any = select(_how_many(), *(_how_many(_chosen(which, today)) for which in numbers))
    everything, new, loose, charge, late, argued, faceless, closed = session.exec(asked).one()
    return FeedbackCounts(everything, new, loose, everything - loose, charge, late, argued, faceless, closed)


def _how_many(*where: Any) -> Any:
    return select(func.count()).select_from(Feedback).where(*where).scalar_subquery()


def feedback_listed(
    session: Session, viewer: Viewer, *, which: str = Which.ALL, touchpoint_id: str | None = None, search: str = "",
    page: int = 1, source: str | None = None, face: int | None = None, function_id: str | None = None,
    order: str = Order.NEWEST, today: date | None = None, size: int = PAGE_SIZE,
    feedback_id: str | None = None, ends: int | None = ENDS,
) -> FeedbackPage:  # fmt: skip
    """Feedback, a page at a time: newest first, most argued first, or by the day an answer is due.

    touchpoint_id: where it was, or where the hand-over led to. ends: see `models.paging`.
    """
    viewer.must(May.FEEDBACK_SEE)
    # What half of them are or have must not be looked for by its index.
    many = {Which.LOOSE: apart(session, col(Feedback.idea_id)).is_(None),
            Which.ARGUED: apart(session, col(Feedback.argued)) > 0}  # fmt: skip
    chosen = [many[Which(which)] if which in many else _chosen(Which(which), today)]
    if touchpoint_id:
        there = col(Feedback.touchpoint_id) == touchpoint_id
        chosen.append(there | (col(Feedback.to_touchpoint_id) == touchpoint_id))
    if feedback_id is not None:
        chosen.append(col(Feedback.id) == feedback_id)
    equal: dict[Any, Any] = {Feedback.source: source, Feedback.face: face, Feedback.function_id: function_id}
    chosen += [col(column) == value for column, value in equal.items() if value]
    ticked = col(Feedback.argued) > 0
    # Where an index holds the few that are asked for, those are looked at, however many say the words.
    few = bool(touchpoint_id or feedback_id) or which in _FEW
    said = matching_feedback(session, search, Asked.WALK if few else Asked.FOUND)
    due = col(Feedback.answer_by)
    numbers = func.count(), func.count().filter(ticked), func.count(due) if order == Order.DUE else literal(0)
    counted: Any = select(*numbers).select_from(Feedback).where(*chosen, said)
    if len(chosen) == 1 and which == Which.ALL and not search.strip():
        counted = select(_how_many(), _how_many(ticked), _how_many(due.is_not(None)))
    total, argued, with_day = session.exec(counted).one()
    pages = max(1, -(-total // size))
    page = page_shown(page, pages, ends)
    chosen.append(said if few else matching_feedback(session, search, how_asked(total, ordered=True)))
    # The ids first, from an index: a late page would read the words of every row before it.
    listed, rows_by = select(Feedback.id).where(*chosen), _order(order)
    if order == Order.DUE:
        ids = ids_with_first(session, listed, due, rows_by, total=total, with_it=with_day, page=page, size=size)
    else:
        ids = ids_of_page(session, listed, rows_by, total=total, page=page, size=size)
    place, asked = {one: at for at, one in enumerate(ids)}, select(Feedback).where(col(Feedback.id).in_(ids))
    rows = voice_views(session, viewer.seats, sorted(session.exec(asked).all(), key=lambda row: place[row.id]))
    return FeedbackPage(rows, total, page, pages, int(argued))


def feedback_of_idea(session: Session, viewer: Viewer, *, idea_id: str) -> list[FeedbackView]:
    """The voices behind an idea, newest first, for staff of its group."""
    viewer.must(May.FEEDBACK_SEE)
    idea_for(session, viewer, idea_id)
    asked = select(Feedback).where(Feedback.idea_id == idea_id).order_by(col(Feedback.created_at).desc()).limit(50)
    return voice_views(session, viewer.seats, list(session.exec(asked).all()))


def last_noted(session: Session, viewer: Viewer, *, most: int = NOTED_LISTED) -> list[FeedbackView]:
    """The voices this person noted last."""
    viewer.must(May.FEEDBACK_RECORD)
    asked = select(Feedback).where(Feedback.recorded_by == viewer.person_id)
    rows = session.exec(asked.order_by(col(Feedback.read_at).desc(), col(Feedback.id)).limit(most)).all()
    return voice_views(session, viewer.seats, list(rows))


# Read from indexes of their own (`models.voice_indexes`).
_FEW = (Which.NEW, Which.CHARGE, Which.LATE, Which.FACELESS, Which.CLOSED)


@lru_cache(maxsize=64)
def _chosen(which: Which, today: date | None) -> Any:
    """What a row must be for one of the lists."""
    open_ = col(Feedback.answered_at).is_(None) & col(Feedback.closed_at).is_(None)
    taken = col(Feedback.taken_at).is_not(None)
    return {
        Which.ALL: true(),
        Which.NEW: col(Feedback.read_at).is_(None),
        Which.LOOSE: col(Feedback.idea_id).is_(None),
        Which.TURNED: col(Feedback.idea_id).is_not(None),
        Which.CHARGE: taken & open_,
        # Whoever said a day has taken it: said again, as the index of what is in charge says it.
        Which.LATE: false() if today is None else taken & (col(Feedback.answer_by) < today) & open_,
        Which.ARGUED: col(Feedback.argued) > 0,
        Which.FACELESS: col(Feedback.face).is_(None),
        Which.CLOSED: col(Feedback.closed_at).is_not(None),
    }[which]


def _order(order: str) -> tuple[Any, ...]:
    newest = (col(Feedback.created_at).desc(), col(Feedback.id).desc())
    return (col(Feedback.argued).desc(), *newest) if order == Order.ARGUED else newest
