"""Who has read the sheet of a touchpoint: "read by 14 of 19", which is how far the training has come.

Invariants: a reading is of one content, by its fingerprint; a changed content starts anew, and older readings are
kept; one a person and content. Counted are those who work here and speak for a side that promises or keeps: direction
decides, customers receive. Figures are never shown by person. Erasing a person erases their readings.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, func
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import activity
from models.access import Kind, May, Viewer
from models.base import Row, new_id
from models.errors import Refusal
from models.functions import Function, Side
from models.people import Person
from models.touchpoints import touchpoint_row

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class SheetReading(Row, table=True):
    """One person has read one content of one sheet."""

    __tablename__ = "sheet_readings"
    __table_args__ = (
        UniqueConstraint("touchpoint_id", "fingerprint", "person_id"),
        CheckConstraint("length(fingerprint) = 64", name="fingerprint"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id")
    fingerprint: str = Field(max_length=64)
    person_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    at: datetime


@dataclass(frozen=True)
class ReadBy:
    """How many of those who should have read the present content. mine: when the viewer did. asked: whether the viewer
    is one of them.
    """

    readers: int
    of: int
    mine: datetime | None
    asked: bool


def read_sheet(session: Session, viewer: Viewer, *, now: datetime, touchpoint_id: str, fingerprint: str) -> str:
    """I have read it. Again with the same content changes nothing. Returns the reading's id.

    Raises:
        NotFound: no such touchpoint. Refusal: `not_valid`: this is no content of a sheet.
    """
    viewer.must(May.FRONT_LINE_READ)
    point = touchpoint_row(session, touchpoint_id)
    if not _FINGERPRINT.fullmatch(fingerprint):
        raise Refusal("not_valid", field="fingerprint")
    # One at a time for a person: the same button on two devices is one reading.
    session.exec(select(Person.id).where(Person.id == viewer.person_id).with_for_update(key_share=True)).first()
    known = session.exec(
        select(SheetReading.id).where(
            SheetReading.touchpoint_id == point.id, SheetReading.fingerprint == fingerprint,
            SheetReading.person_id == viewer.person_id,
        )
    ).first()  # fmt: skip
    if known is not None:
        return str(known)
    row = SheetReading(touchpoint_id=point.id, fingerprint=fingerprint, person_id=viewer.person_id or "", at=now)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "read", "touchpoint", point.id, now=now, after={"sheet": fingerprint})
    return row.id


def readers_of(session: Session, viewer: Viewer, *, touchpoint_id: str, fingerprint: str) -> ReadBy:
    """How many have read this content. Three statements."""
    viewer.must(May.FRONT_LINE_SEE)
    should = who_should_read()
    here = (SheetReading.touchpoint_id == touchpoint_id) & (SheetReading.fingerprint == fingerprint)
    people = set(session.exec(should).all())
    read = session.exec(
        select(func.count()).where(here, col(SheetReading.person_id).in_(should.scalar_subquery()))
    ).one()
    mine = session.exec(select(SheetReading.at).where(here, SheetReading.person_id == viewer.person_id)).first()
    return ReadBy(read, len(people), mine, viewer.person_id in people)


def who_should_read() -> SelectOfScalar[str]:
    """Those who work here and speak for a side that promises or keeps: their ids, as a part of other questions."""
    return (
        select(Person.id)
        .join(Function, col(Function.id) == col(Person.function_id))
        .where(
            Person.kind == Kind.STAFF, col(Person.disabled_at).is_(None), col(Person.erased_at).is_(None),
            col(Function.side).in_([Side.PROMISES, Side.KEEPS]),
        )
    )
