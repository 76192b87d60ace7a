"""Matters: what counts for customers (speed, certainty, care ...), as rows the company edits; a voice names one.

Invariants: names are unique as people read them; each has its place in the order; one that a voice names is renamed,
not removed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id
from models.errors import NotFound, Refusal

NAME_LIMIT = 30
MATTERS_LIMIT = 12


class MatterDraft(Draft):
    """What counts, as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]


class Matter(Row, table=True):
    """One thing that counts for customers."""

    __tablename__ = "matters"
    __table_args__ = (CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    position: int


@dataclass(frozen=True)
class MatterView:
    """What counts, as anybody may read it."""

    id: str
    name: str


# What a company starts with, in its own language; every row can be edited.
STARTING = {
    "it": ["velocità", "certezza", "cura", "chiarezza", "prezzo", "su misura"],
    "en": ["speed", "certainty", "care", "clarity", "price", "made to measure"],
}


def lay_matters(session: Session, language: str) -> None:
    """Create the starting ones, once, at first sign-in."""
    if session.exec(select(Matter.id).limit(1)).first() is None:
        for position, name in enumerate(STARTING[language], start=1):
            session.add(Matter(name=name, folded=fold(name), position=position))
        session.flush()


def add_matter(session: Session, viewer: Viewer, *, now: datetime, name: str) -> str:
    """A further thing that counts, last in the order. Returns its id.

    Raises:
        Refusal: `name_taken`, `too_many_matters` (fact `limit`), or a field's own.
    """
    viewer.must(May.TOUCHPOINT_EDIT)
    said = draft(MatterDraft, name=name)
    _must_be_free(session, said.name)
    number, last = session.exec(select(func.count(), func.max(Matter.position))).one()
    if number >= MATTERS_LIMIT:
        raise Refusal("too_many_matters", limit=MATTERS_LIMIT)
    row = Matter(name=said.name, folded=fold(said.name), position=(last or 0) + 1)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "add", "matter", row.id, now=now, after={"name": row.name})
    return row.id


def rename_matter(session: Session, viewer: Viewer, *, now: datetime, matter_id: str, name: str) -> None:
    """Say it in other words; the voices that named it keep naming it."""
    viewer.must(May.TOUCHPOINT_EDIT)
    row = session.get(Matter, matter_id)
    if row is None:
        raise NotFound()
    said = draft(MatterDraft, name=name)
    _must_be_free(session, said.name, but=row.id)
    before, row.name, row.folded = {"name": row.name}, said.name, fold(said.name)
    session.add(row)
    activity.record(session, viewer, "change", "matter", row.id, now=now, before=before, after={"name": row.name})


def matters_all(session: Session) -> list[MatterView]:
    """All of them, in order. Nothing of the company stands in them: the open door shows them too."""
    return [MatterView(row.id, row.name) for row in session.exec(select(Matter).order_by(col(Matter.position))).all()]


def _must_be_free(session: Session, name: str, *, but: str = "") -> None:
    if session.exec(select(Matter.id).where(Matter.folded == fold(name), Matter.id != but)).first():
        raise Refusal("name_taken", field="name")
