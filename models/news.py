"""What is new since somebody was last here: verdicts that are other ones than before.

Invariants: "last here" is the last time this person was seen in an earlier sign-in; a week counts as new for everybody,
so that a glance from the phone in the morning hides nothing from the desk in the afternoon.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from analysis.verdict import Verdict
from models.access import May, Viewer
from models.portfolio import WORST_FIRST, PortfolioRow
from models.promises import State
from models.sign_ins import SignIn
from models.verdicts import VerdictRow

NEW_FOR = timedelta(days=7)


def last_here(session: Session, viewer: Viewer, *, now: datetime) -> datetime:
    """From when on things are new to this person: a week ago, or when they were last here if that is longer ago."""
    viewer.must(May.ACCOUNT_OWN)
    asked = select(func.max(SignIn.seen_at)).where(
        SignIn.person_id == viewer.person_id, SignIn.id != (viewer.sign_in_id or "")
    )
    seen = session.exec(asked).one()
    return min(now - NEW_FOR, seen) if seen is not None else now - NEW_FOR


def changed_verdicts(
    session: Session, viewer: Viewer, *, rows: Sequence[PortfolioRow], since: datetime
) -> dict[str, Verdict]:
    """For each promise in use whose verdict is another one than at `since`: the one it was. One statement."""
    viewer.must(May.PROMISE_SEE)
    fresh = [
        row for row in rows
        if row.state is State.IN_USE and row.verdict is not None and not row.verdict.too_old
        and row.verdict.computed_at > since
    ]  # fmt: skip
    if not fresh:
        return {}
    newest = (
        select(col(VerdictRow.promise_id).label("promise_id"), func.max(VerdictRow.number).label("number"))
        .where(col(VerdictRow.promise_id).in_([row.id for row in fresh]), col(VerdictRow.computed_at) <= since)
        .group_by(col(VerdictRow.promise_id))
        .subquery()
    )
    asked = select(VerdictRow.promise_id, VerdictRow.verdict).join(
        newest, (newest.c.promise_id == col(VerdictRow.promise_id)) & (newest.c.number == col(VerdictRow.number))
    )
    before = {promise_id: Verdict(word) for promise_id, word in session.exec(asked).all()}
    return {row.id: before[row.id] for row in fresh if row.id in before and before[row.id] is not row.stands}


def is_worse(before: Verdict, after: Verdict) -> bool:
    """Whether a verdict went the wrong way. From too few data to any verdict is no step back: now it is known."""
    return before is not Verdict.NOT_ENOUGH_EVIDENCE and WORST_FIRST.index(after) < WORST_FIRST.index(before)
