"""What a workshop is for everybody in it: its rounds, its wall, its title. Read in one statement, by every phone.

Invariants: the facts are read anew at each visit; only what is made of them is kept, by the facts themselves, so it is
right whoever changed them and in whichever process; whether somebody is in the room is never kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session

from models.access import May, Viewer
from models.attendance import Attendance
from models.drafts import KeptDraft
from models.errors import NotFound, Refusal
from models.groups import Group
from models.rounds import Round, RoundView, round_as_seen
from models.shelf import Shelf
from models.statements import run, table_of
from models.walls import Wall
from models.workshops import Format, Workshop, WorkshopView

# So many workshops are on at once, each between two changes.
KEPT = 200


@dataclass(frozen=True)
class RoomFacts:
    """A workshop between two changes, the same for all who are in it."""

    workshop: WorkshopView
    rounds: tuple[RoundView, ...]
    wall: Wall | None


def room_facts(session: Session, viewer: Viewer, workshop_id: str) -> tuple[RoomFacts, bool]:
    """The facts, and whether this viewer is in the room; `NotFound` as `attendance.workshop_seen`. One statement."""
    return room_visited(session, viewer, workshop_id)[:2]


def room_visited(session: Session, viewer: Viewer, workshop_id: str) -> tuple[RoomFacts, bool, bool]:
    """The same, and whether this viewer keeps a draft in one of its rounds. One statement."""
    rows = run(session, _ROOM, workshop_id=workshop_id, person_id=viewer.person_id or "").all()
    viewer.must(May.WORKSHOP_SEE, group_id=rows[0].group_id if rows else None)
    if not rows:
        raise NotFound()
    inside = _must_be_seen(viewer, rows[0])
    facts = _kept.get(tuple(tuple(row[2:]) for row in rows), lambda: _made(rows))
    return facts, inside, any(row.drafts for row in rows)


def round_to_vote(session: Session, viewer: Viewer, round_id: str) -> RoundView:
    """The round, for a command that votes in it, or `NotFound`; it cannot be closed until this transaction ends.

    Raises:
        Refusal: `workshop_archived`.
    """
    row = run(session, _TO_VOTE, round_id=round_id, person_id=viewer.person_id or "").first()
    viewer.must(May.BALLOT_CAST, group_id=row.group_id if row else None)
    if row is None:
        raise NotFound()
    _must_be_seen(viewer, row)
    if row.archived_at is not None:
        raise Refusal("workshop_archived")
    return round_as_seen(row)


def _must_be_seen(viewer: Viewer, row: Any) -> bool:
    """Whether the viewer is in the room; `NotFound` for a guest of the group who is not."""
    inside = viewer.person_id is not None and row.here is not None
    if not inside and not viewer.may(May.WORKSHOP_SEE_ALL, group_id=row.group_id):
        raise NotFound()
    return inside


def _made(rows: Sequence[Any]) -> RoomFacts:
    first = rows[0]
    shop = WorkshopView(
        first.workshop_id, first.group_id, first.group_name, first.zone, first.title, Format(first.format),
        first.planned_on, first.archived_at is not None,
    )  # fmt: skip
    wall = None
    if first.since is not None:
        wall = Wall(workshop_id=shop.id, token=first.token, round_id=first.wall_round_id, beat=first.beat,
                    focus_option_id=first.focus_option_id, since=first.since)  # fmt: skip
    return RoomFacts(shop, tuple(round_as_seen(row) for row in rows if row.id is not None), wall)


_kept: Shelf[RoomFacts] = Shelf(KEPT)
_shops, _groups, _rounds, _walls, _there, _drafts = map(
    table_of, (Workshop, Group, Round, Wall, Attendance, KeptDraft)
)  # fmt: skip
_HERE = (_there.c.workshop_id == _shops.c.id) & (_there.c.person_id == bindparam("person_id"))
_ROUND = [column for column in _rounds.columns if column.name not in ("workshop_id", "group_id")]
_DRAFTS = exists().where(
    _drafts.c.person_id == bindparam("person_id"), _drafts.c.round_id == _rounds.c.id
).correlate(_rounds)  # fmt: skip
_ROOM: Select[Any] = (
    select_columns(
        # First, because only these two are no facts of the room.
        _there.c.person_id.label("here"), _DRAFTS.label("drafts"), _shops.c.id.label("workshop_id"),
        _shops.c.group_id, _shops.c.title, _shops.c.format, _shops.c.planned_on, _shops.c.archived_at,
        _groups.c.name.label("group_name"), _groups.c.zone, _walls.c.token,
        _walls.c.round_id.label("wall_round_id"), _walls.c.beat, _walls.c.focus_option_id, _walls.c.since, *_ROUND,
    )
    .join_from(_shops, _groups, _groups.c.id == _shops.c.group_id)
    .outerjoin(_walls, _walls.c.workshop_id == _shops.c.id)
    .outerjoin(_there, _HERE)
    .outerjoin(_rounds, _rounds.c.workshop_id == _shops.c.id)
    .where(_shops.c.id == bindparam("workshop_id"))
    .order_by(_rounds.c.position)
)  # fmt: skip
_TO_VOTE: Select[Any] = (
    select_columns(_there.c.person_id.label("here"), _shops.c.archived_at, *_rounds.columns)
    .join_from(_rounds, _shops, _shops.c.id == _rounds.c.workshop_id)
    .outerjoin(_there, _HERE)
    .where(_rounds.c.id == bindparam("round_id"))
    .with_for_update(read=True, of=_rounds)
)
