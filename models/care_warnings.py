"""Who told a customer before the customer called: one tick a case and promise.

Invariants: keyed by process, case and promise, so that a case that comes in again keeps its tick; the first tick stays,
whoever ticks after; what was ticked by mistake is taken back. Staff only.
"""

from datetime import datetime

from sqlmodel import Field, Session, select

from models import activity
from models.access import May, Viewer
from models.base import Row
from models.case_texts import ID_LIMIT
from models.errors import NotFound
from models.evidence import CaseVersion
from models.promises import promise_for


class CareWarning(Row, table=True):
    """One tick."""

    __tablename__ = "care_warnings"

    process_id: str = Field(max_length=32, foreign_key="processes.id", primary_key=True)
    case_id: str = Field(max_length=ID_LIMIT, primary_key=True)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", primary_key=True)
    at: datetime
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)


def warn_case(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, case_id: str, promise_id: str
) -> None:
    """The customer of this case was told, by whoever ticks it.

    Raises:
        NotFound: no such case of this process, or no such promise of it.
    """
    viewer.must(May.CARE_WARN)
    promise = promise_for(session, viewer, promise_id)
    known = select(CaseVersion.line).where(CaseVersion.process_id == process_id, CaseVersion.case_id == case_id)
    if promise.process_id != process_id or session.exec(known.limit(1)).first() is None:
        raise NotFound()
    key = {"process_id": process_id, "case_id": case_id, "promise_id": promise_id}
    if session.get(CareWarning, key) is None:
        session.add(CareWarning(**key, at=now, person_id=viewer.person_id or ""))
        activity.record(session, viewer, "warn_case", "promise", promise_id, now=now, after={"case": case_id})


def unwarn_case(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, case_id: str, promise_id: str
) -> None:
    """It was ticked by mistake."""
    viewer.must(May.CARE_WARN)
    row = session.get(CareWarning, {"process_id": process_id, "case_id": case_id, "promise_id": promise_id})
    if row is None:
        raise NotFound()
    session.delete(row)
    activity.record(session, viewer, "unwarn_case", "promise", promise_id, now=now, before={"case": case_id})
