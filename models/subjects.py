"""What is promised, as one speaks of it: promises about the same thing together, with every place where it is told.

Two promises are about the same thing when the same process keeps them, for the same customers and of the same kind: the
48 hours of today and the 3 days agreed for next month are one subject. The one in use speaks for it. A bounded number
of statements, whatever there is.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from analysis.rule import Metric
from analysis.units import UNITS
from models.access import May, Viewer
from models.portfolio import PortfolioRow, promise_rows
from models.promise_terms import Terms
from models.promises import State
from models.touchpoints import Touchpoint
from models.wording_terms import Wording, size_of

# Who speaks for a subject, when several promises are about it.
_SPEAKS = (State.IN_USE, State.AGREED, State.CONTESTED, State.ASKED, State.DRAFT, State.EXPIRED, State.WITHDRAWN)


@dataclass(frozen=True)
class Place:
    """Where it is told: the touchpoint, the words, the figure if they name one."""

    promise_id: str
    touchpoint_id: str
    touchpoint: str
    words: str
    amount: float | None
    unit: str | None

    @property
    def size(self) -> float | None:
        """The figure as a size that compares."""
        return size_of(self.amount, self.unit)


@dataclass(frozen=True)
class Subject:
    """Promises about one thing, the one that speaks for it first, and the places, in the order they were noted."""

    rows: tuple[PortfolioRow, ...]
    places: tuple[Place, ...]

    @property
    def key(self) -> str:
        """The promise that speaks for it."""
        return self.rows[0].id

    @property
    def row(self) -> PortfolioRow:
        """The same, whole."""
        return self.rows[0]

    @property
    def terms(self) -> Terms:
        """What it says now."""
        return self.rows[0].terms

    @property
    def promise_ids(self) -> tuple[str, ...]:
        """Every promise about it."""
        return tuple(row.id for row in self.rows)

    @property
    def is_time(self) -> bool:
        """Whether a time is promised."""
        return self.terms.metric is Metric.CLOCK

    @property
    def seconds(self) -> float | None:
        """The time promised."""
        return self.terms.amount * UNITS[self.terms.unit] if self.is_time else None

    @property
    def figures(self) -> tuple[tuple[float, str], ...]:
        """The figures told anywhere, once each."""
        return tuple(sorted({(p.amount, p.unit) for p in self.places if p.amount is not None and p.unit is not None}))

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything by which one may mean it, what customers read first."""
        names = [self.row.process, self.row.noun.one, self.row.noun.many, self.terms.segment]
        return tuple(text for text in (
            *(row.terms.sentence for row in self.rows), *(place.words for place in self.places), *names
        ) if text)  # fmt: skip

    def is_told_at(self, touchpoint_id: str) -> bool:
        """Whether it is told at this touchpoint."""
        return any(place.touchpoint_id == touchpoint_id for place in self.places)


def subjects_of(session: Session, viewer: Viewer, *, now: datetime) -> list[Subject]:
    """Everything that is promised and not withdrawn, the worst first. Five statements."""
    viewer.must(May.PROMISE_SEE)
    rows = promise_rows(session, viewer, now=now)
    together: dict[tuple[object, ...], list[PortfolioRow]] = defaultdict(list)
    for row in rows:
        terms = row.terms
        kind = (terms.metric, terms.direction, terms.value_unit, getattr(terms, "yes_when", ()))
        together[(row.process_id, terms.segment, *kind)].append(row)
    places = _places(session, [row.id for row in rows])
    found = []
    for group in together.values():
        ordered = sorted(group, key=lambda row: (_SPEAKS.index(row.state), row.id))
        told = [place for row in ordered for place in places.get(row.id, [])]
        found.append(Subject(tuple(ordered), tuple(told)))
    return found


def _places(session: Session, promise_ids: list[str]) -> dict[str, list[Place]]:
    asked = (
        select(Wording, Touchpoint.name)
        .join(Touchpoint, col(Touchpoint.id) == col(Wording.touchpoint_id))
        .where(col(Wording.promise_id).in_(promise_ids), col(Wording.removed_at).is_(None))
        .order_by(col(Wording.created_at), col(Wording.id))
    )
    found: dict[str, list[Place]] = defaultdict(list)
    for row, name in session.exec(asked).all():
        place = Place(row.promise_id, row.touchpoint_id, name, row.words, row.amount, row.unit)
        found[row.promise_id].append(place)
    return found
