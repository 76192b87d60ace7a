"""Invitations to keep a diary: one link and QR each, until a day. `models.diaries` says what a diary is.

Invariants: the token stands printed, so it is kept in clear and opens nothing but the page that asks for consent; after
its day, or once closed, nobody new comes in, and whoever keeps a diary goes on until the day they were told.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_code, new_id
from models.days import day_in
from models.errors import NotFound, Refusal
from models.workshops import workshop_for

TITLE_LIMIT = 80
TOKEN_LENGTH = 12
LONGEST = timedelta(days=92)


class CallDraft(Draft):
    """An invitation as it may come in."""

    title: name_of(TITLE_LIMIT)  # type: ignore[valid-type]


class DiaryCall(Row, table=True):
    """An invitation to keep a diary: one link and QR. Its token stands printed, so it opens nothing but consent."""

    __tablename__ = "diary_calls"
    __table_args__ = (CheckConstraint(f"length(title) <= {TITLE_LIMIT}", name="title"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    title: str = Field(max_length=TITLE_LIMIT)
    token: str = Field(max_length=TOKEN_LENGTH, unique=True)
    workshop_id: str | None = Field(default=None, max_length=32, foreign_key="workshops.id", index=True)
    ends_on: date
    opened_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    opened_at: datetime
    closed_at: datetime | None = None


def invite_to_diary(
    session: Session, viewer: Viewer, *, now: datetime, zone: str, title: str, ends_on: date,
    workshop_id: str | None = None,
) -> str:  # fmt: skip
    """A link and QR to a diary that lasts until a day. Returns the invitation's id.

    Raises:
        Refusal: `diary_in_the_past` or `diary_too_long` (field `ends_on`), `not_found` (the workshop), or the title's.
    """
    viewer.must(May.JOURNEY_EDIT)
    said = draft(CallDraft, title=title)
    if workshop_id is not None:
        workshop_for(session, viewer, workshop_id, May.WORKSHOP_PREPARE)
    today = day_in(zone, now)
    if ends_on < today:
        raise Refusal("diary_in_the_past", field="ends_on")
    if ends_on > today + LONGEST:
        raise Refusal("diary_too_long", field="ends_on", limit=LONGEST.days)
    row = DiaryCall(
        title=said.title, token=new_code(TOKEN_LENGTH), workshop_id=workshop_id, ends_on=ends_on,
        opened_by=viewer.person_id or "", opened_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, viewer, "invite", "diary", row.id, now=now, texts={"title": row.title})
    return row.id


def close_diary_call(session: Session, viewer: Viewer, *, now: datetime, call_id: str) -> None:
    """Nobody new; who keeps a diary goes on until its day. Twice is once."""
    viewer.must(May.JOURNEY_EDIT)
    row = session.get(DiaryCall, call_id)
    if row is None:
        raise NotFound()
    if row.closed_at is None:
        row.closed_at = now
        session.add(row)
        activity.record(session, viewer, "close", "diary", row.id, now=now)


def call_at(session: Session, token: str, now: datetime, zone: str) -> DiaryCall:
    """The open invitation behind a link, or `NotFound`."""
    row = call_behind(session, token)
    if not takes_in(row, now, zone):
        raise NotFound()
    return row


def call_behind(session: Session, token: str) -> DiaryCall:
    """The invitation behind a link, open or not, or `NotFound`."""
    row = session.exec(select(DiaryCall).where(DiaryCall.token == token)).first()
    if row is None:
        raise NotFound()
    return row


def takes_in(row: DiaryCall, now: datetime, zone: str) -> bool:
    """Whether somebody new may still begin a diary here."""
    return row.closed_at is None and not is_over(row.ends_on, now, zone)


def is_over(ends_on: date, now: datetime, zone: str) -> bool:
    """Whether the last day is past, on the wall clock of a zone."""
    return day_in(zone, now) > ends_on
