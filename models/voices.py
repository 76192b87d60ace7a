"""Voices: the lists of feedback that staff read. `models.feedback` says what a feedback is and how it comes in.

Invariants: only staff; an idea is named only to somebody in its group, though everybody sees that there is one; the
numbers above the list are one statement, a page of the list is at most thirteen, whatever the number of rows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import false, func, true
from sqlmodel import Session, col, select

from models import functions, organisations, people, touchpoints
from models.access import May, Viewer
from models.feedback import Feedback, Source, whole_text
from models.ideas import Idea, idea_for
from models.matters import Matter
from models.paging import apart, ids_of_page, ids_with_first
from models.promise_terms import PromiseVersion
from models.promises import Promise
from models.search import Asked, how_asked, matching_feedback

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
class Ticks:
    """It says what happened; when and where; there is a proof."""

    what: bool = False
    when: bool = False
    proof: bool = False

    @property
    def argued(self) -> int:
        """How many of the three."""
        return self.what + self.when + self.proof


@dataclass(frozen=True)
class Charge:
    """Who answers, by when, and what was said; `closing`: the last words to it. `by` is empty while nobody does."""

    by_id: str | None = None
    by: str = ""
    answer_by: date | None = None
    answered_at: datetime | None = None
    answer: str = ""
    closed_at: datetime | None = None
    closing: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class FeedbackView:
    """A feedback as staff see it. `idea_id` only when the reader is in the idea's group.

    face: None for a text that came without one; `proposed_face` then waits for a person to confirm it.
    promise_id, promise: the published promise that was not kept for whoever left it.
    to_touchpoint: where the hand-over led to that hurt. `followed`: whoever left it reads what becomes of it.
    rest: what follows the words of a long text, all of which is `whole`.
    """

    id: str
    at: datetime
    touchpoint_id: str
    touchpoint: str
    source: Source
    face: int | None
    words: str
    reference: str
    hidden: int
    read: bool
    turned: bool
    idea_id: str | None
    idea: str | None
    promise_id: str | None = None
    promise: str = ""
    proposed_face: int | None = None
    to_touchpoint: str = ""
    ticks: Ticks = Ticks()
    matter: str = ""
    came_by: str | None = None
    function_id: str | None = None
    function: str = ""
    organisation: str = ""
    charge: Charge = Charge()
    followed: bool = False
    rest: str = ""
    whole: str = ""


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
    order: str = Order.NEWEST, today: date | None = None, size: int = PAGE_SIZE, feedback_id: str | None = None,
) -> FeedbackPage:  # fmt: skip
    """Feedback, a page at a time. touchpoint_id: where it was, or where the hand-over led to."""
    viewer.must(May.FEEDBACK_SEE)
    loose = apart(session, col(Feedback.idea_id)).is_(None)
    chosen = [loose if which == Which.LOOSE else _chosen(Which(which), today)]
    if touchpoint_id:
        there = col(Feedback.touchpoint_id) == touchpoint_id
        chosen.append(there | (col(Feedback.to_touchpoint_id) == touchpoint_id))
    if feedback_id is not None:
        chosen.append(col(Feedback.id) == feedback_id)
    equal: dict[Any, Any] = {Feedback.source: source, Feedback.face: face, Feedback.function_id: function_id}
    chosen += [col(column) == value for column, value in equal.items() if value]
    ticked = col(Feedback.argued) > 0
    few = bool(touchpoint_id or feedback_id) or which in _FEW
    said = matching_feedback(session, search, Asked.WALK if few else Asked.FOUND)
    counted: Any = select(func.count(), func.count().filter(ticked)).select_from(Feedback).where(*chosen, said)
    if len(chosen) == 1 and which == Which.ALL and not search.strip():
        counted = select(_how_many(), _how_many(ticked))
    total, argued = session.exec(counted).one()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    chosen.append(said if few else matching_feedback(session, search, how_asked(total, ordered=True)))
    # The ids first, from an index: a late page would read the words of every row before it.
    listed, rows_by = select(Feedback.id).where(*chosen), _order(order)
    if order == Order.DUE:
        ids = ids_with_first(session, listed, col(Feedback.answer_by), rows_by, total=total, page=page, size=size)
    else:
        ids = ids_of_page(session, listed, rows_by, total=total, page=page, size=size)
    place, asked = {one: at for at, one in enumerate(ids)}, select(Feedback).where(col(Feedback.id).in_(ids))
    rows = _views(session, viewer, sorted(session.exec(asked).all(), key=lambda row: place[row.id]))
    return FeedbackPage(rows, total, page, pages, int(argued))


def feedback_of_idea(session: Session, viewer: Viewer, *, idea_id: str) -> list[FeedbackView]:
    """The voices behind an idea, newest first, for staff of its group."""
    viewer.must(May.FEEDBACK_SEE)
    idea_for(session, viewer, idea_id)
    asked = select(Feedback).where(Feedback.idea_id == idea_id).order_by(col(Feedback.created_at).desc()).limit(50)
    return _views(session, viewer, list(session.exec(asked).all()))


def last_noted(session: Session, viewer: Viewer, *, most: int = NOTED_LISTED) -> list[FeedbackView]:
    """The voices this person noted last."""
    viewer.must(May.FEEDBACK_RECORD)
    asked = select(Feedback).where(Feedback.recorded_by == viewer.person_id)
    rows = session.exec(asked.order_by(col(Feedback.read_at).desc(), col(Feedback.id)).limit(most)).all()
    return _views(session, viewer, list(rows))


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


def _views(session: Session, viewer: Viewer, rows: list[Feedback]) -> list[FeedbackView]:
    places = {row.touchpoint_id for row in rows} | {row.to_touchpoint_id for row in rows if row.to_touchpoint_id}
    points = touchpoints.touchpoint_names(session, places)
    linked = {row.idea_id for row in rows if row.idea_id}
    # Whose they are is looked at here: asked for by many ids and a group, SQLite reads the whole group.
    asked = select(Idea.id, Idea.text, Idea.group_id).where(col(Idea.id).in_(linked))
    texts = {one: text for one, text, group in (session.exec(asked) if linked else ()) if group in viewer.seats}
    names = _Names(
        points, people.names_of(session, {row.taken_by for row in rows if row.taken_by}),
        organisations.organisation_names(session, {row.organisation_id for row in rows if row.organisation_id}),
        _named(session, Matter, {row.matter_id for row in rows if row.matter_id}),
        _named(session, functions.Function, {row.function_id for row in rows if row.function_id}),
        _sentences(session, {row.promise_id for row in rows if row.promise_id}), texts,
    )  # fmt: skip
    return [_view(row, names) for row in rows]


@dataclass(frozen=True)
class _Names:
    """What the rows of a page point at, by id."""

    points: dict[str, str]
    people: dict[str, str]
    organisations: dict[str, str]
    matters: dict[str, str]
    functions: dict[str, str]
    promises: dict[str, str]
    ideas: dict[str, str]


def _view(row: Feedback, names: _Names) -> FeedbackView:
    charge = Charge(row.taken_by, names.people.get(row.taken_by or "", ""), row.answer_by, row.answered_at,
                    row.answer or "", row.closed_at, row.closing or "", row.minutes)  # fmt: skip
    ticks = Ticks(bool(row.said_what), bool(row.said_when), bool(row.said_proof))
    return FeedbackView(
        row.id, row.created_at, row.touchpoint_id, names.points.get(row.touchpoint_id, ""), Source(row.source),
        row.face, row.words, row.reference, row.hidden, row.read_at is not None, row.idea_id is not None,
        row.idea_id if row.idea_id in names.ideas else None, names.ideas.get(row.idea_id or ""), row.promise_id,
        promise=names.promises.get(row.promise_id or "", ""), proposed_face=row.proposed_face, ticks=ticks,
        to_touchpoint=names.points.get(row.to_touchpoint_id or "", ""), came_by=row.came_by, charge=charge,
        matter=names.matters.get(row.matter_id or "", ""), function_id=row.function_id,
        function=names.functions.get(row.function_id or "", ""),
        organisation=names.organisations.get(row.organisation_id or "", ""),
        followed=row.followed_at is not None or row.person_id is not None, rest=row.rest or "",
        whole=whole_text(row.words, row.rest),
    )  # fmt: skip


def _named(session: Session, table: Any, ids: set[str]) -> dict[str, str]:
    return dict(session.exec(select(table.id, table.name).where(col(table.id).in_(ids))).all()) if ids else {}


def _sentences(session: Session, promise_ids: set[str]) -> dict[str, str]:
    """What each of these promises says now."""
    asked = select(Promise.id, PromiseVersion.sentence).join(
        PromiseVersion,
        (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
    ).where(col(Promise.id).in_(promise_ids))  # fmt: skip
    return dict(session.exec(asked).all()) if promise_ids else {}
