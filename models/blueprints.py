"""Blueprints: a chain of processes as the customer walks through it, with the line between what they see and what not.

Invariants: a chain has one to twelve steps, in order, each step a process; steps of one place run side by side; every
step lies before or behind the line of visibility; a chain may make a promise of its own (a time and k of n), which no
data of one step can prove. Staff only. A chain is changed as a whole; one that was taken away is kept and not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from pydantic import Field as Within
from sqlalchemy import CheckConstraint, delete
from sqlmodel import Field, Session, col, select

from analysis.rule import Rule
from analysis.units import UNITS, seconds_of
from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id, optional_text_of
from models.errors import NotFound, Refusal
from models.processes import Noun, Process
from models.promise_terms import LONGEST, MOST_OF, Unit

NAME_LIMIT = 80
LABEL_LIMIT = 60
MOST_STEPS = 12


class StepDraft(Draft):
    """A step as it may come in. place: from 1; steps of one place run side by side. seen: whether customers see it."""

    process_id: str
    place: int = Within(ge=1, le=MOST_STEPS)
    seen: bool = True
    label: optional_text_of(LABEL_LIMIT) = ""  # type: ignore[valid-type]


class BlueprintDraft(Draft):
    """A chain as it may come in. amount, unit, kept, of: its own promise, all of them or none."""

    name: name_of(NAME_LIMIT)  # type: ignore[valid-type]
    steps: tuple[StepDraft, ...] = Within(max_length=MOST_STEPS)
    amount: float | None = Within(default=None, gt=0, le=1e12, allow_inf_nan=False)
    unit: Unit | None = None
    kept: int | None = Within(default=None, ge=1, le=MOST_OF)
    of: int | None = Within(default=None, ge=2, le=MOST_OF)


class Blueprint(Row, table=True):
    """One chain."""

    __tablename__ = "blueprints"
    __table_args__ = (
        CheckConstraint(f"length(name) <= {NAME_LIMIT}", name="name"),
        CheckConstraint("unit IN ('s', 'min', 'h', 'd', 'w')", name="unit"),
        CheckConstraint(f"kept >= 1 AND kept < of_n AND of_n <= {MOST_OF}", name="share"),
        CheckConstraint("(amount IS NULL) = (unit IS NULL) AND (amount IS NULL) = (kept IS NULL) AND"
                        " (amount IS NULL) = (of_n IS NULL)", name="promise"),
    )  # fmt: skip

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(max_length=NAME_LIMIT)
    folded: str = Field(max_length=NAME_LIMIT * 4)
    amount: float | None = None
    unit: str | None = Field(default=None, max_length=6)
    kept: int | None = None
    of_n: int | None = None
    owner_id: str = Field(max_length=32, foreign_key="people.id", index=True)
    created_at: datetime
    removed_at: datetime | None = None


class BlueprintStep(Row, table=True):
    """One step of a chain."""

    __tablename__ = "blueprint_steps"
    __table_args__ = (
        CheckConstraint(f"place BETWEEN 1 AND {MOST_STEPS}", name="place"),
        CheckConstraint(f"length(label) <= {LABEL_LIMIT}", name="label"),
    )

    blueprint_id: str = Field(primary_key=True, max_length=32, foreign_key="blueprints.id")
    number: int = Field(primary_key=True)
    place: int
    process_id: str = Field(max_length=32, foreign_key="processes.id", index=True)
    seen: bool
    label: str = Field(default="", max_length=LABEL_LIMIT)


@dataclass(frozen=True)
class StepView:
    """A step as staff see it; `title` is its own label, or the name of the process."""

    number: int
    place: int
    process_id: str
    process: str
    owner: str
    noun: Noun
    seen: bool
    label: str

    @property
    def title(self) -> str:
        """What the picture writes."""
        return self.label or self.process


@dataclass(frozen=True)
class BlueprintView:
    """A chain as staff see it."""

    id: str
    name: str
    owner_id: str
    owner: str
    steps: tuple[StepView, ...]
    amount: float | None
    unit: str | None
    kept: int | None
    of: int | None
    may_edit: bool

    def rule(self) -> Rule | None:
        """The chain's own promise for `analysis`; None when it makes none."""
        if self.amount is None or self.unit is None or self.kept is None or self.of is None:
            return None
        return Rule(seconds_of(self.amount, self.unit), Fraction(self.kept, self.of))


def draw_blueprint(
    session: Session, viewer: Viewer, *, now: datetime, steps: Sequence[dict[str, Any]], **what: Any
) -> str:
    """Write a chain down; steps and the rest are the fields of `StepDraft` and `BlueprintDraft`. Returns its id.

    Raises:
        Refusal: `name_taken`, `no_steps`, `same_step`, `chain_promise_half`, `never_certain`, `not_an_option`, or a
            field's own.
    """
    viewer.must(May.BLUEPRINT_WRITE)
    said = _said(session, steps, what, None)
    row = Blueprint(owner_id=viewer.person_id or "", created_at=now, folded=fold(said.name), **_own(said))
    session.add(row)
    session.flush()
    _lay(session, row.id, said)
    _note(session, viewer, "draw", row, said, now)
    return row.id


