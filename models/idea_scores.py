"""Scores: what people who work here give an idea, criterion by criterion; the figures of the idea follow at once.

Invariants:
- Without several evaluators a group has one figure for an idea: whoever sets it, sets it for all. With several each has
  their own, sees the others' only after giving theirs, and the middle one counts. Back to one figure for all, it begins
  at that middle.
- Empty is not zero: a score can be taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Index, UniqueConstraint, case, delete, func
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from analysis.scoring import figures_of, taken_together
from models import activity
from models.access import May, Viewer
from models.base import Row, new_id
from models.days import day_here
from models.decisions import Decision
from models.errors import Refusal
from models.idea_figures import IdeaFigures, figures_row, idea_to_weigh, set_cost
from models.ideas import Idea
from models.scoring import GroupScoring, Method, ScoreCriterion, Scoring, scoring_for
from models.standings import in_backlog, waits_on

_CHUNK = 500


class IdeaScore(Row, table=True):
    """What one person gave one idea on one criterion."""

    __tablename__ = "idea_scores"
    __table_args__ = (
        UniqueConstraint("idea_id", "person_id", "criterion"),
        Index("ix_idea_scores_person", "person_id", "idea_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    idea_id: str = Field(max_length=32, foreign_key="ideas.id")
    person_id: str = Field(max_length=32, foreign_key="people.id")
    criterion: str = Field(max_length=32)
    value: float
    given_at: datetime


@dataclass(frozen=True)
class ScoreSheet:
    """One idea's scores as this person may see them. `others`: by criterion one has given oneself, lowest first,
    nobody's name."""

    scoring: Scoring
    mine: dict[str, float]
    others: dict[str, tuple[float, ...]]
    evaluators: int


def score_idea(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str, scores: Mapping[str, float | None]
) -> None:
    """Give an idea scores; None takes one back, what is not named stays.

    Raises:
        Refusal: `not_an_option` (a criterion the group does not have), `too_small`, `too_large` (fact `limit`),
            `not_allowed`, `merged_away`.
    """
    idea = idea_to_weigh(session, viewer, idea_id)
    scoring = scoring_for(session, idea.group_id)
    known = {one.key: one for one in scoring.criteria}
    for key, value in scores.items():
        if key not in known:
            raise Refusal("not_an_option", field=key)
        if value is not None and not value >= known[key].low:
            raise Refusal("too_small", field=key, limit=known[key].low)
        if value is not None and value > known[key].high:
            raise Refusal("too_large", field=key, limit=known[key].high)
    # Locked through its figures: of two who score at once, the second works out the figures with both.
    figures_row(session, idea)
    session.exec(select(IdeaFigures).where(IdeaFigures.idea_id == idea_id).with_for_update()).one()
    replaced = delete(IdeaScore).where(
        col(IdeaScore.idea_id) == idea_id, col(IdeaScore.criterion).in_(list(scores)),
        *([col(IdeaScore.person_id) == viewer.person_id] if scoring.several else []),
    )  # fmt: skip
    session.connection().execute(replaced)
    for key, value in scores.items():
        if value is not None:
            session.add(
                IdeaScore(idea_id=idea_id, person_id=viewer.person_id or "", criterion=key, value=value, given_at=now)
            )
    session.flush()
    _figure(session, scoring, [idea_id])
    activity.record(
        session, viewer, "score", "idea", idea_id, now=now, group_id=idea.group_id, after=dict(scores)
    )


def weigh_idea(
    session: Session, viewer: Viewer, *, now: datetime, idea_id: str, scores: Mapping[str, float | None],
    cost: int | None,
) -> None:  # fmt: skip
    """Scores and cost from one form, both or neither. Refusals of `score_idea` and `idea_figures.set_cost`."""
    score_idea(session, viewer, now=now, idea_id=idea_id, scores=scores)
    set_cost(session, viewer, now=now, idea_id=idea_id, cost=cost)


def score_sheet(session: Session, viewer: Viewer, *, idea_id: str) -> ScoreSheet:
    """The scores of an idea: one's own, and the others' once one has given one's own."""
    idea = idea_to_weigh(session, viewer, idea_id)
    scoring = scoring_for(session, idea.group_id)
    rows = session.exec(select(IdeaScore).where(IdeaScore.idea_id == idea_id)).all()
    keys = {one.key for one in scoring.criteria}
    given = {key: tuple(sorted(row.value for row in rows if row.criterion == key)) for key in keys}
    mine = {row.criterion: row.value for row in rows if row.person_id == viewer.person_id and row.criterion in keys}
    if not scoring.several:
        mine = {key: middle for key, values in given.items() if (middle := taken_together(values)) is not None}
    others = {key: values for key, values in given.items() if scoring.several and key in mine}
    return ScoreSheet(scoring, mine, others, len({row.person_id for row in rows if row.criterion in keys}))


