"""Clusters: ideas of a workshop put together under a title, to talk about them and to choose between them.

Invariants: an idea is in one cluster of its workshop at most; putting together changes no idea and is undone at any
time; a cluster without ideas is gone; what a viewer may not see is not in the answer. Merging is something else: it
says that two ideas are one (`models.curation`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rapidfuzz import fuzz
from sqlalchemy import CheckConstraint, delete, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.attendance import workshop_seen
from models.base import Draft, Row, draft, fold, name_of, new_id
from models.errors import NotFound, Refusal
from models.idea_views import ideas_by_id
from models.ideas import Idea, IdeaState, IdeaView
from models.parts import parts_in
from models.rounds import Round
from models.workshops import workshop_for

TITLE_LIMIT = 80
CLUSTERS_MOST = 40
# Likeness of two texts of 100, whatever the order of their words: lower than for "is it the same?", a theme is wider.
LIKE_FROM = 58
PROPOSED_MOST = 4
# Compared pair by pair in memory.
COMPARED_MOST = 300


class ClusterDraft(Draft):
    """A cluster as it may come in."""

    title: name_of(TITLE_LIMIT)  # type: ignore[valid-type]


class Cluster(Row, table=True):
    """A title under which ideas stand together."""

    __tablename__ = "clusters"
    __table_args__ = (CheckConstraint(f"length(title) <= {TITLE_LIMIT}", name="title"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", index=True)
    title: str = Field(max_length=TITLE_LIMIT)
    position: int


class ClusterIdea(Row, table=True):
    """One idea in a cluster. The key says: once a workshop."""

    __tablename__ = "cluster_ideas"

    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", primary_key=True)
    idea_id: str = Field(max_length=32, foreign_key="ideas.id", primary_key=True)
    cluster_id: str = Field(max_length=32, foreign_key="clusters.id", index=True)


@dataclass(frozen=True)
class Grouped:
    """One idea as it stands in a cluster, without its author."""

    id: str
    text: str
    side: str | None


@dataclass(frozen=True)
class ClusterView:
    """A cluster with its ideas in sight. `people`: how many different people stand behind them."""

    id: str
    title: str
    ideas: tuple[Grouped, ...]
    people: int


class Worded(Protocol):
    """Whatever has an id and words: `models.ideas.IdeaView`."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


def group_ideas(
    session: Session, viewer: Viewer, *, now: datetime, workshop_id: str, idea_ids: Sequence[str], title: str = "",
    cluster_id: str | None = None,
) -> str:  # fmt: skip
    """Put ideas together: under a new title, or into a cluster that stands. Returns the cluster's id.

    Ideas that stood in another cluster of the workshop move.

    Raises:
        Refusal: `empty` (no idea, or a new cluster without a title), `too_large`; `NotFound` for an idea of another
            workshop, hidden or merged.
    """
    workshop = workshop_for(session, viewer, workshop_id, May.ROUND_RUN)
    wanted = _ideas_of(session, workshop.id, idea_ids)
    if cluster_id is None:
        said = draft(ClusterDraft, title=title)
        last = session.exec(select(func.max(Cluster.position)).where(Cluster.workshop_id == workshop.id)).one()
        if (last or 0) >= CLUSTERS_MOST:
            raise Refusal("too_large", field="title", limit=CLUSTERS_MOST)
        row = Cluster(workshop_id=workshop.id, title=said.title, position=(last or 0) + 1)
        session.add(row)
        session.flush()
    else:
        row = _cluster_for(session, viewer, cluster_id)
        if row.workshop_id != workshop.id:
            raise NotFound()
    _take_out(session, workshop.id, wanted)
    session.add_all(ClusterIdea(workshop_id=workshop.id, idea_id=one, cluster_id=row.id) for one in wanted)
    session.flush()
    _drop_empty(session, workshop.id)
    activity.record(
        session, viewer, "group", "cluster", row.id, now=now, group_id=workshop.group_id, after=wanted,
        texts={"title": row.title} if cluster_id is None else None,
    )  # fmt: skip
    return row.id


def rename_cluster(session: Session, viewer: Viewer, *, now: datetime, cluster_id: str, title: str) -> None:
    """Another title."""
    row = _cluster_for(session, viewer, cluster_id)
    said = draft(ClusterDraft, title=title)
    before, row.title = row.title, said.title
    session.add(row)
    activity.record(
        session, viewer, "rename", "cluster", row.id, now=now, group_id=_group_of(session, viewer, row), before=before,
        after=row.title, texts={"title": row.title},
    )  # fmt: skip


def ungroup_ideas(
    session: Session, viewer: Viewer, *, now: datetime, workshop_id: str, idea_ids: Sequence[str]
) -> None:
    """Take ideas out of their clusters; a cluster left without any is gone."""
    workshop = workshop_for(session, viewer, workshop_id, May.ROUND_RUN)
    wanted = list(dict.fromkeys(idea_ids))
    _take_out(session, workshop.id, wanted)
    _drop_empty(session, workshop.id)
    activity.record(session, viewer, "ungroup", "workshop", workshop.id, now=now, group_id=workshop.group_id,
                    before=wanted)  # fmt: skip


