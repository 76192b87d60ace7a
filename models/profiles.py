"""Profiles: the few kinds of customer a company has in mind, each with what moves them and what they have been through.

Invariants: the company's own rows, in an order, with names unique as people read them; whoever works here edits them;
a profile is a kind of customer and never a person: it names nobody, so erasing a person does not touch it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, func
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal

NAME_LIMIT = 40
WORDS_LIMIT = 180
MOST = 12


class ProfileDraft(Draft):
    """A profile as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    motivation: optional_text_of(WORDS_LIMIT) = ""  # type: ignore[valid-type]
    history: optional_text_of(WORDS_LIMIT) = ""  # type: ignore[valid-type]


class Profile(Row, table=True):
    """A kind of customer. motivation: what they want; history: how long a customer, what went wrong last."""

    __tablename__ = "profiles"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        CheckConstraint(f"length(motivation) <= {WORDS_LIMIT} AND length(history) <= {WORDS_LIMIT}", name="words"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    motivation: str = Field(default="", max_length=WORDS_LIMIT)
    history: str = Field(default="", max_length=WORDS_LIMIT)
    position: int
    created_at: datetime


@dataclass(frozen=True)
class ProfileView:
    """A profile as staff see it."""

    id: str
    name: str
    motivation: str
    history: str


def add_profile(
    session: Session, viewer: Viewer, *, now: datetime, name: str, motivation: str = "", history: str = ""
) -> str:
    """A new profile, the last in the order. Returns its id.

    Raises:
        Refusal: `name_taken`, `too_many` (facts `limit`), or a field's own.
    """
    viewer.must(May.JOURNEY_EDIT)
    said = draft(ProfileDraft, name=name, motivation=motivation, history=history)
    _must_be_free(session, said.name)
    count, last = session.exec(select(func.count(), func.max(Profile.position))).one()
    if count >= MOST:
        raise Refusal("too_many_profiles", field="name", limit=MOST)
    row = Profile(**said.model_dump(), folded=fold(said.name), position=(last or 0) + 1, created_at=now)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "add", "profile", row.id, now=now, after=said.model_dump(),
                    texts={"name": row.name})  # fmt: skip
    return row.id


def change_profile(
    session: Session, viewer: Viewer, *, now: datetime, profile_id: str, name: str, motivation: str = "",
    history: str = "",
) -> None:  # fmt: skip
    """Say a profile anew; what was said of it stays with it.

    Raises:
        Refusal: `name_taken`, or a field's own.
    """
    viewer.must(May.JOURNEY_EDIT)
    said = draft(ProfileDraft, name=name, motivation=motivation, history=history)
    row = session.get(Profile, profile_id)
    if row is None:
        raise NotFound()
    _must_be_free(session, said.name, but=row.id)
    before = {"name": row.name, "motivation": row.motivation, "history": row.history}
    row.name, row.folded, row.motivation, row.history = said.name, fold(said.name), said.motivation, said.history
    session.add(row)
    activity.record(session, viewer, "change", "profile", row.id, now=now, before=before, after=said.model_dump(),
                    texts={"name": row.name})  # fmt: skip


def profiles_all(session: Session, viewer: Viewer) -> list[ProfileView]:
    """Every profile, in order."""
    viewer.must(May.JOURNEY_SEE)
    rows = session.exec(select(Profile).order_by(col(Profile.position), col(Profile.id))).all()
    return [ProfileView(row.id, row.name, row.motivation, row.history) for row in rows]


def _must_be_free(session: Session, name: str, but: str = "") -> None:
    if session.exec(select(Profile.id).where(Profile.folded == fold(name), Profile.id != but)).first():
        raise Refusal("name_taken", field="name")
