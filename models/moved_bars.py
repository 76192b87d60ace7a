"""The bar moved: every version that changed a time, a share, whom it counts or since when, with the verdict before and
after. Not a noun with a table: versions are never changed, and verdicts keep the version they judged.
"""

from dataclasses import dataclass
from itertools import pairwise

from sqlmodel import Session, col, select

from analysis.verdict import Verdict
from models import people
from models.access import May, Viewer
from models.portfolio import moved
from models.promise_terms import PromiseVersion, Terms, terms_of
from models.promises import Promise
from models.verdicts import VerdictRow

MOST = 200


@dataclass(frozen=True)
class Judged:
    """What the data said of a version at one moment."""

    verdict: Verdict
    share: float | None


@dataclass(frozen=True)
class MovedBar:
    """One move. `was`: the last verdict of the version before; `then`: the first of the new one; None: never judged."""

    promise_id: str
    before: Terms
    after: Terms
    by: str
    was: Judged | None
    then: Judged | None


def how_often_moved(session: Session, viewer: Viewer) -> int:
    """How many times a bar moved. One statement."""
    viewer.must(May.PROMISE_SEE)
    return len(_moves(session))


def moved_bars(session: Session, viewer: Viewer) -> list[MovedBar]:
    """Every move of every promise, withdrawn ones too, the last one first. Three statements."""
    viewer.must(May.PROMISE_SEE)
    moves = sorted(_moves(session), key=lambda pair: pair[1].created_at, reverse=True)[:MOST]
    if not moves:
        return []
    names = people.names_of(session, {new.created_by for _, new in moves})
    first, last = _judged(session, {new.promise_id for _, new in moves})
    return [
        MovedBar(new.promise_id, terms_of(old), terms_of(new), names.get(new.created_by, ""),
                 last.get((old.promise_id, old.number)), first.get((new.promise_id, new.number)))
        for old, new in moves
    ]  # fmt: skip


def _moves(session: Session) -> list[tuple[PromiseVersion, PromiseVersion]]:
    asked = (
        select(PromiseVersion)
        .join(Promise, col(Promise.id) == col(PromiseVersion.promise_id))
        .where(Promise.version > 1)
        .order_by(col(PromiseVersion.promise_id), col(PromiseVersion.number))
    )
    rows = session.exec(asked).all()
    return [
        (old, new)
        for old, new in pairwise(rows)
        if old.promise_id == new.promise_id and moved(terms_of(old), terms_of(new))
    ]


def _judged(
    session: Session, promise_ids: set[str]
) -> tuple[dict[tuple[str, int], Judged], dict[tuple[str, int], Judged]]:
    """The first and the last verdict of each version."""
    v = VerdictRow
    asked = (
        select(v.promise_id, v.version, v.verdict, v.share)
        .where(col(v.promise_id).in_(promise_ids))
        .order_by(col(v.promise_id), col(v.number))
    )
    first: dict[tuple[str, int], Judged] = {}
    last: dict[tuple[str, int], Judged] = {}
    for promise_id, version, verdict, share in session.exec(asked).all():
        judged = Judged(Verdict(verdict), share)
        first.setdefault((promise_id, version), judged)
        last[(promise_id, version)] = judged
    return first, last
