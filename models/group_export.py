"""What leaves with a group: its ideas, the totals of its closed votes, promises with their verdicts, its decisions.

Not a noun with a table. Invariants: the question asks for the same rights as the pages do, and holds nothing they would
not show; of a vote it holds the kept result, from which law 6 has already taken what may not be shown; a fixed number
of statements, whatever the size; the same database gives the same rows in the same order.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from analysis.counted import Count
from models import people
from models.access import May, Viewer
from models.comments import Comment
from models.counting import facts_from
from models.decisions import Decision
from models.eligibility import Eligible
from models.groups import GroupView, group_view
from models.idea_views import in_sight
from models.ideas import Idea, IdeaState
from models.options import RoundOption
from models.portfolio import PortfolioRow, promise_rows
from models.results import Result
from models.rounds import Round, RoundState
from models.supports import Support
from models.touchpoints import Touchpoint
from models.workshops import Workshop


@dataclass(frozen=True)
class IdeaLine:
    """An idea that is in sight, never with its author. `part_of`: the key of the idea it was merged into."""

    key: str
    text: str
    touchpoint: str
    side: str
    workshop: str
    said_at: datetime
    supports: int
    comments: int
    part_of: str


@dataclass(frozen=True)
class TotalLine:
    """An idea in a closed vote. `by_side` holds only sides that may be shown; `withheld`: fewer than five in secret.

    Dots have `points`; another kind has the `figure` of its method, and its sides in the protocol.
    """

    workshop: str
    question: str
    closed_at: datetime | None
    secret: bool
    voters: int
    eligible: int
    withheld: bool
    rank: int | None
    text: str
    points: int | None
    by_side: dict[str, int]
    key: str
    kind: str = "dots"
    figure: float | None = None
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class DecisionLine:
    """A decision of the group, those that were replaced or taken back too."""

    text: str
    outcome: str
    reason: str
    until: date | None
    as_voted: bool | None
    by: str
    at: datetime
    standing: bool
    key: str


@dataclass(frozen=True)
class GroupExport:
    """Everything of the workbook. `promises` are the company's, for staff; `words` the shown ideas by key."""

    group: GroupView
    ideas: list[IdeaLine]
    totals: list[TotalLine]
    promises: list[PortfolioRow]
    decisions: list[DecisionLine]
    words: dict[str, str]


def group_export(session: Session, viewer: Viewer, *, now: datetime, group_id: str) -> GroupExport:
    """What this person may take out of a group.

    Raises:
        NotFound: not there, or not this person's group; `not_allowed` for who does not conduct it.
    """
    viewer.must(May.GROUP_EXPORT, group_id=group_id)
    group = group_view(session, viewer, group_id=group_id)
    ideas = _ideas(session, viewer, group_id)
    promises = promise_rows(session, viewer, now=now) if viewer.may(May.PROMISE_SEE) else []
    totals = _totals(session, group_id) if viewer.may(May.RESULT_SEE, group_id=group_id) else []
    decisions = _decisions(session, group_id) if viewer.may(May.DECISION_SEE, group_id=group_id) else []
    promises = sorted(promises, key=lambda row: (row.terms.sentence, row.id))
    return GroupExport(group, ideas, totals, promises, decisions, {idea.key: idea.text for idea in ideas})


def _ideas(session: Session, viewer: Viewer, group_id: str) -> list[IdeaLine]:
    asked = (
        select(Idea, Touchpoint.name, Workshop.title)
        .join(Round, col(Round.id) == col(Idea.round_id), isouter=True)
        .join(Workshop, col(Workshop.id) == col(Round.workshop_id), isouter=True)
        .join(Touchpoint, col(Touchpoint.id) == col(Idea.touchpoint_id), isouter=True)
        .where(Idea.group_id == group_id, Idea.state == IdeaState.SHOWN, in_sight(viewer))
        .order_by(col(Idea.created_at), col(Idea.id))
    )
    supports = _counted(session, col(Support.idea_id), group_id)
    comments = _counted(session, col(Comment.idea_id), group_id, col(Comment.hidden_at).is_(None))
    return [
        IdeaLine(
            idea.id, idea.text, str(place or ""), idea.side or "", str(workshop or ""), idea.created_at,
            supports.get(idea.id, 0), comments.get(idea.id, 0), idea.merged_into_id or "",
        )
        for idea, place, workshop in session.exec(asked).all()
    ]  # fmt: skip


