"""Values: what the company says it stands for, and the promises that prove it.

Invariants: a name is there once as people read it; a value without a promise is one without proof, and says so; a
promise that was withdrawn proves nothing; one that was taken away is kept and no longer shown. Whether the proof holds
is the verdict's word, never the value's.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, delete, func, text
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal
from models.promises import Promise, State

NAME_LIMIT = 40
SENTENCE_LIMIT = 180
MOST_VALUES = 30


class ValueDraft(Draft):
    """A value as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    sentence: optional_text_of(SENTENCE_LIMIT) = ""  # type: ignore[valid-type]
    promise_ids: tuple[str, ...] = ()


class CompanyValue(Row, table=True):
    """One value of the company."""

    __tablename__ = "company_values"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        Index("uq_company_values_standing", "folded", unique=True, sqlite_where=text("removed_at IS NULL"),
              postgresql_where=text("removed_at IS NULL")),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4)
    sentence: str = Field(default="", max_length=SENTENCE_LIMIT)
    created_at: datetime
    removed_at: datetime | None = None


class ValueProof(Row, table=True):
    """A promise that proves a value."""

    __tablename__ = "value_proofs"

    value_id: str = Field(primary_key=True, max_length=32, foreign_key="company_values.id")
    promise_id: str = Field(primary_key=True, max_length=32, foreign_key="promises.id", index=True)


@dataclass(frozen=True)
class ValueView:
    """A value with the promises that prove it."""

    id: str
    name: str
    sentence: str
    promise_ids: tuple[str, ...]

    @property
    def without_proof(self) -> bool:
        """No promise proves it."""
        return not self.promise_ids


def add_value(
    session: Session, viewer: Viewer, *, now: datetime, name: str, sentence: str = "",
    promise_ids: list[str] | None = None,
) -> str:  # fmt: skip
    """A value the company stands for. Returns its id.

    Raises:
        Refusal: `name_taken`, `too_many_values`, `not_an_option` (a promise that is not there), or a field's own.
    """
    viewer.must(May.VALUE_EDIT)
    said = draft(ValueDraft, name=name, sentence=sentence, promise_ids=tuple(promise_ids or ()))
    _allowed(session, said, "")
    there = session.exec(
        select(func.count()).select_from(CompanyValue).where(col(CompanyValue.removed_at).is_(None))
    ).one()
    if there >= MOST_VALUES:
        raise Refusal("too_many_values", limit=MOST_VALUES)
    row = CompanyValue(name=said.name, folded=fold(said.name), sentence=said.sentence, created_at=now)
    session.add(row)
    session.flush()
    _prove(session, row.id, said.promise_ids)
    activity.record(session, viewer, "add", "value", row.id, now=now, after=said.model_dump(mode="json"),
                    texts={"name": said.name})  # fmt: skip
    return row.id


def change_value(
    session: Session, viewer: Viewer, *, now: datetime, value_id: str, name: str, sentence: str = "",
    promise_ids: list[str] | None = None,
) -> None:  # fmt: skip
    """Say a value anew, or by other promises."""
    viewer.must(May.VALUE_EDIT)
    row = _value(session, value_id)
    said = draft(ValueDraft, name=name, sentence=sentence, promise_ids=tuple(promise_ids or ()))
    _allowed(session, said, row.id)
    before = {"name": row.name, "sentence": row.sentence}
    row.name, row.folded, row.sentence = said.name, fold(said.name), said.sentence
    session.add(row)
    _prove(session, row.id, said.promise_ids)
    activity.record(session, viewer, "change", "value", row.id, now=now, before=before,
                    after=said.model_dump(mode="json"), texts={"name": said.name})  # fmt: skip


def remove_value(session: Session, viewer: Viewer, *, now: datetime, value_id: str) -> None:
    """The company no longer says it stands for this."""
    viewer.must(May.VALUE_EDIT)
    row = _value(session, value_id)
    row.removed_at = now
    session.add(row)
    activity.record(session, viewer, "remove", "value", row.id, now=now, before={"name": row.name})


def values_all(session: Session, viewer: Viewer) -> list[ValueView]:
    """Every value in the order they were written, with its promises that were not withdrawn. One statement."""
    viewer.must(May.VALUE_SEE)
    asked = (
        select(CompanyValue, Promise.id)
        .join(ValueProof, col(ValueProof.value_id) == col(CompanyValue.id), isouter=True)
        .join(
            Promise,
            (col(Promise.id) == col(ValueProof.promise_id)) & (col(Promise.state) != State.WITHDRAWN),
            isouter=True,
        )
        .where(col(CompanyValue.removed_at).is_(None))
        .order_by(col(CompanyValue.created_at), col(CompanyValue.folded), col(Promise.created_at), col(Promise.id))
    )
    rows: dict[str, CompanyValue] = {}
    proofs: dict[str, list[str]] = defaultdict(list)
    for row, promise_id in session.exec(asked).all():
        rows[row.id] = row
        if promise_id is not None:
            proofs[row.id].append(promise_id)
    return [ValueView(row.id, row.name, row.sentence, tuple(proofs[row.id])) for row in rows.values()]


def _value(session: Session, value_id: str) -> CompanyValue:
    row = session.get(CompanyValue, value_id)
    if row is None or row.removed_at is not None:
        raise NotFound()
    return row


def _allowed(session: Session, said: ValueDraft, own: str) -> None:
    taken = select(CompanyValue.id).where(
        CompanyValue.folded == fold(said.name), col(CompanyValue.removed_at).is_(None), CompanyValue.id != own
    )
    if session.exec(taken).first():
        raise Refusal("name_taken", field="name")
    wanted = set(said.promise_ids)
    if wanted and len(session.exec(select(Promise.id).where(col(Promise.id).in_(wanted))).all()) < len(wanted):
        raise Refusal("not_an_option", field="promise_ids")


def _prove(session: Session, value_id: str, promise_ids: tuple[str, ...]) -> None:
    session.connection().execute(delete(ValueProof).where(col(ValueProof.value_id) == value_id))
    session.add_all([ValueProof(value_id=value_id, promise_id=promise_id) for promise_id in dict.fromkeys(promise_ids)])
    session.flush()
