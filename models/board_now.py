"""What a board may show today, gathered in one visit for whoever holds its token: the company's promises and its month.

Not a noun with a table. Invariants: it reads as the installation's own scheduled work does, which sits in no group: so
no idea's words and no decision's reason are in what it gets; of listening and decisions it takes numbers alone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.access import SCHEDULED
from models.boards import BoardView, board_behind
from models.days import day_in
from models.month import month_of, said_done
from models.month_figures import Month
from models.portfolio import PortfolioRow, promise_rows
from models.promises import State
from models.public_answers import PublicAnswer

PAIRS_MOST = 60


@dataclass(frozen=True)
class BoardNow:
    """A board and what it chooses from: promises in use, the month that is running, what was answered in public."""

    board: BoardView
    today: date
    promises: tuple[PortfolioRow, ...]
    month: Month
    pairs: tuple[tuple[str, str], ...]


def board_now(session: Session, *, token: str, now: datetime, zone: str, language: str = "") -> BoardNow:
    """Everything behind a token, or `NotFound`; in the board's language where none is asked. A bounded number of
    statements.
    """
    board = board_behind(session, token)
    today, language = day_in(zone, now), language or board.language
    rows = [row for row in promise_rows(session, SCHEDULED, now=now) if row.state is State.IN_USE]
    month = month_of(session, SCHEDULED, now=now, first=today.replace(day=1), zone=zone, language=language)
    asked = (
        select(PublicAnswer)
        .where(col(PublicAnswer.published_at) <= now)
        .order_by(col(PublicAnswer.position), col(PublicAnswer.id))
        .limit(PAIRS_MOST)
    )
    pairs = tuple(said_done(row, language) for row in session.exec(asked).all())
    return BoardNow(board, today, tuple(rows), month, pairs)
