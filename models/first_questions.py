"""What the first pages ask: Home, the backlog and its picture, listening, the journey and a search, for somebody who
sees much.

Not a noun. Nothing is changed by them and nobody reads the answers: what they need is in memory afterwards.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.access import Kind, May, Viewer
from models.backlog import BacklogQuery, desk_and_backlog
from models.backlog_views import picture
from models.days import day_here
from models.groups import Membership
from models.idea_views import ideas_of_groups
from models.ideas import Idea
from models.journey import journey
from models.listening_figures import listening_figures
from models.people import Person
from models.search import words_of
from models.today import today_view
from models.viewers import viewer_of_person
from models.voices import feedback_counts, feedback_listed

# What those pages are made of, the largest first.
TABLES = ("ideas", "feedback", "decisions", "idea_figures")
_CANDIDATES = 40

Question = Callable[[Session], object]


def first_questions(session: Session, *, now: datetime, zone: str) -> list[Question]:
    """The questions, one by one; none while nobody works here."""
    viewer, word = _somebody(session), _a_word(session)
    return list(_questions(viewer, word, now, zone)) if viewer is not None else []


def _somebody(session: Session) -> Viewer | None:
    """Somebody who works here and is in most groups, and decides there: their pages hold the most."""
    asked = (
        select(Membership.person_id)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(Person.kind == Kind.STAFF, col(Membership.left_at).is_(None))
        .group_by(col(Membership.person_id))
        .order_by(func.count().desc(), col(Membership.person_id))
    )
    viewers = [viewer_of_person(session, one) for one in session.exec(asked.limit(_CANDIDATES)).all()]
    decide = (one for one in viewers if any(one.may(May.DECISION_MAKE, group_id=group) for group in one.seats))
    return next(decide, viewers[0] if viewers else None)


def _a_word(session: Session) -> str:
    """A word that somebody has used, the longest of the newest idea."""
    newest = session.exec(select(Idea.folded).order_by(col(Idea.created_at).desc()).limit(1)).first()
    return max(words_of(newest or ""), key=len, default="a")


def _questions(viewer: Viewer, word: str, now: datetime, zone: str) -> Iterator[Question]:
    """What each of these pages asks, for this person."""
    asked: tuple[tuple[Any, dict[str, Any]], ...] = (
        (today_view, {"now": now}),
        (desk_and_backlog, {"now": now, "asked": BacklogQuery()}),
        (ideas_of_groups, {"now": now}),
        (ideas_of_groups, {"now": now, "search": word}),
        (desk_and_backlog, {"now": now, "asked": BacklogQuery(search=word)}),
        (feedback_counts, {"today": day_here(now)}),
        (feedback_listed, {"today": day_here(now)}),
        (feedback_listed, {"today": day_here(now), "search": word}),
        (journey, {"now": now, "period_days": 90}),
        (listening_figures, {"now": now, "zone": zone, "period_days": 90}),
        (picture, {"now": now, "asked": BacklogQuery()}),
    )
    for question, what in asked:
        yield partial(_answer, question, viewer, what)


def _answer(question: Any, viewer: Viewer, what: dict[str, Any], session: Session) -> object:
    return question(session, viewer, **what)
