"""What the first pages of a large company would wait for, asked by the server itself before anybody may ask.

After a machine was switched on, or a database started anew, nothing of it is in memory: the first page, the first
search read their part of half a gigabyte from the disk, here and there. Read in order it takes a fraction of that.
A small database is left alone: it is read in no time.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from models.access import Kind, May, Viewer
from models.backlog import BacklogQuery, desk_and_backlog
from models.days import day_here
from models.errors import Refusal
from models.groups import Membership
from models.idea_views import ideas_of_groups
from models.ideas import Idea
from models.journey import journey
from models.listening_figures import listening_figures
from models.people import Person
from models.search import words_of
from models.today import today_view
from models.viewers import viewer_of_person
from models.voices import feedback_counts, feedback_listed
from store.doors import StoreTrouble, reading
from store.settings import settings

# Nobody waits longer for a server to begin, whatever there is to read; reading in order takes half of it at most.
MOST_SECONDS = 6.0
LARGE_BYTES = 50_000_000
# Of a file; more than this has no room in memory anyway.
MOST_BYTES = 2_000_000_000
_PIECE = 1 << 20
_CANDIDATES = 40
_TABLES = ("ideas", "feedback", "decisions")

_held: dict[Path, int] = {}

log = logging.getLogger("dueremi.start")

Question = Callable[[Session], object]


def read_ahead(engine: Engine, *, now: datetime, large: int = LARGE_BYTES) -> int:
    """Have a large database in memory: the whole of it read in order, then what pages ask. Returns how many questions
    were asked: none of a database below `large` bytes. What fails is logged; the pages say it themselves.
    """
    until = time.monotonic() + MOST_SECONDS
    asked = 0
    try:
        if not _read_in_order(engine, large, until - MOST_SECONDS / 2):
            return 0
        with reading() as session:
            viewer, word = _somebody(session), _a_word(session)
        for question in _questions(viewer, word, now) if viewer is not None else ():
            if time.monotonic() >= until:
                break
            with suppress(Refusal), reading() as session:
                question(session)
                asked += 1
    except (StoreTrouble, SQLAlchemyError, OSError):
        log.warning("the database was not read ahead", exc_info=True)
    return asked


def _read_in_order(engine: Engine, large: int, until: float) -> bool:
    """Whether there is much, and then it was read."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        if not file.is_file() or file.stat().st_size < large:
            return False
        handle = _handle_of(file)
        for number in range(MOST_BYTES // _PIECE):
            if not os.pread(handle, _PIECE, number * _PIECE) or time.monotonic() >= until:
                break
        return True
    with reading() as session:
        connection = session.connection()
        sizes = " + ".join(f"pg_table_size('{table}')" for table in _TABLES)
        if int(connection.execute(text(f"SELECT {sizes}")).scalar_one()) < large:
            return False
        # The rows themselves, in the order in which they lie: an index would lead here and there.
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))
        connection.execute(text(f"SET LOCAL statement_timeout = {round(500 * MOST_SECONDS)}"))
        for table in _TABLES:
            connection.execute(text(f"SELECT count(*) FROM {table} WHERE id > ''"))
    return True


def _handle_of(file: Path) -> int:
    """A handle of the file that is never closed: closing one would take from SQLite every lock that this process holds
    on the file (it is so of POSIX locks), and another process could clear the log away below it.
    """
    if file not in _held:
        _held[file] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return _held[file]


def _somebody(session: Session) -> Viewer | None:
    """Somebody who works here and is in most groups, and decides there: their pages hold the most."""
    asked = (
        select(Membership.person_id)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .where(Person.kind == Kind.STAFF, col(Membership.left_at).is_(None))
        .group_by(col(Membership.person_id))
        .order_by(func.count().desc(), col(Membership.person_id))
    )
    viewers = [viewer_of_person(session, one) for one in session.exec(asked.limit(_CANDIDATES)).all()]
    decide = (one for one in viewers if any(one.may(May.DECISION_MAKE, group_id=group) for group in one.seats))
    return next(decide, viewers[0] if viewers else None)


def _a_word(session: Session) -> str:
    """A word that somebody has used, the longest of the newest idea."""
    newest = session.exec(select(Idea.folded).order_by(col(Idea.created_at).desc()).limit(1)).first()
    return max(words_of(newest or ""), key=len, default="a")


def _questions(viewer: Viewer, word: str, now: datetime) -> Iterator[Question]:
    """What Home, the backlog, listening, the journey and a search ask, each for this person."""
    asked: tuple[tuple[Any, dict[str, Any]], ...] = (
        (today_view, {"now": now}),
        (desk_and_backlog, {"now": now, "asked": BacklogQuery()}),
        (ideas_of_groups, {"now": now}),
        (ideas_of_groups, {"now": now, "search": word}),
        (desk_and_backlog, {"now": now, "asked": BacklogQuery(search=word)}),
        (feedback_counts, {"today": day_here(now)}),
        (feedback_listed, {"today": day_here(now)}),
        (feedback_listed, {"today": day_here(now), "search": word}),
        (journey, {"now": now, "period_days": 90}),
        (listening_figures, {"now": now, "zone": settings().zone, "period_days": 90}),
    )
    for question, what in asked:
        yield partial(_answer, question, viewer, what)


def _answer(question: Any, viewer: Viewer, what: dict[str, Any], session: Session) -> object:
    return question(session, viewer, **what)
