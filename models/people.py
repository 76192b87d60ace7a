"""People: staff with an account, customers with or without one, guests of a workshop.

Invariants: no default account exists; an e-mail belongs to one person whatever its case or spaces; a password is
stored as an Argon2id hash made outside any door; a guest has a name and a side and nothing else; the last
administrator stays. An erased person keeps the row (what counted stays counted) without name, e-mail or credentials.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, func
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models import activity, functions
from models.access import Kind, May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, text_of, token_hash
from models.errors import NotFound, Refusal

NAME_LIMIT = 60
EMAIL_LIMIT = 254
PASSWORD_SHORTEST = 10
PASSWORD_LONGEST = 1000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# The first guesses of anybody; the company's and the person's own names are refused as well.
_COMMON = (
    "password",
    "12345678",
    "qwerty",
    "abc123",
    "iloveyou",
    "admin",
    "welcome",
    "ciaociao",
    "letmein",
    "juventus",
)


class Language(StrEnum):
    """The languages of the interface (`xx` is the pseudo-locale of the tests)."""

    ITALIAN = "it"
    ENGLISH = "en"
    PSEUDO = "xx"


class PersonDraft(Draft):
    """A person as they may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    email: text_of(EMAIL_LIMIT)  # type: ignore[valid-type]
    language: Language = Language.ITALIAN


class GuestDraft(Draft):
    """A guest of a workshop: a name or nickname, and a side."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    side: functions.Side
    language: Language = Language.ITALIAN


class Person(Row, table=True):
    """One person."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("kind IN ('staff', 'customer', 'guest')", name="kind"),
        CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    kind: str = Field(max_length=10)
    name: str = Field(max_length=NAME_LIMIT)
    email: str | None = Field(default=None, max_length=EMAIL_LIMIT, unique=True)
    password_hash: str | None = Field(default=None, max_length=200)
    language: str = Field(default="it", max_length=2)
    function_id: str | None = Field(default=None, max_length=32, foreign_key="functions.id")
    side: str | None = Field(default=None, max_length=10)
    is_administrator: bool = False
    return_code_hash: str | None = Field(default=None, max_length=64, unique=True)
    created_at: datetime
    disabled_at: datetime | None = None
    erased_at: datetime | None = None
    organisation_id: str | None = Field(default=None, max_length=32, foreign_key="organisations.id", index=True)


@dataclass(frozen=True)
class PersonView:
    """A person as staff see them."""

    id: str
    name: str
    kind: Kind
    function: str | None
    side: str | None
    is_administrator: bool
    disabled: bool


def normal_email(typed: str) -> str:
    """One spelling an address: trimmed and case folded.

    Raises:
        Refusal: `email_not_valid`.
    """
    address = "".join(typed.split()).casefold()
    if not _EMAIL.fullmatch(address) or len(address) > EMAIL_LIMIT:
        raise Refusal("email_not_valid", field="email")
    return address


def check_password(password: str, *, names: list[str]) -> None:
    """Refuse a password that is too short, too long, among the first guesses, or the person's or company's own name.

    Raises:
        Refusal: `password_short` (fact `least`), `password_long`, `password_guessable`.
    """
    if len(password) < PASSWORD_SHORTEST:
        raise Refusal("password_short", field="password", least=PASSWORD_SHORTEST)
    if len(password) > PASSWORD_LONGEST:
        raise Refusal("password_long", field="password", limit=PASSWORD_LONGEST)
    letters = re.sub(r"[\W\d_]+", "", fold(password))
    own = {re.sub(r"[\W\d_]+", "", fold(name)) for name in names} - {""}
    if letters in own or any(guess in fold(password) for guess in _COMMON) or len(set(password)) < 4:
        raise Refusal("password_guessable", field="password")


def person_draft(name: str, email: str, language: str) -> PersonDraft:
    """A person's Draft with the address in its one spelling."""
    said = draft(PersonDraft, name=name, email=email, language=language)
    return said.model_copy(update={"email": normal_email(said.email)})


def disable_person(session: Session, viewer: Viewer, *, now: datetime, person_id: str) -> None:
    """Close an account; every open tab of theirs ends at the next click."""
    viewer.must(May.PEOPLE_DISABLE)
    person = person_for(session, person_id)
    if person.is_administrator and administrators(session) == 1:
        raise Refusal("last_administrator")
    person.disabled_at = now
    session.add(person)
    activity.record(session, viewer, "disable", "person", person.id, now=now)


