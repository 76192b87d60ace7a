"""Votes: how an idea fared in the last vote with dots it was in, from the kept results (law 6 has been applied there).

Not a noun with a table: `models.results` shows a round, this shows an idea. Callers ask for permission.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from analysis import dots
from models.options import RoundOption
from models.results import Result
from models.rounds import Round, RoundKind


@dataclass(frozen=True)
class Vote:
    """An idea in one closed vote. `wanted`: it got an equal share of the dots or more. `by_side`: what may be shown."""

    round_id: str
    workshop_id: str
    at: datetime
    secret: bool
    voters: int
    options: int
    points: int
    rank: int
    tied: bool
    by_side: dict[str, int]
    wanted_by: tuple[str, ...]
    wanted: bool


def votes_on(session: Session, idea_ids: Iterable[str]) -> dict[str, Vote]:
    """The last vote on each idea; ideas never voted on, or in a vote too small to show, are absent. One question."""
    wanted = list(idea_ids)
    if not wanted:
        return {}
    asked = (
        select(RoundOption, Result, Round)
        .join(Result, col(Result.round_id) == col(RoundOption.round_id))
        .join(Round, col(Round.id) == col(RoundOption.round_id))
        .where(col(RoundOption.idea_id).in_(wanted), Round.kind == RoundKind.DOTS)
        .order_by(col(Result.counted_at))
    )
    read: dict[str, dots.Facts] = {}
    found: dict[str, Vote] = {}
    for choice, result, row in session.exec(asked).all():
        if row.id not in read:
            read[row.id] = dots.facts_of(json.loads(result.output))
        facts = read[row.id]
        option = next((option for option in facts.options if option.id == choice.id), None)
        if option is not None and choice.idea_id is not None:
            found[choice.idea_id] = _vote(row, result.counted_at, facts, option)
    return found


def _vote(row: Round, at: datetime, facts: dots.Facts, option: dots.Option) -> Vote:
    return Vote(
        round_id=row.id, workshop_id=row.workshop_id, at=at, secret=row.secret, voters=facts.voters,
        options=len(facts.options), points=option.total, rank=option.rank, tied=option.tied,
        by_side=dict(option.by_side), wanted_by=tuple(facts.wanted_by.get(option.id, ())),
        wanted=option.total > 0 and option.total * len(facts.options) >= facts.given,
    )  # fmt: skip
