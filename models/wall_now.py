"""What a wall shows at this instant, gathered in one visit to the database for whoever holds its token.

Invariants: asked as somebody who is in the room and nobody in particular, so what is hidden from the room is not in the
answer: no result before the close, none before its beat, no turnout by side, no writer of an idea, no idea that the
round keeps to who conducts.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.access import wall_viewer
from models.attendance import people_in, workshop_view
from models.clusters import clusters_of
from models.idea_views import ideas_in_round
from models.ideas import Idea, IdeaState
from models.pulse import pulse
from models.results import ResultView, TurnoutView, result_view, turnout
from models.rounds import RoundKind, RoundState, RoundView, rounds_of
from models.walls import SENTENCE, beat_in, projected
from models.workshop_now import Step, standing, talked_about
from models.workshops import WorkshopView

# More than any screen holds; the script hides what does not fit.
IDEAS_MOST = 24
# Of a group the wall shows its title and its first ideas: so many in all, three of one at most.
GROUPED_MOST, GROUP_MOST = 8, 3


@dataclass(frozen=True)
class WallIdea:
    """An idea on the wall: its words and where it happened."""

    text: str
    touchpoint: str


@dataclass(frozen=True)
class WallGroup:
    """Ideas put together: the title, the first of them, how many there are and how many people stand behind them."""

    title: str
    ideas: list[str]
    number: int
    people: int


@dataclass(frozen=True)
class WallNow:
    """A workshop as its wall shows it. `word` changes with everything; no code and no token once nobody comes in."""

    workshop: WorkshopView
    step: Step
    round: RoundView | None
    word: str
    people: int
    code: str
    join_token: str
    beat: int
    focus_option_id: str | None = None
    number_of_ideas: int = 0
    groups: list[WallGroup] = field(default_factory=list)
    ideas: list[WallIdea] = field(default_factory=list)
    turnout: TurnoutView | None = None
    result: ResultView | None = None


def wall_now(session: Session, *, token: str, now: datetime, language: str) -> WallNow:
    """Everything the wall shows, or `NotFound` for a token that is not, or no longer, good."""
    wall, shop = projected(session, token)
    viewer = wall_viewer(shop.group_id, language)
    rounds = rounds_of(session, viewer, workshop_id=shop.id)
    step, row, beat = standing(rounds, wall)
    found = pulse(session, workshop_id=shop.id, now=now)
    lets_in = shop.join_until > now and shop.archived_at is None
    groups: list[WallGroup] = []
    ideas: list[WallIdea] = []
    number, voted, result = 0, None, None
    about = talked_about(rounds, row, wall) or row
    if about is not None and about is not row:
        beat = beat_in(wall, about)
    if about is not None and about.votes:
        voted = turnout(session, viewer, round_id=about.id)
        if beat >= SENTENCE and (step is Step.RESULT or about is not row):
            result = result_view(session, viewer, round_id=about.id)
    elif row is not None:
        source = _source(row, rounds)
        number = _number_of_ideas(session, source.id) if source else 0
        if source and (source.others_see or source.state is RoundState.CLOSED):
            seen = ideas_in_round(session, viewer, round_id=source.id)
            if any(one.kind is RoundKind.GROUP and one.state is not RoundState.BEFORE for one in rounds):
                put = clusters_of(session, viewer, workshop_id=shop.id)
                most = min(GROUP_MOST, max(1, GROUPED_MOST // max(1, len(put))))
                groups = [
                    WallGroup(one.title, [idea.text for idea in one.ideas[:most]], len(one.ideas), one.people)
                    for one in put
                ]
                grouped = {idea.id for one in put for idea in one.ideas}
                seen = [one for one in seen if one.id not in grouped]
            fresh = sorted((one for one in seen if one.state == IdeaState.SHOWN), key=lambda one: one.created_at)
            ideas = [WallIdea(one.text, one.touchpoint or "") for one in fresh[: -IDEAS_MOST - 1 : -1]]
    focus = wall.focus_option_id if about is not None and wall.round_id == about.id else None
    return WallNow(
        workshop_view(session, viewer, workshop_id=shop.id), step, row, found.desk if found else "",
        people_in(session, shop.id), shop.join_code if lets_in else "", shop.join_token if lets_in else "", beat, focus,
        number, groups, ideas, voted, result,
    )  # fmt: skip


def _source(row: RoundView, rounds: list[RoundView]) -> RoundView | None:
    """The round whose ideas stand on the wall: itself, or for putting them in groups the last one collected."""
    if row.kind is RoundKind.COLLECT:
        return row
    collected = [one for one in rounds if one.kind is RoundKind.COLLECT and one.state is RoundState.CLOSED]
    return collected[-1] if collected and row.kind is RoundKind.GROUP else None


def _number_of_ideas(session: Session, round_id: str) -> int:
    asked = select(func.count()).select_from(Idea).where(
        Idea.round_id == round_id, Idea.state == IdeaState.SHOWN, col(Idea.merged_into_id).is_(None)
    )  # fmt: skip
    return session.exec(asked).one()
