"""Walls: a workshop on the projector, driven from the page of who conducts, one row a workshop.

Invariants:
- Whoever has the token sees the wall, with no account; closing the wall ends the token, opening it again makes another.
- A wall shows what everybody in the room may see, never more: results after the close, no names, no side by law 6.
- A result comes in three beats: the sentence, the bars, the sides. While a wall is open, phones show a result from the
  first beat on. What was shown before the wall opened, or before it turned to a later vote, stays shown.
- Who conducts may put an earlier result back; when anything but a talk opens, the wall turns away from the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Row, new_token
from models.errors import NotFound, Refusal
from models.options import RoundOption
from models.rounds import Round, RoundState, RoundView, round_for
from models.workshops import Workshop, workshop_for

# Nothing yet, the sentence, the bars, the sides with the boat.
HIDDEN, SENTENCE, BARS, SIDES = 0, 1, 2, 3


class Wall(Row, table=True):
    """The wall of one workshop. `since`: votes closed until then have been shown, before it or on it."""

    __tablename__ = "walls"
    __table_args__ = (CheckConstraint(f"beat BETWEEN {HIDDEN} AND {SIDES}", name="beat"),)

    workshop_id: str = Field(max_length=32, foreign_key="workshops.id", primary_key=True)
    token: str | None = Field(default=None, max_length=64, unique=True)
    round_id: str | None = Field(default=None, max_length=32, foreign_key="rounds.id")
    beat: int = HIDDEN
    focus_option_id: str | None = Field(default=None, max_length=32, foreign_key="round_options.id")
    since: datetime


@dataclass(frozen=True)
class WallView:
    """The wall as who conducts sees it: its token (None: closed), the vote it turned to, its beat, the option in focus.

    `beats`: the beat of every round of the workshop that has closed.
    """

    token: str | None
    round_id: str | None
    beat: int
    focus_option_id: str | None
    beats: dict[str, int]


def open_wall(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> None:
    """Let the workshop be projected. Open already: its link stays as it is."""
    workshop = workshop_for(session, viewer, workshop_id, May.ROUND_RUN)
    row = session.get(Wall, workshop.id)
    if row is not None and row.token is not None:
        return
    row = row or Wall(workshop_id=workshop.id, since=now)
    row.token, row.round_id, row.beat, row.focus_option_id, row.since = new_token(), None, HIDDEN, None, now
    session.add(row)
    session.flush()
    activity.record(session, viewer, "open_wall", "workshop", workshop.id, now=now, group_id=workshop.group_id)


def close_wall(session: Session, viewer: Viewer, *, now: datetime, workshop_id: str) -> None:
    """End the link: every screen that shows it goes dark, and phones show closed votes as if there had been no wall."""
    workshop = workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    row = session.get(Wall, workshop.id)
    if row is None or row.token is None:
        return
    row.token = None
    session.add(row)
    activity.record(session, viewer, "close_wall", "workshop", workshop.id, now=now, group_id=workshop.group_id)


def show_beat(session: Session, viewer: Viewer, *, now: datetime, round_id: str, beat: int) -> None:
    """Show the sentence (1), the bars (2) or the sides (3) of a closed vote. Back is allowed, but not to nothing.

    Raises:
        Refusal: `no_wall` (open one first), `result_hidden` (not closed), `not_an_option`.
    """
    row, wall = _projected(session, viewer, round_id)
    if beat not in (SENTENCE, BARS, SIDES):
        raise Refusal("not_an_option", field="beat")
    _turn_to(wall, row)
    before, wall.beat = wall.beat, beat
    # Turned to another vote later on, this one stays shown.
    wall.since = max(wall.since, row.closed_at or wall.since)
    session.add(wall)
    activity.record(
        session, viewer, "show_beat", "round", row.id, now=now, group_id=row.group_id, before=before, after=beat
    )


def focus_on(session: Session, viewer: Viewer, *, now: datetime, round_id: str, option_id: str | None = None) -> None:
    """Choose the option on which the boat turns (None: the one that came first).

    Raises:
        Refusal: those of `show_beat`.
    """
    row, wall = _projected(session, viewer, round_id)
    option = session.get(RoundOption, option_id) if option_id else None
    if option_id and (option is None or option.round_id != row.id):
        raise Refusal("not_an_option", field="option_id")
    _turn_to(wall, row)
    before, wall.focus_option_id = wall.focus_option_id, option_id or None
    session.add(wall)
    activity.record(
        session, viewer, "focus_on", "round", row.id, now=now, group_id=row.group_id, before=before, after=option_id
    )


def put_on_wall(session: Session, viewer: Viewer, *, now: datetime, round_id: str) -> None:
    """Turn the wall to the result of an earlier vote, as much of it as was shown; nothing of another one is lost.

    Raises:
        Refusal: `no_wall`, `result_hidden` (not closed).
    """
    row, wall = _projected(session, viewer, round_id)
    before = wall.round_id
    _turn_to(wall, row)
    session.add(wall)
    activity.record(
        session, viewer, "put_on_wall", "round", row.id, now=now, group_id=row.group_id, before=before, after=row.id
    )


def turn_away(session: Session, workshop_id: str) -> None:
    """Something else opens: the wall no longer stands on the vote it was turned to, which stays shown if it was."""
    wall = session.get(Wall, workshop_id)
    if wall is not None and wall.round_id is not None:
        wall.round_id, wall.beat, wall.focus_option_id = None, HIDDEN, None
        session.add(wall)


def wall_view(
    session: Session, viewer: Viewer, *, workshop_id: str, rounds: Sequence[RoundView] | None = None
) -> WallView:
    """The wall of a workshop, for who conducts. `rounds`: those of the workshop, where they have been asked for."""
    workshop_for(session, viewer, workshop_id, May.ROUND_RUN, to_change=False)
    wall = session.get(Wall, workshop_id)
    closed: Sequence[Round | RoundView]
    if rounds is None:
        asked = select(Round).where(Round.workshop_id == workshop_id, Round.state == RoundState.CLOSED)
        closed = session.exec(asked).all()
    else:
        closed = [row for row in rounds if row.state is RoundState.CLOSED]
    beats = {row.id: beat_in(wall, row) for row in closed}
    if wall is None:
        return WallView(None, None, HIDDEN, None, beats)
    return WallView(wall.token, wall.round_id, wall.beat, wall.focus_option_id, beats)


def beat_of(session: Session, row: Round | RoundView) -> int:
    """How much of a closed vote the room has been shown: 0 nothing, 3 everything; 3 where there is no wall.

    For questions of other nouns, which ask for permission.
    """
    return beat_in(session.get(Wall, row.workshop_id), row)


def beat_in(wall: Wall | None, row: Round | RoundView) -> int:
    """The same, of rows that are here."""
    if wall is None or wall.token is None:
        return SIDES
    if wall.round_id == row.id:
        return wall.beat
    return SIDES if row.closed_at is not None and row.closed_at <= wall.since else HIDDEN


def projected(session: Session, token: str) -> tuple[Wall, Workshop]:
    """The wall behind a token, and its workshop, or `NotFound`. The token is the right."""
    asked = select(Wall, Workshop).join(Workshop, col(Workshop.id) == col(Wall.workshop_id)).where(Wall.token == token)
    found = session.exec(asked).first() if token else None
    if found is None:
        raise NotFound()
    return found


def _projected(session: Session, viewer: Viewer, round_id: str) -> tuple[Round, Wall]:
    row = round_for(session, viewer, round_id, May.ROUND_RUN)
    wall = session.get(Wall, row.workshop_id)
    if wall is None or wall.token is None:
        raise Refusal("no_wall")
    if row.state != RoundState.CLOSED:
        raise Refusal("result_hidden")
    return row, wall


def _turn_to(wall: Wall, row: Round) -> None:
    if wall.round_id == row.id:
        return
    # Back to an earlier vote: a later one that nobody has seen yet stays unseen.
    wall.beat, wall.round_id, wall.focus_option_id = beat_in(wall, row), row.id, None