def clusters_of(
    session: Session, viewer: Viewer, *, workshop_id: str, ideas: Sequence[IdeaView] | None = None
) -> list[ClusterView]:
    """The clusters of a workshop, in the order they were made, each with its ideas in this viewer's sight.

    ideas: those of the workshop in this viewer's sight, where the caller has just asked for them.
    """
    workshop_seen(session, viewer, workshop_id)
    asked = (
        select(Cluster, ClusterIdea.idea_id)
        .join(ClusterIdea, col(ClusterIdea.cluster_id) == col(Cluster.id))
        .where(Cluster.workshop_id == workshop_id)
        .order_by(col(Cluster.position))
    )
    rows = session.exec(asked).all()
    ids = {idea_id for _, idea_id in rows}
    seen = ideas_by_id(session, viewer, ids) if ideas is None else {one.id: one for one in ideas if one.id in ids}
    seen = {key: idea for key, idea in seen.items() if idea.state == IdeaState.SHOWN and idea.merged_into_id is None}
    parts = parts_in(session, seen)
    found: dict[str, tuple[Cluster, list[str]]] = {}
    for cluster, idea_id in rows:
        if idea_id in seen:
            found.setdefault(cluster.id, (cluster, []))[1].append(idea_id)
    views = []
    for cluster, own in found.values():
        within = sorted(own, key=lambda one: (-seen[one].supports, seen[one].created_at, one))
        people = frozenset[str]().union(*(parts[one].people for one in within))
        unnamed = sum(parts[one].unnamed for one in within)
        grouped = tuple(Grouped(seen[one].id, seen[one].text, seen[one].side) for one in within)
        views.append(ClusterView(cluster.id, cluster.title, grouped, len(people) + unnamed))
    return views


def grouping_word(session: Session, workshop_id: str) -> str:
    """A word that changes when the groups of a workshop do, or the ideas in them, for pages that wait for it."""
    asked = (
        select(Cluster, Idea)
        .join(ClusterIdea, col(ClusterIdea.cluster_id) == col(Cluster.id))
        .join(Idea, col(Idea.id) == col(ClusterIdea.idea_id))
        .where(Cluster.workshop_id == workshop_id)
        .order_by(col(Cluster.position), col(ClusterIdea.idea_id))
    )
    rows = session.exec(asked).all()
    found = [(one.id, one.title, idea.id, idea.text, idea.state, idea.merged_into_id) for one, idea in rows]
    return hashlib.sha256(repr(found).encode()).hexdigest()[:8] if found else ""


def like_ideas(ideas: Sequence[Worded], to: Sequence[str], *, most: int = 8) -> list[str]:
    """The ids of ideas like some texts, the likest first: what stands beside a choice of ideas as a suggestion."""
    wanted = [_words(text) for text in to]
    scored = [(max((_likeness(_words(idea.text), one) for one in wanted), default=0.0), idea.id) for idea in ideas]
    near = sorted((pair for pair in scored if pair[0] >= LIKE_FROM), key=lambda pair: -pair[0])
    return [idea_id for _, idea_id in near[:most]]


def proposed_clusters(ideas: Sequence[Worded]) -> list[tuple[str, ...]]:
    """Which ideas seem to belong together, as ids, the largest sets first; at most four. A proposal, never done alone.

    Pairs alike enough are linked (token-set likeness, RapidFuzz); a set is what hangs together by such links around its
    best linked idea, so that a chain of half-likenesses does not swallow everything.
    """
    few = list(ideas)[:COMPARED_MOST]
    words = [_words(idea.text) for idea in few]
    near: list[set[int]] = [set() for _ in few]
    for first in range(len(few)):
        for second in range(first + 1, len(few)):
            if _likeness(words[first], words[second]) >= LIKE_FROM:
                near[first].add(second)
                near[second].add(first)
    free, found = set(range(len(few))), list[tuple[str, ...]]()
    while len(found) < PROPOSED_MOST:
        centre = max(sorted(free), key=lambda at: len(near[at] & free), default=None)
        if centre is None or not near[centre] & free:
            break
        together = {centre} | (near[centre] & free)
        free -= together
        found.append(tuple(few[at].id for at in sorted(together)))
    return found


def _likeness(first: str, second: str) -> float:
    return fuzz.token_sort_ratio(first, second) * 0.5 + fuzz.token_set_ratio(first, second) * 0.5


def _words(text: str) -> str:
    # Short words (articles, prepositions) make any two sentences alike.
    signs = "".join(sign if sign.isalnum() else " " for sign in fold(text))
    return " ".join(word for word in signs.split() if len(word) > 3) or signs


def _ideas_of(session: Session, workshop_id: str, idea_ids: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(idea_ids))
    if not wanted:
        raise Refusal("empty", field="idea_ids")
    asked = (
        select(Idea.id)
        .join(Round, col(Round.id) == col(Idea.round_id))
        .where(
            col(Idea.id).in_(wanted), Round.workshop_id == workshop_id, col(Idea.state) == IdeaState.SHOWN,
            col(Idea.merged_into_id).is_(None),
        )
    )  # fmt: skip
    if len(session.exec(asked).all()) != len(wanted):
        raise NotFound()
    return wanted


def _take_out(session: Session, workshop_id: str, idea_ids: Sequence[str]) -> None:
    session.connection().execute(
        delete(ClusterIdea).where(
            col(ClusterIdea.workshop_id) == workshop_id, col(ClusterIdea.idea_id).in_(list(idea_ids))
        )
    )
    session.expire_all()


def _drop_empty(session: Session, workshop_id: str) -> None:
    used = select(ClusterIdea.cluster_id).where(ClusterIdea.workshop_id == workshop_id)
    session.connection().execute(
        delete(Cluster).where(col(Cluster.workshop_id) == workshop_id, col(Cluster.id).not_in(used))
    )
    session.expire_all()


def _cluster_for(session: Session, viewer: Viewer, cluster_id: str) -> Cluster:
    row = session.get(Cluster, cluster_id)
    if row is None:
        viewer.must(May.ROUND_RUN)
        raise NotFound()
    workshop_for(session, viewer, row.workshop_id, May.ROUND_RUN)
    return row


def _group_of(session: Session, viewer: Viewer, row: Cluster) -> str:
    return workshop_for(session, viewer, row.workshop_id, May.ROUND_RUN).group_id
