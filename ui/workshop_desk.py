"""The desk of who conducts, gathered in one visit: where the workshop stands, and the activity in view.

One activity is in view at a time, the one that is on unless another is chosen: the page stays calm, and the number of
questions to the database stays the same however many activities there are.
"""

from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st
from sqlmodel import Session

from models.access import May, Viewer
from models.attendance import Present, present_in, workshop_view
from models.clusters import ClusterView, clusters_of
from models.curation import people_behind
from models.idea_views import ideas_of_workshop
from models.ideas import IdeaView
from models.more_time import asked_more_time
from models.options import OptionView, options_of
from models.portfolio import PortfolioRow, promise_rows
from models.results import Preview, ResultView, TurnoutView, preview_of, result_view, turnout
from models.rounds import RoundKind, RoundState, RoundView, rounds_of
from models.since import Since, since_last_time
from models.touchpoints import TouchpointView, touchpoints_all
from models.walls import SIDES, Wall, beat_in, wall_view
from models.workshop_now import standing, talked_about
from models.workshops import Chip, JoinView, WorkshopView, chips_of, join_view
from ui.cards import plain
from ui.wall_parts import WallDesk
from words.activities import activity_name
from words.results_shown import shown
from words.rounds import turnout as turnout_words
from words.speech import Speech

# What is voted on there may be promises.
OF_PROMISES = frozenset({RoundKind.AGREEMENT, RoundKind.EXPECT, RoundKind.CONSENT, RoundKind.SCORE})


@dataclass(frozen=True)
class Desk:
    """Everything the page of a workshop shows to who conducts. `row`: the activity in view."""

    workshop: WorkshopView
    rounds: list[RoundView]
    row: RoundView | None
    way_in: JoinView
    people: list[Present]
    chips: list[Chip] = field(default_factory=list)
    touchpoints: list[TouchpointView] = field(default_factory=list)
    ideas: list[IdeaView] = field(default_factory=list)
    behind: dict[str, int] = field(default_factory=dict)
    clusters: list[ClusterView] = field(default_factory=list)
    options: list[OptionView] = field(default_factory=list)
    promises: list[PortfolioRow] = field(default_factory=list)
    turnout: TurnoutView | None = None
    preview: Preview | None = None
    result: ResultView | None = None
    # The result that an open talk is about.
    spoken: ResultView | None = None
    more_time: int = 0
    since: Since | None = None
    wall: WallDesk | None = None

    @property
    def projecting(self) -> bool:
        """Whether a big screen is open."""
        return self.wall is not None and self.wall.wall.token is not None

    @property
    def revealing(self) -> bool:
        """Whether the result in view still has something to show on the big screen."""
        wall, row = self.wall, self.row
        if wall is None or wall.vote is None or row is None or not self.projecting:
            return False
        shown = self.spoken.round.id if self.spoken is not None else row.id
        return wall.vote.id == shown and wall.beat < SIDES

    @property
    def can_be_put_back(self) -> bool:
        """Whether the result in view could stand on the big screen, on which there is another one, or nothing."""
        wall, row = self.wall, self.row
        if wall is None or row is None or not self.projecting or not row.votes or row.state is not RoundState.CLOSED:
            return False
        on = [one for one in self.rounds if one.state is RoundState.OPEN]
        talked = all(one.kind is RoundKind.TALK and one.position > row.position for one in on)
        return talked and (wall.vote is None or wall.vote.id != row.id)

    @property
    def own_ideas(self) -> list[IdeaView]:
        """The ideas of the activity in view."""
        return [idea for idea in self.ideas if self.row is not None and idea.round_id == self.row.id]

    @property
    def shown(self) -> list[IdeaView]:
        """Every idea of the workshop that is in sight, the most supported first."""
        found = [idea for idea in self.ideas if idea.state == "shown" and idea.merged_into_id is None]
        return sorted(found, key=lambda idea: (-idea.supports, idea.created_at))

    @property
    def following(self) -> RoundView | None:
        """The activity that comes next, if one is still to open."""
        at = self.row.position if self.row is not None else 0
        ahead = [one for one in self.rounds if one.state is RoundState.BEFORE]
        return next((one for one in ahead if one.position > at), None)


