"""The log as administrators read it: who, what, when, without the words people typed.

Invariants: administrators only; it names no group and no text; what happened in a secret vote has nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from models.access import May, Viewer
from models.activity import Activity, first_break
from models.people import names_of

PAGE_SIZE = 50


@dataclass(frozen=True)
class LogRow:
    """One change. `who` is empty for nobody, for somebody erased, and for what no person did."""

    seq: int
    at: datetime
    who: str
    verb: str
    noun: str
    object_id: str


@dataclass(frozen=True)
class LogPage:
    """A page of the log, newest first."""

    rows: list[LogRow]
    total: int
    page: int
    pages: int


def log_page(session: Session, viewer: Viewer, *, page: int = 1, size: int = PAGE_SIZE) -> LogPage:
    """The changes, newest first, a page at a time. Three questions to the database."""
    viewer.must(May.LOG_SEE)
    total = session.exec(select(func.count()).select_from(Activity)).one()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    # Numbers have no gaps, so the page is found by number, not by counting rows.
    last = total - (page - 1) * size
    asked = select(Activity).where(col(Activity.seq) <= last, col(Activity.seq) > last - size)
    rows = session.exec(asked.order_by(col(Activity.seq).desc())).all()
    names = names_of(session, {row.person_id for row in rows if row.person_id})
    return LogPage(
        [LogRow(r.seq, r.at, names.get(r.person_id or "", ""), r.verb, r.noun, r.object_id) for r in rows],
        total, page, pages,
    )  # fmt: skip


def record_whole(session: Session, viewer: Viewer) -> int | None:
    """The number of the first line that was changed outside, or None when the record is whole."""
    viewer.must(May.LOG_SEE)
    return first_break(session)
