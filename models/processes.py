"""Processes: what the company does again and again, and who answers for it.

Invariants: a process has one owner, who works here; its name is unique as people read it; its zone is where case times
without an offset are wall clock; it calls its cases by the trade's own noun (an order, a repair), or by none.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import Kind, May, Viewer
from models.base import Draft, Row, draft, fold, is_a_zone, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal

NAME_LIMIT = 80
NOUN_LIMIT = 30
ZONE_LIMIT = 60


class ProcessDraft(Draft):
    """A process as it may come in. `noun_one`, `noun_many`: what the trade calls a case ("ordine", "ordini")."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    noun_one: optional_text_of(NOUN_LIMIT) = ""  # type: ignore[valid-type]
    noun_many: optional_text_of(NOUN_LIMIT) = ""  # type: ignore[valid-type]
    zone: str = "Europe/Rome"


class Process(Row, table=True):
    """One process of the company. `opening`: its opening hours as JSON (`models.opening_hours`), None: none told."""

    __tablename__ = "processes"
    __table_args__ = (CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    noun_one: str = Field(default="", max_length=NOUN_LIMIT)
    noun_many: str = Field(default="", max_length=NOUN_LIMIT)
    zone: str = Field(default="Europe/Rome", max_length=ZONE_LIMIT)
    owner_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    created_at: datetime
    opening: str | None = Field(default=None, sa_column=Column(Text))


@dataclass(frozen=True)
class Noun:
    """What a case of this process is called; both empty: simply a case."""

    one: str = ""
    many: str = ""


@dataclass(frozen=True)
class ProcessView:
    """A process as staff see it. `opening`: its opening hours as stored; `models.opening_hours` reads them."""

    id: str
    name: str
    noun: Noun
    zone: str
    owner_id: str
    owner: str
    opening: str | None = None


def create_process(
    session: Session, viewer: Viewer, *, now: datetime, name: str, owner_id: str, noun_one: str = "",
    noun_many: str = "", zone: str = "Europe/Rome",
) -> str:  # fmt: skip
    """A new process with the person who answers for it. Returns its id.

    Raises:
        Refusal: `name_taken`, `zone_unknown`, `not_staff` (the owner must work here), or a field's own.
    """
    viewer.must(May.PROCESS_CREATE)
    said = _said(name, noun_one, noun_many, zone)
    _name_free(session, said.name, None)
    _staff(session, owner_id)
    row = Process(
        name=said.name, folded=fold(said.name), noun_one=said.noun_one, noun_many=said.noun_many, zone=said.zone,
        owner_id=owner_id, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "create", "process", row.id, now=now, after={**said.model_dump(), "owner": owner_id},
        texts={"name": said.name},
    )  # fmt: skip
    return row.id


def change_process(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, name: str, owner_id: str, noun_one: str = "",
    noun_many: str = "", zone: str = "Europe/Rome",
) -> None:  # fmt: skip
    """Tell a process anew, or give it to another owner. Its owner does, or an administrator.

    A zone set anew counts for the files that come in from now on: stored times are instants.
    """
    row = process_for(session, viewer, process_id)
    viewer.must(May.PROCESS_EDIT, owner_id=row.owner_id)
    said = _said(name, noun_one, noun_many, zone)
    _name_free(session, said.name, row.id)
    if owner_id != row.owner_id:
        _staff(session, owner_id)
    before = {"name": row.name, "noun_one": row.noun_one, "noun_many": row.noun_many, "zone": row.zone,
              "owner": row.owner_id}  # fmt: skip
    row.name, row.folded, row.zone = said.name, fold(said.name), said.zone
    row.noun_one, row.noun_many, row.owner_id = said.noun_one, said.noun_many, owner_id
    session.add(row)
    activity.record(
        session, viewer, "change", "process", row.id, now=now, before=before,
        after={**said.model_dump(), "owner": owner_id}, texts={"name": said.name},
    )  # fmt: skip


def processes_all(session: Session, viewer: Viewer) -> list[ProcessView]:
    """Every process, by name."""
    viewer.must(May.PROCESS_SEE)
    asked = (
        select(Process, people.Person.name)
        .join(people.Person, col(people.Person.id) == col(Process.owner_id))
        .order_by(col(Process.folded))
    )
    return [_view(row, owner) for row, owner in session.exec(asked).all()]


def process_view(session: Session, viewer: Viewer, *, process_id: str) -> ProcessView:
    """One process."""
    row = process_for(session, viewer, process_id)
    return _view(row, people.names_of(session, {row.owner_id}).get(row.owner_id, ""))


def process_for(session: Session, viewer: Viewer, process_id: str) -> Process:
    """The row of a process this person may see, or `NotFound`. For the commands of other nouns."""
    viewer.must(May.PROCESS_SEE)
    row = session.get(Process, process_id)
    if row is None:
        raise NotFound()
    return row


def process_named(session: Session, name: str) -> Process | None:
    """The process of this id or name, as people write it: for the operator's commands."""
    return session.exec(select(Process).where((col(Process.id) == name) | (col(Process.folded) == fold(name)))).first()


def noun_of(row: Process) -> Noun:
    """What a case of this process is called."""
    return Noun(row.noun_one, row.noun_many)


def _said(name: str, noun_one: str, noun_many: str, zone: str) -> ProcessDraft:
    said = draft(ProcessDraft, name=name, noun_one=noun_one, noun_many=noun_many, zone=zone)
    if not is_a_zone(said.zone):
        raise Refusal("zone_unknown", field="zone")
    if bool(said.noun_one) != bool(said.noun_many):
        raise Refusal("noun_half", field="noun_many" if said.noun_one else "noun_one")
    return said


def _name_free(session: Session, name: str, own_id: str | None) -> None:
    found = session.exec(select(Process.id).where(Process.folded == fold(name))).first()
    if found is not None and found != own_id:
        raise Refusal("name_taken", field="name")


def _staff(session: Session, person_id: str) -> None:
    try:
        person = people.person_for(session, person_id)
    except NotFound:
        raise Refusal("not_an_option", field="owner_id") from None
    if person.kind != Kind.STAFF or person.disabled_at is not None:
        raise Refusal("not_staff", field="owner_id")


def _view(row: Process, owner: str) -> ProcessView:
    return ProcessView(row.id, row.name, noun_of(row), row.zone, row.owner_id, owner, row.opening)
