"""The customer's journey as one picture: stage by stage what was felt, expected, said, promised, and how many pass.

Not a noun with a table: it reads voices, diaries, promises with their verdicts, weekly numbers and open ideas.
Invariants: only who works here; ideas of one's own groups only; at most fourteen statements, whatever there is. A
promise stands at the furthest stage of those its process passes through (where it is kept), else of those where it is
told. A stage with fewer than five faces has no mean: too few to be anybody's but theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session, col

from analysis.lowest import FEWEST_FACES, lowest
from analysis.rule import Metric
from analysis.satisfaction import mean_and_spread
from analysis.units import seconds_of
from analysis.verdict import Verdict
from models.access import May, Viewer
from models.days import day_here
from models.decisions import Decision, Outcome
from models.expectations import Expected, expectations_of
from models.feedback import Feedback
from models.ideas import Idea
from models.in_hands import ProcessTouchpoint
from models.journey_stories import HandOver, Story, hand_overs, stories
from models.matters import Matter
from models.portfolio import WORST_FIRST, PortfolioRow, promise_rows
from models.profiles import ProfileView, profiles_all
from models.promises import Promise, State
from models.standings import in_backlog, places_in_backlog
from models.touchpoints import Control, Stage, Touchpoint
from models.traffic import StageFlow, traffic_by_stage
from models.voice_counts import Tally, day_counts, tallied
from models.wordings import Wording


@dataclass(frozen=True)
class Point:
    """A touchpoint of a stage with what was said there."""

    id: str
    name: str
    control: Control
    tally: Tally


@dataclass(frozen=True)
class StageOnMap:
    """A stage. mean, spread: of the faces, 1 to 5, None of fewer than five. matter: what counts most for who spoke;
    expected: what people expect of the promise kept here. ideas: open ones of the reader's groups.
    """

    id: str
    name: str
    tally: Tally
    mean: float | None
    spread: float | None
    points: list[Point]
    promises: list[PortfolioRow]
    expected: tuple[PortfolioRow, Expected] | None
    matter: str
    flow: StageFlow | None
    ideas: int

    @property
    def broken(self) -> PortfolioRow | None:
        """The promise in worst shape of those in use, where one does not hold or only just."""
        worst = self.promises[0] if self.promises and self.promises[0].state is State.IN_USE else None
        return worst if worst is not None and worst.stands in (Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK) else None

    @property
    def on_the_edge(self) -> bool:
        """Whether that promise holds only just."""
        return self.broken is not None and self.broken.stands is Verdict.AT_RISK

    @property
    def late(self) -> tuple[float, float] | None:
        """Seconds promised and seconds it takes to keep it, of a promise about plain time that does not hold."""
        row = self.broken
        if row is None or row.verdict is None or row.terms.metric is not Metric.CLOCK or row.terms.business:
            return None
        needed = row.verdict.facts.promise_within
        return None if needed is None else (seconds_of(row.terms.amount, row.terms.unit), needed)


@dataclass(frozen=True)
class Journey:
    """The whole picture of one period, of all or of one profile."""

    stages: list[StageOnMap]
    hand_overs: list[HandOver]
    stories: list[Story]
    profiles: list[ProfileView]

    @property
    def lowest(self) -> StageOnMap | None:
        """The stage where people felt worst; None where luck alone may have made it so, or there are too few faces."""
        found = lowest([stage.tally.faces for stage in self.stages])
        return self.stages[found.place] if found is not None and found.rival is None else None

    @property
    def too_close(self) -> tuple[StageOnMap, StageOnMap] | None:
        """The stage with the lowest mean and the next one, where they are not to be told apart."""
        found = lowest([stage.tally.faces for stage in self.stages])
        if found is None or found.rival is None:
            return None
        return self.stages[found.place], self.stages[found.rival]

    @property
    def voices(self) -> int:
        """How many voices in all."""
        return sum(stage.tally.voices for stage in self.stages)


def journey(
    session: Session, viewer: Viewer, *, now: datetime, period_days: int = 90, profile_id: str | None = None
) -> Journey:
    """The journey of a period that ends now."""
    viewer.must(May.JOURNEY_SEE)
    since = now - timedelta(days=period_days)
    stages, places = _way(session)
    stage_of = {row.id: row.stage_id for row in places}
    counts = day_counts(session, since=since, until=now, profile_id=profile_id)
    by_stage = tallied(counts, lambda one: stage_of.get(one.touchpoint_id))
    by_place = tallied(counts, lambda one: one.touchpoint_id)
    promises = _promises_by_stage(session, viewer, now, {row.id: place for place, row in enumerate(stages)}, stage_of)
    expected = expectations_of(session, viewer, promise_ids=[row.id for rows in promises.values() for row in rows])
    flows = traffic_by_stage(session, viewer, since=day_here(since), until=day_here(now))
    matters = _matters(session, since, now, stage_of, profile_id)
    ideas = _open_ideas(session, viewer, stage_of)
    drawn = []
    for row in stages:
        felt = by_stage.get(row.id, Tally())
        mean = mean_and_spread(felt.faces) if sum(felt.faces) >= FEWEST_FACES else None
        drawn.append(StageOnMap(
            row.id, row.name, felt, mean[0] if mean else None, mean[1] if mean else None,
            [Point(one.id, one.name, Control(one.control), by_place.get(one.id, Tally()))
             for one in places if one.stage_id == row.id],
            promises.get(row.id, []), _expected(promises.get(row.id, []), expected), matters.get(row.id, ""),
            flows.get(row.id), ideas.get(row.id, 0),
        ))  # fmt: skip
    return Journey(
        drawn, hand_overs(session, since=since, until=now, profile_id=profile_id),
        stories(session, now=now, profile_id=profile_id), profiles_all(session, viewer),
    )  # fmt: skip


def _way(session: Session) -> tuple[list[Stage], list[Touchpoint]]:
    """The stages in order and their touchpoints. One statement."""
    asked = (
        select(Stage, Touchpoint)
        .join(Touchpoint, col(Touchpoint.stage_id) == col(Stage.id), isouter=True)
        .order_by(col(Stage.position), col(Touchpoint.folded))
    )
    rows = session.execute(asked).all()
    stages = {stage.id: stage for stage, _ in rows}
    return list(stages.values()), [place for _, place in rows if place is not None]


def _promises_by_stage(
    session: Session, viewer: Viewer, now: datetime, order: Mapping[str, int], stage_of: Mapping[str, str]
) -> dict[str, list[PortfolioRow]]:
    """Promises that are not withdrawn at the stage where they are kept: those in use, worst first, then the others.

    Three statements.
    """
    kept_at = (
        select(col(Promise.id), col(ProcessTouchpoint.touchpoint_id), literal(0).label("told"))
        .join(ProcessTouchpoint, col(ProcessTouchpoint.process_id) == col(Promise.process_id))
    )  # fmt: skip
    told_at = select(col(Wording.promise_id), col(Wording.touchpoint_id), literal(1).label("told")).where(
        col(Wording.removed_at).is_(None)
    )
    at: dict[tuple[str, int], int] = {}
    for promise_id, place, told in session.execute(union_all(kept_at, told_at)).all():
        stage = stage_of.get(place)
        if stage is not None:
            at[promise_id, told] = max(order[stage], at.get((promise_id, told), -1))
    names = list(order)
    found: dict[str, list[PortfolioRow]] = {}
    # Where a promise is told is known already; with which figures does not matter here.
    for row in promise_rows(session, viewer, now=now, told={}):
        place = at.get((row.id, 0), at.get((row.id, 1)))
        if place is not None:
            found.setdefault(names[place], []).append(row)
    for rows in found.values():
        # What nobody promises yet, or never will, must not be the sentence about the stage.
        rows.sort(key=lambda row: (row.state is not State.IN_USE, WORST_FIRST.index(row.stands)))
    return found


def _expected(
    rows: list[PortfolioRow], expected: Mapping[str, Expected]
) -> tuple[PortfolioRow, Expected] | None:  # fmt: skip
    """What is expected of the promise with most answers, where there are enough of them."""
    said = [(row, expected[row.id]) for row in rows if row.id in expected and expected[row.id].median is not None]
    return max(said, key=lambda one: one[1].count, default=None)


def _matters(
    session: Session, since: datetime, now: datetime, stage_of: Mapping[str, str], profile_id: str | None
) -> dict[str, str]:
    """What counts most at each stage, named by at least three voices. One statement."""
    asked = (
        select(col(Feedback.touchpoint_id), col(Matter.name), func.count())
        .join(Matter, col(Matter.id) == col(Feedback.matter_id))
        .where(col(Feedback.created_at) >= since, col(Feedback.created_at) < now)
        .group_by(col(Feedback.touchpoint_id), col(Matter.name))
    )
    if profile_id is not None:
        asked = asked.where(col(Feedback.profile_id) == profile_id)
    counted: dict[tuple[str, str], int] = {}
    for place, name, n in session.execute(asked).all():
        stage = stage_of.get(place)
        if stage is not None:
            counted[stage, name] = counted.get((stage, name), 0) + n
    found: dict[str, str] = {}
    for (stage, name), n in sorted(counted.items(), key=lambda said: (said[1], said[0])):
        if n >= 3:
            found[stage] = name
    return found


def _open_ideas(session: Session, viewer: Viewer, stage_of: Mapping[str, str]) -> dict[str, int]:
    """Ideas of the reader's groups neither done nor refused. One statement."""
    groups = [one for one in viewer.seats if viewer.may(May.DECISION_SEE, group_id=one)]
    if not groups:
        return {}
    # All of them less those decided, each from its own index: a third of the time of asking each idea for its decision.
    over = (
        select(col(Idea.touchpoint_id), func.count(), literal(-1).label("sign"))
        .join(Decision, (col(Decision.idea_id) == col(Idea.id)) & col(Decision.standing))
        # From the decisions to their ideas, so without saying the group of the ideas again.
        .where(*in_backlog(groups)[1:], col(Decision.group_id).in_(groups), col(Decision.idea_id).is_not(None),
               col(Decision.outcome).in_([Outcome.DO, Outcome.NO]))
    )  # fmt: skip
    asked = union_all(*places_in_backlog(groups, 1), over.group_by(col(Idea.touchpoint_id)))
    found: dict[str, int] = {}
    for place, n, sign in session.execute(asked).all():
        stage = stage_of.get(place)
        if stage is not None:
            found[stage] = found.get(stage, 0) + n * sign
    return found
