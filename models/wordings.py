"""Where a promise is told: at which touchpoint, in which words, with which figure, and who changes it.

Invariants: a wording belongs to a promise and a touchpoint; its figure is what it says there, also when the promise
says something else by now; its place is a web address that begins with http:// or https://, or a plain place; one that
was taken away is kept and no longer shown.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator
from pydantic import Field as Within
from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal
from models.promise_terms import Unit
from models.promises import promise_for
from models.touchpoints import Touchpoint

WORDS_LIMIT = 200
PLACE_LIMIT = 300
CHANGER_LIMIT = 60
# What a browser would take for a scheme: "javascript:", "data:", also with blanks hidden in it.
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)


def _place(text: str) -> str:
    bare = re.sub(r"[\s\u0000-\u0020\u200b-\u200f\ufeff]+", "", text)
    if (_SCHEME.match(bare) or bare.startswith("//")) and not _WEB.fullmatch(text):
        raise ValueError("not_a_link")
    return text


class WordingDraft(Draft):
    """A wording as it may come in. Without a figure: words that name none."""

    touchpoint_id: str
    words: name_of(WORDS_LIMIT)  # type: ignore[valid-type]
    amount: float | None = Within(default=None, gt=0, le=1e12, allow_inf_nan=False)
    unit: Unit | None = None
    place: Annotated[optional_text_of(PLACE_LIMIT), AfterValidator(_place)] = ""  # type: ignore[valid-type]
    changer: optional_text_of(CHANGER_LIMIT) = ""  # type: ignore[valid-type]
    seen_on: date | None = None


class Wording(Row, table=True):
    """One place where a promise is told."""

    __tablename__ = "wordings"
    __table_args__ = (
        CheckConstraint(f"length(words) <= {WORDS_LIMIT}", name="words"),
        CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w', 'value')", name="unit"),
        CheckConstraint("(amount IS NULL) = (unit IS NULL)", name="figure"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id", index=True)
    touchpoint_id: str = Field(max_length=32, foreign_key="touchpoints.id", index=True)
    words: str = Field(max_length=WORDS_LIMIT)
    amount: float | None = None
    unit: str | None = Field(default=None, max_length=6)
    place: str = Field(default="", max_length=PLACE_LIMIT)
    changer: str = Field(default="", max_length=CHANGER_LIMIT)
    seen_on: date | None = None
    created_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True)
class WordingView:
    """A wording as staff see it. `place` may be a web address; only then `is_link`."""

    id: str
    touchpoint_id: str
    touchpoint: str
    words: str
    amount: float | None
    unit: str | None
    place: str
    is_link: bool
    changer: str
    seen_on: date | None


def add_wording(session: Session, viewer: Viewer, *, now: datetime, promise_id: str, **what: Any) -> str:
    """Note where the promise is told; `what` are the fields of `WordingDraft`. Returns its id."""
    promise = promise_for(session, viewer, promise_id)
    viewer.must(May.PROMISE_EDIT, owner_id=promise.owner_id)
    said = _said(session, what)
    row = Wording(promise_id=promise.id, created_at=now, **said.model_dump())
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "tell", "promise", promise.id, now=now,
        after={"wording": row.id, **said.model_dump(mode="json")}, texts={"words": said.words},
    )  # fmt: skip
    return row.id


def change_wording(session: Session, viewer: Viewer, *, now: datetime, wording_id: str, **what: Any) -> None:
    """Note that a place says something else now."""
    row = _wording_for(session, viewer, wording_id)
    before, said = row.words, _said(session, what)
    for name, value in said.model_dump().items():
        setattr(row, name, value)
    session.add(row)
    activity.record(
        session, viewer, "tell", "promise", row.promise_id, now=now, before=before,
        after={"wording": row.id, **said.model_dump(mode="json")}, texts={"words": said.words},
    )  # fmt: skip


def remove_wording(session: Session, viewer: Viewer, *, now: datetime, wording_id: str) -> None:
    """It is no longer told there."""
    row = _wording_for(session, viewer, wording_id)
    row.removed_at = now
    session.add(row)
    activity.record(session, viewer, "untell", "promise", row.promise_id, now=now, before={"wording": row.id})


def wordings_of(session: Session, viewer: Viewer, *, promise_id: str) -> list[WordingView]:
    """Where a promise is told now, in the order in which the places were noted."""
    viewer.must(May.PROMISE_SEE)
    asked = (
        select(Wording, Touchpoint.name)
        .join(Touchpoint, col(Touchpoint.id) == col(Wording.touchpoint_id))
        .where(Wording.promise_id == promise_id, col(Wording.removed_at).is_(None))
        .order_by(col(Wording.created_at), col(Wording.id))
    )
    return [
        WordingView(w.id, w.touchpoint_id, name, w.words, w.amount, w.unit, w.place, bool(_WEB.fullmatch(w.place)),
                    w.changer, w.seen_on)
        for w, name in session.exec(asked).all()
    ]  # fmt: skip


def _said(session: Session, what: dict[str, Any]) -> WordingDraft:
    said = draft(WordingDraft, **what)
    if (said.amount is None) != (said.unit is None):
        raise Refusal("empty", field="amount" if said.amount is None else "unit")
    if session.get(Touchpoint, said.touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    return said


def _wording_for(session: Session, viewer: Viewer, wording_id: str) -> Wording:
    viewer.must(May.PROMISE_SEE)
    row = session.get(Wording, wording_id)
    if row is None or row.removed_at is not None:
        raise NotFound()
    viewer.must(May.PROMISE_EDIT, owner_id=promise_for(session, viewer, row.promise_id).owner_id)
    return row
