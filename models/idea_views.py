"""Looking at ideas: those of a round, those of the groups (searched, paged), those like the one being written.

Invariants: what a viewer may not see is not in the answer, nor in its counts; a fixed number of questions to the
database, whatever the number of ideas; the author's id is in the answer only for the author and for who conducts, the
name only where the round shows names; how many support an idea is seen after the close, or when the round says so.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, and_, case, false, func, or_, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from models.access import May, Viewer
from models.attendance import Attendance
from models.base import fold
from models.comments import Comment
from models.ideas import Idea, IdeaState, IdeaView, idea_for
from models.paging import ENDS, ids_of_page, page_shown
from models.parts import parts_in
from models.people import Person
from models.round_settings import RoundSettings, settings_from
from models.rounds import Round, RoundKind, RoundState, round_seen
from models.search import how_asked, matching_ideas
from models.standings import Standing, in_running, running_rounds, standings_of
from models.supports import Support
from models.touchpoints import Touchpoint
from models.workshops import workshop_for

PAGE_SIZE = 25
ROUND_MOST = 500
# Token-sorted likeness of 100: high enough that only rewordings come up, low enough for a swapped or added word.
ALIKE_FROM = 72
ALIKE_MOST = 3
# Compared in memory; a group's newest ideas are where a repetition comes from.
COMPARED_MOST = 2000


@dataclass(frozen=True)
class IdeaPage:
    """One page of a list: the ideas, and how many there are in all, with those that are part of another one (`merged`)
    and those whose round still goes on (`gathering`). Where the ideas of this page stand, and how many people say them,
    is known of those in one's backlog, when it is asked `now`.
    """

    ideas: list[IdeaView]
    total: int
    page: int
    pages: int
    merged: int = 0
    gathering: int = 0
    stands: dict[str, Standing] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def ideas_in_round(session: Session, viewer: Viewer, *, round_id: str) -> list[IdeaView]:
    """The ideas of a collect round in this viewer's sight, the most supported first. Merged ones stay out."""
    row = round_seen(session, viewer, round_id, May.IDEA_SEE)
    found = _views(session, viewer, and_(col(Idea.round_id) == row.id, col(Idea.merged_into_id).is_(None)), ROUND_MOST)
    return sorted(found, key=lambda idea: (-idea.supports, idea.created_at, idea.id))


def my_ideas_in_round(session: Session, viewer: Viewer, *, round_id: str) -> list[IdeaView]:
    """One's own ideas in a round, the newest first, without the withdrawn ones."""
    row = round_seen(session, viewer, round_id, May.IDEA_SEE)
    where = and_(
        col(Idea.round_id) == row.id, col(Idea.author_id) == viewer.person_id,
        col(Idea.state) != IdeaState.WITHDRAWN,
    )  # fmt: skip
    return _views(session, viewer, where, ROUND_MOST)


def ideas_of_workshop(session: Session, viewer: Viewer, *, workshop_id: str) -> list[IdeaView]:
    """Every idea of a workshop for who conducts, whatever its state, merged ones too, the newest first."""
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    own = select(Round.id).where(Round.workshop_id == workshop_id)
    return _views(session, viewer, col(Idea.round_id).in_(own), ROUND_MOST)


def ideas_to_choose(session: Session, viewer: Viewer, *, workshop_id: str) -> list[IdeaView]:
    """The ideas a dots round of this workshop can put to the vote: shown, not merged, most supported first."""
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    asked = select(Round).where(Round.workshop_id == workshop_id, Round.kind == RoundKind.COLLECT)
    rows = session.exec(asked).all()
    where = and_(
        col(Idea.round_id).in_([row.id for row in rows]), col(Idea.merged_into_id).is_(None),
        col(Idea.state) == IdeaState.SHOWN,
    )  # fmt: skip
    return sorted(_views(session, viewer, where, ROUND_MOST), key=lambda idea: (-idea.supports, idea.created_at))


