"""Databases that are asked for the cases of a process: an address and one SELECT, asked again every so often.

Invariants: administrators only, because the question runs from inside the company; the address with its password lies
in a table of its own that no backup, export or log carries (after a restore it is typed again); what is shown of it
names the machine and the database; a question that fails is told on the process, and asked again in its turn.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, text_of
from models.errors import NotFound, Refusal
from models.processes import Process, process_for
from models.viewers import viewer_of_person

NAME_LIMIT = 60
URL_LIMIT = 500
QUERY_LIMIT = 4_000
PLACE_LIMIT = 160
EVERY = (1, 24 * 31)


class SourceDraft(Draft):
    """A database as it may come in. `every_hours`: how often it is asked."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    url: name_of(URL_LIMIT)  # type: ignore[valid-type]
    query: text_of(QUERY_LIMIT)  # type: ignore[valid-type]
    every_hours: int = 24


class SqlSource(Row, table=True):
    """One database of one process. `place`: what may be shown of its address. `trouble`: code of the last failure."""

    __tablename__ = "sql_sources"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        CheckConstraint(f"every_hours BETWEEN {EVERY[0]} AND {EVERY[1]}", name="every"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    process_id: str = Field(max_length=32, foreign_key="processes.id", index=True)
    name: str = Field(max_length=NAME_LIMIT)
    place: str = Field(max_length=PLACE_LIMIT)
    query: str = Field(sa_column=Column(Text, nullable=False))
    every_hours: int
    made_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    made_at: datetime
    next_at: datetime
    asked_at: datetime | None = None
    trouble: str = Field(default="", max_length=40)
    ended_at: datetime | None = None


class SourceSecret(Row, table=True):
    """The whole address. Not in backups: after a restore it is typed again."""

    __tablename__ = "source_secrets"

    source_id: str = Field(max_length=32, foreign_key="sql_sources.id", primary_key=True)
    url: str = Field(max_length=URL_LIMIT)


@dataclass(frozen=True)
class SourceView:
    """A database as its process lists it. `has_address`: false after a restore."""

    id: str
    name: str
    place: str
    query: str
    every_hours: int
    made_by: str
    asked_at: datetime | None
    next_at: datetime
    trouble: str
    has_address: bool


@dataclass(frozen=True)
class DueSource:
    """What whoever asks needs: for scheduled work only, never shown. `viewer`: for whom the answer comes in."""

    id: str
    name: str
    process_id: str
    zone: str
    url: str
    query: str
    viewer: Viewer


def connect_source(
    session: Session, viewer: Viewer, *, now: datetime, process_id: str, name: str, url: str, query: str, place: str,
    every_hours: int = 24,
) -> str:  # fmt: skip
    """A database to be asked from now on; `place` is what may be shown of `url` (both judged by who will ask).

    Raises:
        Refusal: `not_an_option` (field `every_hours`), `source_unfit` (no place), or a field's own.
    """
    viewer.must(May.SOURCE_CONNECT)
    process_for(session, viewer, process_id)
    said = draft(SourceDraft, name=name, url=url, query=query, every_hours=every_hours)
    if not EVERY[0] <= said.every_hours <= EVERY[1]:
        raise Refusal("not_an_option", field="every_hours")
    if not place or len(place) > PLACE_LIMIT:
        raise Refusal("source_unfit", field="url")
    row = SqlSource(
        process_id=process_id, name=said.name, place=place, query=said.query, every_hours=said.every_hours,
        made_by=viewer.person_id or "", made_at=now, next_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(SourceSecret(source_id=row.id, url=said.url))
    session.flush()
    # Neither the address nor the question: both may hold what nobody else should read.
    activity.record(session, viewer, "connect", "source", row.id, now=now, after={"process": process_id})
    return row.id


def end_source(session: Session, viewer: Viewer, *, now: datetime, source_id: str) -> None:
    """Ask this database no more, and forget its address. What it brought stays. Twice is once."""
    viewer.must(May.SOURCE_CONNECT)
    row = session.get(SqlSource, source_id)
    if row is None:
        raise NotFound()
    if row.ended_at is not None:
        return
    row.ended_at = now
    session.add(row)
    secret = session.get(SourceSecret, source_id)
    if secret is not None:
        session.delete(secret)
    activity.record(session, viewer, "end", "source", row.id, now=now, before={"process": row.process_id})


def sources_of(session: Session, viewer: Viewer, *, process_id: str) -> list[SourceView]:
    """The databases of a process, for whoever may bring its data."""
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    asked = select(SqlSource, SourceSecret.source_id).join(
        SourceSecret, col(SourceSecret.source_id) == col(SqlSource.id), isouter=True
    )
    asked = asked.where(SqlSource.process_id == process_id, col(SqlSource.ended_at).is_(None))
    rows = session.exec(asked.order_by(col(SqlSource.made_at))).all()
    names = people.names_of(session, {row.made_by for row, _ in rows})
    return [
        SourceView(
            row.id, row.name, row.place, row.query, row.every_hours, names.get(row.made_by, ""), row.asked_at,
            row.next_at, row.trouble, secret is not None,
        )
        for row, secret in rows
    ]  # fmt: skip


def due_sources(session: Session, *, now: datetime, process_id: str | None = None) -> list[DueSource]:
    """The databases whose turn has come; with a process all of its own, whatever their turn."""
    asked = (
        select(SqlSource, SourceSecret.url, Process.zone)
        .join(SourceSecret, col(SourceSecret.source_id) == col(SqlSource.id))
        .join(Process, col(Process.id) == col(SqlSource.process_id))
        .where(col(SqlSource.ended_at).is_(None))
    )
    if process_id is None:
        asked = asked.where(SqlSource.next_at <= now)
    else:
        asked = asked.where(SqlSource.process_id == process_id)
    rows = session.exec(asked.order_by(col(SqlSource.next_at)).limit(50)).all()
    return [
        DueSource(row.id, row.name, row.process_id, zone, url, row.query, viewer_of_person(session, row.made_by))
        for row, url, zone in rows
    ]


def note_asked(session: Session, *, source_id: str, now: datetime, trouble: str = "") -> None:
    """Remember that a database was asked, and what went wrong; then its next turn."""
    row = session.get(SqlSource, source_id)
    if row is None:
        return
    row.asked_at, row.trouble = now, trouble[:40]
    row.next_at = now + timedelta(hours=row.every_hours)
    session.add(row)
