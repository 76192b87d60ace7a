"""Where customers meet the company: the stages of the journey and the touchpoints on it. The company's own rows.

Invariants: names are unique as people read them; a stage has one place in the order; each touchpoint has one open door,
a token that stands printed on its card, so it is kept in clear and opens nothing but a form to leave a word.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, Session, col, select

from models import activity
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_code, new_id
from models.errors import NotFound, Refusal

NAME_LIMIT = 40
DOOR_LENGTH = 12


class Control(StrEnum):
    """Whether the touchpoint is in the company's hands."""

    OURS = "ours"
    PARTLY = "partly"
    NO = "no"


class TouchpointDraft(Draft):
    """A touchpoint as it may come in."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    stage_id: str
    control: Control = Control.OURS


class Stage(Row, table=True):
    """A stage of the customer's journey."""

    __tablename__ = "stages"
    __table_args__ = (CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    position: int = Field(unique=True)


class Touchpoint(Row, table=True):
    """A place or channel where a customer meets the company."""

    __tablename__ = "touchpoints"
    __table_args__ = (
        CheckConstraint("control IN ('ours', 'partly', 'no')", name="control"),
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4, unique=True)
    stage_id: str = Field(max_length=32, foreign_key="stages.id", index=True)
    control: str = Field(default=Control.OURS, max_length=8)
    door_token: str = Field(max_length=DOOR_LENGTH, unique=True)
    created_at: datetime


@dataclass(frozen=True)
class StageView:
    """A stage as pages see it."""

    id: str
    name: str


@dataclass(frozen=True)
class TouchpointView:
    """A touchpoint as staff see it."""

    id: str
    name: str
    stage_id: str
    stage: str
    control: Control
    door_token: str


@dataclass(frozen=True)
class PublicTouchpoint:
    """What whoever stands at the open door may know: which touchpoint it is."""

    id: str
    name: str


@dataclass(frozen=True)
class PublicDoor:
    """An open door as customers read it."""

    touchpoint: str
    token: str


# The journey a company starts with, in its own language.
STARTING = {
    "it": ["Ne sento parlare", "Scelgo", "Ordino", "Ricevo", "Uso", "Racconto"],
    "en": ["I hear about it", "I choose", "I order", "I receive", "I use", "I tell"],
}


def lay_stages(session: Session, language: str) -> None:
    """Create the starting stages, once, at first sign-in."""
    if session.exec(select(Stage.id).limit(1)).first() is None:
        for position, name in enumerate(STARTING[language], start=1):
            session.add(Stage(name=name, folded=fold(name), position=position))
        session.flush()


def add_touchpoint(
    session: Session, viewer: Viewer, *, now: datetime, name: str, stage_id: str, control: str = Control.OURS
) -> str:
    """A new touchpoint with its open door. Returns its id.

    Raises:
        Refusal: `name_taken`, `not_an_option` (field `stage_id`), or a field's own.
    """
    viewer.must(May.TOUCHPOINT_EDIT)
    said = draft(TouchpointDraft, name=name, stage_id=stage_id, control=control)
    folded = fold(said.name)
    if session.get(Stage, said.stage_id) is None:
        raise Refusal("not_an_option", field="stage_id")
    if session.exec(select(Touchpoint.id).where(Touchpoint.folded == folded)).first():
        raise Refusal("name_taken", field="name")
    row = Touchpoint(
        name=said.name, folded=folded, stage_id=said.stage_id, control=said.control,
        door_token=new_code(DOOR_LENGTH), created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    activity.record(
        session, viewer, "add", "touchpoint", row.id, now=now, after=said.model_dump(), texts={"name": row.name}
    )
    return row.id


def change_touchpoint(
    session: Session, viewer: Viewer, *, now: datetime, touchpoint_id: str, name: str, stage_id: str, control: str
) -> None:
    """Rename a touchpoint, move it to another stage, or say anew in whose hands it is. Its door stays."""
    viewer.must(May.TOUCHPOINT_EDIT)
    said = draft(TouchpointDraft, name=name, stage_id=stage_id, control=control)
    row = session.get(Touchpoint, touchpoint_id)
    if row is None:
        raise NotFound()
    if session.get(Stage, said.stage_id) is None:
        raise Refusal("not_an_option", field="stage_id")
    folded = fold(said.name)
    if session.exec(select(Touchpoint.id).where(Touchpoint.folded == folded, Touchpoint.id != row.id)).first():
        raise Refusal("name_taken", field="name")
    before = {"name": row.name, "stage_id": row.stage_id, "control": row.control}
    row.name, row.folded, row.stage_id, row.control = said.name, folded, said.stage_id, said.control
    session.add(row)
    activity.record(
        session, viewer, "change", "touchpoint", row.id, now=now, before=before, after=said.model_dump(),
        texts={"name": row.name},
    )  # fmt: skip


def stages_all(session: Session, viewer: Viewer) -> list[StageView]:
    """The stages of the journey, in order."""
    viewer.must(May.TOUCHPOINT_SEE)
    return [StageView(row.id, row.name) for row in session.exec(select(Stage).order_by(col(Stage.position))).all()]


def touchpoints_all(session: Session, viewer: Viewer) -> list[TouchpointView]:
    """Every touchpoint, along the journey."""
    viewer.must(May.TOUCHPOINT_SEE)
    asked = (
        select(Touchpoint, Stage)
        .join(Stage, col(Stage.id) == col(Touchpoint.stage_id))
        .order_by(col(Stage.position), col(Touchpoint.folded))
    )
    return [touchpoint_view(row, stage) for row, stage in session.exec(asked).all()]


def touchpoint_at_door(session: Session, *, token: str) -> PublicTouchpoint:
    """The touchpoint behind an open door, for anybody, or `NotFound`."""
    row = session.exec(select(Touchpoint).where(Touchpoint.door_token == token)).first()
    if row is None:
        raise NotFound()
    return PublicTouchpoint(row.id, row.name)


def open_doors(session: Session, viewer: Viewer) -> list[PublicDoor]:
    """Where one may leave a word, in the order of the journey: each touchpoint's name as its card shows it, and its
    door.
    """
    viewer.must(May.FEEDBACK_LEAVE)
    asked = (
        select(Touchpoint.name, Touchpoint.door_token)
        .join(Stage, col(Stage.id) == col(Touchpoint.stage_id))
        .order_by(col(Stage.position), col(Touchpoint.folded))
    )
    return [PublicDoor(name, token) for name, token in session.exec(asked).all()]


def touchpoint_names(session: Session, ids: set[str]) -> dict[str, str]:
    """Names by id, for views of other nouns (they ask for permission)."""
    if not ids:
        return {}
    rows = session.exec(select(Touchpoint.id, Touchpoint.name).where(col(Touchpoint.id).in_(ids))).all()
    return {str(touchpoint_id): str(name) for touchpoint_id, name in rows}


def touchpoint_row(session: Session, touchpoint_id: str) -> Touchpoint:
    """The row, or `NotFound`. For the commands of other nouns (they ask for permission)."""
    row = session.get(Touchpoint, touchpoint_id)
    if row is None:
        raise NotFound()
    return row


def touchpoint_view(row: Touchpoint, stage: Stage) -> TouchpointView:
    """A touchpoint as staff see it, from its rows."""
    return TouchpointView(row.id, row.name, stage.id, stage.name, Control(row.control), row.door_token)
