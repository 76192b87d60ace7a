"""The protocol of a workshop: who came, what was said and voted, what was decided and is still open.

Not a noun with a table (decision 0011). Invariants: for members of the group, never for guests, who have the result on
their phone and learn what became of their own ideas; nothing that the pages would not show to the same person, so no
result before the close or before the wall shows it, no column that law 6 hides, no writer's name; statements grow with
the number of activities, never with that of people or ideas.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models import people
from models.access import May, Viewer
from models.actions import OPEN, ActionView, actions_of
from models.attendance import Attendance, workshop_view
from models.decisions import Decision, Outcome
from models.functions import Side
from models.idea_views import ideas_in_round
from models.ideas import Idea, IdeaState, IdeaView
from models.options import RoundOption
from models.results import ResultView, result_view
from models.rounds import VOTES, RoundKind, RoundState, RoundView, rounds_of
from models.walls import SIDES, beat_of
from models.workshops import WorkshopView


@dataclass(frozen=True)
class Step:
    """One activity: a closed vote has its result, collecting its ideas (most supported first, without writers)."""

    round: RoundView
    result: ResultView | None
    ideas: list[IdeaView]


@dataclass(frozen=True)
class DecidedThere:
    """What was decided since about an idea of this workshop."""

    idea_id: str
    words: str
    outcome: Outcome
    reason: str
    until: date | None
    as_voted: bool | None
    by: str
    at: datetime


@dataclass(frozen=True)
class Protocol:
    """Everything of the protocol. `attendance`: people by side, "" for those who speak for none."""

    workshop: WorkshopView
    attendance: dict[str, int]
    steps: list[Step]
    decisions: list[DecidedThere]
    actions: list[ActionView]

    @property
    def people(self) -> int:
        """How many were there."""
        return sum(self.attendance.values())


def workshop_protocol(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> Protocol:
    """The protocol of a workshop, for members of its group.

    Raises:
        NotFound: no such workshop, or one of a group this person is no member of.
    """
    workshop = workshop_view(session, viewer, workshop_id=workshop_id)
    viewer.must(May.PROTOCOL_SEE, group_id=workshop.group_id)
    steps = [_step(session, viewer, row) for row in rounds_of(session, viewer, workshop_id=workshop_id)]
    ids = {idea.id for step in steps for idea in step.ideas} | _voted(session, steps)
    decisions = _decisions(session, workshop.group_id, ids)
    actions = actions_of(session, viewer, now=now, idea_ids=sorted(ids)) if viewer.may(May.ACTION_SEE) else []
    return Protocol(
        workshop, _attendance(session, workshop_id), [step for step in steps if step.round.state in _DONE],
        decisions, [action for action in actions if action.state in OPEN],
    )  # fmt: skip


_DONE = frozenset({RoundState.OPEN, RoundState.CLOSED})


def _step(session: Session, viewer: Viewer, row: RoundView) -> Step:
    if row.kind in VOTES:
        seen = row.state is RoundState.CLOSED and (
            beat_of(session, row) >= SIDES or viewer.may(May.ROUND_RUN, group_id=row.group_id)
        )
        return Step(row, result_view(session, viewer, round_id=row.id) if seen else None, [])
    if row.kind is not RoundKind.COLLECT:
        return Step(row, None, [])
    ideas = ideas_in_round(session, viewer, round_id=row.id)
    return Step(row, None, [idea for idea in ideas if idea.state is IdeaState.SHOWN])


def _voted(session: Session, steps: list[Step]) -> set[str]:
    rounds = [step.round.id for step in steps if step.round.kind in VOTES]
    asked = select(RoundOption.idea_id).where(col(RoundOption.round_id).in_(rounds))
    return {idea_id for idea_id in session.exec(asked).all() if idea_id}


def _decisions(session: Session, group_id: str, idea_ids: set[str]) -> list[DecidedThere]:
    asked = (
        select(Decision, Idea.text)
        .join(Idea, col(Idea.id) == col(Decision.idea_id))
        .where(Decision.group_id == group_id, col(Decision.standing), col(Decision.idea_id).in_(sorted(idea_ids)))
        .order_by(col(Decision.decided_at), col(Decision.id))
    )
    rows = session.exec(asked).all()
    names = people.names_of(session, {row.decided_by for row, _ in rows})
    return [
        DecidedThere(row.idea_id or "", words, Outcome(row.outcome), row.reason, row.until, row.as_voted,
                     names.get(row.decided_by, ""), row.decided_at)
        for row, words in rows
    ]  # fmt: skip


def _attendance(session: Session, workshop_id: str) -> dict[str, int]:
    rows = session.exec(select(Attendance.side).where(Attendance.workshop_id == workshop_id)).all()
    counted = Counter(side or "" for side in rows)
    return {side: counted[side] for side in (*Side, "") if counted[side]}
