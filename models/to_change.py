"""What must be changed where a promise is told: opened when its figure changes or it is withdrawn, ticked off place by
place, and older every day.

Invariants: one item a place where it was told at that moment; a place that tells the new figure already is done when
the list opens; a promise has one list that counts, a newer one puts the older aside; an item done changes what is noted
of that place, and says who did it. Nobody is blocked: whoever works here may tick, because whoever changes a leaflet is
often not who owns the promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, Select, update
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from models import activity, people
from models.access import May, Viewer
from models.base import Draft, Row, draft, fold, name_of, new_id
from models.days import day_here
from models.errors import NotFound, Refusal
from models.functions import Function
from models.promise_terms import PromiseVersion
from models.touchpoints import Touchpoint
from models.wording_terms import WORDS_LIMIT, Wording, is_link, size_of


class Why(StrEnum):
    """What happened to the promise: another figure is to be told, or none any more."""

    FIGURE = "figure"
    WITHDRAWN = "withdrawn"


class DoneDraft(Draft):
    """What stands in the place now."""

    words: name_of(WORDS_LIMIT)  # type: ignore[valid-type]


class ToChange(Row, table=True):
    """One place to change. `amount` and `unit`: what it is to tell; `due`: the day by which it should."""

    __tablename__ = "to_change"
    __table_args__ = (
        CheckConstraint("why IN ('figure', 'withdrawn')", name="why"),
        CheckConstraint("(amount IS NULL) = (unit IS NULL)", name="figure"),
        Index("ix_to_change_promise_id", "promise_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    promise_id: str = Field(max_length=32, foreign_key="promises.id")
    version: int
    wording_id: str = Field(max_length=32, foreign_key="wordings.id", index=True)
    why: str = Field(max_length=10)
    amount: float | None = None
    unit: str | None = Field(default=None, max_length=6)
    due: date | None = None
    opened_at: datetime
    opened_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    done_at: datetime | None = None
    done_by: str | None = Field(default=None, max_length=32, foreign_key="people.id")
    aside_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One place of a list. `by`: who changed it, empty where it told the figure already. `days`: open for so long."""

    id: str
    wording_id: str
    touchpoint: str
    words: str
    place: str
    is_link: bool
    changer: str
    done: bool
    by: str
    days: int
    mine: bool


@dataclass(frozen=True)
class Changes:
    """The list of one promise: what it is to tell (None: nothing any more), since when, and each place."""

    promise_id: str
    sentence: str
    value_unit: str
    business: bool
    why: Why
    amount: float | None
    unit: str | None
    opened_on: date
    due: date | None
    days: int
    items: tuple[Item, ...]

    @property
    def left(self) -> int:
        """How many places still tell what they told."""
        return sum(not item.done for item in self.items)

    @property
    def mine(self) -> int:
        """How many of those are this person's to change."""
        return sum(item.mine and not item.done for item in self.items)

    @property
    def late(self) -> bool:
        """Whether the day by which it should be done has passed."""
        return self.due is not None and self.left > 0 and (self.due - self.opened_on).days < self.days


def open_changes(
    session: Session, viewer: Viewer, *, now: datetime, promise_id: str, version: int, why: Why,
    amount: float | None = None, unit: str | None = None, due: date | None = None,
) -> int:  # fmt: skip
    """Open the list of a promise, from inside a command that asked for permission. Returns how many places are left.

    An older list is put aside. No list where the promise is told nowhere, or every place tells the figure already.
    """
    session.flush()
    put_aside(session, promise_id, now)
    told = select(Wording).where(Wording.promise_id == promise_id, col(Wording.removed_at).is_(None))
    places = session.exec(told.order_by(col(Wording.created_at), col(Wording.id))).all()
    size = size_of(amount, unit)
    already = [why is Why.FIGURE and size_of(one.amount, one.unit) == size for one in places]
    if all(already):
        return 0
    for one, same in zip(places, already, strict=True):
        session.add(ToChange(
            promise_id=promise_id, version=version, wording_id=one.id, why=why, amount=amount, unit=unit, due=due,
            opened_at=now, opened_by=viewer.person_id, done_at=now if same else None,
        ))  # fmt: skip
    session.flush()
    left = already.count(False)
    activity.record(
        session, viewer, "open_changes", "promise", promise_id, now=now,
        after={"why": why, "amount": amount, "unit": unit, "places": len(places), "left": left},
    )  # fmt: skip
    return left


def put_aside(session: Session, promise_id: str, now: datetime) -> None:
    """The lists of a promise no longer count: what was to be told changed again."""
    old = update(ToChange).where(col(ToChange.promise_id) == promise_id, col(ToChange.aside_at).is_(None))
    session.connection().execute(old.values(aside_at=now).execution_options(synchronize_session=False))