def set_administrator(session: Session, viewer: Viewer, *, now: datetime, person_id: str, on: bool) -> None:
    """Give or take the administrator's role. Nobody raises their own, and the last one stays."""
    viewer.must(May.PEOPLE_GRANT)
    person = person_for(session, person_id)
    if person.kind != Kind.STAFF:
        raise Refusal("not_staff")
    if not on and person.is_administrator and administrators(session) == 1:
        raise Refusal("last_administrator")
    before = person.is_administrator
    person.is_administrator = on
    session.add(person)
    activity.record(session, viewer, "grant", "person", person.id, now=now, before=before, after=on)


def set_language(session: Session, viewer: Viewer, *, now: datetime, language: str) -> None:
    """The language a person reads."""
    viewer.must(May.ACCOUNT_OWN)
    person = person_for(session, viewer.person_id or "")
    person.language = draft(_LanguageDraft, language=language).language
    session.add(person)


def administrators(session: Session) -> int:
    """How many people can administer now."""
    return session.exec(how_many_administer()).one()


def how_many_administer() -> SelectOfScalar[int]:
    """The statement that counts them, also as part of another one."""
    return (
        select(func.count())
        .select_from(Person)
        .where(col(Person.is_administrator), col(Person.disabled_at).is_(None), col(Person.erased_at).is_(None))
    )


def people_all(session: Session, viewer: Viewer) -> list[PersonView]:
    """Everybody with an account, by name."""
    viewer.must(May.PEOPLE_SEE)
    asked = (
        select(Person, functions.Function)
        .join(functions.Function, col(functions.Function.id) == col(Person.function_id), isouter=True)
        .where(col(Person.kind) != Kind.GUEST, col(Person.erased_at).is_(None))
        .order_by(col(Person.name))
    )
    return [
        PersonView(p.id, p.name, Kind(p.kind), f.name if f else None, p.side, p.is_administrator, bool(p.disabled_at))
        for p, f in session.exec(asked).all()
    ]


def names_of(session: Session, ids: set[str]) -> dict[str, str]:
    """Names by id, for views that show who did something. An erased person has no name: the empty string."""
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all() if ids else []
    return {str(person_id): str(name) for person_id, name in rows}


def add_guest(session: Session, *, now: datetime, name: str, side: str, language: str, return_code: str) -> Person:
    """A guest's row, written (the command before it asks for permission)."""
    guest = new_guest(now=now, name=name, side=side, language=language, return_code=return_code)
    session.add(guest)
    session.flush()
    return guest


def new_guest(*, now: datetime, name: str, side: str, language: str, return_code: str) -> Person:
    """A guest's row, for joining a workshop: not written yet.

    Raises:
        Refusal: a field's own.
    """
    said = draft(GuestDraft, name=name, side=side, language=language)
    return Person(kind=Kind.GUEST, name=said.name, side=said.side, language=said.language, created_at=now,
                  return_code_hash=token_hash(return_code))  # fmt: skip


class _LanguageDraft(Draft):
    language: Language


def new_person(
    session: Session,
    kind: Kind,
    said: PersonDraft,
    *,
    password_hash: str,
    now: datetime,
    function_id: str | None = None,
) -> Person:
    """An account's row, for the commands that let somebody in (they ask for permission)."""
    if session.exec(select(Person.id).where(Person.email == said.email)).first():
        raise Refusal("email_taken", field="email")
    person = Person(
        kind=kind, name=said.name, email=said.email, password_hash=password_hash, language=said.language,
        function_id=function_id, side=functions.side_of(session, function_id), created_at=now,
    )  # fmt: skip
    session.add(person)
    session.flush()
    return person


def staff_for(session: Session, person_id: str, *, field: str) -> str:
    """The id of somebody who works here, or `Refusal("not_staff")` at this field. For the commands of other nouns."""
    person = person_for(session, person_id)
    if person.kind != Kind.STAFF:
        raise Refusal("not_staff", field=field)
    return person.id


def person_for(session: Session, person_id: str) -> Person:
    """The row of a person who is still here, or `NotFound`. For the commands of other nouns."""
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound()
    return person
