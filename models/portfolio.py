"""Questions that span promises, processes, signatures and verdicts: the claim card and the portfolio.

Invariants: a bounded number of statements, whatever the number of promises. What customers see of them is
`models.publishing`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from analysis.units import seconds_of
from analysis.verdict import Verdict
from models import people
from models.access import May, Viewer
from models.errors import NotFound
from models.opening_hours import hours_of
from models.processes import Noun, Process, noun_of
from models.promise_terms import PromiseVersion, Terms, Unit, terms_of
from models.promises import Keeper, Promise, State, is_past
from models.signatures import SignatureView, signatures_of
from models.verdicts import VerdictView, latest_verdicts, verdicts_of
from models.wordings import Wording, WordingView, wordings_of

# What is told of a promise: amount and unit, None where the words tell none.
Figures = Sequence[tuple[float | None, str | None]]
# Made once: each new alias works out all its columns anew, which took a tenth of the portfolio's time.
_OWNER, _KEEPER = aliased(people.Person), aliased(people.Person)
WORST_FIRST = (Verdict.NOT_SUPPORTABLE, Verdict.AT_RISK, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.SUPPORTED)


@dataclass(frozen=True)
class PortfolioRow:
    """A promise in a list. `verdict` is None while nothing was computed. `differs`: not all places tell its figure."""

    id: str
    state: State
    terms: Terms
    process_id: str
    process: str
    noun: Noun
    zone: str
    owner_id: str
    owner: str
    process_owner_id: str
    process_owner: str
    idea_id: str | None
    keeper: Keeper
    places: int
    differs: bool
    verdict: VerdictView | None
    published: bool = False

    @property
    def one_oar(self) -> bool:
        """In use without the signature of who must keep it."""
        return self.state is State.IN_USE and self.keeper is not Keeper.YES

    @property
    def stands(self) -> Verdict:
        """The verdict that counts now; without data, or for an older version, there is not enough evidence."""
        return self.verdict.verdict if self.verdict is not None else Verdict.NOT_ENOUGH_EVIDENCE


@dataclass(frozen=True)
class VersionView:
    """A version with the first verdict it had, and the last one of the version before. `moved`: the bar moved."""

    terms: Terms
    by: str
    before: VerdictView | None
    after: VerdictView | None
    moved: bool


@dataclass(frozen=True)
class PromiseCard:
    """Everything the claim card shows."""

    row: PortfolioRow
    wordings: list[WordingView]
    signatures: list[SignatureView]
    versions: list[VersionView]
    may_edit: bool
    may_sign: bool

    @property
    def figures(self) -> list[tuple[float, str]]:
        """The figures told anywhere, once each."""
        return sorted({(w.amount, w.unit) for w in self.wordings if w.amount is not None and w.unit is not None})


def promise_rows(
    session: Session, viewer: Viewer, *, now: datetime, promise_ids: Iterable[str] | None = None,
    process_id: str | None = None, idea_id: str | None = None, withdrawn: bool = False,
    told: Mapping[str, Figures] | None = None,
) -> list[PortfolioRow]:  # fmt: skip
    """Promises, worst first: the portfolio, those of a process, or those that came of an idea. Three statements.

    told: the figures told of each promise, where the caller has just asked for them: two statements.
    """
    viewer.must(May.PROMISE_SEE)
    owner, keeper = _OWNER, _KEEPER
    asked: Select[*tuple[Any, ...]] = (
        select_columns(Promise, PromiseVersion, Process, col(owner.name), col(keeper.name))
        .join(
            PromiseVersion,
            (col(PromiseVersion.promise_id) == col(Promise.id)) & (col(PromiseVersion.number) == col(Promise.version)),
        )
        .join(Process, col(Process.id) == col(Promise.process_id))
        .join(owner, col(owner.id) == col(Promise.owner_id))
        .join(keeper, col(keeper.id) == col(Process.owner_id))
    )
    if promise_ids is not None:
        asked = asked.where(col(Promise.id).in_(list(promise_ids)))
    elif not withdrawn:
        asked = asked.where(col(Promise.state) != State.WITHDRAWN)
    if process_id is not None:
        asked = asked.where(col(Promise.process_id) == process_id)
    if idea_id is not None:
        asked = asked.where(col(Promise.idea_id) == idea_id)
    found = session.execute(asked).all()
    ids = [promise.id for promise, *_ in found]
    verdicts = latest_verdicts(session, viewer, promise_ids=ids, now=now)
    figures = _told(session, ids) if told is None else told
    rows = [
        _row(promise, version, process, (who, keeps), verdicts.get(promise.id), figures.get(promise.id, ()), now)
        for promise, version, process, who, keeps in found
    ]
    return sorted(rows, key=_worst_first)


def promise_card(session: Session, viewer: Viewer, *, now: datetime, promise_id: str) -> PromiseCard:
    """The claim card of one promise, withdrawn ones too. Six statements."""
    wordings = wordings_of(session, viewer, promise_id=promise_id)
    told = {promise_id: [(one.amount, one.unit) for one in wordings]}
    rows = promise_rows(session, viewer, now=now, promise_ids=[promise_id], told=told)
    if not rows:
        raise NotFound()
    row = rows[0]
    asked = (
        select(PromiseVersion, people.Person.name)
        .join(people.Person, col(people.Person.id) == col(PromiseVersion.created_by))
        .where(PromiseVersion.promise_id == promise_id)
        .order_by(col(PromiseVersion.number))
    )
    versions = session.exec(asked).all()
    names = {version.created_by: name for version, name in versions}
    history = verdicts_of(session, viewer, promise_id=promise_id, now=now)
    return PromiseCard(
        row=row,
        wordings=wordings,
        signatures=signatures_of(session, viewer, promise_id=promise_id),
        versions=_versions([version for version, _ in versions], history, names),
        may_edit=viewer.may(May.PROMISE_EDIT, owner_id=row.owner_id),
        may_sign=viewer.may(May.PROMISE_SIGN, owner_id=row.process_owner_id),
    )


def different_figures(told: Iterable[tuple[float | None, str | None]]) -> set[float]:
    """The figures told, as one size: 48 hours and 2 days are the same. Words without a figure tell none."""
    return {
        amount if unit == Unit.VALUE else seconds_of(amount, unit)
        for amount, unit in told
        if amount is not None and unit is not None
    }


def moved(before: Terms, after: Terms) -> bool:
    """Whether the bar moved between two versions: time, share, whom it counts, over which period, by which policy."""
    bar = ("metric", "direction", "amount", "ceiling", "unit", "kept", "of", "segment", "cancelled", "complete",
           "period_days", "counts_from", "business", "yes_when", "variants")  # fmt: skip
    return any(getattr(before, name) != getattr(after, name) for name in bar)


def _row(
    promise: Promise, version: PromiseVersion, process: Process, names: tuple[str, str], verdict: VerdictView | None,
    told: Figures, now: datetime,
) -> PortfolioRow:  # fmt: skip
    state = State(promise.state)
    if state is not State.WITHDRAWN and is_past(version.valid_until, process.zone, now):
        state = State.EXPIRED
    figures = different_figures(told)
    return PortfolioRow(
        id=promise.id, state=state, terms=terms_of(version, hours_of(process)), process_id=process.id,
        process=process.name, noun=noun_of(process), zone=process.zone, owner_id=promise.owner_id, owner=names[0],
        process_owner_id=process.owner_id, process_owner=names[1], idea_id=promise.idea_id,
        keeper=Keeper(promise.keeper), places=len(told),
        differs=len(figures) > 1, verdict=verdict if verdict and verdict.version == version.number else None,
        published=promise.published and state is State.IN_USE,
    )  # fmt: skip


def _told(session: Session, ids: list[str]) -> Mapping[str, Figures]:
    asked = select(Wording.promise_id, Wording.amount, Wording.unit).where(
        col(Wording.promise_id).in_(ids), col(Wording.removed_at).is_(None)
    )
    told: dict[str, list[tuple[float | None, str | None]]] = defaultdict(list)
    for promise_id, amount, unit in session.exec(asked).all():
        told[promise_id].append((amount, unit))
    return told


def _worst_first(row: PortfolioRow) -> tuple[int, float, str]:
    share = row.verdict.facts.share if row.verdict else None
    # Within one verdict the one furthest below its target comes first.
    return WORST_FIRST.index(row.stands), (share if share is not None else 1.0) - row.terms.kept / row.terms.of, row.id


def _versions(rows: list[PromiseVersion], history: list[VerdictView], names: dict[str, str]) -> list[VersionView]:
    found: list[VersionView] = []
    for row in rows:
        terms = terms_of(row)
        after = next((verdict for verdict in history if verdict.version == row.number), None)
        before = next((verdict for verdict in reversed(history) if verdict.version == row.number - 1), None)
        bar = bool(found) and moved(found[-1].terms, terms)
        found.append(VersionView(terms, names.get(row.created_by, ""), before, after, bar))
    return found
