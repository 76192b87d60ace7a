"""Where a promise is told: at which touchpoint, in which words, with which figure, and who changes it.

Invariants: a wording belongs to a promise and a touchpoint; whoever owns the promise notes and changes it, whoever
works here may say that they saw it today; what is to be changed is a list of its own (`models.to_change`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from models import activity, people
from models.access import Kind, May, Viewer
from models.base import draft
from models.days import day_here, day_in
from models.errors import NotFound, Refusal
from models.processes import process_for
from models.promise_terms import Unit
from models.promises import Promise, State, promise_for
from models.to_change import Why, open_changes, settle
from models.touchpoints import Stage, Touchpoint, TouchpointView, touchpoint_view
from models.wording_terms import CHANGER_LIMIT, PLACE_LIMIT, WORDS_LIMIT, Wording, WordingDraft, is_link

__all__ = [
    "CHANGER_LIMIT",
    "PLACE_LIMIT",
    "WORDS_LIMIT",
    "ToldAt",
    "Wording",
    "WordingDraft",
    "WordingView",
    "add_wording",
    "change_wording",
    "figures_told",
    "remove_wording",
    "say_another_figure",
    "see_wording",
    "told_everywhere",
    "wordings_of",
]  # fmt: skip


@dataclass(frozen=True)
class WordingView:
    """A wording as staff see it. `place` may be a web address; only then `is_link`. `seen_on` None: never."""

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
    changer_id: str | None = None


@dataclass(frozen=True)
class ToldAt:
    """A wording among those of every promise."""

    wording_id: str
    promise_id: str
    touchpoint_id: str
    words: str
    amount: float | None
    unit: str | None


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
    """Note that a place says something else now. When it was last seen stays, unless said."""
    row = _wording_for(session, viewer, wording_id)
    before, said = row.words, _said(session, {"seen_on": row.seen_on} | what)
    for name, value in said.model_dump().items():
        setattr(row, name, value)
    session.add(row)
    settle(session, viewer, now=now, wording=row)
    activity.record(
        session, viewer, "tell", "promise", row.promise_id, now=now, before=before,
        after={"wording": row.id, **said.model_dump(mode="json")}, texts={"words": said.words},
    )  # fmt: skip


def remove_wording(session: Session, viewer: Viewer, *, now: datetime, wording_id: str) -> None:
    """It is no longer told there."""
    row = _wording_for(session, viewer, wording_id)
    row.removed_at = now
    session.add(row)
    settle(session, viewer, now=now, wording=row)
    activity.record(session, viewer, "untell", "promise", row.promise_id, now=now, before={"wording": row.id})


def see_wording(session: Session, viewer: Viewer, *, now: datetime, wording_id: str) -> None:
    """Somebody saw today that this is what stands there, by the calendar of the process."""
    viewer.must(May.WORDING_SEEN)
    row = session.get(Wording, wording_id)
    if row is None or row.removed_at is not None:
        raise NotFound()
    process = process_for(session, viewer, promise_for(session, viewer, row.promise_id).process_id)
    before, row.seen_on = row.seen_on, day_in(process.zone, now)
    session.add(row)
    activity.record(
        session, viewer, "see", "promise", row.promise_id, now=now, before=str(before),
        after={"wording": row.id, "seen_on": str(row.seen_on)},
    )  # fmt: skip


def say_another_figure(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, amount: float, unit: str,
    due: date | None = None,
) -> int:  # fmt: skip
    """Have every place tell another figure than today, before or instead of changing the promise. Returns places left.

    Raises:
        Refusal: `promise_over`, `too_small`, `not_an_option` (unit), `valid_until_past` (due),
            `nothing_to_change`: it is told nowhere, or told so already.
    """
    promise = promise_for(session, viewer, promise_id, lock=True)
    viewer.must(May.PROMISE_EDIT, owner_id=promise.owner_id)
    if promise.state == State.WITHDRAWN:
        raise Refusal("promise_over")
    if not 0 < amount <= 1e12:
        raise Refusal("too_small" if amount <= 0 else "too_large", field="amount", limit=0 if amount <= 0 else 10**12)
    if unit not in list(Unit):
        raise Refusal("not_an_option", field="unit")
    if due is not None and due < day_here(now):
        raise Refusal("valid_until_past", field="due")
    left = open_changes(session, viewer, now=now, promise_id=promise.id, version=promise.version, why=Why.FIGURE,
                        amount=amount, unit=unit, due=due)  # fmt: skip
    if not left:
        raise Refusal("nothing_to_change")
    return left


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
        WordingView(w.id, w.touchpoint_id, name, w.words, w.amount, w.unit, w.place, is_link(w.place), w.changer,
                    w.seen_on, w.changer_id)
        for w, name in session.exec(asked).all()
    ]  # fmt: skip


def told_everywhere(session: Session, viewer: Viewer) -> tuple[list[TouchpointView], list[ToldAt]]:
    """Every touchpoint along the journey, and every place where anything is told now. One statement."""
    viewer.must(May.PROMISE_SEE)
    viewer.must(May.TOUCHPOINT_SEE)
    alive = select(Promise.id).where(Promise.state != State.WITHDRAWN).scalar_subquery()
    asked = (
        select(Touchpoint, Stage, Wording)
        .join(Stage, col(Stage.id) == col(Touchpoint.stage_id))
        .join(
            Wording,
            (col(Wording.touchpoint_id) == col(Touchpoint.id))
            & col(Wording.removed_at).is_(None)
            & col(Wording.promise_id).in_(alive),
            isouter=True,
        )
        .order_by(col(Stage.position), col(Touchpoint.folded), col(Wording.created_at), col(Wording.id))
    )
    places: dict[str, TouchpointView] = {}
    told = []
    for point, stage, wording in session.exec(asked).all():
        places.setdefault(point.id, touchpoint_view(point, stage))
        if wording is not None:
            told.append(ToldAt(wording.id, wording.promise_id, point.id, wording.words, wording.amount, wording.unit))
    return list(places.values()), told


def figures_told(told: Iterable[ToldAt]) -> dict[str, list[tuple[float | None, str | None]]]:
    """The figures told of each promise, with the places that tell none."""
    found: dict[str, list[tuple[float | None, str | None]]] = {}
    for one in told:
        found.setdefault(one.promise_id, []).append((one.amount, one.unit))
    return found


def _said(session: Session, what: dict[str, Any]) -> WordingDraft:
    said = draft(WordingDraft, **what)
    if (said.amount is None) != (said.unit is None):
        raise Refusal("empty", field="amount" if said.amount is None else "unit")
    if session.get(Touchpoint, said.touchpoint_id) is None:
        raise Refusal("not_an_option", field="touchpoint_id")
    if said.changer_id is not None:
        who = session.get(people.Person, said.changer_id)
        if who is None or who.kind != Kind.STAFF or who.erased_at is not None:
            raise Refusal("not_an_option", field="changer")
        said = said.model_copy(update={"changer": who.name})
    return said


def _wording_for(session: Session, viewer: Viewer, wording_id: str) -> Wording:
    viewer.must(May.PROMISE_SEE)
    row = session.get(Wording, wording_id)
    if row is None or row.removed_at is not None:
        raise NotFound()
    viewer.must(May.PROMISE_EDIT, owner_id=promise_for(session, viewer, row.promise_id).owner_id)
    return row