def change_blueprint(
    session: Session, viewer: Viewer, *, now: datetime, blueprint_id: str, steps: Sequence[dict[str, Any]], **what: Any
) -> None:
    """Tell a chain anew, as a whole."""
    row = _blueprint_for(session, viewer, blueprint_id)
    viewer.must(May.BLUEPRINT_EDIT, owner_id=row.owner_id)
    said = _said(session, steps, what, row.id)
    before = {name: str(getattr(row, name)) for name in _own(said)}
    for name, value in {**_own(said), "folded": fold(said.name)}.items():
        setattr(row, name, value)
    session.add(row)
    session.exec(delete(BlueprintStep).where(col(BlueprintStep.blueprint_id) == row.id))
    session.flush()
    _lay(session, row.id, said)
    _note(session, viewer, "change", row, said, now, before)


def remove_blueprint(session: Session, viewer: Viewer, *, now: datetime, blueprint_id: str) -> None:
    """It is no longer walked this way."""
    row = _blueprint_for(session, viewer, blueprint_id)
    viewer.must(May.BLUEPRINT_EDIT, owner_id=row.owner_id)
    row.removed_at = now
    session.add(row)
    activity.record(session, viewer, "remove", "blueprint", row.id, now=now, texts={"name": row.name})


def blueprints_all(session: Session, viewer: Viewer) -> list[BlueprintView]:
    """Every chain, by name (the first hundred). Three statements."""
    viewer.must(May.BLUEPRINT_SEE)
    asked = select(Blueprint).where(col(Blueprint.removed_at).is_(None)).order_by(col(Blueprint.folded)).limit(100)
    return _views(session, viewer, list(session.exec(asked).all()))


def blueprint_view(session: Session, viewer: Viewer, *, blueprint_id: str) -> BlueprintView:
    """One chain. Three statements."""
    return _views(session, viewer, [_blueprint_for(session, viewer, blueprint_id)])[0]


def _said(
    session: Session, steps: Sequence[dict[str, Any]], what: dict[str, Any], own_id: str | None
) -> BlueprintDraft:
    if not steps:
        raise Refusal("no_steps", field="steps")
    said = draft(BlueprintDraft, steps=tuple(draft(StepDraft, **step) for step in steps), **what)
    promised = [said.amount, said.unit, said.kept, said.of]
    if any(one is None for one in promised) and any(one is not None for one in promised):
        raise Refusal("chain_promise_half", field="amount")
    if said.amount is not None and said.unit is not None and said.kept is not None and said.of is not None:
        if said.unit is Unit.VALUE:
            raise Refusal("not_an_option", field="unit")
        if said.kept >= said.of:
            raise Refusal("never_certain" if said.kept == said.of else "not_valid", field="kept")
        if seconds_of(said.amount, said.unit) > LONGEST:
            raise Refusal("too_large", field="amount", limit=round(LONGEST / UNITS[said.unit]))
    if len({(step.place, step.process_id) for step in said.steps}) < len(said.steps):
        raise Refusal("same_step", field="steps")
    wanted = {step.process_id for step in said.steps}
    if wanted - set(session.exec(select(Process.id).where(col(Process.id).in_(wanted))).all()):
        raise Refusal("not_an_option", field="process_id")
    taken = session.exec(
        select(Blueprint.id).where(Blueprint.folded == fold(said.name), col(Blueprint.removed_at).is_(None))
    ).first()
    if taken is not None and taken != own_id:
        raise Refusal("name_taken", field="name")
    return said


def _own(said: BlueprintDraft) -> dict[str, Any]:
    return said.model_dump(exclude={"steps", "of"}) | {"of_n": said.of}


def _lay(session: Session, blueprint_id: str, said: BlueprintDraft) -> None:
    # Places are told from 1 without gaps, whatever was typed.
    places = {place: number for number, place in enumerate(sorted({step.place for step in said.steps}), start=1)}
    ordered = sorted(said.steps, key=lambda step: step.place)
    for number, step in enumerate(ordered, start=1):
        session.add(BlueprintStep(blueprint_id=blueprint_id, number=number, place=places[step.place],
                                  process_id=step.process_id, seen=step.seen, label=step.label))  # fmt: skip
    session.flush()


def _note(
    session: Session, viewer: Viewer, verb: str, row: Blueprint, said: BlueprintDraft, now: datetime,
    before: dict[str, str] | None = None,
) -> None:  # fmt: skip
    activity.record(
        session, viewer, verb, "blueprint", row.id, now=now, before=before,
        after=said.model_dump(mode="json", exclude={"name"}), texts={"name": said.name},
    )  # fmt: skip


def _blueprint_for(session: Session, viewer: Viewer, blueprint_id: str) -> Blueprint:
    viewer.must(May.BLUEPRINT_SEE)
    row = session.get(Blueprint, blueprint_id)
    if row is None or row.removed_at is not None:
        raise NotFound()
    return row


def _views(session: Session, viewer: Viewer, rows: list[Blueprint]) -> list[BlueprintView]:
    found = session.exec(
        select(BlueprintStep, Process)
        .join(Process, col(Process.id) == col(BlueprintStep.process_id))
        .where(col(BlueprintStep.blueprint_id).in_([row.id for row in rows]))
        .order_by(col(BlueprintStep.number))
    ).all()
    names = people.names_of(session, {row.owner_id for row in rows} | {process.owner_id for _, process in found})
    return [
        BlueprintView(
            row.id, row.name, row.owner_id, names.get(row.owner_id, ""),
            tuple(
                StepView(step.number, step.place, process.id, process.name, names.get(process.owner_id, ""),
                         Noun(process.noun_one, process.noun_many), step.seen, step.label)
                for step, process in found if step.blueprint_id == row.id
            ),
            row.amount, row.unit, row.kept, row.of_n, viewer.may(May.BLUEPRINT_EDIT, owner_id=row.owner_id),
        )
        for row in rows
    ]  # fmt: skip