def change_done(session: Session, viewer: Viewer, *, now: datetime, item_id: str, words: str = "") -> None:
    """The place tells the new figure, in these words; or, of a withdrawn promise, it is no longer told there.

    Raises:
        Refusal: `already_done`, `empty` (words), or the words' own. NotFound: no such item, or its list was put aside.
    """
    viewer.must(May.WORDING_SEEN)
    row = session.exec(select(ToChange).where(ToChange.id == item_id).with_for_update()).first()
    wording = session.get(Wording, row.wording_id) if row else None
    if row is None or wording is None or row.aside_at is not None:
        raise NotFound()
    if row.done_at is not None:
        raise Refusal("already_done")
    before = {"words": wording.words, "amount": wording.amount, "unit": wording.unit}
    if row.why == Why.WITHDRAWN:
        wording.removed_at = wording.removed_at or now
    else:
        wording.words = draft(DoneDraft, words=words).words
        wording.amount, wording.unit, wording.seen_on = row.amount, row.unit, day_here(now)
    row.done_at, row.done_by = now, viewer.person_id
    session.add(row)
    session.add(wording)
    session.flush()
    activity.record(
        session, viewer, "change_place", "promise", row.promise_id, now=now, before=before,
        after={"wording": wording.id, "amount": row.amount, "unit": row.unit}, texts={"words": wording.words},
    )  # fmt: skip


def settle(session: Session, viewer: Viewer, *, now: datetime, wording: Wording) -> None:
    """What was asked of a place is so, because its owner changed or removed it: its item is done. Inside a command."""
    asked = select(ToChange).where(
        ToChange.wording_id == wording.id, col(ToChange.aside_at).is_(None), col(ToChange.done_at).is_(None)
    )
    for row in session.exec(asked).all():
        same = size_of(row.amount, row.unit) == size_of(wording.amount, wording.unit)
        if wording.removed_at is not None or (row.why == Why.FIGURE and same):
            row.done_at, row.done_by = now, viewer.person_id
            session.add(row)


def to_change_open(session: Session, viewer: Viewer, *, today: date) -> list[Changes]:
    """Every list with a place left, this person's own first, then the oldest. For Home. One statement."""
    viewer.must(May.PROMISE_SEE)
    lists = [one for one in _lists(session, viewer, today, None) if one.left]
    return sorted(lists, key=lambda one: (not one.mine, -one.days, one.promise_id))


def to_change_of(session: Session, viewer: Viewer, *, promise_id: str, today: date) -> Changes | None:
    """The list of one promise, None where nothing is to be changed. One statement."""
    viewer.must(May.PROMISE_SEE)
    return next((one for one in _lists(session, viewer, today, promise_id) if one.left), None)


def figures_to_tell(session: Session, viewer: Viewer) -> dict[str, tuple[float, str]]:
    """For each promise with a list: the figure every place is to tell. One statement."""
    viewer.must(May.PROMISE_SEE)
    asked = select(ToChange.promise_id, ToChange.amount, ToChange.unit).where(
        col(ToChange.aside_at).is_(None), col(ToChange.amount).is_not(None)
    )
    return {
        promise_id: (amount, unit)
        for promise_id, amount, unit in session.exec(asked.distinct()).all()
        if amount is not None and unit is not None
    }


def _lists(session: Session, viewer: Viewer, today: date, promise_id: str | None) -> list[Changes]:
    function = select(Function.folded).where(Function.id == viewer.function_id).scalar_subquery()
    asked: Select[*tuple[Any, ...]] = (
        select_columns(ToChange, Wording, col(Touchpoint.name), PromiseVersion, col(people.Person.name), function)
        .join(Wording, col(Wording.id) == col(ToChange.wording_id))
        .join(Touchpoint, col(Touchpoint.id) == col(Wording.touchpoint_id))
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(ToChange.promise_id))
            & (col(PromiseVersion.number) == col(ToChange.version)),
        )
        .join(people.Person, col(people.Person.id) == col(ToChange.done_by), isouter=True)
        .where(col(ToChange.aside_at).is_(None))
        .order_by(col(ToChange.promise_id), col(Wording.created_at), col(Wording.id))
    )
    if promise_id is not None:
        asked = asked.where(col(ToChange.promise_id) == promise_id)
    rows = session.execute(asked).all()
    own = _own_names(viewer, rows[0][5] if rows else None)
    found: dict[str, list[tuple[ToChange, Item, PromiseVersion]]] = {}
    for row, wording, touchpoint, version, who, _ in rows:
        if wording.removed_at is not None and row.why == Why.FIGURE:
            continue  # no longer told there: nothing to change
        ended = day_here(row.done_at) if row.done_at else today
        item = Item(
            row.id, wording.id, touchpoint, wording.words, wording.place, is_link(wording.place), wording.changer,
            row.done_at is not None, who or "", max(0, (ended - day_here(row.opened_at)).days),
            # A person is known by the id; a function, or a name that was typed, by its words.
            wording.changer_id == viewer.person_id if wording.changer_id else fold(wording.changer) in own,
        )  # fmt: skip
        found.setdefault(row.promise_id, []).append((row, item, version))
    return [_changes(rows_of, today) for rows_of in found.values()]


def _changes(rows: Sequence[tuple[ToChange, Item, PromiseVersion]], today: date) -> Changes:
    row, _, version = rows[0]
    opened = day_here(row.opened_at)
    return Changes(
        row.promise_id, version.sentence, version.value_unit, version.business, Why(row.why), row.amount, row.unit,
        opened, row.due, max(0, (today - opened).days), tuple(item for _, item, _ in rows),
    )  # fmt: skip


def _own_names(viewer: Viewer, function: str | None) -> set[str]:
    """How a place may name this person as who changes it: the name, the first name, the function."""
    name = fold(viewer.name)
    return {name, name.partition(" ")[0], function or ""} - {""}
