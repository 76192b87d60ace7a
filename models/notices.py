"""Notices: what a person is told, in the product and not by e-mail.

Invariants: a notice holds a kind and plain facts, never a sentence (words speak, in the reader's language); it belongs
to one person and nobody else reads it; facts hold no vote of a single person, no cost, no process name for somebody
outside.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Text, func, update
from sqlmodel import Field, Session, col, select

from models.access import May, Viewer
from models.base import Row, new_id
from models.installation import Installation

KIND_LIMIT = 40
LISTED = 50


class Notice(Row, table=True):
    """One thing a person is told."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_person_at", "person_id", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(max_length=32, foreign_key="people.id")
    kind: str = Field(max_length=KIND_LIMIT)
    about: str | None = Field(default=None, max_length=32, index=True)
    at: datetime
    facts: str = Field(sa_column=Column(Text, nullable=False))
    read_at: datetime | None = None
    # The mail that told it as well.
    digest_id: str | None = Field(default=None, max_length=32, foreign_key="digests.id", index=True)


@dataclass(frozen=True)
class NoticeView:
    """A notice as its reader's page words it."""

    id: str
    kind: str
    at: datetime
    facts: dict[str, Any]
    read: bool


def tell(
    session: Session, *, person_id: str, kind: str, facts: dict[str, Any], now: datetime, about: str | None = None
) -> None:
    """Tell one person something, from inside a command.

    `facts` are JSON-able and become part of the sentence; `about` is the id of what it is about, for taking it back.
    """
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    session.add(Notice(person_id=person_id, kind=kind, about=about, at=now, facts=text))


def take_back(session: Session, *, about: str) -> dict[str, dict[str, Any]]:
    """Remove what was told about a thing that was undone, where nobody has read it yet.

    Returns who had read it, with the facts they read.
    """
    session.flush()
    asked = select(Notice).where(Notice.about == about).execution_options(populate_existing=True)
    rows = session.exec(asked).all()
    for row in rows:
        if row.read_at is None:
            session.delete(row)
    return {row.person_id: json.loads(row.facts) for row in rows if row.read_at is not None}


def mark_read(session: Session, viewer: Viewer, *, now: datetime, notice_ids: list[str] | None = None) -> int:
    """The reader has seen these notices (None: all of theirs). Returns how many were unread."""
    viewer.must(May.ACCOUNT_OWN)
    session.flush()
    change = (
        update(Notice)
        .where(col(Notice.person_id) == viewer.person_id, col(Notice.read_at).is_(None))
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )
    if notice_ids is not None:
        change = change.where(col(Notice.id).in_(notice_ids))
    return int(session.connection().execute(change).rowcount)


def notices_for(session: Session, viewer: Viewer, *, limit: int = 20, unread_only: bool = False) -> list[NoticeView]:
    """What this person was told, newest first."""
    viewer.must(May.ACCOUNT_OWN)
    asked = (
        select(Notice)
        .where(Notice.person_id == viewer.person_id)
        .order_by(col(Notice.at).desc(), col(Notice.id))
        .limit(min(limit, LISTED))
    )
    if unread_only:
        asked = asked.where(col(Notice.read_at).is_(None))
    return [
        NoticeView(row.id, row.kind, row.at, json.loads(row.facts), row.read_at is not None)
        for row in session.exec(asked).all()
    ]


def unread_count(session: Session, viewer: Viewer) -> int:
    """How many notices wait for this person."""
    return unread_in_company(session, viewer)[0]


def unread_in_company(session: Session, viewer: Viewer) -> tuple[int, bool]:
    """How many notices wait for this person, and whether the company is an invented one: what every page's frame asks.

    One statement for both, because it comes on top of what each page asks.
    """
    viewer.must(May.ACCOUNT_OWN)
    waiting = select(func.count()).select_from(Notice).where(
        Notice.person_id == viewer.person_id, col(Notice.read_at).is_(None)
    )  # fmt: skip
    invented = select(col(Installation.is_invented)).limit(1)
    number, is_invented = session.exec(select(waiting.scalar_subquery(), invented.scalar_subquery())).one()
    return int(number), bool(is_invented)
