"""What is on in a workshop for one person, gathered in one visit to the database: phone page and desk show the same."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from models.access import May, Viewer
from models.attendance import people_in, workshop_view
from models.ballots import BallotPlace, paper_in
from models.clusters import ClusterView, clusters_of, grouping_word
from models.drafts import DraftView, drafts_in
from models.duels import DuelView, duel_in
from models.idea_views import idea_view, similar_ideas
from models.ideas import IdeaView
from models.ideas_on_phones import ideas_on_a_phone, moderated_word
from models.more_time import my_more_time
from models.options import OptionView
from models.receipts import saved_at
from models.results import ResultView, TurnoutView, result_view, turnout_in
from models.room_facts import room_visited
from models.rounds import VOTES, RoundKind, RoundState, RoundView, is_due
from models.walls import SENTENCE, Wall, beat_in
from models.workshops import Chip, WorkshopView, chips_of

__all__ = ["Now", "Step", "idea_in", "is_due", "now_in", "standing", "state_in", "state_word"]

# Others' ideas on a phone page: enough to read, small enough for a slow network.
OTHERS_MOST = 40
_CASTS = ("cast_marks", "cast_ballot", "answer_duel")
_A_DAY = timedelta(days=1)


class Step(StrEnum):
    """What a phone shows. QUIET: something is on in the room that asks nothing of a phone."""

    WAITING = "waiting"
    COLLECT = "collect"
    QUIET = "quiet"
    TIME = "time"
    VOTE = "vote"
    RESULT = "result"


@dataclass(frozen=True)
class Now:
    """A workshop at this instant, for one person.

    `beat`, `focus`: how much of a closed vote has been shown, also while it is talked over, and its option in focus
    (`models.walls`); `until`: the end for this person, who may have asked for more time; `clusters`: how ideas were
    put together; `drafts`: what was being written when collecting closed, `kept_drafts`: whether there is any;
    `may_write`, `read_first`: whether this person writes here, and whether who conducts lets each idea in; `about`: the
    vote that is talked over; `over`: something closes by itself and somebody must write it down; `state`: the word that
    changes when the page should be shown anew, the same for everybody in the workshop.
    """

    workshop: WorkshopView
    step: Step
    round: RoundView | None
    rounds: list[RoundView]
    inside: bool
    people: int
    mine: list[IdeaView] = field(default_factory=list)
    others: list[IdeaView] = field(default_factory=list)
    clusters: list[ClusterView] = field(default_factory=list)
    drafts: list[DraftView] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    alike: list[IdeaView] = field(default_factory=list)
    options: list[OptionView] = field(default_factory=list)
    place: BallotPlace | None = None
    duel: DuelView | None = None
    saved_at: datetime | None = None
    result: ResultView | None = None
    turnout: TurnoutView | None = None
    may_write: bool = True
    read_first: bool = False
    beat: int = 0
    focus: str | None = None
    until: datetime | None = None
    over: bool = False
    state: str = ""
    kept_drafts: bool = False
    about: RoundView | None = None

    @property
    def for_days(self) -> bool:
        """Whether what is on lasts a day or more: then people are not in a room, and look at no screen."""
        row = self.round
        if row is not None and row.opened_at is not None and row.ends_at is not None:
            return row.ends_at - row.opened_at >= _A_DAY
        return row is not None and timedelta(minutes=row.settings.minutes or 0) >= _A_DAY

    @property
    def opens_at(self) -> datetime | None:
        """When the next activity opens by itself; None where somebody opens it."""
        return opens_next(self.rounds, self.round)


def now_in(
    session: Session, viewer: Viewer, *, workshop_id: str, now: datetime, sent: str = "", saved: str = ""
) -> Now:
    """Everything the page shows. `sent`: the idea just sent; `saved`: the confirmation code of the vote just cast."""
    found = state_in(session, viewer, workshop_id=workshop_id, now=now)
    row = found.round
    if found.over or row is None:
        return found
    gathered: dict[str, object] = {}
    collected = [one.id for one in found.rounds if one.kind is RoundKind.COLLECT and one.state is RoundState.CLOSED]
    if collected and found.kept_drafts:
        gathered["drafts"] = drafts_in(session, viewer, collected[-1])
    if found.step in (Step.COLLECT, Step.TIME, Step.QUIET) and row.kind not in VOTES:
        gathered |= _ideas(session, viewer, row, found.rounds)
        if any(one.kind is RoundKind.GROUP and one.state is not RoundState.BEFORE for one in found.rounds):
            gathered["clusters"] = clusters_of(session, viewer, workshop_id=workshop_id)
    if found.step is Step.COLLECT:
        member = viewer.may(May.WORKSHOP_SEE_ALL, group_id=row.group_id)
        watched = row.settings.moderation_of == "everyone" or not member
        gathered["may_write"] = member or row.settings.guests_write
        gathered["read_first"] = row.settings.moderation == "before" and watched
        gathered["chips"] = chips_of(session, workshop_id)
        if sent:
            text = next((idea.text for idea in gathered["mine"] if idea.id == sent), "")  # type: ignore[attr-defined]
            gathered["alike"] = similar_ideas(session, viewer, round_id=row.id, text=text) if text else []
    if found.step is Step.VOTE:
        gathered["options"], gathered["place"] = paper_in(session, viewer, row)
        gathered["turnout"] = turnout_in(session, viewer, row)
        gathered["saved_at"] = _saved_at(session, saved)
        if row.kind is RoundKind.DUELS:
            gathered["duel"] = duel_in(session, viewer, row)
    about = row if found.step is Step.RESULT else found.about if found.beat else None
    if about is not None:
        gathered["result"] = result_view(session, viewer, round_id=about.id)
    return Now(
        found.workshop, found.step, row, found.rounds, found.inside, found.people, beat=found.beat, focus=found.focus,
        until=found.until, state=found.state, **gathered,  # type: ignore[arg-type]
    )  # fmt: skip


def state_in(session: Session, viewer: Viewer, *, workshop_id: str, now: datetime) -> Now:
    """Only where the workshop stands: what phones ask every few seconds."""
    room, inside, drafts = room_visited(session, viewer, workshop_id)
    rounds, wall = list(room.rounds), room.wall
    step, row, beat = standing(rounds, wall)
    spoken = talked_about(rounds, row, wall)
    about = spoken or row
    beat = beat if about is row or about is None else beat_in(wall, about)
    focus = wall.focus_option_id if wall and about and wall.token and wall.round_id == about.id else None
    over, word_step = any(is_due(one, now) for one in rounds), step
    people = people_in(session, workshop_id) if step is Step.WAITING else 0
    until = row.ends_at if row and row.state is RoundState.OPEN else None
    if row is not None and until is not None and row.waits_until is not None:
        # It waits for who asked for more time; for everybody else the end is the end.
        more = my_more_time(session, viewer, row)
        until = more or until
        if until <= now and not over:
            step, until = Step.TIME, None
    word = state_word(word_step, row, people, beat, focus, kept_word(session, row), ahead_word(word_step, rounds))
    return Now(
        room.workshop, step, row, rounds, inside, people, beat=beat, focus=focus, until=until, over=over, state=word,
        kept_drafts=drafts, about=spoken,
    )  # fmt: skip


def idea_in(session: Session, viewer: Viewer, *, workshop_id: str, idea_id: str) -> tuple[WorkshopView, IdeaView]:
    """One idea and the workshop it is looked at from."""
    viewer.must(May.ACCOUNT_OWN)
    return workshop_view(session, viewer, workshop_id=workshop_id), idea_view(session, viewer, idea_id=idea_id)


def standing(rounds: list[RoundView], wall: Wall | None) -> tuple[Step, RoundView | None, int]:
    """Where a workshop stands: the step, its round, and how much of a result has been shown (0 without one).

    What is open comes before what is closed, a vote before everything else, then what was opened last. With nothing
    open, the vote to which the wall was turned.
    """
    opened = [row for row in rounds if row.state is RoundState.OPEN]
    if opened:
        on = max(opened, key=lambda row: (row.votes, str(row.opened_at), row.position))
        return _step_of(on), on, 0
    closed = [row for row in rounds if row.state is RoundState.CLOSED]
    if not closed:
        return Step.WAITING, None, 0
    if not any(row.state is RoundState.BEFORE for row in rounds):
        # Everything is over: what stays on the page is the last result.
        closed = [row for row in closed if row.votes] or closed
    last = _turned_to(closed, wall) or max(closed, key=lambda row: (row.position, row.id))
    beat = beat_in(wall, last) if last.votes else 0
    return (Step.RESULT if beat >= SENTENCE else Step.TIME), last, beat


def talked_about(rounds: list[RoundView], row: RoundView | None, wall: Wall | None) -> RoundView | None:
    """The vote that is talked over: the last one closed before an open talk, or the one the wall was turned to.

    Its result stays in sight meanwhile.
    """
    if row is None or row.kind is not RoundKind.TALK or row.state is not RoundState.OPEN:
        return None
    before = [one for one in rounds if one.votes and one.state is RoundState.CLOSED and one.position < row.position]
    return _turned_to(before, wall) or max(before, key=lambda one: one.position, default=None)


def opens_next(rounds: list[RoundView], row: RoundView | None) -> datetime | None:
    """When the activity after this one opens by itself; None where somebody opens it."""
    at = row.position if row is not None else 0
    ahead = [one for one in rounds if one.state is RoundState.BEFORE and one.position > at]
    return min(ahead, key=lambda one: one.position).opens_at if ahead else None


def kept_word(session: Session, row: RoundView | None) -> str:
    """A word that changes with what who conducts does to the ideas in sight: put together, hidden, let in, merged."""
    if row is None or row.state is not RoundState.OPEN:
        return ""
    if row.kind is RoundKind.GROUP:
        return grouping_word(session, row.workshop_id)
    return moderated_word(session, row) if row.kind is RoundKind.COLLECT else ""


def ahead_word(step: Step, rounds: list[RoundView]) -> str:
    """A word that changes with what phones that wait are told of what comes: its question, and when it opens."""
    if step not in (Step.WAITING, Step.TIME):
        return ""
    told = [(one.kind, one.question, str(one.opens_at)) for one in rounds if one.state is RoundState.BEFORE]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:6] if told else ""


def state_word(
    step: Step, row: RoundView | None, people: int, beat: int, focus: str | None = None, kept: str = "",
    ahead: str = "",
) -> str:  # fmt: skip
    """The word phones wait for. Before the dot: another page. After it: the same page with another clock or number."""
    word = f"{step}-{row.id if row else ''}-{beat if step is Step.RESULT else ahead}"
    if step is Step.WAITING:
        # While people come in only a number changes: three hundred phones do not ask for three hundred pages each.
        return f"{word}.{people}"
    if step is Step.RESULT:
        # Which idea the boat turns on: one line of the page.
        return f"{word}.{focus or ''}"
    if row is None or row.state is not RoundState.OPEN:
        return word
    end = int(row.ends_at.timestamp()) if row.ends_at else ""
    if step is Step.QUIET and beat:
        # A result is talked over: how much of it is seen, and on what the boat turns.
        kept = f"{beat}{focus or ''}"
    return f"{word}.{'paused' if row.paused else end}{f'-{kept}' if kept else ''}"


def _ideas(session: Session, viewer: Viewer, row: RoundView, rounds: list[RoundView]) -> dict[str, object]:
    """One's own ideas in this round, and the others' as far as they are seen; grouping looks at those collected."""
    collected = [one for one in rounds if one.kind is RoundKind.COLLECT and one.state is RoundState.CLOSED]
    if row.kind is not RoundKind.COLLECT:
        if not collected or row.kind is not RoundKind.GROUP:
            return {}
        row = collected[-1]
    mine, others = ideas_on_a_phone(session, viewer, row, most=OTHERS_MOST)
    return {"mine": mine, "others": others}


def _turned_to(closed: list[RoundView], wall: Wall | None) -> RoundView | None:
    """Of these, the vote to which an open wall was turned."""
    if wall is None or wall.token is None or wall.round_id is None:
        return None
    return next((one for one in closed if one.votes and one.id == wall.round_id), None)


def _saved_at(session: Session, code: str) -> datetime | None:
    return saved_at(session, code=code, commands=_CASTS) if code else None


def _step_of(row: RoundView) -> Step:
    if row.votes:
        return Step.VOTE
    return Step.COLLECT if row.kind is RoundKind.COLLECT else Step.QUIET
