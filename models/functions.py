"""Functions: whom a person speaks for. Rows, not an enum, so that HR or quality fit; each is put on one of three sides.

Invariants: a function has one side, or none (direction decides and votes for no side); names are unique as people
read them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id
from models.errors import Refusal

NAME_LIMIT = 40


class Side(StrEnum):
    """The three sides of the boat."""

    PROMISES = "promises"
    KEEPS = "keeps"
    RECEIVES = "receives"


class FunctionDraft(Draft):
    """A function as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    side: Side | None = None


class Function(Row, table=True):
    """A function of the company, or a kind of customer."""

    __tablename__ = "functions"
    __table_args__ = (
        CheckConstraint("side IN ('promises', 'keeps', 'receives')", name="side"),
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    side: str | None = Field(default=None, max_length=10)


@dataclass(frozen=True)
class FunctionView:
    """A function as pages see it."""

    id: str
    name: str
    side: Side | None


# What a company starts with, in its own language; every row can be edited.
STARTING = {
    "it": [("Marketing", Side.PROMISES), ("Comunicazione", Side.PROMISES), ("Vendite", Side.PROMISES),
           ("Assistenza", Side.KEEPS), ("Operazioni", Side.KEEPS), ("Prodotto", Side.KEEPS),
           ("Logistica", Side.KEEPS), ("Clienti", Side.RECEIVES), ("Direzione", None)],
    "en": [("Marketing", Side.PROMISES), ("Communication", Side.PROMISES), ("Sales", Side.PROMISES),
           ("Customer care", Side.KEEPS), ("Operations", Side.KEEPS), ("Product", Side.KEEPS),
           ("Logistics", Side.KEEPS), ("Customers", Side.RECEIVES), ("Direction", None)],
}  # fmt: skip


def lay_functions(session: Session, language: str) -> None:
    """Create the starting functions, once, at first sign-in."""
    if session.exec(select(Function.id).limit(1)).first() is None:
        for name, side in STARTING[language]:
            session.add(Function(name=name, folded=fold(name), side=side))
        session.flush()


def add_function(session: Session, viewer: Viewer, *, now: datetime, name: str, side: str | None = None) -> str:
    """A further function of the company. Returns its id.

    Raises:
        Refusal: `name_taken`, or a field's own.
    """
    viewer.must(May.FUNCTION_EDIT)
    said = draft(FunctionDraft, name=name, side=side)
    folded = fold(said.name)
    if session.exec(select(Function.id).where(Function.folded == folded)).first():
        raise Refusal("name_taken", field="name")
    row = Function(name=said.name, folded=folded, side=said.side)
    session.add(row)
    session.flush()
    activity.record(session, viewer, "add", "function", row.id, now=now, after={"name": row.name, "side": row.side})
    return row.id


def functions_all(session: Session) -> list[FunctionView]:
    """Every function, by side and name."""
    rows = session.exec(select(Function).order_by(col(Function.side), col(Function.folded))).all()
    return [FunctionView(row.id, row.name, Side(row.side) if row.side else None) for row in rows]


def side_of(session: Session, function_id: str | None) -> Side | None:
    """The side a function speaks for."""
    row = session.get(Function, function_id) if function_id else None
    return Side(row.side) if row and row.side else None
