"""Organisations: a bar, an office, a shop as a customer, with several people and several voices.

Invariants: names are unique as people read them; an organisation counts once where it matters, however many speak for
it; only staff read their names.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import Kind, May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id
from models.errors import NotFound, Refusal
from models.people import person_for

NAME_LIMIT = 80
FOUND_LIMIT = 50


class OrganisationDraft(Draft):
    """An organisation as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]


class Organisation(Row, table=True):
    """One organisation that is a customer."""

    __tablename__ = "organisations"
    __table_args__ = (CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)


@dataclass(frozen=True)
class OrganisationView:
    """An organisation as staff see it."""

    id: str
    name: str


def organisation_named(session: Session, viewer: Viewer, *, now: datetime, name: str) -> str:
    """The organisation of this name, created when it is new. Returns its id."""
    viewer.must(May.FEEDBACK_RECORD)
    said = draft(OrganisationDraft, name=name)
    found = session.exec(select(Organisation.id).where(Organisation.folded == fold(said.name))).first()
    if found is not None:
        return found
    row = Organisation(name=said.name, folded=fold(said.name))
    session.add(row)
    session.flush()
    activity.record(session, viewer, "add", "organisation", row.id, now=now, texts={"name": row.name})
    return row.id


def place_person(
    session: Session, viewer: Viewer, *, now: datetime, person_id: str, organisation_id: str | None
) -> None:
    """Say for which organisation a customer speaks; None: for none.

    Raises:
        Refusal: `not_a_customer`, `not_an_option`.
    """
    viewer.must(May.FEEDBACK_RECORD)
    person = person_for(session, person_id)
    if person.kind == Kind.STAFF:
        raise Refusal("not_a_customer")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise Refusal("not_an_option", field="organisation_id")
    before, person.organisation_id = person.organisation_id, organisation_id
    session.add(person)
    activity.record(
        session, viewer, "place", "person", person.id, now=now, before={"organisation_id": before},
        after={"organisation_id": organisation_id},
    )  # fmt: skip


def organisations_found(session: Session, viewer: Viewer, *, search: str = "") -> list[OrganisationView]:
    """The organisations whose name holds these words, by name, at most `FOUND_LIMIT`."""
    viewer.must(May.FEEDBACK_SEE)
    asked = select(Organisation).order_by(col(Organisation.folded)).limit(FOUND_LIMIT)
    if search.strip():
        asked = asked.where(col(Organisation.folded).contains(fold(search), autoescape=True))
    return [OrganisationView(row.id, row.name) for row in session.exec(asked).all()]


def organisation_names(session: Session, ids: set[str]) -> dict[str, str]:
    """Names by id, for the views of other nouns (they ask for permission)."""
    if not ids:
        return {}
    return dict(session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids))).all())


def organisation_row(session: Session, organisation_id: str) -> Organisation:
    """The row, or `NotFound`. For the commands of other nouns (they ask for permission)."""
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFound()
    return row