def _counted(session: Session, column: Any, group_id: str, *conditions: Any) -> dict[str, int]:
    asked = (
        select(column, func.count())
        .join(Idea, col(Idea.id) == column)
        .where(Idea.group_id == group_id, *conditions)
        .group_by(column)
    )
    return {str(key): int(n) for key, n in session.exec(asked).all()}


def _totals(session: Session, group_id: str) -> list[TotalLine]:
    asked = (
        select(Round, Result.output, Workshop.title)
        .join(Result, col(Result.round_id) == col(Round.id))
        .join(Workshop, col(Workshop.id) == col(Round.workshop_id))
        .where(Round.group_id == group_id, Round.state == RoundState.CLOSED)
        .order_by(col(Round.closed_at), col(Round.id))
    )
    rounds = session.exec(asked).all()
    ids = [row.id for row, _, _ in rounds]
    options = {
        option.id: option
        for option in session.exec(select(RoundOption).where(col(RoundOption.round_id).in_(ids))).all()
    }
    places = select(Eligible.round_id, func.count()).where(col(Eligible.round_id).in_(ids))
    eligible = {str(key): int(n) for key, n in session.exec(places.group_by(col(Eligible.round_id))).all()}
    lines = []
    for row, output, title in rounds:
        facts = facts_from(row.kind, json.loads(output))
        about = (str(title), row.question, row.closed_at, row.secret, facts.voters, eligible.get(row.id, 0))
        if facts.withheld:
            lines.append(TotalLine(*about, True, None, "", None, {}, "", row.kind))
        if isinstance(facts, Count):
            lines += _figures(about, facts, options, row.kind)
            continue
        shown = [side.side for side in facts.sides]
        for option in sorted(facts.options, key=lambda one: (one.rank, options[one.id].position)):
            sides = {side: option.by_side.get(side, 0) for side in shown}
            chosen = options[option.id]
            lines.append(TotalLine(*about, False, option.rank, chosen.text, option.total, sides, chosen.idea_id or "",
                                   row.kind))  # fmt: skip
    return lines


def _figures(
    about: tuple[str, str, datetime | None, bool, int, int], facts: Count, options: dict[str, RoundOption], kind: str
) -> list[TotalLine]:
    """The options of a vote that is not of dots, with the figure by which its method orders them."""
    lines: list[TotalLine] = []
    for place in facts.ranking:
        rank = len(lines) + 1
        for option_id in place:
            chosen, figure = options[option_id], facts.totals.get(option_id)
            lines.append(TotalLine(*about, withheld=False, rank=rank, text=chosen.text, points=None, by_side={},
                                   key=chosen.idea_id or "", kind=kind, figure=figure,
                                   figures={side: own[option_id] for side, own in facts.by_group.items()
                                            if option_id in own}))  # fmt: skip
    return lines


def _decisions(session: Session, group_id: str) -> list[DecisionLine]:
    asked = (
        select(Decision, Idea.text)
        .join(Idea, col(Idea.id) == col(Decision.idea_id))
        .where(Decision.group_id == group_id)
        .order_by(col(Decision.decided_at), col(Decision.id))
    )
    rows = session.exec(asked).all()
    names = people.names_of(session, {row.decided_by for row, _ in rows})
    return [
        DecisionLine(
            str(words), row.outcome, row.reason, row.until, row.as_voted, names.get(row.decided_by, ""),
            row.decided_at, row.standing, row.idea_id or "",
        )
        for row, words in rows
    ]  # fmt: skip
