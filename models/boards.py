"""Boards: one picture and its sentence a day, for everybody who works here, behind a link without account (A23).

Invariants:
- Whoever has the token sees the board, with no account; closing it ends the token, renewing makes another.
- A board shows what staff may know of the whole company, never more: no customer's name or words, no cost, no vote, no
  idea of a group. What it shows is chosen by the date alone, so that every screen shows the same on the same day.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, new_token
from models.errors import NotFound, Refusal

NAME_LIMIT = 60
# A link for each place that has a screen, and some to spare.
BOARDS_MOST = 30


class BoardDraft(Draft):
    """A new board: where it hangs, and in which language it speaks."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    language: Literal["it", "en"]


class Board(Row, table=True):
    """One link. `token` None: closed."""

    __tablename__ = "boards"
    __table_args__ = (CheckConstraint("language IN ('it', 'en')", name="language"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    language: str = Field(max_length=2)
    token: str | None = Field(default=None, max_length=64, unique=True)
    created_by: str = Field(max_length=32, foreign_key="people.id")
    created_at: datetime
    renewed_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True)
class BoardView:
    """A board as who looks after it sees it."""

    id: str
    name: str
    language: str
    token: str | None
    renewed_at: datetime
    closed_at: datetime | None


def open_board(session: Session, viewer: Viewer, *, now: datetime, name: str, language: str) -> str:
    """A new link, for one place.

    Raises:
        Refusal: those of the Draft; `too_many_boards`.
    """
    viewer.must(May.BOARD_EDIT)
    said = draft(BoardDraft, name=name, language=language)
    _must_have_room(session)
    row = Board(
        name=said.name, language=said.language, token=new_token(), created_by=viewer.person_id or "", created_at=now,
        renewed_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, viewer, "open", "board", row.id, now=now, texts={"name": row.name})
    return row.id


def renew_board(session: Session, viewer: Viewer, *, now: datetime, board_id: str) -> None:
    """Another link for the same place: the one before shows nothing from now on. A closed board is open again.

    Raises:
        Refusal: `too_many_boards`, for one that was closed.
    """
    row = _board_for(session, viewer, board_id)
    if row.token is None:
        _must_have_room(session)
    row.token, row.renewed_at, row.closed_at = new_token(), now, None
    session.add(row)
    activity.record(session, viewer, "renew", "board", row.id, now=now)


def close_board(session: Session, viewer: Viewer, *, now: datetime, board_id: str) -> None:
    """End the link. Closed already: nothing happens."""
    row = _board_for(session, viewer, board_id)
    if row.token is None:
        return
    row.token, row.closed_at = None, now
    session.add(row)
    activity.record(session, viewer, "close", "board", row.id, now=now)


def boards_all(session: Session, viewer: Viewer) -> list[BoardView]:
    """Every board, those that are open first, newest first."""
    viewer.must(May.BOARD_EDIT)
    rows = session.exec(select(Board).order_by(col(Board.created_at).desc(), col(Board.id)).limit(200)).all()
    views = [BoardView(row.id, row.name, row.language, row.token, row.renewed_at, row.closed_at) for row in rows]
    return sorted(views, key=lambda view: view.token is None)


def board_behind(session: Session, token: str) -> BoardView:
    """The board of a token, or `NotFound`. The token is the right."""
    row = session.exec(select(Board).where(Board.token == token)).first() if token else None
    if row is None:
        raise NotFound()
    return BoardView(row.id, row.name, row.language, row.token, row.renewed_at, row.closed_at)


def _must_have_room(session: Session) -> None:
    hanging = session.exec(select(Board.id).where(col(Board.token).is_not(None)).limit(BOARDS_MOST)).all()
    if len(hanging) >= BOARDS_MOST:
        raise Refusal("too_many_boards", limit=BOARDS_MOST)


def _board_for(session: Session, viewer: Viewer, board_id: str) -> Board:
    viewer.must(May.BOARD_EDIT)
    row = session.get(Board, board_id)
    if row is None:
        raise NotFound()
    return row
