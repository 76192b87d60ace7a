"""What is on in a workshop for one person, gathered in one visit to the database: phone page and desk show the same."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from models.access import May, Viewer
from models.attendance import attends, people_in, workshop_view
from models.ballots import BallotPlace, ballot_place
from models.idea_views import idea_view, ideas_in_round, my_ideas_in_round, similar_ideas
from models.ideas import IdeaView
from models.options import OptionView, options_of
from models.receipts import saved_at
from models.results import ResultView, TurnoutView, result_view, turnout
from models.rounds import RoundKind, RoundState, RoundView, is_over, rounds_of
from models.workshops import Chip, WorkshopView, chips_of

# Others' ideas on a phone page: enough to read, small enough for a slow network.
OTHERS_MOST = 40


class Step(StrEnum):
    """What a phone shows."""

    WAITING = "waiting"
    COLLECT = "collect"
    TIME = "time"
    VOTE = "vote"
    RESULT = "result"


@dataclass(frozen=True)
class Now:
    """A workshop at this instant, for one person."""

    workshop: WorkshopView
    step: Step
    round: RoundView | None
    rounds: list[RoundView]
    inside: bool
    people: int
    mine: list[IdeaView] = field(default_factory=list)
    others: list[IdeaView] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    alike: list[IdeaView] = field(default_factory=list)
    options: list[OptionView] = field(default_factory=list)
    place: BallotPlace | None = None
    saved_at: datetime | None = None
    result: ResultView | None = None
    turnout: TurnoutView | None = None
    over: bool = False

    @property
    def state(self) -> str:
        """A word that changes when the page should be shown anew."""
        people = self.people if self.step is Step.WAITING else ""
        return f"{self.step}-{self.round.id if self.round else ''}-{people}"


def now_in(
    session: Session, viewer: Viewer, *, workshop_id: str, now: datetime, sent: str = "", saved: str = ""
) -> Now:
    """Everything the page shows. `sent`: the idea just sent; `saved`: the confirmation code of the vote just cast."""
    found = state_in(session, viewer, workshop_id=workshop_id, now=now)
    row = found.round
    if found.over or row is None:
        return found
    gathered: dict[str, object] = {}
    if found.step in (Step.COLLECT, Step.TIME):
        gathered["mine"] = my_ideas_in_round(session, viewer, round_id=row.id)
        seen = ideas_in_round(session, viewer, round_id=row.id)
        # Whoever conducts sees hidden ideas elsewhere; a phone shows what everybody's phone shows.
        if row.others_see or row.state is RoundState.CLOSED:
            gathered["others"] = [idea for idea in seen if not idea.mine and idea.state == "shown"][:OTHERS_MOST]
    if found.step is Step.COLLECT:
        gathered["chips"] = chips_of(session, workshop_id)
        if sent:
            text = next((idea.text for idea in gathered["mine"] if idea.id == sent), "")  # type: ignore[attr-defined]
            gathered["alike"] = similar_ideas(session, viewer, round_id=row.id, text=text) if text else []
    if found.step is Step.VOTE:
        gathered["options"] = options_of(session, viewer, round_id=row.id)
        gathered["place"] = ballot_place(session, viewer, round_id=row.id)
        gathered["turnout"] = turnout(session, viewer, round_id=row.id)
        gathered["saved_at"] = saved_at(session, code=saved, command="cast_ballot") if saved else None
    if found.step is Step.RESULT:
        gathered["result"] = result_view(session, viewer, round_id=row.id)
    return Now(
        found.workshop, found.step, row, found.rounds, found.inside, found.people, over=False,
        **gathered,  # type: ignore[arg-type]
    )  # fmt: skip


def state_in(session: Session, viewer: Viewer, *, workshop_id: str, now: datetime) -> Now:
    """Only where the workshop stands: what phones ask every few seconds. `over`: somebody must write down a close."""
    workshop = workshop_view(session, viewer, workshop_id=workshop_id)
    rounds = rounds_of(session, viewer, workshop_id=workshop_id)
    step, row = _on(rounds)
    over = any(one.state is RoundState.OPEN and is_over(one, now) for one in rounds)
    inside = attends(session, viewer, workshop_id)
    people = people_in(session, workshop_id) if step is Step.WAITING else 0
    return Now(workshop, step, row, rounds, inside, people, over=over)


def idea_in(session: Session, viewer: Viewer, *, workshop_id: str, idea_id: str) -> tuple[WorkshopView, IdeaView]:
    """One idea and the workshop it is looked at from."""
    viewer.must(May.ACCOUNT_OWN)
    return workshop_view(session, viewer, workshop_id=workshop_id), idea_view(session, viewer, idea_id=idea_id)


def _on(rounds: list[RoundView]) -> tuple[Step, RoundView | None]:
    for kind, step in ((RoundKind.DOTS, Step.VOTE), (RoundKind.COLLECT, Step.COLLECT)):
        for row in rounds:
            if row.kind is kind and row.state is RoundState.OPEN:
                return step, row
    closed = [row for row in rounds if row.state is RoundState.CLOSED]
    if not closed:
        return Step.WAITING, None
    last = max(closed, key=lambda row: (row.position, row.id))
    return (Step.RESULT if last.kind is RoundKind.DOTS else Step.TIME), last