def evaluated_by(viewer: Viewer) -> Any:
    """The ids of the ideas this person has scored in the way their group scores now, as a SELECT. What was given under
    another method, or on effort alone, is no view of its value yet.
    """
    idea, how = aliased(Idea), aliased(GroupScoring)
    given, own = col(IdeaScore.criterion), select(ScoreCriterion.id).where(col(ScoreCriterion.ended_at).is_(None))
    counts = case(
        (col(how.method) == Method.RICE, given == "reach"), (col(how.method) == Method.WEIGHTED, given.in_(own)),
        else_=given == "value",
    )  # fmt: skip
    return (
        select(IdeaScore.idea_id)
        .join(idea, col(idea.id) == col(IdeaScore.idea_id))
        .join(how, col(how.group_id) == col(idea.group_id), isouter=True)
        .where(IdeaScore.person_id == viewer.person_id, counts)
    )


@dataclass(frozen=True)
class Queue:
    """Ideas that wait for a decision: how many one has evaluated, how many not yet, and the oldest of those."""

    done: int
    pending: int
    first: str | None


def evaluation_queues(
    session: Session, viewer: Viewer, *, now: datetime, group_ids: list[str]
) -> dict[str, Queue]:
    """One's own evaluations in each of these groups that has several evaluators; a group where one figure counts for
    all is not in it. One statement.
    """
    for group_id in group_ids:
        viewer.must(May.IDEA_SCORE, group_id=group_id)
    if not viewer.is_staff or not group_ids:
        return {}
    asked = _queues_asked(viewer.person_id or "", tuple(group_ids), day_here(now))
    return {str(one): Queue(int(given), int(of) - int(given), str(first) if first else None)
            for one, of, given, first in session.execute(asked).all()}  # fmt: skip


@lru_cache(maxsize=256)
def _queues_asked(person_id: str, group_ids: Sequence[str], today: date) -> Any:
    """Its question, put together once a day: that takes longer than a small company's database takes to answer it."""
    mine = col(Idea.id).in_(evaluated_by(Viewer(person_id=person_id)))
    where = (Idea.group_id == GroupScoring.group_id, *in_backlog(group_ids), waits_on(today))

    def undecided(what: Any, *also: Any) -> Any:
        found = select(what).select_from(Idea).where(*where, *also).correlate(GroupScoring)
        return found.join(Decision, (col(Decision.idea_id) == col(Idea.id)) & col(Decision.standing), isouter=True)

    oldest = undecided(Idea.id, ~mine).order_by(col(Idea.created_at), col(Idea.id)).limit(1)
    everything, done = undecided(func.count()), undecided(func.count(), mine)
    parts: Any = (one.scalar_subquery() for one in (everything, done, oldest))
    asked: Any = select(GroupScoring.group_id, *parts)
    return asked.where(col(GroupScoring.group_id).in_(group_ids), col(GroupScoring.several))


def figure_group(session: Session, group_id: str) -> None:
    """Work out the figures of every scored idea of a group anew: its criteria, weights or method have changed."""
    scoring = scoring_for(session, group_id)
    session.flush()
    asked = select(IdeaFigures.idea_id).where(IdeaFigures.group_id == group_id)
    ids = list(session.exec(asked).all())
    for start in range(0, len(ids), _CHUNK):
        _figure(session, scoring, ids[start : start + _CHUNK])


def _figure(session: Session, scoring: Scoring, idea_ids: list[str]) -> None:
    keys = {one.key for one in scoring.criteria}
    given: dict[str, dict[str, list[float]]] = {}
    people: dict[str, set[str]] = {}
    for row in session.exec(select(IdeaScore).where(col(IdeaScore.idea_id).in_(idea_ids))).all():
        if row.criterion in keys:
            given.setdefault(row.idea_id, {}).setdefault(row.criterion, []).append(row.value)
            people.setdefault(row.idea_id, set()).add(row.person_id)
    for kept in session.exec(select(IdeaFigures).where(col(IdeaFigures.idea_id).in_(idea_ids))).all():
        found = figures_of(given.get(kept.idea_id, {}), scoring.method, scoring.weights)
        kept.value, kept.effort, kept.score, kept.apart = found.value, found.effort, found.score, found.apart
        kept.evaluators = len(people.get(kept.idea_id, ()))
        session.add(kept)
    session.flush()
