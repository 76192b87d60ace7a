"""The decision desk: what waits for a decision, one idea at a time, oldest first.

Not a noun with a table. `models.standings` says what waits, `models.desk_rows` what is shown of it, `models.backlog`
is the list below the desk.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.access import Viewer
from models.desk_rows import DeskIdea, desk_rows
from models.errors import NotFound
from models.ideas import Idea
from models.standings import Counted, Standing, count_standing, groups_decided_for, standing_ideas, waits


@dataclass(frozen=True)
class DeskView:
    """The desk: how many wait, how many longer than 14 days, the oldest's days; counts by state; the idea in front."""

    waiting: int
    late: int
    oldest_days: int
    counts: dict[Standing, int]
    place: int
    idea: DeskIdea | None


def desk(
    session: Session, viewer: Viewer, *, now: datetime, group_id: str | None = None, place: int = 1,
    idea_id: str | None = None,
) -> DeskView:  # fmt: skip
    """The desk of one group, or of every group this person is a member of.

    `place`: which of the waiting ideas is in front; `idea_id`: one that was chosen, waiting or not (place 0 then).
    """
    groups = groups_decided_for(viewer, group_id)
    counted = count_standing(session, groups, now)
    place, front = idea_in_front(session, groups, now, counted.waiting, place, idea_id)
    rows = desk_rows(session, viewer, [front] if front else [], now)
    return desk_with(counted, place, rows[front] if front else None)


def desk_counts(session: Session, viewer: Viewer, *, now: datetime) -> DeskView:
    """How many ideas wait, how many for too long and the oldest, in one question; nothing lies in front."""
    return desk_with(count_standing(session, groups_decided_for(viewer, None), now), 0, None)


def idea_in_front(
    session: Session, groups: list[str], now: datetime, waiting: int, place: int, idea_id: str | None
) -> tuple[int, str | None]:
    """Which idea lies in front, and at which place of those that wait (0: it was chosen).

    Raises:
        NotFound: the chosen idea is not in these groups' backlog.
    """
    place = 0 if idea_id else min(max(1, place), waiting or 1)
    wanted = standing_ideas(groups, Idea.id)
    if idea_id:
        wanted = wanted.where(col(Idea.id) == idea_id)
    else:
        wanted = wanted.where(waits(now)).order_by(col(Idea.created_at), col(Idea.id)).offset(place - 1)
    first = session.execute(wanted.limit(1)).first()
    if idea_id and first is None:
        # What became part of another idea stands where that one stands: a link that was kept leads there.
        whole = select(Idea.merged_into_id).where(Idea.id == idea_id).scalar_subquery()
        first = session.execute(standing_ideas(groups, Idea.id).where(col(Idea.id) == whole).limit(1)).first()
    if idea_id and first is None:
        raise NotFound()
    return place, str(first[0]) if first else None


def desk_with(counted: Counted, place: int, idea: DeskIdea | None) -> DeskView:
    """The desk from its parts."""
    return DeskView(counted.waiting, counted.late, counted.oldest_days, counted.counts, place, idea)
