"""Keys for programs: with one of them a program brings the cases of one process, and can do nothing else.

Invariants: 256 random bits, shown once; only the hash is kept; good for one process; it acts for whoever made it, so it
ends with that person's right to bring data; revoked is revoked for ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, token_hash
from models.errors import NotFound, Refusal
from models.processes import Process, process_for
from models.viewers import viewer_of_person

NAME_LIMIT = 60
MOST = 20
USED_EVERY = timedelta(minutes=5)


class TokenDraft(Draft):
    """A key as it may come in: only its name."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]


class ApiToken(Row, table=True):
    """One key of one process. `hint`: its last four signs, so that people can tell which one they hold."""

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    process_id: str = Field(max_length=32, foreign_key="processes.id", index=True)
    name: str = Field(max_length=NAME_LIMIT)
    hash: str = Field(max_length=64, unique=True)
    hint: str = Field(max_length=4)
    made_by: str = Field(max_length=32, foreign_key="people.id", index=True)
    made_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class TokenView:
    """A key as its process lists it."""

    id: str
    name: str
    hint: str
    made_by: str
    made_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class Bearer:
    """Who comes with a key: for whom it acts, and the process it is good for."""

    token_id: str
    viewer: Viewer
    process_id: str
    zone: str


def make_token(session: Session, viewer: Viewer, *, now: datetime, process_id: str, name: str, token: str) -> str:
    """A new key; the caller made `token` and shows it once. Returns its id.

    Raises:
        Refusal: `too_many_keys`, or the name's own.
    """
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    said = draft(TokenDraft, name=name)
    live = select(ApiToken.id).where(ApiToken.process_id == process_id, col(ApiToken.revoked_at).is_(None))
    if len(session.exec(live.limit(MOST)).all()) >= MOST:
        raise Refusal("too_many_keys", limit=MOST)
    row = ApiToken(
        process_id=process_id, name=said.name, hash=token_hash(token), hint=token[-4:], made_by=viewer.person_id or "",
        made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(session, viewer, "make", "token", row.id, now=now, after={"process": process_id},
                    texts={"name": said.name})  # fmt: skip
    return row.id


def revoke_token(session: Session, viewer: Viewer, *, now: datetime, token_id: str) -> None:
    """End a key; nothing that comes with it is taken in any more. Twice is once."""
    viewer.must(May.PROCESS_SEE)
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFound()
    viewer.must(May.EVIDENCE_LOAD, owner_id=process_for(session, viewer, row.process_id).owner_id)
    if row.revoked_at is None:
        row.revoked_at = now
        session.add(row)
        activity.record(session, viewer, "revoke", "token", row.id, now=now, before={"process": row.process_id})


def tokens_of(session: Session, viewer: Viewer, *, process_id: str) -> list[TokenView]:
    """The keys of a process, newest first, for whoever may bring its data."""
    process = process_for(session, viewer, process_id)
    viewer.must(May.EVIDENCE_LOAD, owner_id=process.owner_id)
    rows = session.exec(
        select(ApiToken).where(ApiToken.process_id == process_id).order_by(col(ApiToken.made_at).desc()).limit(100)
    ).all()
    names = people.names_of(session, {row.made_by for row in rows})
    return [
        TokenView(row.id, row.name, row.hint, names.get(row.made_by, ""), row.made_at, row.used_at, row.revoked_at)
        for row in rows
    ]


def bearer_of(session: Session, *, token: str, process_id: str) -> Bearer:
    """Who comes with this key to this process, or `NotFound` for any key that is not good for it."""
    asked = select(ApiToken, Process.zone).join(Process, col(Process.id) == col(ApiToken.process_id))
    asked = asked.where(ApiToken.hash == token_hash(token), col(ApiToken.revoked_at).is_(None))
    found = session.exec(asked).first()
    if found is None or found[0].process_id != process_id:
        raise NotFound()
    row, zone = found
    return Bearer(row.id, viewer_of_person(session, row.made_by), row.process_id, zone)


def note_use(session: Session, *, token_id: str, now: datetime) -> None:
    """Remember when a key was last used, every few minutes at most."""
    row = session.get(ApiToken, token_id)
    if row is not None and (row.used_at is None or now - row.used_at >= USED_EVERY):
        row.used_at = now
        session.add(row)
