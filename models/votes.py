"""Votes: how an idea fared in the last closed vote it was in, whatever its kind (law 6 was applied to what is kept).

Not a noun with a table: `models.results` shows a round, this shows an idea. Callers ask for permission.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from analysis import agreement, consent, dots, funding
from analysis.counted import Count
from models.counting import Facts, facts_from
from models.options import RoundOption
from models.results import Result
from models.rounds import Round, RoundKind

# A mean rate from which the vote wants an idea, and one below which it does not; in between it says neither.
RATED_WANTED, RATED_UNWANTED = 4.0, 3.0


@dataclass(frozen=True)
class Vote:
    """An idea in one closed vote. `wanted`: the vote wants it, does not, or says neither. `by_side`: what may be shown.

    `points`: its dots, picks or votes, 0 in kinds that add nothing up; `rank` 0 where nothing is put in an order;
    `figure`: the mean of its rates; `answers`: how many agree, disagree, pass, abstain or object; `funded`: budgets;
    `side_voters`: how many of each shown side voted. Dots: `wanted` is an equal share of the dots or more.
    """

    round_id: str
    workshop_id: str
    at: datetime
    secret: bool
    voters: int
    options: int
    points: int
    rank: int
    tied: bool
    by_side: dict[str, float]
    wanted_by: tuple[str, ...]
    wanted: bool | None
    kind: str = "dots"
    figure: float | None = None
    answers: dict[str, int] = field(default_factory=dict)
    funded: bool = False
    side_voters: dict[str, int] = field(default_factory=dict)


def votes_on(session: Session, idea_ids: Iterable[str]) -> dict[str, Vote | None]:
    """The last vote on each idea that may be shown; None where each was too small to show; absent where none was cast.

    One question.
    """
    wanted = list(idea_ids)
    if not wanted:
        return {}
    asked = (
        select(RoundOption, Result, Round)
        .join(Result, col(Result.round_id) == col(RoundOption.round_id))
        .join(Round, col(Round.id) == col(RoundOption.round_id))
        .where(col(RoundOption.idea_id).in_(wanted))
        .order_by(col(Result.counted_at), col(RoundOption.id))
    )
    read: dict[str, Facts] = {}
    found: dict[str, Vote | None] = {}
    for choice, result, row in session.exec(asked).all():
        if row.id not in read:
            read[row.id] = facts_from(row.kind, json.loads(result.output))
        facts = read[row.id]
        vote = _counted(row, result.counted_at, facts, choice.id) if isinstance(facts, Count) else _dots(
            row, result.counted_at, facts, choice.id
        )  # fmt: skip
        if vote is not None and choice.idea_id is not None:
            found[choice.idea_id] = vote
        elif facts.withheld and facts.voters and choice.idea_id is not None:
            found.setdefault(choice.idea_id, None)
    return found


def _dots(row: Round, at: datetime, facts: dots.Facts, option_id: str) -> Vote | None:
    option = next((option for option in facts.options if option.id == option_id), None)
    if option is None:
        return None
    return Vote(
        round_id=row.id, workshop_id=row.workshop_id, at=at, secret=row.secret, voters=facts.voters,
        options=len(facts.options), points=option.total, rank=option.rank, tied=option.tied,
        by_side=dict(option.by_side), wanted_by=tuple(facts.wanted_by.get(option.id, ())),
        wanted=option.total > 0 and option.total * len(facts.options) >= facts.given,
        side_voters={one.side: one.voters for one in facts.sides},
    )  # fmt: skip


def _counted(row: Round, at: datetime, facts: Count, option_id: str) -> Vote | None:
    if option_id not in facts.totals or not facts.voters:
        return None
    rank, tied = 1, False
    for place in facts.ranking:
        if option_id in place:
            tied = len(place) > 1
            break
        rank += len(place)
    kind, total = RoundKind(row.kind), facts.totals[option_id]
    adds_up = kind in (RoundKind.APPROVAL, RoundKind.BUDGET)
    answers = facts.answers.get(option_id, {}) if isinstance(facts, agreement.Facts | consent.Facts) else {}
    # An order and duels have no figure of a side that says something by itself.
    sides = {} if kind in (RoundKind.RANKED, RoundKind.DUELS) else {
        side: own[option_id] for side, own in facts.by_group.items() if option_id in own
    }  # fmt: skip
    if isinstance(facts, agreement.Facts):
        sides = {side: said[option_id]["agree"] for side, said in facts.by_side.items() if option_id in said}
    return Vote(
        round_id=row.id, workshop_id=row.workshop_id, at=at, secret=row.secret, voters=facts.voters,
        options=len(facts.totals), points=int(total) if adds_up else 0, rank=rank, tied=tied, by_side=sides,
        wanted_by=(), wanted=_wanted(kind, facts, option_id, rank), kind=kind.value,
        figure=float(total) if kind is RoundKind.SCORE else None, answers=dict(answers),
        funded=isinstance(facts, funding.Facts) and option_id in facts.funded,
        side_voters={one.side: one.voters for one in facts.sides},
    )  # fmt: skip


def _wanted(kind: RoundKind, facts: Count, option_id: str, rank: int) -> bool | None:
    total = facts.totals[option_id]
    if kind is RoundKind.APPROVAL:
        return 2 * total > facts.voters
    if kind is RoundKind.SCORE:
        return True if total >= RATED_WANTED else False if total < RATED_UNWANTED else None
    if kind is RoundKind.RANKED:
        return rank == 1
    if kind in (RoundKind.BUDGET, RoundKind.CONSENT):
        return option_id in facts.winners
    if isinstance(facts, agreement.Facts):
        said = facts.answers[option_id]
        return 2 * said["agree"] > sum(said.values())
    return None
