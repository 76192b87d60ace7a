"""The one installation: one company, opened once by whoever holds the one-time code.

Invariants: no default account exists; the code is printed where the server starts, is good once and for 24 hours; as
soon as there is an administrator nobody can open the installation again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from models import activity, functions, matters, touchpoints
from models.access import Kind, May, Viewer
from models.base import Row, new_code, normal_code, token_hash
from models.errors import Refusal
from models.people import Person, administrators, how_many_administer, new_person, person_draft
from models.statements import run, table_of

COMPANY_LIMIT = 80
SETUP_CODE_LASTS = timedelta(hours=24)


class Installation(Row, table=True):
    """The one row of this company."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: int = Field(default=1, primary_key=True)
    company: str = Field(default="", max_length=COMPANY_LIMIT)
    is_invented: bool = Field(default=False)
    setup_code_hash: str | None = Field(default=None, max_length=64)
    setup_code_until: datetime | None = None


@dataclass(frozen=True)
class CompanyView:
    """What every page says about where one is; `is_open`: somebody has set the installation up."""

    company: str
    is_invented: bool
    is_open: bool


def first_code(session: Session, *, now: datetime) -> str | None:
    """A fresh one-time code for the first administrator, or None when there is one already.

    Each start prints a new code; only the newest is good, for 24 hours.
    """
    if administrators(session) > 0:
        return None
    code = new_code(8)
    row = installation(session)
    row.setup_code_hash, row.setup_code_until = token_hash(code), now + SETUP_CODE_LASTS
    session.add(row)
    session.flush()
    return code


def open_installation(
    session: Session,
    viewer: Viewer,
    *,
    now: datetime,
    code: str,
    company: str,
    name: str,
    email: str,
    password_hash: str,
    language: str,
) -> str:
    """The first sign-in: whoever holds the one-time code becomes the first administrator. Returns the person's id.

    Raises:
        Refusal: `setup_done`, `code_wrong`, or a field's own.
    """
    row = installation(session)
    if administrators(session) > 0:
        raise Refusal("setup_done")
    until = row.setup_code_until
    if not row.setup_code_hash or not until or until < now or token_hash(normal_code(code)) != row.setup_code_hash:
        raise Refusal("code_wrong", field="code")
    functions.lay_functions(session, "en" if language == "en" else "it")
    touchpoints.lay_stages(session, "en" if language == "en" else "it")
    matters.lay_matters(session, "en" if language == "en" else "it")
    person = new_person(session, Kind.STAFF, person_draft(name, email, language), password_hash=password_hash, now=now)
    person.is_administrator = True
    row.company = name_or_empty(company)
    row.setup_code_hash = row.setup_code_until = None
    session.add(person)
    session.add(row)
    activity.record(session, None, "open", "installation", "1", now=now, after={"administrator": person.id})
    return person.id


def call_invented(session: Session, viewer: Viewer, *, now: datetime) -> None:
    """Say that this company and its data are invented, before anybody else is in: every page says so from here on.

    Raises:
        Refusal: `not_invented`: other people are here already, so this is nobody's example.
    """
    viewer.must(May.PEOPLE_GRANT)
    if session.exec(select(Person.id).where(col(Person.id) != viewer.person_id).limit(1)).first():
        raise Refusal("not_invented")
    row = installation(session)
    row.is_invented = True
    session.add(row)
    activity.record(session, viewer, "call_invented", "installation", "1", now=now)


def name_or_empty(company: str) -> str:
    """The company's name in one line, cut to its limit."""
    return " ".join(company.split())[:COMPANY_LIMIT]


def installation(session: Session) -> Installation:
    """The company's row, made on first use."""
    row = session.get(Installation, 1)
    if row is None:
        row = Installation()
        session.add(row)
        session.flush()
    return row


def company_view(session: Session) -> CompanyView:
    """The company as every page shows it, before and after the first sign-in. One statement, and it never writes."""
    row = run(session, _COMPANY).first()
    return CompanyView(row.company, row.is_invented, row.is_open) if row else CompanyView("", False, False)


_installed = table_of(Installation)
_COMPANY = select_columns(
    _installed.c.company, _installed.c.is_invented, (how_many_administer().scalar_subquery() > 0).label("is_open")
)