def desk_of(session: Session, viewer: Viewer, *, workshop_id: str, now: datetime, round_id: str = "") -> Desk:
    """One visit to the database for the whole page. `round_id`: the activity to look at; else the one that is on."""
    workshop = workshop_view(session, viewer, workshop_id=workshop_id)
    rounds = rounds_of(session, viewer, workshop_id=workshop_id)
    row = next((one for one in rounds if one.id == round_id), None) or front_of(rounds)
    found: dict[str, object] = {}
    if row is not None and not row.votes:
        found |= _talking(session, viewer, workshop_id, row)
    elif row is not None:
        found |= _voting(session, viewer, workshop_id, row, now)
    wall = session.get(Wall, workshop_id)
    about = talked_about(rounds, row, wall)
    if about is not None:
        found["spoken"] = spoken = result_view(session, viewer, round_id=about.id)
        chosen = {option.promise_id for option in spoken.options.values() if option.promise_id}
        if viewer.may(May.PROMISE_SEE) and about.kind in OF_PROMISES and chosen:
            # How each of them stands; where they are told is not asked here.
            found["promises"] = promise_rows(session, viewer, now=now, promise_ids=chosen, told={})
    if row is not None and row.state is RoundState.OPEN:
        found["more_time"] = asked_more_time(session, viewer, round_id=row.id)
    if all(one.opened_at is None for one in rounds):
        found["since"] = since_last_time(session, viewer, workshop_id=workshop_id, now=now)
    found["wall"] = _wall(session, viewer, workshop_id, rounds)
    return Desk(
        workshop, rounds, row, join_view(session, viewer, workshop_id=workshop_id),
        present_in(session, viewer, workshop_id=workshop_id), **found,  # type: ignore[arg-type]
    )  # fmt: skip


def front_of(rounds: list[RoundView]) -> RoundView | None:
    """The activity that is on: open; else the vote just closed, for its result; else the next one.

    When all is over: the last vote, for that is what came of it; without one, the last activity.
    """
    is_open = next((one for one in rounds if one.state is RoundState.OPEN), None)
    closed = [one for one in rounds if one.state is RoundState.CLOSED and one.closed_at is not None]
    last = max(closed, key=lambda one: (one.closed_at, one.position), default=None)
    ahead = [one for one in rounds if one.state is RoundState.BEFORE]
    if is_open is not None or (last is not None and last.votes):
        return is_open or last
    later = next((one for one in ahead if last is None or one.position > last.position), None)
    votes = [one for one in closed if one.votes]
    return later or (ahead[0] if ahead else votes[-1] if votes else last)


def desk_title(say: Speech, desk: Desk) -> str:
    """Where the activity in view stands, in a sentence: what comes in, how many voted, the result."""
    row = desk.row
    if row is None:
        return say("No activity yet: choose what you want to know.")
    if desk.result is not None:
        return shown(say, desk.result).sentences[0]
    if row.state is RoundState.OPEN:
        return _open_title(say, desk, row)
    if row.kind is RoundKind.COLLECT and row.state is RoundState.CLOSED:
        return say.many("%(n)s idea came in.", "%(n)s ideas came in.", len(_counted(desk.own_ideas)))
    if row.state is RoundState.CLOSED:
        return say("Done: %(activity)s.", activity=activity_name(say, row.kind))
    if any(one.opened_at is not None for one in desk.rounds):
        if row.votes and not desk.options:
            return say("The ideas are in. Choose what to vote on.") if desk.shown else say("Choose what to vote on.")
        if row.votes:
            number = len(desk.options)
            return say.many("Ready: there is %(n)s to vote on.", "Ready: there are %(n)s to vote on.", number)
        return say("Next: %(activity)s.", activity=activity_name(say, row.kind))
    if not desk.people:
        return say("Ready to start: nobody is in yet.")
    return say.many("Ready to start: %(n)s person is in.", "Ready to start: %(n)s people are in.", len(desk.people))


def looked_at(workshop_id: str) -> str:
    """The activity that was chosen to be looked at; empty: the one that is on."""
    return str(st.session_state.get(f"looking-{workshop_id}", ""))


