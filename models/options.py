"""What is voted on: the ideas chosen for a dots round, with the words they had when voting opened.

Invariants: options are chosen before opening and fixed from then on; an option is a shown idea of the round's own
group; each voter sees them in an order of their own, the same at every reload.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Row, new_id
from models.errors import NotFound, Refusal
from models.ideas import TEXT_LIMIT, Idea, IdeaState
from models.rounds import Round, RoundKind, RoundState, round_for, round_seen

OPTIONS_LEAST, OPTIONS_MOST = 2, 40


class RoundOption(Row, table=True):
    """One idea on the list of a vote."""

    __tablename__ = "round_options"
    __table_args__ = (UniqueConstraint("round_id", "idea_id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    round_id: str = Field(max_length=32, foreign_key="rounds.id", index=True)
    idea_id: str = Field(max_length=32, foreign_key="ideas.id", index=True)
    position: int
    text: str = Field(max_length=TEXT_LIMIT)


@dataclass(frozen=True)
class OptionView:
    """An option as a voter sees it."""

    id: str
    idea_id: str
    text: str


def choose_options(session: Session, viewer: Viewer, *, now: datetime, round_id: str, idea_ids: list[str]) -> None:
    """Put ideas on the list of a vote that is not open yet; what stood there before is replaced.

    Raises:
        Refusal: `round_frozen`, `too_many_options`, `not_found` (an idea of another group, hidden or merged).
    """
    row = round_for(session, viewer, round_id, May.ROUND_RUN)
    if row.kind != RoundKind.DOTS or row.state != RoundState.BEFORE:
        raise Refusal("round_frozen")
    wanted = list(dict.fromkeys(idea_ids))
    if len(wanted) > OPTIONS_MOST:
        raise Refusal("too_many_options", limit=OPTIONS_MOST)
    ideas = {idea.id: idea for idea in session.exec(select(Idea).where(col(Idea.id).in_(wanted))).all()}
    for idea_id in wanted:
        idea = ideas.get(idea_id)
        if idea is None or idea.group_id != row.group_id or not _can_be_voted(idea):
            raise NotFound()
    for old in options_in(session, row.id):
        session.delete(old)
    session.flush()
    for position, idea_id in enumerate(wanted):
        idea = ideas[idea_id]
        idea.acted_on = True
        session.add(idea)
        session.add(RoundOption(round_id=row.id, idea_id=idea_id, position=position, text=idea.text))
    activity.record(session, viewer, "choose", "round", row.id, now=now, group_id=row.group_id, after=wanted)


def freeze_options(session: Session, row: Round) -> int:
    """Fix the words of the options as they are now, at the opening. Returns how many there are.

    Raises:
        Refusal: `too_few_options`.
    """
    asked = (
        select(RoundOption, Idea)
        .join(Idea, col(Idea.id) == col(RoundOption.idea_id))
        .where(RoundOption.round_id == row.id)
    )
    number = 0
    for option, idea in session.exec(asked).all():
        if not _can_be_voted(idea):
            # Hidden, withdrawn or merged since it was chosen.
            session.delete(option)
            continue
        number += 1
        option.text = idea.text
        session.add(option)
    if number < OPTIONS_LEAST:
        raise Refusal("too_few_options", least=OPTIONS_LEAST)
    session.flush()
    return number


def options_of(session: Session, viewer: Viewer, *, round_id: str) -> list[OptionView]:
    """The list of a vote in this viewer's own order (people who conduct see the order of choosing)."""
    row = round_seen(session, viewer, round_id, May.RESULT_SEE)
    rows = options_in(session, row.id)
    if row.state == RoundState.OPEN:
        rows = sorted(rows, key=lambda option: _place(row.id, viewer.person_id or "", option.id))
    return [OptionView(option.id, option.idea_id, option.text) for option in rows]


def options_in(session: Session, round_id: str) -> list[RoundOption]:
    """The rows, in the order of choosing, for other nouns (they ask for permission)."""
    return list(
        session.exec(
            select(RoundOption).where(RoundOption.round_id == round_id).order_by(col(RoundOption.position))
        ).all()
    )  # fmt: skip


def _can_be_voted(idea: Idea) -> bool:
    return idea.state == IdeaState.SHOWN and idea.merged_into_id is None


def _place(round_id: str, person_id: str, option_id: str) -> str:
    return hashlib.sha256(f"{round_id}|{person_id}|{option_id}".encode()).hexdigest()