def ideas_of_groups(
    session: Session, viewer: Viewer, *, group_ids: list[str] | None = None, search: str = "", page: int = 1,
    size: int = PAGE_SIZE, now: datetime | None = None, ends: int | None = ENDS,
) -> IdeaPage:  # fmt: skip
    """The ideas of my groups, newest first, 25 a page, searched by their words. `now`: with where they stand and how
    many people say them; `ends`: see `models.paging`.
    """
    wanted = [group_id for group_id in viewer.seats if group_ids is None or group_id in group_ids]
    where: list[ColumnElement[bool]] = [col(Idea.group_id).in_(wanted), col(Idea.state) == IdeaState.SHOWN]
    condition = and_(*where, matching_ideas(session, search))
    # Whoever conducts all these groups sees all of it: nothing is asked of each idea's round.
    sees_all = all(viewer.may(May.IDEA_HIDE, group_id=one) for one in wanted)
    from_index = sees_all and not search.strip()
    total, apart, running = session.execute(_counted(viewer, condition, wanted if sees_all else None, from_index)).one()
    pages = max(1, -(-total // size))
    at = page_shown(page, pages, ends)
    said = matching_ideas(session, search, how_asked(total, len(wanted) == 1))
    listed = select(Idea.id).where(*where, said)
    if not sees_all:
        listed = listed.join(Round, col(Round.id) == col(Idea.round_id), isouter=True).where(in_sight(viewer))
    ids = ids_of_page(session, listed, _NEWEST, total=total, page=at, size=size)
    parts = (ids[at : at + _FEW] for at in range(0, len(ids), _FEW))
    found = [view for some in parts for view in _views(session, viewer, col(Idea.id).in_(some), _FEW)]
    if now is None:
        return IdeaPage(found, total, at, pages, apart, running)
    seen = [idea.id for idea in found if viewer.may(May.DECISION_SEE, group_id=idea.group_id)]
    stands = standings_of(session, seen, now)
    people = {idea_id: part.count for idea_id, part in parts_in(session, stands).items()}
    return IdeaPage(found, total, at, pages, apart, running, stands, people)


def _counted(viewer: Viewer, condition: Any, everything_of: list[str] | None, from_index: bool) -> Any:
    """How many there are, how many of them are part of another one, how many are in a round that still goes on.

    everything_of: groups all of whose ideas are in sight. from_index: all that are shown, the few in a round that goes
    on counted by themselves.
    """
    merged = col(Idea.merged_into_id).is_not(None)
    if everything_of is not None:
        running: Any = select(func.count()).select_from(Idea).where(*in_running(everything_of)).scalar_subquery()
        if not from_index:
            running = func.count().filter(~merged & col(Idea.round_id).in_(running_rounds(everything_of)))
        return select_columns(func.count(), func.count(col(Idea.merged_into_id)), running).where(condition)
    runs = ~merged & (func.coalesce(col(Round.state), RoundState.CLOSED) != RoundState.CLOSED)
    return (
        select_columns(func.count(), func.count(case((merged, 1))), func.count(case((runs, 1))))
        .select_from(Idea)
        .join(Round, col(Round.id) == col(Idea.round_id), isouter=True)
        .where(condition, in_sight(viewer))
    )


def idea_view(session: Session, viewer: Viewer, *, idea_id: str) -> IdeaView:
    """One idea."""
    row = idea_for(session, viewer, idea_id)
    return _views(session, viewer, col(Idea.id) == row.id, 1)[0]


def ideas_by_id(session: Session, viewer: Viewer, ids: set[str]) -> dict[str, IdeaView]:
    """Those of these ideas that are in sight, by id, for the questions of other nouns."""
    if not ids:
        return {}
    return {idea.id: idea for idea in _views(session, viewer, col(Idea.id).in_(ids), len(ids))}


def similar_ideas(session: Session, viewer: Viewer, *, round_id: str, text: str) -> list[IdeaView]:
    """Ideas of the round like the one being written, at most three, the likest first; one's own stay out."""
    row = round_seen(session, viewer, round_id, May.IDEA_SEE)
    return _alike(session, viewer, and_(col(Idea.round_id) == row.id), text)


def similar_in_group(session: Session, viewer: Viewer, *, group_id: str, text: str) -> list[IdeaView]:
    """Ideas of the group like a text, among its newest."""
    viewer.must(May.IDEA_SEE, group_id=group_id)
    return _alike(session, viewer, col(Idea.group_id) == group_id, text)


def in_sight(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that an idea (outer joined with its round) is in this viewer's sight; mirrors `ideas.idea_for`."""
    mine = col(Idea.author_id) == viewer.person_id
    uncovered = or_(
        col(Idea.round_id).is_(None), col(Round.others_see).is_(true()), col(Round.state) == RoundState.CLOSED
    )
    public = and_(col(Idea.state) == IdeaState.SHOWN, uncovered)
    conducted, inside, visited = [], [], []
    for group_id in viewer.seats:
        if viewer.may(May.IDEA_HIDE, group_id=group_id):
            conducted.append(group_id)
        elif viewer.may(May.WORKSHOP_SEE_ALL, group_id=group_id):
            inside.append(group_id)
        else:
            visited.append(group_id)
    attended = (
        select(Attendance.person_id)
        .where(Attendance.workshop_id == Round.workshop_id, Attendance.person_id == viewer.person_id)
        .exists()
    )
    group = col(Idea.group_id)
    if not inside and not visited:
        return group.in_(conducted)
    return or_(
        group.in_(conducted) if conducted else false(),
        and_(group.in_([*inside, *visited]), mine),
        and_(group.in_(inside), public) if inside else false(),
        and_(group.in_(visited), public, attended) if visited else false(),
    )


def _alike(session: Session, viewer: Viewer, where: ColumnElement[bool], text: str) -> list[IdeaView]:
    folded = fold(text)
    if len(folded) < 4:
        return []
    others = or_(col(Idea.author_id).is_(None), col(Idea.author_id) != viewer.person_id)
    asked = (
        select(Idea.id, Idea.folded)
        .join(Round, col(Round.id) == col(Idea.round_id), isouter=True)
        .where(where, others, col(Idea.state) == IdeaState.SHOWN, col(Idea.merged_into_id).is_(None), in_sight(viewer))
        .order_by(col(Idea.created_at).desc())
        .limit(COMPARED_MOST)
    )
    texts = {str(idea_id): str(words) for idea_id, words in session.exec(asked).all()}
    near = process.extract(
        folded, texts, scorer=fuzz.token_sort_ratio, processor=_words, score_cutoff=ALIKE_FROM, limit=ALIKE_MOST
    )
    ids = [str(found[2]) for found in near]
    views = ideas_by_id(session, viewer, set(ids))
    return [views[idea_id] for idea_id in ids if idea_id in views]


def _words(text: Any) -> str:
    return "".join(sign if sign.isalnum() else " " for sign in str(text))


# Ids asked for at a time: of more, SQLite would rather read the whole group.
_FEW = 100
_NEWEST = (col(Idea.created_at).desc(), col(Idea.id))


def _views(session: Session, viewer: Viewer, where: ColumnElement[bool], limit: int) -> list[IdeaView]:
    asked = (
        select_columns(Idea, col(Touchpoint.name), col(Round.settings), col(Round.state), col(Person.name))
        .join(Round, col(Round.id) == col(Idea.round_id), isouter=True)
        .join(Touchpoint, col(Touchpoint.id) == col(Idea.touchpoint_id), isouter=True)
        .join(Person, col(Person.id) == col(Idea.author_id), isouter=True)
        .where(where, in_sight(viewer))
        .order_by(*_NEWEST)
        .limit(limit)
    )
    rows = session.execute(asked).all()
    ids = [row[0].id for row in rows]
    kept = {settings: settings_from(settings or "{}") for settings in {row[2] for row in rows}}
    supports = _counts(session, select(Support.idea_id, func.count()), col(Support.idea_id), ids)
    comments = _counts(
        session,
        select(Comment.idea_id, func.count()).where(col(Comment.hidden_at).is_(None)),
        col(Comment.idea_id),
        ids,
    )
    mine = select(Support.idea_id).where(Support.person_id == viewer.person_id, col(Support.idea_id).in_(ids))
    supported = set(session.exec(mine).all()) if ids else set()
    return [
        view_of(viewer, idea, str(name) if name else None, supports.get(idea.id, 0), idea.id in supported,
              comments.get(idea.id, 0), kept[settings], str(author or ""), state)
        for idea, name, settings, state, author in rows
    ]  # fmt: skip


def _counts(session: Session, asked: Any, column: Any, ids: list[str]) -> dict[str, int]:
    if not ids:
        return {}
    return {str(idea_id): int(n) for idea_id, n in session.exec(asked.where(column.in_(ids)).group_by(column)).all()}


def view_of(
    viewer: Viewer, row: Any, touchpoint: str | None, supports: int, supported: bool, comments: int,
    settings: RoundSettings, author: str, state: str | None,
) -> IdeaView:  # fmt: skip
    """An idea that is in this viewer's sight, as they may see it: of its row, or of its columns."""
    mine = row.author_id is not None and row.author_id == viewer.person_id
    conducts = viewer.may(May.IDEA_HIDE, group_id=row.group_id)
    return IdeaView(
        id=row.id, group_id=row.group_id, round_id=row.round_id, text=row.text, touchpoint_id=row.touchpoint_id,
        touchpoint=touchpoint, side=row.side, state=IdeaState(row.state),
        hidden_reason=row.hidden_reason if mine or conducts else "", merged_into_id=row.merged_into_id,
        created_at=row.created_at, mine=mine, author_id=row.author_id if mine or conducts else None,
        supports=supports if conducts or settings.counts_shown or state in (None, RoundState.CLOSED) else 0,
        supported=supported, comments=comments, author=author if settings.names_shown else "", looked_at=row.looked_at,
    )  # fmt: skip