def look_at(workshop_id: str, round_id: str = "") -> None:
    """Run the page again with this activity in view; without one, with whatever is on."""
    st.session_state[f"looking-{workshop_id}"] = round_id
    st.rerun(scope="app")


def step_label(say: Speech, row: RoundView) -> str:
    """An activity in the row of steps: its sign and its name."""
    signs = {RoundState.BEFORE: "○", RoundState.OPEN: "●", RoundState.CLOSED: "✓", RoundState.SKIPPED: "↷"}
    return f"{signs[row.state]} {row.position}. {plain(activity_name(say, row.kind))}"


def _open_title(say: Speech, desk: Desk, row: RoundView) -> str:
    if row.paused_left is not None:
        return say("Paused: nothing is taken until you go on.")
    if row.kind is RoundKind.COLLECT:
        ideas = len(_counted(desk.own_ideas))
        if not ideas:
            return say("Open: the first idea can come.")
        return say.many("%(n)s idea so far, and they keep coming.", "%(n)s ideas so far, and they keep coming.", ideas)
    if desk.turnout is not None:
        return say("People are voting: %(turnout)s.",
                   turnout=turnout_words(say, desk.turnout.voted, desk.turnout.eligible))  # fmt: skip
    if row.kind is RoundKind.GROUP:
        loose = len(desk.shown) - sum(len(one.ideas) for one in desk.clusters)
        if loose and desk.clusters:
            return say.many("%(n)s idea stands alone still.", "%(n)s ideas stand alone still.", loose)
        return say("Put together what belongs together.")
    return say("Talking: nobody has to vote.")


def _wall(session: Session, viewer: Viewer, workshop_id: str, rounds: list[RoundView]) -> WallDesk:
    """The big screen, as `ui.wall_parts` wants it, from the activities that were asked for already."""
    wall = wall_view(session, viewer, workshop_id=workshop_id, rounds=rounds)
    screen = session.get(Wall, workshop_id) if wall.token is not None else None
    _, row, beat = standing(rounds, screen)
    about = talked_about(rounds, row, screen)
    if about is not None:
        row, beat = about, beat_in(screen, about)
    if row is None or not row.votes or row.state is not RoundState.CLOSED:
        return WallDesk(wall, None, beat, [])
    options = options_of(session, viewer, round_id=row.id) if wall.token is not None else []
    return WallDesk(wall, row, beat, options)


def _counted(ideas: list[IdeaView]) -> list[IdeaView]:
    # Merged ones count where they joined, as on the big screen.
    return [idea for idea in ideas if idea.state in ("shown", "late") and idea.merged_into_id is None]


def _talking(session: Session, viewer: Viewer, workshop_id: str, row: RoundView) -> dict[str, object]:
    found: dict[str, object] = {}
    if row.kind is RoundKind.COLLECT and row.state is RoundState.BEFORE:
        found["chips"] = chips_of(session, workshop_id)
        found["touchpoints"] = touchpoints_all(session, viewer) if viewer.may(May.TOUCHPOINT_SEE) else []
    elif row.kind is not RoundKind.TALK:
        ideas = ideas_of_workshop(session, viewer, workshop_id=workshop_id)
        found["ideas"] = ideas
        if row.kind is RoundKind.GROUP:
            found["clusters"] = clusters_of(session, viewer, workshop_id=workshop_id, ideas=ideas)
        else:
            found["behind"] = people_behind(session, viewer, workshop_id=workshop_id)
    return found


def _voting(session: Session, viewer: Viewer, workshop_id: str, row: RoundView, now: datetime) -> dict[str, object]:
    if row.state is RoundState.CLOSED:
        return {"result": result_view(session, viewer, round_id=row.id)}
    if row.state is RoundState.OPEN:
        return {"turnout": turnout(session, viewer, round_id=row.id)}
    found: dict[str, object] = {
        "options": options_of(session, viewer, round_id=row.id),
        "preview": preview_of(session, viewer, round_id=row.id, secret=row.secret),
    }
    if row.kind is not RoundKind.EXPECT:
        found["ideas"] = ideas_of_workshop(session, viewer, workshop_id=workshop_id)
    if row.kind in OF_PROMISES and viewer.may(May.PROMISE_SEE):
        found["promises"] = promise_rows(session, viewer, now=now)
    return found
